//! Evidence: what was read from git, change lists, test reports and fact files.
//!
//! The readers below this module are the only code that opens things. What they hand on is plain data that says
//! for itself whether it was read, is absent, or could not be read: nothing here is ever empty by mistake.

pub(crate) mod build;
pub(crate) mod changes;
pub(crate) mod entries;
pub(crate) mod fact_files;
pub(crate) mod facts;
pub(crate) mod git;
mod given;
pub(crate) mod history;
pub(crate) mod issues;
pub(crate) mod past;
pub(crate) mod plans;
pub(crate) mod root;
pub(crate) mod run_list;
pub(crate) mod ship;
pub(crate) mod ssh;
pub(crate) mod tests;

use std::collections::BTreeMap;

use self::history::change::History;
use self::ship::Shipping;
use crate::condition::Datum;
use crate::source::Span;
use crate::untrusted::Untrusted;

use tests::TestEvidence;
use tests::runs::Runs;

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

/// Everything that was gathered for one release.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// What became of the signature of each call, in file order; none for one that bears none.
    pub proofs: Vec<Option<ssh::Proof>>,
    /// The build.
    pub build: Gathered<History, Vec<BuildFault>>,
    /// The test reports; `Absent` when none are named.
    pub tests: Gathered<TestEvidence>,
    /// The runs of CI; `Absent` when no list is named.
    pub runs: Gathered<Runs>,
    /// The issues that are to ship; `Absent` when no list is named.
    pub issues: Gathered<issues::Issues>,
    /// The fact files, by name.
    pub facts: BTreeMap<String, Gathered<Datum>>,
    /// For each group of paths that the policy asks about, what the build touches of it.
    pub touched: Gathered<Vec<build::Touched>>,
    /// What the settings of each environment are, by its name.
    pub environments: BTreeMap<String, Gathered<Datum>>,
    /// The commit that ships, and what lies around it.
    pub shipping: Shipping,
}
