//! Scope: the build matches the approved release list. What is in, what is out, every extra named and decided.

mod build;
pub(crate) mod changed;
mod ignored;
pub(crate) mod issues;
pub(crate) mod item;
pub(crate) mod keys;
mod lists;
pub(crate) mod matching;
mod rules;
mod shown;
mod told;

use super::case::Case;
use super::check::Check;
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

use matching::numbers::numbers;
use rules::{RULES, SCOPE_CHANGED_AFTER_APPROVAL};

/// The first question.
pub(crate) struct Scope;

impl Check for Scope {
    fn id(&self) -> CheckId {
        CheckId::SCOPE
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        lists::run(case, out);
        changed::run(case, &SCOPE_CHANGED_AFTER_APPROVAL, out);
        ignored::run(case, out);
        issues::run(case, out);
        build::run(case, out);
        if case.evidence.build.read().is_some() { Basis::Verified } else { Basis::Declared }
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let items = case.release.scope.included.items().len();
        let items = message!("{} {}", items, if items == 1 { "item" } else { "items" });
        match &case.evidence.build {
            Gathered::Read(history) => {
                // What is on no list, and ships because it was accepted, belongs to no item.
                let numbers = numbers(history, case.judgement);
                let strangers = numbers.unlisted.saturating_add(numbers.out_of_scope);
                let changes = numbers.changes.saturating_sub(strangers);
                let covered = case.judgement.map_or(0, |judgement| judgement.covered.len());
                let items = message!("{} {}", covered, if covered == 1 { "item" } else { "items" });
                let word = if changes == 1 { "change belongs" } else { "changes belong" };
                message!("{} {} to {}", changes, word, items)
            }
            _ => match case.release.scope.matched_by.get() {
                Some(person) => message!("{}; {} compared them by hand", items, person.name),
                None => items,
            },
        }
    }
}
