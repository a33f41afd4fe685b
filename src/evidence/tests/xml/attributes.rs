//! The attributes of a tag, held to the rules of XML. Which of them are wanted is for the format to say.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};
use quick_xml::escape::{EscapeError, unescape};
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::AttrError;

use crate::untrusted::Untrusted;

use super::super::names::clip;
use super::Unreadable;

/// How long the name of an element or an attribute may be.
const LONGEST_NAME: usize = 512;

/// The attributes that a format is read by, unescaped.
pub(in crate::evidence::tests) trait Slots<'t> {
    /// Where the value of a key goes; none where nobody asks for it.
    fn slot(&mut self, key: &str) -> Option<&mut Cow<'t, str>>;
}

/// Reads all attributes of a tag that begins at byte `at`; gives how many references stand in them. Each is checked,
/// also those nobody asks for.
pub(in crate::evidence::tests) fn read<'t>(
    tag: &'t BytesStart<'_>,
    at: u64,
    slots: &mut impl Slots<'t>,
) -> Result<u64, Unreadable> {
    let raw = tag.attributes_raw();
    let ill = |what| Unreadable::IllFormed { what, at };
    let has_entities = memchr2(b'<', b'&', raw.as_bytes()).is_some();
    if has_entities && memchr(b'<', raw.as_bytes()).is_some() {
        return Err(ill("a tag begins inside a tag"));
    }
    let references = if has_entities { memchr_iter(b'&', raw.as_bytes()).count() } else { 0 };
    let mut keys = Keys::default();
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    for attribute in attributes {
        let attribute = attribute.map_err(|error| ill(fault(&error)))?;
        let (key, value) = (attribute.key.into_inner(), attribute.value);
        if !keys.is_new(key, tag).map_err(|error| ill(fault(&error)))? {
            return Err(ill(TWICE));
        }
        if !stands_apart(raw, key) {
            return Err(ill("no space stands between two attributes"));
        }
        let value = if has_entities { decode(value, at)? } else { value };
        match slots.slot(key) {
            Some(slot) => *slot = value,
            // Attributes of nearly every case that say nothing here.
            None if matches!(key, "time" | "file" | "line") || is_name(key) => {}
            None => return Err(ill("an attribute has no proper name")),
        }
    }
    Ok(u64::try_from(references).unwrap_or(u64::MAX))
}

const TWICE: &str = "an attribute stands twice in a tag";

/// How many keys of one tag are compared one by one. Nearly every tag has less.
const FEW: usize = 16;

/// The keys of a tag so far.
#[derive(Default)]
struct Keys<'t> {
    few: [&'t str; FEW],
    count: usize,
}

impl<'t> Keys<'t> {
    /// Whether a key has not been there. When there are many, the reader's own check is asked, about all of them.
    fn is_new(&mut self, key: &'t str, tag: &BytesStart<'_>) -> Result<bool, AttrError> {
        let known = self.few.get(..self.count).unwrap_or(&self.few);
        // The first letter tells nearly all of them apart.
        let letter = key.as_bytes().first();
        if known.iter().any(|other| other.as_bytes().first() == letter && *other == key) {
            return Ok(false);
        }
        match self.few.get_mut(self.count) {
            Some(slot) => *slot = key,
            None if self.count == FEW => tag.attributes().try_for_each(|attribute| attribute.map(|_| ()))?,
            None => {}
        }
        self.count = self.count.saturating_add(1);
        Ok(true)
    }
}

/// Whether blank space stands before a key. The iterator of attributes does not ask for any.
fn stands_apart(raw: &str, key: &str) -> bool {
    let before = key.as_ptr().addr().checked_sub(raw.as_ptr().addr()).and_then(|at| at.checked_sub(1));
    before.and_then(|at| raw.as_bytes().get(at)).is_some_and(u8::is_ascii_whitespace)
}

fn decode(value: Cow<'_, str>, at: u64) -> Result<Cow<'_, str>, Unreadable> {
    match unescape(&value) {
        Ok(Cow::Borrowed(_)) => Ok(value),
        Ok(Cow::Owned(text)) => Ok(Cow::Owned(text)),
        Err(EscapeError::UnrecognizedEntity(_, name)) => {
            Err(Unreadable::Entity { name: Untrusted::new(clip(&name)), at })
        }
        Err(_) => Err(Unreadable::IllFormed { what: "an `&` in an attribute begins no reference", at }),
    }
}

fn fault(error: &AttrError) -> &'static str {
    match error {
        AttrError::ExpectedEq(_) => "an attribute has no value",
        AttrError::ExpectedValue(_) => "an attribute has no value after its `=`",
        AttrError::UnquotedValue(_) => "the value of an attribute is not quoted",
        AttrError::ExpectedQuote(..) => "the value of an attribute is not closed",
        AttrError::Duplicated(..) => TWICE,
    }
}

/// Whether an element or an attribute may be called so. Close to the rule of XML: what is refused no XML allows, and
/// the replacement of undecodable bytes is refused too, or a damaged `failure` would pass as some other element.
pub(in crate::evidence::tests) fn is_name(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-' | b'.');
    let is_plain = |name: &str| name.bytes().all(is_inner);
    let is_foreign = |name: &str| {
        name.chars().all(|letter| {
            u8::try_from(letter).map_or(letter != '\u{FFFD}', |byte| !byte.is_ascii() || is_inner(byte))
        })
    };
    let starts_well = !name.starts_with(|first: char| matches!(first, '0'..='9' | '-' | '.'));
    !name.is_empty() && name.len() <= LONGEST_NAME && starts_well && (is_plain(name) || is_foreign(name))
}
