//! Fact files: JSON, YAML or TOML of any shape, read into plain data for the conditions of stop rules.
//!
//! It takes bytes that somebody else has opened. What cannot be read in full, within limits and without guessing (equal
//! keys, numbers that do not fit, a second document) is a fault: half a fact file is no fact file.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use thiserror::Error;
use toml::de::{DeTable, DeValue};

use crate::condition::Datum;
use crate::limits;

/// Two to the power of 63: from here on whole numbers do not fit, and a float may stand for many of them.
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

/// Why a fact file could not be read. The words quote the file: whoever reports them wraps them in `Untrusted`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum FactFault {
    /// Neither JSON nor YAML nor TOML by its name.
    #[error("the name does not say which format it is: .json, .yaml, .yml or .toml")]
    UnknownFormat,
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes than allowed.
    #[error("the file is larger than {} MiB", limits::FACT_FILE_BYTES / (1024 * 1024))]
    TooLarge,
    /// More bytes than allowed in this format.
    #[error("the file is TOML and larger than {} MiB", limits::FACT_TOML_BYTES / (1024 * 1024))]
    LargeToml,
    /// More bytes than all fact files may have.
    #[error("this file and the fact files before it are together larger than {} MiB", limits::FACTS_BYTES / (1024 * 1024))]
    TooLargeTogether,
    /// Lists and groups in one another beyond the limit.
    #[error("the file nests lists and groups more than {} levels deep", limits::FACT_DEPTH)]
    TooDeep,
    /// A list beyond the limit.
    #[error("a list in the file has more than {} elements", limits::FACT_LIST_ELEMENTS)]
    LongList,
    /// More values than allowed.
    #[error("this file and the fact files before it hold more than {} values", limits::FACT_VALUES)]
    TooManyValues,
    /// Bytes that are no text.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// A key that stands twice in one place.
    #[error("the key \"{key}\" stands twice in the same place")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A key of YAML 1.1 that stands for the keys of another place.
    #[error("the file has a merge key (\"<<\"), which is not followed")]
    MergeKey,
    /// A number that cannot be held exactly enough to compare it.
    #[error("a number is too large, or is none")]
    BadNumber,
    /// The form of the file.
    #[error("the file is not well-formed {format}{}", place(*.at))]
    Malformed {
        /// Which format it was read as.
        format: &'static str,
        /// Line and column, from one.
        at: Option<(usize, usize)>,
    },
}

impl FactFault {
    /// What to do about it.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::UnknownFormat => "give the file the ending of its format",
            Self::Empty => "write the file anew; a program that makes it may have failed",
            Self::LargeToml => "write the file as JSON, or write only what the conditions ask for into it",
            Self::TooLarge
            | Self::TooLargeTogether
            | Self::TooDeep
            | Self::LongList
            | Self::TooManyValues => "write only what the conditions ask for into the file",
            Self::NotText => "save the file as UTF-8",
            Self::DuplicateKey { .. } => "keep one of them",
            Self::MergeKey => "write the keys out",
            Self::BadNumber => "use numbers of up to 18 digits, or write it as a text in quotes",
            Self::Malformed { .. } => "correct the file, or the program that writes it",
        }
    }
}

fn place(at: Option<(usize, usize)>) -> String {
    at.map_or_else(String::new, |(line, column)| format!(" (line {line}, column {column})"))
}

/// What the fact files of one release may still hold.
#[derive(Debug)]
pub(crate) struct Room {
    bytes: usize,
    nodes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { bytes: limits::FACTS_BYTES, nodes: limits::FACT_VALUES }
    }
}

/// Reads a fact file; the ending of its name says in which format.
#[cfg(any(test, fuzzing))]
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Datum, FactFault> {
    read_within(name, bytes, &mut Room::default())
}

/// The same for one of several, within the room that is left for it.
pub(crate) fn read_within(name: &str, bytes: &[u8], room: &mut Room) -> Result<Datum, FactFault> {
    if bytes.len() > limits::FACT_FILE_BYTES {
        return Err(FactFault::TooLarge);
    }
    room.bytes = room.bytes.checked_sub(bytes.len()).ok_or(FactFault::TooLargeTogether)?;
    let text = std::str::from_utf8(bytes).map_err(|_| FactFault::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(FactFault::Empty);
    }
    COUNT.with(|count| {
        count.restart(room.nodes);
        let read = match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
            Some("json") => read_json(text, count),
            Some("yaml" | "yml") => read_yaml(text, count),
            Some("toml") => read_toml(text, count),
            _ => Err(FactFault::UnknownFormat),
        };
        room.nodes = count.left.get();
        read
    })
}
fn read_json(text: &str, count: &Count) -> Result<Datum, FactFault> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Seed { count, depth: 0 }.deserialize(&mut reader);
    read.and_then(|datum| reader.end().map(|()| datum)).map_err(|error| {
        count.fault.take().unwrap_or(FactFault::Malformed {
            format: "JSON",
            at: (error.line() > 0).then(|| (error.line(), error.column().max(1))),
        })
    })
}

