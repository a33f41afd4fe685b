//! Reverts: a change and the commit that undoes it, both in the range, ship nothing; a reverted revert ships again.

use std::collections::{BTreeMap, HashMap};

use super::change::Change;
use super::history::{Shape, Steps};
use super::id::{Digits, Id, Sigil};
use crate::evidence::history::Reverted;

/// For each change, the revert that makes it ship nothing. A revert names itself.
///
/// Newest first: a revert that is itself undone undoes nothing. Changes in `shipped` are in the last release
/// already, so undoing one is a change in its own right. A revert that names anything outside the range is too.
pub(crate) fn undone(changes: &[Change], shape: &Shape, shipped: &[bool]) -> Vec<Option<usize>> {
    let mut undone: Vec<Option<usize>> = vec![None; changes.len()];
    if changes.iter().all(|change| change.reverts.is_empty()) {
        return undone;
    }
    let places = Places::of(changes);
    let mut steps = Steps::default();
    for at in &shape.newest_first {
        let Some(change) = changes.get(*at) else { continue };
        if change.reverts.is_empty() || undone.get(*at).is_some_and(Option::is_some) {
            continue;
        }
        let mut is_whole = true;
        for revert in &change.reverts {
            let mut is_here = false;
            for target in places.find(revert) {
                // With an exhausted budget a revert of a revert may have been missed: nothing more is undone.
                if !steps.take() {
                    return undone;
                }
                if shipped.get(target).copied().unwrap_or_default()
                    || !shape.is_ancestor(target, *at, &mut steps)
                {
                    continue;
                }
                is_here = true;
                // Who is undone already was so together with all that it brought.
                if undone.get(target).is_some_and(Option::is_none) {
                    for member in shape.with_brought(target) {
                        if let Some(slot) = undone.get_mut(member).filter(|slot| slot.is_none()) {
                            *slot = Some(*at);
                        }
                    }
                }
            }
            is_whole &= is_here;
        }
        if is_whole
            && change.is_pure_revert
            && let Some(slot) = undone.get_mut(*at)
        {
            *slot = Some(*at);
        }
    }
    undone
}

/// Where hashes and request numbers are found.
struct Places<'c> {
    ids: BTreeMap<&'c str, usize>,
    /// By the commit that a pick says it copies.
    picks: HashMap<&'c str, Vec<usize>>,
    numbers: HashMap<(Sigil, Digits), Vec<usize>>,
}

impl<'c> Places<'c> {
    fn of(changes: &'c [Change]) -> Self {
        let mut numbers: HashMap<_, Vec<usize>> = HashMap::new();
        let mut picks: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, change) in changes.iter().enumerate() {
            for origin in &change.picked_from {
                picks.entry(origin.as_str()).or_default().push(at);
            }
            if let Some(Id::Number(sigil, number)) = &change.own {
                numbers.entry((*sigil, *number)).or_default().push(at);
            }
        }
        let ids = changes.iter().enumerate().map(|(at, change)| (change.id.raw(), at)).collect();
        Self { ids, picks, numbers }
    }

    fn find<'p>(&'p self, reverted: &'p Reverted) -> impl Iterator<Item = usize> + 'p {
        let (commit, others) = match reverted {
            Reverted::Commit(hash) => match self.commit(hash) {
                Some(at) => (Some(at), None),
                // On a release branch a revert that was picked names what its original undid; here a pick of that stands.
                None => (None, self.picks.get(hash.as_str())),
            },
            Reverted::Request(sigil, number) => (None, self.numbers.get(&(*sigil, *number))),
        };
        commit.into_iter().chain(others.into_iter().flatten().copied())
    }

    /// The one commit whose id starts so; several are none.
    fn commit(&self, prefix: &str) -> Option<usize> {
        let mut fitting = self.ids.range(prefix..).take_while(|(id, _)| id.starts_with(prefix));
        let first = fitting.next().map(|(_, at)| *at);
        if fitting.next().is_some() { None } else { first }
    }
}
