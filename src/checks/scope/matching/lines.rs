//! Lines counted: what a change adds to a file and takes from it, what of it stands behind a revert, and whether two
//! changes are the same.
//!
//! Pure arithmetic over multisets of lines, and over their order where a multiset cannot tell two texts apart. What has no lines (binaries, links, submodules, what is too large) is one
//! line that weighs as much as a whole file: it is undone exactly, or not at all.

use std::collections::BTreeSet;

use crate::evidence::history::trees::{Counts, Lines, Side};

/// The weight of what is compared as a whole: no tenth of anything reaches it.
pub(crate) const HEAVY: u64 = 1_000_000_000;

/// A file before and after one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Before.
    pub old: Lines,
    /// After.
    pub new: Lines,
}

/// What a revert left of the changes to one path, in lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Left {
    /// Lines that were changed.
    pub changed: u64,
    /// Of these, lines that stay changed.
    pub stays: u64,
    /// Lines that the revert changes beside.
    pub own: u64,
}

/// How the lines of two changes to one path differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Apart {
    /// Lines that the first changes.
    pub changed: u64,
    /// Lines that only one of them changes.
    pub differ: u64,
}

/// What a revert leaves of several changes to one path, the oldest first; none where it cannot be told.
pub(crate) fn left(changes: &[Step], revert: &Step) -> Option<Left> {
    let all = || changes.iter().chain([revert]).flat_map(|step| [&step.old, &step.new]);
    if all().any(|lines| *lines == Lines::Unknown) {
        return None;
    }
    if all().any(|lines| *lines == Lines::Whole) {
        // Whoever asks has looked whether it is exactly as before.
        return Some(Left { changed: HEAVY, stays: HEAVY, own: HEAVY });
    }
    // Where nothing but white space changed, it counts.
    let changes_words = changes.iter().any(|step| loose(&step.old) != loose(&step.new));
    let reverts_words = loose(&revert.old) != loose(&revert.new);
    let counts = if changes_words || (changes.is_empty() && reverts_words) { loose } else { exact };
    let mut left = left_of(changes, revert, counts);
    let moved = moved(changes, revert);
    left.changed = left.changed.saturating_add(moved.changed);
    left.stays = left.stays.saturating_add(moved.stays);
    left.own = left.own.saturating_add(moved.own);
    Some(left)
}

/// What counting does not see: lines that stand in another order. A change that only moves lines is undone by the order
/// that stood before it alone; a revert that finds what the change left, and leaves the lines that stood before it in
/// another order, moved them itself.
fn moved(changes: &[Step], revert: &Step) -> Left {
    let Some((before, after)) = changes.first().zip(changes.last()).map(|(one, last)| (&one.old, &last.new))
    else {
        return Left::default();
    };
    if loose(before) != loose(&revert.new) || order(before) == order(&revert.new) {
        return Left::default();
    }
    let mut left = Left::default();
    if loose(before) == loose(after) && order(before) != order(after) {
        left = Left { changed: HEAVY, stays: HEAVY, own: 0 };
    }
    if order(after) == order(&revert.old) {
        left.own = HEAVY;
    }
    left
}

fn order(lines: &Lines) -> Option<u64> {
    match lines {
        Lines::Text { order, .. } => Some(*order),
        Lines::Whole | Lines::Unknown => None,
    }
}

fn left_of(changes: &[Step], revert: &Step, counts: fn(&Lines) -> Option<&Counts>) -> Left {
    let texts = changes.iter().chain([revert]).flat_map(|step| [&step.old, &step.new]);
    let lines: BTreeSet<u64> = texts.filter_map(counts).flat_map(|counts| counts.keys().copied()).collect();
    let mut left = Left::default();
    for line in lines {
        let count = |lines: &Lines| counts(lines).and_then(|counts| counts.get(&line)).copied().unwrap_or(0);
        let change: i64 = changes
            .iter()
            .map(|step| count(&step.new).saturating_sub(count(&step.old)))
            .fold(0, i64::saturating_add);
        let (before, after) = (count(&revert.old), count(&revert.new));
        let undone = before.saturating_sub(after);
        // What stood before all of it; a path that only the revert touches stood as it found it.
        let first = changes.first().map_or(before, |step| count(&step.old));
        let beyond = after.saturating_sub(first);
        let (stays, own) = if change >= 0 {
            (stays(change, undone, beyond), own(change, undone, beyond, after.saturating_sub(before)))
        } else {
            let change = change.saturating_neg();
            let undone = undone.saturating_neg();
            let beyond = beyond.saturating_neg();
            (stays(change, undone, beyond), own(change, undone, beyond, before.saturating_sub(after)))
        };
        left.changed = left.changed.saturating_add(change.unsigned_abs());
        left.stays = left.stays.saturating_add(stays);
        left.own = left.own.saturating_add(own);
    }
    left
}

