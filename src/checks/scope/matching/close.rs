//! How each path of one merge came about: by a side, by joining sides, or by whoever made the merge.
//!
//! Pure: what differs between the merge, its sides and their common ancestors is given.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::mixed::Mixed;
use crate::evidence::history::trees::{Joint, Path, Side, Touched};

/// What differs at each path.
pub(super) type Differing = HashMap<Path, Touched>;

/// What a merge did beyond its parents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Beyond {
    /// Paths that no side explains.
    pub changes: Vec<Path>,
    /// Paths that stand as they did before a side changed them.
    pub drops: Vec<Path>,
}

/// What sides with nothing in common have, as far as the merge differs from any of them.
fn from_nothing(sides: &[Differing]) -> Vec<Differing> {
    let results: HashMap<Path, Side> =
        sides.iter().flatten().map(|(path, touched)| (*path, touched.new)).collect();
    let has = |side: &Differing| {
        let value = |(path, result): (&Path, &Side)| {
            let new = side.get(path).map_or(*result, |touched| touched.old);
            (*path, Touched { path: *path, old: Side::default(), new })
        };
        results.iter().map(value).filter(|(_, touched)| touched.new.is_there()).collect()
    };
    sides.iter().map(has).collect()
}

/// All that is known of one merge that is looked at closely.
#[derive(Default)]
pub(super) struct Close {
    /// What the merge has and one of its sides has not.
    merge: Differing,
    /// The place of that side.
    first: usize,
    /// For each base, what each side changed.
    sides: Vec<Vec<Differing>>,
}

impl Close {
    /// A merge of two sides, given what it has and the side at `first` has not, and for each base what each side changed.
    pub(super) fn between(merge: Differing, first: usize, sides: Vec<Vec<Differing>>) -> Self {
        Self { merge, first, sides }
    }

    /// Any merge, given the answers to all questions about it.
    pub(super) fn new(diffs: Vec<Differing>, joint: &Joint) -> Self {
        let mut diffs = diffs.into_iter();
        let merge = diffs.next().unwrap_or_default();
        let rest: Vec<Differing> = diffs.collect();
        let sides = if joint.bases.is_empty() {
            vec![from_nothing(&rest)]
        } else {
            rest.chunks(joint.sides.len().max(1)).map(<[_]>::to_vec).collect()
        };
        Self { merge, first: 0, sides }
    }
}

/// How a path of a merge came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Explained,
    Dropped,
    Own,
}

impl Close {
    /// What it did beyond its parents.
    pub(super) fn beyond(&self) -> Beyond {
        let mut worst: BTreeMap<Path, Origin> = BTreeMap::new();
        for (at, sides) in self.sides.iter().enumerate() {
            let found = self.against(sides);
            if at == 0 {
                worst = found;
            } else {
                // Of several bases, one that explains is enough.
                worst.retain(|path, _| found.contains_key(path));
                for (path, origin) in &mut worst {
                    *origin = found.get(path).copied().unwrap_or(Origin::Explained).min(*origin);
                }
            }
        }
        let of = |wanted: Origin| {
            worst.iter().filter(move |(_, origin)| **origin == wanted).map(|(path, _)| *path)
        };
        Beyond { changes: of(Origin::Own).collect(), drops: of(Origin::Dropped).collect() }
    }

    /// Paths that several sides changed, each in its own way, and that look like none of them in the merge.
    pub(super) fn mixed(&self, merge: usize) -> Vec<Mixed> {
        let Some(sides) = self.sides.first() else { return Vec::new() };
        let mixed = |path: &Path| {
            let (base, sides, result) = self.at(*path, sides);
            let is_joined = origin(base, &sides, result) == Origin::Explained
                && result != base
                && !sides.contains(&result);
            is_joined.then_some(Mixed { merge, path: *path, base, sides, result })
        };
        self.merge.keys().filter_map(mixed).collect()
    }

    /// The paths that one base and its sides do not explain.
    fn against(&self, sides: &[HashMap<Path, Touched>]) -> BTreeMap<Path, Origin> {
        let paths: BTreeSet<Path> =
            sides.iter().flat_map(HashMap::keys).chain(self.merge.keys()).copied().collect();
        let mut found = BTreeMap::new();
        let mut came: Vec<(Path, usize)> = Vec::new();
        for path in paths {
            let (base, values, result) = self.at(path, sides);
            let origin = origin(base, &values, result);
            if origin == Origin::Explained {
                continue;
            }
            // A path that one side alone added may be another's new name.
            let adding: Vec<usize> = values
                .iter()
                .enumerate()
                .filter(|(_, value)| **value != base)
                .map(|(side, _)| side)
                .collect();
            if let ([side], false, true) = (adding.as_slice(), base.is_there(), result.is_there()) {
                came.push((path, *side));
            }
            found.insert(path, origin);
        }
        Self::rename(sides, &came, &mut found);
        found
    }

