//! Every rule has a folder here: a release that raises it, and its repaired twin on which it stays silent.
//!
//! `tests/cases/<rule id>/` holds `release.toml` and `ok.toml`, their evidence, a policy where the rule needs one, and
//! `expected.txt`: the findings, one a line, as `rule level line:column subject`. With a `history.txt` the folder
//! becomes a git repository first; `ok-history.txt` is the twin's own. `report.txt` is the page that people read of the
//! release, word by word. A history is one step a line:
//!
//! ```text
//! at TIME | commit MESSAGE | tag NAME | branch NAME | checkout NAME | merge NAME MESSAGE | shallow DEPTH
//! ```
//!
//! Folders are found by walking, never listed. All cases are judged as of the same instant. `UPDATE_CASES=1` writes
//! `expected.txt` and `report.txt` anew: look at each change before you keep it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::support::gonogo::{Gonogo, Told, repository};
use crate::support::history::History;

/// The instant that everything here is judged at.
pub(crate) const AS_OF: &str = "2026-11-30T18:00:00+01:00";
const FORMATS: [&str; 11] =
    ["text", "brief", "concise", "json", "yaml", "markdown", "html", "github", "gitlab", "sarif", "junit"];

/// The folders of all cases, by their rule.
pub(crate) fn cases() -> Vec<(String, PathBuf)> {
    let root = repository().join("tests/cases");
    let mut found = Vec::new();
    for prefix in fs::read_dir(&root).expect("the cases") {
        for case in fs::read_dir(prefix.expect("a folder").path()).expect("a folder") {
            let path = case.expect("a case").path();
            let id = path.strip_prefix(&root).expect("inside").display().to_string().replace('\\', "/");
            found.push((id, path));
        }
    }
    found.sort();
    found
}

/// A copy of the case's folder, with its history made.
pub(crate) struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    pub(crate) fn new(case: &Path, history: &str) -> Self {
        let stage = Self { folder: tempfile::tempdir().expect("a folder") };
        let script =
            [history, "history.txt"].into_iter().map(|name| case.join(name)).find(|path| path.exists());
        if let Some(script) = script {
            make(stage.folder(), &fs::read_to_string(script).expect("a script"));
        }
        copy(case, stage.folder());
        stage
    }

    /// The same with the twin's history and evidence: what is called `ok-reports` there stands as `reports` as well.
    pub(crate) fn repaired(case: &Path) -> Self {
        let stage = Self::new(case, "ok-history.txt");
        for entry in fs::read_dir(case).expect("a folder") {
            let entry = entry.expect("an entry").path();
            let name = entry.file_name().and_then(|name| name.to_str()).expect("a name");
            let Some(name) = name.strip_prefix("ok-").filter(|name| *name != "history.txt") else { continue };
            let target = stage.folder().join(name);
            if entry.is_dir() {
                fs::create_dir_all(&target).expect("a folder");
                copy(&entry, &target);
            } else {
                fs::copy(&entry, target).expect("a copy");
            }
        }
        stage
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn check(&self, file: &str, format: &str) -> Told {
        Gonogo::new(self.folder(), &["check", file, "--as-of", AS_OF, "--format", format]).run()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Runs a history script in an empty folder.
fn make(folder: &Path, script: &str) {
    let mut history = History::new(folder);
    for line in script.lines() {
        let (step, rest) = line.split_once(' ').expect("a step and what it is about");
        match step {
            "at" => history.at(rest),
            "commit" => history.commit(rest),
            "tag" => history.tag(rest),
            "branch" => history.branch(rest),
            "checkout" => history.checkout(rest),
            "merge" => {
                let (branch, message) = rest.split_once(' ').expect("a branch and a message");
                history.merge(branch, message)
            }
            "shallow" => {
                cut(folder, rest);
                &mut history
            }
            other => panic!("{other} is no step"),
        };
    }
}

/// Replaces a repository by a clone of itself that is cut off.
fn cut(folder: &Path, depth: &str) {
    let whole = folder.with_extension("whole");
    fs::rename(folder.join(".git"), &whole).expect("a move");
    let clone = folder.with_extension("clone");
    let origin = format!("file://{}", whole.display());
    // No configuration of the machine counts, as in the histories themselves.
    let git = |folder: &Path, arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(folder).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1");
        assert!(git.env("GIT_CONFIG_GLOBAL", "/dev/null").status().expect("git").success());
    };
    let target = clone.to_str().expect("a path");
    git(folder, &["clone", "-q", "--no-checkout", "--depth", depth, &origin, target]);
    // A shallow clone fetches no tags of what it leaves out: the revisions exist, the way between them does not.
    git(&clone, &["fetch", "-q", "--depth", "1", "origin", "refs/tags/*:refs/tags/*"]);
    fs::rename(clone.join(".git"), folder.join(".git")).expect("a move");
    fs::remove_dir_all(clone).expect("a folder");
    fs::remove_dir_all(whole).expect("a folder");
}

/// The findings as `expected.txt` writes them.
pub(crate) fn findings(told: &Told) -> Vec<String> {
    let report: Value = serde_json::from_str(&told.out).unwrap_or_else(|why| panic!("{why}: {told:?}"));
    let findings = report["releases"][0]["findings"].as_array().expect("findings");
    let line = |finding: &Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
        let at = &finding["location"];
        let accepted = if finding["accepted"] == true { " accepted" } else { "" };
        // The name of a commit depends on nothing but its history; that of a test is its own.
        format!(
            "{} {}{accepted} {}:{} {}",
            word("rule"),
            word("level"),
            at["line"],
            at["column"],
            word("subject")
        )
    };
    findings.iter().map(line).collect()
}

