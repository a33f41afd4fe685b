//! Which paths an entry says it touches: `files` as `gh` and GitHub's REST API print them, or plain texts.
//!
//! Owns one question: are these all of them? What is no list of paths, or may be cut, says nothing.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::evidence::given::{Given, Part};
use crate::limits;

/// Lengths at which clients stop: those of `gh`, and of the pages and lists of GitHub's REST API.
const CUT: [usize; 4] = [30, 100, 300, 3_000];

/// The paths of one entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Files {
    /// All of them.
    All(Vec<String>),
    /// There may be more.
    PerhapsCut,
    /// The entry does not say.
    #[default]
    Unknown,
}

/// One file, in any of the known shapes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    path: Given,
    filename: Given,
    previous_filename: Given,
}

impl File {
    /// The paths that it has and had.
    fn paths(self) -> impl Iterator<Item = String> {
        [self.path, self.filename, self.previous_filename].into_iter().filter_map(path)
    }
}

fn path(given: Given) -> Option<String> {
    match given {
        Given::Text(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// Reads them one by one: whatever stands there is no error, for the list tells of changes all the same.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Files;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of files")
    }

    fn visit_unit<E>(self) -> Result<Files, E> {
        Ok(Files::Unknown)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Files, E> {
        Ok(Files::Unknown)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Files, E> {
        Ok(Files::Unknown)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Files, E> {
        Ok(Files::Unknown)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Files, E> {
        Ok(Files::Unknown)
    }

    fn visit_str<E>(self, _: &str) -> Result<Files, E> {
        Ok(Files::Unknown)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Files, A::Error> {
        let (mut paths, mut count, mut is_whole) = (Vec::new(), 0_usize, true);
        while let Some(part) = access.next_element::<Part<File>>()? {
            count = count.saturating_add(1);
            let before = paths.len();
            match part {
                _ if before >= limits::LIST_PATHS => is_whole = false,
                Part::Object(file) => paths.extend(file.paths()),
                Part::Given(given) => paths.extend(path(given)),
            }
            is_whole &= paths.len() > before;
        }
        Ok(match is_whole {
            false => Files::Unknown,
            true if CUT.contains(&count) => Files::PerhapsCut,
            true => Files::All(paths),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Files, A::Error> {
        while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Files::Unknown)
    }
}

/// The paths of all entries of a list that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Paths {
    /// All of them.
    All(Vec<String>),
    /// Nobody can tell: what is missing, in words.
    Unknown(&'static str),
}

impl Paths {
    /// Adds those of one more entry.
    pub(super) fn add(&mut self, files: &mut Files) {
        let Self::All(paths) = self else { return };
        match std::mem::take(files) {
            Files::All(more) if paths.len().saturating_add(more.len()) <= limits::LIST_PATHS => {
                paths.extend(more);
            }
            Files::All(_) => *self = Self::Unknown("names too many paths"),
            Files::PerhapsCut => *self = Self::Unknown("names as many files as its client prints at most"),
            Files::Unknown if paths.is_empty() => *self = Self::Unknown("names no paths"),
            Files::Unknown => *self = Self::Unknown("does not name the paths of each change"),
        }
    }
}
