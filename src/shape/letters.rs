//! Letters as single bytes, for a glob library that counts bytes.
//!
//! `?` shall fit one letter, and `[äö]` one of two, however many bytes a letter takes. So each letter beyond ASCII that
//! a pattern names becomes a control character of its own, in the pattern and in what is held against it, and every
//! other one becomes a control character that no pattern can name.

use crate::limits;
use std::borrow::Cow;

/// The letters beyond ASCII that a pattern names, in the order they were met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letters {
    named: Vec<char>,
    has_range: bool,
}

/// What stands for every letter that the pattern does not name.
const OTHER: char = '\u{1f}';

impl Letters {
    /// The letters of a pattern that counts letters; without `?` and `[`, bytes are as good.
    pub(crate) fn of(pattern: &str) -> Option<Self> {
        if !pattern.contains(['?', '[']) {
            return None;
        }
        let mut named = Vec::new();
        for letter in pattern.chars().filter(|letter| !is_plain(*letter)) {
            if !named.contains(&letter) {
                named.push(letter);
            }
        }
        Some(Self { named, has_range: has_wide_range(pattern) })
    }

    /// Why the pattern cannot be read letter by letter, and what to do.
    pub(crate) fn refusal(&self) -> Option<(&'static str, &'static str)> {
        if self.has_range {
            return Some(("has a range beyond ASCII in [ ]", "name each letter, as in [äöü]"));
        }
        let many =
            ("has too many letters beyond ASCII beside ? or [", "use * instead, or write several patterns");
        (self.named.len() > limits::PATTERN_LETTERS).then_some(many)
    }

    /// The text with one byte for each letter.
    pub(crate) fn fold<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.chars().all(is_plain) {
            return Cow::Borrowed(text);
        }
        text.chars().map(|letter| self.byte(letter)).collect::<String>().into()
    }

    fn byte(&self, letter: char) -> char {
        if is_plain(letter) {
            return letter;
        }
        let place = self.named.iter().position(|named| *named == letter);
        place.and_then(|at| u8::try_from(at.saturating_add(1)).ok()).map_or(OTHER, char::from)
    }
}

/// Whether a class goes from or to a letter that is no longer in its order.
fn has_wide_range(pattern: &str) -> bool {
    let (mut is_inside, mut is_range, mut last) = (false, false, None);
    pattern.chars().any(|letter| {
        let is_wide = is_range && letter != ']' && !(is_plain(letter) && last.is_none_or(is_plain));
        // What stands first in a class is no range, a `-` included.
        is_range = is_inside && letter == '-' && last.is_some();
        match letter {
            '[' => (is_inside, last) = (true, None),
            ']' => is_inside = false,
            '-' => {}
            letter => last = Some(letter),
        }
        is_wide
    })
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii() && !letter.is_ascii_control()
}

#[cfg(test)]
mod tests {
    use super::super::decode::Decode;
    use super::super::fault::Faults;
    use super::super::leaf::Pattern;
    use super::super::tree::{Node, Value};
    use crate::source::Span;

    fn pattern(raw: &str) -> Option<Pattern> {
        let node = Node { span: Span::default(), value: Value::Text(raw.to_owned()) };
        Pattern::decode(&node, &mut Faults::default())
    }

    #[test]
    fn a_question_mark_fits_one_letter_of_any_alphabet() {
        for (raw, fits, not) in [
            (
                "M?ller",
                &["Müller", "Miller", "M漢ller", "M🚀ller"][..],
                &["Mller", "Müüller", "M\u{1}\u{1}ller"][..],
            ),
            ("J[oö]rg", &["Jorg", "Jörg"], &["Järg", "Jooerg"]),
            ("J[!ö]rg", &["Jorg", "Järg"], &["Jörg", "Jrg"]),
            ("?", &["ü", "a", "\u{1}", "\n"], &["", "üü", "ab"]),
            ("{ü,é}?", &["üa", "éü"], &["aü", "üaü"]),
            ("?ß*", &["Aß", "ßßßß"], &["ß", "Ab"]),
            ("ü*", &["ü", "üü"], &["u", "é"]),
        ] {
            let pattern = pattern(raw).unwrap();
            for text in fits {
                assert!(pattern.fits(text), "{raw} {text:?}");
            }
            for text in not {
                assert!(!pattern.fits(text), "{raw} {text:?}");
            }
        }
    }

    #[test]
    fn more_letters_than_can_be_told_apart_are_refused() {
        let alphabet = |count: u32| ('а'..).take(count as usize).collect::<String>();
        assert!(pattern(&format!("?{}", alphabet(24))).is_some());
        assert!(pattern(&format!("?{}", alphabet(25))).is_none());
        assert!(pattern(&format!("*{}", alphabet(60))).is_some());
        assert!(pattern("[а-я]").is_none() && pattern("[a-я]").is_none() && pattern("[!а-z]").is_none());
        assert!(pattern("[a-z]ü").is_some() && pattern("[ü-]").is_some() && pattern("[-ü]").is_some());
    }
}
