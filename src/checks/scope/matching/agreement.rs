//! Whether trees agree with what messages claim to undo.
//!
//! Owns the order in which trees are asked for many claims at once, and the measure of what stays and what is a revert's
//! own. What could not be told is no agreement.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::graph::{Shape, Steps};
use super::lines::{HEAVY, Left, Step, left, mode_left};
use super::revert::{Agreement, Claim};
use crate::evidence::history::change::Change;
use crate::evidence::history::trees::{Blob, Commit, Doubt, Lines, Pair, Path, Side, Touched, Trees};

/// Paths of all changes and reverts together that are held at once.
const MOST_TOUCHED: usize = 1_000_000;
/// Merges that are looked at for reverts whose lines stand again in what ships.
const MOST_MERGES: usize = 10_000;
/// Lines that may stay of any change.
const FEW: u64 = 2;

/// Where claims are judged.
pub(crate) struct Bench<'b> {
    /// The range.
    pub changes: &'b [Change],
    /// Its shape.
    pub shape: &'b Shape<'b>,
    /// Who answers.
    pub trees: &'b dyn Trees,
}

/// What two commits touch, by what was asked.
type Diffs = HashMap<Pair, Vec<Touched>>;

impl Bench<'_> {
    /// How far the trees agree with each claim; none where they do not, or where it could not be told.
    pub(crate) fn agreements(&self, claims: &[Claim], steps: &mut Steps) -> Vec<Option<Agreement>> {
        let told = self.tell(claims, steps);
        told.unwrap_or_else(|_| vec![None; claims.len()])
    }

    fn tell(&self, claims: &[Claim], steps: &mut Steps) -> Result<Vec<Option<Agreement>>, Doubt> {
        let is_back = self.back_at_once(claims)?;
        let open = claims.iter().zip(&is_back).filter(|(_, is_back)| !**is_back);
        let open: Vec<Claim> = open.map(|(claim, _)| claim.clone()).collect();
        let mut weighed = self.weigh(&open, steps)?.into_iter();
        let verdict = |is_back| if is_back { Some(Agreement::Whole) } else { weighed.next().flatten() };
        Ok(is_back.into_iter().map(verdict).collect())
    }

    /// Which claims follow right on the one change that they name and leave what stood before it, to the last byte: git
    /// sees that without reading any tree. Where there are merges, one of them may have overruled it.
    fn back_at_once(&self, claims: &[Claim]) -> Result<Vec<bool>, Doubt> {
        let mut is_back = vec![false; claims.len()];
        if self.changes.iter().any(|change| change.is_merge) {
            return Ok(is_back);
        }
        let asked = claims.iter().enumerate().filter_map(|(at, claim)| Some((at, self.around(claim)?)));
        let (places, pairs): (Vec<usize>, Vec<Pair>) = asked.unzip();
        self.trees.diffs(&pairs, &mut |at, touched| {
            if let Some(slot) = places.get(at).and_then(|at| is_back.get_mut(*at)) {
                *slot = touched.is_empty();
            }
        })?;
        Ok(is_back)
    }

    /// A revert, and what stood before the change that it follows on.
    fn around(&self, claim: &Claim) -> Option<Pair> {
        let [target] = claim.targets.as_slice() else { return None };
        let follows = self.changes.get(claim.revert)?.parents.inside().eq([*target]);
        let before = self.trees.parents(commit(*target)?).first().copied()?;
        Some((commit(claim.revert)?, Some(before))).filter(|_| follows)
    }

    fn weigh(&self, claims: &[Claim], steps: &mut Steps) -> Result<Vec<Option<Agreement>>, Doubt> {
        let diffs = self.diffs(claims)?;
        let (mut measured, mut open) = (vec![Some(BTreeMap::new()); claims.len()], Vec::new());
        for (at, claim) in claims.iter().enumerate() {
            let Some(works) = self.works(claim, &diffs) else {
                set(&mut measured, at, None);
                continue;
            };
            // Nearly all reverts take back exactly what was there.
            let is_exact = works.iter().all(Work::is_exact);
            for work in works {
                match work.at_once() {
                    Some(left) => note(&mut measured, at, work.path, Some(left)),
                    None if is_exact => note(&mut measured, at, work.path, Some(Left::default())),
                    None => open.push((at, work)),
                }
            }
        }
        self.read(&open, &mut measured)?;
        let mut agreements: Vec<_> = measured.iter().map(|lefts| lefts.as_ref().and_then(verdict)).collect();
        self.forget_overruled(claims, &diffs, &mut agreements, steps)?;
        Ok(agreements)
    }

    fn diffs(&self, claims: &[Claim]) -> Result<Diffs, Doubt> {
        let mut pairs: Vec<Pair> = claims.iter().filter_map(|claim| self.pairs(claim)).flatten().collect();
        pairs.sort_unstable();
        pairs.dedup();
        let (mut diffs, mut held) = (Diffs::new(), 0_usize);
        self.trees.diffs(&pairs, &mut |at, touched| {
            held = held.saturating_add(touched.len());
            if let Some(pair) = pairs.get(at).filter(|_| held <= MOST_TOUCHED) {
                diffs.insert(*pair, touched.to_vec());
            }
        })?;
        Ok(diffs)
    }

    /// What a claim is about: the patch of each change, the oldest first, and at last that of the revert.
    fn pairs(&self, claim: &Claim) -> Option<Vec<Pair>> {
        let mut pairs = Vec::new();
        for target in &claim.targets {
            let commit = commit(*target)?;
            let is_merge = self.changes.get(*target)?.is_merge;
            let back_to = claim.back_to.as_deref().filter(|_| is_merge);
            let named = match back_to {
                Some(hash) => Some(self.trees.parent_named(commit, hash)?),
                None => None,
            };
            pairs.push((commit, named.or_else(|| self.trees.parents(commit).first().copied())));
        }
        let revert = commit(claim.revert)?;
        pairs.push((revert, self.trees.parents(revert).first().copied()));
        Some(pairs)
    }

    /// The paths of a claim; none where a patch is not known.
    fn works(&self, claim: &Claim, diffs: &Diffs) -> Option<Vec<Work>> {
        let pairs = self.pairs(claim)?;
        let (revert, changes) = pairs.split_last()?;
        let mut works: BTreeMap<Path, Work> = BTreeMap::new();
        for pair in changes {
            for touched in diffs.get(pair)? {
                works.entry(touched.path).or_insert_with(|| Work::new(touched.path)).changes.push(*touched);
            }
        }
        for touched in diffs.get(revert)? {
            works.entry(touched.path).or_insert_with(|| Work::new(touched.path)).revert = Some(*touched);
        }
        Some(works.into_values().collect())
    }

    fn read(&self, open: &[(usize, Work)], measured: &mut Measured) -> Result<(), Doubt> {
        let blobs: Vec<Blob> = open.iter().flat_map(|(_, work)| work.blobs()).collect();
        let mut works = open.iter();
        let mut current = works.next();
        let mut lines = Vec::new();
        self.trees.lines(&blobs, &mut |_, read| {
            let Some((claim, work)) = current else { return };
            lines.push(read);
            if lines.len() == work.blobs().count() {
                let mut found = work.measure(&mut lines);
                if let Some(left) = &mut found {
                    left.add(work.beside_lines());
                }
                note(measured, *claim, work.path, found);
                lines.clear();
                current = works.next();
            }
        })
    }

    /// Takes back agreement with a revert where a merge on the way to what ships took such a path whole from the side
    /// that has not got the revert.
    fn forget_overruled(
        &self,
        claims: &[Claim],
        diffs: &Diffs,
        agreements: &mut [Option<Agreement>],
        steps: &mut Steps,
    ) -> Result<(), Doubt> {
        let mut ways = Vec::new();
        if !self.changes.iter().any(|change| change.is_merge) {
            return Ok(());
        }
        for (at, claim) in claims.iter().enumerate() {
            if agreements.get(at).is_none_or(Option::is_none) {
                continue;
            }
            match self.merges_behind(claim, steps) {
                Some(merges) if merges.is_empty() => {}
                Some(merges) => ways.push((at, merges)),
                None => set(agreements, at, None),
            }
        }
        let standing = self.standing(&ways, claims, diffs)?;
        let mut asked = 0_usize;
        for (at, merges) in ways.into_iter().filter(|(at, _)| standing.contains_key(at)) {
            asked = asked.saturating_add(merges.len());
            let paths = standing.get(&at).cloned().unwrap_or_default();
            if asked > MOST_MERGES || self.is_overruled(&merges, &paths)? {
                set(agreements, at, None);
            }
        }
        Ok(())
    }

    /// Merges that have the revert on one side, and on another what was reverted without it: each with both sides. A side
    /// that never had the change brings nothing of it back.
    fn merges_behind(&self, claim: &Claim, steps: &mut Steps) -> Option<Vec<Merge>> {
        let behind = self.shape.descendants(claim.revert, steps)?;
        let is_merge = |at: &usize| self.changes.get(*at).is_some_and(|change| change.is_merge);
        let places: Vec<usize> = behind.iter().copied().filter(is_merge).collect();
        if places.is_empty() {
            return Some(Vec::new());
        }
        let held = self.holders(claim, steps)?;
        let holds = |parent: Option<usize>| match (&held, parent) {
            (Some(held), Some(parent)) => held.contains(&parent),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let has = |parent: Option<usize>| parent.is_some_and(|at| at == claim.revert || behind.contains(&at));
        let mut merges = Vec::new();
        for at in places {
            let (change, merge) = (self.changes.get(at)?, commit(at)?);
            let parents = change.parents.iter().map(crate::evidence::history::change::Parent::inside);
            let sides: Vec<(Option<usize>, Commit)> = parents.zip(self.trees.parents(merge)).collect();
            let with = sides.iter().find(|(parent, _)| has(*parent)).map(|(_, side)| *side);
            let without = sides.iter().filter(|(parent, _)| !has(*parent) && holds(*parent));
            merges.extend(
                without.filter_map(|(_, side)| Some(Merge { at: merge, with: with?, without: *side })),
            );
        }
        Some(merges)
    }

    /// Commits that hold something of what is reverted; none where that cannot be told from places alone, since a merge
    /// stands for all that it brought.
    #[expect(clippy::option_option, reason = "the outer one says that no steps are left")]
    fn holders(&self, claim: &Claim, steps: &mut Steps) -> Option<Option<HashSet<usize>>> {
        let mut held = HashSet::new();
        for target in &claim.targets {
            if self.changes.get(*target).is_none_or(|change| change.is_merge) {
                return Some(None);
            }
            held.extend(self.shape.descendants(*target, steps)?);
            held.insert(*target);
        }
        Some(Some(held))
    }

    /// The claims whose paths look otherwise in what ships than the revert left them, with these paths.
    fn standing(
        &self,
        ways: &[(usize, Vec<Merge>)],
        claims: &[Claim],
        diffs: &Diffs,
    ) -> Result<BTreeMap<usize, HashSet<Path>>, Doubt> {
        let mut asked = Vec::new();
        for (at, _) in ways {
            let works = claims.get(*at).and_then(|claim| self.works(claim, diffs)).unwrap_or_default();
            asked.extend(works.into_iter().map(|work| (*at, work)));
        }
        let mut standing: BTreeMap<usize, HashSet<Path>> = BTreeMap::new();
        if asked.is_empty() {
            return Ok(standing);
        }
        let paths: Vec<Path> = asked.iter().map(|(_, work)| work.path).collect();
        let tips = self.trees.at_tip(&paths)?;
        // The tip in the place of the revert: what stays of the change there?
        let mut turned = Vec::new();
        for ((at, work), tip) in asked.into_iter().zip(tips) {
            let Some(revert) = work.revert.filter(|revert| revert.new != tip && !work.changes.is_empty())
            else {
                continue;
            };
            let old = work.changes.last().map_or(revert.old, |change| change.new);
            let revert = Some(Touched { path: work.path, old, new: tip });
            turned.push((at, Work { revert, ..work }));
        }
        let mut measured: Measured = vec![Some(BTreeMap::new()); claims.len()];
        self.read(&turned, &mut measured)?;
        for (at, lefts) in measured.into_iter().enumerate() {
            let Some(lefts) = lefts else {
                standing
                    .entry(at)
                    .or_default()
                    .extend(turned.iter().filter(|(of, _)| *of == at).map(|(_, work)| work.path));
                continue;
            };
            let stands = lefts.iter().filter(|(_, left)| left.stays > 0).map(|(path, _)| *path);
            for path in stands {
                standing.entry(at).or_default().insert(path);
            }
        }
        Ok(standing)
    }

    fn is_overruled(&self, merges: &[Merge], paths: &HashSet<Path>) -> Result<bool, Doubt> {
        let pairs: Vec<Pair> = merges
            .iter()
            .flat_map(|merge| [(merge.at, Some(merge.with)), (merge.at, Some(merge.without))])
            .collect();
        let (mut is_overruled, mut with) = (false, HashSet::new());
        let mut asked: Vec<Path> = paths.iter().copied().collect();
        asked.sort_unstable();
        self.trees.diffs_at(&pairs, &asked, &mut |at, touched| {
            let touched: HashSet<Path> =
                touched.iter().map(|touched| touched.path).filter(|path| paths.contains(path)).collect();
            if at % 2 == 0 {
                with = touched;
            } else {
                is_overruled |= with.iter().any(|path| !touched.contains(path));
            }
        })?;
        Ok(is_overruled)
    }
}