    /// What stood at a path in the base, in each side, and in the merge.
    fn at(&self, path: Path, sides: &[HashMap<Path, Touched>]) -> (Side, Vec<Side>, Side) {
        let touched = |side: &HashMap<Path, Touched>| side.get(&path).copied();
        let merge = self.merge.get(&path);
        let base = sides.iter().find_map(touched).map(|touched| touched.old);
        // Where no side changed anything, each is as the base was.
        let base = base.or(merge.map(|touched| touched.old)).unwrap_or_default();
        let values: Vec<Side> =
            sides.iter().map(|side| touched(side).map_or(base, |touched| touched.new)).collect();
        let first = values.get(self.first).copied().unwrap_or(base);
        (base, values, merge.map_or(first, |touched| touched.new))
    }

    /// A new path is explained where the side that added it removed another that some other side changed; each removed
    /// path explains one new one.
    fn rename(sides: &[HashMap<Path, Touched>], came: &[(Path, usize)], found: &mut BTreeMap<Path, Origin>) {
        for side in 0..sides.len() {
            let others = || sides.iter().enumerate().filter(|(at, _)| *at != side).map(|(_, other)| other);
            let is_changed = |path: &Path| {
                others().any(|other| other.get(path).is_some_and(|touched| touched.new.is_there()))
            };
            let gone = sides.get(side).into_iter().flatten().filter(|(path, touched)| {
                touched.old.is_there() && !touched.new.is_there() && is_changed(path)
            });
            let explained = came.iter().filter(|(_, by)| *by == side).take(gone.count());
            for (path, _) in explained {
                found.remove(path);
            }
        }
    }
}

/// How a path came about: `base` stood before, each of `sides` has what it has, `result` stands in the merge.
fn origin(base: Side, sides: &[Side], result: Side) -> Origin {
    let mut changed = sides.iter().filter(|side| **side != base);
    let Some(first) = changed.next() else {
        return if result == base { Origin::Explained } else { Origin::Own };
    };
    if !changed.all(|side| side == first) || result == *first {
        // Whoever merges has to choose where the sides do not agree.
        return Origin::Explained;
    }
    if result == base { Origin::Dropped } else { Origin::Own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::history::trees::Blob;

    fn side(blob: u32) -> Side {
        if blob == 0 { Side::default() } else { Side { mode: 0o100_644, blob: Blob(blob) } }
    }

    fn map(touched: &[(u32, u32, u32)]) -> HashMap<Path, Touched> {
        let one = |(path, old, new): &(u32, u32, u32)| {
            (Path(*path), Touched { path: Path(*path), old: side(*old), new: side(*new) })
        };
        touched.iter().map(one).collect()
    }

    #[test]
    fn what_one_side_did_is_taken_or_dropped() {
        let origin = |base, sides: &[u32], result| {
            origin(side(base), &sides.iter().map(|blob| side(*blob)).collect::<Vec<_>>(), side(result))
        };
        assert_eq!(origin(1, &[1, 1], 1), Origin::Explained);
        assert_eq!(origin(1, &[1, 1], 2), Origin::Own);
        assert_eq!(origin(1, &[1, 2], 2), Origin::Explained);
        assert_eq!(origin(1, &[1, 2], 1), Origin::Dropped);
        assert_eq!(origin(1, &[1, 2], 3), Origin::Own);
        assert_eq!(origin(1, &[3, 2], 4), Origin::Explained);
        assert_eq!(origin(1, &[2, 2], 3), Origin::Own);
        assert_eq!(origin(1, &[2, 2], 1), Origin::Dropped);
        assert_eq!(origin(0, &[0, 0], 3), Origin::Own);
        assert_eq!(origin(1, &[1, 2, 3], 4), Origin::Explained);
        assert_eq!(origin(1, &[1, 2, 2], 4), Origin::Own);
    }

    #[test]
    fn of_several_bases_one_that_explains_is_enough() {
        let close = |second: &[(u32, u32, u32)]| Close {
            merge: map(&[(1, 5, 7)]),
            first: 0,
            sides: vec![vec![map(&[]), map(&[(1, 5, 6)])], vec![map(&[(1, 8, 5)]), map(second)]],
        };
        assert_eq!(close(&[(1, 8, 6)]).beyond(), Beyond::default());
        let mut one = close(&[]);
        one.sides.truncate(1);
        assert_eq!(one.beyond().changes, [Path(1)]);
    }

    #[test]
    fn a_rename_explains_one_new_path() {
        // The second side renamed 1 to 2 while the first one changed 1; the merge carries that change over.
        let renamed = |more: &[(u32, u32, u32)]| {
            let mut merge = vec![(1, 11, 0), (2, 0, 12)];
            merge.extend(more);
            let sides = vec![vec![map(&[(1, 10, 11)]), map(&[(1, 10, 0), (2, 0, 10), (3, 0, 20)])]];
            Close::between(map(&merge), 0, sides).beyond()
        };
        assert_eq!(renamed(&[(3, 0, 20)]), Beyond::default());
        assert_eq!(renamed(&[(3, 0, 21)]).changes, [Path(3)]);
    }
}
