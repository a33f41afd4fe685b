//! What somebody tries who may push and may not call: nothing of it opens the gate, and what honest people do beside it
//! keeps it open.

use std::fs;
use std::path::Path;

use crate::call::{good, key};
use crate::support::gonogo::{Gonogo, Told};
use crate::support::history::History;
use crate::support::syntax::{from_toml, to_json};

const AT: &str = "2026-11-30T18:00:00+01:00";
const LATER: &str = "2026-11-30T19:00:00+01:00";

fn gonogo(folder: &Path, arguments: &[&str]) -> Told {
    Gonogo::new(folder, arguments).run()
}

fn gate(folder: &Path) -> Told {
    gonogo(folder, &["gate", "--commit", "v1.8.0-rc.1", "--as-of", LATER])
}

fn shut(told: &Told, rule: &str, what: &str) {
    assert!(told.code == Some(1) && told.out.contains(&format!("[{rule}]")), "{what}: {told:?}");
}

fn commit(history: &mut History, message: &str) {
    history.git(["add", "--all"]);
    history.commit(message);
}

/// A release that was called and then stopped in one file, and its text as it was before the stop.
fn stopped(file: &str, before: impl Fn(&Path)) -> (tempfile::TempDir, History, String) {
    let (folder, mut history, text) = good();
    let path = folder.path();
    fs::write(path.join(file), text).expect("a file");
    let call = |say: &str, at: &str| {
        let told = gonogo(path, &["call", say, file, "--why", "Fine", "--told", "Support", "--as-of", at]);
        assert_eq!(told.code, Some(0), "{told:?}");
    };
    call("ship", AT);
    commit(&mut history, "Call");
    assert_eq!(gonogo(path, &["gate", file, "--commit", "HEAD", "--as-of", LATER]).code, Some(0));
    let shipped = fs::read_to_string(path.join(file)).expect("a file");
    before(path);
    call("stop", "2026-11-30T18:30:00+01:00");
    commit(&mut history, "Stop");
    (folder, history, shipped)
}

/// Puts the release somewhere as it was before the stop.
type Move = fn(&mut History, &str);

const MOVES: [(&str, &str, Move); 5] = [
    ("in another syntax", "release.toml", |history, shipped| {
        history.git(["rm", "-q", "release.toml"]);
        history.file("release.json", to_json(&from_toml(shipped)));
    }),
    ("removed first", "release.toml", |history, shipped| {
        history.git(["rm", "-q", "release.toml"]);
        history.commit("Tidy").file("release-next.toml", shipped);
    }),
    ("moved aside", "release.toml", |history, shipped| {
        history.git(["mv", "release.toml", "notes.txt"]);
        history.file("plans/release.toml", shipped);
    }),
    ("beside it", "release-1.8.0.toml", |history, shipped| {
        history.file("release.toml", shipped);
    }),
    ("removed by a merge", "release.toml", |history, shipped| {
        history.git(["branch", "stop"]);
        history.git(["reset", "-q", "--hard", "HEAD~1"]);
        history.git(["merge", "-q", "-s", "ours", "--no-commit", "stop"]);
        history.git(["rm", "-q", "-f", "release.toml"]);
        history.commit("Merge").file("release.yaml", to_json(&from_toml(shipped)));
    }),
];

#[test]
fn a_stop_stays_with_its_release_whatever_its_file_is_called() {
    for (what, file, r#move) in MOVES {
        let (folder, mut history, shipped) = stopped(file, |_| ());
        r#move(&mut history, &shipped);
        commit(&mut history, "Move");
        shut(&gate(folder.path()), "call/rewritten", what);
    }
    // A copy in which nobody was called stop: the one who said it said it about this release.
    let copy = |path: &Path| {
        fs::copy(path.join("release-1.8.0.toml"), path.join("release.toml")).expect("a copy");
    };
    let (folder, ..) = stopped("release-1.8.0.toml", copy);
    shut(&gate(folder.path()), "call/rewritten", "in a copy");
}

#[test]
fn an_honest_move_or_copy_of_a_called_release_keeps_the_gate_open() {
    let (folder, mut history, text) = good();
    fs::write(folder.path().join("release.toml"), text).expect("a file");
    let told = gonogo(folder.path(), &["call", "ship", "--why", "Fine", "--as-of", AT]);
    assert_eq!(told.code, Some(0), "{told:?}");
    commit(&mut history, "Call");
    history.git(["mv", "release.toml", "release-1.8.0.toml"]);
    history.commit("A name of its own");
    assert_eq!(gate(folder.path()).code, Some(0));
    fs::copy(folder.path().join("release-1.8.0.toml"), folder.path().join("release.toml")).expect("a copy");
    commit(&mut history, "And for those who look there");
    assert_eq!(gate(folder.path()).code, Some(0));
}

