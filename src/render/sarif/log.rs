//! The part of SARIF 2.1.0 that gonogo writes, as plain types. Names follow the standard.

use serde::Serialize;

use crate::render::{escape, tally};
use crate::report::ReportedFinding;
use crate::rule::Level;
use crate::site;
use crate::source::Location;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

impl Log {
    pub(super) fn of(run: Run) -> Self {
        Self { schema: SCHEMA, version: "2.1.0", runs: [run] }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) tool: Tool,
    pub(super) column_kind: &'static str,
    pub(super) invocations: [Invocation; 1],
    pub(super) results: Vec<Outcome>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    rules: Vec<Rule>,
}

impl Tool {
    pub(super) fn of(rules: &[&crate::rule::Rule]) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let rules = rules.iter().copied().map(Rule::of).collect();
        let driver = Driver {
            name: "gonogo",
            version,
            semantic_version: version,
            information_uri: site::book(),
            rules,
        };
        Self { driver }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<&'static str>,
}

impl Rule {
    fn of(rule: &crate::rule::Rule) -> Self {
        let (title, remedy) = (sentence(rule.title), sentence(rule.remedy));
        Self {
            id: rule.id,
            name: pascal_case(rule.id),
            full_description: Text { text: format!("{title} {remedy}") },
            short_description: Text { text: title },
            help: Help { text: remedy, markdown: rule.page },
            help_uri: site::rule_page(rule.id),
            default_configuration: Configuration {
                enabled: rule.level.is_some(),
                level: rule.level.map_or("note", Level::word),
            },
            properties: Properties { tags: rule.id.split('/').take(1).collect() },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

impl Invocation {
    /// How the run went, and how many results were left out of the log.
    pub(super) fn of(successful: bool, left_out: usize) -> Self {
        let text =
            format!("{left_out} more findings were left out of this log; the text report has them all");
        let notification = Notification { level: "warning", message: Text { text } };
        Self {
            execution_successful: successful,
            tool_execution_notifications: (left_out > 0).then_some(notification).into_iter().collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [PlaceHolder; 1],
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Serialize)]
struct Fingerprints {
    /// The one that code scanning knows results again by.
    #[serde(rename = "primaryLocationLineHash")]
    primary: String,
    #[serde(rename = "gonogo/v1")]
    own: String,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: &'static str,
}

impl Outcome {
    pub(super) fn of(finding: &ReportedFinding, fingerprint: String, rules: &[&crate::rule::Rule]) -> Self {
        let accepted = Suppression {
            kind: "external",
            status: "accepted",
            justification: "accepted by the final caller, on the record of the release file",
        };
        Self {
            rule_id: finding.rule,
            rule_index: rules.iter().position(|rule| rule.id == finding.rule),
            level: finding.level.word(),
            message: Text { text: escape::plain(&tally::sentence(finding)) },
            locations: [PlaceHolder::of(&finding.location)],
            partial_fingerprints: Fingerprints { primary: format!("{fingerprint}:1"), own: fingerprint },
            suppressions: finding.accepted.then_some(accepted).into_iter().collect(),
        }
    }
}

/// The `location` object: a wrapper around the place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceHolder {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl PlaceHolder {
    fn of(at: &Location) -> Self {
        Self {
            physical_location: Physical {
                artifact_location: Artifact { uri: escape::uri(&at.file) },
                region: Region {
                    start_line: at.line,
                    start_column: at.column,
                    end_line: at.end_line,
                    end_column: at.end_column,
                },
            },
        }
    }
}

/// `a change is on no list` as a sentence: a capital, a full stop.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    let text: String = first.chain(chars).collect();
    if text.ends_with('.') { text } else { text + "." }
}

/// `scope/unlisted-change` as `ScopeUnlistedChange`, the form the standard asks of names.
fn pascal_case(id: &str) -> String {
    id.split(['/', '-']).flat_map(|word| word.chars().enumerate()).map(capital_first).collect()
}

fn capital_first((index, letter): (usize, char)) -> char {
    if index == 0 { letter.to_ascii_uppercase() } else { letter }
}
