//! What a merge does beyond its parents.
//!
//! A merge brings what its sides did. A path whose content none of them explains was changed by whoever made the merge,
//! and a path that stands as it did before a side changed it has lost that change. Only merges that are on no list are
//! looked at; what could not be told is handed on as a doubt.
//!
//! Where several sides changed a path, whoever merges has to join them: lines that no side has are the merge's own, unless
//! the sides changed the same lines.

use std::collections::{BTreeSet, HashMap};

use super::close::{Beyond, Close, Differing};
use super::mixed::{Mixed, is_own};
use crate::evidence::history::trees::{Commit, Doubt, Joint, OnDiff, Pair, Path, Touched, Trees};

/// Common ancestors of one merge that are looked at; more explanations are not listened to.
const MOST_BASES: usize = 8;
/// Paths of all merges that are looked at closely, held at once.
const MOST_TOUCHED: usize = 2_000_000;

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

/// What remains: merges of two sides that met are looked at where the shorter side or the merge did something, all others
/// at every path.
fn close_look(
    merges: &[(usize, Commit, &Joint)],
    (trees, mixed): (&dyn Trees, &mut Vec<Mixed>),
) -> Result<Vec<(usize, Beyond)>, Doubt> {
    let (pairs, others): (Vec<_>, Vec<_>) = merges.iter().partition(|(_, _, joint)| Two::of(joint).is_some());
    let mut found = Vec::new();
    look_at_all(&others, trees, &mut |place, close| {
        mixed.extend(close.mixed(place));
        found.push((place, close.beyond()));
    })?;
    look_at_two(&pairs, trees, &mut |place, close| {
        mixed.extend(close.mixed(place));
        found.push((place, close.beyond()));
    })?;
    Ok(found)
}

/// Shows a merge that was looked at.
type OnClose<'v> = dyn FnMut(usize, Close) + 'v;

fn look_at_all(
    merges: &[(usize, Commit, &Joint)],
    trees: &dyn Trees,
    show: &mut OnClose,
) -> Result<(), Doubt> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut groups = Vec::new();
    for (place, merge, joint) in merges {
        let asked = questions(*merge, joint);
        groups.push((*place, *joint, asked.len()));
        pairs.extend(asked);
    }
    let mut groups = groups.into_iter();
    let mut current = groups.next();
    let (mut diffs, mut count, mut most): (Vec<Differing>, usize, usize) = Default::default();
    let keep: &mut OnDiff = &mut |_, touched| {
        let Some((place, joint, wanted)) = current else { return };
        count = count.saturating_add(touched.len());
        most = most.max(count);
        diffs.push(differing(if count <= MOST_TOUCHED { touched } else { &[] }));
        if diffs.len() == wanted {
            show(place, Close::new(std::mem::take(&mut diffs), joint));
            (current, count) = (groups.next(), 0);
        }
    };
    trees.diffs(&pairs, keep)?;
    if most > MOST_TOUCHED { Err(too_much()) } else { Ok(()) }
}

fn too_much() -> Doubt {
    Doubt {
        message: "a merge touches more paths than are compared".into(),
        help: "put the merge on the list by its commit, or choose a shorter range".into(),
    }
}

fn differing(touched: &[Touched]) -> Differing {
    touched.iter().map(|touched| (touched.path, *touched)).collect()
}

/// A merge of two sides that met: what neither the shorter side nor the merge touched stands as the longer side left it.
#[derive(Clone, Copy)]
struct Two<'j> {
    /// The place of the longer side, which may have changed nearly everything since.
    long: usize,
    sides: (Commit, Commit),
    bases: &'j [Commit],
}

impl<'j> Two<'j> {
    fn of(joint: &'j Joint) -> Option<Self> {
        let ([one, other], [own, its]) = (joint.sides.as_slice(), joint.own.as_slice()) else { return None };
        let bases = joint.bases.get(..MOST_BASES.min(joint.bases.len())).filter(|bases| !bases.is_empty())?;
        Some(if own < its {
            Self { long: 1, sides: (*other, *one), bases }
        } else {
            Self { long: 0, sides: (*one, *other), bases }
        })
    }

    /// What the merge has and its longer side has not, and what the shorter one changed since each base.
    fn questions(self, merge: Commit) -> impl Iterator<Item = Pair> {
        let (long, short) = self.sides;
        let since = self.bases.iter().map(move |base| (short, Some(*base)));
        std::iter::once((merge, Some(long))).chain(since)
    }

    fn close(self, mut small: Vec<Differing>, long: Vec<Differing>) -> Close {
        let since = small.split_off(1.min(small.len()));
        let both = since.into_iter().zip(long);
        let sides =
            both.map(|(short, long)| if self.long == 0 { vec![long, short] } else { vec![short, long] });
        Close::between(small.pop().unwrap_or_default(), self.long, sides.collect())
    }
}

/// Paths of several merges that are asked about together.
const TOGETHER: usize = 60;

fn look_at_two(
    merges: &[(usize, Commit, &Joint)],
    trees: &dyn Trees,
    show: &mut OnClose,
) -> Result<(), Doubt> {
    let merges: Vec<(usize, Commit, Two)> =
        merges.iter().filter_map(|(place, merge, joint)| Some((*place, *merge, Two::of(joint)?))).collect();
    let pairs: Vec<Pair> = merges.iter().flat_map(|(_, merge, two)| two.questions(*merge)).collect();
    let (mut small, mut count) = (Vec::new(), 0_usize);
    trees.diffs(&pairs, &mut |_, touched| {
        count = count.saturating_add(touched.len());
        small.push(differing(if count <= MOST_TOUCHED { touched } else { &[] }));
    })?;
    if count > MOST_TOUCHED {
        return Err(too_much());
    }
    let mut small = small.into_iter();
    let mut group: Vec<(usize, Two, Vec<Differing>)> = Vec::new();
    let mut paths: BTreeSet<Path> = BTreeSet::new();
    for (place, _, two) in merges {
        let its: Vec<Differing> = small.by_ref().take(two.bases.len().saturating_add(1)).collect();
        if paths.len().saturating_add(its.iter().map(HashMap::len).sum()) > TOGETHER && !group.is_empty() {
            ask_long(std::mem::take(&mut group), std::mem::take(&mut paths), (trees, show))?;
        }
        paths.extend(its.iter().flat_map(HashMap::keys));
        group.push((place, two, its));
    }
    ask_long(group, paths, (trees, show))
}

/// What the longer sides of a few merges have at the paths that count.
fn ask_long(
    group: Vec<(usize, Two, Vec<Differing>)>,
    paths: BTreeSet<Path>,
    (trees, show): (&dyn Trees, &mut OnClose),
) -> Result<(), Doubt> {
    let since = |(_, two, _): &(usize, Two, Vec<Differing>)| -> Vec<Pair> {
        two.bases.iter().map(|base| (two.sides.0, Some(*base))).collect()
    };
    let pairs: Vec<Pair> = group.iter().flat_map(since).collect();
    let asked: Vec<Path> = paths.iter().copied().collect();
    let mut answers = Vec::new();
    trees.diffs_at(&pairs, &asked, &mut |_, touched| {
        let at = touched.iter().filter(|touched| paths.contains(&touched.path));
        answers.push(at.map(|touched| (touched.path, *touched)).collect::<Differing>());
    })?;
    let mut answers = answers.into_iter();
    for (place, two, small) in group {
        let long: Vec<Differing> = answers.by_ref().take(two.bases.len()).collect();
        show(place, two.close(small, long));
    }
    Ok(())
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
