//! Cherry-picks that the last release holds already, and what it holds that the build has lost.
//!
//! Only where the last release is no ancestor of the build: there the same work often stands on both sides, once
//! as a commit and once as its pick. Where it is an ancestor, a pick brings something back and ships. Commits are
//! indexed by the paths that they touch; of those that touch the same, the lines decide. A message only says which two
//! commits are worth comparing line by line.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use super::graph::Shape;
use super::lines::{Apart, Step, apart};
use super::revert;
use crate::evidence::history::change::{Change, History};
use crate::evidence::history::trees::{Blob, Commit, Doubt, Lines, Pair, Path, Touched, Trees};

/// Paths of all commits together that are held at once.
const MOST_TOUCHED: usize = 2_000_000;
/// Claimed origins that one change is held against.
const MOST_ORIGINS: usize = 8;

/// How the last release holds a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Line by line.
    Same,
    /// With a few lines that differ: the place of the commit that it was picked from, or the other way round.
    Nearly(usize),
}

/// What comparing both sides came to.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// For each change that the last release holds, how.
    pub held: HashMap<usize, Held>,
    /// Places of commits that the last release holds and the build has lost.
    pub lost: Vec<usize>,
    /// Why nothing could be told.
    pub doubt: Option<Doubt>,
}

/// Compares changes of the range with what only the last release holds.
pub(crate) fn compare(history: &History, wanted: &[usize], trees: &dyn Trees) -> Compared {
    if !history.is_diverged || history.held.is_empty() {
        return Compared::default();
    }
    let shape = Shape::of(&history.held, history.has_graph);
    let gone = revert::undone_by_words(&history.held, &shape);
    let gone: HashSet<usize> = gone.iter().zip(0..).filter_map(|(by, at)| by.map(|_| at)).collect();
    let sides = Sides { history, gone, trees, hasher: RandomState::new() };
    sides.compare(wanted).unwrap_or_else(|doubt| Compared { doubt: Some(doubt), ..Compared::default() })
}

/// A commit of either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Of {
    Range(usize),
    Held(usize),
}

/// Both sides, and who answers.
struct Sides<'h> {
    history: &'h History,
    /// Places of held commits that the last release took back.
    gone: HashSet<usize>,
    trees: &'h dyn Trees,
    hasher: RandomState,
}

/// What commits touch.
type Patches = BTreeMap<Of, Vec<Touched>>;

/// The lines that a commit changes, as one number, and those of what would take it back.
type Marks = HashMap<Of, (u64, u64)>;

/// What the first commit of a group touches, and all of it; none where some touch it otherwise.
type Alike = (Vec<Touched>, Option<Vec<Of>>);

