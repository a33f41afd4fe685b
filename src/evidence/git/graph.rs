//! A graph of commits by number: in which order they stand, and where the sides of a merge meet.
//!
//! Pure, and bounded: all questions to one graph take at most so many steps together. It knows no git.

use std::collections::{BinaryHeap, HashMap};

/// Steps of all questions about one graph.
const STEPS: usize = 50_000_000;

/// Which commit has which parents. Commits are numbers without large gaps.
#[derive(Debug, Default)]
pub(super) struct Graph {
    parents: Vec<Box<[u32]>>,
    /// Children have a lower rank than their parents; what is not here has none.
    rank: Vec<Option<u32>>,
    /// The flags of the question that is asked, and which of them are set.
    flags: Vec<u8>,
    set: Vec<u32>,
    steps: usize,
}

/// How the histories of two commits lie to one another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    /// Commits that the first alone has, and those that the second alone has.
    pub own: [usize; 2],
    /// Their best common ancestors.
    pub bases: Vec<u32>,
}

const FIRST: u8 = 1;
const SECOND: u8 = 2;
const BOTH: u8 = FIRST | SECOND;
/// Behind a common ancestor: no best one.
const STALE: u8 = 4;

impl Graph {
    /// A graph of these commits; a parent that is none of them ends a line.
    pub(super) fn new(edges: HashMap<u32, Box<[u32]>>) -> Self {
        let order = ranks(&edges);
        let most = order.keys().max().map_or(0, |most| place(*most).saturating_add(1));
        let (mut parents, mut rank) = (vec![Box::default(); most], vec![None; most]);
        for (at, its) in edges {
            if let Some(slot) = parents.get_mut(place(at)) {
                *slot = its;
            }
        }
        for (at, its) in order {
            if let Some(slot) = rank.get_mut(place(at)) {
                *slot = Some(its);
            }
        }
        Self { parents, rank, flags: vec![0; most], set: Vec::new(), steps: STEPS }
    }

    /// Where two commits meet; none when the steps are used up, or when a commit is not here.
    pub(super) fn meet(&mut self, first: u32, second: u32) -> Option<Meeting> {
        for at in std::mem::take(&mut self.set) {
            if let Some(flags) = self.flags.get_mut(place(at)) {
                *flags = 0;
            }
        }
        let (mut open, mut fresh) = (BinaryHeap::new(), 0_usize);
        self.reach((first, FIRST), &mut open, &mut fresh)?;
        self.reach((second, SECOND), &mut open, &mut fresh)?;
        let mut meeting = Meeting { own: [0, 0], bases: Vec::new() };
        while fresh > 0 {
            let (_, at) = open.pop()?;
            let flags = self.flags.get(place(at)).copied()?;
            if flags & STALE == 0 {
                fresh = fresh.saturating_sub(1);
            }
            let handed_on = match flags & BOTH {
                BOTH => {
                    if flags & STALE == 0 {
                        meeting.bases.push(at);
                    }
                    BOTH | STALE
                }
                side => {
                    let own = if side == FIRST { &mut meeting.own[0] } else { &mut meeting.own[1] };
                    *own = own.saturating_add(1);
                    side
                }
            };
            let count = self.parents.get(place(at)).map_or(0, |parents| parents.len());
            for next in 0..count {
                self.steps = self.steps.checked_sub(1)?;
                let parent = *self.parents.get(place(at))?.get(next)?;
                self.reach((parent, handed_on), &mut open, &mut fresh)?;
            }
        }
        meeting.bases.sort_unstable();
        Some(meeting)
    }

    /// Hands flags on to a commit. `fresh` counts the open ones that may still lead to an answer.
    fn reach(&mut self, (at, flags): (u32, u8), open: &mut Open, fresh: &mut usize) -> Option<()> {
        let rank = self.rank.get(place(at)).copied().flatten()?;
        let slot = self.flags.get_mut(place(at))?;
        let (before, after) = (*slot, *slot | flags);
        *slot = after;
        if before == 0 {
            open.push((std::cmp::Reverse(rank), at));
            self.set.push(at);
        }
        let was_fresh = before != 0 && before & STALE == 0;
        let is_fresh = after & STALE == 0;
        if is_fresh && !was_fresh {
            *fresh = fresh.saturating_add(1);
        } else if was_fresh && !is_fresh {
            *fresh = fresh.saturating_sub(1);
        }
        Some(())
    }
}

/// Commits that were reached and not looked at, children first.
type Open = BinaryHeap<(std::cmp::Reverse<u32>, u32)>;

fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// An order in which children come first. What lies in a circle, which git cannot make, has no place in it.
fn ranks(parents: &HashMap<u32, Box<[u32]>>) -> HashMap<u32, u32> {
    let mut children: HashMap<u32, u32> = parents.keys().map(|at| (*at, 0)).collect();
    for parent in parents.values().flatten() {
        let count = children.entry(*parent).or_default();
        *count = count.saturating_add(1);
    }
    let mut open: Vec<u32> = children.iter().filter(|(_, count)| **count == 0).map(|(at, _)| *at).collect();
    open.sort_unstable_by(|one, other| other.cmp(one));
    let mut order = HashMap::with_capacity(children.len());
    // Depth first, so that a short branch stands near the place where it left.
    while let Some(at) = open.pop() {
        order.insert(at, u32::try_from(order.len()).unwrap_or(u32::MAX));
        for parent in parents.get(&at).into_iter().flatten() {
            if let Some(count) = children.get_mut(parent) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    open.push(*parent);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(u32, &[u32])]) -> Graph {
        Graph::new(edges.iter().map(|(at, parents)| (*at, (*parents).into())).collect())
    }

    #[test]
    fn sides_meet_where_they_parted() {
        // 1 <- 2 <- 3 and 1 <- 4.
        let mut graph = graph(&[(3, &[2]), (2, &[1]), (4, &[1]), (1, &[])]);
        assert_eq!(graph.meet(3, 4), Some(Meeting { own: [2, 1], bases: vec![1] }));
        assert_eq!(graph.meet(3, 2), Some(Meeting { own: [1, 0], bases: vec![2] }));
        assert_eq!(graph.meet(2, 2), Some(Meeting { own: [0, 0], bases: vec![2] }));
        assert_eq!(graph.meet(2, 9), None);
    }

    #[test]
    fn crossed_merges_have_two_bases() {
        let mut graph = graph(&[(6, &[4, 5]), (7, &[5, 4]), (4, &[1]), (5, &[1]), (1, &[])]);
        assert_eq!(graph.meet(6, 7), Some(Meeting { own: [1, 1], bases: vec![4, 5] }));
    }

    #[test]
    fn what_has_nothing_in_common_has_no_base() {
        let mut graph = graph(&[(2, &[1]), (1, &[]), (4, &[3]), (3, &[])]);
        assert_eq!(graph.meet(2, 4), Some(Meeting { own: [2, 2], bases: vec![] }));
    }

    #[test]
    fn used_up_steps_give_no_answer() {
        let mut graph = graph(&[(3, &[2]), (2, &[1]), (4, &[1]), (1, &[])]);
        graph.steps = 2;
        assert_eq!(graph.meet(3, 4), None);
    }
}
