//! Why a report could not be read. Each variant is a sentence for the person who has to mend the report.
//!
//! `Display` never shows text of the report; [`Unreadable::message`] does, and is untrusted for it.

use crate::untrusted::{Untrusted, message};

/// What is wrong with a report that gives no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// No byte, or only blank space.
    #[error("it is empty")]
    Empty,
    /// Not markup at all.
    #[error("it is not XML: it does not begin with a tag (byte {at})")]
    NotXml {
        /// Where the first byte stands that no XML begins with.
        at: u64,
    },
    /// A format that we know by name and do not read.
    #[error("it is {name}, which is not read here")]
    Foreign {
        /// What it is called.
        name: &'static str,
        /// The option of its runner that writes a format we read.
        instead: &'static str,
    },
    /// Markup of another kind.
    #[error("it is no test report that is read here (JUnit XML, TRX, CTRF)")]
    OtherFormat {
        /// The outermost element.
        root: Untrusted,
    },
    /// JSON of another kind.
    #[error("it is JSON, and no CTRF report: it has no `results` with a list of `tests`")]
    OtherJson,
    /// JSON whose end is missing.
    #[error("it is cut off: it ends in line {line}, column {column}, before its last bracket is closed")]
    CutJson {
        /// Where it ends.
        line: usize,
        /// Where it ends.
        column: usize,
    },
    /// JSON that breaks its rules.
    #[error("it is not valid JSON: {what} (line {line}, column {column})")]
    BadJson {
        /// Which rule.
        what: String,
        /// Where.
        line: usize,
        /// Where.
        column: usize,
    },
    /// The end is missing.
    #[error("it is cut off: it ends at byte {at}, before its last tag is closed")]
    Cut {
        /// Where it ends.
        at: u64,
    },
    /// Something stands behind the outermost element.
    #[error("it goes on after its end, as two reports in one file do (byte {at})")]
    SecondRoot {
        /// Where it goes on.
        at: u64,
    },
    /// Elements in elements in elements.
    #[error("its elements are nested more than {limit} deep (byte {at})")]
    TooDeep {
        /// How deep they may be.
        limit: usize,
        /// Where it goes too deep.
        at: u64,
    },
    /// One tag, text or comment that would have to be held whole.
    #[error("a single tag, text or comment in it is longer than {limit} MiB (near byte {at})")]
    TooLong {
        /// How many MiB it may have.
        limit: u64,
        /// Where it began.
        at: u64,
    },
    /// More to go through than all reports together may give.
    #[error(
        "this report and those before it hold more than {limit} tags, references and bytes that are no text"
    )]
    TooMany {
        /// How many they may hold.
        limit: u64,
    },
    /// Markup that breaks the rules of XML.
    #[error("it is not well-formed XML: {what} (near byte {at})")]
    IllFormed {
        /// Which rule.
        what: &'static str,
        /// Where.
        at: u64,
    },
    /// A closing tag of another element than the open one.
    #[error("it is not well-formed XML: a closing tag does not fit the open element (byte {at})")]
    Mismatch {
        /// What should be closed.
        expected: Untrusted,
        /// What is.
        found: Untrusted,
        /// Where.
        at: u64,
    },
    /// `&name;` that XML does not know by itself.
    #[error(
        "it refers to an entity that XML does not define (near byte {at}); declared entities are never resolved"
    )]
    Entity {
        /// The reference.
        name: Untrusted,
        /// Where.
        at: u64,
    },
    /// A document type with declarations of its own.
    #[error("its document type declares things of its own, which is never followed (byte {at})")]
    Doctype {
        /// Where.
        at: u64,
    },
    /// An encoding nobody here can read.
    #[error("it declares an encoding that is not supported")]
    Encoding {
        /// As it is declared.
        label: Untrusted,
    },
    /// A NUL, which no encoding of XML text has.
    #[error("it holds a NUL character, as a damaged file does (near byte {at})")]
    Nul {
        /// Where.
        at: u64,
    },
    /// A count in a header that is none.
    #[error("the `{attribute}` of a suite is not a number (near byte {at})")]
    NotANumber {
        /// Which count.
        attribute: &'static str,
        /// What stands there.
        value: Untrusted,
        /// Where.
        at: u64,
    },
    /// The system would not let it be read.
    #[error("it could not be read: {0}")]
    Io(String),
}

impl Unreadable {
    /// The sentence, with the words of the report that it is about.
    pub(crate) fn message(&self) -> Untrusted {
        match self {
            Self::OtherFormat { root } => message!(
                "it is no test report that is read here (JUnit XML, TRX, CTRF): its outermost element is `{}`",
                root
            ),
            Self::BadJson { what, line, column } => {
                message!("it is not valid JSON: {} (line {}, column {})", what, *line, *column)
            }
            Self::Mismatch { expected, found, at } => message!(
                "it is not well-formed XML: `</{}>` closes the open element `{}` (byte {})",
                found,
                expected,
                *at
            ),
            Self::Entity { name, at } => message!(
                "it refers to `&{};`, which XML does not define (near byte {}); declared entities are never resolved",
                name,
                *at
            ),
            Self::Encoding { label } => {
                message!("it declares the encoding `{}`, which is not supported", label)
            }
            Self::NotANumber { attribute, value, at } => {
                message!("the `{}` of a suite is `{}`, not a number (near byte {})", *attribute, value, *at)
            }
            plain => Untrusted::new(plain.to_string()),
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Untrusted {
        match self {
            Self::Foreign { instead, .. } => (*instead).into(),
            Self::OtherFormat { .. } | Self::OtherJson | Self::NotXml { .. } => {
                "let the test runner write JUnit XML, TRX or CTRF, or narrow the pattern to the reports"
                    .into()
            }
            Self::TooDeep { .. } | Self::TooLong { .. } => {
                "let the test runner write less into the report".into()
            }
            Self::TooMany { .. } => "name fewer reports, or let the test runner write less into them".into(),
            Self::Encoding { .. } => "save the report as UTF-8".into(),
            Self::Io(_) => "check the file and the disk it is on".into(),
            _ => "run the tests again; a run that is killed leaves half a report".into(),
        }
    }
}
