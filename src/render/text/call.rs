//! The newest call at the head of a report, and the answer of the gate at its end.

use std::io;

use super::page::Page;
use super::paint::{Piece, Role};
use crate::render::decision;
use crate::render::escape::terminal;
use crate::render::words::title;
use crate::report::{ReleaseReport, Verdict};

/// Column at which the values of the head start.
const HEAD: usize = 9;
/// Column at which the values of the gate start.
const GATE: usize = 13;

/// Below a head that names the caller, why it was called and about what; else the whole call.
pub(super) fn line(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(call) = &release.call else { return Ok(()) };
    if decision::by(release, &terminal).is_some() {
        return Ok(());
    }
    page.field("Call", &decision::call_and_why(call, &terminal), HEAD)
}

/// Why it was called, right below the name.
pub(super) fn why(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(call) = release.call.as_ref().filter(|_| decision::by(release, &terminal).is_some()) else {
        return Ok(());
    };
    page.flow(&[Piece::plain(decision::why_and_terms(call, &terminal))], 2, 2)
}

/// Whether the gate is open, and on what that stands.
pub(super) fn gate(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(gate) = &release.gate else { return Ok(()) };
    page.blank()?;
    gate_line(page, release)?;
    for (name, value) in decision::gate_rows(release, gate, &terminal) {
        page.field(&format!("  {name}"), &value, GATE)?;
    }
    gate.step.as_ref().map_or(Ok(()), |step| page.flow(&[Piece::plain(terminal(step))], 2, 2))
}

/// `GATE OPEN  Billing dashboard 2.4.0`.
pub(super) fn gate_line(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let role = if release.verdict == Verdict::Go { Role::Good } else { Role::Bad };
    let name = title(&release.release, &release.file, &terminal);
    let word = Piece::new(role, decision::gate_head(release));
    page.flow(&[word, Piece::plain(format!("  {name}"))], 0, 2)
}