/// A merge with a side that has a revert, and one that has not.
struct Merge {
    at: Commit,
    with: Commit,
    without: Commit,
}

/// For each claim, what is left at each path; none where it could not be told.
type Measured = Vec<Option<BTreeMap<Path, Left>>>;

fn note(measured: &mut Measured, claim: usize, path: Path, left: Option<Left>) {
    let Some(slot) = measured.get_mut(claim) else { return };
    match left {
        None => *slot = None,
        Some(left) => {
            if let Some(lefts) = slot {
                lefts.insert(path, left);
            }
        }
    }
}

fn set<T>(list: &mut [Option<T>], at: usize, value: Option<T>) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

fn commit(at: usize) -> Option<Commit> {
    u32::try_from(at).ok().map(Commit)
}

/// One path of a claim.
#[derive(Debug, Clone)]
struct Work {
    path: Path,
    /// By the changes, the oldest first.
    changes: Vec<Touched>,
    /// By the revert.
    revert: Option<Touched>,
}

impl Work {
    fn new(path: Path) -> Self {
        Self { path, changes: Vec::new(), revert: None }
    }

    fn sides(&self) -> impl Iterator<Item = Side> {
        self.changes.iter().chain(&self.revert).flat_map(|touched| [touched.old, touched.new])
    }

