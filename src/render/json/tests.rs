//! The tree of the specification, read back strictly: a key that is renamed, missing or new is noticed here.

use serde::Deserialize;

use super::*;
use crate::render::sample;

/// Declares types that refuse unknown keys and, through [`present`], missing ones.
macro_rules! strict {
    ($($name:ident { $($field:ident: $kind:ty),* $(,)? })*) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code, clippy::struct_field_names, reason = "the shape is the test")]
        struct $name { $(#[serde(deserialize_with = "present")] $field: $kind),* }
    )*};
}

fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer)
}

strict! {
    Doc { schema: u32, verdict: String, as_of: Option<String>, policy: Policy, releases: Vec<Release> }
    Policy { file: Option<String>, softened: Vec<String> }
    Release {
        file: String, verdict: String, release: Head, checks: Vec<Check>, stop_rules: Vec<StopRule>,
        findings: Vec<Finding>, evidence: Evidence, call: Option<Call>,
    }
    Head { name: Option<String>, version: Option<String>, owner: Option<String>, date: Option<String>, plan: Option<String> }
    Call {
        say: Option<String>, by: Option<String>, on: Option<String>, why: Option<String>, was: Option<String>,
        date: Option<String>, cause: Vec<String>, told: Vec<String>, build: Option<String>, plan: Option<String>,
        until: Option<String>, signature: Option<String>, stands: bool, in_force: bool,
    }
    Check { id: String, title: String, result: String, basis: String, summary: String, next: Option<String> }
    StopRule { rule: String, state: String, basis: String }
    Finding {
        rule: String, level: String, check: Option<String>, accepted: bool, subject: Option<String>,
        message: String, help: String, paste: Option<String>, next: Option<String>, report: Option<String>,
        location: Place,
    }
    Place { file: String, line: usize, column: usize, end_line: usize, end_column: usize }
    Evidence { build: Option<Build>, tests: Option<Tests> }
    Build {
        from: Option<String>, to: Option<String>, changes: u64, unlisted: u64, out_of_scope: u64, merges: u64,
        ignored: u64, reverted: u64, already_shipped: u64, plan_only: u64,
    }
    Tests { reports: u64, total: u64, passed: u64, failed: u64, errors: u64, skipped: u64, flaky: u64 }
}

fn drawn(report: &Report) -> String {
    let mut out = Vec::new();
    render(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn read(report: &Report) -> Doc {
    serde_json::from_str(&drawn(report)).unwrap()
}

#[test]
fn every_sample_has_the_shape_of_the_specification() {
    for report in [sample::go(), sample::no_go(), sample::invalid(), sample::lint()] {
        let doc = read(&report);
        assert_eq!((doc.schema, doc.verdict.as_str()), (1, report.verdict.word()));
    }
}

#[test]
fn a_known_finding_stands_at_its_line_and_column() {
    let doc = read(&sample::no_go());
    let at = &doc.releases[0].findings[0].location;
    assert_eq!((at.line, at.column, at.end_line, at.end_column), (11, 1, 11, 8));
    assert_eq!(doc.releases[0].findings[0].check.as_deref(), Some("scope"));
}

#[test]
fn what_is_absent_is_null() {
    let invalid = read(&sample::invalid());
    assert!(invalid.releases[0].release.name.is_none() && invalid.releases[0].findings[0].check.is_none());
    assert!(invalid.releases[0].evidence.build.is_none() && invalid.releases[0].evidence.tests.is_none());
    assert!(read(&sample::lint()).as_of.is_none());
}

#[test]
fn keys_stand_in_the_order_of_the_specification() {
    let text = drawn(&sample::no_go());
    assert!(text.starts_with(
        "{\n  \"schema\": 1,\n  \"verdict\": \"no-go\",\n  \"as_of\": \"2026-11-30T18:00:00+01:00\","
    ));
    let keys = [
        "\"file\"",
        "\"release\"",
        "\"checks\"",
        "\"stop_rules\"",
        "\"findings\"",
        "\"evidence\"",
        "\"tests\": {",
    ];
    let places: Vec<_> = keys.iter().map(|key| text.find(key).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(text.ends_with("}\n"));
}

#[test]
fn what_a_terminal_or_a_runner_could_obey_is_written_by_number() {
    let text = drawn(&sample::hostile("\u{9b}2J\u{e0041}##[x]\u{7f}"));
    assert!(text.contains(r"\u009b2J\udb40\udc41#\u0023[x]\u007f"), "{text}");
}
