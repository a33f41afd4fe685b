//! The plan's own past, on real repositories: whose words stand in a plan, and what once stood there, whatever people do
//! to their history.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::gonogo::{Gonogo, repository};
use crate::support::history::History;

const AT: &str = "2026-11-30T18:00:00+01:00";
const DEE: (&str, &str) = ("Dee Okafor", "dee@example.com");

/// A good release in which Dee's address is known; the policy asks for her own word.
fn plan() -> String {
    let plain = fs::read_to_string(repository().join("tests/good/plain.txt")).expect("a good release");
    let text = plain.split("== release.toml\n").nth(1).expect("a release");
    text.to_owned()
        + "\n[people]\n\"Ana Ruiz\" = {}\n\"Bo Lind\" = {}\n\"Dee Okafor\" = { emails = [\"dee@example.com\"] }\n\"Eli Marsh\" = {}\n"
}

/// The same before Dee has said anything.
fn draft() -> String {
    plan().replace("confirmed_by = \"Dee Okafor\"\nconfirmed_on = 2026-11-30\n", "")
}

fn site() -> (tempfile::TempDir, History) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = History::new(folder.path());
    history.at("2026-11-20T10:00:00Z").file("gonogo.toml", "[rules]\n\"person/not-own-word\" = \"error\"\n");
    history.file("release.toml", draft()).commit("The plan");
    (folder, history)
}

fn report(folder: &Path, file: &str) -> Value {
    let told = Gonogo::new(folder, &["check", file, "--as-of", AT, "--format", "json"]).run();
    serde_json::from_str(&told.out).unwrap_or_else(|why| panic!("{why}: {told:?}"))
}

/// What is told of a rule, in words.
fn told(folder: &Path, rule: &str) -> Vec<String> {
    told_of(folder, "release.toml", rule)
}

fn told_of(folder: &Path, file: &str, rule: &str) -> Vec<String> {
    let report = report(folder, file);
    let findings = report["releases"][0]["findings"].as_array().expect("findings");
    let own = findings.iter().filter(|finding| finding["rule"] == rule);
    own.map(|finding| finding["message"].as_str().expect("a message").to_owned()).collect()
}

/// What the tests stand on, and what is told of Dee's word.
fn of_dee(folder: &Path) -> (String, Vec<String>) {
    let report = report(folder, "release.toml");
    let row = &report["releases"][0]["checks"][2];
    assert_eq!(row["id"], "tests");
    (row["basis"].as_str().expect("a basis").to_owned(), told(folder, "person/not-own-word"))
}

fn vouched() -> (String, Vec<String>) {
    ("vouched".to_owned(), Vec::new())
}

fn declared(words: &str, (basis, told): (String, Vec<String>)) {
    assert_eq!(basis, "declared", "{told:?}");
    assert!(told.len() == 1 && told[0].contains(words), "{words}: {told:?}");
}

#[test]
fn a_word_is_vouched_when_its_person_committed_it() {
    let (folder, mut history) = site();
    history.file("release.toml", plan()).commit_by(DEE.0, DEE.1, "Tests");
    assert_eq!(of_dee(folder.path()), vouched());
    // What others change elsewhere in the file leaves it hers.
    history.file("release.toml", plan().replace("goal = \"", "goal = \"Soon: ")).commit("Goal");
    assert_eq!(of_dee(folder.path()), vouched());
    // What belongs to her word does not.
    history.file("release.toml", plan().replace("Full suite, and", "Full suite twice, and")).commit("More");
    declared("was written by Ana Ruiz (commit ", of_dee(folder.path()));
    // Nor is it hers again when somebody else puts it back.
    history.file("release.toml", plan()).commit("As it was");
    declared("was written by Ana Ruiz (commit ", of_dee(folder.path()));
}

