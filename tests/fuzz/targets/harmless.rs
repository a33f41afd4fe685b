//! What must hold of every report in every format, whatever stands in it.

use serde_json::Value;

use crate::evidence::tests as reports;
use crate::render::escape::is_hidden;
use crate::render::{Format, Style, Verbosity};
use crate::report::{Report, Verdict};

/// The formats for machines.
const MACHINE: [Format; 6] =
    [Format::Json, Format::Yaml, Format::Github, Format::Gitlab, Format::Sarif, Format::Junit];

pub(super) const PLAIN: Style =
    Style { width: None, colour: false, links: false, verbosity: Verbosity::Normal };

/// Draws a report in one format, chosen by the seed, and holds it to its rules.
pub(super) fn check(report: &Report, seed: u8) {
    match MACHINE.get(usize::from(seed % 8)) {
        Some(format) => check_machine(*format, report),
        None if seed % 8 == 6 => check_note(report),
        None => check_page(report, seed / 8),
    }
}

fn check_machine(format: Format, report: &Report) {
    let mut drawn = Vec::new();
    format.render(report, &PLAIN, &mut drawn).expect("a report");
    let drawn = String::from_utf8(drawn).expect("text");
    assert_inert(&format!("{format:?}"), &drawn, format == Format::Github);
    match format {
        Format::Github => check_github(&drawn, report),
        Format::Junit => check_junit(&drawn, report),
        _ => check_values(format, &drawn, report),
    }
}

fn check_note(report: &Report) {
    let mut note = Vec::new();
    Format::Markdown.render(report, &PLAIN, &mut note).expect("a note");
    let note = String::from_utf8(note).expect("text");
    assert_inert("markdown", &note, false);
    check_markdown(&note);
}

fn check_page(report: &Report, seed: u8) {
    let verbosity = [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose][usize::from(seed) % 3];
    let style =
        Style { width: Some(50 + usize::from(seed) * 3), colour: seed & 16 != 0, links: false, verbosity };
    let mut page = Vec::new();
    Format::Text.render(report, &style, &mut page).expect("a page");
    let page = String::from_utf8(page).expect("text");
    let page = if style.colour { uncoloured(&page) } else { page };
    assert_inert("text", &page, false);
    assert!(!page.contains("##"), "{page}");
}

/// Nothing in it moves the cursor, hides or reorders, and no line is a command of a CI runner, but for ours.
pub(super) fn assert_inert(format: &str, drawn: &str, may_command: bool) {
    let mut before = ' ';
    for c in drawn.chars() {
        // Behind a brace stands one whose letter was written out by its number.
        let is_style = matches!(c, '\u{fe0e}' | '\u{fe0f}') && (!before.is_ascii() || before == '}');
        assert!(c == '\n' || is_style || !is_hidden(c), "{format} holds {c:?}: {drawn}");
        before = c;
    }
    for command in ["##[", "##vso[", "##teamcity["] {
        assert!(!drawn.contains(command), "{format}: {drawn}");
    }
    for line in drawn.lines().map(str::trim_start).filter(|line| line.starts_with("::")) {
        assert!(may_command && is_annotation(line), "{format}: {line}");
    }
}

/// A command that we mean: one of three names, with our properties and nothing unescaped in them.
fn is_annotation(line: &str) -> bool {
    let Some((head, _)) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")) else {
        return false;
    };
    let Some((name, properties)) = head.split_once(' ') else { return false };
    let mut keys = properties.split(',').map(|part| part.split('=').next().unwrap_or_default());
    matches!(name, "error" | "warning" | "notice")
        && keys.all(|key| ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key))
}

/// At most ten annotations of a kind, and a line of our own for each release.
fn check_github(drawn: &str, report: &Report) {
    let annotations = drawn.lines().filter(|line| line.starts_with("::")).count();
    let others: Vec<&str> = drawn.lines().filter(|line| !line.starts_with("::")).collect();
    let findings: usize = report.releases.iter().map(|release| release.findings.len()).sum();
    assert!(annotations <= findings.min(30), "{drawn}");
    assert!(annotations > 0 || findings == 0, "{drawn}");
    assert_eq!(others.len(), report.releases.len(), "{drawn}");
    assert!(others.iter().all(|line| line.starts_with("gonogo: ")), "{drawn}");
}

