//! What a merge does beyond its parents.
//!
//! A merge brings what its sides did. A path whose content none of them explains was changed by whoever made the merge,
//! and a path that stands as it did before a side changed it has lost that change. Only merges that are on no list are
//! looked at; what could not be told is handed on as a doubt.
//!
//! Where several sides changed a path, whoever merges has to join them: lines that no side has are the merge's own, unless
//! the sides changed the same lines.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::mixed::{Mixed, is_own};
use crate::evidence::history::trees::{Commit, Doubt, Joint, OnDiff, Pair, Path, Side, Touched, Trees};

/// Common ancestors of one merge that are looked at; more explanations are not listened to.
const MOST_BASES: usize = 8;
/// Paths of all merges that are looked at closely, held at once.
const MOST_TOUCHED: usize = 2_000_000;

/// What a merge did beyond its parents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Beyond {
    /// Paths that no side explains.
    pub changes: Vec<Path>,
    /// Paths that stand as they did before a side changed them.
    pub drops: Vec<Path>,
}

/// What one merge came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// Nothing of its own, or something.
    Merge(Beyond),
    /// One parent holds all the others, and the tree is another than that parent's: an ordinary change.
    Ordinary,
    /// It could not be told.
    Unknown,
}

/// Looks at merges of the range, by their places.
pub(crate) fn look(merges: &[usize], trees: &dyn Trees) -> Result<Vec<Work>, Doubt> {
    if merges.is_empty() {
        return Ok(Vec::new());
    }
    let commits: Vec<Commit> =
        merges.iter().map(|at| Commit(u32::try_from(*at).unwrap_or(u32::MAX))).collect();
    let joints = trees.joints(&commits)?;
    let mut mixed = Vec::new();
    let first = first_look(&commits, &joints, (trees, &mut mixed))?;
    let mut works = Vec::new();
    let mut close = Vec::new();
    for ((commit, joint), clean) in commits.iter().zip(&joints).zip(first) {
        let work = match (joint, clean) {
            (None, _) => Work::Unknown,
            (_, true) => Work::Merge(Beyond::default()),
            (Some(joint), false) if joint.sides.len() < 2 => Work::Ordinary,
            (Some(joint), false) => {
                close.push((works.len(), *commit, joint));
                Work::Unknown
            }
        };
        works.push(work);
    }
    for (place, beyond) in close_look(&close, (trees, &mut mixed))? {
        if let Some(slot) = works.get_mut(place) {
            *slot = Work::Merge(beyond);
        }
    }
    for (place, path) in is_own(&mixed, trees)? {
        if let Some(Work::Merge(beyond)) = works.get_mut(place) {
            beyond.changes.push(path);
        }
    }
    Ok(works)
}

/// Which merges are explained by two differences alone: against the longer side, and of the shorter side against the
/// base. Nearly all are.
fn first_look(
    commits: &[Commit],
    joints: &[Option<Joint>],
    (trees, mixed): (&dyn Trees, &mut Vec<Mixed>),
) -> Result<Vec<bool>, Doubt> {
    let (mut pairs, mut merges): (Vec<Pair>, Vec<usize>) = Default::default();
    for (at, (merge, joint)) in commits.iter().zip(joints).enumerate() {
        let Some(joint) = joint else { continue };
        let before = pairs.len();
        match (joint.sides.as_slice(), joint.own.as_slice(), joint.bases.first()) {
            ([only], ..) => pairs.push((*merge, Some(*only))),
            ([one, other], [own, its], Some(base)) => {
                let (long, short) = if own < its { (other, one) } else { (one, other) };
                pairs.extend([(*merge, Some(*long)), (*short, Some(*base))]);
            }
            _ => {}
        }
        merges.extend(std::iter::repeat_n(at, pairs.len().saturating_sub(before)));
    }
    let mut clean = vec![false; commits.len()];
    let mut long: Option<(usize, Vec<Touched>)> = None;
    let sides = |at: usize| joints.get(at).and_then(Option::as_ref).map_or(0, |joint| joint.sides.len());
    trees.diffs(&pairs, &mut |place, touched| {
        let Some(at) = merges.get(place).copied() else { return };
        let is_clean = if sides(at) < 2 {
            touched.is_empty()
        } else {
            match long.take() {
                Some((of, before)) if of == at => is_explained((at, &before), touched, mixed),
                _ => {
                    long = Some((at, touched.to_vec()));
                    return;
                }
            }
        };
        if let Some(slot) = clean.get_mut(at) {
            *slot = is_clean;
        }
    })?;
    Ok(clean)
}

