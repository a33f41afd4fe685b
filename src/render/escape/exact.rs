//! Values that JSON and YAML keep exactly: what may be read back, and how it is written meanwhile.
//!
//! A reader gets every character back; a terminal or a CI log that shows the document sees none that could act.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::is_hidden;

/// A untrusted value on its way into a JSON or YAML document. It can be serialized and nothing else.
#[derive(Clone, Copy)]
pub(crate) struct Exact<'a>(&'a str);

impl<'a> Exact<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        Self(raw)
    }
}

impl JsonSchema for Exact<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        str::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        str::json_schema(generator)
    }
}

impl Serialize for Exact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// How a double-quoted string writes a character by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// `\u001b`, and two of them beyond U+FFFF.
    Json,
    /// `\u001b`, and `\U000e0001` beyond U+FFFF.
    Yaml,
}

/// Writes a part of a double-quoted string: hidden characters by their number, and of `##` the second sign too,
/// because a CI runner obeys `##[command]` wherever it stands in a line.
pub(crate) fn write_escaped(out: &mut (impl Write + ?Sized), part: &str, escapes: Escapes) -> io::Result<()> {
    let mut kept = String::with_capacity(part.len());
    let mut before = ' ';
    for c in part.chars() {
        if is_hidden(c) || is_noncharacter(c) || (c == '#' && before == '#') {
            out.write_all(kept.as_bytes())?;
            kept.clear();
            write_number(out, c, escapes)?;
        } else {
            kept.push(c);
        }
        before = c;
    }
    out.write_all(kept.as_bytes())
}

/// YAML forbids these two inside a document.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn write_number(out: &mut (impl Write + ?Sized), c: char, escapes: Escapes) -> io::Result<()> {
    if escapes == Escapes::Yaml && u32::from(c) > 0xffff {
        return write!(out, "\\U{:08x}", u32::from(c));
    }
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}