impl Sides<'_> {
    fn compare(&self, wanted: &[usize]) -> Result<Compared, Doubt> {
        let patches = self.patches()?;
        let paths = |of: &Of| paths(patches.get(of).map(Vec::as_slice).unwrap_or_default());
        let (mut here, mut there): (HashSet<Vec<Path>>, HashSet<Vec<Path>>) = Default::default();
        for of in patches.keys() {
            if matches!(of, Of::Held(_)) { &mut there } else { &mut here }.insert(paths(of));
        }
        let is_twice = |of: &&Of| here.contains(&paths(of)) && there.contains(&paths(of));
        let twice: Vec<Of> = patches.keys().filter(is_twice).copied().collect();
        let mut marks = self.alike(&twice, &patches);
        let open: Vec<Of> = twice.into_iter().filter(|of| !marks.contains_key(of)).collect();
        marks.extend(self.marks(&open, &patches)?);
        let mut compared = Compared::default();
        let standing = self.standing(&marks);
        for at in wanted {
            if marks.get(&Of::Range(*at)).is_some_and(|(mark, _)| standing.contains(mark)) {
                compared.held.insert(*at, Held::Same);
            }
        }
        self.origins(wanted, &patches, &mut compared)?;
        self.lost(&patches, &marks, &mut compared)?;
        Ok(compared)
    }

    fn change(&self, of: Of) -> Option<&Change> {
        match of {
            Of::Range(at) => self.history.changes.get(at),
            Of::Held(at) => self.history.held.get(at),
        }
    }

    fn commit(&self, of: Of) -> Option<Commit> {
        let at = match of {
            Of::Range(at) => at,
            Of::Held(at) => at.checked_add(self.history.changes.len())?,
        };
        u32::try_from(at).ok().map(Commit)
    }

    /// What every commit touches, merges aside.
    fn patches(&self) -> Result<Patches, Doubt> {
        let range = (0..self.history.changes.len()).map(Of::Range);
        let held = (0..self.history.held.len()).map(Of::Held);
        let is_plain = |of: &Of| self.change(*of).is_some_and(|change| !change.is_merge);
        let all: Vec<Of> = range.chain(held).filter(is_plain).collect();
        let pairs: Vec<Pair> = all
            .iter()
            .filter_map(|of| self.commit(*of))
            .map(|commit| (commit, self.trees.parents(commit).first().copied()))
            .collect();
        let (mut patches, mut count) = (Patches::new(), 0_usize);
        self.trees.diffs(&pairs, &mut |at, touched| {
            count = count.saturating_add(touched.len());
            if let Some(of) = all.get(at).filter(|_| !touched.is_empty() && count <= MOST_TOUCHED) {
                patches.insert(*of, touched.to_vec());
            }
        })?;
        if count > MOST_TOUCHED {
            return Err(too_much());
        }
        Ok(patches)
    }

    /// The marks of commits that touch what others touch in the very same way: no line of them has to be read. They are
    /// told only where all that touch these paths are alike, for the marks of others come from lines.
    fn alike(&self, commits: &[Of], patches: &Patches) -> Marks {
        let mut groups: HashMap<Vec<Path>, Alike> = HashMap::new();
        for of in commits {
            let mut touched = patches.get(of).cloned().unwrap_or_default();
            touched.sort_unstable_by_key(|touched| touched.path);
            let alike = groups.entry(paths(&touched));
            let (first, group) = alike.or_insert_with(|| (touched.clone(), Some(Vec::new())));
            match group {
                Some(group) if *first == touched => group.push(*of),
                _ => *group = None,
            }
        }
        let turn = |touched: &Touched| Touched { old: touched.new, new: touched.old, ..*touched };
        let mut marks = Marks::new();
        for (touched, group) in groups.into_values() {
            let turned: Vec<Touched> = touched.iter().map(turn).collect();
            let both = (self.hasher.hash_one(&touched), self.hasher.hash_one(&turned));
            marks.extend(group.into_iter().flatten().map(|of| (of, both)));
        }
        marks
    }

    fn marks(&self, commits: &[Of], patches: &Patches) -> Result<Marks, Doubt> {
        let touched =
            || commits.iter().flat_map(|of| patches.get(of).into_iter().flatten().map(|one| (*of, one)));
        let blobs: Vec<Blob> = touched().flat_map(|(_, touched)| blobs(touched)).collect();
        let mut steps = touched();
        let mut old = None;
        let (mut lists, mut unknown): (BTreeMap<Of, Vec<Mark>>, HashSet<Of>) = Default::default();
        self.trees.lines(&blobs, &mut |_, lines| {
            let Some(before) = old.take() else {
                old = Some(lines);
                return;
            };
            let Some((of, touched)) = steps.next() else { return };
            let list = lists.entry(of).or_default();
            if !mark(touched, &Step { old: before, new: lines }, list) {
                unknown.insert(of);
            }
        })?;
        let number = |list: &[Mark]| self.hasher.hash_one(list);
        let both = |(of, mut list): (Of, Vec<Mark>)| {
            list.sort_unstable();
            let mut turned: Vec<Mark> = list.iter().map(Mark::turned).collect();
            turned.sort_unstable();
            (of, (number(&list), number(&turned)))
        };
        Ok(lists.into_iter().filter(|(of, _)| !unknown.contains(of)).map(both).collect())
    }

    /// The marks of what the last release still holds: what it did oftener than it took it back.
    fn standing(&self, marks: &Marks) -> HashSet<u64> {
        let mut count: HashMap<u64, i64> = HashMap::new();
        let mut named = HashSet::new();
        for (of, (mark, turned)) in marks {
            if let Of::Held(at) = of {
                let up = count.entry(*mark).or_default();
                *up = up.saturating_add(1);
                let down = count.entry(*turned).or_default();
                *down = down.saturating_sub(1);
                if !self.gone.contains(at) {
                    named.insert(*mark);
                }
            }
        }
        named.retain(|mark| count.get(mark).is_some_and(|count| *count > 0));
        named
    }

    /// Looks at what messages say was picked, where the lines are not the same.
    fn origins(&self, wanted: &[usize], patches: &Patches, compared: &mut Compared) -> Result<(), Doubt> {
        let index = Origins::of(&self.history.held);
        let mut asked = Vec::new();
        for at in wanted.iter().filter(|at| !compared.held.contains_key(at)) {
            let Some(change) = self.history.changes.get(*at) else { continue };
            let origins = index.find(change).into_iter().filter(|held| !self.gone.contains(held));
            asked.extend(origins.take(MOST_ORIGINS).map(|held| (Of::Range(*at), Of::Held(held))));
        }
        for (of, held) in self.nearly(&asked, patches)? {
            if let (Of::Range(at), Of::Held(held)) = (of, held) {
                compared.held.entry(at).or_insert(Held::Nearly(held));
            }
        }
        Ok(())
    }

    /// Of pairs of commits, those that touch the same paths and whose lines differ by at most a tenth.
    fn nearly(&self, pairs: &[(Of, Of)], patches: &Patches) -> Result<Vec<(Of, Of)>, Doubt> {
        let mut asked = Vec::new();
        for (one, other) in pairs {
            let (Some(first), Some(second)) = (patches.get(one), patches.get(other)) else { continue };
            if paths(first) == paths(second) && modes(first) == modes(second) {
                let (mut first, mut second) = (first.clone(), second.clone());
                first.sort_unstable_by_key(|touched| touched.path);
                second.sort_unstable_by_key(|touched| touched.path);
                asked.extend(
                    first.into_iter().zip(second).map(|(one_path, its)| (*one, *other, one_path, its)),
                );
            }
        }
        let blobs: Vec<Blob> =
            asked.iter().flat_map(|(_, _, one, other)| blobs(one).into_iter().chain(blobs(other))).collect();
        let mut sums: BTreeMap<(Of, Of), Option<Apart>> = BTreeMap::new();
        let (mut held, mut steps) = (Vec::new(), asked.iter());
        self.trees.lines(&blobs, &mut |_, lines| {
            held.push(lines);
            if held.len() < 4 {
                return;
            }
            let mut four = held.drain(..);
            let mut step = || Some(Step { old: four.next()?, new: four.next()? });
            let Some(((one, other), (of, held, ..))) = step().zip(step()).zip(steps.next()) else { return };
            let sum = sums.entry((*of, *held)).or_insert_with(|| Some(Apart::default()));
            *sum = sum.zip(apart(&one, &other)).map(|(sum, more)| Apart {
                changed: sum.changed.saturating_add(more.changed),
                differ: sum.differ.saturating_add(more.differ),
            });
        })?;
        let is_near = |sum: &Option<Apart>| sum.is_some_and(|sum| sum.differ <= sum.changed / 10);
        Ok(sums.into_iter().filter(|(_, sum)| is_near(sum)).map(|(pair, _)| pair).collect())
    }

    /// What the last release still holds and no change of the range does as well.
    fn lost(&self, patches: &Patches, marks: &Marks, compared: &mut Compared) -> Result<(), Doubt> {
        let here: HashSet<u64> =
            marks.iter().filter(|(of, _)| matches!(of, Of::Range(_))).map(|(_, (mark, _))| *mark).collect();
        let standing = self.standing(marks);
        let is_missing = |at: &usize| {
            patches.contains_key(&Of::Held(*at))
                && !self.gone.contains(at)
                && match marks.get(&Of::Held(*at)) {
                    Some((mark, _)) => standing.contains(mark) && !here.contains(mark),
                    None => true,
                }
        };
        let missing: Vec<usize> = (0..self.history.held.len()).filter(is_missing).collect();
        let index = Origins::of(&self.history.changes);
        let mut asked = Vec::new();
        for at in &missing {
            let Some(change) = self.history.held.get(*at) else { continue };
            let origins = index.find(change).into_iter().take(MOST_ORIGINS);
            asked.extend(origins.map(|range| (Of::Held(*at), Of::Range(range))));
        }
        let found: BTreeSet<Of> = self.nearly(&asked, patches)?.into_iter().map(|(of, _)| of).collect();
        compared.lost = missing.into_iter().filter(|at| !found.contains(&Of::Held(*at))).collect();
        Ok(())
    }
}

