//! The versions of one file: the commits that changed it, and what stood in it then.
//!
//! Owns which history of a file is asked for. Names and addresses are as the commits hold them: `.mailmap` is a file of
//! the repository, and anybody who commits may write it.

use std::collections::BTreeSet;

use super::Repository;
use super::entry::PATH;
use super::error::GitError;
use super::id::CommitId;
use super::process::Running;
use super::walk::{FORMAT, Record};
use crate::limits;

/// Which history of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Every commit that changed it, on all branches that were merged, whatever the merges took of them.
    Full,
    /// What stood on the branch: its first-parent line with merges.
    First,
}

/// A commit that changed a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileCommit {
    /// Its id.
    pub(crate) id: CommitId,
    /// Of a full history, the commits below it that changed the file last.
    pub(crate) parents: Vec<CommitId>,
    /// Who wrote it.
    pub(crate) author: String,
    /// The author's mail address.
    pub(crate) address: String,
    /// When it was committed, in seconds since 1970.
    pub(crate) committed: i64,
    /// Whether what came before it was not cloned.
    pub(crate) is_cut: bool,
}

/// The commits that changed a file, newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileHistory {
    /// The commits.
    pub(crate) commits: Vec<FileCommit>,
    /// Whether there are older ones, too many to read.
    pub(crate) has_more: bool,
}

/// Files that are gone, or held a text, and were asked for.
pub(crate) struct GoneAsked(Running);

/// A history that was asked for and not read yet.
pub(crate) struct HistoryAsked(Running);

