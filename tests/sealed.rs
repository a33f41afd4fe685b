//! What a ship call seals: no edit of the release file passes the gate afterwards, except comments, layout, and later
//! calls by the right people. Tried on a release with everything in it, whose call is signed.

use std::path::PathBuf;

use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use serde_json::{Value, json};

use crate::call::key;
use crate::support::gonogo::{Gonogo, Told};
use crate::support::story::{AS_OF, Story};
use crate::support::syntax::{from_toml, to_json, to_toml, to_yaml};

const LATER: &str = "2026-11-30T19:00:00+01:00";

/// A release that was called, and a policy outside of it that asks for signatures.
struct Called {
    story: Story,
    keys: tempfile::TempDir,
    model: Value,
}

impl Called {
    /// None where there is no `ssh-keygen`.
    fn new() -> Option<Self> {
        let (story, keys) = (Story::with_git(), tempfile::tempdir().expect("a folder"));
        let mut people = String::new();
        for name in ["Ana Ruiz", "Bo Lind", "Cy Park", "Dee Okafor", "Eli Marsh"] {
            let (_, line) = key(keys.path(), &file(name), &["-t", "ed25519"])?;
            let mail = name.split(' ').next().expect("a name").to_lowercase();
            let entry = format!("{{ emails = [\"{mail}@example.com\"], keys = [\"{line}\"] }}");
            people.push_str(&format!("\"{name}\" = {entry}\n"));
        }
        let rules = "[rules]\n\"call/unsigned\" = \"error\"\n";
        let policy = story.read("gonogo.toml") + "\n[people]\n" + &people + rules;
        std::fs::write(keys.path().join("gonogo.toml"), policy).expect("a policy");
        let mut called = Self { story, keys, model: Value::Null };
        let told = called.call("Ana Ruiz", AS_OF);
        assert_eq!(told.code, Some(0), "{told:?}");
        called.model = from_toml(&called.story.read("release.toml"));
        Some(called)
    }

    fn policy(&self) -> String {
        self.keys.path().join("gonogo.toml").display().to_string()
    }

    fn call(&self, by: &str, at: &str) -> Told {
        let (policy, key): (_, PathBuf) = (self.policy(), self.keys.path().join(file(by)));
        let key = key.display().to_string();
        let who =
            ["call", "ship", "--why", "All is well", "--by", by, "--until", "2026-12-01T12:00:00+01:00"];
        let how = ["--sign", "--key", &key, "--policy", &policy, "--as-of", at];
        Gonogo::new(self.story.folder(), &[who.as_slice(), &how].concat()).run()
    }

    fn gate(&self, file: &str) -> Told {
        let arguments =
            ["gate", file, "--commit", "v2.4.0-rc.1", "--policy", &self.policy(), "--as-of", LATER];
        Gonogo::new(self.story.folder(), &arguments).run()
    }

    fn gate_of(&self, model: &Value) -> Told {
        self.story.write("release.toml", to_toml(model));
        self.gate("release.toml")
    }
}

fn file(name: &str) -> String {
    name.replace(' ', "-")
}

/// Where every value of a file stands. What is not part of plan or call is left out: of a ship call `cause` alone.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (escaped(key), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in inside {
        let at = format!("{at}/{key}");
        places(value, &at, found);
        found.push(at);
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What may be done to a value.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Remove,
    Change,
    Grow,
    Turn,
    Borrow(usize),
}

fn edit(model: &mut Value, place: &str, places: &[String], edit: Edit) {
    let (parent, key) = place.rsplit_once('/').expect("a place");
    let borrowed = match edit {
        Edit::Borrow(from) => model.pointer(&places[from % places.len()]).cloned(),
        _ => None,
    };
    let Some(parent) = model.pointer_mut(parent) else { return };
    let key = key.replace("~1", "/").replace("~0", "~");
    if matches!(edit, Edit::Remove) {
        match parent {
            Value::Object(map) => drop(map.remove(&key)),
            Value::Array(list) => {
                let at: usize = key.parse().expect("a place");
                if at < list.len() {
                    list.remove(at);
                }
            }
            _ => {}
        }
        return;
    }
    let value = match parent {
        Value::Object(map) => map.get_mut(&key),
        Value::Array(list) => list.get_mut(key.parse::<usize>().expect("a place")),
        _ => None,
    };
    let Some(value) = value else { return };
    match (edit, borrowed) {
        (Edit::Borrow(_), Some(borrowed)) => *value = borrowed,
        (Edit::Grow, _) => grow(value),
        (Edit::Turn, _) if value.is_array() => value.as_array_mut().expect("a list").reverse(),
        _ => change(value),
    }
}

