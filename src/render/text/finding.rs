//! The findings: grouped by check in a report, in file order in `lint` and for a file that could not be read.
//!
//! Each tells what is wrong, where, what to do and who does it. Many of one rule are told as one, with a count.

use std::collections::BTreeSet;
use std::io;

use crate::render::escape::terminal;
use crate::render::words::{MANY, groups, tally};
use crate::report::{ReleaseReport, Report, ReportedFinding};
use crate::row::CheckId;
use crate::rule::Level;
use crate::untrusted::Untrusted;

use super::page::Page;
use super::paint::{Piece, Role};
use super::snippet::snippet;

/// Findings of one rule that are listed unless all are asked for.
const LISTED: usize = 5;

/// Findings of one file that are drawn in file order unless all are asked for.
const DRAWN: usize = 50;

/// Names listed behind a group.
const NAMES: usize = 3;

/// Places that were drawn already: the same lines twice help nobody.
type Seen = BTreeSet<(usize, usize, usize)>;

/// What nobody accepted, under the check it counts for, errors first.
pub(super) fn by_check(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let rows = std::iter::once(None).chain(CheckId::ALL.iter().copied().map(Some));
    for check in rows {
        let mut open: Vec<_> =
            release.findings.iter().filter(|finding| !finding.accepted && finding.check == check).collect();
        if open.is_empty() {
            continue;
        }
        open.sort_by_key(|finding| finding.level);
        // One finding says itself what it is.
        let detail =
            if open.len() > 1 { format!(": {}", tally(open.iter().copied())) } else { String::new() };
        page.heading(check.map_or("The file", CheckId::name), &detail)?;
        one_check(page, report, release, &open)?;
    }
    Ok(())
}

fn one_check(
    page: &mut Page<'_>,
    report: &Report,
    release: &ReleaseReport,
    open: &[&ReportedFinding],
) -> io::Result<()> {
    let mut seen = Seen::new();
    let mut is_first = true;
    for group in groups(open) {
        let parts: Vec<&[&ReportedFinding]> =
            if group.len() < MANY { group.chunks(1).collect() } else { vec![&group] };
        for part in parts {
            if !std::mem::take(&mut is_first) {
                page.blank()?;
            }
            match part {
                [finding] => one(page, release, finding, &mut seen)?,
                _ => many(page, report, release, part)?,
            }
        }
    }
    Ok(())
}

/// What was found, in the order of the file.
pub(super) fn in_file_order(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let mut open: Vec<_> = release.findings.iter().filter(|finding| !finding.accepted).collect();
    open.sort_by_key(|finding| (finding.location.line, finding.location.column));
    let mut seen = Seen::new();
    for (at, finding) in open.iter().take(page.limit(DRAWN)).enumerate() {
        if at > 0 {
            page.blank()?;
        }
        one(page, release, finding, &mut seen)?;
    }
    left_out(page, open.len().saturating_sub(page.limit(DRAWN)), 0)
}

fn one(
    page: &mut Page<'_>,
    release: &ReleaseReport,
    finding: &ReportedFinding,
    seen: &mut Seen,
) -> io::Result<()> {
    head(page, finding, &terminal(&finding.message))?;
    place(page, release, finding, seen)?;
    labelled(page, "help", &finding.help)?;
    finding.next.iter().try_for_each(|person| labelled(page, "next", person))
}

fn many(
    page: &mut Page<'_>,
    report: &Report,
    release: &ReleaseReport,
    group: &[&ReportedFinding],
) -> io::Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    let title = report.rules.iter().find(|rule| rule.id == first.rule).map_or(first.rule, |rule| rule.title);
    head(page, first, &format!("{title}, {} times", group.len()))?;
    let has_one_place = group.iter().all(|finding| finding.location == first.location);
    if has_one_place {
        place(page, release, first, &mut Seen::new())?;
    }
    for finding in group.iter().take(page.limit(LISTED)) {
        let place = if has_one_place { String::new() } else { format!(" ({})", position(finding)) };
        let message = Piece::plain(format!("- {}", terminal(&finding.message)));
        page.flow(&[message, Piece::new(Role::Faint, place)], 2, 4)?;
    }
    left_out(page, group.len().saturating_sub(page.limit(LISTED)), 2)?;
    shared_help(page, group)?;
    people(page, group)
}

/// The help of a group, if it is the same for all; what differs is told under "Next".
fn shared_help(page: &mut Page<'_>, group: &[&ReportedFinding]) -> io::Result<()> {
    match group {
        [first, rest @ ..] if rest.iter().all(|finding| finding.help == first.help) => {
            labelled(page, "help", &first.help)
        }
        [first, ..] => {
            let text = format!("for the first: {}", terminal(&first.help));
            page.flow(&[Piece::new(Role::Strong, "help:"), Piece::plain(format!(" {text}"))], 2, 8)
        }
        [] => Ok(()),
    }
}

fn people(page: &mut Page<'_>, group: &[&ReportedFinding]) -> io::Result<()> {
    let mut names: Vec<&Untrusted> = Vec::new();
    for name in group.iter().filter_map(|finding| finding.next.as_ref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let mut text = names.iter().take(NAMES).map(|name| terminal(name)).collect::<Vec<_>>().join(", ");
    let left = names.len().saturating_sub(NAMES);
    if left > 0 {
        text.push_str(&format!(" and {left} more"));
    }
    page.flow(&[Piece::new(Role::Strong, "next:"), Piece::plain(format!(" {text}"))], 2, 8)
}

fn head(page: &mut Page<'_>, finding: &ReportedFinding, message: &str) -> io::Result<()> {
    let role = if finding.level == Level::Error { Role::Bad } else { Role::Warn };
    let level = Piece::new(role, format!("{}:", finding.level.word()));
    let rule = Piece::new(Role::Faint, format!(" [{}]", finding.rule));
    page.flow(&[level, Piece::plain(format!(" {message}")), rule], 0, 2)
}

fn place(
    page: &mut Page<'_>,
    release: &ReleaseReport,
    finding: &ReportedFinding,
    seen: &mut Seen,
) -> io::Result<()> {
    let excerpt = finding.excerpt.map(|excerpt| (excerpt.source, excerpt.start, excerpt.end));
    let is_shown = excerpt.is_some_and(|excerpt| !seen.insert(excerpt));
    let drawn = if is_shown { None } else { snippet(release, finding, page.width(), page.has_colour()) };
    let above = if is_shown { ", shown above" } else { "" };
    let at = format!("--> {}{above}", position(finding));
    // The arrow stands over the bar beside the line.
    let indent = if drawn.is_some() { finding.location.line.to_string().len() } else { 2 };
    page.flow(&[Piece::new(Role::Faint, at)], indent, 6)?;
    drawn.map_or(Ok(()), |drawn| page.lines(&drawn))
}

fn position(finding: &ReportedFinding) -> String {
    let at = &finding.location;
    format!("{}:{}:{}", terminal(&at.file), at.line, at.column)
}

fn labelled(page: &mut Page<'_>, label: &str, text: &Untrusted) -> io::Result<()> {
    if text.is_blank() {
        return Ok(());
    }
    page.flow(
        &[Piece::new(Role::Strong, format!("{label}:")), Piece::plain(format!(" {}", terminal(text)))],
        2,
        8,
    )
}

fn left_out(page: &mut Page<'_>, left: usize, indent: usize) -> io::Result<()> {
    if left == 0 {
        return Ok(());
    }
    page.flow(&[Piece::new(Role::Faint, format!("and {left} more (-v lists them)"))], indent, indent)
}