    fn blobs(&self) -> impl Iterator<Item = Blob> {
        self.sides().map(|side| side.blob)
    }

    /// What stood before the changes, and after them.
    fn ends(&self) -> Option<(Side, Side)> {
        Some((self.changes.first()?.old, self.changes.last()?.new))
    }

    /// Whether the changes follow on one another, and the revert finds what they left and leaves what they found.
    fn is_exact(&self) -> bool {
        let follow = |pair: &[Touched]| matches!(pair, [one, next] if one.new == next.old);
        self.changes.windows(2).all(follow)
            && self
                .ends()
                .zip(self.revert)
                .is_some_and(|((first, last), revert)| revert.old == last && revert.new == first)
    }

    /// What is left, where no file has to be read.
    fn at_once(&self) -> Option<Left> {
        let Some(revert) = self.revert else {
            // The revert leaves the path out.
            let is_nothing = self.ends().is_none_or(|(first, last)| first == last);
            let weight = if is_nothing { 0 } else { HEAVY };
            return Some(Left { changed: weight, stays: weight, own: 0 });
        };
        if self.sides().all(Side::has_lines) {
            return None;
        }
        let is_back = self.ends().is_some_and(|(first, _)| first == revert.new);
        Some(if is_back { Left { changed: 1, ..Left::default() } } else { heavy() })
    }