#[test]
fn what_is_not_committed_is_nobodys_word_yet() {
    let (folder, _history) = site();
    fs::write(folder.path().join("release.toml"), plan()).expect("a file");
    declared("is not committed yet", of_dee(folder.path()));
    let alone = tempfile::tempdir().expect("a folder");
    for name in ["gonogo.toml", "release.toml"] {
        fs::copy(folder.path().join(name), alone.path().join(name)).expect("a copy");
    }
    declared("in no git repository", of_dee(alone.path()));
}

#[test]
fn a_rebase_keeps_the_author_and_a_squash_does_not() {
    let (folder, mut history) = site();
    history.branch("tests").file("release.toml", plan()).commit_by(DEE.0, DEE.1, "Tests");
    history.checkout("main").file("other", "1").commit("HELP-12 More");
    history.git(["rebase", "-q", "main", "tests"]);
    assert_eq!(of_dee(folder.path()), vouched());
    history.git(["commit", "-q", "--amend", "-m", "Tests, in other words"]);
    assert_eq!(of_dee(folder.path()), vouched());
    history.git(["checkout", "-q", "main"]);
    history.git(["merge", "-q", "--squash", "tests"]);
    history.commit_by("Ana Ruiz", "1234+ana@users.noreply.github.com", "Tests (#7)");
    declared("was written by Ana Ruiz", of_dee(folder.path()));
}

#[test]
fn a_merge_keeps_who_wrote_what() {
    let (folder, mut history) = site();
    history.branch("tests").file("release.toml", plan()).commit_by(DEE.0, DEE.1, "Tests");
    history.checkout("main").file("other", "1").commit("HELP-12 More").merge("tests", "Merge branch 'tests'");
    assert_eq!(of_dee(folder.path()), vouched());
    // A word that only the merge brought is of whoever merged.
    let (folder, mut history) = site();
    history.branch("tests").file("one", "1").commit_by(DEE.0, DEE.1, "HELP-12 One");
    history.checkout("main").file("other", "1").commit("HELP-12 More");
    history.git(["merge", "-q", "--no-commit", "--no-ff", "tests"]);
    history.file("release.toml", plan()).commit("Merge branch 'tests'");
    declared("was written by Ana Ruiz", of_dee(folder.path()));
}

#[test]
fn addresses_prove_no_more_than_they_say() {
    // A mail map is a file that anybody may write.
    let (folder, mut history) = site();
    history.file(".mailmap", "Dee Okafor <dee@example.com> <ana@example.com>\n").commit("Names");
    history.file("release.toml", plan()).commit("Tests");
    declared("was written by Ana Ruiz", of_dee(folder.path()));
    // The address of a forge's editor is nobody's unless it is listed.
    let (folder, mut history) = site();
    let forge = "77+dee@users.noreply.github.com";
    history.file("release.toml", plan()).commit_by(DEE.0, forge, "Tests");
    declared("which is not among the addresses of Dee Okafor", of_dee(folder.path()));
    let listed =
        plan().replace("[\"dee@example.com\"]", "[\"dee@example.com\", \"77+Dee@users.noreply.github.com\"]");
    history.file("release.toml", listed).commit("Directory");
    assert_eq!(of_dee(folder.path()), vouched());
    // An address of two people proves neither.
    let (folder, mut history) = site();
    history.file("release.toml", plan()).commit_by(DEE.0, DEE.1, "Tests");
    let shared = plan().replace("\"Ana Ruiz\" = {}", "\"Ana Ruiz\" = { emails = [\"DEE@example.com\"] }");
    history.file("release.toml", shared).commit("Directory");
    let told = told(folder.path(), "person/not-own-word");
    assert!(told.iter().any(|words| words.contains("listed for several people")), "{told:?}");
    assert_eq!(of_dee(folder.path()).0, "declared");
}

