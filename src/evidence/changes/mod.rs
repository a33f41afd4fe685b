//! Change lists: the JSON that the clients and interfaces of GitHub and GitLab print for pull requests, merge requests
//! and commits, read instead of git.
//!
//! It takes bytes that somebody else has opened, and streams them: of each entry only what the matching needs is kept.
//! An entry that is not understood is a fault with its place in the list, never one change less. What was never
//! merged is left out, because it is in no build.

mod author;
mod convert;
mod entry;
mod fault;

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

pub(crate) use fault::ChangesFault;

use crate::evidence::history::change::Change;
use crate::evidence::history::id::Sigil;
use crate::evidence::history::message::Reader;
use crate::limits;
use crate::shape::id_pattern::IdPattern;
use entry::{Answer, Entry};

/// Reads a change list. Several lists behind one another, and lists in one list, are what paginating clients print:
/// they count as one. A list without entries is read as such: what that means is for the caller to say.
pub(crate) fn read(bytes: &[u8], patterns: &[IdPattern]) -> Result<Vec<Change>, ChangesFault> {
    if bytes.len() > limits::CHANGE_LIST_BYTES {
        return Err(ChangesFault::TooLarge);
    }
    let mut rest = serde_json::Deserializer::from_str(text(bytes)?);
    let mut list = List::new(patterns);
    let mut pages = 0_usize;
    while rest.end().is_err() {
        pages = pages.saturating_add(1);
        if pages > limits::CHANGE_LIST_PAGES {
            return Err(ChangesFault::TooManyPages);
        }
        if let Err(error) = (Page { list: &mut list, is_inner: false }).deserialize(&mut rest) {
            return Err(list.fault.take().unwrap_or_else(|| ChangesFault::of(&error)));
        }
    }
    if pages == 0 { Err(ChangesFault::Empty) } else { Ok(list.changes) }
}

fn text(bytes: &[u8]) -> Result<&str, ChangesFault> {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..]) {
        return Err(ChangesFault::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ChangesFault::NotText)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What was read so far, and the first fault: the words of the JSON reader alone could not name the entry.
struct List<'l> {
    reader: Reader<'l>,
    changes: Vec<Change>,
    entries: usize,
    hashes: HashSet<String>,
    requests: HashMap<(Sigil, u64), usize>,
    fault: Option<ChangesFault>,
}

/// An entry was refused; why is noted in the [`List`].
struct Refused;

/// The words do not matter: the fault that was noted is what is reported.
fn stop<E: serde::de::Error>(_: Refused) -> E {
    E::custom("refused")
}

impl<'l> List<'l> {
    fn new(patterns: &'l [IdPattern]) -> Self {
        Self {
            reader: Reader::new(patterns),
            changes: Vec::new(),
            entries: 0,
            hashes: HashSet::new(),
            requests: HashMap::new(),
            fault: None,
        }
    }

    fn fail(&mut self, fault: ChangesFault) -> Refused {
        self.fault.get_or_insert(fault);
        Refused
    }

    /// Counts one more entry, whatever it turns out to be.
    fn count(&mut self) -> Result<(), Refused> {
        self.entries = self.entries.saturating_add(1);
        if self.entries > limits::CHANGE_LIST_ENTRIES {
            Err(self.fail(ChangesFault::TooManyEntries))
        } else {
            Ok(())
        }
    }

    fn take(&mut self, entry: &Entry) -> Result<(), Refused> {
        let read = convert::change(entry, &mut self.reader).map_err(|problem| {
            let place = self.entries;
            self.fail(ChangesFault::Entry { place, problem })
        })?;
        if let Some((name, change)) = read
            && !self.is_known(&name, &change)
        {
            self.changes.push(change);
        }
        Ok(())
    }

    /// Whether the entry was there before: pages overlap when something is merged meanwhile. The same number may stand
    /// for requests of two projects, so their contents must agree as well.
    fn is_known(&mut self, name: &convert::Name, change: &Change) -> bool {
        match name {
            convert::Name::Commit => !self.hashes.insert(change.id.raw().to_owned()),
            convert::Name::Request(sigil, number) => {
                let next = self.changes.len();
                let first = *self.requests.entry((*sigil, *number)).or_insert(next);
                self.changes.get(first).is_some_and(|known| is_same_request(known, change))
            }
        }
    }
}

/// Whether two requests of one number are one: merged as the same commit, or alike in all that was read.
fn is_same_request(known: &Change, change: &Change) -> bool {
    known == change || (known.id == change.id && known.id != known.short())
}

/// A list of entries; the outer one may hold lists.
struct Page<'a, 'l> {
    list: &'a mut List<'l>,
    is_inner: bool,
}

impl<'de> DeserializeSeed<'de> for Page<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Page<'_, '_> {
    fn refuse<E: serde::de::Error>(self, found: &'static str) -> Result<(), E> {
        Err(stop(self.list.fail(ChangesFault::NotAList { found, said: None })))
    }
}

impl<'de> Visitor<'de> for Page<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while access.next_element_seed(Element { list: &mut *self.list, is_inner: self.is_inner })?.is_some()
        {
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let answer = Answer::deserialize(MapAccessDeserializer::new(access))?;
        let said = answer.said();
        Err(stop(self.list.fail(ChangesFault::NotAList { found: "an object", said })))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.refuse("nothing (null)")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.refuse("true or false")
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.refuse("a number")
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.refuse("a number")
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.refuse("a number")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.refuse("a text")
    }
}

/// One element of a list: an entry, or a page of entries.
struct Element<'a, 'l> {
    list: &'a mut List<'l>,
    is_inner: bool,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Element<'_, '_> {
    fn refuse<E: serde::de::Error>(self, found: &'static str) -> Result<(), E> {
        self.list.count().map_err(stop)?;
        let place = self.list.entries;
        Err(stop(self.list.fail(ChangesFault::NotAnObject { place, found })))
    }
}

impl<'de> Visitor<'de> for Element<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.list.count().map_err(stop)?;
        let entry = Entry::deserialize(MapAccessDeserializer::new(access))?;
        self.list.take(&entry).map_err(stop)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        if self.is_inner {
            return self.refuse("a list");
        }
        Page { list: self.list, is_inner: true }.visit_seq(access)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.refuse("nothing (null)")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.refuse("true or false")
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.refuse("a number")
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.refuse("a number")
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.refuse("a number")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.refuse("a text")
    }
}

#[cfg(test)]
mod tests;
