//! Tags and branches by name: which exist, which are near a name, which are newest.
//!
//! Owns the reading of `for-each-ref`. Names are compared, objects are not looked at, so that one broken reference
//! does not hide the others.

use std::collections::BTreeSet;

use super::Repository;
use super::error::{GitError, Hint};
use super::id::CommitId;
use super::process::Running;
use crate::untrusted::Untrusted;

/// Longest reference, in bytes.
const NAME: u64 = 16 * 1024;
/// Names that are compared for "did you mean", and the longest of them.
const COMPARED: usize = 50_000;
const COMPARED_LENGTH: usize = 100;
/// Names that are offered.
const OFFERED: usize = 3;

/// A tag and the commit it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Its name, without `refs/tags/`.
    pub(crate) name: Untrusted,
    /// The commit, behind an annotated tag too.
    pub(crate) commit: CommitId,
}

impl Repository {
    /// Tags that are reachable from a commit, the newest first (by creation, then by version), at most `limit`.
    pub(crate) fn newest_tags(&self, from: &CommitId, limit: usize) -> Result<Vec<Tag>, GitError> {
        let mut tags = Vec::new();
        let count = format!("--count={}", limit.max(1));
        let merged = format!("--merged={}", from.hex());
        let sorted = [merged.as_str(), "--sort=-version:refname", "--sort=-creatordate", &count];
        let format = "--format=%(refname) %(objectname) %(*objectname)";
        self.references(&[&sorted[..], &[format, "refs/tags"]].concat(), &mut |line| {
            let mut parts = line.rsplit(' ');
            // A tag of a tag of a commit peels to the commit only in newer versions; such a tag is left out.
            let (peeled, own) = (parts.next(), parts.next());
            let id = peeled.filter(|id| !id.is_empty()).or(own).and_then(CommitId::from_hex);
            let name = parts.next().and_then(|name| name.strip_prefix("refs/tags/"));
            if let (Some(name), Some(commit)) = (name, id) {
                tags.push(Tag { name: name.into(), commit });
            }
        })?;
        Ok(tags)
    }

