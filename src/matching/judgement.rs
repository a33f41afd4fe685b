//! What became of every change of the build: which ship, on whose list, and which ship nothing and why.

use std::collections::BTreeSet;

use super::change::{Change, History};
use super::history::Shape;
use super::standing::{Lists, Place, Standing};
use super::{pick, revert};
use crate::model::policy::Policy;
use crate::model::release::{Ignore, Release};
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::Pattern;

/// What became of one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It ships; the standing says for which list.
    Ships(Standing),
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
pub(crate) struct Judgement {
    /// One fate for each change, in the order of the history.
    pub fates: Vec<Fate>,
    /// The places of items that a shipping change belongs to.
    pub covered: BTreeSet<Place>,
    /// When the newest change was committed, ignored ones aside: what was confirmed before it did not see it.
    pub newest: Option<i64>,
}

/// The ignore entries that count: the policy's, then the release's.
pub(crate) fn ignores<'r>(release: &'r Release, policy: &'r Policy) -> Vec<&'r Ignore> {
    policy.build.ignore.items().iter().chain(release.build.ignore.items()).collect()
}

/// Judges a build against the lists of its release.
pub(crate) fn judge(history: &History, release: &Release, policy: &Policy) -> Judgement {
    let lists = Lists::of(release);
    let shape = Shape::of(&history.changes, history.has_graph);
    let shipped = pick::already_shipped(history);
    let undone = revert::undone(&history.changes, &shape, &shipped);
    let ignores = ignores(release, policy);
    let main_line_only = policy.is_first_parent() && history.has_graph;
    let mut judgement = Judgement::default();
    for (at, change) in history.changes.iter().enumerate() {
        let is = |flags: &[bool]| flags.get(at).copied().unwrap_or_default();
        let fate = if main_line_only && shape.brought_by.get(at).copied().flatten().is_some() {
            Fate::Inside
        } else if change.is_merge && !main_line_only {
            Fate::Merge
        } else if let Some(entry) =
            ignores.iter().enumerate().position(|(at, ignore)| fits(ignore, at, change))
        {
            Fate::Ignored(entry)
        } else if is(&shipped) {
            Fate::AlreadyShipped
        } else if let Some(by) = undone.get(at).copied().flatten() {
            Fate::Reverted(by)
        } else {
            Fate::Ships(standing(&lists, &shape, &history.changes, at))
        };
        if let Fate::Ships(Standing::Listed(places)) = &fate {
            judgement.covered.extend(places);
        }
        if !matches!(fate, Fate::Ignored(_)) {
            judgement.newest = judgement.newest.max(change.committed);
        }
        judgement.fates.push(fate);
    }
    judgement
}

/// Which list a change belongs to: by what the file says of its hash, by its message, by the merge that brought it
/// in (the innermost that says anything); else to none.
fn standing(lists: &Lists, shape: &Shape, changes: &[Change], at: usize) -> Standing {
    let around = shape.merges_around(at);
    let said = std::iter::once(at).chain(around).filter_map(|place| changes.get(place)).find_map(|change| {
        match (lists.by_hash(change.id.reveal()), lists.by_message(&change.reading)) {
            // The file names this very commit: an id that no list knows does not matter, one that is barred does.
            (Some(Standing::Listed(mut places)), said) => match said {
                Some(Standing::Listed(more)) => {
                    places.extend(more);
                    Some(Standing::Listed(places))
                }
                Some(barred @ (Standing::Out(_) | Standing::Removed(_))) => Some(barred),
                _ => Some(Standing::Listed(places)),
            },
            (Some(barred), _) => Some(barred),
            (None, said) => said,
        }
    });
    said.unwrap_or(Standing::Unlisted(None))
}

/// Whether all that an entry names fits the change.
fn fits(ignore: &Ignore, entry: usize, change: &Change) -> bool {
    let author = change.author.reveal();
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
        && any(ignore.subject.get(), &[change.reading.subject.reveal()])
        && (!ignore.paths.is_given() || change.fits_paths.contains(&entry))
}

#[cfg(test)]
mod tests;
