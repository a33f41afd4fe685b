//! Patterns in which `*` and `?` are the only wildcards: every other character stands for itself, brackets included.
//!
//! Time grows with the length of the text, whatever the pattern: where letters are counted, all places that the
//! pattern can have got to are held as bits.

use std::collections::BTreeMap;

const WORD: usize = 64;

/// A pattern, ready to be held against texts.
#[derive(Debug, Clone)]
pub(crate) enum Wildcards {
    /// The letters between stars: a first piece, pieces that stand somewhere in this order, a last piece.
    Stars { first: String, inner: Vec<String>, last: String },
    /// With `?`, or without any star: letter by letter.
    Letters(Letters),
    /// No wildcard.
    Plain(String),
}

impl Wildcards {
    pub(crate) fn new(pattern: &str) -> Self {
        if pattern.contains('?') {
            return Self::Letters(Letters::new(pattern));
        }
        let Some((first, rest)) = pattern.split_once('*') else { return Self::Plain(pattern.to_owned()) };
        let (inner, last) = rest.rsplit_once('*').unwrap_or(("", rest));
        let inner = inner.split('*').filter(|piece| !piece.is_empty()).map(str::to_owned).collect();
        Self::Stars { first: first.to_owned(), inner, last: last.to_owned() }
    }

    pub(crate) fn fits(&self, text: &str) -> bool {
        match self {
            Self::Plain(pattern) => pattern == text,
            Self::Letters(letters) => letters.fits(text),
            Self::Stars { first, inner, last } => {
                let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
                for piece in inner {
                    let Some((_, behind)) = rest.split_once(piece.as_str()) else { return false };
                    rest = behind;
                }
                rest.ends_with(last.as_str())
            }
        }
    }

    /// How much dearer than reading the text once it is to hold the pattern against one.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Plain(_) | Self::Stars { .. } => 1,
            Self::Letters(letters) => letters.any.len().saturating_mul(8),
        }
    }
}

/// Which letters may stand where, a bit a place, the lowest bit of the first word first. Place n is reached when n
/// letters of the pattern are behind.
#[derive(Debug, Clone)]
pub(crate) struct Letters {
    /// Places that a letter leads to.
    by: BTreeMap<char, Vec<u64>>,
    /// Places that any letter leads to.
    any: Vec<u64>,
    /// Places at which a star stands.
    stay: Vec<u64>,
    /// The place behind the last letter.
    end: usize,
}

impl Letters {
    fn new(pattern: &str) -> Self {
        let words = (pattern.chars().count() / WORD).saturating_add(1);
        let empty = vec![0_u64; words];
        let mut letters = Self { by: BTreeMap::new(), any: empty.clone(), stay: empty.clone(), end: 0 };
        for letter in pattern.chars() {
            if letter == '*' {
                set(&mut letters.stay, letters.end);
                continue;
            }
            letters.end = letters.end.saturating_add(1);
            if letter == '?' {
                set(&mut letters.any, letters.end);
            } else {
                set(letters.by.entry(letter).or_insert_with(|| empty.clone()), letters.end);
            }
        }
        letters
    }

    fn fits(&self, text: &str) -> bool {
        let mut at = vec![0_u64; self.any.len()];
        set(&mut at, 0);
        for letter in text.chars() {
            let by = self.by.get(&letter);
            let (mut carry, mut alive) = (0, 0);
            for (word, here) in at.iter_mut().enumerate() {
                let of = |bits: &[u64]| bits.get(word).copied().unwrap_or_default();
                let leads = of(&self.any) | by.map_or(0, |bits| of(bits));
                let next = (((*here << 1) | carry) & leads) | (*here & of(&self.stay));
                carry = *here >> (WORD - 1);
                *here = next;
                alive |= next;
            }
            if alive == 0 {
                return false;
            }
        }
        at.get(self.end / WORD).is_some_and(|word| word & (1 << (self.end % WORD)) != 0)
    }
}

fn set(bits: &mut [u64], place: usize) {
    if let Some(word) = bits.get_mut(place / WORD) {
        *word |= 1 << (place % WORD);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Wildcards;

    fn fits(pattern: &str, text: &str) -> bool {
        Wildcards::new(pattern).fits(text)
    }

    /// The same, letter by letter and without a thought for time.
    fn slowly(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => {
                slowly(rest, text) || text.split_first().is_some_and(|(_, behind)| slowly(pattern, behind))
            }
            (Some((letter, rest)), Some((other, behind))) => {
                (*letter == '?' || letter == other) && slowly(rest, behind)
            }
            _ => false,
        }
    }

    #[test]
    fn only_stars_and_question_marks_are_wildcards() {
        for (pattern, text) in [
            ("*[bot]", "dependabot[bot]"),
            ("test_add[1-2]", "test_add[1-2]"),
            ("test_add[?-*]", "test_add[1-22]"),
            ("{a,b}*", "{a,b}c"),
            ("!x\\*", "!x\\y"),
            ("a?c", "aüc"),
            ("*", ""),
            ("**", "a/b::c"),
            ("a*a", "aa"),
            ("*[bot] <*>", "dependabot[bot] <1@users.noreply.github.com>"),
            ("M?ller*", "M漢ller"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("*[bot]*", "Ana Ruiz"),
            ("[ab]", "a"),
            ("{a,b}", "a"),
            ("a*a", "a"),
            ("a?c", "ac"),
            ("ab*b", "ab"),
            ("?", ""),
            ("pdf.*", "apdf.x"),
            ("\\*", "*"),
        ] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_long_pattern_is_read_to_its_end() {
        let long = format!("?{}*z", "ab".repeat(200));
        assert!(fits(&long, &format!("x{}yyz", "ab".repeat(200))));
        assert!(!fits(&long, &format!("x{}yyz", "ab".repeat(199))));
    }

    proptest! {
        #[test]
        fn what_fits_is_what_fits_letter_by_letter(pattern in "[ab*?\\[]{0,9}", text in "[ab\\[ü]{0,9}") {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(fits(&pattern, &text), slowly(&letters(&pattern), &letters(&text)));
        }

        #[test]
        fn a_text_fits_itself(text in "\\PC{0,40}") {
            prop_assert!(fits(&text, &text));
        }
    }
}
