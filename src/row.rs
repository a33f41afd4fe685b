//! The rows of a report and the numbers behind them: ground words that rules, verdict and formats share.

use crate::untrusted::Untrusted;

/// A row of the report, told apart by its place. The list in `checks` makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CheckId {
    place: u8,
    word: &'static str,
    title: &'static str,
    name: &'static str,
}

impl CheckId {
    /// The row at this place, with the id that scripts see, the title that people read, and the same in short.
    pub(crate) const fn new(place: u8, word: &'static str, title: &'static str, name: &'static str) -> Self {
        Self { place, word, title, name }
    }

    /// The id scripts see.
    pub(crate) fn word(self) -> &'static str {
        self.word
    }

    /// What the row is called.
    pub(crate) fn title(self) -> &'static str {
        self.title
    }

    /// What the row is called where room is short.
    pub(crate) fn name(self) -> &'static str {
        self.name
    }
}

/// What a check stands on: evidence, or the word of named people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Basis {
    /// Compared with git, test reports or fact files.
    Verified,
    /// Words of people, each committed under an address of theirs or signed.
    Vouched,
    /// A named person's word.
    Declared,
}

impl Basis {
    /// The word used in every output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Vouched => "vouched",
            Self::Declared => "declared",
        }
    }
}

/// How one check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Outcome {
    /// Nothing open.
    Pass,
    /// A warning.
    Warn,
    /// An error that nobody accepted.
    Fail,
}

impl Outcome {
    /// The word used in every output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What stands behind a stop rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum StopState {
    /// It did not come true.
    Clear,
    /// It came true: the release pauses.
    Tripped,
    /// Nobody and nothing could tell.
    Unknown,
}

impl StopState {
    /// The word used in every output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Tripped => "tripped",
            Self::Unknown => "unknown",
        }
    }
}

/// One stop rule.
#[derive(Debug, Clone)]
pub(crate) struct StopRow {
    /// The sentence.
    pub rule: Untrusted,
    /// Its state.
    pub state: StopState,
    /// What the state stands on.
    pub basis: Basis,
}

/// What the range holds. Every commit of it counts once: `changes + merges + ignored + reverted +
/// already_shipped + plan_only`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BuildNumbers {
    /// Full id of the last release; `None` for a change list.
    pub from: Option<String>,
    /// Full id of what will ship; `None` for a change list.
    pub to: Option<String>,
    /// Changes that ship.
    pub changes: u64,
    /// Of these, on no list.
    pub unlisted: u64,
    /// Of these, on the out list.
    pub out_of_scope: u64,
    /// Merge commits.
    pub merges: u64,
    /// Changes the file or the policy ignores.
    pub ignored: u64,
    /// Changes undone in the range, and the commits that undid them.
    pub reverted: u64,
    /// Cherry-picks that the last release holds already.
    pub already_shipped: u64,
    /// Changes that touch release files and the policy alone.
    pub plan_only: u64,
}

/// Cases by their outcome, one outcome a case.
///
/// `total` counts cases. An error that belongs to no case but to a suite as a whole counts in `errors` and not in
/// `total`, so `passed + failed + errors + skipped` is `total` plus the number of such suites, never less than `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TestCounts {
    /// Report files; 0 in the counts of one.
    pub reports: u64,
    /// Cases of any outcome.
    pub total: u64,
    /// Cases that passed, flaky ones included.
    pub passed: u64,
    /// Cases that failed and did not break.
    pub failed: u64,
    /// Cases that broke, also when they failed as well, and suites that broke.
    pub errors: u64,
    /// Cases that did not run.
    pub skipped: u64,
    /// Cases that passed after they had failed; they are in `passed` too.
    pub flaky: u64,
}

impl TestCounts {
    /// The counts of both.
    pub(crate) fn add(self, other: Self) -> Self {
        Self {
            reports: self.reports.saturating_add(other.reports),
            total: self.total.saturating_add(other.total),
            passed: self.passed.saturating_add(other.passed),
            failed: self.failed.saturating_add(other.failed),
            errors: self.errors.saturating_add(other.errors),
            skipped: self.skipped.saturating_add(other.skipped),
            flaky: self.flaky.saturating_add(other.flaky),
        }
    }
}
