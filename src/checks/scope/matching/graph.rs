//! The shape of a range: an order in which children come before parents, and which merge brought each commit in.
//!
//! Dates lie (rebases, clocks), so order comes from the graph alone. All of it is linear in the number of commits.

use std::collections::HashSet;

use crate::evidence::history::change::{Change, Parent};

/// The shape of one list of changes.
#[derive(Debug)]
pub(crate) struct Shape<'c> {
    changes: &'c [Change],
    /// Places in the list, children before parents.
    pub newest_first: Vec<usize>,
    /// For each commit, its rank in `newest_first`.
    rank: Vec<usize>,
    /// For each commit, the merge that brought it in; none on the main line.
    pub brought_by: Vec<Option<usize>>,
    /// For each commit, the line of first parents that it stands on.
    lines: Vec<u32>,
    has_graph: bool,
}

/// How many steps all ancestor questions about one range may take together. Beyond it the answer is no: a revert
/// that cannot be placed undoes nothing.
const STEPS: usize = 20_000_000;

impl<'c> Shape<'c> {
    /// Reads the shape. Without a graph (a change list) the list is taken as it stands, newest first by date.
    pub(crate) fn of(changes: &'c [Change], has_graph: bool) -> Self {
        let newest_first = if has_graph { children_first(changes) } else { by_date(changes) };
        let mut rank = vec![0; changes.len()];
        for (place, at) in newest_first.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*at) {
                *slot = place;
            }
        }
        let brought_by = if has_graph { bringers(changes, &newest_first) } else { vec![None; changes.len()] };
        let lines = if has_graph { lines(changes, &newest_first) } else { Vec::new() };
        Self { changes, newest_first, rank, brought_by, lines, has_graph }
    }

    /// The commits that `tip` has and `kept` has not, `tip` among them; none when the budget is used up.
    pub(crate) fn only_in(&self, tip: usize, kept: Option<usize>, steps: &mut Steps) -> Option<Vec<usize>> {
        let mut seen = HashSet::new();
        self.behind(kept.into_iter().collect(), &mut seen, steps)?;
        self.behind(vec![tip], &mut seen, steps)
    }

    /// What is reached from some commits and was not seen before.
    fn behind(
        &self,
        mut open: Vec<usize>,
        seen: &mut HashSet<usize>,
        steps: &mut Steps,
    ) -> Option<Vec<usize>> {
        let mut found = Vec::new();
        while let Some(at) = open.pop() {
            if !steps.take() {
                return None;
            }
            if seen.insert(at) {
                found.push(at);
                open.extend(parents(self.changes, at));
            }
        }
        Some(found)
    }

    /// The commits that descend from one; none when the budget is used up.
    pub(crate) fn descendants(&self, older: usize, steps: &mut Steps) -> Option<HashSet<usize>> {
        let rank = self.rank.get(older).copied().unwrap_or_default();
        let mut found = HashSet::from([older]);
        // Parents come before children when the order is walked from its end.
        for at in self.newest_first.get(..rank).unwrap_or_default().iter().rev() {
            if !steps.take() {
                return None;
            }
            if parents(self.changes, *at).any(|parent| found.contains(&parent)) {
                found.insert(*at);
            }
        }
        found.remove(&older);
        Some(found)
    }

    /// The place of a commit in the order.
    pub(crate) fn rank(&self, at: usize) -> usize {
        self.rank.get(at).copied().unwrap_or_default()
    }

    /// The merges that brought a commit in, the innermost first.
    pub(crate) fn merges_around(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.bringer(at), |merge| self.bringer(*merge))
    }

    /// The innermost merge that brought a commit in.
    pub(crate) fn bringer(&self, at: usize) -> Option<usize> {
        self.brought_by.get(at).copied().flatten()
    }

    /// Whether `older` is an ancestor of `newer`; `steps` is what is left of the budget.
    pub(crate) fn is_ancestor(&self, older: usize, newer: usize, steps: &mut Steps) -> bool {
        let rank = |at: usize| self.rank.get(at).copied().unwrap_or_default();
        if !self.has_graph {
            return rank(older) > rank(newer);
        }
        // On one line of first parents, which most questions are about, the order says it all.
        let line = |at: usize| self.lines.get(at);
        if line(older) == line(newer) {
            return rank(older) > rank(newer);
        }
        let mut seen = HashSet::new();
        let mut open = vec![newer];
        while let Some(at) = open.pop() {
            if at == older {
                return at != newer;
            }
            // Behind the older one in the order, nothing can descend from it.
            if rank(at) > rank(older) || !seen.insert(at) {
                continue;
            }
            if !steps.take() {
                return false;
            }
            open.extend(parents(self.changes, at));
        }
        false
    }
}

