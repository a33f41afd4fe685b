//! Lists of objects as the clients of forges and trackers print them: read as a stream, each entry once.
//!
//! Owns how lists stand in a file: one, several behind one another, lists in a list, or inside the answer of an interface.
//! Of each entry only what its reader asks for is kept. An entry that is not understood is a fault with its place in
//! the list, never one entry less; and so is a list that says of itself that more would follow.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::given::{Given, Part, Problem, shortened};
use crate::limits;

/// What a list may hold, and where it may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Bytes of the file.
    pub bytes: usize,
    /// Entries of all its lists.
    pub entries: usize,
    /// Keys of an answer that lead to the list.
    pub inside: &'static [&'static str],
    /// The command that writes such a list.
    pub written_by: &'static str,
}

/// Why a list could not be read. The words quote the file: whoever reports them wraps them in `Untrusted`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum ListFault {
    /// More bytes than allowed.
    #[error("the list is larger than {} MiB", .0 / (1024 * 1024))]
    TooLarge(usize),
    /// More entries than allowed.
    #[error("the list has more than {0} entries")]
    TooManyEntries(usize),
    /// More lists than allowed.
    #[error("the list is made of more than {} lists", limits::LIST_PAGES)]
    TooManyPages,
    /// Two bytes for each character, as some shells write.
    #[error("the list is written in UTF-16")]
    Utf16,
    /// Bytes that are no text.
    #[error("the list is not UTF-8 text")]
    NotText,
    /// Nothing is in it.
    #[error("the list is an empty file")]
    Empty,
    /// The form of the file.
    #[error("the list is not well-formed JSON (line {line}, column {column})")]
    Malformed {
        /// The line, from one.
        line: usize,
        /// The column, from one.
        column: usize,
    },
    /// A key that stands twice, or a list in a list of persons.
    #[error("an entry of the list has a key twice (line {line}, column {column})")]
    Ambiguous {
        /// The line, from one.
        line: usize,
        /// The column, from one.
        column: usize,
    },
    /// The file is something else than a list.
    #[error("the file holds {found}, not a list{}", quoted(said.as_deref()))]
    NotAList {
        /// What it is.
        found: &'static str,
        /// What it says, where it is the answer of a call that failed.
        said: Option<String>,
        /// The command that writes a list.
        written_by: &'static str,
    },
    /// An element that is no entry.
    #[error("entry {place} of the list is {found}, not an object")]
    NotAnObject {
        /// Which one, from one.
        place: usize,
        /// What it is.
        found: &'static str,
        /// The command that writes a list.
        written_by: &'static str,
    },
    /// An entry that is not understood.
    #[error("entry {place} of the list {problem}")]
    Entry {
        /// Which one, from one.
        place: usize,
        /// What is wrong with it.
        problem: Problem,
    },
    /// The answer says that more would follow.
    #[error("the list is cut off: it holds {held} entries{}", of(*total))]
    Cut {
        /// How many are there.
        held: usize,
        /// How many there should be, where that is said.
        total: Option<u64>,
    },
}

fn quoted(said: Option<&str>) -> String {
    said.map_or_else(String::new, |said| format!("; it says \"{said}\""))
}

fn of(total: Option<u64>) -> String {
    total.map_or_else(|| ", and says that more follow".to_owned(), |total| format!(" of {total}"))
}