impl Repository {
    /// Asks for the history of files, by their paths from the top of the work tree. Git looks while something else is done.
    pub(crate) fn ask_history(&self, paths: &[&str], line: Line) -> Result<HistoryAsked, GitError> {
        let wanted: &[&str] = match line {
            Line::Full => &["--full-history", "--simplify-merges"],
            Line::First => &["--first-parent"],
        };
        let paths: Vec<String> = paths.iter().map(|path| format!(":(top,literal){path}")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let form = ["rev-list", "--no-commit-header", "--encoding=UTF-8", FORMAT];
        let arguments = [&form, wanted, &["--end-of-options", "HEAD", "--"], &paths].concat();
        self.git.start(&arguments, Vec::new()).map(HistoryAsked)
    }

    /// Asks for files that fit a pattern, were committed once and removed since: what a file was called before.
    pub(crate) fn ask_gone(&self, patterns: &[String]) -> Result<GoneAsked, GitError> {
        let patterns: Vec<String> = patterns.iter().map(|pattern| format!(":(top,glob){pattern}")).collect();
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        let wanted = [
            "log",
            "--full-history",
            "-m",
            "--diff-filter=D",
            "--no-renames",
            "--name-only",
            "--format=",
            "-z",
        ];
        let arguments = [&wanted[..], &["--end-of-options", "HEAD", "--"], &patterns].concat();
        self.git.start(&arguments, Vec::new()).map(GoneAsked)
    }

    /// Asks for files that fit a pattern and ever held a text, whether they are still there or not, merges included.
    pub(crate) fn ask_holders(&self, patterns: &[String], text: &str) -> Result<GoneAsked, GitError> {
        let patterns: Vec<String> = patterns.iter().map(|pattern| format!(":(top,glob){pattern}")).collect();
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        let text = format!("-S{text}");
        let wanted = ["log", "--full-history", "-m", "--no-renames", "--no-ext-diff", "--no-textconv"];
        let form = ["--name-only", "--format=", "-z", &text, "--end-of-options", "HEAD", "--"];
        self.git.start(&[&wanted[..], &form, &patterns].concat(), Vec::new()).map(GoneAsked)
    }

    /// The files that were asked for, those that changed last first; and whether there are more.
    pub(crate) fn gone(asked: GoneAsked) -> Result<(Vec<String>, bool), GitError> {
        let GoneAsked(mut running) = asked;
        let (mut found, mut path): (Vec<String>, _) = (Vec::new(), Vec::new());
        while running.field(0, PATH, "bytes in one path", &mut path)? {
            let name = String::from_utf8_lossy(&path).trim_start_matches('\n').to_owned();
            if name.is_empty() || name.contains('\n') || found.contains(&name) {
                continue;
            }
            if found.len() >= limits::REMOVED_PLANS {
                return Ok((found, true));
            }
            found.push(name);
        }
        running.end()?;
        Ok((found, false))
    }

    /// The history that was asked for.
    pub(crate) fn history(&self, asked: HistoryAsked) -> Result<FileHistory, GitError> {
        let HistoryAsked(mut running) = asked;
        let cuts = self.cuts()?;
        let mut found = FileHistory::default();
        let mut record = Record::default();
        while record.read(&mut running, self.limits.field)? {
            if found.commits.len() >= limits::PLAN_VERSIONS {
                found.has_more = true;
                return Ok(found);
            }
            record.show(&mut |commit| {
                found.commits.push(FileCommit {
                    id: commit.id,
                    parents: commit.parents.to_vec(),
                    author: commit.author_name.to_owned(),
                    address: commit.author_email.to_owned(),
                    committed: commit.commit_time,
                    is_cut: cuts.contains(&commit.id),
                });
            })?;
        }
        running.end()?;
        Ok(found)
    }

    /// Whether nothing was ever merged into what stands here.
    pub(crate) fn is_straight(&self) -> Result<bool, GitError> {
        let question =
            ["rev-list", "--first-parent", "--merges", "--max-count=1", "--end-of-options", "HEAD"];
        let answer = self.git.ask(&[&question[..], &["--"]].concat())?;
        if answer.code == Some(0) && answer.complaint.is_empty() {
            Ok(answer.output.is_empty())
        } else {
            Err(self.git.error(&answer))
        }
    }

    /// Whether the clone is cut off anywhere.
    pub(crate) fn is_cut(&self) -> Result<bool, GitError> {
        self.cuts().map(|cuts: BTreeSet<CommitId>| !cuts.is_empty())
    }

    /// Shows what a file held in each commit, in their order: nothing where it was not there, is no file, or is too
    /// large.
    pub(crate) fn contents(
        &self,
        commits: &[CommitId],
        path: &str,
        visit: &mut dyn FnMut(Option<&[u8]>),
    ) -> Result<(), GitError> {
        if commits.is_empty() {
            return Ok(());
        }
        let input = commits.iter().flat_map(|id| [id.hex(), ":".into(), path.into(), "\n".into()]);
        let mut running = self.git.start(&["cat-file", "--batch"], input.collect::<String>().into_bytes())?;
        let (mut head, mut bytes, mut all) = (Vec::new(), Vec::new(), 0_u64);
        for _ in commits {
            if !running.field(b'\n', PATH, "bytes in a line", &mut head)? {
                return Err(running.cut());
            }
            let Some((is_file, length)) = announced(&head) else {
                visit(None);
                continue;
            };
            all = all.saturating_add(length);
            if all > limits::PLAN_VERSIONS_READ {
                return Err(GitError::TooMuch {
                    limit: limits::PLAN_VERSIONS_READ,
                    of: "bytes in all versions of a file",
                });
            }
            let is_kept = running.content(length, limits::PLAN_VERSION_BYTES, &mut bytes)?;
            visit(Some(bytes.as_slice()).filter(|_| is_file && is_kept));
        }
        running.end()
    }
}

/// Whether a file was found, and its length. None for what is missing: there the question itself is repeated.
fn announced(head: &[u8]) -> Option<(bool, u64)> {
    let mut words = head.split(|byte| *byte == b' ');
    CommitId::from_hex(words.next()?)?;
    let kind = words.next()?;
    let length = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    Some((kind == b"blob", length))
}
