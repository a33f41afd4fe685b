//! Small changes to a release that is GO, each with all that it changes in the report.
//!
//! `tests/variants/*.txt` hold them in blocks, an empty line between two. A block begins with `== ` and what the change
//! is about; then come its steps, and behind `--` what differs from the report of the story as it stands: the verdict,
//! the rows of checks, the stop rules, findings that came (`+`) and findings that went (`-`). Steps are
//!
//! ```text
//! release /rollback/rehearsal/on = "2026-12-05"     a JSON pointer and what to put there; /- adds to a list
//! policy /limits/rehearsal_max_age_days = 3         the same in the policy
//! release /owner                                    takes it away
//! file reports/unit.xml = "<testsuite/>"            what a file holds
//! as of 2026-12-02T10:00:00+01:00                   the instant
//! lint                                              the command is `lint`
//! strict                                            warnings block
//! ```
//!
//! `UPDATE_CASES=1` writes what differs anew: look at each change before you keep it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::expected::difference;
use crate::support::gonogo::{Gonogo, repository};
use crate::support::story::{AS_OF, Story};
use crate::support::syntax::{from_toml, to_json, to_toml};

/// What is to be done and how it is to be judged.
struct Trial {
    story: Story,
    release: Value,
    policy: Value,
    as_of: String,
    command: &'static str,
    more: Vec<&'static str>,
}

impl Trial {
    fn new() -> Self {
        let story = Story::new();
        let (release, policy) =
            (from_toml(&story.read("release.toml")), from_toml(&story.read("gonogo.toml")));
        let as_of = AS_OF.to_owned();
        Self { story, release, policy, as_of, command: "check", more: Vec::new() }
    }

    fn step(&mut self, step: &str) {
        match step.split_once(' ') {
            Some(("release", edit)) => apply(&mut self.release, edit),
            Some(("policy", edit)) => apply(&mut self.policy, edit),
            Some(("file", edit)) => {
                let (name, text) = edit.split_once(" = ").expect("a name and a text");
                self.story.write(name, serde_json::from_str::<String>(text).expect("a JSON text"));
            }
            Some(("as", rest)) => rest.strip_prefix("of ").expect("an instant").clone_into(&mut self.as_of),
            None if step == "lint" => self.command = "lint",
            None if step == "strict" => self.more.push("--strict"),
            _ => panic!("{step} is no step"),
        }
    }

    /// What the report holds that can be compared, by what it is about.
    fn judge(&self) -> BTreeMap<String, String> {
        self.story.write("release.json", to_json(&self.release)).write("policy.toml", to_toml(&self.policy));
        let mut arguments = vec![self.command, "release.json", "--policy", "policy.toml", "--format", "json"];
        if self.command == "check" {
            arguments.extend(["--as-of", &self.as_of]);
        }
        let told = Gonogo::new(self.story.folder(), &[arguments, self.more.clone()].concat()).run();
        let Ok(report) = serde_json::from_str::<Value>(&told.out) else { panic!("{told:?}") };
        let mut parts = BTreeMap::from([("1 verdict".to_owned(), report["verdict"].to_string())]);
        let release = &report["releases"][0];
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let list = |key: &str| release[key].as_array().cloned().unwrap_or_default();
        for (at, row) in list("checks").iter().enumerate() {
            let next = word(&row["next"]);
            let text = format!(
                "{} ({}): {}; next {next}",
                word(&row["result"]),
                word(&row["basis"]),
                word(&row["summary"])
            );
            parts.insert(format!("2{at} {}", word(&row["id"])), text);
        }
        for rule in list("stop_rules") {
            let text = format!("{} ({})", word(&rule["state"]), word(&rule["basis"]));
            parts.insert(format!("3 stop rule {}", word(&rule["rule"])), text);
        }
        parts.insert("4 counts".to_owned(), release["evidence"].to_string());
        for finding in list("findings") {
            let level = if finding["accepted"] == true {
                "accepted"
            } else {
                finding["level"].as_str().unwrap_or("-")
            };
            let about = ["subject", "message", "help", "next"].map(|key| word(&finding[key]));
            parts.insert(
                format!("5 {} {level}: {}", word(&finding["rule"]), about.join(" | ")),
                String::new(),
            );
        }
        parts
    }
}

/// Puts a value where a pointer leads, or takes away what is there.
fn apply(model: &mut Value, edit: &str) {
    let (pointer, value) = match edit.split_once(" = ") {
        Some((pointer, value)) => {
            (pointer, Some(serde_json::from_str(value).unwrap_or_else(|why| panic!("{edit}: {why}"))))
        }
        None => (edit, None),
    };
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = model.pointer_mut(parent).unwrap_or_else(|| panic!("nothing is at {parent}"));
    let key = key.replace("~1", "/");
    match (parent, value) {
        (Value::Object(map), Some(value)) => {
            map.insert(key, value);
        }
        (Value::Object(map), None) => assert!(map.remove(&key).is_some(), "nothing is at {pointer}"),
        (Value::Array(list), Some(value)) if key == "-" => list.push(value),
        (Value::Array(list), Some(value)) => list[key.parse::<usize>().expect("a place")] = value,
        (Value::Array(list), None) => drop(list.remove(key.parse().expect("a place"))),
        (other, _) => panic!("{pointer} is in {other}"),
    }
}

/// The lines that say what differs.
fn differing(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    let name = |key: &str| key.split_once(' ').map_or_else(String::new, |(_, name)| name.to_owned());
    let mut lines = String::new();
    for (key, text) in after.iter().filter(|(key, text)| before.get(*key) != Some(text)) {
        lines += &if key.starts_with('5') {
            format!("+ {}\n", name(key))
        } else {
            format!("{}: {text}\n", name(key))
        };
    }
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        lines += &format!("- {}\n", name(key));
    }
    lines
}

/// A block with what differs found anew.
fn tried(block: &str, usual: &BTreeMap<String, String>) -> String {
    let steps = block.split("\n--").next().unwrap_or_default();
    let mut trial = Trial::new();
    for step in steps.lines().filter(|line| !line.starts_with("== ")) {
        trial.step(step);
    }
    format!("{steps}\n--\n{}", differing(usual, &trial.judge()))
}

#[test]
fn each_change_changes_what_is_written_and_nothing_else() {
    let usual = Trial::new().judge();
    let mut told = Vec::new();
    for file in fs::read_dir(repository().join("tests/variants")).expect("a folder") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        let blocks = text.split("\n\n").map(str::trim_end).filter(|block| !block.is_empty());
        let found: Vec<String> = blocks.map(|block| tried(block, &usual)).collect();
        told.extend(difference(&path, &found.join("\n")));
    }
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}
