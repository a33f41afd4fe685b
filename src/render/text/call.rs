//! The newest call at the head of a report, and the answer of the gate at its end.

use std::io;

use super::page::Page;
use super::paint::{Piece, Role};
use crate::render::escape::terminal;
use crate::render::words::{self, short, title};
use crate::report::{GateSummary, ReleaseReport, Verdict};
use crate::row::Outcome;

/// Column at which the values of the head start.
const HEAD: usize = 9;
/// Column at which the values of the gate start.
const GATE: usize = 13;

/// Who decided what, and why.
pub(super) fn line(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(call) = &release.call else { return Ok(()) };
    page.field("Call", &words::call_and_why(call, &terminal), HEAD)
}

/// Whether the gate is open, and on what that stands.
pub(super) fn gate(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(gate) = &release.gate else { return Ok(()) };
    page.blank()?;
    headline(page, release)?;
    page.field("  deployed", &deployed(gate, release), GATE)?;
    let called = release
        .call
        .as_ref()
        .map_or_else(|| "nobody has said ship".to_owned(), |call| words::call(call, &terminal));
    page.field("  called", &called, GATE)?;
    page.field("  judged", &judged(release), GATE)
}

/// `GATE OPEN  Billing dashboard 2.4.0`.
pub(super) fn headline(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let (role, word) = match release.verdict {
        Verdict::Go => (Role::Good, "GATE OPEN"),
        _ => (Role::Bad, "GATE SHUT"),
    };
    let name = title(&release.release, &release.file, &terminal);
    page.flow(&[Piece::new(role, word), Piece::plain(format!("  {name}"))], 0, 2)
}

fn deployed(gate: &GateSummary, release: &ReleaseReport) -> String {
    let commit = gate.id.clone().unwrap_or_else(|| terminal(&gate.commit));
    let (commit, build) =
        (short(&commit), release.evidence.build.as_ref().and_then(|build| build.to.as_deref()));
    match (gate.is_build, build) {
        (true, Some(to)) if !to.starts_with(commit) => {
            format!("{commit} is the build, {} (they differ in plan files alone)", short(to))
        }
        (true, _) => format!("{commit} is the build"),
        (false, _) => {
            let mut told = release.findings.iter().filter(|finding| finding.rule == "build/other-commit");
            told.next().map_or_else(|| format!("{commit} is not the build"), |told| terminal(&told.message))
        }
    }
}

fn judged(release: &ReleaseReport) -> String {
    let passed = release.checks.iter().filter(|row| row.result != Outcome::Fail).count();
    format!("{} now, {passed} of {} checks", release.verdict.headline(), release.checks.len())
}
