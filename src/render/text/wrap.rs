//! Breaking text into lines by the columns it takes on a terminal.
//!
//! Lines break at blanks and beside wide (CJK, emoji) characters. A word that is longer than a line stays whole in
//! running text, so that an address or an id can be copied; in a table cell it is cut.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::paint::{Piece, Role};

/// How a line is led in: what stands before the first line, and before the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indent {
    /// Blanks before the first line.
    pub(super) first: usize,
    /// Blanks before each further line.
    pub(super) rest: usize,
}

/// What may not be torn apart.
#[derive(Debug, Default)]
struct Word {
    after_blank: bool,
    pieces: Vec<Piece>,
}

impl Word {
    fn width(&self) -> usize {
        self.pieces.iter().map(|piece| columns(&piece.text)).fold(0, usize::saturating_add)
    }

    fn push(&mut self, role: Role, letter: char) {
        push_text(&mut self.pieces, role, letter.encode_utf8(&mut [0; 4]));
    }
}

/// The columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks pieces into lines of at most `width` columns.
pub(super) fn wrap(pieces: &[Piece], indent: Indent, width: usize) -> Vec<Vec<Piece>> {
    lay_out(words(pieces), indent, width)
}

fn lay_out(words: Vec<Word>, indent: Indent, width: usize) -> Vec<Vec<Piece>> {
    let mut lines = Vec::new();
    let mut line = start_line(indent.first);
    let mut used = indent.first;
    let mut is_bare = true;
    for word in words {
        let wide = word.width();
        let gap = usize::from(word.after_blank && !is_bare);
        if !is_bare && used.saturating_add(gap).saturating_add(wide) > width {
            lines.push(std::mem::replace(&mut line, start_line(indent.rest)));
            used = indent.rest;
        } else if gap == 1 {
            push_blank(&mut line, &word);
            used = used.saturating_add(1);
        }
        used = used.saturating_add(wide);
        for piece in word.pieces {
            push_text(&mut line, piece.role, &piece.text);
        }
        is_bare = false;
    }
    if !is_bare {
        lines.push(line);
    }
    lines
}

/// Breaks one plain text into lines of at most `width` columns, cutting words that are longer.
pub(super) fn wrap_cell(text: &str, width: usize) -> String {
    let width = width.max(2);
    if columns(text) <= width {
        return text.to_owned();
    }
    let parts = words(&[Piece::plain(text)]).into_iter().flat_map(|word| cut_word(&word, width)).collect();
    let lines = lay_out(parts, Indent { first: 0, rest: 0 }, width);
    let lines: Vec<String> =
        lines.into_iter().map(|line| line.into_iter().map(|piece| piece.text).collect()).collect();
    lines.join("\n")
}

fn cut_word(word: &Word, width: usize) -> Vec<Word> {
    let text: String = word.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut parts = Vec::new();
    cut(&text, width, &mut parts);
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(at, part)| Word { after_blank: at == 0 && word.after_blank, pieces: vec![Piece::plain(part)] })
        .collect()
}

/// The beginning of a text that fits `width` columns, with dots where something is missing.
pub(super) fn shorten(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut lines = Vec::new();
    cut(text, width.saturating_sub(3).max(2), &mut lines);
    let first = lines.into_iter().next().unwrap_or_default();
    format!("{}...", first.trim_end())
}

fn cut(line: &str, width: usize, out: &mut Vec<String>) {
    let mut part = String::new();
    for letter in line.chars() {
        part.push(letter);
        if columns(&part) > width {
            // Marks and style signs stay with the letter they belong to.
            let has_room = |(_, letter): &(usize, char)| letter.width() != Some(0);
            let start = part.char_indices().rev().find(has_room).map_or(0, |(at, _)| at);
            if start > 0 {
                let mut next = part.split_off(start);
                // A log's reader takes `::word::` at the start of a line for a command.
                if next.starts_with(':') {
                    next.insert(0, '\\');
                }
                out.push(std::mem::replace(&mut part, next));
            }
        }
    }
    out.push(part);
}

fn start_line(indent: usize) -> Vec<Piece> {
    if indent == 0 { Vec::new() } else { vec![Piece::plain(" ".repeat(indent))] }
}

fn push_text(pieces: &mut Vec<Piece>, role: Role, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.role == role => last.text.push_str(text),
        _ => pieces.push(Piece::new(role, text)),
    }
}

/// A blank inside one role belongs to it, so that a painted phrase is painted once.
fn push_blank(line: &mut Vec<Piece>, next: &Word) {
    let before = line.last().map(|piece| piece.role);
    let after = next.pieces.first().map(|piece| piece.role);
    push_text(line, if before == after { before.unwrap_or(Role::Plain) } else { Role::Plain }, " ");
}

/// Words as they are laid out. None starts with two colons, wherever it may come to stand.
fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut words = split(pieces);
    for word in &mut words {
        let start: String = word.pieces.iter().flat_map(|piece| piece.text.chars()).take(2).collect();
        if start == "::"
            && let Some(first) = word.pieces.first_mut()
        {
            first.text.insert(0, '\\');
        }
    }
    words
}

fn split(pieces: &[Piece]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut current = Word::default();
    let mut previous = ' ';
    for piece in pieces {
        for letter in piece.text.chars() {
            let is_blank = letter.is_whitespace();
            if (is_blank || may_break(previous, letter)) && !current.pieces.is_empty() {
                words.push(std::mem::take(&mut current));
            }
            if is_blank {
                current.after_blank = true;
            } else {
                current.push(piece.role, letter);
            }
            previous = letter;
        }
    }
    if !current.pieces.is_empty() {
        words.push(current);
    }
    words
}

/// Whether a line may end between two letters that no blank parts. Never before a colon: a log's reader takes
/// `::word::` at the start of a line for a command.
fn may_break(before: char, after: char) -> bool {
    let joins = |letter: char| letter == '\u{200d}' || ('\u{1f3fb}'..='\u{1f3ff}').contains(&letter);
    let wide = |letter: char| letter.width() == Some(2);
    after != ':'
        && !joins(before)
        && !joins(after)
        && after.width() != Some(0)
        && (wide(before) || wide(after))
}
