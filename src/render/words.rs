//! What both formats for people say in the same words: titles, counts, and the verdict as a sentence.
//!
//! Untrusted text goes through the escape function of the caller's target. Nothing here knows a layout.

use std::collections::BTreeSet;

use super::decision::{short, standing};
use super::escape::{Escape, argument, is_standard_input};
use crate::report::{
    Headline, NoteItem, ReleaseReport, Report, ReportedFinding, Since, Standing, ToCome, Verdict,
};
use crate::review::Review;
use crate::row::{Basis, CheckId};
use crate::rule::Level;
use crate::untrusted::Untrusted;

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

/// What ships: the range, the commit, how many changes, and how far `HEAD` is from it. None where no build was read.
pub(super) fn build(head: &Headline, escape: Escape<'_>) -> Option<String> {
    let build = head.build.as_ref()?;
    let own = |text: &str| escape(&Untrusted::from(text));
    let commit = build.commit.as_ref().map(|id| own(short(id)));
    let range = build.range.as_ref().map(escape);
    let what = match (range, commit) {
        (Some(range), Some(commit)) => format!("{range} = {commit}, "),
        (range, commit) => range.or(commit).map(|what| format!("{what}, ")).unwrap_or_default(),
    };
    let changes = usize::try_from(build.changes).unwrap_or(usize::MAX);
    let head = build.head.as_ref().map(|head| format!("; {}", escape(head))).unwrap_or_default();
    Some(format!("{what}{}{head}", count(changes, "change")))
}

/// When it was judged, by which policy, and what that policy softens.
pub(super) fn judged(report: &Report, release: &ReleaseReport, escape: Escape<'_>) -> Option<String> {
    let at = report.as_of_words.as_ref().or(report.as_of.as_ref())?;
    let at = escape(&Untrusted::from(at.as_str()));
    let policy = release
        .policy
        .file
        .as_ref()
        .map_or_else(|| "no policy".to_owned(), |file| format!("policy {}", escape(file)));
    let softened = match release.policy.softened.as_slice() {
        [] => String::new(),
        rules => {
            let named: Vec<String> =
                rules.iter().take(SOFTENED).map(|rule| escape(&Untrusted::from(*rule))).collect();
            let left = rules.len().saturating_sub(SOFTENED);
            let more = if left > 0 { format!(" and {left} more") } else { String::new() };
            format!(", which softens {}{more}", named.join(", "))
        }
    };
    Some(format!("{at}; {policy}{softened}"))
}

/// Softened rules that are named.
const SOFTENED: usize = 3;

/// `accepted by Ana Ruiz on 30 Nov 2026 until 31 Dec 2026`, as far as it is known.
pub(super) fn acceptance(item: &NoteItem, escape: Escape<'_>) -> String {
    let own = |text: &String| escape(&Untrusted::from(text.as_str()));
    let by = item.by.as_ref().map(|by| format!(" by {}", escape(by))).unwrap_or_default();
    let on = item.on.as_ref().map(|on| format!(" on {}", own(on))).unwrap_or_default();
    let until = item.until.as_ref().map(|until| format!(" until {}", own(until))).unwrap_or_default();
    format!("accepted{by}{on}{until}")
}

/// What changed since an earlier report, counted: `2 new, 3 fixed since 2026-11-29T18:00:00+01:00`.
pub(super) fn since(since: &Since, escape: Escape<'_>) -> String {
    let as_of = since.as_of.as_ref().map_or_else(|| "the earlier report".to_owned(), escape);
    format!("{} new, {} fixed since {as_of}", since.new.len(), since.fixed.len())
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

/// `Tue 1 Dec, 10:00: Dee Okafor, the smoke tests passed`: what somebody still has to say.
pub(super) fn to_come(item: &ToCome, escape: Escape<'_>) -> String {
    format!("{}: {}, {}", item.due_words, speaker(item, escape), subject(item, escape))
}

/// Who has to say it.
pub(super) fn speaker(item: &ToCome, escape: Escape<'_>) -> String {
    item.who.as_ref().map_or_else(|| "nobody is named".to_owned(), escape)
}

/// What they say, and of a handoff with whom.
pub(super) fn subject(item: &ToCome, escape: Escape<'_>) -> String {
    match &item.with {
        Some((word, name)) => format!("{} ({word} {})", escape(&item.what), escape(name)),
        None => escape(&item.what),
    }
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
    let blocks = open.filter(|finding| report.strict || finding.level == Level::Error);
    let checks: Vec<Option<CheckId>> = blocks.map(|finding| finding.check).collect();
    let blocking = checks.len();
    let checks = checks.into_iter().collect::<BTreeSet<_>>().len();
    let verb = if blocking == 1 { "blocks" } else { "block" };
    let within = if checks > 1 { format!(" in {checks} checks") } else { String::new() };
    let strict = if report.strict { " (warnings count: --strict)" } else { "" };
    let mut text = format!("{}{within} {verb} the release{strict}.", count(blocking, "thing"));
    if let Some(person) = release.todos.first().and_then(|todo| todo.person.as_ref()) {
        text.push_str(&format!(" {} acts next.", escape(person)));
    }
    text.push_str(&standing(release, escape));
    text
}

fn go_sentence(release: &ReleaseReport, escape: Escape<'_>) -> String {
    let warnings = release
        .findings
        .iter()
        .filter(|finding| !finding.accepted && finding.level == Level::Warning)
        .count();
    let accepted = release.findings.iter().filter(|finding| finding.accepted).count();
    let mut text = "nothing blocks".to_owned();
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
    text.push_str(&standing(release, escape));
    if !release.checks.is_empty() && release.checks.iter().all(|row| row.basis == Basis::Declared) {
        text.push_str(" Everything here is self-declared: nothing was compared with evidence.");
    }
    let is_open =
        release.call.as_ref().is_none_or(|call| matches!(call.standing, None | Some(Standing::Delayed)));
    if let Some(person) = release.release.ship.as_ref().filter(|_| is_open) {
        text.push_str(&format!(" {} may say ship{}", escape(person), ship_step(release, escape)));
    }
    text
}

/// `: gonogo call ship --why "…"`, with what the command needs besides; a full stop where no file can be named.
fn ship_step(release: &ReleaseReport, escape: Escape<'_>) -> String {
    if is_standard_input(&release.file) {
        return ".".to_owned();
    }
    let is_usual = release.file == Untrusted::from("release.toml");
    let file = if is_usual { String::new() } else { format!(" {}", escape(&argument(&release.file))) };
    // A change list has no commit that a gate could compare with.
    let is_list = release.release.build.as_ref().is_some_and(|build| build.commit.is_none());
    let commit = if is_list { " --commit SHA" } else { "" };
    format!(": gonogo call ship{file}{commit} --why \"…\"")
}

/// What the stage of a review is made of: `tests on each build: yes; …`.
pub(super) fn stage(review: &Review, escape: Escape<'_>) -> String {
    let ingredients = review.stage.ingredients.iter();
    let parts: Vec<String> =
        ingredients.map(|one| format!("{}: {}", one.title, escape(&one.shows))).collect();
    parts.join("; ")
}

/// A day in a table: the year only where there are several.
pub(super) fn short_day(day: jiff::civil::Date, is_one_year: bool) -> String {
    day.strftime(if is_one_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
}
