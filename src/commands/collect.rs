//! The reports over the files of one run, held together within bounds however many files there are.

use anyhow::bail;

use crate::report::ReleaseReport;

/// Findings of all files of a run. Who has more of them has one cause, and nobody reads on.
const FINDINGS: usize = 50_000;

/// Bytes of all texts that findings are shown in; behind them a finding comes without its line.
const TEXTS: usize = 16 * 1024 * 1024;

/// The reports so far, in the order of their files.
pub(super) struct Collected {
    releases: Vec<ReleaseReport>,
    findings: usize,
    texts: usize,
}

impl Collected {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { releases: Vec::new(), findings: 0, texts: 0 }
    }

    /// Takes the next report. What was said of its file stays whole, or there is no report at all.
    pub(super) fn add(&mut self, mut release: ReleaseReport) -> anyhow::Result<()> {
        self.findings = self.findings.saturating_add(release.findings.len());
        if self.findings > FINDINGS {
            bail!(
                "there are more than {FINDINGS} findings, in {} files so far; mend these first, or name fewer files",
                self.releases.len().saturating_add(1)
            );
        }
        let length = release.sources.iter().fold(0, |all: usize, text| all.saturating_add(text.len()));
        self.texts = self.texts.saturating_add(length);
        if self.texts > TEXTS {
            release.sources.clear();
        }
        self.releases.push(release);
        Ok(())
    }

    /// All of them.
    pub(super) fn releases(self) -> Vec<ReleaseReport> {
        self.releases
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn report(findings: usize, text: usize) -> ReleaseReport {
        let mut report = sample::no_go().releases.remove(0);
        let one = report.findings[0].clone();
        report.findings = vec![one; findings];
        report.sources = vec!["x".repeat(text).into()];
        report
    }

    #[test]
    fn texts_are_held_up_to_a_bound_and_findings_beyond_it_lose_their_lines_alone() {
        let mut collected = Collected::new();
        collected.add(report(1, TEXTS)).unwrap();
        collected.add(report(1, 1)).unwrap();
        let releases = collected.releases();
        let texts: Vec<usize> = releases.iter().map(|release| release.sources.len()).collect();
        assert_eq!(texts, [1, 0]);
        assert!(releases.iter().all(|release| release.findings.len() == 1));
    }

    #[test]
    fn a_run_with_too_many_findings_gives_no_report() {
        let mut collected = Collected::new();
        collected.add(report(FINDINGS - 1, 1)).unwrap();
        collected.add(report(1, 1)).unwrap();
        let refused = collected.add(report(1, 1)).unwrap_err().to_string();
        assert_eq!(
            refused,
            "there are more than 50000 findings, in 3 files so far; mend these first, or name fewer files"
        );
    }
}
