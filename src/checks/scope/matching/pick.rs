//! Cherry-picks that the last release holds already.
//!
//! Only where the last release is no ancestor of the build: there the same work often stands on both sides, once
//! as a commit and once as its pick. Where it is an ancestor, a pick brings something back and ships.

use std::collections::HashSet;

use super::graph::Shape;
use super::revert;
use crate::evidence::history::change::{Change, History};

/// For each change of the range, whether the last release holds it. What the last release took back again does
/// not count as held.
pub(crate) fn already_shipped(history: &History) -> Vec<bool> {
    if !history.is_diverged || history.held.is_empty() {
        return vec![false; history.changes.len()];
    }
    let shape = Shape::of(&history.held, history.has_graph);
    let undone = revert::undone(&history.held, &shape, &[]);
    let kept =
        history.held.iter().zip(undone).filter(|(change, undone)| !change.is_merge && undone.is_none());
    let held: Vec<&Change> = kept.map(|(change, _)| change).collect();
    let known: HashSet<&str> = held.iter().flat_map(|change| origins(change)).collect();
    let written: HashSet<(&str, i64, &str)> = held.iter().filter_map(|change| signature(change)).collect();
    let is_held = |change: &Change| {
        !change.is_merge
            && (origins(change).any(|origin| known.contains(origin))
                || signature(change).is_some_and(|signature| written.contains(&signature)))
    };
    history.changes.iter().map(is_held).collect()
}

/// The commit itself and what it says it was picked from.
fn origins(change: &Change) -> impl Iterator<Item = &str> {
    std::iter::once(change.id.raw()).chain(change.picked_from.iter().map(String::as_str))
}

/// What a pick keeps of the commit it copies.
fn signature(change: &Change) -> Option<(&str, i64, &str)> {
    let subject = change.subject.raw();
    (!subject.is_empty()).then_some((change.author.raw(), change.authored?, subject))
}
