//! Ids: what names a piece of work, and how it is told apart from other words.
//!
//! Spellings that mean the same give equal ids: `#12` and `gh-12`, `Bug 12` and `bug#12`, `BILL-101` and `bill-101`.
//! How one was written is kept for showing it, and does not count.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

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
