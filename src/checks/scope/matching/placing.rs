//! Which list each change of a build belongs to: by its own words, else by those of the merge that brought it.

use super::graph::Shape;
use super::listing::{Listing, Lists, Opinion, Reason};
use crate::evidence::history::change::Change;

/// Steps that the search for requests inside of merges may take: beyond it no merge lists anything.
const STEPS: usize = 20_000_000;

/// What all changes of a build say for themselves, and what the merges say of what they brought.
#[derive(Debug)]
pub(crate) struct Placing<'s, 'c> {
    shape: &'s Shape<'c>,
    opinions: Vec<Opinion>,
    /// For each merge, what it says of what it brought, itself or by the merge that brought it.
    merges: Vec<Option<Listing>>,
}

impl<'s, 'c> Placing<'s, 'c> {
    /// Asks the lists about every change.
    pub(crate) fn of(changes: &'c [Change], shape: &'s Shape<'c>, lists: &Lists) -> Self {
        let opinions = changes.iter().map(|change| lists.opinion(change)).collect();
        let holds_requests = requests_inside(changes, shape);
        let mut merges: Vec<Option<Listing>> = vec![None; changes.len()];
        // Who brought a merge comes before it in this order.
        for at in &shape.newest_first {
            let Some(change) = changes.get(*at).filter(|change| change.is_merge) else { continue };
            let is_named = lists.by_hash(change.id.raw()).is_some();
            let is_barrier = change.said.merges_line || holds_requests.get(*at).copied().unwrap_or(true);
            let said = if is_barrier && !is_named {
                None
            } else {
                let outer = || shape.bringer(*at).and_then(|by| merges.get(by).cloned().flatten());
                lists.of_merge(change).or_else(outer)
            };
            if let Some(slot) = merges.get_mut(*at) {
                *slot = said;
            }
        }
        Self { shape, opinions, merges }
    }

    /// The list that a change belongs to.
    pub(crate) fn listing(&self, at: usize) -> Listing {
        let Some(own) = self.opinions.get(at) else { return Listing::Unlisted(Reason::Nothing) };
        let merge = self.shape.bringer(at).and_then(|by| self.merges.get(by)?.as_ref());
        match (&own.listing, merge) {
            (Some(listing), _) if own.is_firm => listing.clone(),
            (_, Some(Listing::Listed(_))) if own.leads.is_some() => own
                .leads
                .clone()
                .map_or(Listing::Unlisted(Reason::Nothing), |id| Listing::Unlisted(Reason::Stranger(id))),
            (Some(Listing::Unlisted(_)), Some(listed @ Listing::Listed(_))) => listed.clone(),
            (Some(listing), _) | (None, Some(listing)) => listing.clone(),
            (None, None) => Listing::Unlisted(nothing(own)),
        }
    }

    /// What else of a change is on no list, or on the wrong one.
    pub(crate) fn more(&self, at: usize) -> &[Listing] {
        self.opinions.get(at).map_or(&[], |own| own.more.as_slice())
    }
}

fn nothing(own: &Opinion) -> Reason {
    own.mention.clone().map_or(Reason::Nothing, Reason::Mention)
}

/// What was met inside a merge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Inside {
    /// Numbers of requests at the ends of subjects; one alone may be the issue that a commit is about.
    squashes: u8,
    /// Whether a request was merged into it.
    has_merge: bool,
}

impl Inside {
    /// Whether that makes requests of their own, in a merge that is a request itself or a mere branch.
    fn holds_requests(self, merge: &Change) -> bool {
        self.has_merge || self.squashes > u8::from(merge.said.merges_request)
    }
}

/// Which merges bring requests other than the one that they are.
fn requests_inside(changes: &[Change], shape: &Shape) -> Vec<bool> {
    let mut inside = vec![Inside::default(); changes.len()];
    let mut steps = STEPS;
    for (at, change) in changes.iter().enumerate() {
        let Some(own) = &change.own else { continue };
        let mut outer = shape.bringer(at);
        while let Some(merge) = outer {
            let Some(left) = steps.checked_sub(1) else { return vec![true; changes.len()] };
            steps = left;
            let (Some(known), Some(outside)) = (inside.get_mut(merge), changes.get(merge)) else { break };
            let is_same = outside.own.as_ref() == Some(own);
            if known.holds_requests(outside) && !is_same {
                // Whoever brings this one was told already.
                break;
            }
            if !is_same {
                known.squashes = known.squashes.saturating_add(u8::from(!change.is_merge));
                known.has_merge |= change.is_merge;
            }
            outer = shape.bringer(merge);
        }
    }
    inside.into_iter().zip(changes).map(|(inside, merge)| inside.holds_requests(merge)).collect()
}
