//! Delivery: the report is drawn in full, then handed over; a report that does not arrive is never a GO.

use std::io;

use anyhow::Context;

use super::file::{shown, write_whole};
use super::summary;
use crate::Env;
use crate::cli::{Colour, Options};
use crate::exit::Exit;
use crate::render::{Style, Verbosity};
use crate::report::Report;

/// Draws the report and delivers it; the exit code follows from the verdict.
///
/// Who starts the program with its standard output closed (`>&-`) asked for no report and gets none: what the start of
/// every program opens in its place cannot be told from `/dev/null`. The exit code is the verdict all the same.
pub(super) fn deliver(report: &Report, options: &Options, around: &mut Env) -> anyhow::Result<Exit> {
    let exit = Exit::of(report.verdict);
    let drawn = draw(report, options, around).context("the report cannot be drawn")?;
    let delivered = match &options.output {
        Some(path) => write_whole(path, &drawn).with_context(|| format!("{} cannot be written", shown(path))),
        None => around
            .stdout
            .write_all(&drawn)
            .and_then(|()| around.stdout.flush())
            .context("the report cannot be written"),
    };
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

fn draw(report: &Report, options: &Options, around: &Env) -> io::Result<Vec<u8>> {
    let mut drawn = Vec::new();
    options.format.render(report, &style(options, around), &mut drawn)?;
    Ok(drawn)
}

fn style(options: &Options, around: &Env) -> Style {
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
    let width = screen.width.filter(|_| options.output.is_none());
    Style { width, colour, links: screen.links && options.output.is_none(), verbosity }
}
