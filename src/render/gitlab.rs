//! `gitlab`: a Code Quality report. GitLab compares the fingerprints of two pipelines, so they must neither move with
//! lines nor repeat. Releases without findings give an empty array.

use std::io::{self, Write};

use serde::Serialize;

use crate::render::escape;
use crate::render::tally::{self, Weight};
use crate::render::{fingerprint, json};
use crate::report::{Report, ReportedFinding};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes the report.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue> = fingerprint::numbered(report)
        .into_iter()
        .map(|(finding, fingerprint)| Issue {
            description: escape::plain(&tally::sentence(finding)),
            check_name: finding.rule,
            fingerprint,
            severity: severity(finding, report.strict),
            location: Location {
                path: escape::path(&finding.location.file),
                lines: Lines { begin: finding.location.line, end: finding.location.end_line },
            },
        })
        .collect();
    json::write(&issues, out)
}

fn severity(finding: &ReportedFinding, strict: bool) -> &'static str {
    match Weight::of(finding) {
        Weight::Error => "critical",
        Weight::Warning if strict => "major",
        Weight::Warning => "minor",
        Weight::Accepted => "info",
    }
}