/// Of lines that were added: those that the revert did not take away and that are still more than before.
fn stays(change: i64, undone: i64, beyond: i64) -> u64 {
    let not_undone = change.saturating_sub(undone.max(0));
    not_undone.min(beyond).max(0).unsigned_abs()
}

/// Of a line that was added: how often the revert adds it again (beyond what stood before and what it found), or takes
/// it away beyond what was added (and below both).
fn own(change: i64, undone: i64, beyond: i64, again: i64) -> u64 {
    let adds = again.min(beyond).max(0);
    let takes = undone.saturating_sub(change).min(beyond.saturating_neg()).max(0);
    adds.saturating_add(takes).unsigned_abs()
}

/// How two changes to one path differ; none where it cannot be told. Here white space counts.
pub(crate) fn apart(one: &Step, other: &Step) -> Option<Apart> {
    let all = [&one.old, &one.new, &other.old, &other.new];
    if all.contains(&&Lines::Unknown) {
        return None;
    }
    let texts = all.map(exact);
    if texts.contains(&None) {
        return Some(Apart { changed: HEAVY, differ: HEAVY });
    }
    let lines: BTreeSet<u64> = texts.iter().flatten().flat_map(|counts| counts.keys().copied()).collect();
    let mut apart = Apart::default();
    for line in lines {
        let count = |lines: &Lines| exact(lines).and_then(|counts| counts.get(&line)).copied().unwrap_or(0);
        let delta = |step: &Step| count(&step.new).saturating_sub(count(&step.old));
        let (first, second) = (delta(one), delta(other));
        apart.changed = apart.changed.saturating_add(first.unsigned_abs());
        apart.differ = apart.differ.saturating_add(first.abs_diff(second));
    }
    Some(apart)
}

/// Whether a commit that changes kind or mode of a file is followed by one that changes it back.
pub(crate) fn mode_left(first: Side, last: Side, before: Side, after: Side) -> Left {
    let mut left = Left::default();
    let is_there = [first, last, before, after].map(Side::is_there);
    if first.mode != last.mode && after.mode == last.mode {
        // A file that came and was emptied still stands, and so does a mode.
        let weight = if is_there == [true; 4] { HEAVY } else { 1 };
        left.stays = weight;
    }
    if before.mode != after.mode && after.mode != first.mode {
        left.own = HEAVY;
    }
    left
}

fn exact(lines: &Lines) -> Option<&Counts> {
    match lines {
        Lines::Text { exact, .. } => Some(exact),
        Lines::Whole | Lines::Unknown => None,
    }
}

