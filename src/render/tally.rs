//! Counts and words that several machine formats share: how many findings of which weight, and what a release is
//! called. No format-specific escaping here.

use crate::report::{ReleaseReport, ReportedFinding};
use crate::rule::Level;
use crate::untrusted::{Untrusted, message};

/// How a finding weighs once acceptances are taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// An error that nobody accepted.
    Error,
    /// A warning that nobody accepted.
    Warning,
    /// Accepted, on the record.
    Accepted,
}

impl Weight {
    /// The weight of a finding.
    pub(crate) fn of(finding: &ReportedFinding) -> Self {
        match (finding.accepted, finding.level) {
            (true, _) => Self::Accepted,
            (false, Level::Error) => Self::Error,
            (false, Level::Warning) => Self::Warning,
        }
    }

    /// Whether the release waits for a finding of this weight.
    pub(crate) fn blocks(self, strict: bool) -> bool {
        self == Self::Error || (strict && self == Self::Warning)
    }

    /// `1 error`, `2 warnings`, `3 accepted`.
    fn counted(self, count: usize) -> String {
        match (self, count) {
            (Self::Error, 1) => "1 error".to_owned(),
            (Self::Warning, 1) => "1 warning".to_owned(),
            (Self::Error, _) => format!("{count} errors"),
            (Self::Warning, _) => format!("{count} warnings"),
            (Self::Accepted, _) => format!("{count} accepted"),
        }
    }
}

/// `2 errors, 1 warning, 1 accepted`, or `no findings`.
pub(crate) fn count(findings: &[ReportedFinding]) -> String {
    let words: Vec<String> = [Weight::Error, Weight::Warning, Weight::Accepted]
        .into_iter()
        .map(|weight| (weight, findings.iter().filter(|finding| Weight::of(finding) == weight).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(weight, count)| weight.counted(count))
        .collect();
    if words.is_empty() { "no findings".to_owned() } else { words.join(", ") }
}

/// What the release is called, with its version; the file when it has no name.
pub(crate) fn title(release: &ReleaseReport) -> Untrusted {
    match (&release.release.name, &release.release.version) {
        (Some(name), Some(version)) => message!("{} {}", name, version),
        (Some(name), None) => name.clone(),
        (None, _) => release.file.clone(),
    }
}

/// What is wrong and what to do, in one sentence. Never empty, which some services refuse.
pub(crate) fn sentence(finding: &ReportedFinding) -> Untrusted {
    if finding.message.is_blank() {
        return Untrusted::from(finding.rule);
    }
    if finding.help.is_blank() {
        return finding.message.clone();
    }
    message!("{}; help: {}", finding.message, finding.help)
}
