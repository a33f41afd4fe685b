//! What is wrong with a file's form: collected, so that one run tells all of it.

use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

/// One problem that makes a file invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where it is.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: Untrusted,
    /// What to do about it.
    pub help: Option<Untrusted>,
    /// The key, where it is one that nobody knows at this place.
    pub key: Option<String>,
}

/// All problems of one file, in the order they were met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    /// The problems.
    pub list: Vec<Fault>,
    /// Stretches in which nothing was read as it was meant: what is wrong with values there is an echo.
    pub unread: Vec<Span>,
}

impl Faults {
    /// Notes a problem.
    pub(crate) fn add(&mut self, span: Span, message: impl Into<Untrusted>) {
        self.list.push(Fault { span, message: message.into(), help: None, key: None });
    }

    /// Notes a problem and its remedy.
    pub(crate) fn add_with_help(
        &mut self,
        span: Span,
        message: impl Into<Untrusted>,
        help: impl Into<Untrusted>,
    ) {
        self.list.push(Fault { span, message: message.into(), help: Some(help.into()), key: None });
    }

    /// Notes a key that is not known where it stands.
    pub(crate) fn add_unknown(&mut self, key: &str, span: Span, message: Untrusted, help: Untrusted) {
        self.list.push(Fault { span, message, help: Some(help), key: Some(key.to_owned()) });
    }

    /// Keeps the first problems and counts the rest: a file that is made to hold a million must not be told in full.
    pub(crate) fn limit(&mut self, most: usize, file: FileId) {
        if let Some(more) = self.list.len().checked_sub(most).filter(|more| *more > 0) {
            self.list.truncate(most);
            self.add(Span::top(file), message!("there are {} more problems of this kind", more));
        }
    }

    /// Whether the file is sound.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
