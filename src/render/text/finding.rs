//! The findings: grouped by check and cause in a report, in file order in `lint` and for a file that could not be read.
//!
//! Each tells what is wrong, where, what to do, what to paste and who does it. Many of one rule are told as one block.

use std::collections::BTreeSet;
use std::io;

use crate::render::blocks::{MANY, Part, groups, heading, left_over, parts};
use crate::render::escape::{clip, terminal};
use crate::render::words::tally;
use crate::report::{ReleaseReport, Report, ReportedFinding};
use crate::row::CheckId;
use crate::rule::Level;
use crate::untrusted::Untrusted;

use super::page::Page;
use super::paint::{Piece, Role};
use super::snippet::snippet;
use super::wrap::columns;

/// Findings of one rule that are listed unless all are asked for.
const LISTED: usize = 5;

/// The same of each part, where a rule's findings have several causes.
const LISTED_OF_A_PART: usize = 2;

/// Causes of one rule that are told unless all are asked for.
const PARTS: usize = 5;

/// Findings of one file that are drawn in file order unless all are asked for.
const DRAWN: usize = 50;

/// Names listed behind a group.
const NAMES: usize = 3;

/// Characters of a change's title in a list.
const TITLE: usize = 60;

/// Lines that were drawn already, each with its file: the same one twice helps nobody.
type Seen = BTreeSet<(usize, usize)>;

