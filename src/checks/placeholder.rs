//! Placeholders: `TBD`, `n/a`, `...`, blanks: words that stand where an answer is expected.

use unicode_normalization::UnicodeNormalization;

use crate::rule::rules;

rules! {
    in "":
    TEXT_PLACEHOLDER = "text/placeholder", Error, Lint,
        "a placeholder is left where an answer is expected" / "placeholders are left where answers are expected",
        "write the answer, or remove the key";
}

/// Words that are no answer whatever stands behind them.
const NEVER: &[&str] = &["tbd", "tba", "tbc"];

/// Words that are no answer alone or in front of a colon: with more words they may be a product's.
const ALONE: &[&str] = &[
    "todo",
    "fixme",
    "xxx",
    "n/a",
    "na",
    "n.a",
    "n. a",
    "not applicable",
    "none",
    "null",
    "nil",
    "undefined",
    "unassigned",
    "not assigned",
    "not assigned yet",
    "unknown",
    "unknown yet",
    "not known yet",
    "none yet",
    "not yet",
    "not decided yet",
    "pending",
    "pending approval",
    "pending decision",
    "pending review",
    "to follow",
    "placeholder",
    "changeme",
    "change me",
    "fill me in",
    "fill in",
    "to be decided",
    "to be determined",
    "to be confirmed",
    "to be announced",
    "to be defined",
    "to be named",
    "to be assigned",
    "not named yet",
    "to be done",
    "to do",
    "lorem",
    "foo",
    "name",
    "your name",
    "your name here",
    "first last",
    "firstname lastname",
    "first name last name",
    "someone's name",
];

/// What may stand around a form that nobody filled in.
const QUOTES: &[char] = &['"', '\'', '`', '.'];

/// Whether a name is none: a placeholder, without any letter, or a template that was filled in by half. In prose `${…}` may be a step's.
pub(crate) fn is_no_name(name: &str) -> bool {
    let has_letters = name.chars().any(char::is_alphabetic);
    !has_letters || is_placeholder(name) || ["${", "{{", "<%"].iter().any(|mark| name.contains(mark))
}

/// Whether a text is no answer.
pub(crate) fn is_placeholder(text: &str) -> bool {
    !is_surely_an_answer(text) && is_none(text)
}

/// The same, letter by letter.
fn is_none(text: &str) -> bool {
    let visible = visible(text);
    let lower = visible.trim().to_lowercase();
    if lower.starts_with("lorem ipsum") || is_bracketed(&lower) {
        return true;
    }
    // Nothing but dots, dashes, question marks and the like.
    if !lower.chars().any(char::is_alphanumeric) {
        return !lower.chars().any(|c| !c.is_ascii() && !"…–—‒―·•？".contains(c));
    }
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if NEVER.contains(&bare) || ALONE.contains(&bare) {
        return true;
    }
    if NEVER.contains(&bare.replace(['.', ' '], "").as_str()) {
        return true;
    }
    let first = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let behind = bare.get(first.len()..).unwrap_or_default();
    NEVER.contains(&first)
        || (MARKERS.contains(&first) && (behind.trim_start().starts_with(':') || is_marker(&visible, behind)))
}

/// Words that mark what is still to be written.
const MARKERS: &[&str] = &["todo", "fixme", "xxx"];

/// What follows where `TODO` is part of a product and no marker.
const NOUNS: &[&str] = &[
    "list", "lists", "item", "items", "app", "apps", "board", "view", "page", "tab", "widget", "entries",
    "entry",
];

/// Whether a text that begins with `TODO` in capitals is a note to its writer: `TODO list shows …` is none.
fn is_marker(text: &str, behind: &str) -> bool {
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_shouted = MARKERS.iter().any(|marker| first.starts_with(&marker.to_uppercase()));
    let mut next = behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    is_shouted && next.next().is_none_or(|word| !NOUNS.contains(&word))
}

/// Nearly every text is an answer, and says so by its first word, which none of the lists begins with. Only texts of
/// plain letters are told so quickly: others may hold what nobody sees.
fn is_surely_an_answer(text: &str) -> bool {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let bare = text.trim_start_matches(QUOTES);
    if !is_plain || bare.starts_with(['<', '[', '{', '$', '%']) {
        return false;
    }
    let words = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let end = words.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(words.len());
    let Some(first) = words.get(..end).filter(|first| !first.is_empty()) else { return false };
    let letter = first.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let begins = |known: &&&str| {
        known.bytes().next() == letter
            && known.get(..end).is_some_and(|start| start.eq_ignore_ascii_case(first))
    };
    !NEVER.iter().chain(ALONE).any(|known| begins(&known))
}

