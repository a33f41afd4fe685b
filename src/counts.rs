//! How many tests ended how: one shape from the reader of a report to the JSON. Only numbers: what they mean for a
//! release is not known here.

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
