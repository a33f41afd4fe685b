//! Answers about the trees of a range: what differs between two commits.
//!
//! Owns the numbers under which commits, files and paths are spoken of, and the bounds of what is read. It judges
//! nothing. What is missing, too large or too much is said to be so: it is never taken for equal.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash, RandomState};

use super::Repository;
use super::below::joint;
use super::entry::{DIFF, PATH, mode};
use super::error::GitError;
use super::graph::Graph;
use super::id::CommitId;
use super::keyed::Keyed;
use super::process::Running;
use super::share::Part;
use crate::evidence::history::trees::{
    Blob, Commit, Doubt, Joint, Lines, OnDiff, Pair, Path, Side, Touched, Trees,
};

/// Paths that differ, in all answers to one question.
const DIFFERENCES: usize = 4_000_000;
/// Bytes of paths on a command line, which some systems keep below 32 KiB.
const SPECS: usize = 24_000;
/// How a path is written on a command line so that nothing in it has a meaning.
const SPEC: &str = ":(top,literal)";
/// Paths of all differences that are held for who asks again.
const HELD: usize = 100_000;

/// The commits that questions are about, and their parents, in the order in which they were read.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Those of the range, then those that the last release alone holds.
    pub(crate) ids: Vec<CommitId>,
    /// How many of them are of the range.
    pub(crate) in_range: usize,
    /// The parents of all, behind one another.
    pub(crate) parents: Vec<CommitId>,
    /// How many parents each has.
    pub(crate) counts: Vec<usize>,
    /// What will ship.
    pub(crate) tip: Option<CommitId>,
}

/// The trees of a range.
#[derive(Debug)]
pub(crate) struct GitTrees {
    pub(super) repository: Repository,
    known: Known,
    /// Where the parents of each commit begin.
    starts: Vec<usize>,
    pub(super) numbers: RefCell<Numbers>,
    pub(super) hasher: RandomState,
}

/// Things by number.
#[derive(Debug)]
struct Numbered<T, S = RandomState> {
    all: Vec<T>,
    by: HashMap<T, u32, S>,
}

impl<T, S: Default> Default for Numbered<T, S> {
    fn default() -> Self {
        Self { all: Vec::new(), by: HashMap::default() }
    }
}

impl<T: Clone + Eq + Hash, S: BuildHasher> Numbered<T, S> {
    fn number(&mut self, thing: &T) -> u32 {
        if let Some(number) = self.by.get(thing) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(thing.clone());
        self.by.insert(thing.clone(), number);
        number
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.all.get(usize::try_from(number).ok()?)
    }
}

#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Commits beyond the known ones.
    others: Numbered<CommitId, Keyed>,
    /// Files; number one is the first.
    blobs: Numbered<CommitId, Keyed>,
    paths: Numbered<Vec<u8>>,
    /// The known ones by id, when they were first looked for.
    places: Option<HashMap<CommitId, u32, Keyed>>,
    /// Differences that were read, for who asks again, and how many paths they hold.
    diffs: HashMap<Pair, Box<[Touched]>>,
    held: usize,
}

impl GitTrees {
    /// The trees of these commits.
    pub(crate) fn new(repository: Repository, known: Known) -> Self {
        let starts = known.counts.iter().scan(0_usize, |all, count| {
            let start = *all;
            *all = all.saturating_add(*count);
            Some(start)
        });
        let starts = starts.collect();
        Self { repository, known, starts, numbers: RefCell::default(), hasher: RandomState::new() }
    }

    /// The repository that answers.
    pub(crate) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// What will ship.
    pub(crate) fn tip_id(&self) -> Option<&CommitId> {
        self.known.tip.as_ref()
    }

    /// Whether a commit is of the range.
    pub(crate) fn is_in_range(&self, id: &CommitId) -> bool {
        usize::try_from(self.commit(id).0).is_ok_and(|at| at < self.known.in_range)
    }

    /// A commit by its id, whether or not it is of the range.
    pub(crate) fn commit(&self, id: &CommitId) -> Commit {
        let mut numbers = self.numbers.borrow_mut();
        let places = numbers.places.get_or_insert_with(|| {
            let numbered = self.known.ids.iter().zip(0..);
            numbered.map(|(id, number)| (*id, number)).collect()
        });
        if let Some(place) = places.get(id) {
            return Commit(*place);
        }
        let first = u32::try_from(self.known.ids.len()).unwrap_or(u32::MAX);
        Commit(first.saturating_add(numbers.others.number(id)))
    }

