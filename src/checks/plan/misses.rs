//! Three launch days in a row that ended without a release.

use crate::checks::case::Case;
use crate::checks::release::Release;
use crate::evidence::git::is_tag_of;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::shape::date::Period;
use crate::untrusted::{Untrusted, message};

/// Launch days after which something else is tried.
const MISSES: usize = 3;

/// Looks at the last three launch days before this one that are over.
pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let Some(now) = case.now.filter(|_| !case.release.rescue.is_given()) else { return };
    let is_over = |release: &Release| {
        release.date.get().is_some_and(|date| date.day(&release.zone()).is_before(Period::instant(now)))
    };
    let earlier = case.earlier();
    let over: Vec<&Release> = earlier
        .iter()
        .rev()
        .map(|(_, release)| release)
        .filter(|release| is_over(release))
        .take(MISSES)
        .collect();
    if over.len() < MISSES || !over.iter().all(|release| is_missed(case, release)) {
        return;
    }
    let version = |release: &&Release| release.version.get().map(|version| version.words.raw().to_owned());
    let names: Vec<String> = over.iter().rev().filter_map(version).collect();
    out.raise(rule, case.release.date.key_or(crate::source::Span::default()))
        .subject(Untrusted::new(names.join(", ")))
        .say(message!("the launch days of {} ended without a release", names.join(", ")));
}

/// Whether nothing says that a release shipped: no ship call, or no tag of its version where nobody calls.
fn is_missed(case: &Case, release: &Release) -> bool {
    let calls = release.calls.items();
    if !calls.is_empty() {
        return !calls.iter().any(crate::checks::call::keys::Call::is_ship);
    }
    let (Some(past), Some(version)) = (case.past(), release.version.get()) else { return false };
    !past.tags.iter().any(|tag| is_tag_of(tag.name.raw(), version.words.raw().trim()))
}
