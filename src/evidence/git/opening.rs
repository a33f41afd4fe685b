//! The first question to a repository: whether git can read it, and where it would list the cuts of a shallow clone.

use std::path::PathBuf;

use super::error::GitError;
use super::id::CommitId;
use super::process::{Git, os_string};
use super::revision::check;

/// A git that is too old repeats an option that it does not know.
const QUESTION: [&str; 5] =
    ["rev-parse", "--show-object-format", "--path-format=absolute", "--git-path", "shallow"];

/// Asks where the list of cuts would be.
pub(super) fn cuts(git: &Git) -> Result<PathBuf, GitError> {
    let answer = git.ask(&QUESTION)?;
    if answer.code != Some(0) || !answer.complaint.is_empty() {
        return Err(git.error(&answer));
    }
    path(&answer.output).ok_or(GitError::TooOld)
}

/// Where the list of cuts would be, and the commits that revisions name. None unless git answers it all in full and
/// without a word beside: then each is asked by itself, which says what is wrong.
pub(super) fn with_revisions(git: &Git, revisions: &[&str]) -> Option<(PathBuf, Vec<(String, CommitId)>)> {
    if revisions.is_empty() || revisions.iter().any(|revision| check(revision).is_err()) {
        return None;
    }
    let commits: Vec<String> = revisions.iter().map(|revision| format!("{revision}^{{commit}}")).collect();
    let question: Vec<&str> = QUESTION.into_iter().chain(commits.iter().map(String::as_str)).collect();
    let answer = git.ask(&question).ok()?;
    if answer.code != Some(0) || !answer.complaint.is_empty() {
        return None;
    }
    let mut output = answer.output.as_slice();
    let mut known = Vec::new();
    for revision in revisions.iter().rev() {
        let start = output.strip_suffix(b"\n")?.iter().rposition(|byte| *byte == b'\n')?.checked_add(1)?;
        let (before, line) = output.split_at_checked(start)?;
        known.push(((*revision).to_owned(), CommitId::from_hex(line.strip_suffix(b"\n")?)?));
        output = before;
    }
    Some((path(output)?, known))
}

/// The path behind the kind of ids; absent when an answer is not of this form.
fn path(output: &[u8]) -> Option<PathBuf> {
    let path = output.strip_prefix(b"sha1\n").or_else(|| output.strip_prefix(b"sha256\n"))?;
    let path = PathBuf::from(os_string(path.strip_suffix(b"\n")?));
    path.is_absolute().then_some(path)
}
