//! Test reports: counts add up, whatever way the bytes arrive in; and what is cut or goes on is no report.

use std::io::Read;

use crate::evidence::tests::{self as reports, Case, Kept, Report, Unreadable};

/// Hands out one byte at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into.get_mut(..1).unwrap_or_default())
    }
}

fn read(input: impl Read) -> Result<Report, Unreadable> {
    reports::read(input, &mut crate::limits::REPORTS_TAGS.clone(), reports::Watch::default())
}

pub fn target(data: &[u8]) {
    let report = read(data);
    // A byte at a time gives the same as all at once.
    let slow = read(Drops(data));
    assert_eq!(report.as_ref().ok(), slow.as_ref().ok());
    let Ok(report) = report else { return };
    check(&report);
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.contains('\0') {
        return;
    }
    check_cut(text, data.len());
    if !text.contains("encoding") {
        let two = read(format!("{text}<testsuite/>").as_bytes());
        assert!(two.is_err(), "two roots: {two:?}");
        check_wrapped(text, &report);
    }
}

/// How many a list stands for.
fn count(kept: &Kept<Case>) -> u64 {
    u64::try_from(kept.list.len()).expect("a number").saturating_add(kept.more)
}

fn check(report: &Report) {
    let counts = report.counts;
    let outcomes = counts.passed + counts.failed + counts.errors + counts.skipped;
    assert!(outcomes >= counts.total && outcomes - counts.total <= counts.errors, "{counts:?}");
    assert!(counts.flaky <= counts.passed, "{counts:?}");
    assert_eq!(count(&report.failed), counts.failed + counts.errors, "{report:?}");
    assert_eq!(count(&report.skipped), counts.skipped, "{report:?}");
    assert_eq!(count(&report.flaky), counts.flaky, "{report:?}");
    for case in [&report.failed, &report.skipped, &report.flaky].into_iter().flat_map(|kept| &kept.list) {
        assert!(!case.subject.is_blank(), "{case:?}");
        assert!(!case.aliases.contains(&case.subject), "{case:?}");
        let reason = case.reason.as_ref().map(crate::untrusted::Untrusted::raw);
        assert!(reason.is_none_or(|text| !text.trim().is_empty() && !text.contains('\n')), "{case:?}");
    }
    for found in &report.contradictions.list {
        assert!(found.admitted > found.shown, "{found:?}");
    }
    let mut small = report.clone();
    small.shrink(&mut 0);
    assert_eq!(small.counts, counts);
    assert!(small.failed.list.is_empty() && count(&small.failed) == count(&report.failed));
}

/// A report that ends before its last tag is none. Comments and the like may hold what looks like a tag.
fn check_cut(text: &str, seed: usize) {
    let is_plain = !text.contains("<!") && !text.trim_start_matches('\u{feff}').contains("<?");
    let Some(last) = text.rfind("</").filter(|_| is_plain) else { return };
    let mut at = seed.wrapping_mul(7_919) % (last + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let cut = read(&text.as_bytes()[..at]);
    assert!(cut.is_err(), "{cut:?} of {:?}", &text[..at]);
}

/// A suite around a report adds nothing.
fn check_wrapped(text: &str, report: &Report) {
    let is_junit = text.trim_start().starts_with("<testsuite");
    if !is_junit || text.contains("<?") || text.contains("<!D") {
        return;
    }
    match read(format!("<testsuites>{text}</testsuites>").as_bytes()) {
        Ok(wrapped) => assert_eq!(&wrapped, report),
        Err(error) => assert!(matches!(error, Unreadable::TooDeep { .. }), "{error:?}"),
    }
}
