//! Files that a merge had to join from several sides, line by line.
//!
//! A join holds lines of its sides. A line that no side has is the merge's own, and so is one that is gone although all
//! sides have it; unless the sides changed the same lines of the base, where whoever merges writes what fits both.

use std::collections::BTreeSet;

use super::lines::loose;
use crate::evidence::history::trees::{Blob, Counts, Doubt, Lines, Path, Side, Trees};

/// One path of one merge that several sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mixed {
    /// The merge, as whoever asks counts them.
    pub merge: usize,
    /// Where.
    pub path: Path,
    /// What stood before.
    pub base: Side,
    /// What each side has.
    pub sides: Vec<Side>,
    /// What the merge has.
    pub result: Side,
}

impl Mixed {
    /// The result, the base, and the sides.
    fn all(&self) -> impl Iterator<Item = Side> {
        [self.result, self.base].into_iter().chain(self.sides.iter().copied())
    }
}

/// The merges, with the paths, that hold lines of their own. What could not be read is no join.
pub(super) fn is_own(mixed: &[Mixed], trees: &dyn Trees) -> Result<Vec<(usize, Path)>, Doubt> {
    let mut found = Vec::new();
    let (whole, lines): (Vec<&Mixed>, Vec<&Mixed>) =
        mixed.iter().partition(|mixed| !mixed.all().all(Side::has_lines));
    found.extend(whole.iter().map(|mixed| (mixed.merge, mixed.path)));
    let blobs: Vec<Blob> = lines.iter().flat_map(|mixed| mixed.all()).map(|side| side.blob).collect();
    let mut files = lines.into_iter();
    let mut current = files.next();
    let mut read = Vec::new();
    trees.lines(&blobs, &mut |_, lines| {
        let Some(mixed) = current else { return };
        read.push(lines);
        if read.len() == mixed.all().count() {
            if !is_join(&read) {
                found.push((mixed.merge, mixed.path));
            }
            read.clear();
            current = files.next();
        }
    })?;
    Ok(found)
}

/// Whether the first text joins what all but the second, the base, have.
fn is_join(texts: &[Lines]) -> bool {
    let counts: Option<Vec<&Counts>> = texts.iter().map(loose).collect();
    let Some([result, base, sides @ ..]) = counts.as_deref() else { return false };
    let of = |counts: &Counts, line: u64| counts.get(&line).copied().unwrap_or(0);
    let lines: BTreeSet<u64> =
        sides.iter().chain([result, base]).flat_map(|counts| counts.keys().copied()).collect();
    let mut is_own = false;
    for line in lines {
        let before = of(base, line);
        let all: Vec<i64> = sides.iter().map(|side| of(side, line)).collect();
        let taken = all.iter().filter(|count| **count < before).count();
        if taken > 1 {
            // The sides changed the same line: what stands there now is for whoever merges to say.
            return true;
        }
        let added =
            all.iter().map(|count| count.saturating_sub(before).max(0)).fold(before, i64::saturating_add);
        let least = all.iter().copied().min().unwrap_or(0);
        let now = of(result, line);
        is_own |= now > added || now < least.min(before);
    }
    !is_own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Lines {
        let mut counts = Counts::new();
        for word in words.bytes().filter(|byte| *byte != b' ') {
            *counts.entry(u64::from(word)).or_default() += 1;
        }
        Lines::Text { exact: counts.clone(), loose: counts, order: 0 }
    }

    fn joins(result: &str, base: &str, sides: &[&str]) -> bool {
        let texts = [result, base].into_iter().chain(sides.iter().copied()).map(text);
        is_join(&texts.collect::<Vec<_>>())
    }

    #[test]
    fn a_join_holds_what_its_sides_have() {
        assert!(joins("a b x y", "a b", &["a b x", "a b y"]));
        assert!(joins("a x", "a b", &["a b x", "a"]));
        assert!(joins("a b x", "a b", &["a b x", "a b y"]), "one of two had to go");
    }

    #[test]
    fn what_no_side_has_is_the_merges_own() {
        assert!(!joins("a b x y q", "a b", &["a b x", "a b y"]));
        assert!(!joins("b x y", "a b", &["a b x", "a b y"]));
        assert!(!joins("a b x x y", "a b", &["a b x", "a b y"]));
    }

    #[test]
    fn where_both_changed_a_line_something_new_may_stand() {
        assert!(joins("a q", "a b", &["a x", "a y"]));
        assert!(!is_join(&[Lines::Unknown, text("a"), text("b"), text("c")]));
    }
}