/// Whether the merge differs from the longer side exactly where the shorter one changed something, and either took it or
/// had to join both.
fn is_explained((at, merge): (usize, &[Touched]), short: &[Touched], mixed: &mut Vec<Mixed>) -> bool {
    if merge.len() != short.len() {
        return false;
    }
    let side: HashMap<Path, &Touched> = short.iter().map(|touched| (touched.path, touched)).collect();
    let mut joined = Vec::new();
    for touched in merge {
        let Some(side) = side.get(&touched.path) else { return false };
        if touched.new == side.new {
            continue;
        }
        if touched.old == side.old || touched.old == side.new {
            return false;
        }
        joined.push(Mixed {
            merge: at,
            path: touched.path,
            base: side.old,
            sides: vec![touched.old, side.new],
            result: touched.new,
        });
    }
    mixed.extend(joined);
    true
}

/// What differs at each path.
type Differing = HashMap<Path, Touched>;

fn close_look(
    merges: &[(usize, Commit, &Joint)],
    (trees, mixed): (&dyn Trees, &mut Vec<Mixed>),
) -> Result<Vec<(usize, Beyond)>, Doubt> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut groups = Vec::new();
    for (place, merge, joint) in merges {
        let asked = questions(*merge, joint);
        groups.push((*place, *joint, asked.len()));
        pairs.extend(asked);
    }
    let (mut groups, mut found) = (groups.into_iter(), Vec::new());
    let mut current = groups.next();
    let (mut diffs, mut count, mut most): (Vec<Differing>, usize, usize) = Default::default();
    let keep: &mut OnDiff = &mut |_, touched| {
        let Some((place, joint, wanted)) = current else { return };
        count = count.saturating_add(touched.len());
        most = most.max(count);
        let is_kept = count <= MOST_TOUCHED;
        let kept = if is_kept { touched } else { &[] };
        diffs.push(kept.iter().map(|touched| (touched.path, *touched)).collect());
        if diffs.len() == wanted {
            let close = Close::new(std::mem::take(&mut diffs), joint);
            mixed.extend(close.mixed(place));
            found.push((place, close.beyond()));
            (current, count) = (groups.next(), 0);
        }
    };
    trees.diffs(&pairs, keep)?;
    if most > MOST_TOUCHED {
        return Err(Doubt {
            message: "a merge touches more paths than are compared".into(),
            help: "put the merge on the list by its commit, or choose a shorter range".into(),
        });
    }
    Ok(found)
}

/// What is asked about one merge: what it has and its first side has not, then what each side changed since each base.
fn questions(merge: Commit, joint: &Joint) -> Vec<Pair> {
    let mut pairs = vec![(merge, joint.sides.first().copied())];
    for base in joint.bases.iter().take(MOST_BASES) {
        pairs.extend(joint.sides.iter().map(|side| (*side, Some(*base))));
    }
    if joint.bases.is_empty() {
        // Nothing in common: the merge is held against each side.
        pairs.extend(joint.sides.iter().map(|side| (merge, Some(*side))));
    }
    pairs
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
struct Close {
    /// What the merge has and its first side has not.
    merge: Differing,
    /// For each base, what each side changed.
    sides: Vec<Vec<Differing>>,
}

impl Close {
    fn new(diffs: Vec<Differing>, joint: &Joint) -> Self {
        let mut diffs = diffs.into_iter();
        let merge = diffs.next().unwrap_or_default();
        let rest: Vec<Differing> = diffs.collect();
        let sides = if joint.bases.is_empty() {
            vec![from_nothing(&rest)]
        } else {
            rest.chunks(joint.sides.len().max(1)).map(<[_]>::to_vec).collect()
        };
        Self { merge, sides }
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
    fn beyond(&self) -> Beyond {
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
    fn mixed(&self, merge: usize) -> Vec<Mixed> {
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
        // Where no side changed anything, the first side is as the base was.
        let base = base.or(merge.map(|touched| touched.old)).unwrap_or_default();
        let values: Vec<Side> =
            sides.iter().map(|side| touched(side).map_or(base, |touched| touched.new)).collect();
        let first = values.first().copied().unwrap_or(base);
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
            Close { merge: map(&merge), sides }.beyond()
        };
        assert_eq!(renamed(&[(3, 0, 20)]), Beyond::default());
        assert_eq!(renamed(&[(3, 0, 21)]).changes, [Path(3)]);
    }
}
