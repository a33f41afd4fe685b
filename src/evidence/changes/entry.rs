//! The shapes of entries: every key that a client uses, with whatever stands there.
//!
//! Reading never fails on a type here: values of a wrong one are kept as what they are, so that the one who uses
//! them can name the entry and the key. Keys that nobody uses are skipped without being kept.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::fault::Problem;

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

/// An answer that is no list, for what it says went wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    message: Given,
    error: Given,
}

impl Answer {
    /// Its own words, shortened.
    pub(super) fn said(&self) -> Option<String> {
        [&self.message, &self.error].into_iter().find_map(|words| match words {
            Given::Text(words) if !words.trim().is_empty() => Some(shortened(words)),
            _ => None,
        })
    }
}

/// The beginning of a text, for a message.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// A value where a single one is expected.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) enum Given {
    /// The key is not there.
    #[default]
    Missing,
    /// Null.
    Null,
    /// A text.
    Text(String),
    /// A whole number from zero.
    Whole(u64),
    /// True or false.
    Flag(bool),
    /// Anything else.
    Other(&'static str),
}

impl Given {
    /// What stands there, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Null => "nothing (null)",
            Self::Text(_) => "a text",
            Self::Whole(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Other(kind) => kind,
        }
    }

    /// Whether something stands there.
    pub(super) fn is_something(&self) -> bool {
        !matches!(self, Self::Missing | Self::Null)
    }
}

/// An object, or what stands in its place.
#[derive(Debug)]
pub(super) enum Part<T> {
    /// The object.
    Object(T),
    /// No object.
    Given(Given),
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self::Given(Given::Missing)
    }
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

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Loose(std::marker::PhantomData::<NoObject>)).map(|part| match part {
            Part::Object(NoObject) => Self::Other("an object"),
            Part::Given(given) => given,
        })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Loose(std::marker::PhantomData::<T>))
    }
}

impl<'de> Deserialize<'de> for Parents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountParents)
    }
}

/// An object of which nothing is wanted.
struct NoObject;

impl<'de> Deserialize<'de> for NoObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Takes whatever comes.
struct Loose<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Loose<T> {
    type Value = Part<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Flag(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Whole(value)))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Other("a number below zero")))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Other("a broken or too large number")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Text(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Part<T>, E> {
        Ok(Part::Given(Given::Text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Part<T>, A::Error> {
        while access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Part::Given(Given::Other("a list")))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Part<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(access)).map(Part::Object)
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

/// A key with what stands there.
pub(super) type Key<'e> = (&'static str, &'e Given);

/// The first of several keys that is given, all of which must be readable.
pub(super) fn first_text<'e>(keys: &[Key<'e>]) -> Result<Option<&'e str>, Problem> {
    let mut first = None;
    for (key, given) in keys {
        let text = text(key, given)?;
        first = first.or(text);
    }
    Ok(first)
}

pub(super) fn text<'e>(key: &'static str, given: &'e Given) -> Result<Option<&'e str>, Problem> {
    match given {
        Given::Missing | Given::Null => Ok(None),
        Given::Text(text) => Ok(Some(text)),
        _ => Err(Problem::WrongKind { key, wanted: "a text", found: given.kind() }),
    }
}

pub(super) fn wrong_part(key: &'static str, given: &Given) -> Problem {
    Problem::WrongKind { key, wanted: "an object", found: given.kind() }
}
