//! Every rule there is, derived from the tables of the checks.

use std::sync::LazyLock;

use super::{CHECKS, Rule, accept, file, person, text};
use crate::model::policy::Policy;
use crate::report::RuleEntry;
use crate::shape::{Faults, suggest};
use crate::untrusted::message;

/// All rules, sorted by id.
static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let shared = [person::RULES, text::RULES, accept::RULES, file::RULES];
    let mut all: Vec<&'static Rule> =
        CHECKS.iter().map(|check| check.rules()).chain(shared).flatten().copied().collect();
    all.sort_by_key(|rule| rule.id);
    all
});

/// All rules, sorted by id.
pub(crate) fn all() -> &'static [&'static Rule] {
    &ALL
}

/// Finds a rule by its id.
pub(crate) fn find(id: &str) -> Option<&'static Rule> {
    ALL.binary_search_by_key(&id, |rule| rule.id).ok().and_then(|at| ALL.get(at)).copied()
}

/// The ids of all rules.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|rule| rule.id)
}

/// The catalogue as reports carry it.
pub(crate) fn entries() -> Vec<RuleEntry> {
    let entry = |rule: &&'static Rule| RuleEntry {
        id: rule.id,
        level: rule.level,
        title: rule.title,
        titles: rule.titles,
        remedy: rule.remedy,
        page: rule.page,
    };
    ALL.iter().map(entry).collect()
}

/// The levels of a policy must be levels of rules there are. What makes a file unreadable has no level.
pub(crate) fn examine(policy: &Policy, faults: &mut Faults) {
    let levels = policy.rules.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    for (id, _) in levels {
        match find(&id.value) {
            Some(rule) if rule.id != file::invalid().id => {}
            Some(_) => faults.add(
                id.span,
                message!("\"{}\" has no level: a file that cannot be read gives no verdict", id.value),
            ),
            None => {
                let hint = suggest::hint(&id.value, ids());
                faults.add_with_help(
                    id.span,
                    message!("no rule is called \"{}\"{}", id.value, hint),
                    "`gonogo rules` lists them all",
                );
            }
        }
    }
}
