//! Launch day of the story, from the bug to the gate: every line of its README is run in a repository made for it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::recipes::bash;
use crate::support::gonogo::repository;

const FENCE: &str = "```sh-session\n";

/// What a command prints, both streams in one, and how it ended.
fn run(folder: &Path, command: &str) -> (String, i32) {
    let when = "2026-12-01T13:51:00+01:00";
    let variables = [
        ("GIT_AUTHOR_NAME", "Ana Ruiz"),
        ("GIT_AUTHOR_EMAIL", "ana@example.com"),
        ("GIT_COMMITTER_NAME", "Ana Ruiz"),
        ("GIT_COMMITTER_EMAIL", "ana@example.com"),
        ("GIT_AUTHOR_DATE", when),
        ("GIT_COMMITTER_DATE", when),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
    ];
    let told = bash(folder, &format!("{{ {command}\n}} 2>&1"), &variables);
    (String::from_utf8_lossy(&told.stdout).trim_end().to_owned(), told.status.code().unwrap_or(-1))
}

/// A block as it runs: its commands with what they print.
fn replay(folder: &Path, block: &str) -> String {
    let (mut shown, mut code) = (String::new(), 0);
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        shown.push_str(&format!("$ {command}\n"));
        if command == "echo $?" {
            shown.push_str(&format!("{code}\n"));
            continue;
        }
        let (out, ended) = run(folder, command);
        code = ended;
        if !out.is_empty() {
            shown.push_str(&out);
            shown.push('\n');
        }
    }
    shown
}

#[test]
#[cfg(unix)]
fn launch_day_runs_as_printed() {
    let story = repository().join("examples/launch-morning");
    let folder = tempfile::tempdir().expect("a folder");
    let made = Command::new("sh").arg(story.join("day.sh")).arg("morning").arg(folder.path()).status();
    assert!(made.expect("sh").success());
    let readme = fs::read_to_string(story.join("README.md")).expect("a file");
    let mut shown = String::new();
    for (at, part) in readme.split(FENCE).enumerate() {
        match part.split_once("```\n").filter(|_| at > 0) {
            Some((block, rest)) => {
                shown.push_str(&format!("{FENCE}{}```\n{rest}", replay(folder.path(), block)))
            }
            None => shown.push_str(part),
        }
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(story.join("README.md"), &shown).expect("a file");
    }
    assert!(shown.matches("GATE OPEN").count() == 1 && shown.matches("GATE SHUT").count() == 4, "{shown}");
    assert_eq!(shown, readme);
}
