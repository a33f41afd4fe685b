//! Skipped tests: each has to be explained, and each explanation has to be about one.

use super::keys::Skip;
use super::rules::{TESTS_SKIP_UNEXPLAINED, TESTS_SKIP_UNUSED, TESTS_SKIPS_UNSTATED};
use crate::checks::case::Case;
use crate::checks::paste;
use crate::evidence::tests::{self, ReportFile, TestEvidence};
use crate::finding::Findings;
use crate::limits;
use crate::untrusted::{Untrusted, message};

/// Looks at what the file says of skipped tests.
pub(super) fn stated(case: &Case, out: &mut Findings) {
    let tests = &case.release.tests;
    if !tests.skips.is_given() {
        out.raise(&TESTS_SKIPS_UNSTATED, tests.span()).paste("skips = []");
    }
    for skip in tests.skips.items().iter().filter(|skip| !skip.why.is_given()) {
        let finding = out.raise(&TESTS_SKIP_UNEXPLAINED, skip.span).help("add `why` to this entry");
        if let Some(test) = skip.test.get() {
            finding.say(message!("\"{}\" is skipped, and nobody says why", test.text)).subject(&test.text);
        }
    }
}

/// Holds the tests that the reports show as skipped against the explanations.
pub(super) fn run(case: &Case, evidence: &TestEvidence, out: &mut Findings) {
    let mut book = Book::new(case.release.tests.skips.items());
    let mut more = 0_u64;
    for (file, report) in evidence.reports() {
        more = more.saturating_add(report.skipped.more);
        for test in &report.skipped.list {
            if !book.is_explained(file, test) {
                unexplained(file, test, out);
            }
        }
    }
    let Some(pattern) = evidence.patterns.first() else { return };
    out.raise_counted(&TESTS_SKIP_UNEXPLAINED, pattern.span, more);
    if book.unseen > 0 {
        out.raise(&TESTS_SKIP_UNEXPLAINED, pattern.span)
            .say(message!(
                "{} skipped tests are not explained: it takes more than {} comparisons with `skips`",
                book.unseen,
                limits::SKIP_COMPARISONS
            ))
            .help("write fewer entries under `skips`, with a pattern for those that belong together");
    } else if more == 0 && evidence.is_whole() {
        book.tell_unused(out);
    }
}

fn unexplained(file: &ReportFile, test: &tests::Case, out: &mut Findings) {
    let finding = out.raise(&TESTS_SKIP_UNEXPLAINED, file.span);
    finding
        .subject(&test.subject)
        .aliases(test.aliases.iter().cloned())
        .report(&file.name)
        .paste(paste::skip(&test.subject));
    match &test.reason {
        Some(reason) => finding.say(message!(
            "{} was skipped in {} ({}), and no entry of `skips` explains it",
            test.subject,
            file.name,
            reason
        )),
        None => finding.say(message!(
            "{} was skipped in {}, and no entry of `skips` explains it",
            test.subject,
            file.name
        )),
    };
}

/// The explanations, and which of them were needed.
struct Book<'s> {
    skips: &'s [Skip],
    used: Vec<bool>,
    /// What it costs to hold one short name against all of them.
    weight: usize,
    left: usize,
    /// Tests that were not held against them.
    unseen: usize,
}

impl<'s> Book<'s> {
    fn new(skips: &'s [Skip]) -> Self {
        let patterns = skips.iter().filter_map(|skip| skip.test.get());
        let weight = patterns.fold(0_usize, |all, pattern| all.saturating_add(pattern.weight()));
        Self { skips, used: vec![false; skips.len()], weight, left: limits::SKIP_COMPARISONS, unseen: 0 }
    }

    /// Whether an entry is about this test; what was not looked at is told once for all of them.
    fn is_explained(&mut self, file: &ReportFile, test: &tests::Case) -> bool {
        let Some(left) = self.left.checked_sub(names(test).saturating_mul(self.weight)) else {
            (self.left, self.unseen) = (0, self.unseen.saturating_add(1));
            return true;
        };
        self.left = left;
        let mut is_explained = false;
        for (skip, used) in self.skips.iter().zip(&mut self.used) {
            if explains(skip, file, test) {
                (is_explained, *used) = (true, true);
            }
        }
        is_explained
    }

    fn tell_unused(&self, out: &mut Findings) {
        for (skip, _) in self.skips.iter().zip(&self.used).filter(|(_, used)| !**used) {
            if let Some(test) = skip.test.get() {
                out.raise(&TESTS_SKIP_UNUSED, skip.span)
                    .subject(&test.text)
                    .say(message!("\"{}\" stands under `skips`, and no such test was skipped", test.text));
            }
        }
    }
}

/// Under how many short names a test has to be looked for.
fn names(test: &tests::Case) -> usize {
    let names = std::iter::once(&test.subject).chain(&test.aliases);
    names.fold(0, |all, name| all.saturating_add(name.raw().len() / 64).saturating_add(1))
}

/// Whether an entry of `skips` is about this test.
fn explains(skip: &Skip, file: &ReportFile, test: &tests::Case) -> bool {
    let Some(pattern) = skip.test.get() else { return false };
    let fits = |name: &Untrusted| pattern.fits(name.raw());
    skip.report.get().is_none_or(|report| report.fits(file.name.raw()))
        && std::iter::once(&test.subject).chain(&test.aliases).any(fits)
}
