//! The commit that ships: how far others are from it, what a rollback restores, and what the last release is.
//!
//! Takes what is wanted as data and hands on what git says; what that means is for the rules.

use std::collections::BTreeMap;

use super::git::{CommitId, GitError, GitTrees, Repository, TagsAsked, Version};
use super::{Fault, Gathered};
use crate::evidence::history::trees::Commit;
use crate::limits;
use crate::source::Span;
use crate::untrusted::Untrusted;

/// What was found about the commit that ships.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shipping {
    /// How far `HEAD` is from it: commits that `HEAD` has alone, and those that it lacks.
    pub head: Option<(u64, u64)>,
    /// The commit that was asked about, where one was.
    pub asked: Gathered<AskedCommit>,
    /// The commit that the newest call is about.
    pub called: Gathered<AskedCommit>,
    /// The commit that the tests were confirmed on, where it is named in other words than the build's.
    pub tested: Gathered<AskedCommit>,
    /// The commits that confirmations are about, as they are written.
    pub builds: BTreeMap<String, Gathered<Commit>>,
    /// What a rollback restores.
    pub restores: Gathered<Restores>,
    /// The release that the build should begin at, where it begins at another commit.
    pub last: Option<Last>,
}

/// A commit that somebody asks about.
#[derive(Debug, Clone)]
pub(crate) struct AskedCommit {
    /// Under which number the trees know it.
    pub commit: Commit,
    /// Its full id.
    pub id: String,
    /// Commits that it has and the build has not, and the other way round.
    pub apart: (u64, u64),
}

/// What a rollback restores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restores {
    /// A version that exists nowhere.
    Nothing,
    /// A version that exists, or that is known by name alone.
    Version,
    /// Another commit than the one that the build begins at.
    Other,
    /// What will ship itself.
    Build,
    /// A commit that descends from it.
    After,
}

/// A release that lies elsewhere than the beginning of the build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Last {
    /// Its tag.
    pub tag: Untrusted,
    /// The first digits of its commit.
    pub short: Untrusted,
}

