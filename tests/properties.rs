//! What holds for every release, tried on random ones: evidence that is taken away or broken, and errors that are
//! added, never lead to GO; the syntax of a file and the order of things in it do not matter; the same input gives
//! the same bytes.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use crate::support::story::{FORMATS, Story, findings};
use crate::support::syntax::{from_toml, to_json, to_toml, to_yaml};

/// Files that the story's GO rests on.
const EVIDENCE: [&str; 4] = ["changes.json", "reports/unit.xml", "reports/smoke.xml", "facts/bugs.json"];

fn few(cases: u32) -> ProptestConfig {
    let off: Option<Box<FileFailurePersistence>> = None;
    ProptestConfig {
        cases,
        failure_persistence: off.map(|found| found as _),
        max_shrink_iters: 20,
        ..ProptestConfig::default()
    }
}

/// The story as a model; its reports by their paths, so that each one is asked for.
fn model() -> Value {
    let mut model = from_toml(&Story::new().read("release.toml"));
    model["tests"]["reports"] = json!(["reports/unit.xml", "reports/smoke.xml"]);
    model
}

/// What can be done to a file of evidence.
fn damage() -> impl Strategy<Value = Option<Vec<u8>>> {
    prop_oneof![
        Just(None),
        Just(Some(Vec::new())),
        prop::collection::vec(any::<u8>(), 0..80).prop_map(Some),
        "[<>{}\\[\\]\"a-z ,:]{0,40}".prop_map(|text| Some(text.into_bytes())),
    ]
}

/// A way to make a release worse; each is an error, whatever else is in the file.
fn errors() -> Vec<(&'static str, Value)> {
    vec![
        ("/owner", json!("QA team")),
        ("/owner", json!("TBD")),
        ("/caller/ship", json!("Ana or Bo")),
        ("/caller/stop", json!("Nobody Known")),
        ("/rollback/steps", json!([])),
        ("/rollback/reversible", json!(false)),
        ("/rollback/rehearsal/minutes", json!(500)),
        ("/support/notice", json!("...")),
        ("/tests/skips", json!([])),
        ("/tests/ran", json!("n/a")),
        ("/stop_rule", json!([])),
        ("/stop_rule/0/when", json!("tests.failed > 0")),
        ("/stop_rule/0/when", json!("tests.nothing > 0")),
        ("/stop_rule/2/state", json!("tripped")),
        ("/scope/in", json!(["BILL-101 Billing dashboard"])),
        ("/scope/in/1/done", json!(false)),
        ("/scope/extra/0/decision", json!("remove")),
        ("/scope/extra/0/by", json!("Bo Lind")),
        ("/known_issue/0/workaround", json!("")),
        ("/accept/0/until", json!("2026-11-30")),
        ("/accept/0/by", json!("Bo Lind")),
        ("/date", json!("2026-11-01T09:00:00Z")),
        ("/tests/confirmed_on", json!("2026-11-01")),
        ("/tests/reports", json!(["reports/unit.xml", "reports/none.xml"])),
        ("/facts/bugs", json!("facts/none.json")),
        ("/build/changes", json!("../../outside.json")),
    ]
}

