//! JUnit XML reports, read as a stream and judged by nobody here.
//!
//! Owns what is in one report: counted cases (never the counts in headers), the cases that did not simply pass, and
//! headers that admit more than the report shows. It must not hold a report whole, resolve what a document type
//! declares, or give a result for a report that is not whole to the last tag.
//!
//! The way of a byte: [`feed`] decodes and bounds it, [`parse`] holds the markup to the rules of XML, [`tally`] knows
//! what a suite, a case and a result are.

mod attributes;
mod case;
mod counts;
mod feed;
mod kept;
mod parse;
mod stamp;
mod tally;
#[cfg(test)]
mod tests;
mod unreadable;

use std::io::Read;

use crate::untrusted::Untrusted;

pub(crate) use case::{Case, Kind};
pub(crate) use counts::Counts;
pub(crate) use kept::Kept;
pub(crate) use parse::ALL_TAGS;
pub(crate) use stamp::Stamp;
pub(crate) use unreadable::Unreadable;

/// What one report shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Report {
    /// The cases, counted in full.
    pub counts: Counts,
    /// Cases and suites that failed or broke.
    pub failed: Kept<Case>,
    /// Cases that did not run.
    pub skipped: Kept<Case>,
    /// Cases that passed only after they had failed.
    pub flaky: Kept<Case>,
    /// Headers that admit more failures than the report shows.
    pub contradictions: Kept<Contradiction>,
    /// The newest `timestamp` of a suite.
    pub newest: Option<Stamp>,
}

impl Report {
    /// Counts instead of holding what does not fit into the room that many reports share, in bytes.
    pub(crate) fn shrink(&mut self, room: &mut usize) {
        let size = |case: &Case| case.size().saturating_add(ENTRY);
        for list in [&mut self.failed, &mut self.skipped, &mut self.flaky] {
            list.shrink(room, size);
        }
        self.contradictions.shrink(room, |found| found.suite.raw().len().saturating_add(ENTRY));
    }
}

/// Bytes of a list's entry beside its text, about.
const ENTRY: usize = 256;

/// A suite whose header admits failures or errors that nothing below it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// The name of the suite.
    pub suite: Untrusted,
    /// `failures` and `errors` of its header, added.
    pub admitted: u64,
    /// Failures and errors below it, those of reruns included.
    pub shown: u64,
}

/// Reads one report as a stream; it is never held whole. `tags` is how many tags and references may still be met in
/// this report and those behind it, of [`ALL_TAGS`]; those that were met are taken from it.
pub(crate) fn read(input: impl Read, tags: &mut u64) -> Result<Report, Unreadable> {
    parse::run(input, tags)
}
