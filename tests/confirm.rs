//! `gonogo confirm`: each person's own word, on a machine of their own, in the file that all share.

use std::fs;
use std::path::Path;

use crate::call::release;
use crate::support::gonogo::{Gonogo, Told};
use crate::support::history::History;

const AT: &str = "2026-11-30T12:00:00+01:00";

const POLICY: &str = r#"[roles]
"Release manager" = "Ana Ruiz"
"Security lead" = "Sam Ode"
"Quality lead" = "Dee Okafor"
"Operations" = "Bo Lind"

[checkpoint]
security = { what = "The security review has passed", role = "Security lead", due = "launch" }
to_ops = { what = "Quality hands a tested build to operations", from = "Quality lead", role = "Operations", due = "launch" }
tests = { what = "The planned tests have run", role = "Quality lead", due = "launch" }
smoke = { what = "The smoke tests have passed", role = "Quality lead", due = "1 hour after" }
"#;

fn history(folder: &Path) -> History {
    let mut history = History::new(folder);
    history
        .at("2026-11-01T10:00:00Z")
        .file("a", "1")
        .file("gonogo.toml", POLICY)
        .commit("HELP-1 Start")
        .tag("v1.7.0");
    history.at("2026-11-20T10:00:00Z").file("b", "1").commit("HELP-12 Refund page");
    history.file("c", "1").commit("HELP-15 Search finds refunds").tag("v1.8.0-rc.1");
    history
}

fn gonogo(folder: &Path, arguments: &[&str]) -> Told {
    Gonogo::new(folder, arguments).run()
}

fn confirm(folder: &Path, arguments: &[&str]) -> Told {
    gonogo(folder, &[&["confirm"], arguments, &["--as-of", AT]].concat())
}

fn recorded(folder: &Path, arguments: &[&str]) {
    let told = confirm(folder, arguments);
    assert!(told.code == Some(0) && told.err.contains("recorded in"), "{arguments:?}: {told:?}");
}

fn refused(folder: &Path, arguments: &[&str], why: &str) {
    let before = read(folder);
    let told = confirm(folder, arguments);
    assert!(told.code == Some(2) && told.err.contains(why), "{arguments:?}: {told:?}");
    assert_eq!(read(folder), before, "{arguments:?}");
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join("release.toml")).expect("a file")
}