/// Puts a value where it belongs.
fn set(model: &mut Value, (place, value): &(&'static str, Value)) {
    if let Some(found) = model.pointer_mut(place) {
        *found = value.clone();
    }
}

fn worsened(worse: &[(&'static str, Value)]) -> Value {
    worse.iter().fold(model(), |mut model, error| {
        set(&mut model, error);
        model
    })
}

fn story(model: &Value) -> Story {
    let story = Story::new();
    story.write("release.toml", to_toml(model));
    story
}

fn codes(story: &Story) -> Vec<Option<i32>> {
    ["text", "json", "junit"].iter().map(|format| story.check(format).code).collect()
}

/// Rule, subject and message of all findings, in their order; without what tells of a place.
fn told(report: &Value) -> Vec<String> {
    let mut told: Vec<String> = findings(report)
        .iter()
        .map(|finding| {
            format!("{} {} {} {}", finding["rule"], finding["level"], finding["subject"], finding["message"])
        })
        .collect();
    told.sort();
    told
}

proptest! {
    #![proptest_config(few(24))]

    #[test]
    fn damaged_evidence_is_never_go(
        (file, damage) in (select(EVIDENCE.to_vec()), damage()),
        worse in subsequence(errors(), 0..=2),
    ) {
        let story = story(&worsened(&worse));
        match damage {
            None => drop(story.remove(file)),
            Some(bytes) => drop(story.write(file, bytes)),
        }
        prop_assert_eq!(codes(&story), vec![Some(1); 3]);
    }

    #[test]
    fn evidence_that_is_cut_anywhere_is_never_go(file in select(EVIDENCE.to_vec()), at in 0.0..1.0_f64) {
        let story = story(&model());
        let text = story.read(file);
        let whole = text.trim_end().len();
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short text")]
        let cut = (whole as f64 * at) as usize;
        story.write(file, &text.as_bytes()[..cut]);
        prop_assert_eq!(codes(&story), vec![Some(1); 3]);
    }

    #[test]
    fn errors_are_never_go_and_more_of_them_neither(worse in subsequence(errors(), 1..=6)) {
        let story = story(&worsened(&worse));
        let codes = codes(&story);
        prop_assert!(codes.iter().all(|code| matches!(code, Some(1 | 2)) && *code == codes[0]), "{worse:?} {codes:?}");
    }

    #[test]
    fn three_syntaxes_are_one_release(
        worse in subsequence(errors(), 0..=4),
        words in "[a-zA-Z0-9 .:#'\"\\\\äß表🚀-]{1,30}",
        lost in subsequence(vec!["freeze", "timezone", "people", "known_issue", "accept", "support", "facts"], 0..=3),
    ) {
        let mut model = worsened(&worse);
        model["goal"] = json!(format!("Goal {words}"));
        set(&mut model, &("/stop_rule/0/rule", json!(format!("Rule {words}"))));
        model.as_object_mut().expect("a table").retain(|key, _| !lost.contains(&key.as_str()));
        let story = Story::new();
        story.write("r.toml", to_toml(&model)).write("r.yaml", to_yaml(&model)).write("r.json", to_json(&model));
        let reports = ["r.toml", "r.yaml", "r.json"].map(|file| {
            let told = story.gonogo("json", &[file]).run();
            (told.code, serde_json::from_str::<Value>(&told.out).expect("JSON"))
        });
        let [one, others @ ..] = &reports;
        for other in others {
            prop_assert_eq!(one.0, other.0);
            prop_assert_eq!(told(&one.1), told(&other.1));
            for key in ["release", "checks", "stop_rules", "evidence", "verdict"] {
                prop_assert_eq!(&one.1["releases"][0][key], &other.1["releases"][0][key]);
            }
        }
    }

    #[test]
    fn the_order_of_things_does_not_matter(
        worse in subsequence(errors(), 0..=3),
        changes in Just(serde_json::from_str::<Vec<Value>>(&Story::new().read("changes.json")).expect("JSON")).prop_shuffle(),
        keys in Just(model().as_object().expect("a table").keys().cloned().collect::<Vec<_>>()).prop_shuffle(),
        is_turned in any::<bool>(),
    ) {
        let mut model = worsened(&worse);
        let plain = story(&model);
        if is_turned && let Some(reports) = model["tests"]["reports"].as_array_mut() {
            reports.reverse();
        }
        let lines: Vec<String> = keys.iter().map(|key| to_toml(&json!({ key: model[key] }))).collect();
        let shuffled = Story::new();
        shuffled.write("release.toml", lines.concat()).write("changes.json", Value::from(changes).to_string());
        let ((one, first), (other, second)) = (plain.judge(), shuffled.judge());
        prop_assert_eq!(one, other);
        prop_assert_eq!(told(&first), told(&second));
        prop_assert_eq!(&first["releases"][0]["evidence"], &second["releases"][0]["evidence"]);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(worse in subsequence(errors(), 0..=3), format in select(FORMATS.to_vec())) {
        let model = worsened(&worse);
        let (story, twin) = (story(&model), story(&model));
        let (one, again, other) = (story.check(format), story.check(format), twin.check(format));
        prop_assert_eq!(&one.out, &again.out);
        prop_assert_eq!(&one.out, &other.out);
        prop_assert_eq!(one.code, other.code);
    }
}

/// Without this, the properties would hold of a program that never says GO.
#[test]
fn the_model_is_go_and_each_error_alone_is_not() {
    assert_eq!(codes(&story(&model())), [Some(0); 3]);
    for error in errors() {
        let mut worse = model();
        set(&mut worse, &error);
        assert_ne!(worse, model(), "{error:?}");
        let codes = codes(&story(&worse));
        assert!(codes.iter().all(|code| matches!(code, Some(1 | 2))), "{error:?} {codes:?}");
    }
}
