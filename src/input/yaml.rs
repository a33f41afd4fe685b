//! YAML, with the place of each key and value. Aliases are followed within a budget; dates and `yes` stay texts.

use std::fmt;
use std::thread;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Location, Spanned as Placed};

use super::empty;
use crate::limits;
use crate::shape::Faults;
use crate::shape::tree::{Entry, Node, Table, Value};
use crate::source::{FileId, Span, Spanned, floor_boundary};
use crate::untrusted::{Untrusted, message};

/// Reads a document up to its first error.
pub(super) fn parse(file: FileId, text: &str) -> (Node, Faults) {
    let mut faults = Faults::default();
    let mut places = Places { file, text, last: (0, 0) };
    if let Some(at) = too_deep(text) {
        let at = Span::new(file, at, at);
        faults.add(at, message!("lists and tables are nested more than {} levels deep", limits::FILE_DEPTH));
        return (empty(file), faults);
    }
    match read(text) {
        Ok(Some(placed)) => return (places.node(placed, &mut faults), faults),
        // A document of comments alone.
        Ok(None) => {}
        Err(Some(error)) => {
            let span = error.location().map_or(Span::top(file), |location| places.point(location));
            match limit(&error) {
                Some(limit) => {
                    faults.add_with_help(span, limit, "write it more simply: a release file is one page");
                }
                None => {
                    faults.add_with_help(span, message!("this is not YAML: {}", said(&error)), help(&error));
                }
            }
        }
        Err(None) => faults.add(Span::top(file), "this YAML cannot be read"),
    }
    (empty(file), faults)
}

/// Stack of the thread that reads: the deepest document that is allowed takes a quarter of it in a build without
/// optimisation.
const STACK_BYTES: usize = 16 * 1024 * 1024;

type Document = Option<Placed<Yaml>>;

/// Reads in a thread of its own, which has a known stack and holds a panic of the library.
fn read(text: &str) -> Result<Document, Option<serde_yaml::Error>> {
    let work = || serde_yaml::from_str_with_options::<Document>(text, options());
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        worker.map_err(|_| None)?.join().map_err(|_| None)?.map_err(Some)
    })
}

/// Where a text nests deeper than any release file does. The library's parser recurses before it counts, so that a text
/// made for it would exhaust the stack.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let mut levels: Vec<usize> = Vec::new();
    let (mut start, mut brackets) = (0_usize, 0_usize);
    for line in text.split_inclusive('\n') {
        let mut rest = line.trim_start_matches([' ', '\t']);
        if !rest.trim().is_empty() {
            let mut column = line.len().saturating_sub(rest.len());
            levels.retain(|level| *level < column);
            levels.push(column);
            while let Some(inner) =
                ["- ", "? ", ": ", "-\t", "?\t", ":\t"].iter().find_map(|mark| rest.strip_prefix(mark))
            {
                rest = inner.trim_start_matches([' ', '\t']);
                column = line.len().saturating_sub(rest.len());
                levels.push(column);
            }
        }
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => brackets = brackets.saturating_add(1),
                b']' | b'}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if brackets > limits::YAML_BRACKETS {
                return Some(start);
            }
        }
        if levels.len() > limits::FILE_DEPTH {
            return Some(start);
        }
        start = start.saturating_add(line.len());
    }
    None
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::Error,
        reject_unsupported_tags: true,
        // YAML 1.2 has none, and the other two syntaxes have nothing like them.
        merge_keys: serde_yaml::MergeKeyPolicy::Error,
        budget: serde_yaml::budget! {
            max_documents: 1,
            max_depth: limits::FILE_DEPTH,
            flow_nesting_limit: limits::FILE_DEPTH,
            max_nodes: limits::YAML_VALUES,
            max_events: limits::YAML_VALUES.saturating_mul(4),
        },
    }
}

/// The limit that was met, if one was. The library wraps its errors in each other: what they say is the same in all.
fn limit(error: &serde_yaml::Error) -> Option<Untrusted> {
    let said = error.to_string();
    let is_met = |words: &[&str]| words.iter().any(|words| said.contains(words));
    if is_met(&["breached: Nodes", "breached: Events"]) {
        Some(message!(
            "the file holds more than {} values, those that aliases repeat included",
            limits::YAML_VALUES
        ))
    } else if is_met(&["breached: Depth", "recursion limit"]) {
        Some(message!("lists and tables are nested more than {} levels deep", limits::FILE_DEPTH))
    } else if is_met(&["breached: Documents"]) {
        Some("the file holds more than one document".into())
    } else if is_met(&["breached: ", "replay limit"]) {
        Some("the file has too many anchors and aliases".into())
    } else {
        None
    }
}

