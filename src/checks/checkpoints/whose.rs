//! Whose word a checkpoint asks for.

use super::asked::Asked;
use crate::checks::case::Case;
use crate::checks::directory::is_same;
use crate::untrusted::Untrusted;

/// Who answers a checkpoint, the first of all; then the way up.
pub(super) fn answerable(case: &Case, asked: &Asked) -> Vec<Untrusted> {
    let roles = asked.point.and_then(|point| point.role.get());
    match roles {
        Some(roles) => roles.list.iter().map(|role| role.text.clone()).collect(),
        None => case.owner().cloned().into_iter().collect(),
    }
}

/// Who hands over; nobody where anybody may.
pub(super) fn giver(_case: &Case, asked: &Asked) -> Vec<Untrusted> {
    asked.point.and_then(|point| point.from.get()).map(|role| role.text.clone()).into_iter().collect()
}

/// Whether somebody is one of these.
pub(super) fn is_one_of(people: &[Untrusted], who: &Untrusted) -> bool {
    people.iter().any(|one| is_same(one, who))
}
