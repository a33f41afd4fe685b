//! CTRF, the common test report format: JSON, read as a stream.
//!
//! What stands under `results.tests` is counted; `results.summary` is only held against it. Other JSON is told apart by
//! the keys of its outermost table.

mod bounded;
mod scalar;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{BufReader, Read};

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::case::{Kind, OpenCase};
use super::ledger::{Claim, Header, Ledger};
use super::stamp::Stamp;
use super::status::{Status, status};
use super::watch::Watch;
use super::{Report, Unreadable, foreign};
use crate::limits;
use bounded::Bounded;
use scalar::{Scalar, Value};

/// Reads one report; `tags` is how many tests and retries may still be met.
pub(super) fn read(input: impl Read, tags: &mut u64, watch: Watch) -> Result<Report, Unreadable> {
    let mut root = Root::new(tags, watch);
    let mut json =
        serde_json::Deserializer::from_reader(BufReader::with_capacity(64 * 1024, Bounded::new(input)));
    let outcome = Table(Level::Root, &mut root).deserialize(&mut json);
    let is_known = root.has_tests && !root.is_list;
    if !is_known && let Some(foreign) = foreign::by_keys(|key| root.keys.contains(key)) {
        return Err(foreign);
    }
    if root.is_full {
        return Err(Unreadable::TooMany { limit: limits::REPORTS_TAGS });
    }
    outcome.and_then(|()| json.end()).map_err(|error| fault(&error))?;
    if is_known { Ok(root.end()) } else { Err(Unreadable::OtherJson) }
}

fn fault(error: &serde_json::Error) -> Unreadable {
    match error.classify() {
        serde_json::error::Category::Io if error.to_string().contains(bounded::TOO_LONG) => {
            Unreadable::TooLong { limit: limits::CTRF_TEXT_MIB, at: 0 }
        }
        serde_json::error::Category::Io => Unreadable::Io(error.to_string()),
        serde_json::error::Category::Eof => {
            Unreadable::CutJson { line: error.line(), column: error.column() }
        }
        _ => {
            let text = error.to_string();
            let what = text.split(" at line ").next().unwrap_or_default().to_owned();
            Unreadable::BadJson { what, line: error.line(), column: error.column() }
        }
    }
}

/// A report while it is read.
struct Root<'t> {
    tags: &'t mut u64,
    is_full: bool,
    /// Keys of the outermost table, or of the first entry of an outermost list, that tell formats apart.
    keys: BTreeSet<String>,
    has_tests: bool,
    is_list: bool,
    claim: Claim,
    tool: String,
    text: String,
    test: Test,
    ledger: Ledger,
}

/// What one test says, beside what its case holds.
#[derive(Default)]
struct Test {
    case: OpenCase,
    status: String,
    raw: String,
    message: String,
    suite: String,
    has_retries: bool,
    is_flaky: bool,
    seen: Seen,
}

/// The keys of one table so far: one that stands twice could say two things.
#[derive(Default)]
struct Seen(u32);

impl Seen {
    fn add<E: Error>(&mut self, place: u32, key: &str) -> Result<(), E> {
        let bit = 1_u32.checked_shl(place).unwrap_or_default();
        if self.0 & bit != 0 {
            return Err(E::custom(format!("the key `{key}` stands twice")));
        }
        self.0 |= bit;
        Ok(())
    }
}

impl<'t> Root<'t> {
    fn new(tags: &'t mut u64, watch: Watch) -> Self {
        Self {
            tags,
            is_full: false,
            keys: BTreeSet::new(),
            has_tests: false,
            is_list: false,
            claim: Claim::default(),
            tool: String::new(),
            text: String::new(),
            test: Test::default(),
            ledger: Ledger::new(watch),
        }
    }

    fn end(mut self) -> Report {
        self.ledger.close_header(&Header::of_all(&self.tool, self.claim));
        self.ledger.end()
    }

    /// One more test or retry.
    fn count<E: Error>(&mut self) -> Result<(), E> {
        let left = self.tags.checked_sub(1);
        *self.tags = left.unwrap_or_default();
        self.is_full |= left.is_none();
        left.map(|_| ()).ok_or_else(|| E::custom("too many tests"))
    }

