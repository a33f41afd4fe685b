//! Ids: what stands in front of an item, and how it is told apart inside a text.
//!
//! Ids come in kinds (specification, section 2): issue keys by their project, then numbers. A kind is in use when a
//! list uses it; ids of kinds that no list uses (`UTF-8`, `CVE-2024-1`) mean nothing.

/// What an id looks like.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Id {
    /// `BILL-101`: an issue key. Lower case: `("bill", "101")`. The second part may have several groups (`2024-1`).
    Key(String, String),
    /// `#12` or `!12`: an issue or pull request, or a merge request.
    Number(Sigil, String),
    /// Any other word with a digit in it (`T1234`, `AB#12`). Lower case.
    Code(String),
    /// A word without a digit. It is looked for only where ids stand, or every sentence with it would match.
    Word(String),
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

impl Id {
    /// Reads the id of an item. Punctuation around it (`BILL-101:`, `[BILL-101]`) is not part of it.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let bare = written
            .trim()
            .trim_matches(['[', ']', '(', ')', '{', '}', '<', '>', ':', ';', ',', '.', '"', '\'', '`']);
        if bare.is_empty() {
            return None;
        }
        let lower = if bare.is_ascii() { bare.to_ascii_lowercase() } else { bare.to_lowercase() };
        if let Some(sigil) = lower.chars().next().and_then(Sigil::of) {
            let digits = lower.get(1..).unwrap_or_default();
            if is_number(digits) {
                return Some(Self::Number(sigil, digits.to_owned()));
            }
        }
        if let Some((project, number)) = lower.split_once('-')
            && is_project(project)
            && number.split('-').all(is_number)
        {
            return Some(Self::Key(project.to_owned(), number.to_owned()));
        }
        if lower.chars().any(|c| c.is_ascii_digit()) {
            Some(Self::Code(lower))
        } else {
            Some(Self::Word(lower))
        }
    }

    /// How it is shown.
    pub(crate) fn display(&self) -> String {
        match self {
            Self::Key(project, number) => format!("{}-{number}", project.to_uppercase()),
            Self::Number(sigil, number) => format!("{}{number}", sigil.sign()),
            Self::Code(word) | Self::Word(word) => word.clone(),
        }
    }
}

/// Digits, without end.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The part of an issue key in front of its number.
pub(crate) fn is_project(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(is_project_byte)
}

/// What a project may be written with.
pub(crate) fn is_project_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_apart() {
        assert_eq!(Id::parse("BILL-101"), Some(Id::Key("bill".into(), "101".into())));
        assert_eq!(Id::parse("[bill-101]:"), Some(Id::Key("bill".into(), "101".into())));
        assert_eq!(Id::parse("CVE-2024-1"), Some(Id::Key("cve".into(), "2024-1".into())));
        assert_eq!(Id::parse("#12"), Some(Id::Number(Sigil::Hash, "12".into())));
        assert_eq!(Id::parse("!12"), Some(Id::Number(Sigil::Bang, "12".into())));
        assert_eq!(Id::parse("AB#12"), Some(Id::Code("ab#12".into())));
        for word in ["1a-2", "a.b-2", "-2", "é-2"] {
            assert_eq!(Id::parse(word), Some(Id::Code(word.into())));
        }
        assert_eq!(Id::parse("1234"), Some(Id::Code("1234".into())));
        assert_eq!(Id::parse("Dashboard"), Some(Id::Word("dashboard".into())));
        assert_eq!(Id::parse(" : "), None);
    }
}
