//! The deploy recipes hold: the shell of each, as it stands in its file, run in a clone as a runner would, with the real
//! binary and a deployment that says when it happens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::call::{key, release};
use crate::recipes::{bash, step, text, yaml};
use crate::support::gonogo::Gonogo;
use crate::support::history::History;

const CALLED: &str = "2026-11-30T18:00:00+01:00";
const NOW: &str = "2026-11-30T19:00:00+01:00";

/// A repository that is shared, and a clone in which the release was called.
struct Site {
    folder: tempfile::TempDir,
    clone: History,
}

impl Site {
    /// None where there is no `ssh-keygen`.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, line) = key(folder.path(), "ana", &["-t", "ed25519"])?;
        let people = format!("[people]\n\"Ana Ruiz\" = {{ keys = [\"{line}\"] }}\n");
        let others = "\"Bo Lind\" = {}\n\"Dee Okafor\" = {}\n\"Eli Marsh\" = {}\n";
        let policy = format!("{people}{others}[rules]\n\"call/unsigned\" = \"error\"\n");
        let mut first = History::new(folder.path().join("first"));
        first.at("2026-11-01T10:00:00Z").file("gonogo.toml", policy).file("deploy", "echo it is live\n");
        bash(first.folder(), "chmod +x deploy && git add deploy", &[]);
        first.commit("HELP-1 Start").tag("v1.7.0");
        first.at("2026-11-20T10:00:00Z").file("a", "1").commit("HELP-12 Refund page");
        first.file("b", "1").commit("HELP-15 Search finds refunds").tag("v1.8.0-rc.1");
        first.file("release.toml", release()).commit("Plan");
        let (origin, clone) = (folder.path().join("origin"), folder.path().join("clone"));
        let cloned = |arguments: &[&str], from: &Path, to: &Path| {
            let mut git = Command::new("git");
            git.arg("clone").arg("-q").args(arguments).arg(from).arg(to);
            assert!(git.status().expect("git").success());
        };
        cloned(&["--bare"], first.folder(), &origin);
        cloned(&[], &origin, &clone);
        let mut site = Self { folder, clone: History::at_work_in(&clone) };
        let file = file.to_str().expect("a path");
        let told =
            site.gonogo(&["call", "ship", "--why", "Fine", "--sign", "--key", file, "--as-of", CALLED]);
        assert_eq!(told.code, Some(0), "{told:?}");
        site.commit("Call");
        Some(site)
    }

    fn path(&self) -> PathBuf {
        self.clone.folder().to_path_buf()
    }

    fn gonogo(&self, arguments: &[&str]) -> crate::support::gonogo::Told {
        Gonogo::new(self.path(), arguments).run()
    }

    fn commit(&mut self, message: &str) {
        self.clone.git(["add", "--all"]);
        self.clone.commit(message);
    }

    fn edit(&self, file: &str, old: &str, new: &str) {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(old), "{old}: {text}");
        fs::write(path, text.replacen(old, new, 1)).expect("a file");
    }

    fn deploy(&self, script: &str) -> Output {
        let temp = tempfile::tempdir_in(self.folder.path()).expect("a folder");
        let shown = |path: &Path| path.to_str().expect("a path").to_owned();
        let (temp, output) = (shown(temp.path()), shown(&temp.path().join("output")));
        bash(&self.path(), script, &[("RUNNER_TEMP", &temp), ("GITHUB_OUTPUT", &output), ("HOME", &temp)])
    }
}

/// The shell of every recipe.
fn recipes() -> Vec<(&'static str, String)> {
    let list = |value: &Value| {
        let lines = value.as_array().expect("lines").iter().filter_map(Value::as_str);
        lines.collect::<Vec<_>>().join("\n")
    };
    let gitlab = list(&yaml(".ci/recipes/gitlab-ci.yml")["deploy"]["script"]);
    let jenkins = text(".ci/recipes/Jenkinsfile").split("'''").nth(3).expect("the shell").to_owned();
    let at = |script: &str| {
        assert!(script.contains("gonogo gate --commit"), "{script}");
        script.replace("gonogo gate", &format!("gonogo gate --as-of {NOW}"))
    };
    vec![
        ("shell", at(&text(".ci/recipes/deploy.sh"))),
        ("GitLab", at(&gitlab)),
        ("Jenkins", at(&jenkins)),
        ("GitHub", github()),
    ]
}

