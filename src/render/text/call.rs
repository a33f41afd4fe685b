//! The newest call at the head of a report, and the answer of the gate at its end.

use std::io;

use super::page::Page;
use super::paint::{Piece, Role};
use crate::render::escape::terminal;
use crate::render::words::title;
use crate::report::{CallSummary, GateSummary, ReleaseReport, Verdict};
use crate::row::Outcome;
use crate::untrusted::Untrusted;

/// Column at which the values of the head start.
const HEAD: usize = 9;
/// Column at which the values of the gate start.
const GATE: usize = 13;
/// Digits of a commit that people read.
const SHORT: usize = 7;

/// Who decided what, and why.
pub(super) fn line(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(call) = &release.call else { return Ok(()) };
    let why = call.why.as_ref().map(|why| format!(": \"{}\"", terminal(why))).unwrap_or_default();
    page.field("Call", &format!("{}{why}", sentence(call)), HEAD)
}

/// `ship, by Ana Ruiz, Tue 1 Dec 2026, 13:50 +01:00, about 3f2a1c9, signed, until …`.
fn sentence(call: &CallSummary) -> String {
    let own = |text: &String| terminal(&Untrusted::from(text.as_str()));
    let mut parts = vec![call.say.unwrap_or("nothing").to_owned()];
    parts.extend(call.by.as_ref().map(|by| format!("by {}", terminal(by))));
    parts.extend(call.on_words.as_ref().map(own));
    parts.extend(call.build.as_ref().map(|build| format!("about {}", short(&terminal(build)))));
    parts.extend(call.signature.map(|signature| match signature {
        "good" => "signed".to_owned(),
        "bad" => "with a signature that does not fit".to_owned(),
        _ => "with a signature that could not be verified".to_owned(),
    }));
    parts.extend(call.until_words.as_ref().map(|until| format!("until {}", own(until))));
    parts.join(", ")
}

/// The first digits of a commit, and every other name whole.
fn short(commit: &str) -> &str {
    let is_id = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { commit.get(..SHORT).unwrap_or(commit) } else { commit }
}

/// Whether the gate is open, and on what that stands.
pub(super) fn gate(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(gate) = &release.gate else { return Ok(()) };
    page.blank()?;
    headline(page, release)?;
    page.field("  deployed", &deployed(gate, release), GATE)?;
    let called = release.call.as_ref().map_or_else(|| "nobody has said ship".to_owned(), sentence);
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
