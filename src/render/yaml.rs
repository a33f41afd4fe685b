//! `yaml`: the same tree as `json`, in block style.
//!
//! Strings are always double-quoted and escaped, so that no value can turn into a number, a boolean, an anchor or
//! another document. Written as a `serde_json` formatter: both formats come from one set of types, in one order.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::render::escape::{Escapes, write_escaped};
use crate::render::json::document::Document;
use crate::report::Report;

/// Writes the report.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Block::default());
    Document::of(report).serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Where a value is about to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of the document.
    Top,
    /// Behind `key:`.
    Key,
    /// Behind `- `, where the first key or item may follow on the same line.
    Item,
}

/// An open object or array.
struct Level {
    place: Place,
    is_empty: bool,
}

/// Block style with two spaces a level.
#[derive(Default)]
struct Block {
    levels: Vec<Level>,
    next: Option<Place>,
    in_key: bool,
}

impl Block {
    fn open(&mut self) {
        let place = self.next.take().unwrap_or(Place::Top);
        self.levels.push(Level { place, is_empty: true });
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, empty: &str) -> io::Result<()> {
        match self.levels.pop() {
            Some(Level { is_empty: true, place }) => {
                out.write_all(if place == Place::Key { b" " } else { b"" })?;
                out.write_all(empty.as_bytes())
            }
            _ => Ok(()),
        }
    }

    /// Begins a line for the next key or item, unless one was begun for it by the `- ` before it.
    fn begin_entry<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let depth = self.levels.len().saturating_sub(1);
        let Some(level) = self.levels.last_mut() else { return Ok(()) };
        let first = std::mem::take(&mut level.is_empty);
        if first && level.place != Place::Key {
            return Ok(());
        }
        out.write_all(b"\n")?;
        (0..depth).try_for_each(|_| out.write_all(b"  "))
    }

    /// A scalar stands one space behind its key.
    fn begin_scalar<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.next.take() == Some(Place::Key) { out.write_all(b" ") } else { Ok(()) }
    }
}

impl Formatter for Block {
    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open();
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, "{}")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open();
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, "[]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.begin_entry(out)?;
        self.next = Some(Place::Item);
        out.write_all(b"- ")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.begin_entry(out)?;
        self.in_key = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.next = Some(Place::Key);
        out.write_all(b":")
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        // Keys are field names of ours, plain words all of them.
        if self.in_key {
            return Ok(());
        }
        self.begin_scalar(out)?;
        out.write_all(b"\"")
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.in_key { Ok(()) } else { out.write_all(b"\"") }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, part: &str) -> io::Result<()> {
        write_escaped(out, part, Escapes::Yaml)
    }

    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin_scalar(out)?;
        out.write_all(b"null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.begin_scalar(out)?;
        out.write_all(if value { b"true" } else { b"false" })
    }

    fn write_u32<W: ?Sized + Write>(&mut self, out: &mut W, value: u32) -> io::Result<()> {
        self.write_u64(out, value.into())
    }

    fn write_u64<W: ?Sized + Write>(&mut self, out: &mut W, value: u64) -> io::Result<()> {
        self.begin_scalar(out)?;
        write!(out, "{value}")
    }
}
