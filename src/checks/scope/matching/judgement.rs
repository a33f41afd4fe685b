//! What became of every change of the build: which ship, on whose list, and which ship nothing and why.

use std::collections::BTreeSet;

use super::graph::Shape;
use super::listing::{Listing, Place};
use super::{pick, revert};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::keys::Ignore;
use crate::evidence::history::change::{Change, History};
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::NamePattern;

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
    /// The places of items that a shipping change belongs to.
    pub covered: BTreeSet<Place>,
    /// When the newest change was committed, ignored ones aside: what was confirmed before it did not see it.
    pub newest: Option<i64>,
}

/// The ignore entries that count: the policy's, then the release's.
pub(crate) fn ignores<'r>(release: &'r Release, policy: &'r Policy) -> Vec<&'r Ignore> {
    policy.build.ignore.items().iter().chain(release.build.ignore.items()).collect()
}

/// Judges a build. What the lists say of each change was asked when it was read.
pub(crate) fn judge(history: &History, release: &Release, policy: &Policy) -> Matched {
    let shape = Shape::of(&history.changes, history.has_graph);
    let shipped = pick::already_shipped(history);
    let undone = revert::undone(&history.changes, &shape, &shipped);
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
            Disposition::Ships(listing(&shape, &history.changes, at))
        };
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

/// Which list a change belongs to: by what the file and its message say of it, else by the merge that brought it in
/// (the innermost that says anything); else to none.
fn listing(shape: &Shape, changes: &[Change], at: usize) -> Listing {
    let mut around = std::iter::once(at).chain(shape.merges_around(at));
    let said = around.find_map(|place| changes.get(place)?.said.clone());
    said.unwrap_or(Listing::Unlisted(None))
}

/// Whether all that an entry names fits the change.
fn fits(ignore: &Ignore, entry: usize, change: &Change) -> bool {
    let author = change.author.raw();
    let (name, address) =
        author.split_once(" <").map_or((author, ""), |(name, rest)| (name, rest.trim_end_matches('>')));
    let any = |patterns: Option<&OneOrMany<NamePattern>>, texts: &[&str]| {
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
