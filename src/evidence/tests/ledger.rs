//! What every reader writes down: the counts, the cases that did not simply pass, and headers that say more than the
//! report shows. All of it is bounded, whatever the report holds.

use std::collections::BTreeSet;

use crate::limits;
use crate::row::TestCounts;
use crate::untrusted::Untrusted;

use super::case::{Case, Kind, OpenCase};
use super::kept::Shelf;
use super::names::clip;
use super::stamp::Stamp;
use super::watch::Watch;
use super::{Contradiction, Dates, Report};

const MEBIBYTE: usize = 1024 * 1024;

/// Commits of one report.
const COMMITS: usize = 8;

/// The name of a suite that has none.
const UNNAMED: &str = "(a suite without a name)";

/// A report while it is read.
pub(super) struct Ledger {
    counts: TestCounts,
    failed: Shelf<Case>,
    skipped: Shelf<Case>,
    flaky: Shelf<Case>,
    contradictions: Shelf<Contradiction>,
    excess: Shelf<Contradiction>,
    dates: Dates,
    commits: BTreeSet<Untrusted>,
    passed: Vec<u64>,
    watch: Watch,
    faults: Meter,
    skips: Meter,
    tests: Meter,
}

/// What one header says, and how far the meters stood when it was read.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) name: String,
    faults: Mark,
    skips: Mark,
    tests: Mark,
}

/// The counts of a header.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Claim {
    /// Failures and errors, added.
    pub(super) faults: u64,
    pub(super) skips: u64,
    pub(super) tests: u64,
}

impl Header {
    /// A header about the whole report, wherever it stands.
    pub(super) fn of_all(name: &str, claim: Claim) -> Self {
        let mark = |admitted| Mark { admitted, ..Mark::default() };
        Self {
            name: clip(name.trim()).to_owned(),
            faults: mark(claim.faults),
            skips: mark(claim.skips),
            tests: mark(claim.tests),
        }
    }
}

impl Ledger {
    /// Nothing yet.
    pub(super) fn new(watch: Watch) -> Self {
        Self {
            counts: TestCounts::default(),
            failed: Shelf::new(10_000, 4 * MEBIBYTE),
            skipped: Shelf::new(100_000, 8 * MEBIBYTE),
            flaky: Shelf::new(1_000, MEBIBYTE),
            contradictions: Shelf::new(1_000, MEBIBYTE),
            excess: Shelf::new(1_000, MEBIBYTE),
            dates: Dates::default(),
            commits: BTreeSet::new(),
            passed: Vec::new(),
            watch,
            faults: Meter::default(),
            skips: Meter::default(),
            tests: Meter::default(),
        }
    }

    /// A case has ended; `suite` is the name of what is around it.
    pub(super) fn close(&mut self, case: &OpenCase, suite: &str) {
        self.close_with(case.kind, || case.key(suite), |kind| case.close(kind, suite));
        if case.kind != Some(Kind::Skipped) {
            self.watch.see(case, suite);
        }
        self.tests.show(1);
        self.skips.show(u64::from(case.was_skipped));
        if case.kind >= Some(Kind::Failed) && !case.shown {
            self.faults.show(1);
        }
    }

    fn close_with(
        &mut self,
        kind: Option<Kind>,
        key: impl FnOnce() -> u64,
        close: impl FnOnce(Kind) -> Case,
    ) {
        let counts = &mut self.counts;
        counts.total = counts.total.saturating_add(1);
        let (counted, shelf) = match kind {
            None => (&mut counts.passed, None),
            Some(Kind::Flaky) => {
                counts.flaky = counts.flaky.saturating_add(1);
                (&mut counts.passed, Some(&mut self.flaky))
            }
            Some(Kind::Skipped) => (&mut counts.skipped, Some(&mut self.skipped)),
            Some(Kind::Failed) => (&mut counts.failed, Some(&mut self.failed)),
            Some(Kind::Errored) => (&mut counts.errors, Some(&mut self.failed)),
        };
        *counted = counted.saturating_add(1);
        if let (Some(kind), Some(shelf)) = (kind, shelf) {
            let closed = close(kind);
            shelf.put(closed.size(), || closed);
        } else if self.passed.len() < limits::PASSED_CASES {
            self.passed.push(key());
        }
    }