impl ListFault {
    /// The fault that the JSON reader found.
    fn of(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line().max(1), error.column().max(1));
        if error.classify() == serde_json::error::Category::Data {
            Self::Ambiguous { line, column }
        } else {
            Self::Malformed { line, column }
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> String {
        let help = match self {
            Self::TooLarge(_) | Self::TooManyEntries(_) | Self::TooManyPages => {
                "ask only for what belongs to this release, and only for the fields that are read"
            }
            Self::Utf16 | Self::NotText => {
                "save the file as UTF-8; in PowerShell, add `| Out-File -Encoding utf8` to the command"
            }
            Self::Empty => "write the file anew; the program that makes it may have failed",
            Self::Malformed { .. } => {
                "write the file anew; it may be cut off, or hold messages beside the JSON"
            }
            Self::Ambiguous { .. } => "keep one of them",
            Self::NotAList { said: Some(_), .. } => {
                "the call that wrote it failed: repair that, and run it again"
            }
            Self::NotAList { written_by, .. } | Self::NotAnObject { written_by, .. } => {
                return format!("write a list of objects, as `{written_by}` prints it");
            }
            Self::Entry { problem, .. } => problem.help(),
            Self::Cut { .. } => "ask for all of it: every page, or a higher limit",
        };
        help.to_owned()
    }
}

/// What takes in the entries, one by one.
pub(crate) type Take<'t, E> = &'t mut dyn FnMut(E) -> Result<(), Problem>;

/// Reads a list and hands over its entries; how many there were.
pub(crate) fn read<E: for<'de> Deserialize<'de>>(
    bytes: &[u8],
    bounds: Bounds,
    take: Take<'_, E>,
) -> Result<usize, ListFault> {
    if bytes.len() > bounds.bytes {
        return Err(ListFault::TooLarge(bounds.bytes));
    }
    let mut rest = serde_json::Deserializer::from_str(text(bytes)?);
    let mut list = List { bounds, take, entries: 0, envelope: Envelope::default(), fault: None };
    let mut pages = 0_usize;
    while rest.end().is_err() {
        pages = pages.saturating_add(1);
        if pages > limits::LIST_PAGES {
            return Err(ListFault::TooManyPages);
        }
        list.envelope = Envelope::default();
        if let Err(error) = (Page { list: &mut list, depth: 0 }).deserialize(&mut rest) {
            return Err(list.fault.take().unwrap_or_else(|| ListFault::of(&error)));
        }
    }
    if pages == 0 {
        return Err(ListFault::Empty);
    }
    list.whole()
}

fn text(bytes: &[u8]) -> Result<&str, ListFault> {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..]) {
        return Err(ListFault::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ListFault::NotText)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What was read so far, and the first fault: the words of the JSON reader alone could not name the entry.
struct List<'t, E> {
    bounds: Bounds,
    take: Take<'t, E>,
    entries: usize,
    envelope: Envelope,
    fault: Option<ListFault>,
}

/// What an answer says of the list in it; of several answers, the last.
#[derive(Default)]
struct Envelope {
    total: Option<u64>,
    has_more: bool,
}

/// An entry was refused; why is noted in the [`List`].
struct Refused;

/// The words do not matter: the fault that was noted is what is reported.
fn stop<X: serde::de::Error>(_: Refused) -> X {
    X::custom("refused")
}

impl<E> List<'_, E> {
    fn fail(&mut self, fault: ListFault) -> Refused {
        self.fault.get_or_insert(fault);
        Refused
    }

    /// Counts one more entry, whatever it turns out to be.
    fn count(&mut self) -> Result<(), Refused> {
        self.entries = self.entries.saturating_add(1);
        let most = self.bounds.entries;
        if self.entries > most { Err(self.fail(ListFault::TooManyEntries(most))) } else { Ok(()) }
    }

    fn take(&mut self, entry: E) -> Result<(), Refused> {
        let place = self.entries;
        (self.take)(entry).map_err(|problem| self.fail(ListFault::Entry { place, problem }))
    }

    fn not_a_list(&mut self, found: &'static str, said: Option<String>) -> Refused {
        let written_by = self.bounds.written_by;
        self.fail(ListFault::NotAList { found, said, written_by })
    }

    fn whole(self) -> Result<usize, ListFault> {
        let Envelope { total, has_more } = self.envelope;
        let held = self.entries;
        let is_short = total.is_some_and(|total| u64::try_from(held).is_ok_and(|held| held < total));
        if is_short || has_more {
            return Err(ListFault::Cut { held, total: total.filter(|_| is_short) });
        }
        Ok(held)
    }
}

/// A list of entries, which may hold lists; or an answer with a list in it.
struct Page<'a, 't, E> {
    list: &'a mut List<'t, E>,
    /// Answers around it.
    depth: usize,
}

