//! From the text of a release or a policy to its tables.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::misplaced;
use crate::input::{self, Syntax};
use crate::limits;
use crate::shape::decode::document;
use crate::shape::tree::Node;
use crate::shape::{Decode, Fault, Faults};
use crate::source::{FileId, SourceFile};

/// Held by who reads a large file.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Reads a text into its tables. Where the syntax of a line is broken, what seems wrong with its values is an echo.
pub(super) fn parse<T: Decode + Default>(file: FileId, syntax: Syntax, text: &str, faults: &mut Faults) -> T {
    parse_seen(file, syntax, text, faults, |_| ())
}

/// The same, and shows the tree before it becomes tables.
pub(super) fn parse_seen<T: Decode + Default>(
    file: FileId,
    syntax: Syntax,
    text: &str,
    faults: &mut Faults,
    see: impl FnOnce(&Node),
) -> T {
    let alone = (text.len() > limits::LARGE_FILE)
        .then(|| ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner));
    let (node, broken) = input::parse(file, syntax, text);
    let mut found = Faults::default();
    see(&node);
    let value = document(file, node, &mut found);
    drop(alone);
    if !broken.is_empty() {
        let source = SourceFile::new("", text);
        let line = |fault: &Fault| source.line(fault.span.start);
        let unread = broken.unread.iter().map(|span| source.line(span.start));
        let told: BTreeSet<usize> = broken.list.iter().map(line).chain(unread).collect();
        found.list.retain(|fault| !told.contains(&line(fault)));
    }
    misplaced::tell(file, &T::form(), &mut found);
    found.limit(limits::WRONG_VALUES, file);
    faults.list.extend(broken.list.into_iter().chain(found.list));
    value
}
