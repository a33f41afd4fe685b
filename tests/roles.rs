//! Who decides what: two matrices of real teams, as the program reads, shows and holds them.

use std::fs;

use serde_json::Value;

use crate::support::gonogo::{Gonogo, Told, repository};

const TEAM: &str = include_str!("roles/team.toml");
const NINE: &str = include_str!("roles/nine.toml");

/// When the releases are judged.
const NOW: &str = "2026-11-30T18:00:00+01:00";

/// Runs the program beside a release in good order, under a policy.
fn run(policy: &str, release: impl Fn(String) -> String, arguments: &[&str]) -> Told {
    let folder = tempfile::tempdir().expect("a folder");
    let minimal = fs::read_to_string(repository().join("examples/minimal/release.toml")).expect("a release");
    fs::write(folder.path().join("release.toml"), release(minimal)).expect("a release");
    fs::write(folder.path().join("gonogo.toml"), policy).expect("a policy");
    Gonogo::new(folder.path(), arguments).run()
}

fn as_it_is(release: String) -> String {
    release
}

fn matrix(policy: &str) -> Value {
    let told = run(policy, as_it_is, &["roles", "--format", "json"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    serde_json::from_str(&told.out).expect("a matrix")
}

/// The rules that find something.
fn found(policy: &str, release: impl Fn(String) -> String) -> Vec<String> {
    let told = run(policy, release, &["check", "--format", "json", "--as-of", NOW]);
    let report: Value = serde_json::from_str(&told.out).expect("a report");
    let findings = report["releases"][0]["findings"].as_array().expect("findings").clone();
    findings.iter().map(|finding| finding["rule"].as_str().expect("a rule").to_owned()).collect()
}

fn entry<'m>(matrix: &'m Value, name: &str) -> &'m Value {
    let all = matrix["decisions"].as_array().expect("decisions");
    all.iter().find(|entry| entry["name"] == name).expect(name)
}

fn people(holders: &Value) -> Vec<&str> {
    holders.as_array().expect("holders").iter().filter_map(|holder| holder["person"].as_str()).collect()
}

#[test]
fn five_roles_by_eight_activities_come_out_as_they_are_written() {
    let matrix = matrix(TEAM);
    assert_eq!((&matrix["schema"], matrix["decisions"].as_array().map(Vec::len)), (&1.into(), Some(8)));
    let design = entry(&matrix, "Design");
    assert_eq!((&design["kind"], &design["accountable"]["person"]), (&"activity".into(), &"Ana Ruiz".into()));
    assert_eq!(people(&design["responsible"]), ["Cy Park"]);
    assert_eq!(people(&design["consulted"]), ["Dee Okafor"]);
    assert_eq!(people(&design["informed"]), ["Pia Holm", "Bo Lind"]);
    let go = entry(&matrix, "Go/no-go");
    assert_eq!((&go["kind"], people(&go["way_up"])), (&"activity".into(), vec!["Ana Ruiz"]));
    assert_eq!(entry(&matrix, "rollback")["kind"], "decision");
    // Activities ask nothing of a release in good order.
    assert_eq!(found(TEAM, as_it_is), Vec::<String>::new());
}

#[test]
fn nine_roles_by_four_phases_hold_the_decisions_and_show_the_rest() {
    let matrix = matrix(NINE);
    assert_eq!(people(&entry(&matrix, "stop")["way_up"]), ["Ines Vogt", "Bo Lind"]);
    assert_eq!(matrix["stop"], serde_json::json!(["Ana Ruiz", "Ines Vogt", "Bo Lind"]));
    assert_eq!(entry(&matrix, "issue/*")["kind"], "findings");
    let sides: Vec<&Value> =
        matrix["checkpoints"].as_array().expect("checkpoints").iter().map(|point| &point["side"]).collect();
    assert_eq!(sides, ["before", "on the day", "after"]);
    let found = found(NINE, as_it_is);
    assert_eq!(found, ["scope/approved-without-authority", "checkpoint/overdue"]);
}