    /// Whether a version exists, as people write versions: as a revision, with or without a leading `v`, as the end
    /// of a tag (`app@2.3.0`), or as a branch of a remote.
    pub(crate) fn knows(&self, version: &str) -> Result<bool, GitError> {
        let version = version.trim();
        // A short number may happen to begin some commit's id.
        if version.len() >= 7 || !version.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            match self.resolve(version) {
                Ok(_) | Err(GitError::Ambiguous { .. }) => return Ok(true),
                Err(GitError::BadRevision { .. } | GitError::NoCommits) => return Ok(false),
                Err(GitError::UnknownRevision { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let Some(other) = other_v(version) else { return Ok(false) };
        let mut found = false;
        self.each_name(&mut |name| found |= [version, &other].iter().any(|version| names(name, version)))?;
        Ok(found)
    }

    /// What may lead from a revision that does not exist to the one that was meant; absent when there are neither
    /// tags nor branches.
    pub(super) fn hint(&self, revision: &str) -> Result<Option<Hint>, GitError> {
        let (other, mut hint) = (other_v(revision), Hint { no_tags: true, ..Hint::default() });
        let (mut near, mut seen, mut empty) = (BTreeSet::new(), 0_usize, true);
        self.each_name(&mut |name| {
            empty = false;
            let tag = name.strip_prefix("refs/tags/");
            hint.no_tags &= tag.is_none();
            if tag.is_some() && tag == other.as_deref() {
                hint.other_v = tag.map(Untrusted::from);
            }
            seen = seen.saturating_add(1);
            if let Some(short) = short(name).filter(|name| seen <= COMPARED && name.len() <= COMPARED_LENGTH)
            {
                let distance = strsim::damerau_levenshtein(short, revision);
                if distance <= (revision.chars().count() / 3).max(1) {
                    near.insert((distance, short.to_owned()));
                    // Only the nearest are ever needed.
                    if near.len() > OFFERED {
                        near.pop_last();
                    }
                }
            }
        })?;
        hint.near = near.into_iter().map(|(_, name)| Untrusted::new(name)).collect();
        hint.shallow = !self.cuts()?.is_empty();
        Ok(if empty { None } else { Some(hint) })
    }

    /// Shows every full name of a tag, a branch or a remote branch.
    fn each_name(&self, visit: &mut dyn FnMut(&str)) -> Result<(), GitError> {
        self.references(&["--format=%(refname)", "refs/tags", "refs/heads", "refs/remotes"], visit)
    }

    pub(super) fn references(&self, arguments: &[&str], visit: &mut dyn FnMut(&str)) -> Result<(), GitError> {
        self.read_references(self.start_references(arguments)?, visit)
    }

    pub(super) fn start_references(&self, arguments: &[&str]) -> Result<Running, GitError> {
        self.git.start(&[&["for-each-ref"], arguments].concat(), Vec::new())
    }

    pub(super) fn read_references(
        &self,
        mut running: Running,
        visit: &mut dyn FnMut(&str),
    ) -> Result<(), GitError> {
        let (mut line, mut count) = (Vec::new(), 0_u64);
        while running.field(b'\n', NAME, "bytes in the name of a reference", &mut line)? {
            count = count.saturating_add(1);
            if count > self.limits.references {
                return Err(GitError::TooMuch { limit: self.limits.references, of: "tags and branches" });
            }
            visit(&String::from_utf8_lossy(&line));
        }
        running.end()
    }
}

/// The name with its leading `v` taken away or added; none for a blank name.
pub(super) fn other_v(name: &str) -> Option<String> {
    match name.strip_prefix(['v', 'V']) {
        Some("") => None,
        Some(bare) => Some(bare.to_owned()),
        None => Some(format!("v{name}")).filter(|_| !name.is_empty()),
    }
}

/// Whether a tag is that of a version, as people write versions.
pub(crate) fn is_tag_of(tag: &str, version: &str) -> bool {
    let reference = format!("refs/tags/{tag}");
    !version.is_empty()
        && [Some(version.to_owned()), other_v(version)]
            .into_iter()
            .flatten()
            .any(|one| names(&reference, &one))
}

/// Whether a reference stands for a version: a tag that is it or ends with it, a branch that is it.
///
/// What stands before the end of a tag must not belong to the version: a dot or a plus would make `12.3.0` a tag
/// of `3.0`.
fn names(reference: &str, version: &str) -> bool {
    if let Some(tag) = reference.strip_prefix("refs/tags/") {
        let before = tag.strip_suffix(version);
        return before.is_some_and(|before| {
            before.chars().next_back().is_none_or(|end| !end.is_alphanumeric() && !matches!(end, '.' | '+'))
        });
    }
    short(reference) == Some(version)
}

/// The name without what kind it is of and which remote holds it.
fn short(reference: &str) -> Option<&str> {
    let local = reference.strip_prefix("refs/tags/").or_else(|| reference.strip_prefix("refs/heads/"));
    local.or_else(|| reference.strip_prefix("refs/remotes/")?.split_once('/').map(|(_, name)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_may_name_a_product_before_the_version() {
        for tag in ["2.3.0", "app@2.3.0", "app-2.3.0", "app/2.3.0", "app_2.3.0"] {
            assert!(names(&format!("refs/tags/{tag}"), "2.3.0"), "{tag}");
        }
        for tag in ["12.3.0", "1.2.3.0", "v2.3.0", "2.3.0-rc.1", "1.0+2.3.0"] {
            assert!(!names(&format!("refs/tags/{tag}"), "2.3.0"), "{tag}");
        }
    }

    #[test]
    fn a_remote_branch_counts_by_its_whole_name() {
        assert!(names("refs/remotes/origin/release/2.3", "release/2.3"));
        assert!(!names("refs/remotes/origin/release/2.3", "2.3"));
        assert!(!names("refs/remotes/origin", "origin"));
    }

    #[test]
    fn a_leading_v_comes_and_goes() {
        assert_eq!(other_v("v2").as_deref(), Some("2"));
        assert_eq!(other_v("2").as_deref(), Some("v2"));
        assert_eq!((other_v("v"), other_v("")), (None, None));
    }
}
