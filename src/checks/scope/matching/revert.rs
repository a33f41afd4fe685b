//! Reverts: a change and the commit that undoes it, both in the range, ship nothing; a reverted revert ships again.
//!
//! Owns which commits a message claims to undo, and what becomes of a claim once the trees were asked. The claim alone
//! is a word: without trees nothing is undone.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::graph::{Shape, Steps};
use crate::evidence::history::change::Change;
use crate::evidence::history::id::{Digits, Id, Sigil};
use crate::evidence::history::trees::Path;
use crate::evidence::history::undo::Reverted;

/// What one commit says that it undoes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The commit that says so.
    pub revert: usize,
    /// What it names, the oldest first.
    pub targets: Vec<usize>,
    /// Of a merge: the parent that is gone back to, as the message names it.
    pub back_to: Option<String>,
    /// Whether all that it names was found.
    pub is_whole: bool,
}

/// How far the trees agree with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// Nothing is left of the changes, and the revert does nothing else.
    Whole,
    /// A little is left, at these paths.
    Nearly(Vec<Path>),
    /// The changes are undone, but for a little at these paths, if any; and the revert does something beside.
    AndMore(Vec<Path>),
}

/// Commits that one message may name; more are taken for no claim.
const MOST_TARGETS: usize = 100;
/// Changes of one subject among which the one that is quoted is looked for.
const MOST_QUOTED: usize = 32;

/// All claims of a range; none at all when the budget is used up, for one that was missed may undo another.
///
/// Whatever is in `shipped` is in the last release already, so undoing it is a change in its own right.
pub(crate) fn claims(changes: &[Change], shape: &Shape, shipped: &[bool], steps: &mut Steps) -> Vec<Claim> {
    if changes.iter().all(|change| change.reverts.is_empty()) {
        return Vec::new();
    }
    let places = Places::of(changes);
    let mut claims = Vec::new();
    for (at, change) in changes.iter().enumerate().filter(|(_, change)| !change.reverts.is_empty()) {
        let mut claim = Claim { revert: at, targets: Vec::new(), back_to: None, is_whole: true };
        for reverted in &change.reverts {
            if let Reverted::BackTo(hash) = reverted {
                claim.back_to = Some(hash.clone());
                continue;
            }
            let mut here = Vec::new();
            for target in places.find(reverted) {
                if !steps.take() {
                    return Vec::new();
                }
                let is_old = shape.is_ancestor(target, at, steps);
                if is_old && !shipped.get(target).copied().unwrap_or_default() {
                    here.push(target);
                }
            }
            // A quotation has to fit exactly one.
            if matches!(reverted, Reverted::Quoted(..)) && here.len() > 1 {
                here.clear();
            }
            claim.is_whole &= !here.is_empty();
            claim.targets.extend(here);
        }
        claim.targets.sort_unstable_by_key(|target| std::cmp::Reverse(shape.rank(*target)));
        claim.targets.dedup();
        if !claim.targets.is_empty() && claim.targets.len() <= MOST_TARGETS {
            claims.push(claim);
        }
    }
    if steps.is_empty() { Vec::new() } else { claims }
}

/// For each change, the revert that makes it ship nothing. A revert names itself.
///
/// Newest first: a revert that is itself undone undoes nothing. `agreements` says for each claim how far the trees
/// agree with it; nothing is undone twice on one line of history.
pub(crate) fn undone(
    changes: &[Change],
    shape: &Shape,
    claims: &[Claim],
    agreements: &[Option<Agreement>],
    steps: &mut Steps,
) -> Vec<Option<usize>> {
    let mut undone: Vec<Option<usize>> = vec![None; changes.len()];
    let mut by_revert: HashMap<usize, (&Claim, &Agreement)> = HashMap::new();
    for (claim, agreement) in claims.iter().zip(agreements) {
        if let Some(agreement) = agreement {
            by_revert.insert(claim.revert, (claim, agreement));
        }
    }
    if by_revert.is_empty() {
        return undone;
    }
    let mut named: HashMap<usize, Vec<usize>> = HashMap::new();
    for at in &shape.newest_first {
        let is_undone = undone.get(*at).is_some_and(Option::is_some);
        let Some((claim, agreement)) = by_revert.get(at).filter(|_| !is_undone) else { continue };
        // Branches may each take the same change back, and be merged.
        let mut others = claim.targets.iter().filter_map(|target| named.get(target)).flatten();
        if others.any(|other| !steps.take() || shape.is_ancestor(*at, *other, steps)) {
            continue;
        }
        let Some(members) = members(changes, shape, claim, steps) else { return vec![None; changes.len()] };
        for target in &claim.targets {
            named.entry(*target).or_default().push(*at);
        }
        for member in members {
            if let Some(slot) = undone.get_mut(member).filter(|slot| slot.is_none()) {
                *slot = Some(*at);
            }
        }
        if !matches!(agreement, Agreement::AndMore(_))
            && let Some(slot) = undone.get_mut(*at)
        {
            *slot = Some(*at);
        }
    }
    undone
}

