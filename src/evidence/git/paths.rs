//! Which paths a commit changed against its parent, or against another commit.
//!
//! Owns the reading of `diff-tree`. Its raw form is used although only names are wanted: there every change opens
//! with a colon, so that a file that is named like a commit id cannot be taken for the next commit.

use super::Repository;
use super::entry::{DIFF, PATH};
use super::error::GitError;
use super::id::CommitId;
use super::process::Running;

impl Repository {
    /// Shows `visit` each commit with the paths it changed, as raw bytes, in the order given. A first commit
    /// changed all it holds. A merge changed nothing of its own here: ask for its parts.
    pub(crate) fn changed_paths(
        &self,
        commits: &[CommitId],
        visit: &mut dyn FnMut(&CommitId, &[Vec<u8>]),
    ) -> Result<(), GitError> {
        let input = commits.iter().flat_map(|id| [id.hex(), "\n".into()]).collect::<String>();
        self.ask_paths(commits, input, visit)
    }

    /// The paths that differ between two commits, as raw bytes, whatever lies between them.
    pub(crate) fn differing_paths(
        &self,
        (from, to): (&CommitId, &CommitId),
    ) -> Result<Vec<Vec<u8>>, GitError> {
        let mut all = Vec::new();
        let input = format!("{} {}\n", to.hex(), from.hex());
        self.ask_paths(&[*to], input, &mut |_, paths| all = paths.to_vec())?;
        Ok(all)
    }

    fn ask_paths(
        &self,
        commits: &[CommitId],
        input: String,
        visit: &mut dyn FnMut(&CommitId, &[Vec<u8>]),
    ) -> Result<(), GitError> {
        if commits.is_empty() {
            return Ok(());
        }
        let mut running = self.git.start(&DIFF, input.into_bytes())?;
        let mut token = Vec::new();
        let mut more = next(&mut running, &mut token)?;
        for commit in commits {
            // Git skips what it cannot read without a word.
            if !more || CommitId::from_hex(&token) != Some(*commit) {
                return Err(missing(&mut running, commit));
            }
            let mut paths = Vec::new();
            more = self.read_paths(&mut running, &mut token, &mut paths)?;
            visit(commit, &paths);
        }
        if more { Err(GitError::Garbled) } else { running.end() }
    }

    /// Reads changes up to the next commit, which `token` then holds, or the end.
    fn read_paths(
        &self,
        running: &mut Running,
        token: &mut Vec<u8>,
        paths: &mut Vec<Vec<u8>>,
    ) -> Result<bool, GitError> {
        while next(running, token)? {
            if token.first() != Some(&b':') {
                return Ok(true);
            }
            let mut path = Vec::new();
            if !next(running, &mut path)? {
                return Err(running.cut());
            }
            paths.push(path);
            if u64::try_from(paths.len()).is_ok_and(|count| count > self.limits.paths) {
                return Err(GitError::TooMuch {
                    limit: self.limits.paths,
                    of: "changed paths in one commit",
                });
            }
        }
        Ok(false)
    }
}

fn next(running: &mut Running, token: &mut Vec<u8>) -> Result<bool, GitError> {
    running.field(0, PATH, "bytes in one path", token)
}

/// Git's own reason, or that the commit was passed over.
fn missing(running: &mut Running, commit: &CommitId) -> GitError {
    match running.cut() {
        GitError::Garbled => GitError::MissingObject { said: commit.hex().into() },
        error => error,
    }
}