/// The budget of ancestor questions.
#[derive(Debug, Clone)]
pub(crate) struct Steps(usize);

impl Default for Steps {
    fn default() -> Self {
        Self(STEPS)
    }
}

impl Steps {
    /// Takes one step, if one is left.
    pub(crate) fn take(&mut self) -> bool {
        let left = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        left
    }

    /// Whether none is left: some question may have been answered with no for that reason.
    pub(crate) fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

/// Places of the parents of a commit that are in the list.
fn parents(changes: &[Change], at: usize) -> impl Iterator<Item = usize> {
    changes.get(at).into_iter().flat_map(|change| change.parents.inside())
}

fn by_date(changes: &[Change]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(changes.get(*at).and_then(|change| change.committed)));
    order
}

/// Kahn's order from the tips down. A cycle, which git cannot make, would leave commits out: they are appended.
fn children_first(changes: &[Change]) -> Vec<usize> {
    let mut children = vec![0_usize; changes.len()];
    for parent in (0..changes.len()).flat_map(|at| parents(changes, at)) {
        if let Some(count) = children.get_mut(parent) {
            *count = count.saturating_add(1);
        }
    }
    let is_tip = |(at, count): (usize, &usize)| (*count == 0).then_some(at);
    let mut order: Vec<usize> = children.iter().enumerate().filter_map(is_tip).collect();
    let mut next = 0;
    while let Some(at) = order.get(next).copied() {
        next = next.saturating_add(1);
        for parent in parents(changes, at) {
            if let Some(count) = children.get_mut(parent) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    order.push(parent);
                }
            }
        }
    }
    let is_left = |(at, count): (usize, &usize)| (*count > 0).then_some(at);
    order.extend(children.iter().enumerate().filter_map(is_left));
    order
}

/// For each commit, the innermost merge that brought it in. The main line is the first-parent line of the tip; a
/// merge claims what its other parents reach and no older commit of its line has claimed.
fn bringers(changes: &[Change], newest_first: &[usize]) -> Vec<Option<usize>> {
    let mut claimed = vec![false; changes.len()];
    let mut by = vec![None; changes.len()];
    let mut open: Vec<(usize, Option<usize>)> =
        newest_first.first().map(|tip| (*tip, None)).into_iter().collect();
    while let Some((tip, merge)) = open.pop() {
        let mut line = Vec::new();
        let mut at = Some(tip);
        while let Some(place) = at {
            match claimed.get_mut(place) {
                Some(taken) if !*taken => *taken = true,
                _ => break,
            }
            if let Some(slot) = by.get_mut(place) {
                *slot = merge;
            }
            line.push(place);
            at = first_parent(changes, place);
        }
        // Pushed newest first, so that the oldest merge of the line is looked at before the others.
        for place in line {
            if !changes.get(place).is_some_and(|change| change.is_merge) {
                continue;
            }
            let first = first_parent(changes, place);
            let others: Vec<usize> =
                parents(changes, place).filter(|parent| first != Some(*parent)).collect();
            open.extend(others.into_iter().rev().map(|parent| (parent, Some(place))));
        }
    }
    by
}

/// For each commit, the line of first parents that it stands on: the newest line that reaches it.
fn lines(changes: &[Change], newest_first: &[usize]) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let mut lines = vec![NONE; changes.len()];
    let mut next = 0_u32;
    for tip in newest_first {
        let mut at = Some(*tip);
        let mut is_begun = false;
        while let Some(slot) = at.and_then(|at| lines.get_mut(at)).filter(|slot| **slot == NONE) {
            *slot = next;
            is_begun = true;
            at = at.and_then(|at| first_parent(changes, at));
        }
        next = next.saturating_add(u32::from(is_begun));
    }
    lines
}

