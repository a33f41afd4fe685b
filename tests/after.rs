//! `gonogo init --after`: the next release from the last one's file. What a team keeps comes along, and no word that
//! was given about the last release.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::gonogo::{Gonogo, Told, repository};
use crate::support::history::History;

fn run(folder: &Path, arguments: &[&str]) -> Told {
    Gonogo::new(folder, arguments).run()
}

fn wrote(folder: &Path, arguments: &[&str]) -> String {
    let told = run(folder, &[&["init"], arguments].concat());
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{}", told.out);
    told.out
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("the file")
}

/// A repository with the file of a release that shipped, and what came behind it.
fn shipped(folder: &Path) -> History {
    let last = read(&repository(), "examples/billing-dashboard/release.toml");
    // A rehearsal that is past on any day this test may run.
    let last = last.replace("rehearsal = { on = 2026-11-26", "rehearsal = { on = 2025-11-26");
    let mut history = History::new(folder);
    history.file("last.toml", last).commit("Start").tag("v2.4.0");
    history.commit("BILL-150 Export as PDF").commit("BILL-151 Dark mode");
    history
}

#[test]
fn what_a_team_keeps_comes_along_and_no_word_does() {
    let folder = tempfile::tempdir().expect("a folder");
    shipped(folder.path());
    let said = wrote(folder.path(), &["--after", "last.toml"]);
    assert!(
        said.contains("from last.toml: tests, support, rollback, caller, stop rules, known issues"),
        "{said}"
    );
    let next = read(folder.path(), "release.toml");
    for kept in [
        "name = \"Billing dashboard\"",
        "version = \"2.5.0\"",
        "owner = \"Ana Ruiz\"",
        "from = \"v2.4.0\"",
        "\"BILL-150 Export as PDF\"",
        "contact = \"Eli Marsh\"",
        "ship = \"Ana Ruiz\"",
        "backup = \"Bo Lind\"",
        "  { rule = \"Finance has not closed the old month\" },",
        "\"Deploy image app:2.3.0\"",
        "{ id = \"BILL-140\", summary",
        "\"Dee Okafor\" = { role",
        "bugs = \"facts/bugs.json\"",
    ] {
        assert!(next.lines().any(|line| !line.starts_with('#') && line.contains(kept)), "{kept}\n{next}");
    }
    let answered: Vec<&str> = next.lines().filter(|line| !line.starts_with('#')).collect();
    let words = [
        "approved_",
        "confirmed_",
        "accepted_by =",
        "checked_by =",
        "told_on",
        "ran =",
        "notice =",
        "reply =",
        "state =",
        "goal =",
        "date =",
        "BILL-101",
        "BILL-118",
        "BILL-131",
        "[[accept]]",
        "Three accounts a month, and",
    ];
    for word in words {
        assert!(!answered.iter().any(|line| line.contains(word)), "{word}\n{next}");
    }
    // The last rehearsal is a year old.
    assert!(!answered.iter().any(|line| line.starts_with("rehearsal")), "{next}");
}

#[test]
fn what_is_ignored_and_a_rescue_come_along_and_the_list_of_the_last_milestone_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let last = "name = \"Billing\"\nversion = \"2.4.0\"\nowner = \"Ana Ruiz\"\n[scope]\nissues = \"milestone.json\"\n[build]\nfrom = \"v2.3.0\"\n\
        to = \"v2.4.0\"\nignore = [{ author = \"dependabot[bot]\", paths = [\"**/Cargo.lock\"], why = \"Lock file only\" }]\n[rescue]\n\
        scope = \"Pia Holm\"\ndelivery = \"Cy Park\"\nreadiness = \"Ana Ruiz\"\n";
    let mut history = History::new(folder.path());
    history
        .commit("Before")
        .tag("v2.3.0")
        .file("last.toml", last)
        .commit("Start")
        .tag("v2.4.0")
        .commit("BILL-150 Export");
    for file in ["next.toml", "next.yaml"] {
        wrote(folder.path(), &["--after", "last.toml", file]);
        let lint = run(folder.path(), &["lint", file]);
        let next = read(folder.path(), file);
        assert_eq!((lint.code, lint.out.as_str()), (Some(0), "1 file, no findings\n"), "{next}");
        for kept in ["dependabot[bot]", "Lock file only", "Pia Holm", "v2.4.0"] {
            assert!(next.lines().any(|line| !line.starts_with('#') && line.contains(kept)), "{kept}\n{next}");
        }
        assert!(!next.contains("milestone.json"), "{next}");
    }
}