    fn date(&mut self, value: Value) {
        match value {
            Value::Text => self.ledger.date(&self.text),
            Value::Number(number) => {
                if let Some(at) = instant(number) {
                    self.ledger.stamp(Stamp::Zoned(at));
                }
            }
            Value::Null | Value::Bool(_) | Value::Other => {}
        }
    }

    fn close_test(&mut self) {
        let test = &mut self.test;
        let case = &mut test.case;
        if test.status.trim().is_empty() {
            case.fail("none");
        } else {
            case.status(&test.status);
        }
        // The runner's own word is heard where it says that the test did not pass; what is unknown says nothing.
        if let Some(Status::Not(_)) = status(&test.raw) {
            case.status(&test.raw);
        }
        if case.kind.is_none() && (test.is_flaky || test.has_retries) {
            case.kind = Some(Kind::Flaky);
        }
        if case.kind.is_some() {
            case.say(&test.message);
        }
        self.ledger.close(case, &test.suite);
    }
}

/// Milliseconds since 1970; some tools write seconds, and 0 where they know none.
fn instant(number: f64) -> Option<Timestamp> {
    const SECONDS_END: f64 = 1e11;
    let millis = if number < SECONDS_END { number * 1000.0 } else { number };
    if !(1.0..1e15).contains(&millis) {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "within the range of whole numbers, as was just asked"
    )]
    Timestamp::from_millisecond(millis as i64).ok()
}

/// A whole number that a summary counts.
fn whole(number: f64) -> u64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast is cut to the range")]
    let whole = number as u64;
    whole
}

/// A table of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Results,
    Tool,
    Summary,
    Environment,
    Test,
}

/// Reads one table into the report.
struct Table<'r, 't>(Level, &'r mut Root<'t>);

impl Table<'_, '_> {
    /// A test that is no table could be any; elsewhere what is no table says nothing.
    fn scalar<E: Error>(&self) -> Result<(), E> {
        if self.0 == Level::Test { Err(E::custom("a test is not a table")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Table<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of a CTRF report")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match self.0 {
            Level::Root => root(self.1, map),
            Level::Results => results(self.1, map),
            Level::Tool => tool(self.1, map),
            Level::Summary => summary(self.1, map),
            Level::Environment => environment(self.1, map),
            Level::Test => one_test(self.1, map),
        }
    }

    /// An outermost list is of another format, which is told by its first entry.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.scalar()?;
        if self.0 == Level::Root {
            list.next_element_seed(Table(Level::Root, &mut *self.1))?;
            self.1.is_list = true;
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar()
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }
}

/// The key of a map, as text that is thrown away.
struct Key<'k>(&'k mut String);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        Scalar(self.0).deserialize(from).map(|_| ())
    }
}

/// Goes through a table, key by key.
fn each<'de, A: MapAccess<'de>>(
    mut map: A,
    mut take: impl FnMut(&str, &mut A) -> Result<(), A::Error>,
) -> Result<(), A::Error> {
    let mut key = String::new();
    while map.next_key_seed(Key(&mut key))?.is_some() {
        take(&key, &mut map)?;
    }
    Ok(())
}

