//! What came onto the list, or left it, since it was approved: held against the first version that holds the approval.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::checks::case::Case;
use crate::checks::directory::folded;
use crate::checks::own_word::by_whom;
use crate::checks::past::{Version, since_when};
use crate::checks::release::Release;
use crate::checks::scope::item::{Item, Listed};
use crate::finding::Findings;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

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
    let Some(approved) = since.last().and_then(Version::own) else { return };
    let (then, now) = (keys(approved), keys(release));
    for item in list.items().iter().filter(|item| !then.contains(&key(item))) {
        let came = since_when(since, |version| keys(version).contains(&key(item)));
        tell(case, (rule, item.label(), "came onto"), came, out).span = item.span();
    }
    for item in approved.scope.included.items().iter().filter(|item| !now.contains(&key(item))) {
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
fn key(item: &Item) -> String {
    folded(item.label().raw())
}

fn keys(release: &Release) -> BTreeSet<String> {
    release.scope.included.items().iter().map(key).collect()
}
