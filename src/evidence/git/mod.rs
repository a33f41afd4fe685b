//! Git: the only code that runs the `git` program, read-only, behind one hardened wrapper.
//!
//! Owns how a repository is opened, asked and streamed. Only plumbing commands are used, and none that runs a
//! program of the repository or changes anything. What git cannot answer in full is a [`GitError`], never an empty
//! answer. It judges nothing: what the commits mean for a release is for its callers. No type here shows that a
//! program does the work, so that a library could.

mod environment;
mod error;
mod id;
mod names;
mod paths;
mod process;
mod revision;
mod shallow;
mod walk;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub(crate) use environment::Environment;
pub(crate) use error::GitError;
pub(crate) use id::CommitId;
use process::{Git, os_string};
pub(crate) use walk::RawCommit;

use crate::foreign::Foreign;

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
        commits: 150_000,
        field: 1024 * 1024,
        bytes: 256 * 1024 * 1024,
        references: 1_000_000,
        paths: 1_000_000,
        time: Duration::from_mins(2),
    };
}

/// A repository that git can read.
#[derive(Debug)]
pub(crate) struct Repository {
    git: Git,
    limits: Limits,
    /// The file that lists where a shallow clone is cut off; there need not be one.
    cuts: PathBuf,
}

impl Repository {
    /// The repository that holds `folder`: a work tree, a linked one, a submodule or a bare repository.
    pub(crate) fn open(folder: &Path) -> Result<Self, GitError> {
        Self::open_in(folder, &Environment::of_process())
    }

    /// The same, in an environment other than that of this process.
    pub(crate) fn open_in(folder: &Path, environment: &Environment) -> Result<Self, GitError> {
        Self::open_within(folder, environment, Limits::USUAL)
    }

    fn open_within(folder: &Path, environment: &Environment, limits: Limits) -> Result<Self, GitError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if !folder.is_dir() {
            return Err(GitError::NotARepository { folder: Foreign::new(folder.to_string_lossy()) });
        }
        let program = environment.find_git(folder).ok_or(GitError::NoGit)?;
        let mut git = Git { program, folder: folder.to_path_buf(), trusted: Vec::new(), time: limits.time };
        let cuts = match find_cuts(&git) {
            // The user's own configuration is read only when it is needed.
            Err(GitError::DubiousOwnership { .. }) => {
                git.trusted = git.read_trusted();
                find_cuts(&git)?
            }
            found => found?,
        };
        Ok(Self { git, limits, cuts })
    }

    /// Whether `older` is reachable from `newer`; a commit is its own ancestor.
    pub(crate) fn is_ancestor(&self, older: &CommitId, newer: &CommitId) -> Result<bool, GitError> {
        let arguments = ["merge-base", "--is-ancestor", &older.hex(), &newer.hex()];
        let answer = self.git.ask(&arguments)?;
        match answer.code {
            Some(0) if answer.complaint.is_empty() => Ok(true),
            Some(1) if answer.complaint.is_empty() => {
                // A way from one to the other may lead through what was not cloned.
                self.forbid_cuts(&format!("{}..{}", older.hex(), newer.hex()))?;
                Ok(false)
            }
            _ => Err(self.git.error(&answer)),
        }
    }
}

/// Opens the repository: asks git where the list of cuts would be. A git that is too old repeats an option that it
/// does not know.
fn find_cuts(git: &Git) -> Result<PathBuf, GitError> {
    let question = ["rev-parse", "--show-object-format", "--path-format=absolute", "--git-path", "shallow"];
    let answer = git.ask(&question)?;
    if answer.code != Some(0) || !answer.complaint.is_empty() {
        return Err(git.error(&answer));
    }
    let path = answer.output.strip_prefix(b"sha1\n").or_else(|| answer.output.strip_prefix(b"sha256\n"));
    let path = path
        .and_then(|rest| {
            rest.strip_suffix(
                b"
",
            )
        })
        .ok_or(GitError::TooOld)?;
    let path = PathBuf::from(os_string(path));
    if path.is_absolute() { Ok(path) } else { Err(GitError::TooOld) }
}
