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
}

/// All problems of one file, in the order they were met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    /// The problems.
    pub list: Vec<Fault>,
}

impl Faults {
    /// Notes a problem.
    pub(crate) fn add(&mut self, span: Span, message: impl Into<Untrusted>) {
        self.list.push(Fault { span, message: message.into(), help: None });
    }

    /// Notes a problem and its remedy.
    pub(crate) fn add_with_help(
        &mut self,
        span: Span,
        message: impl Into<Untrusted>,
        help: impl Into<Untrusted>,
    ) {
        self.list.push(Fault { span, message: message.into(), help: Some(help.into()) });
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
