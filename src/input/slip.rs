//! The slips of people who do not write TOML every day: what is wrong, where exactly, and the line as it should be.
//!
//! The library's error says where its reader stopped, and often several follow from one slip. Here the line is looked
//! at instead, and one slip is told once. What looks like none of them is told in the library's words.

use crate::shape::{Fault, day};
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

/// Characters of a line that are shown as it should be.
const SHOWN: usize = 120;

/// A place in the text, with the line it is on.
pub(super) struct Place<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    /// Where the library's reader stopped.
    pub(super) at: usize,
    /// Where its line starts.
    start: usize,
    line: &'t str,
}

/// What is wrong, and what else it may make look wrong.
pub(super) struct Slip {
    pub(super) fault: Fault,
    /// How far what it makes look wrong reaches.
    pub(super) echo: Echo,
}

/// Where errors are no slips of their own, behind one in the same line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    /// Nowhere else.
    Line,
    /// In the line below, which reads as if it were part of the text.
    LineBelow,
    /// As long as the list goes on that was not closed.
    List,
}

impl<'t> Place<'t> {
    pub(super) fn new(file: FileId, text: &'t str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        Self { file, text, at, start, line }
    }

    /// From the reader's place to the end of the line.
    fn rest(&self) -> &'t str {
        self.line.get(self.at.saturating_sub(self.start)..).unwrap_or_default()
    }

    /// The line up to the reader's place.
    fn before(&self) -> &'t str {
        self.line.get(..self.at.saturating_sub(self.start)).unwrap_or_default()
    }

    /// A slip at some bytes of the line.
    fn slip(&self, range: (usize, usize), message: impl Into<Untrusted>, help: impl Into<Untrusted>) -> Slip {
        let offset = |at: usize| self.start.saturating_add(at);
        let span = Span::new(self.file, offset(range.0), offset(range.1));
        let fault = Fault { span, message: message.into(), help: Some(help.into()), key: None };
        Slip { fault, echo: Echo::Line }
    }

    /// A slip in the value, from its first letter to the end of the line.
    fn in_value(&self, message: impl Into<Untrusted>, shown: &str) -> Slip {
        let at = self.line.len().saturating_sub(self.value().map_or(self.line, |(_, value)| value).len());
        self.slip((at, self.line.trim_end().len()), message, write(shown))
    }

    /// The key and the value of the line.
    fn value(&self) -> Option<(&'t str, &'t str)> {
        let (key, value) = self.line.split_once('=')?;
        Some((key.trim(), value.trim_start()))
    }
}

fn write(line: &str) -> Untrusted {
    let shown: String = line.trim().chars().take(SHOWN).collect();
    message!("write it as: {}", shown)
}

/// What one error of the library comes from.
pub(super) fn diagnose(place: &Place<'_>, said: &str) -> Slip {
    curly(place)
        .or_else(|| unclosed_list(place, said))
        .or_else(|| comma(place, said))
        .or_else(|| date(place))
        .or_else(|| section(place, said))
        .or_else(|| assignment(place))
        .or_else(|| closing(place, said))
        .or_else(|| behind(place, said))
        .or_else(|| quote(place, said))
        .unwrap_or_else(|| {
            let help = if said.contains("duplicate key") {
                "keep one of the two"
            } else if said.contains("key with no value") {
                "each line is a key, an equals sign and a value: owner = \"Ana Ruiz\""
            } else {
                "texts stand in double quotes, lists in square brackets: owner = \"Ana Ruiz\""
            };
            let at = place.at.saturating_sub(place.start);
            place.slip((at, at), message!("this is not TOML: {}", said), help)
        })
}

const CURLY: [char; 7] = ['“', '”', '„', '«', '»', '‘', '’'];

