//! Ids: what names a piece of work, and how it is told apart from other words.
//!
//! Spellings that mean the same give equal ids: `#12` and `gh-12`, `Bug 12` and `bug#12`, `BILL-101` and `bill-101`.
//! How one was written is kept for showing it, and does not count.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::scan;
use super::words::Words;

/// What names a piece of work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Id {
    /// `#12`, `gh-12`, `!12`: an issue or a request of a forge.
    Number(Sigil, Digits),
    /// A word and a number: `BILL-101`, `Bug 12`, `T131`, `AB#12`. The word is in lower case; `CVE-2024-1` has the word
    /// `cve-2024`.
    Word(Arc<str>, Digits, Style),
    /// A number alone at the start of a subject: `8312345: title`.
    Bare(Digits),
    /// What a pattern of the team captured, in lower case.
    Own(Arc<str>),
}

/// The sign in front of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sigil {
    /// `#`
    Hash,
    /// `!`, GitLab's merge requests.
    Bang,
}

impl Sigil {
    /// The sign's meaning, if the character is one.
    pub(crate) fn of(sign: char) -> Option<Self> {
        match sign {
            '#' => Some(Self::Hash),
            '!' => Some(Self::Bang),
            _ => None,
        }
    }

    /// The sign.
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Hash => '#',
            Self::Bang => '!',
        }
    }
}

/// How a word and its number were joined. All are equal: it only says how the id is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    /// `BILL-101`
    Dash,
    /// `AB#12`
    Hash,
    /// `Bug 12`
    Blank,
    /// `T131`
    Joined,
}

impl PartialEq for Style {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Style {}

impl PartialOrd for Style {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Style {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

impl Hash for Style {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A number as it was written: zeros in front count, since some teams number `REQ-007` beside `REQ-7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Digits {
    value: u64,
    width: u8,
}

/// Longest number of an id, in digits: what is longer is a hash or a time.
const LONGEST_NUMBER: usize = 18;

impl Digits {
    /// Reads digits and nothing else.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if text.len() > LONGEST_NUMBER || !is_number(text) {
            return None;
        }
        Some(Self { value: text.parse().ok()?, width: u8::try_from(text.len()).ok()? })
    }

    /// As it was written.
    pub(crate) fn show(self) -> String {
        format!("{:0width$}", self.value, width = usize::from(self.width))
    }

    /// How many digits there are.
    pub(crate) fn len(self) -> usize {
        usize::from(self.width)
    }
}

/// An id with the project that stands in front of it: `owner/repo#12`, or the address of an issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Named {
    /// The id.
    pub id: Id,
    /// The project, in lower case; none where the id stands alone.
    pub of: Option<Arc<str>>,
}

impl Named {
    /// An id that stands alone.
    pub(crate) fn alone(id: Id) -> Self {
        Self { id, of: None }
    }

    /// Reads what a list writes as an id: all of the text has to be one.
    pub(crate) fn written(text: &str) -> Option<Self> {
        let bare = text.trim().trim_matches(is_mark);
        let text = super::normal::normalised(bare);
        let mut words = Words::default();
        if let Some(digits) = Digits::of(&text) {
            return (digits.len() >= BARE).then_some(Self::alone(Id::Bare(digits)));
        }
        let found = scan::whole(&text, &mut words)?;
        Some(found)
    }
}

/// Digits of a number that stands for an id without any sign.
pub(crate) const BARE: usize = 5;

/// What may stand around an id and is no part of it.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | ':' | ';' | ',' | '.' | '"' | '\'' | '`')
}

impl Id {
    /// How it is shown.
    pub(crate) fn display(&self) -> String {
        match self {
            Self::Number(sigil, number) => format!("{}{}", sigil.sign(), number.show()),
            Self::Bare(number) => number.show(),
            Self::Own(text) => text.to_uppercase(),
            Self::Word(word, number, style) => shown(word, *number, *style),
        }
    }

    /// Whether it is written as issue keys are: a project, a dash, a number.
    pub(crate) fn is_key(&self) -> bool {
        matches!(self, Self::Word(word, _, Style::Dash) if word.len() > 1 && !word.contains('-'))
    }

    /// The project of a key, or the word in front of a number.
    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word, ..) => Some(word),
            _ => None,
        }
    }
}

fn shown(word: &str, number: Digits, style: Style) -> String {
    let mut out = match style {
        Style::Blank => {
            let mut rest = word.chars();
            rest.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(rest).collect()
        }
        Style::Dash | Style::Hash | Style::Joined => word.to_uppercase(),
    };
    out.push_str(match style {
        Style::Dash => "-",
        Style::Hash => "#",
        Style::Blank => " ",
        Style::Joined => "",
    });
    // Writing to a string cannot fail.
    let _ = write!(out, "{}", number.show());
    out
}

/// Digits, without end.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        Named::written(text)
            .map(|named| named.of.map(|of| of.to_string()).unwrap_or_default() + &named.id.display())
    }

    #[test]
    fn each_kind_is_told_apart() {
        for (text, shown) in [
            ("BILL-101", "BILL-101"),
            ("[bill-101]:", "BILL-101"),
            ("CVE-2024-1", "CVE-2024-1"),
            ("REQ-007", "REQ-007"),
            ("#12", "#12"),
            ("gh-12", "#12"),
            ("GH#12", "#12"),
            ("PR #12", "#12"),
            ("pull request #12", "#12"),
            ("issue #12", "#12"),
            ("!12", "!12"),
            ("AB#12", "AB#12"),
            ("Bug 2023209", "Bug 2023209"),
            ("BUG: 12", "Bug 12"),
            ("bug#12", "BUG#12"),
            ("T131", "T131"),
            ("sc-12", "SC-12"),
            ("ch12", "CH12"),
            ("Task 12", "Task 12"),
            ("8312345", "8312345"),
            ("Acme/App#12", "acme/app#12"),
            ("https://github.com/acme/app/pull/12", "acme/app#12"),
            ("https://acme.atlassian.net/browse/BILL-1", "BILL-1"),
        ] {
            assert_eq!(written(text).as_deref(), Some(shown), "{text}");
        }
        for text in ["", " : ", "Dashboard", "fix", "1234", "v2", "1a-2", "-2", "2.4", "UTF8", "BILL-1 x"] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_id_are_equal() {
        let same = |one: &str, other: &str| Named::written(one) == Named::written(other);
        assert!(same("Bug 12", "bug#12") && same("BUG: 12", "Bug 12") && same("gh-12", "#12"));
        assert!(same("BILL_101", "bill-101") && same("BILL–101", "BILL-101"));
        assert!(!same("REQ-7", "REQ-007") && !same("#12", "!12") && !same("Bug 12", "#12"));
    }
}