fn root<'de, A: MapAccess<'de>>(root: &mut Root<'_>, map: A) -> Result<(), A::Error> {
    let mut seen = Seen::default();
    each(map, |key, map| {
        if foreign::is_telling(key) {
            root.keys.insert(key.to_owned());
        }
        match key {
            "results" => {
                seen.add(0, key)?;
                map.next_value_seed(Table(Level::Results, &mut *root))
            }
            "timestamp" => {
                let value = map.next_value_seed(Scalar(&mut root.text))?;
                root.date(value);
                Ok(())
            }
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    })
}

fn results<'de, A: MapAccess<'de>>(root: &mut Root<'_>, map: A) -> Result<(), A::Error> {
    let mut seen = Seen::default();
    each(map, |key, map| match key {
        "tests" => {
            seen.add(0, key)?;
            map.next_value_seed(Tests(&mut *root))
        }
        "summary" => {
            seen.add(1, key)?;
            map.next_value_seed(Table(Level::Summary, &mut *root))
        }
        "environment" => {
            seen.add(2, key)?;
            map.next_value_seed(Table(Level::Environment, &mut *root))
        }
        "tool" => {
            seen.add(3, key)?;
            map.next_value_seed(Table(Level::Tool, &mut *root))
        }
        _ => map.next_value::<IgnoredAny>().map(|_| ()),
    })
}

fn tool<'de, A: MapAccess<'de>>(root: &mut Root<'_>, map: A) -> Result<(), A::Error> {
    each(map, |key, map| match key {
        "name" => map.next_value_seed(Scalar(&mut root.tool)).map(|_| ()),
        _ => map.next_value::<IgnoredAny>().map(|_| ()),
    })
}

fn summary<'de, A: MapAccess<'de>>(root: &mut Root<'_>, map: A) -> Result<(), A::Error> {
    each(map, |key, map| {
        let value = map.next_value_seed(Scalar(&mut root.text))?;
        let count = match value {
            Value::Number(number) => whole(number),
            _ => 0,
        };
        let claim = &mut root.claim;
        match key {
            "tests" => claim.tests = count,
            "failed" | "other" => claim.faults = claim.faults.saturating_add(count),
            "skipped" | "pending" => claim.skips = claim.skips.saturating_add(count),
            "start" => root.date(value),
            _ => {}
        }
        Ok(())
    })
}

fn environment<'de, A: MapAccess<'de>>(root: &mut Root<'_>, map: A) -> Result<(), A::Error> {
    each(map, |key, map| {
        let value = map.next_value_seed(Scalar(&mut root.text))?;
        if key == "commit" && matches!(value, Value::Text) {
            root.ledger.commit(&root.text);
        }
        Ok(())
    })
}

/// `results.tests`.
struct Tests<'r, 't>(&'r mut Root<'t>);

impl<'de> DeserializeSeed<'de> for Tests<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Tests<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list of tests of a CTRF report")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.has_tests = true;
        while list.next_element_seed(Table(Level::Test, &mut *self.0))?.is_some() {}
        Ok(())
    }
}

fn one_test<'de, A: MapAccess<'de>>(root: &mut Root<'_>, map: A) -> Result<(), A::Error> {
    root.count()?;
    let test = &mut root.test;
    test.case.begin("", "");
    for text in [&mut test.status, &mut test.raw, &mut test.message, &mut test.suite] {
        text.clear();
    }
    (test.has_retries, test.is_flaky, test.seen) = (false, false, Seen::default());
    let mut start = Value::Null;
    each(map, |key, map| {
        let test = &mut root.test;
        let mut text = |place: u32, into: &mut String, seen: &mut Seen| -> Result<Value, A::Error> {
            seen.add(place, key)?;
            map.next_value_seed(Scalar(into))
        };
        let seen = &mut test.seen;
        match key {
            "name" => text(0, &mut test.case.name, seen).map(|_| ()),
            "status" => text(1, &mut test.status, seen).map(|_| ()),
            "rawStatus" => text(2, &mut test.raw, seen).map(|_| ()),
            "message" => text(3, &mut test.message, seen).map(|_| ()),
            "suite" => text(4, &mut test.suite, seen).map(|_| ()),
            "flaky" => {
                let value = text(5, &mut root.text, seen)?;
                test.is_flaky = matches!(value, Value::Bool(true))
                    || (matches!(value, Value::Text) && root.text == "true");
                Ok(())
            }
            "retries" => {
                let value = text(6, &mut root.text, seen)?;
                test.has_retries |= matches!(value, Value::Number(number) if number > 0.0);
                Ok(())
            }
            "start" => {
                start = text(7, &mut root.text, seen)?;
                Ok(())
            }
            "retryAttempts" => {
                seen.add(8, key)?;
                let attempts = map.next_value_seed(Scalar(&mut root.text))?;
                test.has_retries |= matches!(attempts, Value::Other);
                Ok(())
            }
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    })?;
    if matches!(start, Value::Number(_)) {
        root.date(start);
    }
    root.close_test();
    Ok(())
}

#[cfg(test)]
mod tests;
