//! Test reports: from the bytes of a file to what it shows, judged by nobody here.
//!
//! Owns the neutral report, in which the format of a file has left no trace, and what all reports of a release show
//! together. [`mod@format`] finds the reader of a file by its content; [`junit`], [`trx`] and [`ctrf`] are readers beside
//! one another. None of them holds a report whole, or gives a result for one that is not whole to its last byte.

mod case;
mod ctrf;
mod foreign;
mod format;
mod junit;
mod kept;
mod ledger;
mod names;
mod reports;
pub(crate) mod runs;
mod stamp;
mod status;
mod trx;
mod unreadable;
mod watch;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use super::Fault;
use crate::row::TestCounts;
use crate::source::Span;
use crate::untrusted::Untrusted;

pub(crate) use case::{Case, Kind};
pub(crate) use format::read;
pub(crate) use kept::Kept;
pub(crate) use reports::gather;
pub(crate) use stamp::Stamp;
pub(crate) use unreadable::Unreadable;
pub(crate) use watch::{Groups, Watch};

/// What one report shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Report {
    /// The cases, counted in full.
    pub counts: TestCounts,
    /// Cases and suites that failed or broke.
    pub failed: Kept<Case>,
    /// Cases that did not run.
    pub skipped: Kept<Case>,
    /// Cases that passed only after they had failed.
    pub flaky: Kept<Case>,
    /// Headers that admit more failures, errors or skips than the report shows.
    pub contradictions: Kept<Contradiction>,
    /// Headers that count more tests than stand below them.
    pub excess: Kept<Contradiction>,
    /// When it says that it was made.
    pub dates: Dates,
    /// The commits that it says it was made on; of many, the first.
    pub commits: BTreeSet<Untrusted>,
    /// Which groups of tests ran, of those that were asked about.
    pub watched: watch::Watched,
    /// The cases that passed, as [`Case::key`] has them, up to a limit.
    passed: Vec<u64>,
}

/// The times that stand in a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Dates {
    /// The oldest of a suite.
    pub oldest: Option<Stamp>,
    /// The newest of a suite.
    pub newest: Option<Stamp>,
    /// One that cannot be read.
    pub odd: Option<Untrusted>,
}

impl Report {
    /// Counts instead of holding what does not fit into the room that many reports share, in bytes.
    pub(crate) fn shrink(&mut self, room: &mut usize) {
        let size = |case: &Case| case.size().saturating_add(ENTRY);
        for list in [&mut self.failed, &mut self.skipped, &mut self.flaky] {
            list.shrink(room, size);
        }
        for list in [&mut self.contradictions, &mut self.excess] {
            list.shrink(room, |found| found.suite.raw().len().saturating_add(ENTRY));
        }
    }
}

/// Bytes of a list's entry beside its text, about.
const ENTRY: usize = 256;

/// A suite whose header says more than stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// The name of the suite.
    pub suite: Untrusted,
    /// What is counted there: `failures or errors`, `skipped tests`, `tests`.
    pub of: &'static str,
    /// How many the header counts.
    pub admitted: u64,
    /// How many stand below it, reruns included.
    pub shown: u64,
}

/// What one entry of `reports` came to.
#[derive(Debug, Clone)]
pub(crate) struct ReportPattern {
    /// Where it stands.
    pub span: Span,
    /// As it was written.
    pub text: Untrusted,
    /// How many files fit.
    pub files: usize,
    /// Why (some of) it was not followed: it leaves the root, a folder cannot be read, there are too many files.
    pub faults: Vec<Fault>,
}

/// One report file.
#[derive(Debug, Clone)]
pub(crate) struct ReportFile {
    /// The entry of `reports` that named it.
    pub span: Span,
    /// Its path, relative to the release file.
    pub name: Untrusted,
    /// What it says.
    pub report: Result<Report, Fault>,
}

/// All that `reports` led to.
#[derive(Debug, Clone, Default)]
pub(crate) struct TestEvidence {
    /// The entries.
    pub patterns: Vec<ReportPattern>,
    /// The files, in the order of their names.
    pub files: Vec<ReportFile>,
    /// Tests that failed in one place and passed in another: their key, and the first file in which they passed.
    pub passed_elsewhere: BTreeMap<u64, Untrusted>,
}

impl TestEvidence {
    /// Ties the reports together: which of the failed tests passed somewhere.
    pub(crate) fn new(patterns: Vec<ReportPattern>, mut files: Vec<ReportFile>) -> Self {
        let failed: BTreeSet<u64> = reports_of(&files)
            .flat_map(|(_, report)| report.failed.list.iter().filter(|case| case.key != 0))
            .map(|case| case.key)
            .collect();
        let mut passed_elsewhere = BTreeMap::new();
        if !failed.is_empty() {
            for (file, report) in reports_of(&files) {
                for key in report.passed.iter().filter(|key| failed.contains(key)) {
                    passed_elsewhere.entry(*key).or_insert_with(|| file.name.clone());
                }
            }
        }
        for report in files.iter_mut().filter_map(|file| file.report.as_mut().ok()) {
            report.passed = Vec::new();
        }
        Self { patterns, files, passed_elsewhere }
    }

    /// The files that were read, with what they show.
    pub(crate) fn reports(&self) -> impl Iterator<Item = (&ReportFile, &Report)> {
        reports_of(&self.files)
    }

    /// Whether every entry was followed and every file read.
    pub(crate) fn is_whole(&self) -> bool {
        self.patterns.iter().all(|pattern| pattern.files > 0 && pattern.faults.is_empty())
            && self.files.iter().all(|file| file.report.is_ok())
    }

    /// The counts of all files that were read. A test that failed in one place and passed in another is flaky too.
    pub(crate) fn counts(&self) -> TestCounts {
        let all = self.reports().fold(TestCounts::default(), |all, (_, report)| all.add(report.counts));
        let both = u64::try_from(self.passed_elsewhere.len()).unwrap_or(u64::MAX);
        let reports = u64::try_from(self.reports().count()).unwrap_or(u64::MAX);
        TestCounts { reports, flaky: all.flaky.saturating_add(both).min(all.passed), ..all }
    }

    /// Whether a test of a group ran; none where no report shows it and one was not looked through.
    pub(crate) fn ran(&self, group: usize) -> Option<bool> {
        let of = |report: &Report| report.watched.ran.get(group).copied().unwrap_or(false);
        let is_cut = !self.is_whole() || self.reports().any(|(_, report)| report.watched.is_cut);
        if self.reports().any(|(_, report)| of(report)) { Some(true) } else { (!is_cut).then_some(false) }
    }

    /// Whether no report admits more failures than it shows.
    pub(crate) fn is_consistent(&self) -> bool {
        self.reports()
            .all(|(_, report)| report.contradictions.list.is_empty() && report.contradictions.more == 0)
    }
}

fn reports_of(files: &[ReportFile]) -> impl Iterator<Item = (&ReportFile, &Report)> {
    files.iter().filter_map(|file| Some((file, file.report.as_ref().ok()?)))
}
