//! What can be wrong with a condition, in words for people who are no engineers.
//!
//! The words quote the condition, so they are text from outside: whoever reports them wraps them in `Untrusted`.

use std::ops::Range;

use thiserror::Error;

use crate::limits;

/// Why a condition gives no answer. It is never read as "clear".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum BadCondition {
    /// There is nothing to evaluate.
    #[error("the condition is empty")]
    Empty,
    /// The text is longer than allowed.
    #[error("the condition is longer than {} bytes", limits::CONDITION_BYTES)]
    TooLong,
    /// All texts are longer than allowed.
    #[error("this condition and those before it are together longer than {} KiB", limits::CONDITIONS_BYTES / 1024)]
    TooLongTogether,
    /// The tree is deeper than allowed.
    #[error(
        "the condition is nested more than {} levels deep, or chains too many operators",
        limits::CONDITION_LEVELS
    )]
    TooDeep {
        /// Where it got too deep.
        at: Range<usize>,
    },
    /// The text does not follow the grammar.
    #[error("the condition cannot be read: {what}")]
    Syntax {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
        /// Where.
        at: Range<usize>,
    },
    /// A name that does not exist.
    #[error("there is no `{name}`")]
    UnknownName {
        /// The whole path as written.
        name: String,
        /// Names like it, best first.
        near: Vec<String>,
        /// What exists.
        known: Vec<String>,
        /// Where.
        at: Range<usize>,
    },
    /// A group stands where a value is expected.
    #[error("`{name}` is a group of values, not a value")]
    Group {
        /// The group.
        name: String,
        /// What is in it.
        known: Vec<String>,
        /// Where.
        at: Range<usize>,
    },
    /// The row of the stop rules was asked for its own result, or that of the call, which comes after them.
    #[error("a stop rule cannot depend on the result of the stop rules or of the call")]
    Circular {
        /// Where.
        at: Range<usize>,
    },
    /// A function that does not exist here.
    #[error("there is no function `{name}`")]
    UnknownFunction {
        /// The name as written.
        name: String,
        /// A name like it.
        near: Option<String>,
        /// Where.
        at: Range<usize>,
    },
    /// Something that the expression language has and conditions have not, or values that do not go together.
    #[error("{what}")]
    Refused {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
        /// Where.
        at: Range<usize>,
    },
    /// The condition is no yes-or-no question.
    #[error("the condition gives {what}, not yes or no")]
    NotBoolean {
        /// What it gives.
        what: &'static str,
        /// Where.
        at: Range<usize>,
    },
    /// A check's result was compared with a word that no check ever gives.
    #[error("the result of a check is never \"{word}\"")]
    CheckWord {
        /// The word as written.
        word: String,
        /// The result that is meant, if it is plain.
        near: Option<&'static str>,
        /// Where.
        at: Range<usize>,
    },
    /// A value that the condition needs is not there.
    #[error("`{name}` is not known")]
    Missing {
        /// The path.
        name: String,
    },
    /// A fact has no such key.
    #[error("there is no `{key}` in `{inside}`")]
    NoKey {
        /// The key.
        key: String,
        /// Where it was looked for, as written.
        inside: String,
        /// Where.
        at: Range<usize>,
    },
    /// More work than a condition may cause.
    #[error("the condition takes more than {} steps to evaluate", limits::CONDITION_STEPS)]
    TooCostly,
    /// More work than all conditions may cause.
    #[error("the conditions take together more than {} steps to evaluate", limits::CONDITIONS_STEPS)]
    TooCostlyTogether,
}

/// What to do where the mistake is not known any better.
const GRAMMAR: &str = "compare values as in `tests.failed > 0`, join comparisons with `&&` (and), `||` (or), \
     `!` (not), and put texts in quotes";

/// Something that conditions have not, or values that do not go together.
pub(super) fn refused(what: &str, help: &str, at: Range<usize>) -> BadCondition {
    BadCondition::Refused { what: what.to_owned(), help: help.to_owned(), at }
}

/// How CEL writes what is written otherwise elsewhere.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "and" => "&&",
        "or" => "||",
        "not" => "!",
        "true" | "yes" => "true",
        "false" | "no" => "false",
        "null" | "nil" | "none" | "undefined" => "null",
        _ => return None,
    })
}

impl BadCondition {
    /// Something stands where it cannot.
    pub(super) fn unexpected(word: &str, at: Range<usize>) -> Self {
        let help = meant(word).map_or_else(|| GRAMMAR.to_owned(), |meant| format!("write `{meant}`"));
        Self::Syntax { what: format!("`{word}` is not expected here"), help, at }
    }

    /// Something is missing at the end.
    pub(super) fn too_early(end: usize) -> Self {
        Self::Syntax { what: "it ends too early".to_owned(), help: GRAMMAR.to_owned(), at: end..end }
    }

    /// Which bytes of the condition are meant, where that is known.
    pub(crate) fn at(&self) -> Option<Range<usize>> {
        match self {
            Self::Empty
            | Self::TooLong
            | Self::TooLongTogether
            | Self::Missing { .. }
            | Self::TooCostly
            | Self::TooCostlyTogether => None,
            Self::TooDeep { at }
            | Self::Syntax { at, .. }
            | Self::UnknownName { at, .. }
            | Self::Group { at, .. }
            | Self::Circular { at }
            | Self::UnknownFunction { at, .. }
            | Self::Refused { at, .. }
            | Self::NotBoolean { at, .. }
            | Self::CheckWord { at, .. }
            | Self::NoKey { at, .. } => Some(at.clone()),
        }
    }
}
