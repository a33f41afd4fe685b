//! Files as read: their text, and how a byte in them becomes a line and a column.
//!
//! Positions are settled here and nowhere else. Everything before the report speaks of [`Span`]s (a file and
//! byte offsets); everything after it speaks of [`Location`]s (lines and columns that start at 1).

use std::sync::{Arc, OnceLock};

use memchr::memchr_iter;

use crate::untrusted::Untrusted;

/// Which of the files of one evaluation a [`Span`] lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum FileId {
    /// The release file itself.
    #[default]
    Release,
    /// The team policy, `gonogo.toml`.
    Policy,
}

/// A stretch of bytes in one file; `end` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Span {
    /// The file the bytes are in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// A span in `file`; an end before the start is taken as empty.
    pub(crate) fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start, end: end.max(start) }
    }

    /// The very beginning of a file: where a finding points that has no better place.
    pub(crate) fn top(file: FileId) -> Self {
        Self::new(file, 0, 0)
    }
}

/// A value and the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Spanned<T> {
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: T,
}

impl<T> Spanned<T> {
    /// Ties a value to its place.
    pub(crate) fn new(span: Span, value: T) -> Self {
        Self { span, value }
    }
}

/// A place as people and tools count it: lines and columns start at 1, columns count characters, the end is
/// exclusive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Location {
    /// The file, as the user named it.
    pub file: Untrusted,
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
}

/// A file that was read whole: its name, its text, and where its lines begin.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    name: Untrusted,
    text: Arc<str>,
    lines: Arc<[usize]>,
    /// How many characters begin before every [`STRIDE`]th byte; made when the first column is asked for.
    marks: OnceLock<Box<[usize]>>,
}

/// Bytes from one mark to the next: what is counted for a column, however long its line.
const STRIDE: usize = 512;

impl SourceFile {
    /// Takes a text under the name that reports shall use for it.
    pub(crate) fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let breaks = memchr_iter(b'\n', text.as_bytes());
        let lines = std::iter::once(0).chain(breaks.map(|at| at.saturating_add(1))).collect();
        Self { name: Untrusted::new(name), text, lines, marks: OnceLock::new() }
    }

    /// The name reports use.
    pub(crate) fn name(&self) -> &Untrusted {
        &self.name
    }

    /// The whole text, for whoever shows parts of it.
    pub(crate) fn text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Lines and columns of a span. Offsets behind the text, or inside a character, are moved to the nearest
    /// boundary before them.
    pub(crate) fn location(&self, span: Span) -> Location {
        let (line, column) = self.position(span.start);
        let (end_line, end_column) = self.position(span.end.max(span.start));
        Location { file: self.name.clone(), line, column, end_line, end_column }
    }

    /// The line of an offset. Cheaper than its column, however long the line.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).max(1)
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = floor_boundary(&self.text, offset);
        let line = self.line(offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.letters_before(offset).saturating_sub(self.letters_before(start));
        (line, column.saturating_add(1))
    }

    fn letters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let marks = self.marks.get_or_init(|| {
            let parts = bytes.chunks(STRIDE).scan(0_usize, |all, part| {
                *all = all.saturating_add(letters(part));
                Some(*all)
            });
            std::iter::once(0).chain(parts).collect()
        });
        let mark = offset / STRIDE;
        let rest = bytes.get(mark.saturating_mul(STRIDE)..offset).unwrap_or_default();
        marks.get(mark).map_or(0, |before| before.saturating_add(letters(rest)))
    }
}

/// How many characters begin in some bytes of UTF-8.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The largest character boundary that is not behind `offset`.
pub(crate) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, start: usize, end: usize) -> (usize, usize, usize, usize) {
        let at = SourceFile::new("f", text).location(Span::new(FileId::Release, start, end));
        (at.line, at.column, at.end_line, at.end_column)
    }

    #[test]
    fn lines_and_columns_start_at_one() {
        assert_eq!(place("ab\ncd", 0, 1), (1, 1, 1, 2));
        assert_eq!(place("ab\ncd", 3, 5), (2, 1, 2, 3));
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(place("é€😀x", 9, 10), (1, 4, 1, 5));
    }

    #[test]
    fn columns_are_the_same_however_long_the_line() {
        let text = format!("x\n{}y", "é€😀z".repeat(400));
        for (letter, (at, _)) in text.char_indices().enumerate().skip(2) {
            assert_eq!(place(&text, at, text.len()), (2, letter - 1, 2, 1602), "{at}");
        }
    }

    #[test]
    fn offsets_out_of_range_or_inside_a_character_are_clamped() {
        assert_eq!(place("é", 1, 99), (1, 1, 1, 2));
        assert_eq!(place("", 5, 9), (1, 1, 1, 1));
    }
}