fn grow(value: &mut Value) {
    match value {
        Value::Array(list) => list.extend(list.last().cloned()),
        Value::Object(map) => drop(map.insert("why".to_owned(), json!("Because"))),
        other => change(other),
    }
}

/// The next date, number or word.
fn change(value: &mut Value) {
    *value = match &*value {
        Value::String(text) => match text.rfind(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic()) {
            Some(at) if text.starts_with("20") => {
                // A date: its last hour, minute or day.
                let at = text.get(..16).filter(|_| text.contains('T')).map_or(at, |_| 15);
                let digit = if &text[at..=at] == "1" { "2" } else { "1" };
                json!(format!("{}{digit}{}", &text[..at], &text[at + 1..]))
            }
            Some(at) => json!(format!(
                "{}{}{}",
                &text[..at],
                if text.ends_with('q') { "r" } else { "q" },
                &text[at + 1..]
            )),
            None => json!("q"),
        },
        Value::Number(number) => json!(number.as_i64().unwrap_or_default() + 1),
        Value::Bool(value) => json!(!value),
        Value::Array(_) => json!([]),
        _ => json!({}),
    };
}

fn some_edits(most: usize) -> impl Strategy<Value = Vec<(usize, Edit)>> {
    let edit = prop_oneof![
        Just(Edit::Remove),
        Just(Edit::Change),
        Just(Edit::Grow),
        Just(Edit::Turn),
        any::<u16>().prop_map(|from| Edit::Borrow(from.into())),
    ];
    prop::collection::vec((any::<u16>().prop_map(usize::from), edit), 1..=most)
}

#[test]
fn no_edit_after_a_ship_call_passes_the_gate() {
    let Some(called) = Called::new() else { return };
    let told = called.gate("release.toml");
    assert_eq!(told.code, Some(0), "{told:?}");
    let mut all = Vec::new();
    places(&called.model, "", &mut all);
    all.retain(|place| !place.ends_with("/cause"));
    assert!(all.len() > 120, "{}", all.len());
    let refuse = |model: &Value, what: &dyn std::fmt::Debug| {
        // The same call said twice in a row is a later call by the right person.
        let mut once = model.clone();
        if let Some(calls) = once.get_mut("call").and_then(Value::as_array_mut) {
            calls.dedup();
        }
        if once != called.model {
            let told = called.gate_of(model);
            assert!(matches!(told.code, Some(1 | 2)), "{what:?}\n{}", told.out);
        }
    };
    // Every value of the call, and every section, by itself.
    let is_tried = |place: &&String| place.starts_with("/call/") || place.matches('/').count() == 1;
    for place in all.iter().filter(is_tried) {
        for one in [Edit::Remove, Edit::Change, Edit::Grow] {
            let mut model = called.model.clone();
            edit(&mut model, place, &all, one);
            refuse(&model, &(place, one));
        }
    }
    let off: Option<Box<FileFailurePersistence>> = None;
    let config = ProptestConfig {
        cases: 200,
        failure_persistence: off.map(|found| found as _),
        max_shrink_iters: 20,
        ..ProptestConfig::default()
    };
    let ran = TestRunner::new(config).run(&some_edits(3), |edits| {
        let mut model = called.model.clone();
        for (at, one) in &edits {
            edit(&mut model, &all[at % all.len()], &all, *one);
        }
        refuse(&model, &edits);
        Ok(())
    });
    ran.expect("every edit is refused");
}

#[test]
fn comments_layout_syntax_and_later_calls_by_the_right_people_pass_the_gate() {
    let Some(called) = Called::new() else { return };
    assert_eq!(called.gate_of(&called.model).code, Some(0));
    let text = called.story.read("release.toml");
    called.story.write(
        "release.toml",
        format!("# Seen by all\r\n\r\n{}", text.replace(" = ", "  =  ").replace('\n', "\r\n")),
    );
    assert_eq!(called.gate("release.toml").code, Some(0));
    for (name, text) in [("release.json", to_json(&called.model)), ("release.yaml", to_yaml(&called.model))] {
        called.story.write(name, text);
        let told = called.gate(name);
        assert_eq!(told.code, Some(0), "{name} {}", told.out);
        called.story.remove(name);
    }
    // Who stands in may call again; anybody else may not, even with a good signature of their own.
    assert_eq!(called.call("Bo Lind", "2026-11-30T18:30:00+01:00").code, Some(0));
    assert_eq!(called.gate("release.toml").code, Some(0));
    let told = called.call("Dee Okafor", "2026-11-30T18:40:00+01:00");
    assert!(told.code == Some(2) && told.err.contains("not for Dee Okafor"), "{told:?}");
}