    fn id(&self, commit: Commit) -> Option<CommitId> {
        let at = usize::try_from(commit.0).ok()?;
        if let Some(id) = self.known.ids.get(at) {
            return Some(*id);
        }
        let other = at.checked_sub(self.known.ids.len())?;
        self.numbers.borrow().others.get(u32::try_from(other).ok()?).copied()
    }

    fn parent_ids(&self, commit: Commit) -> &[CommitId] {
        let at = usize::try_from(commit.0).unwrap_or(usize::MAX);
        let parents = self
            .starts
            .get(at)
            .zip(self.known.counts.get(at))
            .and_then(|(start, count)| self.known.parents.get(*start..start.saturating_add(*count)));
        parents.unwrap_or_default()
    }

    fn ask_diffs(&self, pairs: &[Pair], visit: &mut OnDiff) -> Result<(), GitError> {
        if pairs.is_empty() {
            return Ok(());
        }
        // What one question asks twice it is told twice.
        let open: Vec<usize> = {
            let numbers = self.numbers.borrow();
            let is_open = |(at, pair): (usize, &Pair)| (!numbers.diffs.contains_key(pair)).then_some(at);
            pairs.iter().enumerate().filter_map(is_open).collect()
        };
        if open.is_empty() {
            return self.tell_held(pairs, visit);
        }
        let mut shared = self.repository.git.share(&DIFF, open.len(), &mut |place, input| {
            self.write_pair(open.get(place).and_then(|at| pairs.get(*at)), input)
        })?;
        let (mut touched, mut left, mut asked) =
            (Vec::new(), DIFFERENCES, open.iter().enumerate().peekable());
        for (at, pair) in pairs.iter().enumerate() {
            match asked.next_if(|(_, open)| **open == at) {
                Some((place, _)) => {
                    touched.clear();
                    self.read_diff(shared.of(place)?, self.id(pair.0), &mut touched)?;
                    self.hold(*pair, &touched);
                }
                None => touched = self.held(pair).ok_or(GitError::Garbled)?,
            }
            left = left.checked_sub(touched.len()).ok_or(GitError::TooMuch {
                limit: u64::try_from(DIFFERENCES).unwrap_or(u64::MAX),
                of: "changed paths in the commits that are compared",
            })?;
            visit(at, &touched);
        }
        shared.end()
    }

    /// What differs at a few paths alone: git looks into no other folder.
    fn ask_diffs_at(&self, pairs: &[Pair], paths: &[Path], visit: &mut OnDiff) -> Result<(), GitError> {
        let Some(specs) = self.specs(paths).filter(|_| !pairs.is_empty()) else {
            return self.ask_diffs(pairs, visit);
        };
        let arguments: Vec<&str> =
            DIFF.into_iter().chain(["--"]).chain(specs.iter().map(String::as_str)).collect();
        let mut shared = self
            .repository
            .git
            .share(&arguments, pairs.len(), &mut |place, input| self.write_pair(pairs.get(place), input))?;
        let mut touched = Vec::new();
        for (at, pair) in pairs.iter().enumerate() {
            touched.clear();
            self.read_diff(shared.of(at)?, self.id(pair.0), &mut touched)?;
            visit(at, &touched);
        }
        shared.end()
    }

    /// The paths as arguments, or the folders that they lie in where they are too many for a command line; none where
    /// even those are, or where a path is no text.
    fn specs(&self, paths: &[Path]) -> Option<Vec<String>> {
        let numbers = self.numbers.borrow();
        let path = |path: &Path| std::str::from_utf8(numbers.paths.get(path.0)?).ok();
        let paths: Vec<&str> = paths.iter().map(path).collect::<Option<_>>()?;
        let deepest = paths.iter().map(|path| path.matches('/').count()).max()?.saturating_add(1);
        let at_depth = |depth: usize| {
            let specs: BTreeSet<&str> = paths.iter().map(|path| head(path, depth)).collect();
            let bytes: usize =
                specs.iter().map(|spec| spec.len().saturating_add(SPEC.len()).saturating_add(3)).sum();
            (bytes <= SPECS).then(|| specs.into_iter().map(|spec| format!("{SPEC}{spec}")).collect())
        };
        (1..=deepest).rev().find_map(at_depth)
    }

    fn write_pair(&self, pair: Option<&Pair>, input: &mut Vec<u8>) -> Result<(), GitError> {
        let (new, old) = pair.ok_or(GitError::Garbled)?;
        self.id(*new).ok_or(GitError::Garbled)?.write_hex(input);
        if let Some(old) = old {
            input.push(b' ');
            self.id(*old).ok_or(GitError::Garbled)?.write_hex(input);
        }
        input.push(b'\n');
        Ok(())
    }

