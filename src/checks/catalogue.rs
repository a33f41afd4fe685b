//! Every rule there is, derived from the tables of the checks.

use std::sync::LazyLock;

use super::policy::Policy;
use super::{CHECKS, accept, file, people, placeholder};
use crate::rule::{Catalogue, Rule};
use crate::shape::{Faults, suggest};
use crate::untrusted::message;

/// All rules, sorted by id.
static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let shared = [people::RULES, placeholder::RULES, accept::RULES, file::RULES];
    let mut all: Vec<&'static Rule> =
        CHECKS.iter().map(|check| check.rules()).chain(shared).flatten().copied().collect();
    all.sort_by_key(|rule| rule.id);
    all
});

/// All rules, sorted by id.
pub(crate) fn catalogue() -> Catalogue {
    Catalogue::new(&ALL)
}

/// The levels of a policy must be levels of rules there are. What makes a file unreadable has no level.
pub(crate) fn examine(policy: &Policy, faults: &mut Faults) {
    let levels = policy.rules.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    for (id, _) in levels {
        match catalogue().find(&id.value) {
            Some(rule) if rule.id != file::invalid().id => {}
            Some(_) => faults.add(
                id.span,
                message!("\"{}\" has no level: a file that cannot be read gives no verdict", id.value),
            ),
            None => {
                let hint = suggest::hint(&id.value, catalogue().ids());
                faults.add_with_help(
                    id.span,
                    message!("no rule is called \"{}\"{}", id.value, hint),
                    "`gonogo rules` lists them all",
                );
            }
        }
    }
}
