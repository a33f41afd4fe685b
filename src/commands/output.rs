//! Delivery: the report is drawn in full, then handed over; a report that does not arrive is never a GO.

use std::io;
use std::path::Path;

use anyhow::Context;

use super::file::{shown, write_whole};
use super::summary;
use crate::cli::{Colour, Options};
use crate::exit::Exit;
use crate::render::{Style, Verbosity};
use crate::report::Report;
use crate::{Env, Screen};

/// Draws the report and delivers it; the exit code follows from the verdict.
///
/// Who starts the program with its standard output closed (`>&-`) asked for no report and gets none: what the start of
/// every program opens in its place cannot be told from `/dev/null`. The exit code is the verdict all the same.
pub(super) fn deliver(report: &Report, options: &Options, around: &mut Env) -> anyhow::Result<Exit> {
    let exit = Exit::of(report.verdict);
    let drawn = draw(report, options, around).context("the report cannot be drawn")?;
    let delivered = hand_over(&drawn, "report", options.output.as_deref(), around);
    // A summary that was asked for is part of the report: both are tried, and whatever fails is told.
    let noted =
        if options.summary { summary::append(report, around.step_summary.as_deref()) } else { Ok(()) };
    let mut outcome = exit;
    for error in [delivered.err(), noted.err()].into_iter().flatten() {
        around.report_error(&error);
        outcome = exit.undelivered();
    }
    Ok(outcome)
}

/// Writes what was drawn into a file, whole or not at all, or to standard output.
pub(super) fn hand_over(
    drawn: &[u8],
    what: &str,
    file: Option<&Path>,
    around: &mut Env,
) -> anyhow::Result<()> {
    match file {
        Some(path) => write_whole(path, drawn).with_context(|| format!("{} cannot be written", shown(path))),
        None => around
            .stdout
            .write_all(drawn)
            .and_then(|()| around.stdout.flush())
            .with_context(|| format!("the {what} cannot be written")),
    }
}

fn draw(report: &Report, options: &Options, around: &Env) -> io::Result<Vec<u8>> {
    let mut drawn = Vec::new();
    let verbosity = match (options.quiet, options.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    let style = Style { verbosity, ..style(options.color, options.output.as_deref(), around.screen) };
    options.format.render(report, &style, &mut drawn)?;
    Ok(drawn)
}

/// What suits the screen, or the file that is written instead.
pub(super) fn style(colour: Colour, file: Option<&Path>, screen: Screen) -> Style {
    let is_screen = file.is_none();
    let colour = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => screen.colour && is_screen,
    };
    Style {
        width: screen.width.filter(|_| is_screen),
        colour,
        links: screen.links && is_screen,
        verbosity: Verbosity::Normal,
    }
}