/// What nobody accepted, under the check it counts for, errors first.
pub(super) fn by_check(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let mut seen = Seen::new();
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
        let groups = groups(&open);
        let blocks =
            groups.iter().flat_map(|group| group.chunks(if group.len() < MANY { 1 } else { usize::MAX }));
        for (at, block) in blocks.enumerate() {
            if at > 0 {
                page.blank()?;
            }
            match block {
                [finding] => one(page, release, finding, &mut seen)?,
                _ => many(page, report, release, block, &mut seen)?,
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
    let left = open.len().saturating_sub(page.limit(DRAWN));
    if left == 0 {
        return Ok(());
    }
    page.flow(&[Piece::new(Role::Faint, format!("and {left} more (-v lists them)"))], 0, 0)
}

fn one(
    page: &mut Page<'_>,
    release: &ReleaseReport,
    finding: &ReportedFinding,
    seen: &mut Seen,
) -> io::Result<()> {
    head(page, finding, &terminal(&finding.message))?;
    place(page, release, finding, seen)?;
    if let Some(file) = &finding.report {
        labelled(page, "in", &terminal(file))?;
    }
    labelled(page, "help", &terminal(&finding.help))?;
    paste(page, finding, "to paste:")?;
    finding.next.iter().try_for_each(|person| labelled(page, "next", &terminal(person)))
}

fn many(
    page: &mut Page<'_>,
    report: &Report,
    release: &ReleaseReport,
    group: &[&ReportedFinding],
    seen: &mut Seen,
) -> io::Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    head(page, first, &heading(report, group, &terminal))?;
    let has_one_place = group.iter().all(|finding| finding.location == first.location);
    let parts = parts(group);
    let listed = if parts.len() > 1 { LISTED_OF_A_PART } else { LISTED };
    for part in parts.iter().take(page.limit(PARTS)) {
        one_part(page, part, listed)?;
    }
    let left = parts.len().saturating_sub(page.limit(PARTS));
    if left > 0 {
        page.flow(&[Piece::new(Role::Faint, format!("and {left} more causes"))], 2, 4)?;
    }
    if has_one_place {
        place(page, release, first, seen)?;
    }
    let is_shared = group.iter().all(|finding| finding.help == first.help);
    let lead = if is_shared { "" } else { "for the first: " };
    labelled(page, "help", &format!("{lead}{}", terminal(&first.help)))?;
    if page.is(super::Verbosity::Verbose) {
        group.iter().try_for_each(|finding| paste(page, finding, "to paste:"))?;
    } else {
        paste(page, first, "to paste, for the first (-v for all):")?;
    }
    people(page, group)
}

/// What a part shares, examples of it, and how many are left.
fn one_part(page: &mut Page<'_>, part: &Part<'_>, listed: usize) -> io::Result<()> {
    let mut indent = 2;
    if let Some(cause) = part.cause {
        page.flow(&[Piece::plain(format!("{} {}", part.findings.len(), terminal(cause)))], 2, 4)?;
        indent = 4;
    }
    let (shown, rest) = part.findings.split_at_checked(page.limit(listed)).unwrap_or((&part.findings, &[]));
    if part.cause.is_some() && shown.iter().all(|finding| finding.change.is_none()) {
        return names(page, shown, rest);
    }
    let titles: Vec<String> = shown.iter().map(|finding| title(finding)).collect();
    let width = titles.iter().map(|title| columns(title)).max().unwrap_or_default();
    for (finding, title) in shown.iter().zip(&titles) {
        let detail = detail(finding, part);
        let blanks =
            if detail.is_empty() { 0 } else { width.saturating_sub(columns(title)).saturating_add(2) };
        let line = format!("{}{title}{}{detail}", " ".repeat(indent), " ".repeat(blanks));
        if columns(&line) <= page.width() {
            page.lines(&line)?;
        } else {
            page.flow(
                &[Piece::plain(title), Piece::new(Role::Faint, format!(" {detail}"))],
                indent,
                indent.saturating_add(2),
            )?;
        }
    }
    if rest.is_empty() {
        return Ok(());
    }
    let text = format!("{} (-v lists them)", left_over(rest, &terminal));
    page.flow(&[Piece::new(Role::Faint, text)], indent, indent.saturating_add(2))
}

/// Findings whose cause says all but what they are about, in one line.
fn names(page: &mut Page<'_>, shown: &[&ReportedFinding], rest: &[&ReportedFinding]) -> io::Result<()> {
    let name = |finding: &&ReportedFinding| terminal(finding.subject.as_ref().unwrap_or(&finding.message));
    let mut text = shown.iter().map(name).collect::<Vec<_>>().join(", ");
    if !rest.is_empty() {
        text.push_str(&format!(" and {} more (-v lists them)", rest.len()));
    }
    page.flow(&[Piece::plain(text)], 4, 6)
}

/// What stands for a finding in a list: the title of its change, or its message.
fn title(finding: &ReportedFinding) -> String {
    match &finding.change {
        Some(change) => terminal(&clip(&change.title, TITLE)),
        None => format!("- {}", terminal(&finding.message)),
    }
}

/// What stands behind it: which change, whose and of when; else the place, where the findings have several.
fn detail(finding: &ReportedFinding, part: &Part<'_>) -> String {
    let Some(change) = &finding.change else {
        let mut places = part.findings.iter().map(|finding| &finding.location);
        let is_told = part.findings.len() > 1 && places.all(|place| *place == finding.location);
        return if is_told { String::new() } else { format!("({})", position(finding)) };
    };
    let day = change.day.as_deref().unwrap_or_default();
    [terminal(&change.id), terminal(&change.author), day.to_owned()].join("  ").trim_end().to_owned()
}

/// The line to paste, whole and by itself, so that it can be copied.
fn paste(page: &mut Page<'_>, finding: &ReportedFinding, label: &str) -> io::Result<()> {
    let Some(line) = &finding.paste else { return Ok(()) };
    page.flow(&[Piece::new(Role::Strong, label)], 2, 4)?;
    page.lines(&format!("    {}", terminal(line)))
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
    labelled(page, "next", &text)
}

fn head(page: &mut Page<'_>, finding: &ReportedFinding, message: &str) -> io::Result<()> {
    let role = if finding.level == Level::Error { Role::Bad } else { Role::Warn };
    let level = Piece::new(role, format!("{}:", finding.level.word()));
    let rule = Piece::new(Role::Rule, format!(" [{}]", finding.rule));
    page.flow(&[level, Piece::plain(format!(" {message}")), rule], 0, 2)
}

fn place(
    page: &mut Page<'_>,
    release: &ReleaseReport,
    finding: &ReportedFinding,
    seen: &mut Seen,
) -> io::Result<()> {
    let excerpt = finding.excerpt.map(|excerpt| (excerpt.source, finding.location.line));
    let is_shown = excerpt.is_some_and(|excerpt| !seen.insert(excerpt));
    let drawn = if is_shown { None } else { snippet(release, finding, page.line_room(), page.has_colour()) };
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

fn labelled(page: &mut Page<'_>, label: &str, text: &str) -> io::Result<()> {
    if text.trim().is_empty() {
        return Ok(());
    }
    page.flow(&[Piece::new(Role::Strong, format!("{label}:")), Piece::plain(format!(" {text}"))], 2, 8)
}
