//! What became of every change of the build: which ship, on whose list, and which ship nothing and why.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, History};
use super::history::Shape;
use super::listing::{Listing, Lists, Place};
use super::placing::Placing;
use super::{pick, revert};
use crate::model::policy::Policy;
use crate::model::release::{Ignore, Release};
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::Pattern;

/// What became of one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// It ships; the listing says for which list.
    Ships(Listing),
    /// A merge ships nothing of its own.
    Merge,
    /// An ignore entry fits; its place among the entries of policy and release.
    Ignored(usize),
    /// It is undone in the range, or undoes something there: the place of the revert.
    Reverted(usize),
    /// The last release holds it.
    AlreadyShipped,
    /// Its merge stands for it, where the policy looks at the main line alone.
    Inside,
}

/// The judgement over a build.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matched {
    /// One disposition for each change, in the order of the history.
    pub dispositions: Vec<Disposition>,
    /// What else of a change is on no list, or on the wrong one, by its place in the history.
    pub more: BTreeMap<usize, Vec<Listing>>,
    /// The places of items that a shipping change belongs to.
    pub covered: BTreeSet<Place>,
    /// When the newest change was committed, ignored ones aside: what was confirmed before it did not see it.
    pub newest: Option<i64>,
}

/// The ignore entries that count: the policy's, then the release's.
pub(crate) fn ignores<'r>(release: &'r Release, policy: &'r Policy) -> Vec<&'r Ignore> {
    policy.build.ignore.items().iter().chain(release.build.ignore.items()).collect()
}

/// Judges a build.
pub(crate) fn judge(history: &History, release: &Release, policy: &Policy) -> Matched {
    let shape = Shape::of(&history.changes, history.has_graph);
    let shipped = pick::already_shipped(history);
    let undone = revert::undone(&history.changes, &shape, &shipped);
    let lists = Lists::of(release, policy, history);
    let placing = Placing::of(&history.changes, &shape, &lists);
    let ignores = ignores(release, policy);
    let main_line_only = policy.is_first_parent() && history.has_graph;
    let mut judgement = Matched::default();
    for (at, change) in history.changes.iter().enumerate() {
        let is = |flags: &[bool]| flags.get(at).copied().unwrap_or_default();
        let disposition = if main_line_only && shape.brought_by.get(at).copied().flatten().is_some() {
            Disposition::Inside
        } else if change.is_merge && !main_line_only {
            Disposition::Merge
        } else if let Some(entry) =
            ignores.iter().enumerate().position(|(at, ignore)| fits(ignore, at, change))
        {
            Disposition::Ignored(entry)
        } else if is(&shipped) {
            Disposition::AlreadyShipped
        } else if let Some(by) = undone.get(at).copied().flatten() {
            Disposition::Reverted(by)
        } else {
            Disposition::Ships(placing.listing(at))
        };
        if matches!(disposition, Disposition::Ships(_)) && !placing.more(at).is_empty() {
            judgement.more.insert(at, placing.more(at).to_vec());
        }
        if let Disposition::Ships(Listing::Listed(places)) = &disposition {
            judgement.covered.extend(places.iter());
        }
        if !matches!(disposition, Disposition::Ignored(_)) {
            judgement.newest = judgement.newest.max(change.committed);
        }
        judgement.dispositions.push(disposition);
    }
    judgement
}

/// Whether all that an entry names fits the change.
fn fits(ignore: &Ignore, entry: usize, change: &Change) -> bool {
    let author = change.author.raw();
    let (name, address) =
        author.split_once(" <").map_or((author, ""), |(name, rest)| (name, rest.trim_end_matches('>')));
    let any = |patterns: Option<&OneOrMany<Pattern>>, texts: &[&str]| {
        patterns.is_none_or(|patterns| {
            patterns
                .list
                .iter()
                .any(|pattern| texts.iter().any(|text| !text.is_empty() && pattern.fits(text)))
        })
    };
    any(ignore.author.get(), &[name, address, author])
        && any(ignore.subject.get(), &[change.subject.raw()])
        && (!ignore.paths.is_given() || change.fits_paths.contains(&entry))
}

#[cfg(test)]
mod tests;
