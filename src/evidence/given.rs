//! Values as they stand in what clients print, whatever their type: who uses one can name the entry and the key.
//!
//! Reading never fails on a type here. Keys that nobody asks for are skipped without being kept.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thiserror::Error;

/// What is wrong with one entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Problem {
    /// Nothing says what it changes.
    #[error("has neither a title nor a message")]
    NoTitle,
    /// Nothing says which one it is.
    #[error("has neither a number nor a hash")]
    NoName,
    /// Nothing says which issue it is.
    #[error("has neither a number nor a key")]
    NoId,
    /// A value of a wrong kind.
    #[error("should have {wanted} at \"{key}\", but has {found}")]
    WrongKind {
        /// The key.
        key: &'static str,
        /// What should stand there.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A date that is none.
    #[error("has \"{text}\" at \"{key}\", which is no date-time with an offset")]
    BadDate {
        /// The key.
        key: &'static str,
        /// What stands there.
        text: String,
    },
    /// A number that is none.
    #[error("has \"{text}\" at \"{key}\", which is no number")]
    BadNumber {
        /// The key.
        key: &'static str,
        /// What stands there.
        text: String,
    },
    /// A hash that is none.
    #[error("has \"{text}\" at \"{key}\", which is no hash of a commit")]
    BadHash {
        /// The key.
        key: &'static str,
        /// What stands there.
        text: String,
    },
    /// Closed, which may mean merged.
    #[error("is closed, but does not say whether it was merged")]
    MergedOrNot,
}

impl Problem {
    /// What to do about it.
    pub(in crate::evidence) fn help(&self) -> &'static str {
        match self {
            Self::NoTitle => "give each entry `title` (with `body` or `description`), or `message`",
            Self::NoName => "give each entry `number`, `iid` or `sha`",
            Self::NoId => "give each entry `number`, `iid`, `key` or `identifier`",
            Self::WrongKind { .. } | Self::BadNumber { .. } => {
                "write the file anew, with the values as the client prints them"
            }
            Self::BadDate { .. } => "write dates like 2026-11-30T16:20:00+01:00",
            Self::BadHash { .. } => "write hashes with 7 to 64 hexadecimal digits",
            Self::MergedOrNot => "ask for `mergedAt` or `merged_at` as well, or only for what was merged",
        }
    }
}

/// The beginning of a text, for a message.
pub(in crate::evidence) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// A value where a single one is expected.
#[derive(Debug, Default, Clone, PartialEq)]
pub(in crate::evidence) enum Given {
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
    pub(in crate::evidence) fn kind(&self) -> &'static str {
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
    pub(in crate::evidence) fn is_something(&self) -> bool {
        !matches!(self, Self::Missing | Self::Null)
    }
}

/// An object, or what stands in its place.
#[derive(Debug)]
pub(in crate::evidence) enum Part<T> {
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

/// A list of which nothing is kept but its first element and its length: it may be as long as the file. Or what stands
/// in its place.
#[derive(Debug)]
pub(in crate::evidence) enum ListOf<T> {
    /// The list.
    These {
        /// Its first element, where it has any.
        first: Option<T>,
        /// How many it has.
        length: usize,
    },
    /// No list.
    Given(Given),
}

impl<T> Default for ListOf<T> {
    fn default() -> Self {
        Self::Given(Given::Missing)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ListOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Lengthwise(std::marker::PhantomData))
    }
}

/// Reads every element, so that what is wrong with one is told, and keeps the first.
struct Lengthwise<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Lengthwise<T> {
    type Value = ListOf<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<ListOf<T>, E> {
        Ok(ListOf::Given(Given::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<ListOf<T>, E> {
        Ok(ListOf::Given(Given::Flag(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<ListOf<T>, E> {
        Ok(ListOf::Given(Given::Whole(value)))
    }

    fn visit_i64<E>(self, _: i64) -> Result<ListOf<T>, E> {
        Ok(ListOf::Given(Given::Other("a number")))
    }

    fn visit_f64<E>(self, _: f64) -> Result<ListOf<T>, E> {
        Ok(ListOf::Given(Given::Other("a number")))
    }

    fn visit_str<E>(self, text: &str) -> Result<ListOf<T>, E> {
        Ok(ListOf::Given(Given::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<ListOf<T>, A::Error> {
        let first = access.next_element()?;
        let mut length = usize::from(first.is_some());
        while access.next_element::<T>()?.is_some() {
            length = length.saturating_add(1);
        }
        Ok(ListOf::These { first, length })
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<ListOf<T>, A::Error> {
        IgnoredAny::deserialize(MapAccessDeserializer::new(access))?;
        Ok(ListOf::Given(Given::Other("an object")))
    }
}

/// A key with what stands there.
pub(in crate::evidence) type Key<'e> = (&'static str, &'e Given);

/// The first of several keys that is given, all of which must be readable.
pub(in crate::evidence) fn first_text<'e>(keys: &[Key<'e>]) -> Result<Option<&'e str>, Problem> {
    let mut first = None;
    for (key, given) in keys {
        let text = text(key, given)?;
        first = first.or(text);
    }
    Ok(first)
}

pub(in crate::evidence) fn text<'e>(key: &'static str, given: &'e Given) -> Result<Option<&'e str>, Problem> {
    match given {
        Given::Missing | Given::Null => Ok(None),
        Given::Text(text) => Ok(Some(text)),
        _ => Err(Problem::WrongKind { key, wanted: "a text", found: given.kind() }),
    }
}

pub(in crate::evidence) fn wrong_part(key: &'static str, given: &Given) -> Problem {
    Problem::WrongKind { key, wanted: "an object", found: given.kind() }
}
