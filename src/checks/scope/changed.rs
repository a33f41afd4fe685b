//! What came onto the list, or left it, since it was approved: held against the first version that holds the approval.

use std::collections::HashSet;

use jiff::Timestamp;

use super::lists::known_as;
use crate::checks::case::Case;
use crate::checks::directory::folded;
use crate::checks::own_word::by_whom;
use crate::checks::past::{Past, Version, since_when};
use crate::checks::release::Release;
use crate::checks::scope::item::{Item, Listed};
use crate::evidence::history::id::Id;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

/// What stands on the list and did not when a list was approved for the first time, with the version it came in;
/// without one where that is not committed.
pub(crate) fn came_late<'p>(release: &Release, past: &'p Past) -> Vec<(Untrusted, Option<&'p Version>)> {
    let since = past.since_first_approval();
    let Some(approved) = since.last().and_then(Version::own) else { return Vec::new() };
    if !approved.scope.approved_on.is_given() || !approved.scope.approved_by.is_given() {
        return Vec::new();
    }
    let has_list = since.last().and_then(|first| first.held.as_ref()).is_some_and(|held| held.has_issues)
        == release.scope.issues.is_given();
    let keys =
        |release: &Release| -> HashSet<Id> { release.scope.included.items().iter().map(key).collect() };
    let then = keys(approved);
    let items =
        release.scope.included.items().iter().filter(|item| has_list || !is_of_tracker(release, item));
    let late = items.filter(|item| !then.contains(&key(item)));
    late.map(|item| (item.label(), since_when(since, |version| keys(version).contains(&key(item))))).collect()
}

/// Tells of each item.
pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let release = case.release;
    let list = &release.scope.included;
    let since = case.past().map(|past| past.since_approval(release)).unwrap_or_default();
    if let Some(why) = case.doubt_since_approval(since).filter(|_| case.is_error(rule)) {
        out.raise(rule, list.key_or(release.scope.span()))
            .say(message!("nobody can tell whether the list changed after it was approved: {}", why.message))
            .help(why.help.clone());
    }
    let Some(first) = since.last() else { return };
    let Some(approved) = first.own() else { return };
    let has_list = first.held.as_ref().is_some_and(|held| held.has_issues) == release.scope.issues.is_given();
    if !has_list && case.is_error(rule) {
        out.raise(rule, release.scope.issues.key_or(release.scope.span()))
            .say("nobody can tell which issues were approved: their list was not committed with the approval")
            .help("commit the list that `issues` names together with the approval");
    }
    let counts = |release: &Release, item: &Item| has_list || !is_of_tracker(release, item);
    let keys = |release: &Release| -> HashSet<Id> {
        release.scope.included.items().iter().filter(|item| counts(release, item)).map(key).collect()
    };
    let (then, now) = (keys(approved), keys(release));
    for item in list.items().iter().filter(|item| counts(release, item) && !then.contains(&key(item))) {
        let came = since_when(since, |version| keys(version).contains(&key(item)));
        tell(case, (rule, item.label(), "came onto"), came, out).span = item.span();
    }
    let items = approved.scope.included.items().iter().filter(|item| counts(approved, item));
    for item in items.filter(|item| !now.contains(&key(item))) {
        let left = since_when(since, |version| !keys(version).contains(&key(item)));
        tell(case, (rule, item.label(), "left"), left, out);
    }
}

fn tell<'f>(
    case: &Case,
    (rule, item, how): (&'static Rule, Untrusted, &str),
    version: Option<&Version>,
    out: &'f mut Findings,
) -> &'f mut crate::finding::Finding {
    let scope = &case.release.scope;
    let at = version.and_then(|version| Timestamp::from_second(version.commit.committed).ok());
    let by = scope.approved_by.get().map(|by| by.name.clone()).unwrap_or_default();
    let finding = out.raise(rule, scope.included.key_or(scope.span()));
    finding.subject(&item).came(at).say(message!(
        "{} {} the list after {} had approved it: {}",
        item,
        how,
        by,
        by_whom(case, version)
    ))
}

/// What makes an item the same one: its id, else its title.
fn key(item: &Item) -> Id {
    match item.id() {
        Some(id) => known_as(id.words.raw()),
        None => Id::Own(folded(item.label().raw()).into()),
    }
}

/// Whether an item comes from the list of issues: those stand where the list is named.
fn is_of_tracker(release: &Release, item: &Item) -> bool {
    release.scope.issues.get().is_some_and(|list| list.span == item.span())
}