#[test]
fn the_next_release_is_a_list_of_what_is_to_be_said_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    shipped(folder.path());
    wrote(folder.path(), &["--after", "last.toml"]);
    let lint = run(folder.path(), &["lint", "release.toml"]);
    assert_eq!((lint.code, lint.out.as_str()), (Some(0), "1 file, no findings\n"));
    let told = run(folder.path(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&told.out).expect("JSON");
    let found: Vec<&str> = report["releases"][0]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| finding["rule"].as_str().expect("a text"))
        .collect();
    for rule in [
        "plan/no-goal",
        "scope/not-approved",
        "tests/unconfirmed",
        "support/not-told",
        "stop/unchecked",
        "issue/unaccepted",
        "rollback/not-rehearsed",
    ] {
        assert!(found.contains(&rule), "{rule}: {found:?}");
    }
    assert!(!found.contains(&"plan/carried-over") && !found.contains(&"file/invalid"), "{found:?}");
}

#[test]
fn toml_yaml_and_json_of_one_release_lead_to_the_same_next_one() {
    let folder = tempfile::tempdir().expect("a folder");
    shipped(folder.path());
    let json = r##"{"name": "Billing", "version": "2.4.0", "owner": "Ana Ruiz", "timezone": "UTC", "scope": {"approved_by": "Ana Ruiz"},
        "stop_rule": [{"rule": "Sign-in fails", "state": "clear", "checked_by": "Bo Lind", "checked_on": "2026-11-30"}],
        "rollback": {"steps": ["One", "Two"], "max_minutes": 12.5}, "caller": {"ship": "Ana Ruiz", "reach": "#releases"},
        "known_issue": [{"id": "BILL-9", "summary": "Slow", "accepted_by": "Ana Ruiz"}, {"id": "BILL-150", "summary": "No PDF"}]}"##;
    let yaml = "name: Billing\nversion: '2.4.0'\nowner: Ana Ruiz\ntimezone: UTC\nscope: {approved_by: Ana Ruiz}\nstop_rule:\n- rule: \
        Sign-in fails\n  state: clear\n  checked_by: Bo Lind\n  checked_on: 2026-11-30\nrollback:\n  steps: [One, Two]\n  max_minutes: \
        12.5\ncaller:\n  ship: Ana Ruiz\n  reach: '#releases'\nknown_issue:\n- id: BILL-9\n  summary: Slow\n  accepted_by: Ana Ruiz\n- \
        id: BILL-150\n  summary: No PDF\n";
    let toml = "name = 'Billing'\nversion = '2.4.0'\nowner = 'Ana Ruiz'\ntimezone = 'UTC'\nscope.approved_by = 'Ana Ruiz'\n[[stop_rule]]\n\
        rule = 'Sign-in fails'\nstate = 'clear'\nchecked_by = 'Bo Lind'\nchecked_on = 2026-11-30\n[rollback]\nsteps = ['One', 'Two']\n\
        max_minutes = 12.5\n[caller]\nship = 'Ana Ruiz'\nreach = '#releases'\n[[known_issue]]\nid = 'BILL-9'\nsummary = 'Slow'\n\
        accepted_by = 'Ana Ruiz'\n[[known_issue]]\nid = 'BILL-150'\nsummary = 'No PDF'\n";
    let mut drafts = Vec::new();
    for (file, text) in [("last.json", json), ("last.yaml", yaml), ("last.toml", toml)] {
        fs::write(folder.path().join(file), text).expect("the file");
        let said = wrote(folder.path(), &["--after", file, "--force", "next.toml"]);
        assert!(said.contains("BILL-150 is on the list, taken for repaired"), "{said}");
        drafts.push(read(folder.path(), "next.toml"));
        wrote(folder.path(), &["--after", file, "--force", "next.yaml"]);
        let lint = run(folder.path(), &["lint", "next.toml", "next.yaml"]);
        assert_eq!((lint.code, lint.out.as_str()), (Some(0), "2 files, no findings\n"), "{file}");
    }
    assert!(drafts.iter().all(|draft| *draft == drafts[0]), "{drafts:#?}");
    assert!(drafts[0].contains("\n  { id = \"BILL-9\", summary = \"Slow\" },\n]"), "{}", drafts[0]);
}

