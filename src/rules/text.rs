//! Placeholders: `TBD`, `n/a`, `...`, blanks: words that stand where an answer is expected.

use super::rules;

rules! {
    TEXT_PLACEHOLDER = "text/placeholder", Error, Lint,
        "a placeholder stands where an answer is expected" / "placeholders stand where answers are expected",
        "write the answer, or strike the key";
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

/// Whether a text is no answer.
pub(crate) fn is_placeholder(text: &str) -> bool {
    if is_plain_prose(text) {
        return false;
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
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
    let first = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let behind = bare.get(first.len()..).unwrap_or_default();
    NEVER.contains(&first)
        || (matches!(first, "todo" | "fixme" | "xxx") && behind.trim_start().starts_with(':'))
}

/// Most texts are sentences, and cannot be placeholders: longer than any, of plain letters, and not begun like one.
fn is_plain_prose(text: &str) -> bool {
    const LONGEST: usize = 40;
    const BEGINNINGS: [&str; 7] = ["tb", "to", "fi", "xx", "lo", "no", "na"];
    let beginning = text.get(..2).unwrap_or_default();
    let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    is_plain
        && text.bytes().filter(u8::is_ascii_alphanumeric).count() > LONGEST
        && beginning.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !beginning.is_empty()
        && !BEGINNINGS.iter().any(|known| known.eq_ignore_ascii_case(beginning))
}

/// `<your name>`, `[owner]`, `{{date}}`: a form that nobody filled in.
fn is_bracketed(text: &str) -> bool {
    [('<', '>'), ('[', ']'), ('{', '}')].into_iter().any(|(open, close)| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains(open) || open == '{')
    })
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{3164}')
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn answers_that_are_none() {
        let texts = [
            "",
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
            "T\u{200b}BD",
            "\u{200b}",
            "(TBD)",
            "To be decided",
        ];
        for text in texts {
            assert!(is_placeholder(text), "{text:?}");
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
    fn answers_that_are_some() {
        let texts = [
            "TODO list shows the wrong count",
            "Ana Ruiz",
            "None: nothing changes",
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