/// The library's words without its own account of the place.
fn said(error: &serde_yaml::Error) -> String {
    if let serde_yaml::Error::DuplicateMappingKey { key, .. } = error {
        return format!("the key \"{}\" stands twice", key.as_deref().unwrap_or("?"));
    }
    if let serde_yaml::Error::MergeKeyNotAllowed { .. } = error {
        return "merge keys (\"<<\") are not followed".to_owned();
    }
    let words = error.to_string();
    let words = words.lines().next().unwrap_or_default().trim();
    let words = words.split(" at line ").next().unwrap_or(words);
    words.chars().take(200).collect::<String>().trim_end_matches(['.', ':']).to_owned()
}

fn help(error: &serde_yaml::Error) -> &'static str {
    match error {
        serde_yaml::Error::DuplicateMappingKey { .. } => "keep one of the two",
        serde_yaml::Error::MergeKeyNotAllowed { .. } => "write the keys out, where they can be read",
        _ => "check the indentation (blanks, no tabs) and the quotes around this place",
    }
}

/// A value as the library hands it over.
enum Yaml {
    Null,
    Bool(bool),
    Integer(i64),
    TooLarge,
    Float(f64),
    Text(String),
    List(Vec<Placed<Yaml>>),
    Table(Vec<(Placed<String>, Placed<Yaml>)>),
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Eye)
    }
}

struct Eye;

impl<'de> Visitor<'de> for Eye {
    type Value = Yaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_none<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Yaml, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Yaml, E> {
        Ok(Yaml::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Yaml, E> {
        Ok(Yaml::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Yaml, E> {
        Ok(i64::try_from(value).map_or(Yaml::TooLarge, Yaml::Integer))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Yaml, E> {
        Ok(Yaml::TooLarge)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Yaml, E> {
        Ok(Yaml::TooLarge)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Yaml, E> {
        Ok(if value.is_finite() { Yaml::Float(value) } else { Yaml::TooLarge })
    }

    fn visit_str<E>(self, value: &str) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Yaml, E> {
        Ok(Yaml::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Yaml, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element()? {
            list.push(value);
            if list.len() > limits::YAML_VALUES {
                return Err(A::Error::custom("a list is too long"));
            }
        }
        Ok(Yaml::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Yaml, A::Error> {
        let mut table = Vec::new();
        while let Some(entry) = access.next_entry()? {
            table.push(entry);
        }
        Ok(Yaml::Table(table))
    }
}

/// Turns the library's places into spans.
struct Places<'a> {
    file: FileId,
    text: &'a str,
    /// A line already found, as its number from 0 and its first byte: the next one is as a rule behind it.
    last: (u64, usize),
}

impl Places<'_> {
    fn node(&mut self, placed: Placed<Yaml>, faults: &mut Faults) -> Node {
        let span = self.span(placed.referenced);
        let value = match placed.value {
            Yaml::Null => Value::Null,
            Yaml::Bool(value) => Value::Bool(value),
            Yaml::Integer(value) => Value::Integer(value),
            Yaml::Float(value) => Value::Float(value),
            Yaml::Text(text) => Value::Text(text),
            Yaml::TooLarge => {
                faults.add(span, "this number is too large, or is none");
                Value::Null
            }
            Yaml::List(list) => {
                Value::List(list.into_iter().map(|placed| self.node(placed, faults)).collect())
            }
            Yaml::Table(entries) => {
                let entry = |(key, value): (Placed<String>, Placed<Yaml>)| {
                    let key = Spanned::new(self.span(key.referenced), key.value);
                    Entry { key, node: self.node(value, faults) }
                };
                Value::Table(Table { entries: entries.into_iter().map(entry).collect() })
            }
        };
        Node { span, value }
    }

    /// The span of a key or a scalar; of a list or a table its first place, since the library knows no end.
    fn span(&mut self, location: Location) -> Span {
        let start = self.start(location);
        let length =
            location.span().byte_len().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let end = floor_boundary(self.text, start.saturating_add(length));
        let text = self.text.get(start..end).unwrap_or_default();
        // A block reaches over many lines; what is shown is its first.
        let shown = text.lines().next().unwrap_or_default().trim_end();
        Span::new(self.file, start, start.saturating_add(shown.len()))
    }

    fn point(&mut self, location: Location) -> Span {
        let start = self.start(location);
        let rest = self.text.get(start..).unwrap_or_default();
        let width = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        Span::new(self.file, start, start.saturating_add(width))
    }

    fn start(&mut self, location: Location) -> usize {
        if let Some(offset) = location.span().byte_offset().and_then(|offset| usize::try_from(offset).ok()) {
            return floor_boundary(self.text, offset);
        }
        let line = location.line().saturating_sub(1);
        let (mut number, mut start) = if line >= self.last.0 { self.last } else { (0, 0) };
        while number < line {
            let Some(end) = self.text.get(start..).and_then(|rest| rest.find('\n')) else { break };
            start = start.saturating_add(end).saturating_add(1);
            number = number.saturating_add(1);
        }
        self.last = (number, start);
        let column = usize::try_from(location.column().saturating_sub(1)).unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        start.saturating_add(rest.chars().take(column).map(char::len_utf8).sum())
    }
}