    fn tell_held(&self, pairs: &[Pair], visit: &mut OnDiff) -> Result<(), GitError> {
        for (at, pair) in pairs.iter().enumerate() {
            visit(at, &self.held(pair).ok_or(GitError::Garbled)?);
        }
        Ok(())
    }

    fn hold(&self, pair: Pair, touched: &[Touched]) {
        let mut numbers = self.numbers.borrow_mut();
        numbers.held = numbers.held.saturating_add(touched.len()).saturating_add(1);
        if numbers.held <= HELD {
            numbers.diffs.insert(pair, touched.into());
        }
    }

    fn held(&self, pair: &Pair) -> Option<Vec<Touched>> {
        self.numbers.borrow().diffs.get(pair).map(|touched| touched.to_vec())
    }

    /// Reads what differs between a commit and another.
    fn read_diff(
        &self,
        Part { running, token, more }: &mut Part,
        wanted: Option<CommitId>,
        touched: &mut Vec<Touched>,
    ) -> Result<(), GitError> {
        let is_more = match *more {
            Some(more) => more,
            None => next(running, token)?,
        };
        // Git skips what it cannot read without a word.
        if !is_more || wanted.is_none() || CommitId::from_hex(&*token) != wanted {
            return Err(passed_over(running, wanted));
        }
        *more = Some(self.read_touched(running, token, touched)?);
        Ok(())
    }

    /// Reads differences up to the next commit, which `token` then holds, or the end.
    fn read_touched(
        &self,
        running: &mut Running,
        token: &mut Vec<u8>,
        touched: &mut Vec<Touched>,
    ) -> Result<bool, GitError> {
        let mut path = Vec::new();
        while next(running, token)? {
            let Some(line) = token.strip_prefix(b":") else { return Ok(true) };
            let (old, new) = sides(line).ok_or(GitError::Garbled)?;
            if !next(running, &mut path)? {
                return Err(running.cut());
            }
            if u64::try_from(touched.len()).is_ok_and(|count| count >= self.repository.limits.paths) {
                return Err(GitError::TooMuch {
                    limit: self.repository.limits.paths,
                    of: "changed paths in one commit",
                });
            }
            let mut numbers = self.numbers.borrow_mut();
            let path = Path(numbers.paths.number(&path));
            touched.push(Touched { path, old: numbers.side(old), new: numbers.side(new) });
        }
        Ok(false)
    }

    fn ask_joints(&self, merges: &[Commit]) -> Result<Vec<Option<Joint>>, GitError> {
        let mut graph = Graph::new(self.edges()?);
        Ok(merges.iter().map(|merge| joint(&mut graph, &self.parents(*merge))).collect())
    }

    /// The graph of the range, and of what lies below it as far as sides of merges may meet there.
    fn edges(&self) -> Result<HashMap<u32, Box<[u32]>>, GitError> {
        let mut edges: HashMap<u32, Box<[u32]>> = HashMap::new();
        let mut boundary = Vec::new();
        for at in (0..self.known.in_range).filter_map(|at| u32::try_from(at).ok()) {
            let parents = self.parents(Commit(at));
            edges.insert(at, parents.iter().map(|parent| parent.0).collect());
            for parent in parents {
                if usize::try_from(parent.0).is_ok_and(|place| place >= self.known.in_range) {
                    boundary.push(parent);
                }
            }
        }
        boundary.sort_unstable();
        boundary.dedup();
        let ids: Vec<CommitId> = boundary.iter().filter_map(|commit| self.id(*commit)).collect();
        if let [_] | [] = ids.as_slice() {
            edges.extend(boundary.iter().map(|commit| (commit.0, Box::default())));
            return Ok(edges);
        }
        let (bottom, below) = self.repository.below(&ids)?;
        let number = |id: &CommitId| self.commit(id).0;
        let listed: std::collections::HashSet<CommitId> =
            below.iter().map(|(id, _)| *id).chain(bottom).collect();
        for (id, parents) in below {
            // What is older than the bottom is nobody's best.
            let kept = parents.iter().filter(|parent| listed.contains(parent)).map(number);
            edges.insert(number(&id), kept.collect());
        }
        if let Some(bottom) = bottom {
            edges.entry(number(&bottom)).or_default();
        }
        Ok(edges)
    }
}

impl Numbers {
    fn side(&mut self, (mode, id): (u32, Option<CommitId>)) -> Side {
        let blob = id.map_or(Blob::NONE, |id| Blob(self.blobs.number(&id).saturating_add(1)));
        Side { mode, blob }
    }

    pub(super) fn blob(&self, blob: Blob) -> Option<CommitId> {
        self.blobs.get(blob.0.checked_sub(1)?).copied()
    }
}

