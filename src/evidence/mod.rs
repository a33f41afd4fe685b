//! Evidence: what was read from git, change lists, test reports and fact files.
//!
//! The readers below this module are the only code that opens things. What they hand on is plain data that says
//! for itself whether it was read, is absent, or could not be read: nothing here is ever empty by mistake.

pub(crate) mod build;
pub(crate) mod changes;
pub(crate) mod fact_files;
pub(crate) mod facts;
pub(crate) mod git;
pub(crate) mod history;
pub(crate) mod junit;
pub(crate) mod plans;
pub(crate) mod reports;
pub(crate) mod root;
pub(crate) mod ship;

use std::collections::BTreeMap;

use self::history::change::History;
use self::ship::Shipping;
use crate::condition::Datum;
use crate::source::Span;
use crate::untrusted::Untrusted;

/// One piece of evidence.
#[derive(Debug, Clone, Default)]
pub(crate) enum Gathered<T, F = Fault> {
    /// The release names none.
    #[default]
    Absent,
    /// It was read, whole.
    Read(T),
    /// It could not be read; nothing may be concluded from it.
    Broken(F),
}

impl<T, F> Gathered<T, F> {
    /// What was read, if it was.
    pub(crate) fn read(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Broken(_) => None,
        }
    }
}

/// Why a piece of evidence could not be read.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// The place in the release file that names it.
    pub span: Span,
    /// What is wrong.
    pub message: Untrusted,
    /// What to do.
    pub help: Untrusted,
}

/// Which rule a fault of the build falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BuildFaultKind {
    /// A revision names no commit.
    UnknownRevision,
    /// A revision names two.
    AmbiguousCommit,
    /// The history is cut off inside the range.
    Shallow,
    /// Nothing lies between the two revisions.
    Empty,
    /// Anything else: no git, no repository, a corrupt object, a bad change list.
    Unreadable,
}

/// Why the build could not be read.
#[derive(Debug, Clone)]
pub(crate) struct BuildFault {
    /// Which rule it falls under.
    pub kind: BuildFaultKind,
    /// The rest.
    pub fault: Fault,
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
    pub report: Result<junit::Report, Fault>,
}

/// All that `reports` led to.
#[derive(Debug, Clone, Default)]
pub(crate) struct TestEvidence {
    /// The entries.
    pub patterns: Vec<ReportPattern>,
    /// The files, in the order of their names.
    pub files: Vec<ReportFile>,
}

impl TestEvidence {
    /// Whether every entry was followed and every file read.
    pub(crate) fn is_whole(&self) -> bool {
        self.patterns.iter().all(|pattern| pattern.files > 0 && pattern.faults.is_empty())
            && self.files.iter().all(|file| file.report.is_ok())
    }

    /// The counts of all files that were read.
    pub(crate) fn counts(&self) -> junit::Counts {
        let reports = self.files.iter().filter_map(|file| file.report.as_ref().ok());
        reports.fold(junit::Counts::default(), |all, report| all.add(report.counts))
    }

    /// Whether no report admits more failures than it shows.
    pub(crate) fn is_consistent(&self) -> bool {
        let mut reports = self.files.iter().filter_map(|file| file.report.as_ref().ok());
        reports.all(|report| report.contradictions.list.is_empty())
    }
}

/// Everything that was gathered for one release.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// The build.
    pub build: Gathered<History, Vec<BuildFault>>,
    /// The test reports; `Absent` when none are named.
    pub tests: Gathered<TestEvidence>,
    /// The fact files, by name.
    pub facts: BTreeMap<String, Gathered<Datum>>,
    /// The commit that ships, and what lies around it.
    pub shipping: Shipping,
}