thread_local! {
    /// The YAML library takes no seed: what is counted reaches the values by this way.
    static COUNT: Count = Count::default();
}

/// A YAML document as a whole.
struct Document(Datum);

impl<'de> serde::Deserialize<'de> for Document {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        COUNT.with(|count| Seed { count, depth: 0 }.deserialize(deserializer).map(Self))
    }
}

fn read_yaml(text: &str, count: &Count) -> Result<Datum, FactFault> {
    if crate::input::too_deep(text).is_some() {
        return Err(FactFault::TooDeep);
    }
    let options = serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::Error,
        reject_unsupported_tags: true,
        merge_keys: serde_yaml::MergeKeyPolicy::Error,
        budget: serde_yaml::budget! {
            max_documents: 1,
            // A little above our own limits, so that ours speak first, in clearer words.
            max_depth: limits::FACT_DEPTH.saturating_add(8),
            flow_nesting_limit: limits::FACT_DEPTH.saturating_add(8),
            max_nodes: limits::FACT_VALUES.saturating_mul(2),
            max_events: limits::FACT_VALUES.saturating_mul(4),
        },
    };
    serde_yaml::from_str_with_options::<Document>(text, options)
        .map_err(|error| count.fault.take().unwrap_or_else(|| yaml_fault(&error)))
        // A document of comments alone, or of nothing, reads as null.
        .and_then(|document| if document.0 == Datum::Null { Err(FactFault::Empty) } else { Ok(document.0) })
}

fn yaml_fault(error: &serde_yaml::Error) -> FactFault {
    if let serde_yaml::Error::DuplicateMappingKey { key, .. } = error {
        return FactFault::DuplicateKey { key: shortened(key.as_deref().unwrap_or("?")) };
    }
    if let serde_yaml::Error::MergeKeyNotAllowed { .. } = error {
        return FactFault::MergeKey;
    }
    let said = error.to_string();
    if ["breached: Nodes", "breached: Events"].iter().any(|words| said.contains(words)) {
        return FactFault::TooManyValues;
    }
    let at = error
        .location()
        .and_then(|place| Some((usize::try_from(place.line()).ok()?, usize::try_from(place.column()).ok()?)));
    FactFault::Malformed { format: "YAML", at: at.filter(|(line, _)| *line > 0) }
}

fn read_toml(text: &str, count: &Count) -> Result<Datum, FactFault> {
    if text.len() > limits::FACT_TOML_BYTES {
        return Err(FactFault::LargeToml);
    }
    let table = DeTable::parse(text).map_err(|error| toml_fault(text, &error))?;
    toml_table(table.get_ref(), count, 0)
        .map_err(|Refused| count.fault.take().unwrap_or(FactFault::BadNumber))
}

fn toml_fault(text: &str, error: &toml::de::Error) -> FactFault {
    let at = error.span().and_then(|span| {
        let before = text.get(..span.start)?;
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().map_or(0, |start| start.chars().count()).saturating_add(1);
        Some((line, column))
    });
    if error.message().contains("duplicate key") {
        let key = error.span().and_then(|span| text.get(span)).unwrap_or("?");
        return FactFault::DuplicateKey { key: shortened(key.trim_matches('"')) };
    }
    FactFault::Malformed { format: "TOML", at }
}

fn toml_table(table: &DeTable<'_>, count: &Count, depth: usize) -> Result<Datum, Refused> {
    count.deeper(depth)?;
    count.node()?;
    let entries = table.iter().map(|(key, value)| {
        Ok((key.get_ref().to_string(), toml_value(value.get_ref(), count, depth.saturating_add(1))?))
    });
    entries.collect::<Result<BTreeMap<_, _>, Refused>>().map(Datum::Map)
}

