//! `gonogo gate --format in-toto`: the statement has the published shape, and its subjects are what was read.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::gonogo::{Gonogo, Told};
use crate::support::story::{AS_OF, Story};

const LATER: &str = "2026-11-30T19:00:00+01:00";

/// The Statement layer, version 1, and the algorithms that are used, as in-toto publishes them.
fn schema() -> Value {
    let digest = json!({
        "type": "object",
        "minProperties": 1,
        "additionalProperties": false,
        "properties": {
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "gitCommit": { "type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$" },
        },
    });
    json!({
        "type": "object",
        "required": ["_type", "subject", "predicateType"],
        "additionalProperties": false,
        "properties": {
            "_type": { "const": "https://in-toto.io/Statement/v1" },
            "subject": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": true,
                "items": {
                    "type": "object",
                    "required": ["digest"],
                    "additionalProperties": false,
                    "properties": { "name": { "type": "string" }, "digest": digest },
                },
            },
            "predicateType": { "const": "https://gonogo.invalid/gate/v1" },
            "predicate": { "type": "object", "required": ["gate", "call", "report"] },
        },
    })
}

fn gate(story: &Story, commit: &str) -> Told {
    let arguments = ["gate", "--commit", commit, "--as-of", LATER, "--format", "in-toto"];
    Gonogo::new(story.folder(), &arguments).run()
}

fn statement(told: &Told) -> Value {
    let statement: Value = serde_json::from_str(&told.out).expect("JSON");
    let schema = jsonschema::validator_for(&schema()).expect("a schema");
    let faults: Vec<String> = schema.iter_errors(&statement).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}\n{}", told.out);
    statement
}

fn called() -> Story {
    let story = Story::with_git();
    let call = ["call", "ship", "--why", "All is well", "--as-of", AS_OF];
    assert_eq!(Gonogo::new(story.folder(), &call).run().code, Some(0));
    story
}

#[test]
fn the_subjects_are_the_build_and_every_file_that_was_read() {
    let story = called();
    let told = gate(&story, "v2.4.0-rc.1");
    assert_eq!(told.code, Some(0), "{told:?}");
    let statement = statement(&told);
    let mut found: Vec<(String, String)> = Vec::new();
    for subject in statement["subject"].as_array().expect("subjects") {
        let name = subject["name"].as_str().expect("a name").to_owned();
        let sum = subject["digest"]["sha256"].as_str();
        match sum {
            Some(sum) => found.push((name, sum.to_owned())),
            None => assert_eq!(
                subject["digest"]["gitCommit"],
                statement["predicate"]["report"]["releases"][0]["evidence"]["build"]["to"]
            ),
        }
    }
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["facts/bugs.json", "gonogo.toml", "release.toml", "reports/smoke.xml", "reports/unit.xml"]
    );
    for (name, sum) in &found {
        let bytes = std::fs::read(story.path(name)).expect("a file");
        let hex = Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        assert_eq!(*sum, hex, "{name}");
    }
    let predicate = &statement["predicate"];
    assert_eq!(predicate["gate"], "open");
    assert_eq!(predicate["call"]["by"], "Ana Ruiz");
    assert_eq!(predicate["report"]["releases"][0]["call"], predicate["call"]);
    assert_eq!(predicate["report"]["releases"][0]["gate"]["open"], true);
}

#[test]
fn a_shut_gate_is_stated_and_what_is_no_release_is_not() {
    let story = called();
    story.edit_file(
        "reports/unit.xml",
        "name=\"shows_invoices_of_the_month\" time=\"0.21\"/>",
        "name=\"shows_invoices_of_the_month\" time=\"0.21\"><failure/></testcase>",
    );
    let told = gate(&story, "v2.4.0-rc.1");
    assert_eq!(told.code, Some(1));
    assert_eq!(statement(&told)["predicate"]["gate"], "shut");
    story.write("release.toml", "name = ");
    let told = gate(&story, "v2.4.0-rc.1");
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    assert!(told.err.contains("there is nothing to attest"), "{}", told.err);
}

#[test]
fn only_a_gate_states() {
    let story = called();
    for command in ["check", "lint", "call stop --why No"] {
        let arguments: Vec<&str> = command.split(' ').chain(["--format", "in-toto"]).collect();
        let told = Gonogo::new(story.folder(), &arguments).run();
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{command}");
        assert!(told.err.contains("a format of `gonogo gate` alone"), "{}", told.err);
    }
}
