//! The head of a release: what ships, when, who, and the verdict in a sentence.

use std::io;

use crate::finding::{Basis, Level};
use crate::foreign::Foreign;
use crate::render::escape::terminal;
use crate::report::{Headline, ReleaseReport, Report, Verdict};

use super::count::{count, tally};
use super::page::Page;
use super::paint::{Piece, Role};
use super::wrap::shorten;

/// Column at which the values of the head start.
const VALUES: usize = 9;

/// Name, launch and people.
pub(super) fn headline(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let head = &release.release;
    let file =
        if report.releases.len() > 1 { format!(" ({})", terminal(&release.file)) } else { String::new() };
    let title = Piece::new(Role::Strong, title(head, &release.file));
    page.flow(&[title, Piece::new(Role::Faint, file)], 0, 2)?;
    page.field("Launch", &launch(head), VALUES)?;
    page.field("Owner", &head.owner.as_ref().map_or_else(|| "nobody is named".to_owned(), terminal), VALUES)?;
    let callers = callers(head);
    if !callers.is_empty() {
        page.field("Caller", &callers, VALUES)?;
    }
    Ok(())
}

/// The name of a file that could not be read: it has no other head.
pub(super) fn file(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    page.flow(&[Piece::new(Role::Strong, terminal(&release.file))], 0, 2)
}

/// The verdict and why, in a sentence.
pub(super) fn verdict(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let role = role(release.verdict);
    let word = release.verdict.headline();
    page.flow(
        &[Piece::new(role, format!("{word}:")), Piece::plain(format!(" {}", sentence(report, release)))],
        0,
        2,
    )
}

/// The verdict and the release in one line, for `--quiet` and for clean files.
pub(super) fn in_one_line(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let word = release.verdict.headline();
    let name = match (report.as_of.is_some(), release.verdict) {
        (true, Verdict::Go | Verdict::NoGo) => title(&release.release, &release.file),
        _ => terminal(&release.file),
    };
    let rest = match release.verdict {
        Verdict::Clean if release.findings.is_empty() => String::new(),
        Verdict::Clean | Verdict::Findings => format!(": {}", tally(&release.findings)),
        _ => format!(": {}", sentence(report, release)),
    };
    let room = page.width().saturating_sub(word.len()).saturating_sub(1);
    let name = shorten(&name, room.saturating_sub(28));
    let line = shorten(&format!("{name}{rest}"), room);
    page.flow(&[Piece::new(role(release.verdict), word), Piece::plain(format!(" {line}"))], 0, 0)
}

fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Go | Verdict::Clean => Role::Good,
        Verdict::NoGo | Verdict::Findings | Verdict::Invalid => Role::Bad,
    }
}

fn title(head: &Headline, file: &Foreign) -> String {
    let version = head.version.as_ref().map(terminal);
    match (head.name.as_ref().map(terminal), version) {
        (Some(name), Some(version)) => format!("{name} {version}"),
        (Some(name), None) => format!("{name} (no version)"),
        (None, Some(version)) => format!("{} (no name), version {version}", terminal(file)),
        (None, None) => format!("{} (no name)", terminal(file)),
    }
}

fn launch(head: &Headline) -> String {
    let Some(launch) = &head.launch else { return "no date is set".to_owned() };
    let distance = head.distance.as_ref().map(|distance| format!(", {distance}")).unwrap_or_default();
    let backup = head.backup_date.as_ref().map(|day| format!(" (or {day})")).unwrap_or_default();
    format!("{launch}{distance}{backup}")
}

/// Who says ship and stop; one person is named once.
fn callers(head: &Headline) -> String {
    let mut parts = Vec::new();
    match (&head.ship, &head.stop) {
        (Some(ship), Some(stop)) if ship == stop => {
            parts.push(format!("{} says ship or stop", terminal(ship)))
        }
        (ship, stop) => {
            parts.extend(ship.as_ref().map(|ship| format!("{} says ship", terminal(ship))));
            parts.extend(stop.as_ref().map(|stop| format!("{} says stop", terminal(stop))));
        }
    }
    parts.extend(head.backup.as_ref().map(|backup| format!("{} stands in", terminal(backup))));
    parts.extend(head.reach.as_ref().map(|reach| format!("reach: {}", terminal(reach))));
    parts.join("; ")
}

/// What the verdict rests on, and who moves now.
fn sentence(report: &Report, release: &ReleaseReport) -> String {
    match release.verdict {
        Verdict::Invalid => {
            format!("the file cannot be read as a release ({})", count(release.findings.len(), "problem"))
        }
        Verdict::Go => go_sentence(release),
        Verdict::Clean | Verdict::Findings => tally(&release.findings),
        Verdict::NoGo => no_go_sentence(report, release),
    }
}

fn no_go_sentence(report: &Report, release: &ReleaseReport) -> String {
    let open = release.findings.iter().filter(|finding| !finding.accepted);
    let blocking = open.filter(|finding| report.strict || finding.level == Level::Error).count();
    let verb = if blocking == 1 { "blocks" } else { "block" };
    let strict = if report.strict { " (warnings count: --strict)" } else { "" };
    let mut text = format!("{} {verb} the release{strict}.", count(blocking, "thing"));
    if let Some(person) = release.duties.first().and_then(|duty| duty.person.as_ref()) {
        text.push_str(&format!(" {} acts next.", terminal(person)));
    }
    text
}

fn go_sentence(release: &ReleaseReport) -> String {
    let warnings = release
        .findings
        .iter()
        .filter(|finding| !finding.accepted && finding.level == Level::Warning)
        .count();
    let accepted = release.findings.iter().filter(|finding| finding.accepted).count();
    let mut text = "nothing blocks the release".to_owned();
    let mut besides = Vec::new();
    if warnings > 0 {
        besides.push(count(warnings, "warning"));
    }
    if accepted > 0 {
        besides.push(format!("{} accepted", count(accepted, "finding")));
    }
    if !besides.is_empty() {
        text.push_str(&format!(" ({})", besides.join(", ")));
    }
    text.push('.');
    if let Some(person) = &release.release.ship {
        text.push_str(&format!(" {} may say ship.", terminal(person)));
    }
    if !release.checks.is_empty() && release.checks.iter().all(|row| row.basis == Basis::Declared) {
        text.push_str(" It all stands on people's word: nothing was held against evidence.");
    }
    text
}
