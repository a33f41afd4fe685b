//! The shapes of entries: every key that a client uses, with whatever stands there.
//!
//! Keys that nobody uses are skipped without being kept.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::files::Files;
use crate::evidence::given::{Given, Part};

/// One pull request, merge request or commit, in any of the known shapes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    // What it is called.
    pub number: Given,
    pub iid: Given,
    pub sha: Given,
    pub oid: Given,
    pub id: Given,
    #[serde(rename = "mergeCommit")]
    pub merge_commit: Part<Hashed>,
    pub merge_commit_sha: Given,
    pub squash_commit_sha: Given,
    // What it says.
    pub title: Given,
    pub subject: Given,
    #[serde(rename = "messageHeadline")]
    pub headline: Given,
    pub body: Given,
    pub description: Given,
    #[serde(rename = "messageBody")]
    pub message_body: Given,
    pub message: Given,
    // Who wrote it.
    pub author: Part<Who>,
    pub authors: Vec<Part<Who>>,
    pub user: Part<Who>,
    pub author_name: Given,
    pub author_email: Given,
    // When.
    #[serde(rename = "mergedAt")]
    pub merged_at_gh: Given,
    pub merged_at: Given,
    #[serde(rename = "closedAt")]
    pub closed_at_gh: Given,
    pub closed_at: Given,
    #[serde(rename = "createdAt")]
    pub created_at_gh: Given,
    pub created_at: Given,
    #[serde(rename = "authoredDate")]
    pub authored_date_gh: Given,
    pub authored_date: Given,
    pub authored_at: Given,
    #[serde(rename = "committedDate")]
    pub committed_date_gh: Given,
    pub committed_date: Given,
    pub committed_at: Given,
    pub date: Given,
    // Whether it was merged.
    pub state: Given,
    pub merged: Given,
    #[serde(rename = "isDraft")]
    pub is_draft: Given,
    pub draft: Given,
    pub work_in_progress: Given,
    // The commit itself, and where it comes from.
    pub commit: Part<Commit>,
    pub parents: Parents,
    pub parent_ids: Parents,
    // What it touches.
    pub files: Files,
}

/// An object that is known by its hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Hashed {
    pub oid: Given,
}

/// What GitHub's REST API puts under `commit`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Commit {
    pub message: Given,
    pub author: Part<Who>,
    pub committer: Part<Who>,
}

/// A person, with the date where a commit shows one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Who {
    pub name: Given,
    pub email: Given,
    pub login: Given,
    pub username: Given,
    pub date: Given,
}

/// How many parents are named.
#[derive(Debug, Default)]
pub(super) enum Parents {
    /// A list of this length.
    Count(usize),
    /// No list.
    #[default]
    Unknown,
    /// Something else than a list.
    Wrong(&'static str),
}

impl<'de> Deserialize<'de> for Parents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountParents)
    }
}

/// Counts a list.
struct CountParents;

impl<'de> Visitor<'de> for CountParents {
    type Value = Parents;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Parents, E> {
        Ok(Parents::Unknown)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Parents, E> {
        Ok(Parents::Wrong("true or false"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Parents, E> {
        Ok(Parents::Wrong("a number"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Parents, E> {
        Ok(Parents::Wrong("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Parents, E> {
        Ok(Parents::Wrong("a number"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Parents, E> {
        Ok(Parents::Wrong("a text"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Parents, A::Error> {
        let mut count: usize = 0;
        while access.next_element::<IgnoredAny>()?.is_some() {
            count = count.saturating_add(1);
        }
        Ok(Parents::Count(count))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Parents, A::Error> {
        while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Parents::Wrong("an object"))
    }
}
