//! Whose word a checkpoint asks for: the people of its roles.

use std::collections::HashSet;

use super::asked::Asked;
use crate::checks::case::{Case, person};
use crate::checks::directory::{folded, is_same};
use crate::checks::roles::keys::{Role, list};
use crate::checks::roles::rules::needed;
use crate::finding::Findings;
use crate::untrusted::Untrusted;

/// The roles that answer a checkpoint: the first, then the way up.
fn roles<'c>(asked: &Asked<'c>) -> &'c [Role] {
    asked.point.map(|point| list(&point.role)).unwrap_or_default()
}

/// Who may answer it. Where no role is asked for, that is the owner.
pub(crate) fn answerable<'c>(case: &Case<'c>, asked: &Asked<'c>) -> Vec<&'c Untrusted> {
    match roles(asked) {
        [] => person(&case.release.owner).into_iter().collect(),
        roles => roles.iter().filter_map(|role| case.roles.person(role).ok()).collect(),
    }
}

/// Who may hand over. Of a handover that nobody asks for anybody may; of a handoff whose role is vacant nobody.
pub(crate) fn giver<'c>(case: &Case<'c>, asked: &Asked<'c>) -> Option<Vec<&'c Untrusted>> {
    let role = asked.point?.from.get()?;
    Some(case.roles.person(role).ok().into_iter().collect())
}

/// Whom it goes up to where the first does not act.
pub(super) fn up<'c>(case: &Case<'c>, asked: &Asked<'c>) -> Option<&'c Untrusted> {
    case.roles.up(roles(asked))
}

/// Whether somebody is one of these.
pub(crate) fn is_one_of(people: &[&Untrusted], who: &Untrusted) -> bool {
    people.iter().any(|one| is_same(one, who))
}

/// Tells of roles that checkpoints ask for and nobody fills, each once; those of decisions are told of there.
pub(super) fn vacant(case: &Case, all: &[Asked], out: &mut Findings) {
    let decisions = case.decisions.list.iter().map(|decision| decision.parts);
    let lists = decisions.flat_map(|parts| [&parts.by, &parts.does, &parts.asks, &parts.tells]);
    let mut told: HashSet<String> = lists.flat_map(list).map(|role| folded(role.name.raw())).collect();
    for asked in all {
        let from = asked.point.and_then(|point| point.from.get());
        for role in from.into_iter().chain(roles(asked)) {
            needed(case, role, asked.what().raw(), &mut told, out);
        }
    }
}
