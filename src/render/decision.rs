//! The newest call and the gate in the words of every format for people: what heads a report, who decided what, and on
//! what a gate stands. Nothing here knows a layout.

use super::escape::Escape;
use crate::report::{CallSummary, GateSummary, ReleaseReport, Standing, Verdict};
use crate::row::Outcome;
use crate::untrusted::{Untrusted, message};

/// Digits of a commit that people see.
const SHORT: usize = 7;

/// The word at the head of a report. A ship call heads it only while nothing speaks against the release.
pub(super) fn head(release: &ReleaseReport) -> &'static str {
    match (called(release).and_then(|call| call.standing), release.verdict) {
        (Some(Standing::Shipped), Verdict::Go) => "SHIP",
        (Some(Standing::Stopped), _) => "STOPPED",
        (Some(Standing::RolledBack), _) => "ROLLED BACK",
        (_, verdict) => verdict.headline(),
    }
}

/// Whether that word is good news.
pub(super) fn is_good(release: &ReleaseReport) -> bool {
    let is_held = matches!(
        called(release).and_then(|call| call.standing),
        Some(Standing::Stopped | Standing::RolledBack)
    );
    matches!(release.verdict, Verdict::Go | Verdict::Clean) && !is_held
}

/// Who called it, behind the name: `called by Ana Ruiz on Tue 1 Dec, 13:50`. None where the call does not head the report.
pub(super) fn by(release: &ReleaseReport, escape: Escape<'_>) -> Option<String> {
    let call = called(release).filter(|_| head(release) != release.verdict.headline())?;
    let on = call.on_words.as_ref().map(|on| format!(" on {}", own(on, escape))).unwrap_or_default();
    call.by.as_ref().map(|by| format!("called by {}{on}", escape(by)))
}

fn called(release: &ReleaseReport) -> Option<&CallSummary> {
    release.call.as_ref().filter(|_| matches!(release.verdict, Verdict::Go | Verdict::NoGo))
}

/// ` Shipped by Ana Ruiz on Tue 1 Dec, 13:50.`; nothing where no call counts.
pub(super) fn standing(release: &ReleaseReport, escape: Escape<'_>) -> String {
    let Some((call, standing)) = called(release).and_then(|call| Some((call, call.standing?))) else {
        return String::new();
    };
    let word = match standing {
        Standing::Shipped if release.verdict == Verdict::NoGo => "Called to ship",
        Standing::Shipped => "Shipped",
        Standing::Stopped => "Stopped",
        Standing::Delayed => "Delayed",
        Standing::RolledBack => "Rolled back",
    };
    let by = call.by.as_ref().map(|by| format!(" by {}", escape(by))).unwrap_or_default();
    let on = call.on_words.as_ref().map(|on| format!(" on {}", own(on, escape))).unwrap_or_default();
    let moved = moved(call, escape).map(|moved| format!(", {moved}")).unwrap_or_default();
    format!(" {word}{by}{on}{moved}.")
}

fn moved(call: &CallSummary, escape: Escape<'_>) -> Option<String> {
    call.moved.as_ref().map(|(was, date)| format!("from {} to {}", own(was, escape), own(date, escape)))
}

/// `about 3f2a1c9, signed, until 18:00`.
fn terms(call: &CallSummary, escape: Escape<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(call.build.as_ref().map(|build| format!("about {}", short(&escape(build)))));
    parts.extend(call.signature.map(|signature| match signature {
        "good" => "signed".to_owned(),
        "bad" => "with a signature that does not fit".to_owned(),
        _ => "with a signature that could not be verified".to_owned(),
    }));
    parts.extend(moved(call, escape));
    parts.extend(call.until_words.as_ref().map(|until| format!("until {}", own(until, escape))));
    parts
}

/// `ship, by Ana Ruiz, Tue 1 Dec, 13:50, about 3f2a1c9, signed, until 18:00`.
pub(super) fn call(call: &CallSummary, escape: Escape<'_>) -> String {
    let mut parts = vec![call.say.unwrap_or("nothing").to_owned()];
    parts.extend(call.by.as_ref().map(|by| format!("by {}", escape(by))));
    parts.extend(call.on_words.as_ref().map(|on| own(on, escape)));
    parts.extend(terms(call, escape));
    parts.join(", ")
}

/// The same with the reason that was given.
pub(super) fn call_and_why(newest: &CallSummary, escape: Escape<'_>) -> String {
    let why = newest.why.as_ref().map(|why| format!(": \"{}\"", escape(why))).unwrap_or_default();
    format!("{}{why}", call(newest, escape))
}

/// The reason and the terms, below a head that says the rest: `"Finance agrees", about 3f2a1c9, signed`.
pub(super) fn why_and_terms(call: &CallSummary, escape: Escape<'_>) -> String {
    let why = call.why.as_ref().map(|why| format!("\"{}\"", escape(why)));
    let terms = Some(terms(call, escape).join(", ")).filter(|terms| !terms.is_empty());
    let told: Vec<String> = call.told.iter().map(escape).collect();
    let told = Some(format!("told: {}", told.join(", "))).filter(|_| !told.is_empty());
    [why, terms, told].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `GATE OPEN`, `GATE SHUT`.
pub(super) fn gate_head(release: &ReleaseReport) -> &'static str {
    if release.verdict == Verdict::Go { "GATE OPEN" } else { "GATE SHUT" }
}

/// On what a gate stands: what is deployed, who called, how the release was judged.
pub(super) fn gate_rows(
    release: &ReleaseReport,
    gate: &GateSummary,
    escape: Escape<'_>,
) -> [(&'static str, String); 3] {
    let called = release
        .call
        .as_ref()
        .map_or_else(|| "nobody has said ship".to_owned(), |newest| call(newest, escape));
    [("deployed", deployed(gate, release, escape)), ("called", called), ("judged", judged(release))]
}

fn deployed(gate: &GateSummary, release: &ReleaseReport, escape: Escape<'_>) -> String {
    let other = release.findings.iter().find(|finding| finding.rule == "build/other-commit");
    if let Some(finding) = other.filter(|_| !gate.is_build) {
        return escape(&finding.message);
    }
    let commit = gate.id.as_deref().map_or_else(|| gate.commit.clone(), |id| short(id).into());
    let build = release.evidence.build.as_ref().and_then(|build| build.to.as_deref());
    escape(&match build.filter(|to| gate.id.as_deref().is_some_and(|id| id != *to)) {
        _ if !gate.is_build => message!("{} is not the build", commit),
        Some(to) => message!("{} is the build, {} (they differ in plan files alone)", commit, short(to)),
        None => message!("{} is the build", commit),
    })
}

fn judged(release: &ReleaseReport) -> String {
    let passed = release.checks.iter().filter(|row| row.result != Outcome::Fail).count();
    format!("{} now, {passed} of {} checks", release.verdict.headline(), release.checks.len())
}

/// The first digits of a commit, and every other name whole.
pub(super) fn short(commit: &str) -> &str {
    let is_id = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { commit.get(..SHORT).unwrap_or(commit) } else { commit }
}

/// Words of our own may hold what a file says, as the name of a zone.
fn own(text: &str, escape: Escape<'_>) -> String {
    escape(&Untrusted::from(text))
}