/// What is undone together with what a claim names: of a merge all that it brought.
fn members(changes: &[Change], shape: &Shape, claim: &Claim, steps: &mut Steps) -> Option<Vec<usize>> {
    let mut all = Vec::new();
    for target in &claim.targets {
        let Some(change) = changes.get(*target).filter(|change| change.is_merge) else {
            all.push(*target);
            continue;
        };
        let named = claim.back_to.as_deref().and_then(|hash| {
            let mut inside = change.parents.inside();
            inside.find(|at| changes.get(*at).is_some_and(|parent| parent.id.raw().starts_with(hash)))
        });
        let kept = named
            .or_else(|| change.parents.first().and_then(crate::evidence::history::change::Parent::inside));
        all.extend(shape.only_in(*target, kept, steps)?);
    }
    Some(all)
}

/// What the last release took back, as far as messages say so: there a word may only make more of a change.
pub(crate) fn undone_by_words(changes: &[Change], shape: &Shape) -> Vec<Option<usize>> {
    let mut steps = Steps::default();
    let claims = claims(changes, shape, &[], &mut steps);
    let agreement = |claim: &Claim| {
        let is_pure = changes.get(claim.revert).is_some_and(|change| change.is_pure_revert);
        Some(if is_pure && claim.is_whole { Agreement::Whole } else { Agreement::AndMore(Vec::new()) })
    };
    let agreements: Vec<_> = claims.iter().map(agreement).collect();
    undone(changes, shape, &claims, &agreements, &mut steps)
}

/// Where hashes, request numbers and subjects are found; each index is made when it is first needed.
struct Places<'c> {
    changes: &'c [Change],
    ids: OnceCell<HashMap<&'c str, usize>>,
    sorted: OnceCell<Vec<(&'c str, usize)>>,
    picks: OnceCell<HashMap<&'c str, Vec<usize>>>,
    numbers: OnceCell<HashMap<(Sigil, Digits), Vec<usize>>>,
    subjects: OnceCell<HashMap<&'c str, Vec<usize>>>,
}

impl<'c> Places<'c> {
    fn of(changes: &'c [Change]) -> Self {
        Self {
            changes,
            ids: OnceCell::new(),
            sorted: OnceCell::new(),
            picks: OnceCell::new(),
            numbers: OnceCell::new(),
            subjects: OnceCell::new(),
        }
    }

    fn find(&self, reverted: &Reverted) -> Vec<usize> {
        match reverted {
            Reverted::Commit(hash) => match self.commit(hash) {
                Some(at) => vec![at],
                // On a release branch a revert that was picked names what its original undid; here a pick of that stands.
                None => self.picks().get(hash.as_str()).cloned().unwrap_or_default(),
            },
            Reverted::Request(sigil, number) => self.request(*sigil, *number),
            Reverted::Quoted(subject, number) => {
                let quoted = self.subjects().get(subject.as_str()).cloned().unwrap_or_default();
                let numbered = || number.map(|number| self.request(Sigil::Hash, number));
                let found = if quoted.is_empty() { numbered().unwrap_or_default() } else { quoted };
                if found.len() <= MOST_QUOTED { found } else { Vec::new() }
            }
            Reverted::BackTo(_) => Vec::new(),
        }
    }

    fn picks(&self) -> &HashMap<&'c str, Vec<usize>> {
        self.picks.get_or_init(|| {
            let mut picks: HashMap<_, Vec<usize>> = HashMap::new();
            for (at, change) in self.changes.iter().enumerate() {
                for origin in &change.picked_from {
                    picks.entry(origin.as_str()).or_default().push(at);
                }
            }
            picks
        })
    }

    fn subjects(&self) -> &HashMap<&'c str, Vec<usize>> {
        self.subjects.get_or_init(|| {
            let mut subjects: HashMap<_, Vec<usize>> = HashMap::new();
            for (at, change) in self.changes.iter().enumerate() {
                subjects.entry(change.subject.raw()).or_default().push(at);
            }
            subjects
        })
    }

    /// What carries the number of a request. A merge stands for what it brought.
    fn request(&self, sigil: Sigil, number: Digits) -> Vec<usize> {
        let numbers = self.numbers.get_or_init(|| {
            let mut numbers: HashMap<_, Vec<usize>> = HashMap::new();
            for (at, change) in self.changes.iter().enumerate() {
                if let Some(Id::Number(sigil, number)) = &change.own {
                    numbers.entry((*sigil, *number)).or_default().push(at);
                }
            }
            numbers
        });
        let found = numbers.get(&(sigil, number)).cloned().unwrap_or_default();
        let is_merge = |at: &usize| self.changes.get(*at).is_some_and(|change| change.is_merge);
        let merges: Vec<usize> = found.iter().copied().filter(is_merge).collect();
        if merges.is_empty() { found } else { merges }
    }

    /// The one commit whose id starts so; several are none.
    fn commit(&self, prefix: &str) -> Option<usize> {
        let named = || self.changes.iter().enumerate().map(|(at, change)| (change.id.raw(), at));
        if let Some(at) = self.ids.get_or_init(|| named().collect()).get(prefix) {
            return Some(*at);
        }
        if prefix.len() >= FULL {
            return None;
        }
        let sorted = self.sorted.get_or_init(|| {
            let mut all: Vec<_> = named().collect();
            all.sort_unstable();
            all
        });
        let first = sorted.partition_point(|(id, _)| *id < prefix);
        let mut fitting = sorted.get(first..)?.iter().take_while(|(id, _)| id.starts_with(prefix));
        let found = fitting.next().map(|(_, at)| *at);
        if fitting.next().is_some() { None } else { found }
    }
}

/// Digits of a whole hash of the classic kind; one of the newer kind is longer, and no part of it is asked for.
const FULL: usize = 40;