impl Trees for GitTrees {
    fn parents(&self, commit: Commit) -> Vec<Commit> {
        self.parent_ids(commit).iter().map(|id| self.commit(id)).collect()
    }

    fn parent_named(&self, commit: Commit, hash: &str) -> Option<Commit> {
        let mut parents = self.parent_ids(commit).iter();
        parents.find(|id| id.hex().starts_with(hash)).map(|id| self.commit(id))
    }

    fn tip(&self) -> Commit {
        self.known.tip.as_ref().map_or(Commit(u32::MAX), |tip| self.commit(tip))
    }

    fn diffs(&self, pairs: &[Pair], visit: &mut OnDiff) -> Result<(), Doubt> {
        self.ask_diffs(pairs, visit).map_err(|error| doubt(&error))
    }

    fn diffs_at(&self, pairs: &[Pair], paths: &[Path], visit: &mut OnDiff) -> Result<(), Doubt> {
        self.ask_diffs_at(pairs, paths, visit).map_err(|error| doubt(&error))
    }

    fn lines(&self, blobs: &[Blob], visit: &mut dyn FnMut(usize, Lines)) -> Result<(), Doubt> {
        let read = self.ask_files(blobs, &mut |at, bytes, is_large| {
            let lines = match bytes {
                None => Lines::Unknown,
                Some(_) if is_large => Lines::Whole,
                Some(bytes) => self.lines_of(bytes),
            };
            visit(at, lines);
        });
        read.map_err(|error| doubt(&error))
    }

    fn bytes(&self, blobs: &[Blob], visit: &mut dyn FnMut(usize, Option<&[u8]>)) -> Result<(), Doubt> {
        let read = self.ask_files(blobs, &mut |at, bytes, is_large| {
            visit(at, bytes.filter(|_| !is_large));
        });
        read.map_err(|error| doubt(&error))
    }

    fn joints(&self, merges: &[Commit]) -> Result<Vec<Option<Joint>>, Doubt> {
        self.ask_joints(merges).map_err(|error| doubt(&error))
    }

    fn at_tip(&self, paths: &[Path]) -> Result<Vec<Side>, Doubt> {
        let tip = self.known.tip.ok_or(GitError::Garbled);
        let found = tip.and_then(|tip| {
            let mut wanted: HashMap<u32, Side> = paths.iter().map(|path| (path.0, Side::default())).collect();
            self.repository.tree(&tip, &mut |mode, id, path| {
                let mut numbers = self.numbers.borrow_mut();
                let known = numbers.paths.by.get(path).copied();
                if let Some(side) = known.and_then(|known| wanted.get_mut(&known)) {
                    *side = numbers.side((mode, Some(id)));
                }
            })?;
            Ok(paths.iter().map(|path| wanted.get(&path.0).copied().unwrap_or_default()).collect())
        });
        found.map_err(|error| doubt(&error))
    }

    fn path(&self, path: Path) -> Vec<u8> {
        self.numbers.borrow().paths.get(path.0).cloned().unwrap_or_default()
    }
}

/// So many parts of a path, from the top.
fn head(path: &str, parts: usize) -> &str {
    let end = parts.checked_sub(1).and_then(|last| path.match_indices('/').nth(last));
    end.and_then(|(end, _)| path.get(..end)).unwrap_or(path)
}

fn doubt(error: &GitError) -> Doubt {
    Doubt { message: error.message(), help: error.help().into() }
}

fn next(running: &mut Running, token: &mut Vec<u8>) -> Result<bool, GitError> {
    running.field(0, PATH, "bytes in one path", token)
}

/// Git's own reason, or that the commit was passed over.
fn passed_over(running: &mut Running, commit: Option<CommitId>) -> GitError {
    match (running.cut(), commit) {
        (GitError::Garbled, Some(commit)) => GitError::MissingObject { said: commit.hex().into() },
        (error, _) => error,
    }
}

/// Mode and content of one side; no content where there is nothing.
type RawSide = (u32, Option<CommitId>);

/// Both sides of a line such as `100644 100755 <id> <id> M`.
fn sides(line: &[u8]) -> Option<(RawSide, RawSide)> {
    let mut words = line.split(|byte| *byte == b' ');
    let (old, new) = (mode(words.next()?)?, mode(words.next()?)?);
    let (before, after) = (words.next()?, words.next()?);
    let side = |mode: u32, id: &[u8]| match mode {
        0 => Some((0, None)),
        _ => Some((mode, Some(CommitId::from_hex(id)?))),
    };
    Some((side(old, before)?, side(new, after)?))
}