/// A release that `init` laid out beside the policy.
fn laid_out() -> (tempfile::TempDir, History) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = history(folder.path());
    let told = gonogo(folder.path(), &["init", "--owner", "Ana Ruiz", "--date", "2026-12-01T09:00:00+01:00"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    history.git(["add", "release.toml"]);
    history.commit("Plan 1.8.0");
    (folder, history)
}

#[test]
fn people_on_branches_of_their_own_merge_without_a_conflict() {
    let (folder, mut history) = laid_out();
    let folder = folder.path();
    let words: [&[&str]; 8] = [
        &["tests", "release.toml", "All, and both pages by hand", "--by", "Dee Okafor"],
        &["support", "--by", "Eli Marsh"],
        &["scope", "--by", "Ana Ruiz"],
        &["rehearsal", "--by", "Bo Lind", "--minutes", "12", "--where", "staging"],
        &["security", "--by", "Sam Ode"],
        &["to_ops", "--by", "Dee Okafor"],
        &["to_ops", "--by", "Bo Lind"],
        &["smoke", "release.toml", "https://example.com/run/7", "--by", "Dee Okafor"],
    ];
    for (at, word) in words.iter().enumerate() {
        history.checkout("main").branch(&format!("person-{at}"));
        recorded(folder, word);
        history.git(["add", "release.toml"]);
        history.commit(format!("Confirm {}", word[0]));
    }
    history.checkout("main");
    for at in 0..words.len() {
        history.merge(&format!("person-{at}"), "Merge a word");
    }
    let text = read(folder);
    let told = gonogo(folder, &["check", "--format", "json", "--as-of", AT]);
    assert!(told.code == Some(1), "{told:?}");
    for part in [
        "confirmed_by = \"Dee Okafor\"",
        "ran = \"All, and both pages by hand\"",
        "contact = \"Eli Marsh\"",
        "approved_by = \"Ana Ruiz\"",
        "by = \"Bo Lind\", where = \"staging\", minutes = 12 }",
        "to_ops.from = \"Dee Okafor\"",
        "to_ops.by = \"Bo Lind\"",
        "see = \"https://example.com/run/7\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!told.out.contains("checkpoint/"), "{}", told.out);
    // Of both sides of a handoff the later one names the build, which is one.
    assert_eq!(text.matches("to_ops.build").count(), 1, "{text}");
}

#[test]
fn a_word_takes_nobody_elses_place() {
    let (folder, _history) = laid_out();
    let folder = folder.path();
    recorded(folder, &["tests", "release.toml", "All", "--by", "Dee Okafor"]);
    refused(folder, &["tests", "release.toml", "All", "--by", "Bo Lind"], "Dee Okafor stands there already");
    // The same person says it anew.
    recorded(folder, &["tests", "release.toml", "All of it", "--by", "dee  okafor"]);
    assert!(read(folder).contains("ran = \"All of it\""));
    recorded(folder, &["rehearsal", "--by", "Bo Lind", "--minutes", "9.5"]);
    refused(folder, &["rehearsal", "--by", "Cy Park"], "remove `rehearsal` under [rollback] first");
}

#[test]
fn a_checkpoint_is_for_the_people_of_its_roles() {
    let (folder, _history) = laid_out();
    let folder = folder.path();
    refused(folder, &["security", "--by", "Bo Lind"], "it is for Sam Ode");
    refused(folder, &["to_ops", "--by", "Sam Ode"], "it is for Bo Lind, or Dee Okafor");
    refused(folder, &["security", "--by", "the QA team"], "is a group or a role");
    refused(folder, &["security", "--by", "TBD"], "is no name");
    refused(folder, &["security"], "--by is missing");
    refused(folder, &["securty", "--by", "Sam Ode"], "did you mean \"security\"?");
    refused(folder, &["support", "release.toml", "Read", "--by", "Eli Marsh"], "a text is for");
    refused(folder, &["tests", "--not", "Red", "--by", "Dee Okafor"], "--not is for checkpoints");
    refused(folder, &["scope", "--minutes", "3", "--by", "Ana Ruiz"], "for a rehearsal alone");
    // A checkpoint that is called like one of the four words has another name beside it, and is asked for by that.
    let told = gonogo(folder, &["check", "--as-of", "2026-12-01T10:00:00+01:00"]);
    assert!(told.out.contains("gonogo confirm checkpoint.tests --by \"Dee Okafor\""), "{}", told.out);
    assert!(told.out.contains("gonogo confirm security --by"), "{}", told.out);
    recorded(folder, &["checkpoint.tests", "--by", "Dee Okafor"]);
    assert!(read(folder).contains("\ntests = { by = \"Dee Okafor\""), "{}", read(folder));
    recorded(folder, &["security", "--not", "Two holes", "--by", "Sam Ode"]);
    let told = gonogo(folder, &["check", "--as-of", AT]);
    assert!(told.out.contains("checkpoint/refused"), "{}", told.out);
    recorded(folder, &["security", "--by", "Sam Ode"]);
    assert!(!read(folder).contains("not = "), "{}", read(folder));
    recorded(folder, &["handover", "--by", "Cy Park"]);
    recorded(folder, &["handover", "--by", "Ana Ruiz"]);
    assert!(read(folder).contains("handover = { from = \"Cy Park\""), "{}", read(folder));
}

#[test]
fn both_sides_of_a_handoff_speak_about_one_build() {
    let (folder, mut history) = laid_out();
    let folder = folder.path();
    recorded(folder, &["to_ops", "--by", "Dee Okafor"]);
    let text = read(folder);
    history.git(["stash"]);
    history.file("d", "1").commit("HELP-12 One more");
    let moved = text.replace("to = \"v1.8.0-rc.1\"", &format!("to = \"{}\"", history.head()));
    assert!(moved != text && moved.contains(&history.id("v1.8.0-rc.1")), "{moved}");
    fs::write(folder.join("release.toml"), moved).expect("a file");
    refused(folder, &["to_ops", "--by", "Bo Lind"], "Dee Okafor spoke about another build");
}

#[test]
fn stop_rules_are_meant_by_their_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let _history = history(folder.path());
    let folder = folder.path();
    let text = format!("{}\n[[stop_rule]]\nrule = \"A bug in search is open\"\n", release());
    fs::write(folder.join("release.toml"), &text).expect("a file");
    recorded(folder, &["a bug in  search is OPEN", "--by", "Bo Lind"]);
    let clear = format!(
        "{text}state = \"clear\"\nchecked_by = \"Bo Lind\"\nchecked_on = 2026-11-30T12:00:00+01:00\n"
    );
    assert_eq!(read(folder), clear);
    recorded(folder, &["A bug in search is open", "release.toml", "tripped", "--by", "Bo Lind"]);
    assert_eq!(
        read(folder),
        clear.replace(
            "\"clear\"\nchecked_by = \"Bo Lind\"\nchecked_on = 2026-11-30T",
            "\"tripped\"\nchecked_by = \"Bo Lind\"\nchecked_on = 2026-11-30T"
        )
    );
    refused(
        folder,
        &["A bug in search is open", "release.toml", "fine", "--by", "Bo Lind"],
        "clear or tripped",
    );
    refused(
        folder,
        &["Legal asks for another refund text", "--by", "Cy Park"],
        "Bo Lind stands there already",
    );
}

#[test]
fn other_syntaxes_and_pipes_get_the_entry_to_paste() {
    let folder = tempfile::tempdir().expect("a folder");
    let _history = history(folder.path());
    let folder = folder.path();
    fs::write(folder.join("release.yaml"), "name: A\n").expect("a file");
    let told = confirm(folder, &["security", "release.yaml", "--by", "Sam Ode"]);
    assert!(told.code == Some(0) && told.err.contains("paste") | told.err.contains("set this"), "{told:?}");
    assert_eq!(
        told.out.trim(),
        "confirmed:\n  security:\n    by: \"Sam Ode\"\n    on: \"2026-11-30T12:00:00+01:00\""
    );
    fs::write(folder.join("release.json"), "{}").expect("a file");
    let told = confirm(folder, &["rehearsal", "release.json", "--by", "Bo Lind", "--minutes", "12"]);
    assert_eq!(
        told.out.trim(),
        r#""rollback": { "rehearsal": { "on": "2026-11-30T12:00:00+01:00", "by": "Bo Lind", "minutes": 12 } }"#
    );
    let told =
        Gonogo::new(folder, &["confirm", "scope", "-", "--by", "Ana Ruiz"]).input(*b"name = \"A\"\n").run();
    assert!(told.code == Some(0) && told.out.contains("[scope]\napproved_by"), "{told:?}");
    fs::write(folder.join("release.toml"), "tests.ran = \"All\"\n").expect("a file");
    let told = confirm(folder, &["tests", "release.toml", "--by", "Dee Okafor"]);
    assert!(
        told.out.contains("[tests]\nconfirmed_by") && read(folder) == "tests.ran = \"All\"\n",
        "{told:?}"
    );
}

#[test]
fn marks_line_ends_and_remarks_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let _history = history(folder.path());
    let folder = folder.path();
    let text = format!("\u{feff}# Ours\n{}# The end", release()).replace('\n', "\r\n");
    fs::write(folder.join("release.toml"), &text).expect("a file");
    recorded(folder, &["tests", "release.toml", "A \"full\" suite\n\u{202e}", "--by", "Dee Okafor"]);
    recorded(folder, &["security", "--by", "Sam Ode"]);
    let now = read(folder);
    assert!(
        now.starts_with("\u{feff}# Ours\r\n")
            && now.contains("# The end\r\n\r\n[confirmed]\r\nsecurity = { "),
        "{now}"
    );
    assert_eq!(now.matches('\n').count(), now.matches("\r\n").count());
    assert!(!now.contains('\u{202e}') && now.contains("A \\\"full\\\" suite\\n\\u202e"), "{now}");
}