fn too_much() -> Doubt {
    Doubt {
        message: "the two histories differ in more paths than are compared".into(),
        help: "name the newest release that the build descends from under `from`".into(),
    }
}

fn paths(touched: &[Touched]) -> Vec<Path> {
    let mut paths: Vec<Path> = touched.iter().map(|touched| touched.path).collect();
    paths.sort_unstable();
    paths
}

/// What becomes of kinds and modes, by path.
fn modes(touched: &[Touched]) -> BTreeMap<Path, Option<(u32, u32)>> {
    let change = |touched: &Touched| (touched.path, changed_mode(touched));
    touched.iter().map(change).collect()
}

fn changed_mode(touched: &Touched) -> Option<(u32, u32)> {
    let (old, new) = (touched.old.mode, touched.new.mode);
    (old != new).then_some((old, new))
}

fn blobs(touched: &Touched) -> [Blob; 2] {
    // What has no lines is compared by its number alone.
    let blob =
        |side: crate::evidence::history::trees::Side| if side.has_lines() { side.blob } else { Blob::NONE };
    [blob(touched.old), blob(touched.new)]
}

/// One difference: a path, a line and how often it came or went; or a kind, or a content, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mark {
    Line(Path, u64, i64),
    Mode(Path, u32, u32),
    Whole(Path, Blob, Blob),
}

