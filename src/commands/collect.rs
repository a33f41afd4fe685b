//! The reports over the files of one run, bounded together however many files there are.
//!
//! Files are looked at in any order and on many threads, so a bound that is passed decides over all of them: what comes
//! out is the same each time.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::bail;

use crate::limits;
use crate::report::ReleaseReport;
use crate::untrusted::Untrusted;
use crate::verdict::report;

/// What the reports so far hold.
#[derive(Default)]
pub(super) struct Collected {
    findings: AtomicUsize,
    texts: AtomicUsize,
}

impl Collected {
    /// Makes and counts the next report. Once there are too many findings it is not made: nobody will see it.
    pub(super) fn take(&self, make: impl FnOnce() -> ReleaseReport) -> ReleaseReport {
        if self.findings.load(Ordering::Relaxed) > limits::FINDINGS {
            return report::unreadable("", Untrusted::default(), Untrusted::default());
        }
        let mut release = make();
        self.findings.fetch_add(release.findings.len(), Ordering::Relaxed);
        let length = release.sources.iter().fold(0, |all: usize, text| all.saturating_add(text.len()));
        let before = self.texts.fetch_add(length, Ordering::Relaxed);
        if before.saturating_add(length) > limits::SHOWN_BYTES {
            release.sources.clear();
        }
        release
    }

    /// The reports, if each was made.
    pub(super) fn close(self, mut releases: Vec<ReleaseReport>) -> anyhow::Result<Vec<ReleaseReport>> {
        if self.findings.into_inner() > limits::FINDINGS {
            bail!("the files have more than {} findings together; name fewer files", limits::FINDINGS);
        }
        if self.texts.into_inner() > limits::SHOWN_BYTES {
            for release in &mut releases {
                release.sources.clear();
            }
        }
        Ok(releases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn found(findings: usize, text: usize) -> ReleaseReport {
        let mut report = sample::no_go().releases.remove(0);
        let one = report.findings[0].clone();
        report.findings = vec![one; findings];
        report.sources = vec!["x".repeat(text).into()];
        report
    }

    /// The reports over files with so many findings and bytes, or why there are none.
    fn collect(files: &[(usize, usize)]) -> Result<Vec<ReleaseReport>, String> {
        let collected = Collected::default();
        let releases =
            files.iter().map(|(findings, text)| collected.take(|| found(*findings, *text))).collect();
        collected.close(releases).map_err(|error| error.to_string())
    }

    #[test]
    fn beyond_a_bound_findings_lose_their_lines_and_nothing_else() {
        let texts = |files| -> Vec<usize> {
            let releases = collect(files).unwrap();
            assert!(releases.iter().all(|release| release.findings.len() == 1));
            releases.iter().map(|release| release.sources.len()).collect()
        };
        assert_eq!(texts(&[(1, limits::SHOWN_BYTES - 1), (1, 1)]), [1, 1]);
        assert_eq!(texts(&[(1, limits::SHOWN_BYTES), (1, 1)]), [0, 0]);
        assert_eq!(texts(&[(1, 1), (1, limits::SHOWN_BYTES)]), [0, 0]);
    }

    #[test]
    fn a_run_with_too_many_findings_gives_no_report() {
        assert_eq!(collect(&[(limits::FINDINGS - 1, 1), (1, 1)]).unwrap().len(), 2);
        let refused = "the files have more than 50000 findings together; name fewer files";
        assert_eq!(collect(&[(limits::FINDINGS, 1), (1, 1)]).unwrap_err(), refused);
        assert_eq!(collect(&[(limits::FINDINGS + 1, 1), (0, 1)]).unwrap_err(), refused);
    }
}
