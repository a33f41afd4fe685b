//! `sarif`: SARIF 2.1.0, as code scanning accepts it: rules with help, regions with all four ends, fingerprints.
//!
//! Code scanning keeps 5,000 results; more are left out here, the lightest first, and a notification says how many.

use std::io::{self, Write};

use crate::render::tally::Weight;
use crate::render::{fingerprint, json};
use crate::report::{Report, ReportedFinding, Verdict};

mod log;
#[cfg(test)]
mod tests;

/// Results that code scanning keeps.
const KEPT: usize = 5_000;

/// Writes the report.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<(&ReportedFinding, String)> = fingerprint::numbered(report);
    let left_out = findings.len().saturating_sub(KEPT);
    if left_out > 0 {
        // The sort is stable: within a weight the order of the report stays.
        findings.sort_by_key(|(finding, _)| Weight::of(finding));
        findings.truncate(KEPT);
    }
    let results =
        findings.into_iter().map(|(finding, print)| log::Outcome::of(finding, print, report.rules)).collect();
    let run = log::Run {
        tool: log::Tool::of(report.rules),
        column_kind: "unicodeCodePoints",
        invocations: [log::Invocation::of(report.verdict != Verdict::Invalid, left_out)],
        results,
    };
    json::write(&log::Log::of(run), out)
}