/// What is wanted.
pub(crate) struct Wanted<'w> {
    /// The commit that is asked about.
    pub commit: Option<&'w str>,
    /// The full id of the commit that a call is about.
    pub called: Option<&'w str>,
    /// The commit that the tests were confirmed on, and where that stands.
    pub tested: Option<(&'w str, Span)>,
    /// The commits that confirmations are about, and where they stand.
    pub builds: &'w [(&'w str, Span)],
    /// The last release as it is written, and its commit.
    pub from: (&'w str, CommitId),
    /// What a rollback restores, and where that stands.
    pub restores: Option<(&'w str, Span)>,
    /// The tags that name versions.
    pub tags: Result<TagsAsked, GitError>,
}

/// Looks at the commit that ships.
pub(crate) fn look(trees: &GitTrees, wanted: Wanted) -> Shipping {
    let repository = trees.repository();
    let Some(to) = trees.tip_id() else { return Shipping::default() };
    // A work tree without any commit of its own has no distance.
    let head = repository.resolve("HEAD").and_then(|head| repository.distance(&head, to)).ok();
    let about = |revision: Option<&str>| match revision {
        None => Gathered::Absent,
        Some(revision) => {
            gathered(asked_commit(trees, revision, to), Span::top(crate::source::FileId::Release))
        }
    };
    let tested = match wanted.tested {
        None => Gathered::Absent,
        Some((revision, span)) => gathered(asked_commit(trees, revision, to), span),
    };
    let (asked, called) = (about(wanted.commit), about(wanted.called));
    let restores = match wanted.restores {
        None => Gathered::Absent,
        Some((version, span)) => match restored(trees, version, (&wanted.from.1, to)) {
            Ok(None) => Gathered::Absent,
            Ok(Some(restores)) => Gathered::Read(restores),
            Err(error) => gathered(Err(error), span),
        },
    };
    Shipping {
        head: head.map(|distance| (distance.ahead, distance.behind)),
        asked,
        called,
        tested,
        builds: builds(trees, wanted.builds),
        restores,
        last: last(trees, wanted.tags, (wanted.from, to)).unwrap_or_default(),
    }
}

/// The commits that confirmations are about. Beyond so many nobody looks, and none of them is the build.
fn builds(trees: &GitTrees, wanted: &[(&str, Span)]) -> BTreeMap<String, Gathered<Commit>> {
    let mut found = BTreeMap::new();
    for (revision, span) in wanted {
        if found.len() < limits::CONFIRMED_BUILDS && !found.contains_key(*revision) {
            let commit = trees.repository().resolve(revision).map(|id| trees.commit(&id));
            found.insert((*revision).to_owned(), gathered(commit, *span));
        }
    }
    found
}

fn gathered<T>(result: Result<T, GitError>, span: Span) -> Gathered<T> {
    match result {
        Ok(value) => Gathered::Read(value),
        Err(error) => Gathered::Broken(Fault { span, message: error.message(), help: error.help().into() }),
    }
}

fn asked_commit(trees: &GitTrees, revision: &str, to: &CommitId) -> Result<AskedCommit, GitError> {
    let id = trees.repository().resolve(revision)?;
    let distance = trees.repository().distance(&id, to)?;
    Ok(AskedCommit { commit: trees.commit(&id), id: id.hex(), apart: (distance.ahead, distance.behind) })
}

/// What the words of a rollback name; none where they are a sentence and no version.
pub(crate) fn version_of(words: &str) -> Option<&str> {
    let version = words.trim();
    // Braces are git's own only behind `^` or `@`; elsewhere they are a form that somebody fills in.
    let has_braces = version.contains("^{") || version.contains("@{");
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || "._/@+-~^".contains(c) || (has_braces && "{}".contains(c));
    let is_version = !version.is_empty()
        && version.chars().all(is_plain)
        && (version.chars().any(|c| c.is_ascii_digit()) || version.contains("HEAD"));
    is_version.then_some(version)
}

fn restored(
    trees: &GitTrees,
    words: &str,
    (from, to): (&CommitId, &CommitId),
) -> Result<Option<Restores>, GitError> {
    let repository = trees.repository();
    let Some(version) = version_of(words) else {
        // `main` is no version, and may yet be what ships; any other word is as good as a sentence.
        let Some(commit) = repository.commit_of_version(words.trim())? else { return Ok(None) };
        let place = place(trees, &commit, (from, to))?;
        return Ok(matches!(place, Restores::Build | Restores::After).then_some(place));
    };
    if !repository.knows(version)? {
        return Ok(Some(Restores::Nothing));
    }
    match repository.commit_of_version(version)? {
        Some(commit) => place(trees, &commit, (from, to)).map(Some),
        None => Ok(Some(Restores::Version)),
    }
}

/// Where a commit lies that a rollback restores.
fn place(
    trees: &GitTrees,
    commit: &CommitId,
    (from, to): (&CommitId, &CommitId),
) -> Result<Restores, GitError> {
    Ok(if *commit == *from {
        Restores::Version
    } else if *commit == *to {
        Restores::Build
    } else if !trees.is_in_range(commit) && trees.repository().distance(commit, to)?.behind == 0 {
        Restores::After
    } else {
        Restores::Other
    })
}

/// The newest release before the build, where the build begins at another commit.
fn last(
    trees: &GitTrees,
    asked: Result<TagsAsked, GitError>,
    ((written, from), to): ((&str, CommitId), &CommitId),
) -> Result<Option<Last>, GitError> {
    let repository: &Repository = trees.repository();
    let tags = repository.version_tags(asked?)?;
    let written = written.strip_prefix("refs/tags/").unwrap_or(written);
    let own = tags
        .iter()
        .find(|tag| tag.name.raw() == written)
        .or_else(|| tags.iter().find(|tag| tag.commit == from));
    // Where a repository holds several products, the others' releases are none of this one.
    let product = own.map(|tag| Version::product(tag.name.raw()));
    let is_own = |name: &Untrusted| product.is_none_or(|product| Version::product(name.raw()) == product);
    let last =
        |tag: &super::git::VersionTag| Last { tag: tag.name.clone(), short: tag.commit.short().into() };
    let mut between = tags.iter().filter(|tag| is_own(&tag.name) && tag.commit != *to);
    if let Some(newer) = between.find(|tag| trees.is_in_range(&tag.commit)) {
        return Ok(Some(last(newer)));
    }
    if tags.is_empty() || tags.iter().any(|tag| tag.commit == from) {
        return Ok(None);
    }
    let before = repository.version_tags(repository.ask_version_tags(Some(&from))?)?;
    Ok(before.iter().find(|tag| is_own(&tag.name)).map(last))
}
