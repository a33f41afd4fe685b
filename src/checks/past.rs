//! The past of the plan: the versions of the release file as git keeps them, each read as a release.
//!
//! Owns which of them are versions of this release. What a version shows is for the rules; that the past could not be
//! read, or not whole, is never the same as that nothing happened.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::directory::{PersonEntry, folded};
use super::release::Release;
use super::words::words;
use crate::evidence::Fault;
use crate::evidence::past::{Commit, Tag};
use crate::shape::Maybe;
use crate::shape::decode::Map;
use crate::untrusted::Untrusted;

/// The past of one plan.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// All versions of the file on all branches that were merged, newest first; empty where no rule asks for them.
    pub full: Vec<Version>,
    /// Those that stood on the branch, newest first.
    pub line: Vec<Version>,
    /// Versions of this release in other files, at a time when this file held it as well.
    pub twins: Vec<Version>,
    /// The tags, where a rule asks for them.
    pub tags: Vec<Tag>,
    /// What is not known of it.
    pub gap: Option<Fault>,
    /// What differs from the plan that the newest call is about; none where that was never committed.
    pub changed: Option<Vec<String>>,
}

/// A version of the file.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// The commit.
    pub commit: Commit,
    /// What stood in the file.
    pub held: Option<Arc<Held>>,
    /// Whether it is one of this release, and not of an earlier one.
    pub is_own: bool,
}

/// What stood in a version.
#[derive(Debug)]
pub(crate) struct Held {
    /// The release, as far as the text is one.
    pub release: Release,
    /// Whether the list of issues that it names is there as well.
    pub has_issues: bool,
    /// The words of people in it.
    words: HashSet<String>,
}

impl Held {
    /// Looks at a release once.
    pub(crate) fn new(release: Release, has_issues: bool) -> Self {
        let words = words(&release).into_iter().map(|word| word.said).collect();
        Self { release, has_issues, words }
    }
}

impl Version {
    /// The release, where it is a version of this one.
    pub(crate) fn own(&self) -> Option<&Release> {
        self.held.as_deref().filter(|_| self.is_own).map(|held| &held.release)
    }

    fn holds(&self, word: &str) -> bool {
        self.is_own && self.held.as_ref().is_some_and(|held| held.words.contains(word))
    }
}

impl Past {
    /// The versions since which a word has stood unchanged: one, unless it was written on several branches; none where
    /// it is not committed.
    pub(crate) fn origins(&self, word: &str) -> Vec<&Version> {
        let mut origins = Vec::new();
        let mut seen = HashSet::new();
        let mut open: Vec<usize> =
            self.full.first().filter(|tip| tip.holds(word)).map(|_| 0).into_iter().collect();
        while let Some(place) = open.pop() {
            let Some(version) = self.full.get(place).filter(|_| seen.insert(place)) else { continue };
            let holds = |parent: &&usize| self.full.get(**parent).is_some_and(|parent| parent.holds(word));
            let before: Vec<usize> = version.commit.parents.iter().filter(holds).copied().collect();
            if before.is_empty() || version.commit.is_cut {
                origins.push(version);
            }
            open.extend(before);
        }
        origins
    }
}

impl Past {
    /// What stood on the branch since a list was approved, newest first: down to the first version that holds this
    /// approval. Nothing where the approval is not committed.
    pub(crate) fn since_approval(&self, release: &Release) -> &[Version] {
        let approved = approval(release);
        let holds = |version: &Version| version.own().is_some_and(|own| approval(own) == approved);
        let first = self.line.iter().rposition(holds).filter(|_| approved.is_some());
        first.and_then(|first| self.line.get(..=first)).unwrap_or_default()
    }

    /// What stood on the branch since a list was approved for the first time, newest first; all of it where none ever
    /// was: a draft may change, and an approval that is given anew begins nothing.
    pub(crate) fn since_first_approval(&self) -> &[Version] {
        let is_approved = |version: &Version| version.own().is_some_and(|own| approval(own).is_some());
        let first = self.line.iter().rposition(is_approved);
        first.and_then(|first| self.line.get(..=first)).unwrap_or(&self.line)
    }

    /// All versions of this release, newest first; those in other files last.
    pub(crate) fn own(&self) -> impl Iterator<Item = (&Version, &Release)> {
        let all = self.full.iter().chain(&self.line).chain(&self.twins);
        all.filter_map(|version| Some((version, version.own()?)))
    }

    /// Why nobody can tell what happened since a version, where the history does not reach so far.
    pub(crate) fn doubt_since(&self, since: &[Version]) -> Option<&Fault> {
        let is_cut = since.last().is_some_and(|first| first.commit.is_cut);
        self.gap.as_ref().filter(|_| is_cut)
    }
}

/// When something came to be as it is in the release file: in the oldest of the newest versions for which it holds.
/// None where it is so in none of them: then it is not committed yet.
pub(crate) fn since_when(versions: &[Version], is_so: impl Fn(&Release) -> bool) -> Option<&Version> {
    versions.iter().take_while(|version| version.own().is_some_and(&is_so)).last()
}

fn approval(release: &Release) -> Option<(String, String)> {
    let (by, on) = release.scope.approved_by.get().zip(release.scope.approved_on.get())?;
    Some((folded(by.name.raw()), on.written()))
}

/// Whether two files bear the same name.
pub(crate) fn is_same_name(one: &Release, other: &Release) -> bool {
    let name = |release: &Release| release.name.get().map(|name| folded(name.words.raw()));
    name(one) == name(other)
}

/// Whether two files are about the same release.
pub(crate) fn is_same_release(one: &Release, other: &Release) -> bool {
    let version = |release: &Release| release.version.get().map(|version| folded(version.words.raw()));
    version(one) == version(other)
}

/// The addresses under which people of a directory commit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Addresses(BTreeMap<String, Vec<String>>);

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This person's alone.
    Theirs,
    /// This person's and others', so it proves neither.
    Shared,
    /// Not this person's.
    Other,
}

impl Addresses {
    /// The addresses of a directory.
    pub(crate) fn of(people: &Maybe<Map<PersonEntry>>) -> Self {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, person) in people.get().map(|map| map.entries.as_slice()).unwrap_or_default() {
            for address in person.emails.items().iter().filter(|address| !address.text.is_blank()) {
                let people = all.entry(folded(address.text.raw())).or_default();
                if !people.contains(&folded(&name.value)) {
                    people.push(folded(&name.value));
                }
            }
        }
        Self(all)
    }

    /// Whether there are none at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any address of this person is known.
    pub(crate) fn has(&self, who: &Untrusted) -> bool {
        let who = folded(who.raw());
        self.0.values().any(|people| people.contains(&who))
    }

    /// Whether an address is this person's.
    pub(crate) fn owner(&self, address: &str, who: &Untrusted) -> Owner {
        match self.0.get(&folded(address)) {
            Some(people) if people.contains(&folded(who.raw())) => {
                if people.len() == 1 {
                    Owner::Theirs
                } else {
                    Owner::Shared
                }
            }
            _ => Owner::Other,
        }
    }
}