impl Mark {
    fn turned(&self) -> Self {
        match *self {
            Self::Line(path, line, count) => Self::Line(path, line, count.saturating_neg()),
            Self::Mode(path, old, new) => Self::Mode(path, new, old),
            Self::Whole(path, old, new) => Self::Whole(path, new, old),
        }
    }
}

/// Adds what one path differs by; false where it cannot be told.
fn mark(touched: &Touched, step: &Step, list: &mut Vec<Mark>) -> bool {
    let path = touched.path;
    if let Some((old, new)) = changed_mode(touched) {
        list.push(Mark::Mode(path, old, new));
    }
    let is_plain = touched.old.has_lines() && touched.new.has_lines();
    match (&step.old, &step.new) {
        (Lines::Unknown, _) | (_, Lines::Unknown) => return false,
        (Lines::Text { exact: old, .. }, Lines::Text { exact: new, .. }) if is_plain => {
            let lines: BTreeSet<u64> = old.keys().chain(new.keys()).copied().collect();
            let count = |counts: &crate::evidence::history::trees::Counts, line| {
                counts.get(&line).copied().unwrap_or(0)
            };
            let delta = |line: u64| (line, count(new, line).saturating_sub(count(old, line)));
            let changed = lines.into_iter().map(delta).filter(|(_, delta)| *delta != 0);
            list.extend(changed.map(|(line, delta)| Mark::Line(path, line, delta)));
        }
        _ => list.push(Mark::Whole(path, touched.old.blob, touched.new.blob)),
    }
    true
}

/// Where the commits of one side are found by what a message says of another.
struct Origins<'c> {
    ids: BTreeMap<&'c str, usize>,
    picked: HashMap<&'c str, Vec<usize>>,
    written: HashMap<(&'c str, i64, &'c str), Vec<usize>>,
    numbers: HashMap<&'c str, Vec<usize>>,
}

impl<'c> Origins<'c> {
    fn of(changes: &'c [Change]) -> Self {
        let mut origins = Self {
            ids: BTreeMap::new(),
            picked: HashMap::new(),
            written: HashMap::new(),
            numbers: HashMap::new(),
        };
        for (at, change) in changes.iter().enumerate().filter(|(_, change)| !change.is_merge) {
            origins.ids.insert(change.id.raw(), at);
            for origin in &change.picked_from {
                origins.picked.entry(origin).or_default().push(at);
            }
            if let Some(signature) = signature(change) {
                origins.written.entry(signature).or_default().push(at);
            }
            for number in numbers(change.subject.raw()) {
                origins.numbers.entry(number).or_default().push(at);
            }
        }
        origins
    }

    /// Commits that the other may be, the likeliest first.
    fn find(&self, change: &Change) -> Vec<usize> {
        let mut found = Vec::new();
        for origin in &change.picked_from {
            let fitting =
                self.ids.range(origin.as_str()..).take_while(|(id, _)| id.starts_with(origin.as_str()));
            found.extend(fitting.map(|(_, at)| *at).take(MOST_ORIGINS));
            found.extend(self.picked.get(origin.as_str()).into_iter().flatten());
        }
        found.extend(self.picked.get(change.id.raw()).into_iter().flatten());
        found.extend(
            signature(change).and_then(|signature| self.written.get(&signature)).into_iter().flatten(),
        );
        for number in numbers(change.subject.raw()) {
            found.extend(self.numbers.get(number).into_iter().flatten());
        }
        let mut seen = HashSet::new();
        found.retain(|at| seen.insert(*at));
        found
    }
}

/// What a pick keeps of the commit it copies.
fn signature(change: &Change) -> Option<(&str, i64, &str)> {
    let subject = change.subject.raw();
    (!subject.is_empty()).then_some((change.author.raw(), change.authored?, subject))
}

/// The numbers of requests that end a subject: `Retry (#12) (#34)`.
fn numbers(subject: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = subject.trim_end();
    while let Some((before, inside)) = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once("(#")) {
        if inside.is_empty() || !inside.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        found.push(inside);
        rest = before.trim_end();
    }
    found
}
