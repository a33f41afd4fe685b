use std::io::Write as _;
use std::process::{Command, Stdio};

use quick_xml::events::Event;

use super::*;
use crate::render::sample;

fn drawn(report: &Report) -> String {
    let mut out = Vec::new();
    render(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Element names with their attributes, in order; panics on anything that is not well-formed XML 1.0.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().enable_all_checks(true);
    let (mut found, mut depth) = (Vec::new(), 0);
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                found.push((tag.name().as_ref().to_owned(), attributes.collect()));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

fn count(xml: &str, element: &str) -> usize {
    elements(xml).iter().filter(|(name, _)| name == element).count()
}

fn attribute(xml: &str, element: &str, key: &str) -> String {
    let all = elements(xml);
    let (_, attributes) = all.iter().find(|(name, _)| name == element).unwrap();
    attributes.iter().find(|(name, _)| name == key).unwrap().1.clone()
}

#[test]
fn counts_are_those_of_the_cases() {
    for report in [sample::go(), sample::no_go(), sample::invalid(), sample::lint(), sample::many(500)] {
        let xml = drawn(&report);
        for (key, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            assert_eq!(
                attribute(&xml, "testsuites", key),
                count(&xml, element).to_string(),
                "{key} in {xml}"
            );
        }
    }
}

#[test]
fn a_case_stands_for_each_check_and_fails_with_it() {
    let xml = drawn(&sample::no_go());
    assert_eq!((count(&xml, "testcase"), count(&xml, "failure"), count(&xml, "system-out")), (8, 2, 1));
    assert_eq!(attribute(&xml, "testsuite", "name"), "Billing dashboard 2.4.0");
    assert_eq!(attribute(&xml, "failure", "type"), "scope/unlisted-change");
    assert!(xml.contains("error [scope/unlisted-change] releases/2.4/release.toml:11:1: something"), "{xml}");
    assert!(xml.contains("error, accepted [tests/failed]"), "{xml}");
}

#[test]
fn strict_turns_an_open_warning_into_a_failure() {
    let mut report = sample::no_go();
    report.strict = true;
    assert_eq!(count(&drawn(&report), "failure"), 3);
}

#[test]
fn an_invalid_file_is_an_error_and_a_linted_file_a_case() {
    let invalid = drawn(&sample::invalid());
    assert_eq!((count(&invalid, "testcase"), count(&invalid, "error")), (1, 1));
    let lint = drawn(&sample::lint());
    assert_eq!((count(&lint, "testsuite"), count(&lint, "testcase"), count(&lint, "failure")), (2, 2, 1));
}

#[test]
fn no_suite_is_green_for_a_release_that_may_not_ship() {
    let mut report = sample::go();
    report.releases[0].verdict = Verdict::NoGo;
    assert_eq!(count(&drawn(&report), "failure"), 1);
    let mut report = sample::no_go();
    report.releases[0].checks.clear();
    assert_eq!(count(&drawn(&report), "failure"), 1);
}

#[test]
fn untrusted_text_stays_inside_its_attribute() {
    let text = "]]> \"><testcase/> \u{0}\u{ffff} &a; '";
    let xml = drawn(&sample::hostile(text));
    assert_eq!(count(&xml, "testcase"), 8);
    assert_eq!(attribute(&xml, "testcase", "classname"), "]]> \"><testcase/> \\u{0}\\u{ffff} &a; '");
}

#[test]
fn xmllint_finds_it_valid_where_there_is_xmllint() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/junit-10.xsd");
    let hostile = sample::hostile("\u{1b}]]>&<\"'\n\u{fffe}");
    for report in [sample::go(), sample::no_go(), sample::invalid(), sample::lint(), hostile] {
        let child = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema", schema, "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        // The strict reading above holds everywhere; the published schema where the tool is installed.
        let Ok(mut child) = child else { return };
        child.stdin.take().unwrap().write_all(drawn(&report).as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