fn curly(place: &Place<'_>) -> Option<Slip> {
    let rest = place.rest();
    let at = rest.find(CURLY).filter(|at| !rest.get(..*at).is_some_and(|before| before.contains('"')))?;
    let at = place.before().len().saturating_add(at);
    let width = place.line.get(at..)?.chars().next()?.len_utf8();
    let straight = place.line.replace(CURLY, "\"");
    let said = "this is a curly quote, as word processors make it, and not a straight one";
    Some(place.slip((at, at.saturating_add(width)), said, write(&straight)))
}

/// A list that goes on where the next key begins: its bracket is missing at the end of the line above.
fn unclosed_list(place: &Place<'_>, said: &str) -> Option<Slip> {
    let begins_below = is_key(place.rest()) || place.rest().trim_start().starts_with('[');
    if !said.contains("array") || !place.before().trim().is_empty() || !begins_below {
        return None;
    }
    let above = place.text.get(..place.start)?.trim_end();
    let mut slip = Place::new(place.file, place.text, above.len());
    let end = slip.before().len();
    slip.at = above.len();
    let shown = format!("{}]", slip.line.trim_end().trim_end_matches(','));
    let shown = if shown.trim() == "]" { "]".to_owned() } else { shown };
    let told = slip.slip((end, end), "the list is not closed: its bracket ] is missing here", write(&shown));
    Some(Slip { echo: Echo::List, ..told })
}

/// Whether a line begins with a key and an equals sign.
fn is_key(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    rest.len() < line.len() && rest.trim_start().starts_with('=')
}

fn comma(place: &Place<'_>, said: &str) -> Option<Slip> {
    let rest = place.rest();
    let date = rest.get(..10).filter(|day| day::is_day(day));
    let pair_behind_date = date.and_then(|_| rest.get(10..)).filter(|behind| is_key(behind.trim_start()));
    let is_missing = said.starts_with("missing comma between") || pair_behind_date.is_some();
    if !is_missing {
        return None;
    }
    let split = place.before().len().saturating_add(if pair_behind_date.is_some() { 10 } else { 0 });
    let (left, right) = place.line.split_at_checked(split)?;
    if left.trim().is_empty() {
        let above = Place::new(place.file, place.text, place.text.get(..place.start)?.trim_end().len());
        let end = above.before().len();
        let shown = format!("{},", above.line.trim_end());
        return Some(above.slip((end, end), "a comma is missing behind this entry", write(&shown)));
    }
    let left = left.trim_end();
    let shown = format!("{left}, {}", right.trim_start());
    Some(place.slip((left.len(), left.len()), "a comma is missing here", write(&shown)))
}

fn date(place: &Place<'_>) -> Option<Slip> {
    let (key, value) = place.value()?;
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    if value.starts_with(['"', '[', '{', '\'']) || !(is_about_a_date(key) || day::looks_like_one(value)) {
        return None;
    }
    let shown = match day::iso(value) {
        Some(day) => format!("{key} = {day}"),
        None => format!("{key} = 2026-12-01, or with a time {key} = 2026-12-01T09:00"),
    };
    if value.get(..10).is_some_and(day::is_day) && day::iso(value.get(..10)?).is_none() {
        return Some(place.in_value(message!("{} is no day of the calendar", value), &shown));
    }
    Some(place.in_value(message!("\"{}\" is not how a date is written here", value), &shown))
}

/// Whether a key is one of a date.
fn is_about_a_date(key: &str) -> bool {
    ["date", "_on", "freeze", "until"].iter().any(|ending| key.ends_with(ending)) || key == "on"
}

fn section(place: &Place<'_>, said: &str) -> Option<Slip> {
    let line = place.line.trim();
    let name = line.trim_matches(['[', ']', ':']).trim();
    let is_word =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_slip = line.ends_with([']', ':']) || (line.starts_with('[') && said.contains("table"));
    if !is_word || !is_slip || line.contains('=') {
        return None;
    }
    let (open, close) = if line.contains("[[") || line.contains("]]") { ("[[", "]]") } else { ("[", "]") };
    let shown = format!("{open}{name}{close}");
    let end = place.line.trim_end().len();
    let said = "the name of a section stands in square brackets, on a line of its own";
    Some(place.slip((end.saturating_sub(line.len()), end), said, write(&shown)))
}

