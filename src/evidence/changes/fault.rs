//! What can be wrong with a change list, in plain words.

use thiserror::Error;

use crate::limits;

/// Why a change list could not be read. The words quote the file: whoever reports them wraps them in `Untrusted`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum ChangesFault {
    /// More bytes than allowed.
    #[error("the change list is larger than {} MiB", limits::CHANGE_LIST_BYTES / (1024 * 1024))]
    TooLarge,
    /// More entries than allowed.
    #[error("the change list has more than {} entries", limits::CHANGE_LIST_ENTRIES)]
    TooManyEntries,
    /// More lists than allowed.
    #[error("the change list is made of more than {} lists", limits::CHANGE_LIST_PAGES)]
    TooManyPages,
    /// Two bytes for each character, as some shells write.
    #[error("the change list is written in UTF-16")]
    Utf16,
    /// Bytes that are no text.
    #[error("the change list is not UTF-8 text")]
    NotText,
    /// Nothing is in it.
    #[error("the change list is an empty file")]
    Empty,
    /// The form of the file.
    #[error("the change list is not well-formed JSON (line {line}, column {column})")]
    Malformed {
        /// The line, from one.
        line: usize,
        /// The column, from one.
        column: usize,
    },
    /// A key that stands twice, or a list in a list of persons.
    #[error("an entry of the change list has a key twice (line {line}, column {column})")]
    Ambiguous {
        /// The line, from one.
        line: usize,
        /// The column, from one.
        column: usize,
    },
    /// The file is something else than a list.
    #[error("the change list holds {found}, not a list{}", quoted(said.as_deref()))]
    NotAList {
        /// What it is.
        found: &'static str,
        /// What it says, where it is the answer of a call that failed.
        said: Option<String>,
    },
    /// An element that is no entry.
    #[error("entry {place} of the change list is {found}, not an object")]
    NotAnObject {
        /// Which one, from one.
        place: usize,
        /// What it is.
        found: &'static str,
    },
    /// An entry that is not understood.
    #[error("entry {place} of the change list {problem}")]
    Entry {
        /// Which one, from one.
        place: usize,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// What is wrong with one entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Problem {
    /// Nothing says what it changes.
    #[error("has neither a title nor a message")]
    NoTitle,
    /// Nothing says which one it is.
    #[error("has neither a number nor a hash")]
    NoName,
    /// A value of a wrong kind.
    #[error("should have {wanted} at \"{key}\", but has {found}")]
    WrongKind {
        /// The key.
        key: &'static str,
        /// What should stand there.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A date that is none.
    #[error("has \"{text}\" at \"{key}\", which is no date-time with an offset")]
    BadDate {
        /// The key.
        key: &'static str,
        /// What stands there.
        text: String,
    },
    /// A number that is none.
    #[error("has \"{text}\" at \"{key}\", which is no number")]
    BadNumber {
        /// The key.
        key: &'static str,
        /// What stands there.
        text: String,
    },
    /// A hash that is none.
    #[error("has \"{text}\" at \"{key}\", which is no hash of a commit")]
    BadHash {
        /// The key.
        key: &'static str,
        /// What stands there.
        text: String,
    },
    /// Closed, which may mean merged.
    #[error("is closed, but does not say whether it was merged")]
    MergedOrNot,
}

impl ChangesFault {
    /// The fault that the JSON reader found.
    pub(super) fn of(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line().max(1), error.column().max(1));
        if error.classify() == serde_json::error::Category::Data {
            Self::Ambiguous { line, column }
        } else {
            Self::Malformed { line, column }
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::TooManyEntries | Self::TooManyPages => {
                "ask only for what was merged since the last release, or name `from` and `to` instead"
            }
            Self::Utf16 | Self::NotText => {
                "save the file as UTF-8; in PowerShell, add `| Out-File -Encoding utf8` to the command"
            }
            Self::Empty => "write the file anew; the program that makes it may have failed",
            Self::Malformed { .. } => {
                "write the file anew; it may be cut off, or hold messages beside the JSON"
            }
            Self::Ambiguous { .. } => "keep one of them",
            Self::NotAList { said: Some(_), .. } => {
                "the call that wrote it failed: repair that, and run it again"
            }
            Self::NotAList { .. } | Self::NotAnObject { .. } => {
                "write a list of objects, as `gh pr list --json number,title,body,author,mergedAt` prints it"
            }
            Self::Entry { problem, .. } => problem.help(),
        }
    }
}

impl Problem {
    fn help(&self) -> &'static str {
        match self {
            Self::NoTitle => "give each entry `title` (with `body` or `description`), or `message`",
            Self::NoName => "give each entry `number`, `iid` or `sha`",
            Self::WrongKind { .. } | Self::BadNumber { .. } => {
                "write the file anew, with the values as the client prints them"
            }
            Self::BadDate { .. } => "write dates like 2026-11-30T16:20:00+01:00",
            Self::BadHash { .. } => "write hashes with 7 to 64 hexadecimal digits",
            Self::MergedOrNot => "ask for `mergedAt` or `merged_at` as well, or only for what was merged",
        }
    }
}

fn quoted(said: Option<&str>) -> String {
    said.map_or_else(String::new, |said| format!("; it says \"{said}\""))
}