impl<'de, E: for<'e> Deserialize<'e>> DeserializeSeed<'de> for Page<'_, '_, E> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, E: for<'e> Deserialize<'e>> Visitor<'de> for Page<'_, '_, E> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while access.next_element_seed(Element { list: &mut *self.list, is_inner: false })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let (mut said, mut lists) = (None, 0_usize);
        let mut envelope = Envelope::default();
        while let Some(key) = access.next_key::<String>()? {
            if self.depth < limits::LIST_ANSWERS && self.list.bounds.inside.contains(&key.as_str()) {
                lists = lists.saturating_add(1);
                let depth = self.depth.saturating_add(1);
                access.next_value_seed(Page { list: &mut *self.list, depth })?;
                continue;
            }
            match key.as_str() {
                "message" | "error" => {
                    if let Given::Text(words) = access.next_value()? {
                        said = said.or_else(|| Some(words).filter(|words| !words.trim().is_empty()));
                    }
                }
                "total" => {
                    if let Given::Whole(total) = access.next_value()? {
                        envelope.total = Some(total);
                    }
                }
                "isLast" => envelope.has_more |= access.next_value::<Given>()? == Given::Flag(false),
                "nextPageToken" => {
                    envelope.has_more |=
                        matches!(access.next_value()?, Given::Text(token) if !token.is_empty());
                }
                "pageInfo" => {
                    if let Part::Object(Pages { has_next: Given::Flag(true) }) = access.next_value()? {
                        envelope.has_more = true;
                    }
                }
                _ => drop(access.next_value::<IgnoredAny>()?),
            }
        }
        if lists != 1 {
            let said = said.as_deref().map(shortened);
            return Err(stop(self.list.not_a_list("an object", said)));
        }
        // What an answer inside of this one said holds as well.
        let inner = &self.list.envelope;
        envelope.total = envelope.total.or(inner.total);
        envelope.has_more |= inner.has_more;
        self.list.envelope = envelope;
        Ok(())
    }

    fn visit_unit<X: serde::de::Error>(self) -> Result<(), X> {
        Err(stop(self.list.not_a_list("nothing (null)", None)))
    }

    fn visit_bool<X: serde::de::Error>(self, _: bool) -> Result<(), X> {
        Err(stop(self.list.not_a_list("true or false", None)))
    }

    fn visit_i64<X: serde::de::Error>(self, _: i64) -> Result<(), X> {
        Err(stop(self.list.not_a_list("a number", None)))
    }

    fn visit_u64<X: serde::de::Error>(self, _: u64) -> Result<(), X> {
        Err(stop(self.list.not_a_list("a number", None)))
    }

    fn visit_f64<X: serde::de::Error>(self, _: f64) -> Result<(), X> {
        Err(stop(self.list.not_a_list("a number", None)))
    }

    fn visit_str<X: serde::de::Error>(self, _: &str) -> Result<(), X> {
        Err(stop(self.list.not_a_list("a text", None)))
    }
}

/// Where interfaces of the GraphQL kind say that more follows.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Pages {
    #[serde(rename = "hasNextPage")]
    has_next: Given,
}

/// One element of a list: an entry, or a page of entries.
struct Element<'a, 't, E> {
    list: &'a mut List<'t, E>,
    is_inner: bool,
}

impl<'de, E: for<'e> Deserialize<'e>> DeserializeSeed<'de> for Element<'_, '_, E> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<E> Element<'_, '_, E> {
    fn refuse<X: serde::de::Error>(self, found: &'static str) -> Result<(), X> {
        self.list.count().map_err(stop)?;
        let (place, written_by) = (self.list.entries, self.list.bounds.written_by);
        Err(stop(self.list.fail(ListFault::NotAnObject { place, found, written_by })))
    }
}

impl<'de, E: for<'e> Deserialize<'e>> Visitor<'de> for Element<'_, '_, E> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.list.count().map_err(stop)?;
        let entry = E::deserialize(MapAccessDeserializer::new(access))?;
        self.list.take(entry).map_err(stop)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        if self.is_inner {
            return self.refuse("a list");
        }
        while access.next_element_seed(Element { list: &mut *self.list, is_inner: true })?.is_some() {}
        Ok(())
    }

    fn visit_unit<X: serde::de::Error>(self) -> Result<(), X> {
        self.refuse("nothing (null)")
    }

    fn visit_bool<X: serde::de::Error>(self, _: bool) -> Result<(), X> {
        self.refuse("true or false")
    }

    fn visit_i64<X: serde::de::Error>(self, _: i64) -> Result<(), X> {
        self.refuse("a number")
    }

    fn visit_u64<X: serde::de::Error>(self, _: u64) -> Result<(), X> {
        self.refuse("a number")
    }

    fn visit_f64<X: serde::de::Error>(self, _: f64) -> Result<(), X> {
        self.refuse("a number")
    }

    fn visit_str<X: serde::de::Error>(self, _: &str) -> Result<(), X> {
        self.refuse("a text")
    }
}
