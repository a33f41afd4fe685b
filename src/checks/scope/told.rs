//! How a finding tells of a change.

use crate::evidence::history::change::Change;
use crate::finding::{ChangeLine, Finding, Findings};
use crate::rule::Rule;
use crate::source::Span;

/// A finding about one change.
pub(super) fn about<'f>(
    out: &'f mut Findings,
    rule: &'static Rule,
    place: Span,
    change: &Change,
) -> &'f mut Finding {
    let came = change.committed.and_then(|at| jiff::Timestamp::from_second(at).ok());
    let finding = out.raise(rule, place).subject(change.short()).aliases([change.id.clone()]).came(came);
    finding.change = Some(line(change));
    finding
}

/// The change as a list of many shows it.
fn line(change: &Change) -> ChangeLine {
    let author = change.author.raw();
    ChangeLine {
        committed: change.committed,
        authored: change.authored,
        day: None,
        title: change.subject.clone(),
        id: change.short(),
        author: author.split_once(" <").map_or(author, |(name, _)| name).into(),
    }
}