#[test]
fn every_page_is_readable_and_the_terminal_has_eighty_columns() {
    for policy in [TEAM, NINE] {
        let told = run(policy, as_it_is, &["roles"]);
        assert_eq!(told.code, Some(0));
        assert!(told.out.lines().all(|line| line.chars().count() <= 80), "{}", told.out);
        assert!(told.out.contains("R does it") && told.out.contains("May stop the launch"), "{}", told.out);
    }
    let text = run(NINE, as_it_is, &["roles"]).out;
    let row = |name: &str| text.lines().find(|line| line.starts_with(name)).expect(name).to_owned();
    assert_eq!(row("ship "), "ship                  A                 C     R     C     I           2");
    assert!(text.contains("on the day  Smoke tests passed in production (1 hour after)"), "{text}");
    let note = run(NINE, as_it_is, &["roles", "--format", "markdown"]).out;
    assert!(note.contains("| ship | A |  |  | C | R | C | I |  | 2 |"), "{note}");
    let page = run(NINE, as_it_is, &["roles", "--format", "html"]).out;
    assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"), "{page}");
}

#[test]
fn two_owners_of_one_decision_are_refused() {
    let scope = "scope    = [\"Product manager\", \"Head of product\"]";
    let ways = [
        "scope = [[\"Product manager\", \"Release manager\"], \"Head of product\"]",
        "scope = { by = [[\"Product manager\", \"Release manager\"]] }",
        "scope = [\"Product manager\"]\nScope = [\"Release manager\"]",
        "scope = [\"Product manager\"]\nscope = [\"Release manager\"]",
        "scope = { by = [\"Product manager\"], accountable = [\"Release manager\"] }",
    ];
    for way in ways {
        let policy = NINE.replace(scope, way);
        assert_ne!(policy, NINE);
        for command in [&["roles"][..], &["check", "--as-of", NOW], &["lint"]] {
            assert_eq!(run(&policy, as_it_is, command).code, Some(2), "{way}");
        }
    }
    let told = run(&NINE.replace(scope, ways[0]), as_it_is, &["roles"]);
    assert!(told.out.contains("one decision has one owner"), "{told:?}");
    // In one text, and a release that decides what the policy decides.
    let text = NINE.replace(scope, "scope = [\"Product manager and Release manager\", \"Head of product\"]");
    assert!(found(&text, as_it_is).contains(&"roles/unknown".to_owned()));
    let own = |release: String| release + "\n[decides]\nscope = [\"Release manager\"]\n";
    assert_eq!(run(NINE, own, &["check"]).code, Some(2));
}

#[test]
fn whoever_is_late_and_whom_it_goes_up_to_are_named_together() {
    let late = |release: String| release.replace("date = 2026-12-01", "date = 2026-11-27");
    let told = run(NINE, late, &["check", "--format", "json", "--as-of", NOW]);
    let report: Value = serde_json::from_str(&told.out).expect("a report");
    let findings = report["releases"][0]["findings"].as_array().expect("findings");
    let overdue = findings.iter().find(|finding| finding["rule"] == "plan/overdue").expect("overdue");
    assert_eq!(overdue["next"], "Ana Ruiz, then Hedda Voss");
}

#[test]
fn what_is_hostile_stays_text_on_every_page() {
    let name = "x\\u001b[31m<b>|`*\\u202e";
    let policy = format!("[roles]\n\"{name}\" = \"{name}\"\n[decides]\n\"{name}\" = [\"{name}\"]\n");
    for format in ["text", "markdown", "json", "html"] {
        let told = run(&policy, as_it_is, &["roles", "--format", format]);
        assert_eq!(told.code, Some(0), "{told:?}");
        assert!(!told.out.contains(['\u{1b}', '\u{202e}']), "{format}");
        assert!(format == "json" || format == "text" || !told.out.contains("<b>"), "{}", told.out);
    }
}

#[test]
fn many_roles_take_no_long_time_and_no_page_grows_without_end() {
    let roles =
        (0..4_000).map(|at| format!("\"Role {at}\" = \"Name Number{at}\"\n")).collect::<Vec<_>>().concat();
    let duty = |at: usize| format!("\"Duty {at}\" = [\"Role {at}\", \"Role {}\"]\n", at / 2);
    let decides = (0..4_000).map(duty).collect::<Vec<_>>().concat();
    let policy = format!("[roles]\n{roles}[decides]\n{decides}");
    for format in ["text", "markdown", "html"] {
        let told = run(&policy, as_it_is, &["roles", "--format", format]);
        assert_eq!(told.code, Some(0));
        assert!(told.out.contains("too large to be drawn") && told.out.len() < 4_000_000, "{format}");
    }
    let roles: String = (0..51).map(|_| "\"A\", ").collect();
    let told =
        run(&format!("[roles]\nA = \"Ana Ruiz\"\n[decides]\nship = [{roles}]\n"), as_it_is, &["roles"]);
    assert!(told.code == Some(2) && told.out.contains("names more than 50 roles at one key"), "{told:?}");
}
