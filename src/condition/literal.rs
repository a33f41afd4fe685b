//! Texts in quotes and numbers, as CEL writes them.
//!
//! Quotes are single or double, one or three; three hold line ends as well, and an `r` before them switches the escapes off.

use std::ops::Range;

use super::fault::{BadCondition, refused};
use super::tree::Constant;

/// How a text begins, which says how it ends.
#[derive(Debug)]
pub(super) struct Opening {
    /// The bytes before its first character.
    length: usize,
    quotes: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Escaped,
    Raw,
    Bytes,
}

/// Prefixes of a text, the longer before those that they begin with.
const PREFIXES: [(&str, Kind); 9] = [
    ("br", Kind::Bytes),
    ("bR", Kind::Bytes),
    ("Br", Kind::Bytes),
    ("BR", Kind::Bytes),
    ("b", Kind::Bytes),
    ("B", Kind::Bytes),
    ("r", Kind::Raw),
    ("R", Kind::Raw),
    ("", Kind::Escaped),
];

/// Quotes, three before one.
const QUOTES: [&str; 4] = ["\"\"\"", "'''", "\"", "'"];

/// The opening of a text, if one begins here.
pub(super) fn opening(rest: &str) -> Option<Opening> {
    PREFIXES.into_iter().find_map(|(prefix, kind)| {
        let behind = rest.strip_prefix(prefix)?;
        let quotes = QUOTES.into_iter().find(|quotes| behind.starts_with(quotes))?;
        Some(Opening { length: prefix.len().saturating_add(quotes.len()), quotes, kind })
    })
}

/// The text that begins here, and how many bytes it takes with its quotes.
pub(super) fn text(opening: &Opening, rest: &str, offset: usize) -> Result<(String, usize), BadCondition> {
    let at = offset..offset.saturating_add(opening.length);
    if opening.kind == Kind::Bytes {
        return Err(refused("texts that begin with `b` are not known here", "leave the `b` out", at));
    }
    let inside = rest.get(opening.length..).unwrap_or_default();
    let mut text = String::new();
    let mut here = inside;
    loop {
        if let Some(behind) = here.strip_prefix(opening.quotes) {
            return Ok((text, rest.len().saturating_sub(behind.len())));
        }
        let Some(next) = here.chars().next().filter(|next| opening.may_hold(*next)) else {
            return Err(unclosed(opening, at));
        };
        let (char, length) = match next {
            '\\' if opening.kind == Kind::Escaped => {
                let before = rest.len().saturating_sub(here.len());
                escape(here, offset.saturating_add(before))?
            }
            // However a line ends in the file, in the text it ends in one way.
            '\r' => ('\n', if here.starts_with("\r\n") { 2 } else { 1 }),
            _ => (next, next.len_utf8()),
        };
        text.push(char);
        here = here.get(length..).unwrap_or_default();
    }
}

impl Opening {
    fn may_hold(&self, char: char) -> bool {
        self.quotes.len() == 3 || !matches!(char, '\n' | '\r')
    }
}

fn unclosed(opening: &Opening, at: Range<usize>) -> BadCondition {
    let quotes = opening.quotes;
    let (what, help) = if quotes.len() == 3 {
        ("a text has no closing quotes", format!("end the text with `{quotes}`"))
    } else {
        ("a text has no closing quote on its line", format!("end the text with `{quotes}`"))
    };
    BadCondition::Syntax { what: what.to_owned(), help, at }
}

/// The character that an escape stands for, and the bytes that the escape takes.
fn escape(here: &str, offset: usize) -> Result<(char, usize), BadCondition> {
    let mut chars = here.chars();
    chars.next();
    let letter = chars.next().unwrap_or_default();
    let simple = match letter {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' | '\'' | '"' | '`' | '?' => letter,
        _ => return numbered(here, letter, offset),
    };
    Ok((simple, 2))
}

/// An escape that gives the number of its character.
fn numbered(here: &str, letter: char, offset: usize) -> Result<(char, usize), BadCondition> {
    let (digits, radix) = match letter {
        'x' | 'X' => (2..4, 16),
        'u' => (2..6, 16),
        'U' => (2..10, 16),
        '0'..='3' => (1..4, 8),
        _ => (0..0, 16),
    };
    let written = here.get(digits.clone()).filter(|digits| digits.chars().all(|char| char.is_digit(radix)));
    let number = written.and_then(|digits| u32::from_str_radix(digits, radix).ok());
    let length = if number.is_some() { digits.end } else { letter.len_utf8().saturating_add(1) };
    let char = number.and_then(char::from_u32);
    char.map(|char| (char, length)).ok_or_else(|| {
        let escape: String = here.get(..length).unwrap_or("\\").escape_debug().collect();
        BadCondition::Syntax {
            what: format!("`{}` stands for no character", escape.replace("\\\\", "\\")),
            help:
                "write `\\\\` for a backslash, `\\n` for a line end, `\\u00e9` for a character by its number"
                    .to_owned(),
            at: offset..offset.saturating_add(length.min(here.len())),
        }
    })
}

/// How many bytes the number takes that begins here.
pub(super) fn number_length(rest: &str) -> usize {
    let hex = rest.strip_prefix("0x").map_or(0, |digits| run(digits, 16));
    if hex > 0 {
        return hex.saturating_add(2);
    }
    let whole = run(rest, 10);
    let after = rest.get(whole..).unwrap_or_default();
    let fraction = after.strip_prefix('.').map_or(0, |digits| run(digits, 10));
    let length = if fraction > 0 { whole.saturating_add(fraction).saturating_add(1) } else { whole };
    length.saturating_add(exponent(rest.get(length..).unwrap_or_default()))
}

fn exponent(rest: &str) -> usize {
    let Some(signed) = rest.strip_prefix(['e', 'E']) else { return 0 };
    let digits = signed.strip_prefix(['+', '-']).unwrap_or(signed);
    match run(digits, 10) {
        0 => 0,
        length => length.saturating_add(rest.len().saturating_sub(digits.len())),
    }
}

fn run(text: &str, radix: u32) -> usize {
    text.find(|char: char| !char.is_digit(radix)).unwrap_or(text.len())
}

/// The value of a number, which may have a sign.
pub(super) fn number(written: &str, at: &Range<usize>) -> Result<Constant, BadCondition> {
    let digits = written.trim_start_matches('-');
    let value = if let Some(hex) = digits.strip_prefix("0x") {
        let sign = if digits.len() < written.len() { "-" } else { "" };
        i64::from_str_radix(&format!("{sign}{hex}"), 16).ok().map(Constant::Int)
    } else if digits.contains(['.', 'e', 'E']) {
        written.parse().ok().filter(|float: &f64| float.is_finite()).map(Constant::Float)
    } else {
        written.parse().ok().map(Constant::Int)
    };
    value.ok_or_else(|| BadCondition::Syntax {
        what: "the number is too large".to_owned(),
        help: "whole numbers go up to 9223372036854775807; count in larger units".to_owned(),
        at: at.clone(),
    })
}
