//! What a rescue takes more seriously than a calm release does.

use crate::checks::release::Release;
use crate::rule::Rule;

/// Rules that are errors in a rescue, sorted.
const RAISED: [&str; 6] = [
    "plan/no-goal",
    "rollback/not-rehearsed",
    "rollback/rehearsed-elsewhere",
    "scope/late-change",
    "scope/out-no-reason",
    "scope/out-untold",
];

/// Whether a rule is an error because the release is a rescue.
pub(crate) fn is_raised(release: &Release, rule: &Rule) -> bool {
    release.rescue.is_given() && RAISED.contains(&rule.id)
}
