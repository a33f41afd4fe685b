//! Histories: every commit has one disposition, and what it rests on is in the history.
//!
//! Commits are parted by lines of `%%`. The first line of each holds the distances to its parents, `h` for one that the
//! last release holds, `g` where no graph is known; its id is one hexadecimal digit, forty times.

use std::sync::{Arc, OnceLock};

use super::message::check as check_message;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::matching::judgement::{Asked, Disposition, Matched, ignores, judge};
use crate::checks::scope::matching::listing::{Listing, Place};
use crate::checks::scope::matching::numbers::numbers as build_numbers;
use crate::evidence::history::change::{Change, History, Parent};
use crate::evidence::history::message::Reader;
use crate::input::{self, Syntax};
use crate::shape::decode::document;
use crate::shape::{Decode, Faults};
use crate::source::FileId;

const RELEASE: &str = r##"
[scope]
in = ["BILL-101 Dashboard", { id = "#12", title = "Export" }, { id = "BILL-118", title = "CSV", commits = ["7777777"] }, "billing Words"]
out = [{ id = "BILL-120", title = "Templates", reason = "later" }, { id = "!12", title = "Other" }]
[[scope.extra]]
id = "BILL-131"
title = "Retry"
decision = "ship"
[[scope.extra]]
id = "BILL-132"
title = "Colours"
decision = "remove"
[build]
ignore = [{ author = "bot*", why = "lock file" }, { subject = "Bump *", why = "lock file" }]
"##;

/// Most commits of a history: each has a digit of its own.
const MOST: usize = 16;

fn parsed<T: Decode + Default>(text: &str) -> T {
    let (node, faults) = input::parse(FileId::Release, Syntax::Toml, text);
    let mut found = Faults::default();
    let value = document(FileId::Release, node, &mut found);
    assert!(faults.is_empty() && found.is_empty(), "{faults:?} {found:?}");
    value
}

pub fn target(data: &[u8]) {
    static READ: OnceLock<(Release, [Policy; 2])> = OnceLock::new();
    let (release, policies) = READ.get_or_init(|| {
        (parsed(RELEASE), [Policy::default(), parsed("[build]\nhistory = \"first-parent\"\n")])
    });
    let text = String::from_utf8_lossy(data);
    let history = history(&text);
    for policy in policies {
        let judgement = judge(&history, release, policy, Asked::default());
        assert_eq!(judgement.dispositions, judge(&history, release, policy, Asked::default()).dispositions);
        check(&history, &judgement, release, policy);
    }
}

fn history(text: &str) -> History {
    let mut history = History { has_graph: true, ..History::default() };
    let mut parents = Vec::new();
    for (at, block) in text.split("\n%%\n").take(MOST).enumerate() {
        let (head, message) = block.split_once('\n').unwrap_or(("1", block));
        let id = format!("{at:x}").repeat(40);
        let distances: Vec<usize> =
            head.bytes().filter(u8::is_ascii_digit).map(|b| (b - b'0').into()).collect();
        let is_merge = distances.len() > 1;
        let author = if head.contains('b') { "bot <bot@example.com>" } else { "Ana <ana@example.com>" };
        let reading = Reader::default().read(message, is_merge);
        check_message(message, &reading);
        let change = Change {
            is_merge,
            author: Arc::new(author.into()),
            authored: Some(1_700_000_000),
            committed: Some(1_700_000_000 + i64::try_from(at).expect("a few")),
            ..Change::read(id, reading)
        };
        history.has_graph &= !head.contains('g');
        if head.contains('h') {
            history.is_diverged = true;
            history
                .held
                .push(Change { parents: distances.iter().map(|_| Parent::Outside).collect(), ..change });
        } else {
            history.changes.push(change);
            parents.push(distances);
        }
    }
    let many = history.changes.len();
    for (at, (change, distances)) in history.changes.iter_mut().zip(parents).enumerate() {
        // Nobody is its own parent, nor the parent of an older one: what git prints has no circles.
        let place = |distance: usize| {
            if at + 1 + distance < many {
                Parent::Inside(u32::try_from(at + 1 + distance).expect("a few"))
            } else {
                Parent::Outside
            }
        };
        change.parents = distances.into_iter().map(place).collect();
    }
    history
}

fn check(history: &History, judgement: &Matched, release: &Release, policy: &Policy) {
    assert_eq!(judgement.dispositions.len(), history.changes.len());
    let ignores = ignores(release, policy).len();
    let mut inside = 0;
    for (change, disposition) in history.changes.iter().zip(&judgement.dispositions) {
        match disposition {
            Disposition::Ships(listing) => check_standing(listing, judgement, release),
            Disposition::Merge => {
                assert!(change.is_merge && !(policy.is_first_parent() && history.has_graph));
            }
            Disposition::Ignored(entry) => assert!(*entry < ignores),
            Disposition::Reverted(by) => {
                let revert = &history.changes[*by];
                assert!(!revert.reverts.is_empty(), "{revert:?}");
                let is_first_parent = policy.is_first_parent();
                let is_undone = matches!(judgement.dispositions[*by], Disposition::Reverted(_));
                assert!(is_undone || !std::ptr::eq(revert, change) || is_first_parent);
            }
            Disposition::AlreadyShipped => assert!(history.is_diverged && !change.is_merge),
            Disposition::PlanOnly => unreachable!("nobody says which files are the plan"),
            Disposition::Inside => inside += 1,
        }
    }
    assert!(inside == 0 || (policy.is_first_parent() && history.has_graph));
    let numbers = build_numbers(history, Some(judgement));
    let all = numbers.changes + numbers.merges + numbers.ignored + numbers.reverted + numbers.already_shipped;
    assert_eq!(all + inside, u64::try_from(history.changes.len()).expect("a few"), "{numbers:?}");
    assert!(numbers.unlisted + numbers.out_of_scope <= numbers.changes, "{numbers:?}");
}

fn check_standing(listing: &Listing, judgement: &Matched, release: &Release) {
    let scope = &release.scope;
    match listing {
        Listing::Listed(places) => {
            assert!(!places.is_empty());
            for place in places.iter() {
                assert!(judgement.covered.contains(place), "{place:?}");
                match place {
                    Place::In(at) => assert!(*at < scope.included.items().len()),
                    Place::Extra(at) => assert!(*at < scope.extras.items().len()),
                    Place::Out(_) | Place::Removed(_) => panic!("{place:?} is no place that ships"),
                }
            }
        }
        Listing::Out(at) => assert!(*at < scope.excluded.items().len()),
        Listing::Removed(at) => assert!(*at < scope.extras.items().len()),
        Listing::Unlisted(_) => {}
    }
}
