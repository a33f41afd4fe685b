//! The head of a release: what ships, when, who, and the verdict in a sentence.

use std::io;

use crate::render::decision;
use crate::render::escape::terminal;
use crate::render::words::{build, callers, count, judged, launch, sentence, tally, title};
use crate::report::{ReleaseReport, Report, Verdict};

use super::call;
use super::page::Page;
use super::paint::{Piece, Role};
use super::wrap::shorten;

/// Column at which the values of the head start.
const VALUES: usize = 9;

/// The verdict and the name, launch, build, people, and what it was judged by.
pub(super) fn headline(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let head = &release.release;
    let file =
        if report.releases.len() > 1 { format!(" ({})", terminal(&release.file)) } else { String::new() };
    let role = if decision::is_good(release) { Role::Good } else { Role::Bad };
    let verdict = Piece::new(role, decision::head(release));
    let title = Piece::new(Role::Strong, format!(" {}", title(head, &release.file, &terminal)));
    let by = decision::by(release, &terminal).map(|by| format!(", {by}")).unwrap_or_default();
    page.flow(&[verdict, title, Piece::plain(by), Piece::new(Role::Faint, file)], 0, 2)?;
    call::why(page, release)?;
    page.field("Launch", &launch(head, &terminal), VALUES)?;
    page.field(
        "Owner",
        &head.owner.as_ref().map_or_else(|| "nobody is named".to_owned(), &terminal),
        VALUES,
    )?;
    if let Some(build) = build(head, &terminal) {
        page.field("Build", &build, VALUES)?;
    }
    let callers = callers(head, &terminal);
    if !callers.is_empty() {
        page.field("Caller", &callers, VALUES)?;
    }
    judged(report, release, &terminal).map_or(Ok(()), |judged| page.field("As of", &judged, VALUES))
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
        &[
            Piece::new(role, format!("{word}:")),
            Piece::plain(format!(" {}", sentence(report, release, &terminal))),
        ],
        0,
        2,
    )
}

/// The verdict and the release in one line, for `--quiet` and for clean files.
pub(super) fn in_one_line(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let word = if release.gate.is_some() { decision::gate_head(release) } else { decision::head(release) };
    let role = if decision::is_good(release) { Role::Good } else { Role::Bad };
    let name = match (report.as_of.is_some(), release.verdict) {
        (true, Verdict::Go | Verdict::NoGo) => title(&release.release, &release.file, &terminal),
        _ => terminal(&release.file),
    };
    let accepted = release.findings.iter().filter(|finding| finding.accepted).count();
    let rest = match (release.findings.len(), accepted) {
        (0, _) => String::new(),
        (all, accepted) if all == accepted => format!(": {} accepted", count(accepted, "finding")),
        _ => format!(": {}", tally(&release.findings)),
    };
    let room = page.width().saturating_sub(word.len()).saturating_sub(1);
    let name = shorten(&name, room.saturating_sub(28));
    let line = shorten(&format!("{name}{rest}"), room);
    page.flow(&[Piece::new(role, word), Piece::plain(format!(" {line}"))], 0, 0)
}

fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Go | Verdict::Clean => Role::Good,
        Verdict::NoGo | Verdict::Findings | Verdict::Invalid => Role::Bad,
    }
}
