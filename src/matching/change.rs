//! A commit or pull request of the build, as far as the matching needs it.

use super::message::Reading;
use crate::foreign::Foreign;

/// One entry of the range or of the change list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// The full id: a hash in hexadecimal, or what a change list calls it.
    pub id: Foreign,
    /// The id people see: seven digits of the hash, or the number of the pull request.
    pub short: Foreign,
    /// Places of its parents in the same list; a parent outside the range is left out.
    pub parents: Vec<Parent>,
    /// Whether it has several parents.
    pub is_merge: bool,
    /// Author as `Name <email>`.
    pub author: Foreign,
    /// When it was written, in seconds of Unix time; change lists may not say.
    pub authored: Option<i64>,
    /// When it was committed or merged.
    pub committed: Option<i64>,
    /// What its message says.
    pub reading: Reading,
    /// Which of the ignore entries with paths all its paths fit, as places in the list of entries.
    pub fits_paths: Vec<usize>,
}

/// One parent of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent {
    /// In the range, at this place.
    Inside(usize),
    /// Before the range.
    Outside,
}

/// The build as it was read: what is in the range, and what the last release holds that the range does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct History {
    /// Full id of `from`; none for a change list.
    pub from: Option<String>,
    /// Full id of `to`; none for a change list.
    pub to: Option<String>,
    /// Whether `from` is no ancestor of `to`.
    pub is_diverged: bool,
    /// Whether parents are known, so that a merge can pass its list on.
    pub has_graph: bool,
    /// What is in `to` and not in `from`.
    pub changes: Vec<Change>,
    /// What is in `from` and not in `to`, where the two diverged.
    pub held: Vec<Change>,
}