#[test]
fn the_first_policy_is_written_once_and_asks_for_its_roles() {
    let folder = tempfile::tempdir().expect("a folder");
    let _history = history(folder.path());
    let folder = folder.path();
    fs::remove_file(folder.join("gonogo.toml")).expect("no policy");
    let told = gonogo(folder, &["init", "--policy"]);
    assert!(told.code == Some(0) && told.out.contains("Wrote gonogo.toml"), "{told:?}");
    let told = gonogo(folder, &["init", "--policy"]);
    assert!(told.code == Some(2) && told.err.contains("gonogo.toml is there already"), "{told:?}");
    assert_eq!(gonogo(folder, &["init", "--policy", "--force"]).code, Some(0));
    assert_eq!(gonogo(folder, &["init", "--policy", "team.yaml"]).code, Some(2));
    fs::write(folder.join("release.toml"), release()).expect("a file");
    let told = gonogo(folder, &["lint"]);
    assert!(told.code == Some(0) && told.out.trim() == "1 file, no findings", "{told:?}");
    let told = gonogo(folder, &["check", "--as-of", AT]);
    assert!(told.out.contains("roles/unfilled") && told.out.contains("checkpoint/overdue"), "{}", told.out);
    let named = fs::read_to_string(folder.join("gonogo.toml")).expect("a file");
    let named = named.replace("#\"Security lead\" = \"\"", "\"Security lead\" = \"Sam Ode\"");
    fs::write(folder.join("gonogo.toml"), named).expect("a file");
    recorded(folder, &["security", "--by", "Sam Ode"]);
}
