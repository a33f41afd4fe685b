//! What `check` and the pages do beside the verdict: which file is judged, what changed since an earlier report, and
//! who stops reading.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::gonogo::{Gonogo, Told, repository};
use crate::support::story::AS_OF;

fn minimal() -> String {
    fs::read_to_string(repository().join("examples/minimal/release.toml")).expect("a file")
}

fn check(folder: &std::path::Path, more: &[&str]) -> Told {
    Gonogo::new(folder, &[&["check", "--as-of", AS_OF], more].concat()).run()
}

#[test]
fn a_folder_stands_for_its_one_release_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("releases")).expect("a folder");
    assert_eq!(check(folder.path(), &[]).code, Some(2), "there is none");
    fs::write(folder.path().join("releases/release-1.toml"), minimal()).expect("a file");
    let told = check(folder.path(), &[]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(
        told.err.contains("there is no release.toml") && told.err.contains("release-1.toml"),
        "{}",
        told.err
    );
    fs::write(folder.path().join("releases/release-2.toml"), minimal()).expect("a file");
    let told = check(folder.path(), &["releases"]);
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    assert!(told.err.contains("several release files"), "{}", told.err);
    fs::write(folder.path().join("release.toml"), minimal()).expect("a file");
    let told = check(folder.path(), &["."]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
}

#[test]
fn what_is_new_and_what_is_fixed_is_told_and_moves_no_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, report) = (folder.path().join("release.toml"), folder.path().join("old.json"));
    fs::write(&file, minimal().replace("owner = \"Ana Ruiz\"\n", "")).expect("a file");
    fs::write(&report, check(folder.path(), &["--format", "json"]).out).expect("a file");
    fs::write(&file, minimal().replace("verified_by = \"Dee Okafor\"\n", "")).expect("a file");
    let told = check(folder.path(), &["--since", "old.json"]);
    assert_eq!(told.code, Some(0), "{}", told.out);
    assert!(told.out.contains("1 new, 1 fixed since"), "{}", told.out);
    for broken in ["", "{", "[]", "{\"schema\": 2, \"as_of\": null, \"releases\": []}"] {
        fs::write(&report, broken).expect("a file");
        let told = check(folder.path(), &["--since", "old.json"]);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{broken}: {}", told.err);
    }
}

/// Runs with an output whose reader has gone.
fn unread(arguments: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let program = env!("CARGO_BIN_EXE_gonogo");
    let output = Command::new(program)
        .args(arguments)
        .current_dir(repository())
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .expect("a run");
    (output.status.code(), String::from_utf8(output.stderr).expect("a text"))
}

#[test]
fn a_closed_pipe_ends_pages_quietly_and_verdicts_never_with_0() {
    for page in [
        &["rules"][..],
        &["explain", "scope"],
        &["schema"],
        &["man"],
        &["completions", "bash"],
        &["--help"],
        &["check", "--help"],
    ] {
        assert_eq!(unread(page), (Some(0), String::new()), "{page:?}");
    }
    for verdict in [&["check", "examples/minimal", "--as-of", AS_OF][..], &["lint", "examples/minimal"]] {
        let (code, told) = unread(verdict);
        assert_eq!(code, Some(2), "{verdict:?}");
        assert!(told.contains("cannot be written"), "{told}");
    }
}

#[test]
fn shells_offer_the_ids_of_rules_and_words_without_blanks() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let told = Gonogo::new(repository(), &["completions", shell]).run();
        assert_eq!(told.code, Some(0), "{told:?}");
        // What completes no values at all (elvish, powershell) completes commands and options.
        let has_values = !["powershell", "elvish"].contains(&shell);
        assert_eq!(told.out.contains("scope/unlisted-change"), has_values, "{shell}");
        assert_eq!(told.out.contains("roll-back"), has_values, "{shell}");
        assert!(!told.out.contains("roll back "), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = Gonogo::new(folder.path(), &["man", "--dir", "."]).run();
    assert_eq!((told.code, told.out.as_str()), (Some(0), ""), "{told:?}");
    let main = fs::read_to_string(folder.path().join("gonogo.1")).expect("a page");
    for command in
        ["check", "call", "gate", "lint", "init", "rules", "explain", "schema", "completions", "man"]
    {
        let page = fs::read_to_string(folder.path().join(format!("gonogo-{command}.1"))).expect("a page");
        assert!(
            page.contains(".SH NAME\ngonogo\\-") && main.contains(&format!("gonogo\\-{command}(1)")),
            "{page}"
        );
        assert_eq!(Gonogo::new(folder.path(), &["man", command]).run().out, page);
    }
    let told = Gonogo::new(folder.path(), &["man", "chekc"]).run();
    assert!(told.code == Some(2) && told.err.contains("did you mean \"check\"?"), "{told:?}");
}

#[test]
fn a_beginning_of_ids_lists_its_rules_and_a_near_miss_is_told() {
    let explain = |id: &str| Gonogo::new(repository(), &["explain", id]).run();
    for beginning in ["scope", "scope/", "scope/out"] {
        let told = explain(beginning);
        assert_eq!(told.code, Some(0), "{beginning}: {}", told.err);
        assert!(told.out.contains("scope/out-no-reason") && !told.out.contains("tests/"), "{}", told.out);
    }
    for (miss, meant) in [("scop", "\"scope\""), ("unlisted-change", "scope/unlisted-change")] {
        let told = explain(miss);
        assert_eq!(told.code, Some(2), "{miss}");
        assert!(told.err.contains(meant), "{}", told.err);
    }
}

/// A release with a line that would answer a finding: the line is TOML and names the change.
#[test]
fn a_line_to_paste_answers_its_finding_but_for_what_only_a_person_knows() {
    let folder = repository().join("examples/friday-update");
    let told =
        Gonogo::new(&folder, &["check", "--as-of", "2026-12-04T10:00:00+01:00", "--format", "json"]).run();
    let report: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    let findings = report["releases"][0]["findings"].as_array().expect("findings");
    let unlisted =
        findings.iter().find(|finding| finding["rule"] == "scope/unlisted-change").expect("a finding");
    let line = unlisted["paste"].as_str().expect("a line");
    let release = fs::read_to_string(folder.join("release.toml")).expect("a file");
    let pasted = tempfile::tempdir().expect("a folder");
    for name in ["changes.json", "reports"] {
        let from = folder.join(name);
        if from.is_dir() {
            fs::create_dir(pasted.path().join(name)).expect("a folder");
            fs::copy(from.join("unit.xml"), pasted.path().join(name).join("unit.xml")).expect("a copy");
        } else {
            fs::copy(&from, pasted.path().join(name)).expect("a copy");
        }
    }
    let run = |line: &str| {
        let text = release.replacen("[scope]\n", &format!("[scope]\nextra = [{line}]\n"), 1);
        fs::write(pasted.path().join("release.toml"), text).expect("a file");
        let told = Gonogo::new(
            pasted.path(),
            &["check", "--as-of", "2026-12-04T10:00:00+01:00", "--format", "concise"],
        );
        told.run().out
    };
    assert!(run(line).contains("[text/placeholder]"), "a blank reason is no reason: {}", run(line));
    let answered = run(&line.replace("why = \"\"", "why = \"Two lines, looked at by hand\""));
    assert!(!answered.contains("scope/"), "{answered}");
}