/// A line with a colon, or nothing, where the equals sign should be.
fn assignment(place: &Place<'_>) -> Option<Slip> {
    let line = place.line.trim();
    let key = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))?;
    let (key, rest) = line.split_at_checked(key)?;
    let value = rest.trim_start().trim_start_matches(':').trim_start();
    if key.is_empty()
        || rest.trim_start().starts_with('=')
        || place.value().is_some_and(|(all, _)| all == key)
    {
        return None;
    }
    if !(rest.starts_with(':') || value.starts_with(['"', '[', '{'])) || place.before().contains('=') {
        return None;
    }
    let at = place.line.find(key)?.saturating_add(key.len());
    let said = "an equals sign is missing between the key and its value";
    Some(place.slip((at, at.saturating_add(1)), said, write(&format!("{key} = {value}"))))
}

/// A table in braces, or a list, that the end of the line leaves open, or that nothing opens.
fn closing(place: &Place<'_>, said: &str) -> Option<Slip> {
    let end = place.line.trim_end().len();
    if said.contains("unclosed inline table") {
        let shown = format!("{} }}", place.line.trim_end());
        return Some(place.slip((end, end), "the braces are not closed: } is missing here", write(&shown)));
    }
    if said.contains("unclosed array") {
        let shown = format!("{}]", place.line.trim_end());
        return Some(place.slip(
            (end, end),
            "the list is not closed: its bracket ] is missing here",
            write(&shown),
        ));
    }
    let (key, value) = place.value()?;
    let opens_nothing = value.trim_end().ends_with(']') && !value.contains('[');
    opens_nothing.then(|| {
        place.in_value("the list is not opened: its bracket [ is missing", &format!("{key} = [{value}"))
    })
}

fn quote(place: &Place<'_>, said: &str) -> Option<Slip> {
    let (key, value) = place.value()?;
    if matches!(value.trim(), "True" | "False" | "yes" | "no" | "Yes" | "No" | "TRUE" | "FALSE") {
        let word = if value.trim().to_lowercase().starts_with(['t', 'y']) { "true" } else { "false" };
        return Some(place.in_value("expected true or false, in small letters", &format!("{key} = {word}")));
    }
    if said.contains("basic string") && value.contains('"') {
        let open = value.trim_end().ends_with([']', '}', ',']);
        let body = value.trim_end();
        let (body, tail) =
            if open { body.split_at_checked(body.len().saturating_sub(1))? } else { (body, "") };
        let mut slip = place.in_value(
            "a text in this line is not closed: its quote is missing",
            &format!("{key} = {}\"{tail}", body.trim_end()),
        );
        slip.echo = Echo::LineBelow;
        return Some(slip);
    }
    let is_bare = ["quoted", "opening quote", "invalid boolean", "invalid float", "no number"];
    if !is_bare.iter().any(|word| said.contains(word)) || value.starts_with(['[', '{']) {
        return None;
    }
    let words = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    Some(place.in_value("a text stands in double quotes", &format!("{key} = \"{words}\"")))
}

/// Something behind the value that is no comment.
fn behind(place: &Place<'_>, said: &str) -> Option<Slip> {
    const ONLY_COMMENTS: &str = "nothing may stand behind a value but a comment, which begins with #";
    let end = place.line.trim_end().len();
    if let Some(shown) = place.line.trim_end().strip_suffix(';') {
        return Some(place.slip((shown.len(), end), ONLY_COMMENTS, write(shown)));
    }
    if !said.contains("unexpected key or value") {
        return None;
    }
    let (left, right) = (place.before().trim_end(), place.rest());
    let shown = match right.strip_prefix("//").or(right.strip_prefix("--")) {
        Some(comment) => format!("{left} #{comment}"),
        None => left.trim_end_matches([';', ',']).to_owned(),
    };
    let at = place.before().len();
    Some(place.slip((at, end.max(at)), ONLY_COMMENTS, write(&shown)))
}