fn toml_value(value: &DeValue<'_>, count: &Count, depth: usize) -> Result<Datum, Refused> {
    match value {
        DeValue::Table(table) => return toml_table(table, count, depth),
        DeValue::Array(array) => {
            count.deeper(depth)?;
            count.node()?;
            let elements = array.iter().enumerate().map(|(at, value)| {
                count.element(at)?;
                toml_value(value.get_ref(), count, depth.saturating_add(1))
            });
            return elements.collect::<Result<Vec<_>, Refused>>().map(Datum::List);
        }
        _ => count.node()?,
    }
    match value {
        DeValue::String(text) => Ok(Datum::Text(text.to_string())),
        DeValue::Boolean(value) => Ok(Datum::Bool(*value)),
        DeValue::Datetime(date) => Ok(Datum::Text(date.to_string())),
        DeValue::Integer(int) => match i64::from_str_radix(int.as_str(), int.radix()) {
            Ok(int) => Ok(Datum::Int(int)),
            Err(_) => Err(count.fail(FactFault::BadNumber)),
        },
        DeValue::Float(float) => match float.as_str().parse() {
            Ok(float) => count.float(float),
            Err(_) => Err(count.fail(FactFault::BadNumber)),
        },
        DeValue::Array(_) | DeValue::Table(_) => Err(Refused),
    }
}

/// A value was refused; why is noted in the [`Count`].
#[derive(Debug)]
struct Refused;

/// How many values may still come, and the first limit that was broken: a reader's own errors are only words.
#[derive(Debug, Default)]
struct Count {
    left: Cell<usize>,
    fault: RefCell<Option<FactFault>>,
}

impl Count {
    fn restart(&self, left: usize) {
        self.left.set(left);
        self.fault.take();
    }

    fn fail(&self, fault: FactFault) -> Refused {
        self.fault.borrow_mut().get_or_insert(fault);
        Refused
    }

    fn node(&self) -> Result<(), Refused> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.unwrap_or_default());
        if left.is_none() { Err(self.fail(FactFault::TooManyValues)) } else { Ok(()) }
    }

    /// A list or a group opens at this depth.
    fn deeper(&self, depth: usize) -> Result<(), Refused> {
        if depth >= limits::FACT_DEPTH { Err(self.fail(FactFault::TooDeep)) } else { Ok(()) }
    }

    /// A list gets an element at this place.
    fn element(&self, at: usize) -> Result<(), Refused> {
        if at >= limits::FACT_LIST_ELEMENTS { Err(self.fail(FactFault::LongList)) } else { Ok(()) }
    }

    fn float(&self, float: f64) -> Result<Datum, Refused> {
        if float.abs() < TOO_LARGE { Ok(Datum::Float(float)) } else { Err(self.fail(FactFault::BadNumber)) }
    }
}

/// Reads one value at some depth, for the readers that work with serde.
#[derive(Clone, Copy)]
struct Seed<'c> {
    count: &'c Count,
    depth: usize,
}

impl Seed<'_> {
    fn inner(self) -> Self {
        Self { count: self.count, depth: self.depth.saturating_add(1) }
    }
}

/// The words do not matter: the fault that was noted is what is reported.
fn stop<E: serde::de::Error>(_: Refused) -> E {
    E::custom("refused")
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Datum;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Datum, D::Error> {
        self.count.node().map_err(stop)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Datum;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Datum, E> {
        Ok(Datum::Null)
    }

    fn visit_none<E>(self) -> Result<Datum, E> {
        Ok(Datum::Null)
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Datum, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Datum, E> {
        Ok(Datum::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Datum, E> {
        Ok(Datum::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Datum, E> {
        i64::try_from(value).map(Datum::Int).map_err(|_| stop(self.count.fail(FactFault::BadNumber)))
    }

    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<Datum, E> {
        Err(stop(self.count.fail(FactFault::BadNumber)))
    }

    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Datum, E> {
        Err(stop(self.count.fail(FactFault::BadNumber)))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Datum, E> {
        self.count.float(value).map_err(stop)
    }

    fn visit_str<E>(self, text: &str) -> Result<Datum, E> {
        Ok(Datum::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Datum, E> {
        Ok(Datum::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Datum, A::Error> {
        self.count.deeper(self.depth).map_err(stop)?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self.inner())? {
            self.count.element(list.len()).map_err(stop)?;
            list.push(value);
        }
        Ok(Datum::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Datum, A::Error> {
        self.count.deeper(self.depth).map_err(stop)?;
        let mut map = BTreeMap::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(self.inner())?;
            if map.contains_key(&key) {
                return Err(stop(self.count.fail(FactFault::DuplicateKey { key: shortened(&key) })));
            }
            map.insert(key, value);
        }
        Ok(Datum::Map(map))
    }
}

/// The beginning of a key, for a message.
fn shortened(key: &str) -> String {
    key.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