    /// Something that broke and is no case: a suite, or the run as a whole.
    pub(super) fn broke(&mut self, case: &OpenCase) {
        self.counts.errors = self.counts.errors.saturating_add(1);
        let closed = Case { key: 0, ..case.close(Kind::Errored, "") };
        self.failed.put(closed.size(), || closed);
    }

    /// A failure or an error was shown, one of a rerun included.
    pub(super) fn show_fault(&mut self) {
        self.faults.show(1);
    }

    /// So many failures and errors were shown.
    pub(super) fn faults(&self) -> u64 {
        self.faults.shown
    }

    /// Something was shown that a header may count as a test: a rerun, a result around others.
    pub(super) fn show_attempt(&mut self) {
        self.tests.show(1);
    }

    /// A header begins.
    pub(super) fn open_header(&self, name: &str, claim: Claim) -> Header {
        Header {
            name: clip(name.trim()).to_owned(),
            faults: self.faults.mark(claim.faults),
            skips: self.skips.mark(claim.skips),
            tests: self.tests.mark(claim.tests),
        }
    }

    /// What it is about has ended: what it counts has to stand there. A header around it does not say it again.
    pub(super) fn close_header(&mut self, header: &Header) {
        self.faults.close(header.faults, header, "failures or errors", &mut self.contradictions);
        self.skips.close(header.skips, header, "skipped tests", &mut self.contradictions);
        self.tests.close(header.tests, header, "tests", &mut self.excess);
    }

    /// A time of a suite, or of the run.
    pub(super) fn date(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        match Stamp::read(text) {
            Some(stamp) => self.stamp(stamp),
            None if self.dates.odd.is_none() => self.dates.odd = Some(Untrusted::new(clip(text.trim()))),
            None => {}
        }
    }

    /// The same, read.
    pub(super) fn stamp(&mut self, stamp: Stamp) {
        let dates = &mut self.dates;
        dates.oldest = Some(dates.oldest.map_or(stamp, |known| known.earlier(stamp)));
        dates.newest = Some(dates.newest.map_or(stamp, |known| known.later(stamp)));
    }

    /// A commit that the report says it was made on.
    pub(super) fn commit(&mut self, id: &str) {
        if !id.trim().is_empty() && self.commits.len() < COMMITS {
            self.commits.insert(Untrusted::new(clip(id.trim())));
        }
    }

    /// The report.
    pub(super) fn end(self) -> Report {
        Report {
            counts: self.counts,
            failed: self.failed.close(),
            skipped: self.skipped.close(),
            flaky: self.flaky.close(),
            contradictions: self.contradictions.close(),
            excess: self.excess.close(),
            dates: self.dates,
            commits: self.commits,
            passed: self.passed,
            watched: self.watch.end(),
        }
    }
}

/// Something that headers count, as the report shows it.
#[derive(Debug, Default)]
struct Meter {
    shown: u64,
    /// What findings so far spoke of: a header around them shall not repeat them.
    reported: u64,
}

/// A header's count, and how the meter stood when it was read.
#[derive(Debug, Default, Clone, Copy)]
struct Mark {
    admitted: u64,
    shown: u64,
    reported: u64,
}

impl Meter {
    fn show(&mut self, count: u64) {
        self.shown = self.shown.saturating_add(count);
    }

    fn mark(&self, admitted: u64) -> Mark {
        Mark { admitted, shown: self.shown, reported: self.reported }
    }

    fn close(&mut self, mark: Mark, header: &Header, of: &'static str, into: &mut Shelf<Contradiction>) {
        let shown = self.shown.saturating_sub(mark.shown);
        let missing = mark.admitted.saturating_sub(shown);
        if missing <= self.reported.saturating_sub(mark.reported) {
            return;
        }
        self.reported = mark.reported.saturating_add(missing);
        into.put(header.name.len(), || Contradiction {
            suite: Untrusted::new(if header.name.is_empty() { UNNAMED } else { &header.name }),
            of,
            admitted: mark.admitted,
            shown,
        });
    }
}
