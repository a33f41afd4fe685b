//! `issues`: the list as a tracker printed it. Each issue is an item, beside those of `in`.

use std::collections::HashSet;

use super::build::perhaps_cut;
use super::item::{Item, ItemTable, Listed};
use super::lists::known_as;
use super::rules::{BUILD_UNREADABLE, SCOPE_ISSUE_OPEN};
use crate::checks::case::Case;
use crate::checks::release::Release;
use crate::evidence::Gathered;
use crate::evidence::history::id::Id;
use crate::evidence::issues::{Issue, IssueState};
use crate::finding::Findings;
use crate::shape::Maybe;
use crate::shape::leaf::{Person, Text, Token};
use crate::untrusted::{Untrusted, message};

/// Puts issues on the list of what ships; all of them stand where the list is named. An id that stands there already, or
/// that slipped in and was decided, is one item: it keeps what the file says, and gets the assignee where that names
/// nobody.
pub(crate) fn add(release: &mut Release, list: &Token, issues: &[Issue]) {
    let place = list.span;
    let text = |words: &Untrusted| Maybe::given(place, Text { span: place, words: words.clone() });
    let extras =
        release.scope.extras.items().iter().filter(|extra| extra.ships() || !extra.decision.is_given());
    let slipped: HashSet<Id> = extras.filter_map(Listed::id).map(|id| known_as(id.words.raw())).collect();
    let key = release.scope.included.key_or(place);
    let mut items: Vec<Item> = release.scope.included.items().to_vec();
    let mut known: std::collections::HashMap<Id, usize> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((known_as(item.id()?.words.raw()), at)))
        .collect();
    for issue in issues {
        let id = known_as(issue.id.raw());
        let owner = issue.assignee.clone().map(|name| Person { span: place, name });
        if let Some(item) = known.get(&id).and_then(|at| items.get_mut(*at)) {
            *item = Item::assigned(item.0.clone(), owner);
        } else if !slipped.contains(&id) {
            known.insert(id, items.len());
            let title = issue.title.as_ref().map(text).unwrap_or_default();
            let fields = ItemTable { span: place, id: text(&issue.id), title, ..ItemTable::default() };
            items.push(Item::assigned(fields, owner));
        }
    }
    release.scope.included = Maybe::given(key, items);
}

pub(super) fn run(case: &Case, out: &mut Findings) {
    let list = case.release.scope.issues.get();
    match (&case.evidence.issues, list) {
        (Gathered::Absent, _) | (_, None) => {}
        (Gathered::Broken(fault), _) => {
            out.raise(&BUILD_UNREADABLE, fault.span).say(&fault.message).help(&fault.help);
        }
        (Gathered::Read(issues), Some(list)) => {
            perhaps_cut(Some(list), (issues.entries, "issues"), out);
            issues.list.iter().for_each(|issue| open(list, issue, out));
        }
    }
}

fn open(list: &Token, issue: &Issue, out: &mut Findings) {
    let words = match &issue.state {
        IssueState::Closed => return,
        IssueState::Open(word) => message!("{} is on the list, and its issue is open ({})", issue.id, word),
        IssueState::Unknown => {
            message!("{} is on the list, and {} does not say whether its issue is open", issue.id, list.text)
        }
    };
    let finding = out.raise(&SCOPE_ISSUE_OPEN, list.span);
    finding.subject(&issue.id).next(issue.assignee.as_ref()).say(words);
    if issue.state == IssueState::Unknown {
        finding
            .help("write the list with the state of each issue, such as --json number,title,state,assignees");
    }
}
