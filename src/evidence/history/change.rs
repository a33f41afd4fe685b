//! A commit or pull request of the build, as far as the matching needs it.
//!
//! A range may hold a hundred thousand of them, so a change keeps what its message says and not the message.

use std::sync::Arc;

use super::claim::Said;
use super::id::Id;
use super::message::Reading;
use super::undo::Reverted;
use crate::untrusted::Untrusted;

/// One entry of the range or of the change list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// The full id: a hash in hexadecimal, or what a change list calls it.
    pub id: Untrusted,
    /// Whether it is a pull or merge request rather than a commit.
    pub is_request: bool,
    /// Places of its parents in the same list.
    pub parents: Parents,
    /// Whether it has several parents.
    pub is_merge: bool,
    /// Author as `Name <email>`.
    pub author: Arc<Untrusted>,
    /// When it was written, in seconds of Unix time; change lists may not say.
    pub authored: Option<i64>,
    /// When it was committed or merged.
    pub committed: Option<i64>,
    /// The first line of its message, shortened for display.
    pub subject: Untrusted,
    /// The number of the pull or merge request that it is.
    pub own: Option<Id>,
    /// The title of the request that a merge brings.
    pub title: Option<Untrusted>,
    /// The project of that request, in lower case, where the message names it.
    pub project: Option<Arc<str>>,
    /// What its message says of ids.
    pub said: Said,
    /// What it says it reverts.
    pub reverts: Vec<Reverted>,
    /// Whether undoing is all it does; a squash that undoes one thing among others is a change of its own.
    pub is_pure_revert: bool,
    /// The commits it was picked from: hexadecimal, lower case.
    pub picked_from: Vec<String>,
    /// Which of the ignore entries with paths all its paths fit, as places in the list of entries.
    pub fits_paths: Vec<usize>,
}

/// Digits of a hash that people see.
const SHORT: usize = 7;

impl Change {
    /// A change with this id and this message.
    pub(crate) fn read(id: String, reading: Reading) -> Self {
        Self {
            id: Untrusted::new(id),
            subject: reading.subject,
            said: reading.said,
            own: reading.own,
            title: reading.title,
            project: reading.project,
            reverts: reading.reverts,
            is_pure_revert: reading.is_pure_revert,
            picked_from: reading.picked_from,
            ..Self::default()
        }
    }

    /// The id people see: seven digits of the hash, or the number of the pull request.
    pub(crate) fn short(&self) -> Untrusted {
        match &self.own {
            Some(own) if self.is_request => own.display().into(),
            _ => self.id.raw().chars().take(SHORT).collect::<String>().into(),
        }
    }
}

/// The parents of a change in their order. Nearly all have one, which takes no list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parents {
    first: Option<Parent>,
    others: Box<[Parent]>,
}

impl Parents {
    /// The parent on the line that was merged into.
    pub(crate) fn first(&self) -> Option<Parent> {
        self.first
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Parent> {
        self.first.iter().chain(&self.others).copied()
    }

    /// Places of those that are in the range, in order.
    pub(crate) fn inside(&self) -> impl Iterator<Item = usize> {
        self.iter().filter_map(Parent::inside)
    }
}

impl FromIterator<Parent> for Parents {
    fn from_iter<I: IntoIterator<Item = Parent>>(parents: I) -> Self {
        let mut parents = parents.into_iter();
        Self { first: parents.next(), others: parents.collect() }
    }
}

/// One parent of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent {
    /// In the range, at this place.
    Inside(u32),
    /// Before the range.
    Outside,
}

impl Parent {
    /// Its place in the range.
    pub(crate) fn inside(self) -> Option<usize> {
        match self {
            Self::Inside(at) => usize::try_from(at).ok(),
            Self::Outside => None,
        }
    }
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
    /// Entries of the change list, merged or not.
    pub entries: usize,
    /// What is in `to` and not in `from`.
    pub changes: Vec<Change>,
    /// What is in `from` and not in `to`, where the two diverged.
    pub held: Vec<Change>,
}
