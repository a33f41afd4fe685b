//! The CI recipes work as copied: each is parsed, what is pinned is pinned, and every line of shell is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::gonogo::repository;
use crate::support::history::History;

pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect("a recipe")
}

pub(crate) fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&text(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// Every recipe in YAML.
const RECIPES: [&str; 6] = [
    ".github/actions/gonogo/action.yml",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    ".ci/recipes/gitlab-ci.yml",
    ".pre-commit-hooks.yaml",
    ".ci/recipes/github-deploy.yml",
];

/// Every value of a key, wherever it stands.
fn all<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                if name == key {
                    found.extend(value.as_str());
                }
                all(value, key, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| all(value, key, found)),
        _ => {}
    }
}

/// The shell of one step of the action.
pub(crate) fn step(name: &str) -> String {
    let action = yaml(RECIPES[0]);
    let steps = action["runs"]["steps"].as_array().expect("steps").clone();
    let step = steps.into_iter().find(|step| step["name"] == name).expect("the step");
    step["run"].as_str().expect("shell").to_owned()
}

/// Runs shell as a runner does: the binary in the path, and these variables.
pub(crate) fn bash(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_gonogo"));
    let own = binary.parent().expect("a folder").to_path_buf();
    let path = std::env::var_os("PATH").expect("a path");
    let path =
        std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path))).expect("a path");
    let mut command = Command::new("bash");
    command
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(folder)
        .env_remove("GITHUB_STEP_SUMMARY");
    command.env("PATH", path).envs(variables.iter().copied());
    command.output().expect("bash")
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A copy of a story whose launch is far ahead, so that the clock of the machine does not matter for the rest.
fn story(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&repository().join("examples").join(name), folder.path());
    folder
}

/// The same shell, judged at the instant of the story instead of now.
fn at(script: &str, instant: &str) -> String {
    assert!(script.contains("$(date -u +%Y-%m-%dT%H:%M:%SZ)"), "{script}");
    script.replace("$(date -u +%Y-%m-%dT%H:%M:%SZ)", instant)
}

#[test]
fn every_recipe_parses_and_is_pinned() {
    for path in RECIPES {
        let recipe = yaml(path);
        let mut uses = Vec::new();
        all(&recipe, "uses", &mut uses);
        for action in uses {
            let (name, id) = action.split_once('@').expect("a pin");
            if name.starts_with("OWNER/") && id == "COMMIT" {
                continue; // for whoever copies it to fill in
            }
            assert!(id.len() == 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}: {action}");
        }
        let mut shell = Vec::new();
        all(&recipe, "run", &mut shell);
        assert!(shell.iter().all(|script| !script.contains("${{")), "{path}: an input inside shell");
        assert!(!text(path).contains("latest"), "{path} moves");
    }
    let images = text(".ci/Containerfile");
    let images = images.lines().filter_map(|line| line.strip_prefix("FROM "));
    assert!(
        images.into_iter().all(|image| image.matches('.').count() >= 3),
        "an image without its full version"
    );
}

/// What lies in the workspace may come from a pull request.
#[test]
fn no_setting_of_the_workspace_reaches_the_build_of_the_action() {
    let folder = tempfile::tempdir().expect("a folder");
    let (action, workspace) =
        (folder.path().join("action/.github/actions/gonogo"), folder.path().join("workspace"));
    for path in [&action, &workspace, &folder.path().join("bin"), &folder.path().join("home")] {
        fs::create_dir_all(path).expect("a folder");
    }
    let cargo = folder.path().join("bin/cargo");
    fs::write(&cargo, "#!/bin/sh\npwd\n").expect("a program");
    bash(folder.path(), "chmod +x bin/cargo", &[]);
    let text = |path: &Path| path.to_str().expect("a path").to_owned();
    let script =
        format!("export PATH=\"{}:$PATH\"\n{}", text(&folder.path().join("bin")), step("Build gonogo"));
    let (action, home) = (text(&action), text(&folder.path().join("home")));
    let told = bash(&workspace, &script, &[("GITHUB_ACTION_PATH", &action), ("HOME", &home)]);
    let place = fs::canonicalize(folder.path().join("action")).expect("a folder");
    assert_eq!(String::from_utf8_lossy(&told.stdout).trim(), text(&place), "{told:?}");
}

#[test]
fn the_action_judges_annotates_and_sums_up() {
    for (name, instant, code) in [
        ("friday-update", "2026-12-04T10:00:00+01:00", 1),
        ("billing-dashboard", "2026-11-30T18:00:00+01:00", 0),
    ] {
        let folder = story(name);
        let summary = folder.path().join("summary.md");
        fs::write(&summary, "# Before\n").expect("a file");
        let shown = summary.display().to_string();
        let variables = [
            ("FILES", "release.toml\n"),
            ("POLICY", ""),
            ("COMMIT", ""),
            ("STRICT", "false"),
            ("SUMMARY", "true"),
            ("SARIF", "gonogo.sarif"),
            ("GITHUB_STEP_SUMMARY", shown.as_str()),
        ];
        let told = bash(folder.path(), &at(&step("Judge"), instant), &variables);
        assert_eq!(told.status.code(), Some(code), "{told:?}");
        let out = String::from_utf8_lossy(&told.stdout).into_owned();
        assert_eq!(out.contains("::error file=release.toml,line=10"), code == 1, "{out}");
        let note = fs::read_to_string(&summary).expect("the summary");
        assert!(note.starts_with("# Before\n\n\n## ") && note.contains("| Check |"), "{note}");
        let sarif = fs::read_to_string(folder.path().join("gonogo.sarif")).expect("the report");
        assert_eq!(serde_json::from_str::<Value>(&sarif).expect("JSON")["version"], "2.1.0");
    }
}

