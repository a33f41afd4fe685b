//! What both formats for people say in the same words: titles, counts, and the verdict as a sentence.
//!
//! Untrusted text goes through the escape function of the caller's target. Nothing here knows a layout.

use crate::report::{Headline, ReleaseReport, Report, ReportedFinding, Verdict};
use crate::row::Basis;
use crate::rule::Level;
use crate::untrusted::Untrusted;

/// Makes untrusted text harmless for one target.
pub(super) type Escape<'a> = &'a dyn Fn(&Untrusted) -> String;

/// From so many on, findings of one rule are told as one.
pub(super) const MANY: usize = 4;

/// `1 file`, `3 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `2 errors, 1 warning`, of what nobody accepted.
pub(super) fn tally<'a>(findings: impl IntoIterator<Item = &'a ReportedFinding>) -> String {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for finding in findings.into_iter().filter(|finding| !finding.accepted) {
        match finding.level {
            Level::Error => errors = errors.saturating_add(1),
            Level::Warning => warnings = warnings.saturating_add(1),
        }
    }
    match (errors, warnings) {
        (0, 0) => "no findings".to_owned(),
        (_, 0) => count(errors, "error"),
        (0, _) => count(warnings, "warning"),
        _ => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}

/// Findings of one rule and level together, in the order of the first of each.
pub(super) fn groups<'a>(open: &[&'a ReportedFinding]) -> Vec<Vec<&'a ReportedFinding>> {
    let mut groups: Vec<Vec<&ReportedFinding>> = Vec::new();
    for finding in open {
        let same = |group: &&mut Vec<&ReportedFinding>| {
            group.first().is_some_and(|first| first.rule == finding.rule && first.level == finding.level)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// What the release is called.
pub(super) fn title(head: &Headline, file: &Untrusted, escape: Escape<'_>) -> String {
    let version = head.version.as_ref().map(escape);
    match (head.name.as_ref().map(escape), version) {
        (Some(name), Some(version)) => format!("{name} {version}"),
        (Some(name), None) => format!("{name} (no version)"),
        (None, Some(version)) => format!("{} (no name), version {version}", escape(file)),
        (None, None) => format!("{} (no name)", escape(file)),
    }
}

/// When it ships, how far off that is, and the day in reserve.
pub(super) fn launch(head: &Headline, escape: Escape<'_>) -> String {
    let Some(launch) = &head.launch else { return "no date is set".to_owned() };
    // A zone is named as the file names it.
    let own = |text: &String| escape(&Untrusted::from(text.as_str()));
    let distance = head.distance.as_ref().map(|distance| format!(", {}", own(distance))).unwrap_or_default();
    let backup = head.backup_date.as_ref().map(|day| format!(" (or {})", own(day))).unwrap_or_default();
    format!("{}{distance}{backup}", own(launch))
}

/// Who says ship and stop; one person is named once.
pub(super) fn callers(head: &Headline, escape: Escape<'_>) -> String {
    let mut parts = Vec::new();
    match (&head.ship, &head.stop) {
        (Some(ship), Some(stop)) if ship == stop => parts.push(format!("{} says ship or stop", escape(ship))),
        (ship, stop) => {
            parts.extend(ship.as_ref().map(|ship| format!("{} says ship", escape(ship))));
            parts.extend(stop.as_ref().map(|stop| format!("{} says stop", escape(stop))));
        }
    }
    parts.extend(head.backup.as_ref().map(|backup| format!("{} stands in", escape(backup))));
    parts.extend(head.reach.as_ref().map(|reach| format!("reach: {}", escape(reach))));
    parts.join("; ")
}

/// What the verdict rests on, and who moves now.
pub(super) fn sentence(report: &Report, release: &ReleaseReport, escape: Escape<'_>) -> String {
    match release.verdict {
        Verdict::Invalid => {
            format!("the file cannot be read as a release ({})", count(release.findings.len(), "problem"))
        }
        Verdict::Go => go_sentence(release, escape),
        Verdict::Clean | Verdict::Findings => tally(&release.findings),
        Verdict::NoGo => no_go_sentence(report, release, escape),
    }
}

fn no_go_sentence(report: &Report, release: &ReleaseReport, escape: Escape<'_>) -> String {
    let open = release.findings.iter().filter(|finding| !finding.accepted);
    let blocking = open.filter(|finding| report.strict || finding.level == Level::Error).count();
    let verb = if blocking == 1 { "blocks" } else { "block" };
    let strict = if report.strict { " (warnings count: --strict)" } else { "" };
    let mut text = format!("{} {verb} the release{strict}.", count(blocking, "thing"));
    if let Some(person) = release.todos.first().and_then(|todo| todo.person.as_ref()) {
        text.push_str(&format!(" {} acts next.", escape(person)));
    }
    text
}

fn go_sentence(release: &ReleaseReport, escape: Escape<'_>) -> String {
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
        text.push_str(&format!(" {} may say ship.", escape(person)));
    }
    if !release.checks.is_empty() && release.checks.iter().all(|row| row.basis == Basis::Declared) {
        text.push_str(" It all stands on people's word: nothing was held against evidence.");
    }
    text
}