/// The steps of the GitHub job behind one another, with what each hands to the next.
fn github() -> String {
    let recipe = yaml(".ci/recipes/github-deploy.yml");
    let steps = recipe["jobs"]["deploy"]["steps"].as_array().expect("steps").clone();
    let [_, protected, gate, deploy] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!(gate["with"]["commit"], "${{ steps.protected.outputs.commit }}");
    assert_eq!(gate["with"]["policy"], "${{ steps.protected.outputs.policy }}");
    let shell = |step: &Value| step["run"].as_str().expect("shell").to_owned();
    let now = "$(date -u +%Y-%m-%dT%H:%M:%SZ)";
    let judge = step("Judge");
    assert!(judge.contains(now), "{judge}");
    format!(
        "{}\n. \"$GITHUB_OUTPUT\"\nFILES=release.toml STRICT=false SUMMARY=false SARIF= COMMIT=\"$commit\" POLICY=\"$policy\"\n{}\n{}",
        shell(protected),
        judge.replace(now, NOW),
        shell(deploy)
    )
}

/// What is done to the clone after the call, and what the gate says to it; none where it opens.
type Change = (&'static str, fn(&mut Site), Option<&'static str>);

const CHANGES: [Change; 7] = [
    ("nothing", |_| (), None),
    (
        "one more commit",
        |site| {
            site.clone.file("c", "1").commit("HELP-12 More");
        },
        Some("build/other-commit"),
    ),
    (
        "an edited policy",
        |site| {
            site.edit("gonogo.toml", "\"call/unsigned\" = \"error\"", "\"call/unsigned\" = \"off\"");
            site.commit("Policy");
        },
        Some("build/other-commit"),
    ),
    (
        "an edited call",
        |site| {
            site.edit("release.toml", "why = \"Fine\"", "why = \"Fine!\"");
            site.commit("Words");
        },
        Some("call/bad-signature"),
    ),
    (
        "a plan with one more item",
        |site| {
            site.edit("release.toml", "in = [", "in = [\"HELP-16 A surprise\", ");
            site.commit("Plan");
        },
        Some("call/other-plan"),
    ),
    (
        "a tag called like the protected branch, with a policy of its own",
        |site| {
            let called = site.clone.head();
            site.edit("gonogo.toml", "\"call/unsigned\" = \"error\"", "\"call/unsigned\" = \"off\"");
            site.commit("Policy");
            site.clone.tag("origin/main").checkout(&called);
            let text = fs::read_to_string(site.path().join("release.toml")).expect("a file");
            let unsigned: Vec<&str> = text.lines().filter(|line| !line.starts_with("signature")).collect();
            fs::write(site.path().join("release.toml"), unsigned.join("\n") + "\n").expect("a file");
            site.commit("Unsigned");
        },
        Some("call/unsigned"),
    ),
    (
        "another key for the caller, in the release file and in a policy beside it",
        |site| {
            let (file, line) = key(site.folder.path(), "mal", &["-t", "ed25519"]).expect("a key");
            let policy = fs::read_to_string(site.path().join("gonogo.toml")).expect("a policy");
            let old = policy.split('"').find(|word| word.starts_with("ssh-")).expect("a key").to_owned();
            site.edit("gonogo.toml", &old, &line);
            // Where the call was committed it could not be made anew: so it is made on a branch that never held it.
            let called = site.clone.head();
            site.clone.checkout("HEAD~1");
            let file = file.to_str().expect("a path");
            let call = ["call", "ship", "--why", "Fine", "--sign", "--key", file, "--as-of", CALLED];
            let told = site.gonogo(&call);
            assert_eq!(told.code, Some(0), "{told:?}");
            let text = fs::read_to_string(site.path().join("release.toml")).expect("a file");
            site.clone.git(["checkout", "-q", "--force", &called]);
            fs::write(site.path().join("release.toml"), text).expect("a file");
            site.commit("Mine");
        },
        Some("call/bad-signature"),
    ),
];

#[test]
fn every_recipe_deploys_the_called_commit_and_nothing_else() {
    let recipes = recipes();
    for (what, change, refused) in CHANGES {
        let Some(mut site) = Site::new() else { return };
        change(&mut site);
        for (name, script) in &recipes {
            let told = site.deploy(script);
            let out = String::from_utf8_lossy(&told.stdout).into_owned();
            assert_eq!(told.status.success(), refused.is_none(), "{name}, {what}: {told:?}");
            assert_eq!(out.contains("it is live\n"), refused.is_none(), "{name}, {what}: {out}");
            // The action writes for the log of a job, which names no rules.
            let is_told = name == &"GitHub" || refused.is_none_or(|rule| out.contains(rule));
            assert!(is_told, "{name}, {what}: {out}");
        }
    }
}

#[test]
fn files_that_differ_from_the_commit_are_not_deployed() {
    let Some(site) = Site::new() else { return };
    fs::write(site.path().join("a"), "2").expect("a file");
    let told = site.deploy(&recipes()[0].1);
    assert_eq!(told.status.code(), Some(2), "{told:?}");
}
