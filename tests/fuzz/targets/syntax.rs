//! Files of people, in any syntax: what one reader takes for a release, the others take for the same release.

use serde_json::Value as Json;

use super::trial::{Trial, check_faults, check_places, report};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::evidence::Evidence;
use crate::input::{self, Syntax};
use crate::render::Format;
use crate::report::ReleaseReport;
use crate::shape::decode::document;
use crate::shape::tree::{Node, Value};
use crate::shape::{Decode, Faults};
use crate::source::{FileId, SourceFile};
use crate::verdict::report::{Sources, invalid};
use crate::verdict::{Mode, Strictness};

/// Reads a text, holds the tree to its text, and gives the tree if its form is sound.
pub(super) fn tree(file: FileId, syntax: Syntax, text: &str) -> Option<Node> {
    let (node, faults) = input::parse(file, syntax, text);
    check_places(text, &node);
    check_faults(text, &faults);
    if syntax == Syntax::Json {
        check_json(text, &node, &faults);
    }
    if faults.is_empty() {
        return Some(node);
    }
    // What is broken is told as well, whatever could be made of the rest.
    let release: Release = document(file, node, &mut Faults::default());
    drop(release);
    let sources = Sources::new(SourceFile::new("release", text), None);
    assert!(!invalid(faults, &sources).findings.is_empty());
    None
}

/// Reads a tree and its twin in JSON as one kind of file: both are sound, or both have the same faults.
pub(super) fn twins<T: Decode + Default>(
    file: FileId,
    (text, node): (&str, Node),
    examine: impl Fn(&T, &mut Faults),
) -> Option<[(T, String); 2]> {
    let json = written(&node.value);
    let has_dates = has_date(&node.value);
    let (twin, faults) = input::parse(file, Syntax::Json, &json);
    assert!(faults.is_empty(), "{faults:?} in {json}");
    assert!(is_same(&node.value, &twin.value), "{node:?}\n{twin:?}");
    let read = |text: &str, node| {
        let mut faults = Faults::default();
        let value: T = document(file, node, &mut faults);
        examine(&value, &mut faults);
        check_faults(text, &faults);
        (value, faults.list.into_iter().map(|fault| (fault.message, fault.help)).collect::<Vec<_>>())
    };
    let ((one, said), (other, said_of_twin)) = (read(text, node), read(&json, twin));
    // A date that stands where none may is a text in JSON, and may be one that is welcome.
    if !has_dates {
        assert_eq!(said, said_of_twin, "{json}");
    }
    if said.is_empty() {
        assert_eq!(said_of_twin, [], "{json}");
    }
    said.is_empty().then(|| [(one, text.to_owned()), (other, json)])
}

/// A release in any syntax.
pub(super) fn release(syntax: Syntax, text: &str) {
    let Some(node) = tree(FileId::Release, syntax, text) else { return };
    let Some(both) = twins(FileId::Release, (text, node), Release::examine) else { return };
    let (policy, evidence) = (Policy::default(), Evidence::default());
    let sources =
        both.each_ref().map(|(_, text)| Sources::new(SourceFile::new("release", text.as_str()), None));
    let trial = |at: usize| Trial::new(&both[at].0, &policy, &evidence, &sources[at]);
    let trials = [trial(0), trial(1)];
    for mode in [Mode::Lint, Mode::Check] {
        let [one, other] = trials.each_ref().map(|trial| trial.judge(mode, Strictness::Usual));
        assert_eq!(said(&one), said(&other), "{}", both[1].1);
        assert_eq!(one.verdict, other.verdict);
        check_drawn(&both[0].0, one, mode);
    }
}

/// The JSON report names the release as its file does, and has each finding.
fn check_drawn(release: &Release, judged: ReleaseReport, mode: Mode) {
    let (findings, verdict) = (judged.findings.len(), judged.verdict.word());
    let mut drawn = Vec::new();
    let report = report(judged, mode, Strictness::Usual);
    Format::Json.render(&report, &super::harmless::PLAIN, &mut drawn).expect("a report");
    let drawn: Json = serde_json::from_slice(&drawn).expect("JSON");
    let drawn = &drawn["releases"][0];
    assert_eq!(drawn["findings"].as_array().map(Vec::len), Some(findings));
    assert_eq!(drawn["verdict"], verdict);
    let head = [
        ("name", release.name.get().map(|text| &text.words)),
        ("version", release.version.get().map(|text| &text.words)),
        ("owner", release.owner.get().map(|person| &person.name)),
    ];
    for (key, written) in head {
        let drawn = drawn["release"][key].as_str();
        assert!(drawn.is_none() || drawn == written.map(crate::untrusted::Untrusted::raw), "{key}");
    }
}

/// All that a report says, but for the places.
fn said(release: &ReleaseReport) -> Vec<String> {
    let mut said: Vec<String> = release
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} {:?} {:?} {:?} {:?} {:?} {}",
                finding.rule,
                finding.level,
                finding.subject,
                finding.message,
                finding.help,
                finding.next,
                finding.accepted
            )
        })
        .collect();
    said.sort();
    // A row tells of the first of its findings, and what comes first is the files' own.
    let rows: Vec<_> = release.checks.iter().map(|row| (row.id, row.result, row.basis)).collect();
    said.push(format!("{:?} {rows:?} {:?}", release.release, release.stop_rules));
    said
}

/// Plain JSON is what every reader of JSON takes for it, and each reads the same.
fn check_json(text: &str, node: &Node, faults: &Faults) {
    if !faults.is_empty() || text.trim().is_empty() {
        return;
    }
    let other: Json = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text:?}"));
    let ours: Json = serde_json::from_str(&written(&node.value)).expect("JSON");
    assert!(is_alike(&ours, &other), "{ours} {text:?}");
}

/// The same values; of a fraction, the other reader may miss the last bit.
fn is_alike(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => {
            let (left, right) = (left.as_f64().expect("a number"), right.as_f64().expect("a number"));
            (left - right).abs() <= right.abs() * 1e-15
        }
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_alike(left, right))
        }
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| left.0 == right.0 && is_alike(left.1, right.1))
        }
        _ => left == right,
    }
}

fn has_date(value: &Value) -> bool {
    match value {
        Value::Date(_) => true,
        Value::List(list) => list.iter().any(|node| has_date(&node.value)),
        Value::Table(table) => table.entries.iter().any(|entry| has_date(&entry.node.value)),
        _ => false,
    }
}

/// Whether two trees hold the same, a date and its written form being one.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Date(left) | Value::Text(left), Value::Text(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| is_same(&left.value, &right.value))
        }
        (Value::Table(left), Value::Table(right)) => {
            left.entries.len() == right.entries.len()
                && left.entries.iter().zip(&right.entries).all(|(left, right)| {
                    left.key.value == right.key.value && is_same(&left.node.value, &right.node.value)
                })
        }
        _ => left == right,
    }
}

/// A tree as JSON, keys in their order.
fn written(value: &Value) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("a text");
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Text(text) | Value::Date(text) => quoted(text),
        Value::List(list) => {
            let list: Vec<String> = list.iter().map(|node| written(&node.value)).collect();
            format!("[{}]", list.join(","))
        }
        Value::Table(table) => {
            let entry = |entry: &crate::shape::tree::Entry| {
                format!("{}:{}", quoted(&entry.key.value), written(&entry.node.value))
            };
            format!("{{{}}}", table.entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
    }
}