fn first_parent(changes: &[Change], at: usize) -> Option<usize> {
    match changes.get(at)?.parents.first()? {
        Parent::Inside(parent) => usize::try_from(parent).ok(),
        Parent::Outside => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of changes given by their parents; `None` is a parent outside.
    fn graph(parents: &[&[Option<u32>]]) -> Vec<Change> {
        let change = |parents: &&[Option<u32>]| Change {
            parents: parents.iter().map(|parent| parent.map_or(Parent::Outside, Parent::Inside)).collect(),
            is_merge: parents.len() > 1,
            ..Change::default()
        };
        parents.iter().map(change).collect()
    }

    #[test]
    fn children_come_before_parents() {
        // 3 merges 2 and 1 over 0.
        let changes = graph(&[&[None], &[Some(0)], &[Some(0)], &[Some(1), Some(2)]]);
        let shape = Shape::of(&changes, true);
        assert_eq!(shape.newest_first.first(), Some(&3));
        assert_eq!(shape.newest_first.last(), Some(&0));
        assert!(shape.is_ancestor(0, 3, &mut Steps::default()));
        assert!(!shape.is_ancestor(1, 2, &mut Steps::default()));
        assert!(!shape.is_ancestor(2, 2, &mut Steps::default()));
    }

    #[test]
    fn a_merge_brings_in_what_only_its_other_parent_reaches() {
        let changes = graph(&[&[None], &[Some(0)], &[Some(0)], &[Some(1), Some(2)]]);
        let shape = Shape::of(&changes, true);
        assert_eq!(shape.brought_by, [None, None, Some(3), None]);
        assert_eq!(shape.only_in(3, Some(1), &mut Steps::default()), Some(vec![3, 2]));
    }

    #[test]
    fn the_older_merge_claims_what_both_reach_and_merges_nest() {
        // Main line 0-3-5; branch 1-2 merged by 3; branch 4 grows from 2 and is merged by 5.
        let changes =
            graph(&[&[None], &[Some(0)], &[Some(1)], &[Some(0), Some(2)], &[Some(2)], &[Some(3), Some(4)]]);
        let shape = Shape::of(&changes, true);
        assert_eq!(shape.brought_by, [None, Some(3), Some(3), None, Some(5), None]);
        // 7 is brought by 6 into a branch that 8 brings to the main line.
        let nested = graph(&[&[None], &[Some(0)], &[Some(0)], &[Some(1), Some(2)], &[Some(0), Some(3)]]);
        let shape = Shape::of(&nested, true);
        assert_eq!(shape.merges_around(2).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(shape.only_in(4, Some(0), &mut Steps::default()).map(|all| all.len()), Some(4));
    }

    #[test]
    fn commits_that_descend_from_themselves_are_not_lost() {
        // 1 and 2 are each other's parents, and 3 stands on them.
        let changes = graph(&[&[None], &[Some(2)], &[Some(1), Some(0)], &[Some(1)]]);
        let order = Shape::of(&changes, true).newest_first;
        assert_eq!(order.first(), Some(&3));
        let mut places = order.clone();
        places.sort_unstable();
        assert_eq!(places, [0, 1, 2, 3], "{order:?}");
    }

    #[test]
    fn without_parents_dates_say_which_is_older() {
        let at = |committed| Change { committed: Some(committed), ..Change::default() };
        let changes = [at(30), at(10), at(20)];
        let shape = Shape::of(&changes, false);
        assert!(shape.is_ancestor(1, 2, &mut Steps::default()));
        assert!(!shape.is_ancestor(2, 1, &mut Steps::default()));
        assert!(!shape.is_ancestor(2, 2, &mut Steps::default()));
    }

    #[test]
    fn nothing_is_spent_on_what_cannot_descend() {
        // 3 merges 2, which is asked about, and 1, which is behind it in the order.
        let changes = graph(&[&[None], &[Some(0)], &[Some(0)], &[Some(2), Some(1)]]);
        let shape = Shape::of(&changes, true);
        assert_eq!(shape.newest_first, [3, 2, 1, 0]);
        assert!(shape.is_ancestor(2, 3, &mut Steps(1)));
        // 4 merges 5, 2 and 3; the last two stand on 1, which is looked at once; 0 is behind 5 and 6.
        let changes = graph(&[
            &[None],
            &[None],
            &[Some(1)],
            &[Some(1)],
            &[Some(2), Some(5), Some(3)],
            &[Some(6)],
            &[Some(0)],
        ]);
        let shape = Shape::of(&changes, true);
        assert!(shape.is_ancestor(0, 4, &mut Steps(5)));
        assert!(!shape.is_ancestor(0, 4, &mut Steps(4)));
    }

    #[test]
    fn an_exhausted_budget_means_no() {
        let changes = graph(&[&[None], &[None], &[Some(1), Some(0)]]);
        let shape = Shape::of(&changes, true);
        assert!(shape.is_ancestor(0, 2, &mut Steps(1)));
        assert!(!shape.is_ancestor(0, 2, &mut Steps(0)));
        assert!(shape.is_ancestor(1, 2, &mut Steps(0)), "on one line nothing is spent");
    }
}