#[test]
fn names_that_are_none_and_texts_that_act_do_not_come_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let last = "owner = \"QA team\"\nname = \"A\\u001b[2J\\\"\\nx\"\nversion = \"1.9\"\n[support]\ncontact = \"TBD\"\n[caller]\nship = \
        \"Ana or Bo\"\nstop = \"Ana Ruiz\"\n[rollback]\nsteps = [\"TODO\", \"Turn it off\"]\n";
    fs::write(folder.path().join("last.toml"), last).expect("the file");
    let said = wrote(folder.path(), &["--after", "last.toml"]);
    assert!(!said.contains('\u{1b}'), "{said}");
    let next = read(folder.path(), "release.toml");
    assert!(next.contains("stop = \"Ana Ruiz\"") && next.contains("version = \"1.10\""), "{next}");
    assert!(
        next.contains("#owner")
            && next.contains("#contact")
            && next.contains("#ship")
            && !next.contains("TODO")
    );
    let lint = run(folder.path(), &["lint", "release.toml"]);
    assert_eq!((lint.code, lint.out.as_str()), (Some(0), "1 file, no findings\n"), "{next}");
}

#[test]
fn a_young_rehearsal_comes_along_and_an_old_or_a_planned_one_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let last = |on: &str| {
        let text =
            format!("[rollback.rehearsal]\non = {on}\nby = \"Bo Lind\"\nwhere = \"staging\"\nminutes = 12\n");
        fs::write(folder.path().join("last.toml"), text).expect("the file");
    };
    for (on, launch, comes) in [
        ("2025-01-10", "2025-03-01", true),
        ("2025-01-10", "2025-04-10", true),
        ("2025-01-10", "2025-04-30", false),
        ("2999-01-10", "2999-01-12", false),
    ] {
        last(on);
        wrote(folder.path(), &["--after", "last.toml", "--force", "--date", launch]);
        let next = read(folder.path(), "release.toml");
        assert_eq!(
            next.contains(&format!("\nrehearsal = {{ on = {on}, by = \"Bo Lind\"")),
            comes,
            "{on} {launch}\n{next}"
        );
    }
}

#[test]
fn nothing_is_written_over_and_a_file_that_is_none_gives_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    shipped(folder.path());
    fs::write(folder.path().join("broken.toml"), "ownr = \"Ana\"\n").expect("the file");
    for (arguments, said) in [
        (["--after", "last.toml", "last.toml"], "is there already"),
        (["--after", "broken.toml", "next.toml"], "broken.toml is no release file"),
        (["--after", "gone.toml", "next.toml"], "gone.toml is no release file"),
        (["--after", ".", "next.toml"], "is no release file: this is a folder"),
    ] {
        let told = run(folder.path(), &[&["init"], &arguments[..]].concat());
        assert_eq!(told.code, Some(2), "{arguments:?}: {}", told.out);
        assert!(told.err.contains(said), "{}", told.err);
        assert!(!folder.path().join("next.toml").exists());
    }
}
