//! Ids as a list writes them.

use super::id::{BARE, Digits, Id, Named, is_mark};
use super::normal::normalised;
use super::scan;
use super::words::Words;

impl Named {
    /// Reads what a list writes as an id: all of the text has to be one.
    pub(crate) fn written(text: &str) -> Option<Self> {
        let bare = text.trim().trim_matches(is_mark);
        let text = normalised(bare);
        let mut words = Words::default();
        if let Some(digits) = Digits::of(&text) {
            return (digits.len() >= BARE).then_some(Self::alone(Id::Bare(digits)));
        }
        let found = scan::whole(&text, &mut words)?;
        Some(found)
    }
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
