//! Delivery: the report is drawn in full, then handed over; a report that does not arrive is never a GO.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::Surroundings;
use crate::cli::{Colour, Options};
use crate::exit::Exit;
use crate::render::text::{self, Style, Verbosity};
use crate::render::{Format, markdown};
use crate::report::Report;

/// Draws the report and delivers it; the exit code follows from the verdict.
pub(super) fn deliver(report: &Report, options: &Options, around: &mut Surroundings) -> anyhow::Result<Exit> {
    let exit = Exit::of(report.verdict);
    let drawn = draw(report, options, around).context("the report cannot be drawn")?;
    let delivered = match &options.output {
        Some(path) => {
            write_whole(path, &drawn).with_context(|| format!("{} cannot be written", path.display()))
        }
        None => around
            .stdout
            .write_all(&drawn)
            .and_then(|()| around.stdout.flush())
            .context("the report cannot be written"),
    };
    match delivered {
        Ok(()) => Ok(exit),
        Err(error) => {
            around.complain(&error);
            Ok(exit.undelivered())
        }
    }
}

fn draw(report: &Report, options: &Options, around: &Surroundings) -> io::Result<Vec<u8>> {
    let mut drawn = Vec::new();
    match options.format.renderer() {
        Some(render) => render(report, &mut drawn)?,
        None if options.format == Format::Markdown => markdown::render(report, &mut drawn)?,
        None => text::render(report, &style(options, around), &mut drawn)?,
    }
    Ok(drawn)
}

fn style(options: &Options, around: &Surroundings) -> Style {
    let screen = around.screen;
    let colour = match options.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => screen.colour && options.output.is_none(),
    };
    let verbosity = match (options.quiet, options.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    Style { width: screen.width.unwrap_or(80), colour, verbosity }
}

/// Writes a file that appears whole or not at all. What is no ordinary file (a pipe, `/dev/stderr`) is written to as
/// it is.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder")),
        Ok(there) if !there.is_file() => {
            return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
        }
        // A link stays a link: its target is what is replaced.
        Ok(_) => fs::canonicalize(path)?,
        Err(_) => path.to_path_buf(),
    };
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .map_or(PathBuf::from("."), Path::to_path_buf);
    let mut file = temporary(&folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// A new file beside the target, readable by whom the user's own files are.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gonogo-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