/// Our own reader of test reports, which is strict, reads the gate as a suite that fails if the gate is shut.
fn check_junit(drawn: &str, report: &Report) {
    let read =
        reports::read(drawn.as_bytes(), &mut crate::limits::REPORTS_TAGS.clone(), reports::Watch::default())
            .unwrap_or_else(|error| panic!("{error:?}: {drawn}"));
    assert!(read.contradictions.list.is_empty(), "{drawn}");
    let is_green = read.counts.failed == 0 && read.counts.errors == 0;
    assert_eq!(is_green, matches!(report.verdict, Verdict::Go | Verdict::Clean), "{drawn}");
}

fn check_values(format: Format, drawn: &str, report: &Report) {
    let value: Value = match format {
        Format::Yaml => serde_yaml::from_str(drawn).unwrap_or_else(|error| panic!("{error}: {drawn}")),
        _ => serde_json::from_str(drawn).unwrap_or_else(|error| panic!("{error}: {drawn}")),
    };
    let findings = report.releases.iter().flat_map(|release| &release.findings);
    let count = findings.clone().count();
    match format {
        Format::Json | Format::Yaml => {
            let told = value["releases"].as_array().expect("releases").iter();
            let told = told.flat_map(|release| release["findings"].as_array().expect("findings"));
            for (told, finding) in told.zip(findings) {
                assert_eq!(told["message"], finding.message.raw());
                assert_eq!(told["location"]["line"], finding.location.line);
            }
            assert_eq!(value["verdict"], report.verdict.word());
        }
        Format::Gitlab => {
            let issues = value.as_array().expect("a list");
            assert_eq!(issues.len(), count);
            assert!(issues.iter().all(|issue| !issue["description"].as_str().expect("a text").is_empty()));
        }
        _ => {
            let results = value["runs"][0]["results"].as_array().expect("results");
            assert_eq!(results.len(), count);
            for result in results {
                check_uri(&result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]);
            }
        }
    }
}

fn check_uri(uri: &Value) {
    let Some(uri) = uri.as_str() else { return };
    let path = uri.strip_prefix("file:").unwrap_or(uri);
    assert!(path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%".contains(c)), "{uri}");
}

/// Only our own tags, no mention, no link, no picture; a row of a table has its cells.
fn check_markdown(note: &str) {
    let note = &outside_code(note);
    let tags = [
        "code>",
        "/code>",
        "details>",
        "/details>",
        "summary>",
        "/summary>",
        "br>",
        "sub>",
        "/sub>",
        "span>",
        "/span>",
    ];
    for part in note.split('<').skip(1) {
        assert!(tags.iter().any(|tag| part.starts_with(tag)), "{part:.40}: {note}");
    }
    for sign in ["](", "![", "://", "~~", "[["] {
        assert!(!note.contains(sign), "{sign}: {note}");
    }
    assert!(!links_to_web(note), "{note}");
    for rows in note.split("\n\n").filter(|part| part.starts_with('|')) {
        assert!(rows.trim().lines().all(|row| row.matches('|').count() == 6), "{rows}");
    }
    assert!(note.chars().count() <= 65_536);
}

/// A note without what stands between backticks, where nothing acts. None is left open at the end of a line.
pub(super) fn outside_code(note: &str) -> String {
    let lines = note.lines().map(|line| {
        let parts: Vec<&str> = line.split('`').collect();
        assert!(
            parts.len() % 2 == 1 && !parts.iter().skip(1).step_by(2).any(|code| code.contains('|')),
            "{line}"
        );
        parts.into_iter().step_by(2).collect::<Vec<_>>().join("code")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether an address without a protocol begins somewhere; within a word it is none.
pub(super) fn links_to_web(note: &str) -> bool {
    let lower = note.to_ascii_lowercase();
    lower.match_indices("www.").any(|(at, _)| !lower[..at].ends_with(char::is_alphanumeric))
}

/// Takes our colours away; whatever else begins with an escape stays.
fn uncoloured(page: &str) -> String {
    let mut parts = page.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(part.len());
        match part[end..].strip_prefix('m') {
            Some(rest) => out.push_str(rest),
            None => panic!("no colour: {part:?}"),
        }
    }
    out
}
