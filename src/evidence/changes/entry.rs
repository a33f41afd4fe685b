//! The shapes of entries: every key that a client uses, with whatever stands there.
//!
//! Keys that nobody uses are skipped without being kept.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::files::Files;
use crate::evidence::given::{Given, ListOf, Part};

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
    pub authors: ListOf<Part<Who>>,
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
    pub parents: ListOf<IgnoredAny>,
    pub parent_ids: ListOf<IgnoredAny>,
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