/// Holds what was found against a committed file, or writes that file anew.
pub(crate) fn difference(file: &Path, found: &str) -> Option<String> {
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(file, found).expect("a written file");
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    (found != expected).then(|| format!("{}: expected\n{expected}\nfound\n{found}", file.display()))
}

/// What is wrong with one case.
fn problems(id: &str, case: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    let stage = Stage::new(case, "history.txt");
    let told = stage.check("release.toml", "json");
    let found = findings(&told);
    problems.extend(difference(&case.join("expected.txt"), &(found.join("\n") + "\n")));
    if !found.iter().any(|line| line.starts_with(&format!("{id} "))) {
        problems.push(format!("{id} is not raised by its own case"));
    }
    let is_error = found.iter().any(|line| line.contains(" error ") && !line.contains(" accepted "));
    let code = if id == "file/invalid" { 2 } else { i32::from(is_error) };
    for format in FORMATS {
        let told = stage.check("release.toml", format);
        if told.code != Some(code) {
            problems.push(format!("{id} in {format}: {:?} instead of {code}\n{}", told.code, told.err));
        }
        if format == "text" {
            problems.extend(difference(&case.join("report.txt"), &told.out));
        }
    }
    let twin = Stage::new(case, "ok-history.txt").check("ok.toml", "json");
    if twin.code != Some(0) || findings(&twin).iter().any(|line| line.starts_with(&format!("{id} "))) {
        problems.push(format!("the twin of {id} ends with {:?}:\n{}", twin.code, findings(&twin).join("\n")));
    }
    problems
}

/// What is wrong with all cases, each looked at by itself, several at a time.
pub(crate) fn all_problems(problems: impl Fn(&str, &Path) -> Vec<String> + Sync) -> Vec<String> {
    let cases = cases();
    let (next, told) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((id, case)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = problems(id, case);
                    told.lock().expect("a list").extend(found);
                }
            });
        }
    });
    told.into_inner().expect("a list")
}

#[test]
fn every_rule_is_raised_by_its_case_and_silent_on_the_twin() {
    let told = all_problems(problems);
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let rules = Gonogo::new(repository(), &["rules", "--format", "json"]).run().out;
    let rules: Value = serde_json::from_str(&rules).expect("JSON");
    let ids =
        rules.as_array().expect("a list").iter().map(|rule| rule["id"].as_str().expect("an id").to_owned());
    let cases = cases().into_iter().map(|(id, _)| id);
    assert_eq!(ids.collect::<BTreeSet<_>>(), cases.collect::<BTreeSet<_>>());
}