/// The lines without white space.
pub(super) fn loose(lines: &Lines) -> Option<&Counts> {
    match lines {
        Lines::Text { loose, .. } => Some(loose),
        Lines::Whole | Lines::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of these words, a line each; `~` stands for white space.
    fn text(words: &str) -> Lines {
        let (mut exact, mut loose, mut order) = (Counts::new(), Counts::new(), 0_u64);
        let number = |word: &str| word.bytes().fold(7_u64, |all, byte| all * 131 + u64::from(byte));
        for word in words.split_whitespace() {
            *exact.entry(number(word)).or_default() += 1;
            let bare = number(&word.replace('~', ""));
            *loose.entry(bare).or_default() += 1;
            order = order.wrapping_mul(31).wrapping_add(bare);
        }
        Lines::Text { exact, loose, order }
    }

    fn step(old: &str, new: &str) -> Step {
        Step { old: text(old), new: text(new) }
    }

    fn numbers(changes: &[Step], revert: &Step) -> (u64, u64, u64) {
        let left = left(changes, revert).unwrap();
        (left.changed, left.stays, left.own)
    }

    #[test]
    fn a_whole_revert_leaves_nothing() {
        assert_eq!(numbers(&[step("a b", "a x y")], &step("a x y", "a b")), (3, 0, 0));
        // What came between stays out of it, even where it holds the same lines.
        assert_eq!(numbers(&[step("a }", "a x } }")], &step("a x } } z } }", "a } z } }")), (2, 0, 0));
        // What was added is gone already.
        assert_eq!(numbers(&[step("a", "a x y")], &step("a x", "a")), (2, 0, 0));
    }

    #[test]
    fn what_stays_is_counted() {
        assert_eq!(numbers(&[step("a", "a x y z")], &step("a x y z", "a z")), (3, 1, 0));
        assert_eq!(numbers(&[step("a b", "a")], &step("a", "a q")), (1, 1, 1));
        assert_eq!(numbers(&[step("a", "a x")], &step("a x", "a x")), (1, 1, 0));
    }

    #[test]
    fn what_is_the_reverts_own_is_counted() {
        assert_eq!(numbers(&[step("a", "a x")], &step("a x", "a q r")), (1, 0, 2));
        assert_eq!(numbers(&[step("a b", "a b x")], &step("a b x", "a")), (1, 0, 1));
        assert_eq!(numbers(&[], &step("a b", "a q")), (0, 0, 2));
        // Adding the change once more is no revert.
        assert_eq!(numbers(&[step("a", "a x")], &step("a x", "a x x")), (1, 1, 1));
    }

    #[test]
    fn lines_that_move_are_seen() {
        let whole = (HEAVY, HEAVY, HEAVY);
        // The revert stirs what stood before the change.
        assert_eq!(numbers(&[step("a b", "a b x")], &step("a b x", "b a")), (1, 0, HEAVY));
        // The change moves lines: back is undone, anything else is not.
        assert_eq!(numbers(&[step("a b c", "b a c")], &step("b a c", "a b c")), (0, 0, 0));
        assert_eq!(numbers(&[step("a b c", "b a c")], &step("b a c", "b c a")), whole);
        assert_eq!(numbers(&[step("a b c", "b a c")], &step("b a c", "b a c")), whole);
        // Where more stands by now, counting has to do.
        assert_eq!(numbers(&[step("a b", "a b x")], &step("q a b x", "q a b")), (1, 0, 0));
    }

    #[test]
    fn several_changes_are_taken_together() {
        let changes = [step("a", "a x"), step("a x", "a x y")];
        assert_eq!(numbers(&changes, &step("a x y", "a")), (2, 0, 0));
        assert_eq!(numbers(&changes, &step("a x y", "a x")), (2, 1, 0));
        // One that the next took back is nothing.
        assert_eq!(numbers(&[step("a", "a x"), step("a x", "a")], &step("a", "a")), (0, 0, 0));
    }

    #[test]
    fn white_space_counts_only_where_nothing_else_changed() {
        assert_eq!(numbers(&[step("a b", "a ~b x")], &step("a ~b x", "a b")), (1, 0, 0));
        assert_eq!(numbers(&[step("a b", "a ~b x")], &step("a ~b x", "a ~b")), (1, 0, 0));
        assert_eq!(numbers(&[step("a b", "a ~b")], &step("a ~b", "a ~b q")).1, 2);
        assert_eq!(numbers(&[], &step("a b", "a ~b")), (0, 0, 2));
    }

    #[test]
    fn what_has_no_lines_is_undone_as_a_whole_or_not_at_all() {
        let whole = Step { old: Lines::Whole, new: text("a") };
        assert_eq!(left(&[step("a", "b")], &whole).unwrap().stays, HEAVY);
        let unknown = Step { old: Lines::Unknown, new: text("a") };
        assert_eq!(left(&[step("a", "b")], &unknown), None);
        assert_eq!(apart(&step("a", "b"), &unknown), None);
        assert_eq!(apart(&step("a", "b"), &whole).unwrap().differ, HEAVY);
    }

    #[test]
    fn equal_changes_are_equal_wherever_they_stand() {
        assert_eq!(apart(&step("a", "a x"), &step("q", "q x")), Some(Apart { changed: 1, differ: 0 }));
        assert_eq!(apart(&step("a", "a x"), &step("q", "q ~x")), Some(Apart { changed: 1, differ: 2 }));
    }

    #[test]
    fn a_mode_is_taken_back_or_stays() {
        let side = |mode: u32| Side { mode, ..Side::default() };
        let (plain, run, none) = (side(0o100_644), side(0o100_755), side(0));
        assert_eq!(mode_left(plain, run, run, plain), Left::default());
        assert_eq!(mode_left(plain, run, run, run).stays, HEAVY);
        assert_eq!(mode_left(plain, plain, plain, run).own, HEAVY);
        assert_eq!(mode_left(none, plain, plain, plain).stays, 1);
        assert_eq!(mode_left(none, plain, plain, none), Left::default());
    }
}
