//! From the text of a revision to the commit it names.
//!
//! Owns which texts may reach git at all, and that one text names one commit: git itself would take the tag when a
//! branch has the same name, and say so only in passing.

use super::Repository;
use super::error::GitError;
use super::id::CommitId;
use super::process::Answer;
use crate::untrusted::Untrusted;

/// Longest revision, in bytes.
const LENGTH: usize = 512;

/// Where git looks for a name, apart from the name itself.
const PLACES: [(&str, &str); 5] = [
    ("refs/", ""),
    ("refs/tags/", ""),
    ("refs/heads/", ""),
    ("refs/remotes/", ""),
    ("refs/remotes/", "/HEAD"),
];

impl Repository {
    /// The commit that a revision names: a tag, a branch, an id, or an expression such as `HEAD~2`.
    pub(crate) fn resolve(&self, revision: &str) -> Result<CommitId, GitError> {
        if let Some((_, id)) = self.known.iter().find(|(known, _)| known == revision) {
            return Ok(*id);
        }
        check(revision)?;
        let answer = self.parse(&format!("{revision}^{{commit}}"))?;
        if answer.code != Some(0) {
            return Err(self.why_not(revision, &answer)?);
        }
        let id = only_id(&answer).ok_or(GitError::Garbled)?;
        if answer.complaint.is_empty() || (is_ambiguous(&answer) && self.all_agree(revision, id)?) {
            return Ok(id);
        }
        Err(self.complaint(revision, &answer))
    }

    fn parse(&self, revision: &str) -> Result<Answer, GitError> {
        self.git.ask(&["rev-parse", "--verify", "--end-of-options", revision])
    }

    /// Whether everything of that name is one commit. What reads as an abbreviated id may be one beside the name.
    fn all_agree(&self, revision: &str, id: CommitId) -> Result<bool, GitError> {
        if revision.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(false);
        }
        for (before, after) in PLACES {
            let answer = self.parse(&format!("{before}{revision}{after}^{{commit}}"))?;
            if answer.code == Some(0) && only_id(&answer) != Some(id) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn why_not(&self, revision: &str, answer: &Answer) -> Result<GitError, GitError> {
        if answer.complaint.contains("but the object dereferences to") {
            return Ok(GitError::NotACommit { revision: revision.into() });
        }
        if !answer.complaint.contains("Needed a single revision") || is_ambiguous(answer) {
            return Ok(self.complaint(revision, answer));
        }
        let error = self.complaint(revision, answer);
        if matches!(error, GitError::Corrupt { .. } | GitError::MissingObject { .. }) {
            return Ok(error);
        }
        // A full id names itself whether or not there is such a commit; a name that exists has lost its commit.
        if CommitId::from_hex(revision).is_none() && self.parse(revision)?.code == Some(0) {
            return Ok(GitError::MissingObject { said: revision.into() });
        }
        let Some(hint) = self.hint(revision)? else { return Ok(GitError::NoCommits) };
        Ok(GitError::UnknownRevision { revision: revision.into(), hint: Box::new(hint) })
    }

    fn complaint(&self, revision: &str, answer: &Answer) -> GitError {
        match self.git.error(answer) {
            GitError::Ambiguous { .. } => GitError::Ambiguous { revision: revision.into() },
            error => error,
        }
    }
}

/// Whether a text may be asked of git: one revision, no option, no range, no file.
pub(super) fn check(revision: &str) -> Result<(), GitError> {
    let forbidden = |character: char| character.is_control() || character.is_whitespace();
    let why = if revision.is_empty() {
        "it is empty"
    } else if revision.len() > LENGTH {
        "it is too long"
    } else if revision.starts_with('-') {
        "it starts with a dash"
    } else if revision.starts_with('^') {
        "it excludes commits instead of naming one"
    } else if revision.contains(forbidden) {
        "it contains blank space or a control character"
    } else if revision.contains("..") {
        "it is a range"
    } else if revision.contains(':') {
        "it contains a colon"
    } else {
        return Ok(());
    };
    let shown: String = revision.chars().take(LENGTH).collect();
    Err(GitError::BadRevision { revision: Untrusted::new(shown), why })
}

fn only_id(answer: &Answer) -> Option<CommitId> {
    CommitId::from_hex(answer.output.strip_suffix(b"\n")?)
}

fn is_ambiguous(answer: &Answer) -> bool {
    answer.complaint.contains("ambiguous")
}
