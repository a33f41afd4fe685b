//! The level of a rule under a policy: its own entry there, else what the profiles raise it to, else its own level.
//!
//! A profile is data: a name of the policy's `profiles`, and the rules that it raises. Each holds what the one before
//! it does.

use super::policy::{Policy, Profile, RuleLevel};
use super::release::Release;
use super::rescue::raised::is_raised;
use crate::rule::{Level, Rule};

/// What each profile raises, and to what.
const RAISED: &[(Profile, &str, Level)] = &[
    (Profile::Evidence, "build/from-mismatch", Level::Error),
    (Profile::Evidence, "build/ignored-by-name", Level::Error),
    (Profile::Evidence, "build/lost-change", Level::Error),
    (Profile::Evidence, "person/not-own-word", Level::Warning),
    (Profile::Evidence, "rollback/not-rehearsed", Level::Error),
    (Profile::Evidence, "scope/changed-after-approval", Level::Error),
    (Profile::Evidence, "scope/issue-open", Level::Error),
    (Profile::Evidence, "scope/only-declared", Level::Error),
    (Profile::Evidence, "scope/partial-revert", Level::Error),
    (Profile::Evidence, "scope/pick-differs", Level::Error),
    (Profile::Evidence, "stop/struck", Level::Error),
    (Profile::Evidence, "tests/build-unstated", Level::Error),
    (Profile::Evidence, "tests/only-declared", Level::Error),
    (Profile::Signed, "call/unsigned", Level::Error),
    (Profile::Signed, "person/not-own-word", Level::Error),
];

/// The level of a rule under a policy. None is off.
pub(crate) fn level(policy: &Policy, rule: &Rule) -> Option<Level> {
    let entries = policy.rules.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    match entries.iter().find(|(id, _)| id.value == rule.id) {
        Some((_, RuleLevel::Error)) => Some(Level::Error),
        Some((_, RuleLevel::Warning)) => Some(Level::Warning),
        Some((_, RuleLevel::Off)) => None,
        None => usual(policy, rule),
    }
}

/// The level of a rule for one release: a rescue takes some more seriously, where the policy does not name them.
pub(crate) fn level_in(policy: &Policy, release: &Release, rule: &Rule) -> Option<Level> {
    let is_named =
        policy.rules.get().is_some_and(|map| map.entries.iter().any(|(id, _)| id.value == rule.id));
    if !is_named && is_raised(release, rule) { Some(Level::Error) } else { level(policy, rule) }
}

/// The level of a rule that no policy names: what its strongest profile raises it to, else the rule's own.
fn usual(policy: &Policy, rule: &Rule) -> Option<Level> {
    let Some(profile) = policy.profiles.items().iter().max() else { return rule.level };
    // Of several entries of one rule the last is the strongest profile's.
    let raised = RAISED.iter().rfind(|(from, id, _)| from <= profile && *id == rule.id);
    raised.map(|(_, _, level)| *level).or(rule.level)
}

/// Whether a policy lets findings of a rule weigh less than they would without its word.
pub(crate) fn is_softened(policy: &Policy, rule: &Rule) -> bool {
    let weight = |level: Option<Level>| match level {
        Some(Level::Error) => 2,
        Some(Level::Warning) => 1,
        None => 0,
    };
    weight(level(policy, rule)) < weight(usual(policy, rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_stand_in_their_order_and_raise_each_rule_once() {
        assert!(RAISED.is_sorted_by_key(|(profile, id, _)| (*profile, *id)));
        assert!(Profile::Core < Profile::Evidence && Profile::Evidence < Profile::Signed);
    }
}
