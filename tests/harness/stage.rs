//! A release in a folder of its own, ready to be judged.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::case::{Case, HISTORY, RELEASE, Scene};
use super::place::place;
use crate::support::gonogo::{Gonogo, Told};
use crate::support::history::History;
use crate::support::story::AS_OF;

/// A folder with the files of a release, and its history.
pub(crate) struct Stage<'a> {
    folder: tempfile::TempDir,
    case: &'a Case,
}

/// Stands in a file for the digest of its own plan.
const PLAN: &str = "sha256:7be0…";
/// Stands for the commit that ships, and for one that nobody knows.
const BUILD: &str = "3f2a1c9e…";
const OTHER: &str = "77aa0129…";
const OTHER_ID: &str = "77aa012900000000000000000000000000000000";
/// The commit that ships where no repository shows it.
const BUILD_ID: &str = "3f2a1c9e00000000000000000000000000000000";

fn build(release: &Value) -> String {
    release["evidence"]["build"]["to"].as_str().unwrap_or(BUILD_ID).to_owned()
}

impl<'a> Stage<'a> {
    pub(crate) fn new(case: &'a Case, scene: &Scene) -> Self {
        let stage = Self { folder: tempfile::tempdir().expect("a folder"), case };
        if let Some(steps) = scene.files.get(HISTORY) {
            make(stage.folder(), steps, scene);
        }
        for (name, text) in scene.files.iter().filter(|(name, _)| *name != HISTORY) {
            stage.write(name, text);
        }
        stage
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        if [PLAN, BUILD, OTHER].iter().any(|mark| text.contains(mark)) {
            let arguments = ["check", name, "--as-of", AS_OF, "--format", "json"];
            let told = Gonogo::new(self.folder(), &arguments).run();
            let report: Value =
                serde_json::from_str(&told.out).unwrap_or_else(|why| panic!("{why}: {told:?}"));
            let release = &report["releases"][0];
            let plan = release["release"]["plan"].as_str().unwrap_or(PLAN);
            let text = text.replace(PLAN, plan).replace(BUILD, &build(release)).replace(OTHER, OTHER_ID);
            fs::write(&path, text).expect("a file");
        }
    }

    /// Whether the history of the case holds its release file.
    pub(crate) fn has_plan_committed(&self) -> bool {
        let tree = Command::new("git").current_dir(self.folder()).args(["ls-files", RELEASE]).output();
        tree.is_ok_and(|tree| tree.status.success() && !tree.stdout.is_empty())
    }

    /// What `check` tells of the release.
    pub(crate) fn check(&self, format: &str) -> Told {
        self.judge(RELEASE, format)
    }

    /// What it tells of another file.
    pub(crate) fn judge(&self, file: &str, format: &str) -> Told {
        let as_of = self.case.as_of.as_deref().unwrap_or(AS_OF);
        let mut arguments = match &self.case.gate {
            Some(commit) => vec!["gate", file, "--commit", commit],
            None => vec!["check", file],
        };
        arguments.extend(["--as-of", as_of, "--format", format]);
        arguments.extend(self.case.options.iter().map(String::as_str));
        Gonogo::new(self.folder(), &arguments).run()
    }

    /// What the command of a screen prints, on both ways out.
    pub(crate) fn screen(&self) -> String {
        let mut arguments: Vec<&str> = self.case.command.iter().map(String::as_str).collect();
        if arguments.first() == Some(&"check") {
            arguments.extend(["--as-of", AS_OF]);
        }
        let told = Gonogo::new(self.folder(), &arguments).run();
        told.out + &told.err
    }

    /// The findings as cases write them.
    pub(crate) fn findings(&self, told: &Told) -> Vec<String> {
        let report: Value = serde_json::from_str(&told.out).unwrap_or_else(|why| panic!("{why}: {told:?}"));
        let findings = report["releases"][0]["findings"].as_array().expect("findings");
        let line = |finding: &Value| {
            let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
            let accepted = if finding["accepted"] == true { " accepted" } else { "" };
            let at = place(self.folder(), &finding["location"]);
            format!("{} {}{accepted} {} at {at}", word("rule"), word("level"), word("subject"))
        };
        findings.iter().map(line).collect()
    }
}

/// Makes a history step by step.
fn make(folder: &Path, steps: &str, scene: &Scene) {
    let mut history = History::new(folder);
    for line in steps.lines() {
        let (step, rest) = line.split_once(' ').expect("a step and what it is about");
        let two = || rest.split_once(' ').expect("two words");
        match step {
            "at" => history.at(rest),
            "commit" => history.commit(message(rest)),
            "tag" => history.tag(rest),
            "branch" => history.branch(rest),
            "checkout" => history.checkout(rest),
            "merge" => history.merge(two().0, &message(two().1)),
            "revert" => history.revert(rest),
            "pick" => history.cherry_pick_x(rest),
            "write" => history.file(two().0, message(two().1) + "\n"),
            "add" => history.file(rest, &scene.files[rest]),
            "by" => {
                let (author, text) = rest.split_once(": ").expect("an author and a message");
                let (name, mail) = author.trim_end_matches('>').split_once(" <").expect("a name and a mail");
                history.commit_by(name, mail, message(text))
            }
            "amend" => {
                history.git(["commit", "--quiet", "--amend", "--no-edit"]);
                &mut history
            }
            "ours" => {
                let (branch, words) = two();
                history.git(["merge", "--quiet", "--no-ff", "--strategy=ours", "-m", words, branch]);
                &mut history
            }
            "shallow" => {
                cut(folder, rest);
                &mut history
            }
            other => panic!("{other} is no step"),
        };
    }
}

/// A text in one line, its line breaks written as `\n`.
fn message(text: &str) -> String {
    text.replace("\\n", "\n")
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
