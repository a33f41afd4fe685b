//! The line of a file that a finding points at, cleaned and cut to the page before it is drawn.
//!
//! Only the marked line is looked at, and of that only what fits, so that one line of ten megabytes costs nothing.
//! Everything the drawing crate would choke on (spans out of range or inside a character) or let through (C1,
//! zero-width characters) ends here.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{AnnotationKind, Group, Level as Tone, Renderer, Snippet};
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar as _;

use crate::render::escape::is_hidden;
use crate::report::{ReleaseReport, ReportedFinding};
use crate::rule::Level;
use crate::source::floor_boundary;

/// What stands where something was cut off.
const DOTS: &str = "...";

/// A line ready to be drawn, and the bytes of it that are marked.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    text: String,
    start: usize,
    end: usize,
}

/// The drawn line with its mark, or nothing when there is no line to show.
pub(super) fn snippet(
    release: &ReleaseReport,
    finding: &ReportedFinding,
    width: usize,
    colour: bool,
) -> Option<String> {
    let excerpt = finding.excerpt?;
    let text = release.sources.get(excerpt.source)?;
    if excerpt.end == 0 {
        return None;
    }
    let number = finding.location.line;
    let gutter = number.to_string().len().saturating_add(3);
    let line = window(text, excerpt.start, excerpt.end, width.saturating_sub(gutter).saturating_sub(1))?;
    let tone = if finding.level == Level::Error { Tone::ERROR } else { Tone::WARNING };
    let snippet = Snippet::source(line.text.as_str())
        .line_start(number)
        .annotation(AnnotationKind::Primary.span(line.start..line.end));
    Some(
        renderer(colour)
            .term_width(usize::from(u16::MAX))
            .render(&[Group::with_level(tone).element(snippet)]),
    )
}

fn renderer(colour: bool) -> Renderer {
    if !colour {
        return Renderer::plain();
    }
    let gutter = Style::new().effects(Effects::DIMMED);
    Renderer::styled()
        .hyperlink(false)
        .error(AnsiColor::Red.on_default().effects(Effects::BOLD))
        .warning(AnsiColor::Magenta.on_default().effects(Effects::BOLD))
        .line_num(gutter)
        .context(gutter)
}

/// The part of the first marked line that fits `room` columns.
fn window(text: &str, start: usize, end: usize, room: usize) -> Option<Line> {
    let start = floor_boundary(text, start);
    let end = floor_boundary(text, end.max(start));
    let (before, from) = text.split_at_checked(start)?;
    let before = before.get(before.rfind('\n').map_or(0, |at| at.saturating_add(1))..)?;
    let after = from.get(..from.find('\n').unwrap_or(from.len()))?;
    let after = after.strip_suffix('\r').unwrap_or(after);
    if before.trim().is_empty() && after.trim().is_empty() {
        return None;
    }
    let marked = after.get(..floor_boundary(after, end.saturating_sub(start)))?;
    let rest = after.get(marked.len()..)?;

    let third = room.checked_div(3).unwrap_or_default();
    let needed =
        clean(' ', marked.chars(), room).columns.saturating_add(clean(' ', rest.chars(), room).columns);
    let left = clean_back(before, room.saturating_sub(needed).max(third));
    let mut room = room.saturating_sub(left.columns);
    let last = |text: &str| text.chars().next_back();
    let mut neighbour = last(before).unwrap_or(' ');
    let middle = clean(neighbour, marked.chars(), room);
    room = room.saturating_sub(middle.columns);
    neighbour = last(marked).unwrap_or(neighbour);
    let right = if middle.is_cut { Cleaned::default() } else { clean(neighbour, rest.chars(), room) };

    let mut line = left.text;
    let start = line.len();
    line.push_str(&middle.text);
    let end = line.len();
    line.push_str(&right.text);
    Some(Line { text: line, start, end })
}

/// Harmless text and the columns it takes.
#[derive(Debug, Default)]
struct Cleaned {
    text: String,
    columns: usize,
    is_cut: bool,
}

/// As much of the letters as fits behind the one `before` them, with dots if that is not all.
fn clean(mut before: char, letters: impl Iterator<Item = char>, room: usize) -> Cleaned {
    let mut out = Cleaned::default();
    let mut kept = (0, 0);
    let mut marks = 0_usize;
    for letter in letters {
        marks = if is_combining_mark(letter) { marks.saturating_add(1) } else { 0 };
        let (text, columns) = harmless(letter, before, marks);
        before = letter;
        if out.columns.saturating_add(columns) > room {
            out.text.truncate(kept.0);
            out.columns = kept.1;
            if room >= DOTS.len() {
                out.text.push_str(DOTS);
                out.columns = out.columns.saturating_add(DOTS.len());
            }
            out.is_cut = true;
            return out;
        }
        out.text.push_str(&text);
        out.columns = out.columns.saturating_add(columns);
        if out.columns.saturating_add(DOTS.len()) <= room {
            kept = (out.text.len(), out.columns);
        }
    }
    out
}

/// The end of a text, as much as fits, with dots if that is not all.
fn clean_back(text: &str, room: usize) -> Cleaned {
    let tail: Vec<char> = text.chars().rev().take(room.saturating_add(1)).collect();
    let all = clean(' ', tail.iter().rev().copied(), room);
    if !all.is_cut {
        return all;
    }
    // Widths differ, so the room is found by dropping letters from the front.
    let room = room.saturating_sub(DOTS.len());
    let fitting = (0..=tail.len())
        .map(|drop| clean(' ', tail.iter().rev().skip(drop).copied(), room))
        .find(|part| !part.is_cut)
        .unwrap_or_default();
    Cleaned {
        text: format!("{DOTS}{}", fitting.text),
        columns: fitting.columns.saturating_add(DOTS.len()),
        is_cut: true,
    }
}

/// What is shown for a letter, and its columns. `##` starts a command in some CI logs, so a blank parts it.
fn harmless(letter: char, before: char, marks: usize) -> (String, usize) {
    match letter {
        '\t' => ("    ".to_owned(), 4),
        '#' if before == '#' => (" #".to_owned(), 2),
        '\u{fe00}'..='\u{fe0f}' => (String::new(), 0),
        _ if is_hidden(letter) || marks > 2 => ("\u{fffd}".to_owned(), 1),
        _ => (letter.to_string(), letter.width().unwrap_or(1)),
    }
}
