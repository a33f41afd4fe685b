//! Git: the only code that runs the `git` program, read-only, behind one hardened wrapper.
//!
//! Owns how a repository is opened, asked and streamed. Only plumbing commands are used, and none that runs a
//! program of the repository or changes anything. What git cannot answer in full is a [`GitError`], never an empty
//! answer. It judges nothing: what the commits mean for a release is for its callers. No type here shows that a
//! program does the work, so that a library could.

mod below;
mod entry;
mod environment;
mod error;
mod files;
mod graph;
mod id;
mod keyed;
mod names;
mod opening;
mod paths;
mod process;
mod revision;
mod shallow;
mod share;
mod ship;
mod trees;
mod version;
mod versions;
mod walk;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub(crate) use environment::Environment;
use environment::work_tree;
pub(crate) use error::GitError;
pub(crate) use id::CommitId;
pub(crate) use names::is_tag_of;
use process::Git;
pub(crate) use ship::{TagsAsked, VersionTag};
pub(crate) use trees::{GitTrees, Known};
pub(crate) use version::Version;
pub(crate) use versions::{FileCommit, FileHistory, HistoryAsked, Line};
pub(crate) use walk::{RawCommit, Walked};

use crate::limits;
use crate::untrusted::Untrusted;

/// How much of a repository is read before giving up.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Commits of one range.
    commits: u64,
    /// Bytes of one field of a commit, above all its message.
    field: u64,
    /// Bytes of all commits of one range.
    bytes: u64,
    /// References of one repository.
    references: u64,
    /// Changed paths of one commit.
    paths: u64,
    /// Time for one run of git.
    time: Duration,
}

impl Limits {
    const USUAL: Self = Self {
        commits: limits::COMMITS,
        field: limits::COMMIT_FIELD_BYTES,
        bytes: limits::COMMITS_BYTES,
        references: limits::REFERENCES,
        paths: limits::COMMIT_PATHS,
        time: Duration::from_mins(2),
    };
}

/// A repository that git can read.
#[derive(Debug, Clone)]
pub(crate) struct Repository {
    git: Git,
    limits: Limits,
    /// The file that lists where a shallow clone is cut off; there need not be one.
    cuts: PathBuf,
    /// Revisions that were looked up while it was opened.
    known: Vec<(String, CommitId)>,
}

impl Repository {
    /// The repository that holds `folder`: a work tree, a linked one, a submodule or a bare repository.
    pub(crate) fn open(folder: &Path) -> Result<Self, GitError> {
        Self::open_ahead(folder, &[])
    }

    /// The same, and looks up revisions on the way: each run of git costs more than a small range does.
    pub(crate) fn open_ahead(folder: &Path, revisions: &[&str]) -> Result<Self, GitError> {
        Self::open_within(folder, &Environment::of_process(), Limits::USUAL, revisions)
    }

    fn open_within(
        folder: &Path,
        environment: &Environment,
        limits: Limits,
        revisions: &[&str],
    ) -> Result<Self, GitError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if !folder.is_dir() {
            return Err(GitError::NotARepository { folder: Untrusted::new(folder.to_string_lossy()) });
        }
        let program = environment.find_git(folder).ok_or(GitError::NoGit)?;
        let mut git = Git {
            program,
            folder: folder.to_path_buf(),
            tree: work_tree(folder),
            is_open: false,
            trusted: Vec::new(),
            time: limits.time,
        };
        if let Some((cuts, known)) = opening::with_revisions(&git, revisions) {
            git.is_open = true;
            return Ok(Self { git, limits, cuts, known });
        }
        let cuts = match opening::cuts(&git) {
            // The user's own configuration is read only when it is needed.
            Err(GitError::DubiousOwnership { .. }) => {
                git.trusted = git.read_trusted();
                opening::cuts(&git)?
            }
            found => found?,
        };
        git.is_open = true;
        Ok(Self { git, limits, cuts, known: Vec::new() })
    }
}