#[test]
fn a_history_that_is_cut_off_proves_nothing() {
    let (folder, mut history) = site();
    history.file("release.toml", plan()).commit_by(DEE.0, DEE.1, "Tests");
    history.file("other", "1").commit_by(DEE.0, DEE.1, "HELP-12 More");
    let clone = tempfile::tempdir().expect("a folder");
    let (from, to) = (format!("file://{}", folder.path().display()), clone.path().join("clone"));
    let clone_of = |depth: &str| {
        let _gone = fs::remove_dir_all(&to);
        history.git(["clone", "-q", "--depth", depth, &from, to.to_str().expect("a path")]);
        of_dee(&to)
    };
    declared("nobody can tell who wrote", clone_of("1"));
    assert_eq!(clone_of("3"), vouched());
}

/// A call that was made, as an entry.
const STOP: &str = "\n[[call]]\nsay = \"stop\"\nby = \"Ana Ruiz\"\non = 2026-11-28T10:00:00+01:00\nwhy = \"Totals\"\ntold = [\"Support\"]\n";

#[test]
fn no_way_of_using_git_loses_a_call() {
    type Step = fn(&mut History);
    let steps: [(&str, Step); 5] = [
        ("taken out", |history| {
            history.file("release.toml", plan()).commit("Tidy");
        }),
        ("reverted", |history| {
            history.revert("HEAD");
        }),
        ("removed and written anew", |history| {
            history.git(["rm", "-q", "release.toml"]);
            history.commit("Away").file("release.toml", plan()).commit("A new plan");
        }),
        ("another word", |history| {
            let text = plan() + &STOP.replace("Totals", "Nothing much");
            history.file("release.toml", text).commit("Words");
        }),
        ("broken and mended", |history| {
            history.file("release.toml", "<<<<<<< HEAD\nno = [plan\n").commit("Oops");
            history.file("release.toml", plan()).commit("Mended");
        }),
    ];
    for (name, step) in steps {
        let (folder, mut history) = site();
        history.file("release.toml", plan() + STOP).commit("Stop");
        assert_eq!(told(folder.path(), "call/rewritten"), [""; 0], "{name}");
        step(&mut history);
        let told = told(folder.path(), "call/rewritten");
        assert!(
            told.len() == 1 && told[0].starts_with("stop by Ana Ruiz (Sat 28 Nov 2026"),
            "{name}: {told:?}"
        );
    }
}

#[test]
fn a_file_under_another_name_is_the_same_plan() {
    let (folder, mut history) = site();
    let policy =
        "releases = [\"plans/*.toml\", \"release.toml\"]\n[rules]\n\"person/not-own-word\" = \"error\"\n";
    history.file("gonogo.toml", policy).file("release.toml", plan() + STOP).commit_by(DEE.0, DEE.1, "Stop");
    history.git(["rm", "-q", "release.toml"]);
    history.commit("Away").file("plans/1.8.0.toml", plan()).commit("A new place");
    let file = "plans/1.8.0.toml";
    let lost = told_of(folder.path(), file, "call/rewritten");
    assert!(lost.len() == 1 && lost[0].contains("is gone"), "{lost:?}");
    // A move in one step keeps whose word it is.
    let (folder, mut history) = site();
    history.file("gonogo.toml", policy).file("release.toml", plan()).commit_by(DEE.0, DEE.1, "Tests");
    fs::create_dir_all(folder.path().join("plans")).expect("a folder");
    history.git(["mv", "release.toml", "plans/1.8.0.toml"]);
    history.commit("A new place");
    assert_eq!(told_of(folder.path(), file, "person/not-own-word"), [""; 0]);
}

#[test]
fn a_long_and_odd_past_is_read_within_bounds() {
    let (folder, mut history) = site();
    let large = format!("goal = \"{}\"\n", "x".repeat(1024 * 1024 - 20));
    for number in 0..12 {
        history.file("release.toml", format!("# {number}\n{large}")).commit("Large");
    }
    history.file("release.toml", [0xff, 0, 1]).commit("Not text");
    history.file("release.toml", "[[[[").commit("Not TOML");
    history.file("release.toml", plan() + STOP).commit_by(DEE.0, DEE.1, "Stop");
    let told = told(folder.path(), "call/rewritten");
    assert!(told.len() == 1 && told[0].contains("more than 8388608 bytes"), "{told:?}");
}
