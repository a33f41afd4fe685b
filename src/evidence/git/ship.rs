//! How commits lie to one another, and which tags name versions: what is asked of the commit that ships.

use super::Repository;
use super::error::GitError;
use super::id::CommitId;
use super::names::other_v;
use super::process::Running;
use super::version::Version;
use crate::untrusted::Untrusted;

/// Commits that each of two has alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Distance {
    /// Those that the first has and the second has not.
    pub(crate) ahead: u64,
    /// Those that the second has and the first has not.
    pub(crate) behind: u64,
}

/// A tag that names the version of a release, no candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionTag {
    /// Its name, without `refs/tags/`.
    pub(crate) name: Untrusted,
    /// The commit behind it.
    pub(crate) commit: CommitId,
}

/// Tags that were asked for and not read yet.
pub(crate) struct TagsAsked(Running);

impl Repository {
    /// How far two commits are apart.
    pub(crate) fn distance(&self, first: &CommitId, second: &CommitId) -> Result<Distance, GitError> {
        if first == second {
            return Ok(Distance { ahead: 0, behind: 0 });
        }
        let range = format!("{}...{}", first.hex(), second.hex());
        let arguments = ["rev-list", "--left-right", "--count", "--end-of-options", &range, "--"];
        let answer = self.git.ask(&arguments)?;
        if answer.code != Some(0) || !answer.complaint.is_empty() {
            return Err(self.git.error(&answer));
        }
        let text = String::from_utf8_lossy(&answer.output);
        let mut numbers = text.split_whitespace().map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(ahead)), Some(Ok(behind))) => Ok(Distance { ahead, behind }),
            _ => Err(GitError::Garbled),
        }
    }

    /// Asks for tags that name releases: all, or those of forerunners of a commit. Git looks for them while something
    /// else is done.
    pub(crate) fn ask_version_tags(&self, before: Option<&CommitId>) -> Result<TagsAsked, GitError> {
        let merged = before.map(|commit| format!("--merged={}", commit.hex()));
        let mut arguments = vec!["--format=%(refname) %(objectname) %(*objectname)"];
        arguments.extend(merged.as_deref());
        arguments.push("refs/tags");
        self.start_references(&arguments).map(TagsAsked)
    }

    /// The tags that were asked for, newest version first.
    pub(crate) fn version_tags(&self, asked: TagsAsked) -> Result<Vec<VersionTag>, GitError> {
        let mut found: Vec<(Version, VersionTag)> = Vec::new();
        self.read_references(asked.0, &mut |line| {
            let mut parts = line.rsplit(' ');
            let (peeled, own) = (parts.next(), parts.next());
            let id = peeled.filter(|id| !id.is_empty()).or(own).and_then(CommitId::from_hex);
            let name = parts.next().and_then(|name| name.strip_prefix("refs/tags/"));
            let Some((name, commit)) = name.zip(id) else { return };
            if let Some(version) = Version::of(name).filter(|version| !version.is_candidate) {
                found.push((version, VersionTag { name: name.into(), commit }));
            }
        })?;
        found.sort_by(|(one, _), (other, _)| other.cmp(one));
        Ok(found.into_iter().map(|(_, tag)| tag).collect())
    }

    /// Shows the name of each tag, and when it was made.
    pub(crate) fn dated_tags(&self, visit: &mut dyn FnMut(&str, i64)) -> Result<(), GitError> {
        let arguments = ["--format=%(creatordate:unix) %(refname)", "refs/tags"];
        self.references(&arguments, &mut |line| {
            let parts = line.split_once(' ');
            let made = parts.and_then(|(made, _)| made.parse().ok());
            let name = parts.and_then(|(_, name)| name.strip_prefix("refs/tags/"));
            if let Some((name, made)) = name.zip(made) {
                visit(name, made);
            }
        })
    }

    /// The commit of a version, as people write versions; none where it is known by the end of a tag alone, or not at
    /// all.
    pub(crate) fn commit_of_version(&self, version: &str) -> Result<Option<CommitId>, GitError> {
        for name in [Some(version.to_owned()), other_v(version)].into_iter().flatten() {
            match self.resolve(&name) {
                Ok(commit) => return Ok(Some(commit)),
                Err(
                    GitError::UnknownRevision { .. }
                    | GitError::BadRevision { .. }
                    | GitError::NoCommits
                    | GitError::Ambiguous { .. }
                    | GitError::NotACommit { .. },
                ) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}