#[test]
fn a_misspelt_switch_of_the_action_is_no_milder_gate() {
    for (switch, value) in [("STRICT", "True"), ("STRICT", "yes"), ("STRICT", ""), ("SUMMARY", "on")] {
        let folder = story("billing-dashboard");
        fs::write(folder.path().join("gonogo.sarif"), "of yesterday").expect("a file");
        let mut variables = vec![
            ("FILES", "  \nrelease.toml\n"),
            ("POLICY", ""),
            ("COMMIT", ""),
            ("STRICT", "false"),
            ("SUMMARY", "false"),
            ("SARIF", "gonogo.sarif"),
        ];
        let script = at(&step("Judge"), "2026-11-30T18:00:00+01:00");
        assert_eq!(bash(folder.path(), &script, &variables).status.code(), Some(0));
        let written = fs::read_to_string(folder.path().join("gonogo.sarif")).expect("the report");
        assert!(written.contains("2.1.0"), "{written}");
        variables.retain(|(name, _)| *name != switch);
        variables.push((switch, value));
        let told = bash(folder.path(), &script, &variables);
        assert_eq!(told.status.code(), Some(2), "{switch}={value}: {told:?}");
        assert!(String::from_utf8_lossy(&told.stdout).contains("neither true nor false"), "{told:?}");
    }
}

#[test]
fn a_summary_that_cannot_be_written_is_never_go() {
    let folder = story("billing-dashboard");
    let script = "gonogo check --as-of 2026-11-30T18:00:00+01:00 --format github --summary";
    assert_eq!(bash(folder.path(), script, &[]).status.code(), Some(2));
    assert_eq!(
        bash(folder.path(), script, &[("GITHUB_STEP_SUMMARY", "no/such/folder/x")]).status.code(),
        Some(2)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_report_keeps_no_summary_back() {
    let folder = story("billing-dashboard");
    let script = "gonogo check --as-of 2026-11-30T18:00:00+01:00 --format json --summary > /dev/full";
    let told = bash(folder.path(), script, &[("GITHUB_STEP_SUMMARY", "summary.md")]);
    assert_eq!(told.status.code(), Some(2), "{told:?}");
    assert!(fs::read_to_string(folder.path().join("summary.md")).expect("the summary").contains("| Check |"));
}

#[test]
fn a_clone_that_is_cut_off_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = folder.path().join("whole");
    let mut history = History::new(&whole);
    history.commit("one").commit("two");
    let script = step("Ask for the whole history");
    assert_eq!(bash(&whole, &script, &[]).status.code(), Some(0));
    let clone = format!("git clone -q --depth 1 'file://{}' cut && cd cut && {script}", whole.display());
    let told = bash(folder.path(), &clone, &[]);
    assert_eq!(told.status.code(), Some(2), "{told:?}");
    assert!(String::from_utf8_lossy(&told.stdout).contains("fetch-depth: 0"));
}

#[test]
fn the_stage_for_gitlab_gates_and_leaves_its_artifacts() {
    let recipe = yaml(RECIPES[3]);
    let lines: Vec<&str> =
        recipe["gonogo"]["script"].as_array().expect("lines").iter().filter_map(Value::as_str).collect();
    let folder = story("friday-update");
    let told = bash(folder.path(), &at(&lines.join("\n"), "2026-12-04T10:00:00+01:00"), &[]);
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    let quality = fs::read_to_string(folder.path().join("gl-code-quality-report.json")).expect("the report");
    assert!(!serde_json::from_str::<Vec<Value>>(&quality).expect("a list").is_empty());
    for file in ["gonogo.xml", "gonogo.md"] {
        assert!(fs::metadata(folder.path().join(file)).expect(file).len() > 0);
    }
}

#[test]
fn the_stage_for_jenkins_gates_and_leaves_its_suite() {
    let file = text(".ci/recipes/Jenkinsfile");
    let script = file.split("'''").nth(1).expect("the shell");
    let folder = story("friday-update");
    let told = bash(folder.path(), &at(script, "2026-12-04T10:00:00+01:00"), &[]);
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    assert!(fs::read_to_string(folder.path().join("gonogo.xml")).expect("the suite").contains("<testsuites"));
}

#[test]
fn the_hook_looks_at_what_lint_looks_at() {
    let hooks = yaml(RECIPES[4]);
    let pattern = hooks[0]["files"].as_str().expect("a pattern").to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let names = [
        "release.toml",
        "a/release.yaml",
        "release-2.toml",
        "x.release.json",
        "prerelease.toml",
        "release.txt",
        "a/releases.toml",
    ];
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, "{}").expect("a file");
        let fits = bash(
            folder.path(),
            "printf '%s\\n' \"$NAME\" | grep -Eq \"$PATTERN\"",
            &[("NAME", name), ("PATTERN", &pattern)],
        );
        let listed = bash(
            folder.path(),
            "(gonogo lint -v || true) > told.out; grep -Fq \"$NAME\" told.out",
            &[("NAME", &format!(" {name}"))],
        );
        assert_eq!(fits.status.success(), listed.status.success(), "{name}");
    }
}
