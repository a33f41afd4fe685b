//! Text that goes into a file which people wrote: at known places, and all else stays byte for byte.

use std::ops::Range;

use crate::shape::tree::{Entry, Node, Value};

/// Why an entry cannot be written, only printed.
pub(crate) const INLINE: &str =
    "`call` is written as a list in one value, to which nothing can be added safely";

/// A piece of text that takes the place of a stretch of the file; an empty stretch is a place between two bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Which bytes.
    pub at: Range<usize>,
    /// What stands there then.
    pub text: String,
}

/// Adds an entry behind the last call, else at the end of the file.
pub(crate) fn entry(text: &str, file: &Node, entry: &str) -> Result<Edit, &'static str> {
    let calls = top(file, "call").map(|call| &call.node);
    let (at, lead, tail) = match calls.map(|calls| &calls.value) {
        None => (text.len(), if text.is_empty() { "" } else { "\n" }, ""),
        Some(Value::List(calls)) => {
            let last = calls
                .last()
                .filter(|last| text.get(last.span.start..).is_some_and(|at| at.starts_with("[[")));
            let at = line_end(text, end(last.ok_or(INLINE)?));
            (at, "\n", if at < text.len() && !starts_blank(text, at) { "\n" } else { "" })
        }
        Some(_) => return Err(INLINE),
    };
    // The last line may be left open.
    let is_open = at > 0 && !text.get(..at).is_some_and(|before| before.ends_with('\n'));
    let lead = if is_open { format!("\n{lead}") } else { lead.to_owned() };
    Ok(Edit { at: at..at, text: as_file(text, &format!("{lead}{entry}{tail}")) })
}

/// Sets the launch: in place of the one that is there, else in the first line.
pub(crate) fn date(text: &str, file: &Node, date: &str) -> Edit {
    match top(file, "date") {
        Some(there) => Edit { at: there.node.span.start..there.node.span.end, text: date.to_owned() },
        None => Edit { at: 0..0, text: as_file(text, &format!("date = {date}\n")) },
    }
}

/// The text with all edits made, the last first; at one place, what is replaced goes before what is added.
pub(crate) fn apply(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.at.start, edit.at.end)));
    let mut text = text.to_owned();
    for edit in edits {
        if !text.is_char_boundary(edit.at.start)
            || !text.is_char_boundary(edit.at.end)
            || edit.at.end > text.len()
        {
            return None;
        }
        text.replace_range(edit.at, &edit.text);
    }
    Some(text)
}

/// The entry of a key at the top of the file.
pub(crate) fn top<'n>(file: &'n Node, key: &str) -> Option<&'n Entry> {
    entries(file).iter().find(|entry| entry.key.value == key)
}

/// The entries of a table; none of anything else.
pub(crate) fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Value::Table(table) => &table.entries,
        _ => &[],
    }
}

/// Where a value ends: of a table with a header, its last value.
pub(super) fn end(node: &Node) -> usize {
    let below = match &node.value {
        Value::List(nodes) => nodes.iter().map(end).max(),
        Value::Table(table) => table.entries.iter().map(|entry| end(&entry.node)).max(),
        _ => None,
    };
    node.span.end.max(below.unwrap_or_default())
}

/// Behind the line break of the line at an offset.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |more| at.saturating_add(more).saturating_add(1))
}

fn starts_blank(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with('\n') || rest.starts_with("\r\n"))
}

/// With the line ends of the file.
pub(super) fn as_file(text: &str, added: &str) -> String {
    let first = text.find('\n').and_then(|at| text.get(..at));
    if first.is_some_and(|line| line.ends_with('\r')) {
        added.replace('\n', "\r\n")
    } else {
        added.to_owned()
    }
}