#[test]
fn a_release_does_not_choose_whose_signature_counts() {
    let (folder, mut history, text) = good();
    let keys = tempfile::tempdir().expect("a folder");
    let mut people = String::new();
    for name in ["Ana Ruiz", "Bo Lind", "Dee Okafor", "Eli Marsh"] {
        let Some((_, line)) = key(keys.path(), &name.replace(' ', "-"), &["-t", "ed25519"]) else { return };
        people.push_str(&format!("\"{name}\" = {{ keys = [\"{line}\"] }}\n"));
    }
    let policy = |roles: &str| {
        let decides = "[decides]\nship = [\"Manager\", \"Product\"]\nstop = [\"Manager\", \"Product\"]\n";
        let text = format!(
            "profiles = [\"signed\"]\n[people]\n{people}{decides}[rules]\n\"tests/only-declared\" = \"off\"\n\
             \"person/not-own-word\" = \"off\"\n\"tests/build-unstated\" = \"off\"\n[roles]\n\"Manager\" = \"Ana Ruiz\"\n{roles}"
        );
        fs::write(keys.path().join("gonogo.toml"), text).expect("a policy");
    };
    let path = keys.path().join("gonogo.toml").display().to_string();
    let check = || gonogo(folder.path(), &["check", "--policy", &path, "--as-of", AT]);
    policy("\"Product\" = \"Bo Lind\"\n");
    history.file("release.toml", &text).commit("Plan");
    assert_eq!(check().code, Some(0), "{:?}", check());
    policy("");
    history.file("release.toml", format!("{text}\n[roles]\n\"Product\" = \"Eli Marsh\"\n")).commit("Mine");
    let told = check();
    shut(&told, "call/without-authority", "a role that the policy leaves out");
    assert!(told.out.contains("lets the release say that Eli Marsh is \"Product\""), "{}", told.out);
}

const POINTS: &str = r#"[roles]
"Quality lead" = "Dee Okafor"
[checkpoint]
smoke = { what = "The smoke tests have passed", role = "Quality lead", due = "1 hour after" }
scan = { what = "The scan is clean", role = "Quality lead", due = "1 hour before" }
"#;

#[test]
fn what_is_answered_after_the_launch_keeps_the_gate_open_and_all_before_it_shuts_it() {
    let (folder, mut history, text) = good();
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("gonogo.toml"), POINTS).expect("a policy");
    let policy = outside.path().join("gonogo.toml").display().to_string();
    let run = |arguments: &[&str]| gonogo(folder.path(), &[arguments, &["--policy", &policy]].concat());
    history.file("release.toml", text).commit("Plan");
    let told = run(&["call", "ship", "--why", "Fine", "--as-of", AT]);
    assert_eq!(told.code, Some(0), "{told:?}");
    commit(&mut history, "Call");
    let gate = || run(&["gate", "--commit", "HEAD", "--as-of", LATER]);
    assert_eq!(gate().code, Some(0), "{:?}", gate());
    let confirm = |what: &str| {
        let told = run(&["confirm", what, "--by", "Dee Okafor", "--as-of", "2026-11-30T18:45:00+01:00"]);
        assert_eq!(told.code, Some(0), "{told:?}");
    };
    confirm("smoke");
    commit(&mut history, "Smoke");
    assert_eq!(gate().code, Some(0), "{:?}", gate());
    let answered = fs::read_to_string(folder.path().join("release.toml")).expect("a file");
    confirm("scan");
    commit(&mut history, "Scan");
    shut(&gate(), "call/other-plan", "an answer due before the launch");
    assert!(gate().out.contains("[confirmed]"), "{}", gate().out);
    for due in ["1 hour before", "launch", "2 days after"] {
        let more = format!("\n[checkpoint.more]\nrole = \"Quality lead\"\ndue = \"{due}\"\n");
        history.file("release.toml", format!("{answered}{more}")).commit("One more");
        shut(&gate(), "call/other-plan", due);
        assert!(gate().out.contains("[checkpoint]"), "{}", gate().out);
        assert!(!gate().out.contains("[confirmed]"), "what is no part of the plan differs from nothing");
    }
    history.file("release.toml", &answered).commit("Back");
    assert_eq!(gate().code, Some(0), "{:?}", gate());
}

#[test]
fn a_policy_that_the_tree_holds_word_for_word_is_part_of_the_plan_and_no_other_is() {
    let (folder, mut history, text) = good();
    let outside = tempfile::tempdir().expect("a folder");
    let policy = outside.path().join("gonogo.toml");
    fs::write(&policy, POINTS).expect("a policy");
    history.file("gonogo.toml", POINTS).commit("Policy").file("release.toml", text).commit("Plan");
    let told = gonogo(folder.path(), &["call", "ship", "--why", "Fine", "--as-of", AT]);
    assert_eq!(told.code, Some(0), "{told:?}");
    commit(&mut history, "Call");
    let policy = policy.display().to_string();
    let gate = || gonogo(folder.path(), &["gate", "--commit", "HEAD", "--policy", &policy, "--as-of", LATER]);
    assert_eq!(gate().code, Some(0), "{:?}", gate());
    history.file("gonogo.toml", format!("{POINTS}# Mine\n")).commit("Policy");
    shut(&gate(), "build/other-commit", "another policy in the tree");
}
