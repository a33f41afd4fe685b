//! The report as people read it: on a terminal, or later in a CI log.
//!
//! One screen when all is well; else the findings with the lines of the file they point at, and at the end what
//! each person has to do next. Colour adds nothing that words do not say. Nothing here decides anything.

mod call;
mod finding;
mod headline;
mod lists;
mod page;
mod paint;
pub(super) mod review;
pub(super) mod roles;
mod snippet;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

use std::io::{self, Write};

use crate::render::words::{count, tally};
use crate::report::{ReleaseReport, Report, Verdict};

use page::Page;
use paint::{Piece, Role};

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// The verdict, one line a release.
    Quiet,
    /// What a reader needs.
    Normal,
    /// Every list in full.
    Verbose,
}

/// What the reader's end looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Columns of the terminal, taken as 60 at least and 120 at most; none where nothing is wrapped.
    pub(crate) width: Option<usize>,
    /// Whether colour is shown.
    pub(crate) colour: bool,
    /// Whether rules lead to their pages.
    pub(crate) links: bool,
    /// How much is told.
    pub(crate) verbosity: Verbosity,
}

/// Writes the report.
pub(crate) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, *style);
    if report.as_of.is_none() {
        return lint(&mut page, report);
    }
    if page.is(Verbosity::Quiet) {
        return report
            .releases
            .iter()
            .try_for_each(|release| headline::in_one_line(&mut page, report, release));
    }
    for (at, release) in report.releases.iter().enumerate() {
        if at > 0 {
            page.blank()?;
            page.rule()?;
            page.blank()?;
        }
        one_release(&mut page, report, release)?;
    }
    if report.releases.len() != 1 {
        page.blank()?;
        page.rule()?;
        closing_line(&mut page, report)?;
    }
    Ok(())
}

fn one_release(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    if release.verdict == Verdict::Invalid {
        headline::file(page, release)?;
        headline::verdict(page, report, release)?;
        page.blank()?;
        finding::in_file_order(page, release)?;
        page.blank()?;
        return headline::verdict(page, report, release);
    }
    headline::headline(page, report, release)?;
    call::line(page, release)?;
    page.blank()?;
    table::checks(page, release)?;
    finding::by_check(page, report, release)?;
    lists::stop_rules(page, release)?;
    lists::known(page, release)?;
    lists::to_come(page, release)?;
    lists::set_aside(page, release)?;
    lists::since(page, release)?;
    lists::next(page, release)?;
    page.blank()?;
    headline::verdict(page, report, release)?;
    call::gate(page, release)
}

/// `lint` knows neither a clock nor checks: findings in file order, clean files not at all, and a count at the end.
fn lint(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    for release in &report.releases {
        let is_clean = release.findings.is_empty() && release.verdict != Verdict::Invalid;
        if page.is(Verbosity::Quiet) {
            if !is_clean {
                headline::in_one_line(page, report, release)?;
            }
        } else if !is_clean {
            finding::in_file_order(page, release)?;
            page.blank()?;
        } else if page.is(Verbosity::Verbose) {
            headline::in_one_line(page, report, release)?;
        }
    }
    if page.is(Verbosity::Quiet) {
        return Ok(());
    }
    let findings = report.releases.iter().flat_map(|release| &release.findings);
    let line = format!("{}, {}", count(report.releases.len(), "file"), tally(findings));
    page.flow(&[Piece::new(Role::Strong, line)], 0, 0)
}

fn closing_line(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let mut line = count(report.releases.len(), "release");
    let mut mark = ": ";
    for verdict in [Verdict::Go, Verdict::NoGo, Verdict::Invalid] {
        let many = report.releases.iter().filter(|release| release.verdict == verdict).count();
        if many > 0 {
            line.push_str(mark);
            line.push_str(&format!("{many} {}", verdict.headline()));
            mark = ", ";
        }
    }
    page.flow(&[Piece::new(Role::Strong, line)], 0, 0)
}
