//! What may be asked of the trees of commits, and how the answers look: paths, and lines counted.
//!
//! A message is a claim, a tree is a fact. Nothing here knows a release or a list; whoever answers may say that it
//! could not tell, and that is never taken for agreement.

use std::collections::HashMap;

use crate::untrusted::Untrusted;

/// A commit, as whoever answers numbers them: first those of the range in its order, then those that the last release
/// alone holds, then any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Commit(pub u32);

/// The content of a file; two are equal exactly when the contents are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Blob(pub u32);

impl Blob {
    /// Where there is no file.
    pub(crate) const NONE: Self = Self(0);
}

/// A path, as whoever answers numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Path(pub u32);

/// What stands at a path: kind and content of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Side {
    /// Git's mode; zero where there is no file.
    pub mode: u32,
    /// The content.
    pub blob: Blob,
}

/// Bits of a mode that say what kind of thing it is, and a plain file among them.
const KIND: u32 = 0o170_000;
const PLAIN: u32 = 0o100_000;

impl Side {
    /// Whether there is anything.
    pub(crate) fn is_there(self) -> bool {
        self.mode != 0
    }

    /// Whether it can be read as lines: a plain file, or none. Links and submodules are compared by what they name.
    pub(crate) fn has_lines(self) -> bool {
        !self.is_there() || self.mode & KIND == PLAIN
    }
}

/// A path that differs between two trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Touched {
    /// Where.
    pub path: Path,
    /// Before.
    pub old: Side,
    /// After.
    pub new: Side,
}

/// How often each line stands in a file; lines are told apart by a keyed hash.
pub(crate) type Counts = HashMap<u64, i64>;

/// A file as lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lines {
    /// A text: its lines as they stand, and without white space.
    Text {
        /// As they stand.
        exact: Counts,
        /// Without white space; lines of white space alone do not count.
        loose: Counts,
        /// A number for the order in which the lines without white space stand.
        order: u64,
    },
    /// No text, or too large to be read: it is compared as a whole.
    Whole,
    /// It could not be read.
    Unknown,
}

/// Where the lines of a merge meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Joint {
    /// The parents that no other parent holds.
    pub sides: Vec<Commit>,
    /// How many commits each of them has that no other has; empty where only one is left.
    pub own: Vec<usize>,
    /// Their best common ancestors.
    pub bases: Vec<Commit>,
}

/// That something could not be told, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// What is wrong.
    pub message: Untrusted,
    /// What to do.
    pub help: Untrusted,
}

/// A tree, and the one it is compared with; none where it is compared with nothing at all.
pub(crate) type Pair = (Commit, Option<Commit>);

/// Shows what differs, by the place of the question.
pub(crate) type OnDiff<'v> = dyn FnMut(usize, &[Touched]) + 'v;

/// Answers about trees.
pub(crate) trait Trees {
    /// The parents of a commit of the range, or of one that the last release alone holds.
    fn parents(&self, commit: Commit) -> Vec<Commit>;

    /// The parent of a commit of the range whose id begins so.
    fn parent_named(&self, commit: Commit, hash: &str) -> Option<Commit>;

    /// What will ship.
    fn tip(&self) -> Commit;

    /// What differs between each two, in the order of the questions.
    fn diffs(&self, pairs: &[Pair], visit: &mut OnDiff) -> Result<(), Doubt>;

    /// The same at a few paths alone; what differs elsewhere may be told as well.
    fn diffs_at(&self, pairs: &[Pair], _: &[Path], visit: &mut OnDiff) -> Result<(), Doubt> {
        self.diffs(pairs, visit)
    }

    /// The lines of each file, in the order of the questions.
    fn lines(&self, blobs: &[Blob], visit: &mut dyn FnMut(usize, Lines)) -> Result<(), Doubt>;

    /// The bytes of each file, in the order of the questions; none for one that could not be read.
    fn bytes(&self, blobs: &[Blob], visit: &mut dyn FnMut(usize, Option<&[u8]>)) -> Result<(), Doubt>;

    /// Where the sides of each merge of the range meet, in the order of the questions; none where it could not be told.
    fn joints(&self, merges: &[Commit]) -> Result<Vec<Option<Joint>>, Doubt>;

    /// What stands at these paths in what will ship.
    fn at_tip(&self, paths: &[Path]) -> Result<Vec<Side>, Doubt>;

    /// A path as git holds it.
    fn path(&self, path: Path) -> Vec<u8>;
}
