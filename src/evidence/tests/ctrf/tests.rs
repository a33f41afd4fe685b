//! Statuses, retries, headers and what is refused.

use crate::limits;
use proptest::prelude::*;

use crate::evidence::tests::{Report, Unreadable, read};

fn try_read(text: &str) -> Result<Report, Unreadable> {
    read(text.as_bytes(), &mut limits::REPORTS_TAGS.clone(), crate::evidence::tests::Watch::default())
}

fn results(inside: &str) -> Report {
    let text =
        format!("{{\"reportFormat\": \"CTRF\", \"specVersion\": \"0.0.0\", \"results\": {{{inside}}}}}");
    try_read(&text).unwrap_or_else(|fault| panic!("{:?} in {text}", fault.message()))
}

fn outcome(test: &str) -> &'static str {
    let counts = results(&format!("\"tests\": [{{\"name\": \"a\"{test}}}]")).counts;
    assert_eq!(counts.total, 1, "{test}");
    match (counts.flaky, counts.passed, counts.failed, counts.errors, counts.skipped) {
        (1, 1, ..) => "flaky",
        (0, 1, ..) => "passed",
        (_, _, 1, ..) => "failed",
        (_, _, _, 1, _) => "errored",
        (.., 1) => "skipped",
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_what_passed_has_passed() {
    for (test, expected) in [
        (r#", "status": "passed""#, "passed"),
        (r#", "status": "failed""#, "failed"),
        (r#", "status": "skipped""#, "skipped"),
        (r#", "status": "pending""#, "skipped"),
        (r#", "status": "todo""#, "skipped"),
        (r#", "status": "other""#, "failed"),
        (r#", "status": """#, "failed"),
        (r#", "status": null"#, "failed"),
        (r#", "status": 1"#, "failed"),
        ("", "failed"),
        (r#", "status": "passed", "rawStatus": "todo""#, "skipped"),
        (r#", "status": "passed", "rawStatus": "broken""#, "failed"),
        (r#", "status": "passed", "rawStatus": "weird""#, "passed"),
        (r#", "status": "passed", "flaky": true"#, "flaky"),
        (r#", "status": "passed", "flaky": false, "retries": 0, "retryAttempts": []"#, "passed"),
        (r#", "status": "passed", "retries": 2"#, "flaky"),
        (r#", "status": "passed", "retryAttempts": [{"attempt": 1, "status": "failed"}]"#, "flaky"),
        (r#", "status": "failed", "flaky": true, "retries": 2"#, "failed"),
        (r#", "status": "skipped", "suite": ["a", "b"], "extra": {"status": "passed"}"#, "skipped"),
    ] {
        assert_eq!(outcome(test), expected, "{test}");
    }
}

#[test]
fn a_report_names_its_commit_its_time_and_its_reasons() {
    let report = results(
        r#""tool": {"name": "jest"}, "summary": {"tests": 3, "failed": 2, "skipped": 0, "start": 1764496800000},
        "tests": [{"name": "a", "status": "failed", "message": "no\nmore", "suite": "cart"}],
        "environment": {"commit": "0123abc", "buildName": "x"}"#,
    );
    assert_eq!(report.commits.first().unwrap().raw(), "0123abc");
    assert!(report.dates.oldest.is_some());
    assert_eq!(report.failed.list[0].reason.as_ref().unwrap().raw(), "no");
    assert_eq!((report.contradictions.count(), report.excess.count()), (1, 1));
}

#[test]
fn what_could_mean_two_things_is_refused() {
    for (text, words) in [
        (
            r#"{"results": {"tests": [{"name": "a", "status": "failed", "status": "passed"}]}}"#,
            "stands twice",
        ),
        (r#"{"results": {"tests": []}, "results": {"tests": []}}"#, "stands twice"),
        (r#"{"results": {"tests": [], "tests": []}}"#, "stands twice"),
        (r#"{"results": {"tests": ["passed"]}}"#, "not a table"),
        (r#"{"results": {"tests": {}}}"#, "not valid JSON"),
        (r#"[{"results": {"tests": []}}]"#, "no CTRF report"),
        (r#"{"results": {}}"#, "no CTRF report"),
        (r#"{"results": {"tests": [{"name": "a"#, "it is cut off"),
    ] {
        let fault = try_read(text).unwrap_err();
        assert!(fault.message().raw().contains(words), "{text}: {:?}", fault.message());
    }
}

#[test]
fn a_text_may_not_be_held_whole_at_any_length() {
    let text = format!("{{\"x\": \"{}\"}}", "a".repeat(17 * 1024 * 1024));
    assert!(matches!(try_read(&text), Err(Unreadable::TooLong { .. })));
}

#[test]
fn each_test_is_counted_against_what_may_be_read() {
    let text = r#"{"results": {"tests": [{"name": "a"}, {"name": "b"}]}}"#;
    assert!(read(text.as_bytes(), &mut 2, crate::evidence::tests::Watch::default()).is_ok());
    assert!(matches!(
        read(text.as_bytes(), &mut 1, crate::evidence::tests::Watch::default()),
        Err(Unreadable::TooMany { .. })
    ));
}

proptest! {
    #[test]
    fn a_report_that_was_cut_is_no_report(at in 0_usize..100) {
        let whole = r#"{"results": {"tests": [{"name": "a", "status": "passed"}], "summary": {"tests": 1}}}"#;
        prop_assert!(try_read(whole.get(..at.min(whole.len() - 1)).unwrap()).is_err());
    }
}