    fn measure(&self, lines: &mut Vec<Lines>) -> Option<Left> {
        let is_whole = lines.contains(&Lines::Whole);
        if is_whole && self.ends().zip(self.revert).is_some_and(|((first, _), revert)| first == revert.new) {
            return Some(Left { changed: 1, ..Left::default() });
        }
        let mut steps = Vec::new();
        let mut rest = lines.drain(..);
        while let (Some(old), Some(new)) = (rest.next(), rest.next()) {
            steps.push(Step { old, new });
        }
        let revert = steps.pop()?;
        left(&steps, &revert)
    }

    /// What is left of kinds and modes, and of files that came or went.
    fn beside_lines(&self) -> Left {
        let Some(revert) = self.revert else { return Left::default() };
        if let Some((first, last)) = self.ends() {
            return mode_left(first, last, revert.old, revert.new);
        }
        // A path that only the revert touches is its own, whatever it does there.
        let beside = mode_left(revert.old, revert.old, revert.old, revert.new);
        Left { own: beside.own.max(1), ..beside }
    }
}

fn heavy() -> Left {
    Left { changed: HEAVY, stays: HEAVY, own: HEAVY }
}

impl Left {
    fn add(&mut self, other: Self) {
        self.changed = self.changed.saturating_add(other.changed);
        self.stays = self.stays.saturating_add(other.stays);
        self.own = self.own.saturating_add(other.own);
    }
}

/// What all paths of a claim come to.
fn verdict(lefts: &BTreeMap<Path, Left>) -> Option<Agreement> {
    let mut all = Left::default();
    for left in lefts.values() {
        all.add(*left);
    }
    let is_little = all.stays <= FEW.max(all.changed / 10)
        && lefts.values().all(|left| left.stays.saturating_mul(2) <= left.changed);
    if !is_little {
        return None;
    }
    if all.own == 0 && all.stays == 0 {
        return Some(Agreement::Whole);
    }
    let is_plain = |left: &Left| left.own <= left.stays;
    let staying = lefts.iter().filter(|(_, left)| left.stays > 0).map(|(path, _)| *path);
    let paths: Vec<Path> = staying.collect();
    if all.stays > 0 && lefts.values().all(is_plain) {
        return Some(Agreement::Nearly(paths));
    }
    Some(Agreement::AndMore(paths))
}