/// `<your name>`, `[owner]`, `{{date}}`, `${OWNER}`: a form that nobody filled in.
fn is_bracketed(text: &str) -> bool {
    let text = text.trim_matches(QUOTES);
    let text = text.strip_prefix(['$', '%']).unwrap_or(text);
    [('<', '>'), ('[', ']'), ('{', '}')].into_iter().any(|(open, close)| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains(open) || open == '{')
    })
}

/// A text as a reader sees it: wide and styled letters are the plain ones, and what nobody sees is not there.
pub(super) fn visible(text: &str) -> String {
    text.nfkc().filter(|c| !is_invisible(*c)).collect()
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{3164}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{is_no_name, is_placeholder, is_surely_an_answer};

    /// Every text of every file is asked about; what holds nothing odd is told by its first word alone.
    #[test]
    fn usual_answers_are_told_at_a_glance_and_doubtful_ones_are_not() {
        for text in ["Turn the flag off", "  - Deploy image app:2.3.0", "(Ana Ruiz)", "3 steps", "Notes"] {
            assert!(is_surely_an_answer(text), "{text}");
        }
        for text in ["", "--", "TBD", "t", "n/a", "<name>", "[name]", "{name}", "Füße", "a\u{200b}b", "x\ty"]
        {
            assert!(!is_surely_an_answer(text), "{text}");
        }
    }

    #[test]
    fn answers_that_are_none() {
        let texts = [
            "",
            "ＴＢＤ",
            "T.B.D.",
            "t b d",
            "To be named",
            "  ",
            "TBD",
            "tbd.",
            "TBD by Ana",
            "TODO",
            "todo: write it",
            "???",
            "?",
            "n/a",
            "N/A",
            "-",
            "--",
            "...",
            "…",
            "—",
            "lorem ipsum dolor",
            "<name>",
            "[owner]",
            "{{owner}}",
            "{{ first }} {{ last }}",
            "${OWNER}",
            "${first} ${last}",
            "\"<name>\"",
            "TBC",
            "none",
            "None.",
            "null",
            "undefined",
            "Unassigned",
            "unknown",
            "pending",
            "Pending approval",
            "TODO write this",
            "TODO(ana) write this",
            "FIXME later",
            "T\u{200b}BD",
            "\u{200b}",
            "(TBD)",
            "To be decided",
        ];
        for text in texts {
            assert!(is_placeholder(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_answer_is_the_thorough_one(
            before in "[ .(<\\[{\"]{0,2}",
            word in prop::sample::select([super::NEVER, super::ALONE, &["Dashboard", "lorem ipsum x", "toddler", "xxxl", ""]].concat()),
            behind in "[ .:)>\\]}a-z]{0,4}",
            upper in any::<bool>(),
        ) {
            let text = format!("{before}{}{behind}", if upper { word.to_uppercase() } else { word.to_owned() });
            prop_assert!(!super::is_surely_an_answer(&text) || !super::is_none(&text), "{}", text);
        }
    }

    #[test]
    fn padding_makes_no_answer() {
        for pad in [" ", "\u{200b}", "!", "\u{7}"] {
            let pad = pad.repeat(60);
            for text in ["placeholder", "TBD", "your name", "change me"] {
                assert!(is_placeholder(&format!("{text}{pad}")), "{text:?} {pad:?}");
            }
        }
        assert!(is_placeholder(&format!("TODO: {}", "write it ".repeat(9))));
        assert!(!is_placeholder(&"Customers can see and export the invoices. ".repeat(3)));
    }

    #[test]
    fn a_name_has_letters() {
        for name in ["1", "👍", "007", "#1", "–"] {
            assert!(is_no_name(name), "{name}");
        }
        for name in ["Ana", "李小龙", "Ana 2", "O'N"] {
            assert!(!is_no_name(name), "{name}");
        }
    }

    #[test]
    fn answers_that_are_some() {
        let texts = [
            "TODO list shows the wrong count",
            "Ana Ruiz",
            "None: nothing changes",
            "None of our customers sees it",
            "Unknown accounts are locked out",
            "Pending invoices are shown twice",
            "Deploy image app:${PREVIOUS}",
            "todo items are sorted",
            "Null values are shown as a dash",
            "Not applicable to old plans",
            "x",
            "42",
            "Nada",
            "说明",
            "#releases",
            "[2.4] Export",
            "Nothing",
            "Name the tab Billing",
            "👍",
            "Tbdeleted rows come back",
        ];
        for text in texts {
            assert!(!is_placeholder(text), "{text:?}");
        }
    }
}
