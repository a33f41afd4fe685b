//! The same for a git range: each wound of a repository, and each way in which git itself can fail.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use super::{assert_none, complaints};
use crate::support::story::Story;

/// One wound of a repository, and what must be named.
type Wound = (&'static str, &'static str, fn(&Story));

fn object(story: &Story, revision: &str) -> PathBuf {
    let id = git(story, &["rev-parse", revision]);
    story.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]))
}

fn git(story: &Story, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(story.folder()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.env("GIT_CONFIG_NOSYSTEM", "1").output().expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text").trim().to_owned()
}

fn replace(path: &Path, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).expect("a file");
}

const WOUNDS: [Wound; 21] = [
    ("tag gone", "v2.4.0-rc.1", |story| drop(git(story, &["tag", "--delete", "v2.4.0-rc.1"]))),
    ("last release gone", "v2.3.0", |story| drop(git(story, &["tag", "--delete", "v2.3.0"]))),
    ("tag renamed", "v2.4.0-rc.1", |story| {
        git(story, &["tag", "v2.4.0-rc1", "v2.4.0-rc.1"]);
        git(story, &["tag", "--delete", "v2.4.0-rc.1"]);
    }),
    ("tag on a file", "v2.4.0-rc.1", |story| {
        let blob = git(story, &["rev-parse", "HEAD^{tree}"]);
        git(story, &["tag", "--force", "v2.4.0-rc.1", &blob]);
    }),
    ("no change", "v2.4.0-rc.1", |story| drop(git(story, &["tag", "--force", "v2.3.0", "v2.4.0-rc.1"]))),
    ("swapped", "v2.4.0-rc.1", |story| {
        let old = git(story, &["rev-parse", "v2.3.0"]);
        git(story, &["tag", "--force", "v2.3.0", "v2.4.0-rc.1"]);
        git(story, &["tag", "--force", "v2.4.0-rc.1", &old]);
    }),
    ("cut history", "shallow", |story| {
        let id = git(story, &["rev-parse", "HEAD~1"]);
        story.write(".git/shallow", format!("{id}\n"));
    }),
    ("cut last release", "v2.3.0", |story| {
        let id = git(story, &["rev-parse", "HEAD"]);
        story.write(".git/shallow", format!("{id}\n"));
        git(story, &["tag", "--delete", "v2.3.0"]);
    }),
    ("missing commit", "repository", |story| fs::remove_file(object(story, "HEAD~1")).expect("an object")),
    ("missing tip", "repository", |story| fs::remove_file(object(story, "HEAD")).expect("an object")),
    ("corrupt commit", "repository", |story| replace(&object(story, "HEAD~2"), b"junk")),
    ("empty commit", "repository", |story| replace(&object(story, "HEAD~2"), b"")),
    ("cut commit", "repository", |story| {
        let path = object(story, "HEAD~2");
        let bytes = fs::read(&path).expect("an object");
        replace(&path, &bytes[..bytes.len() / 2]);
    }),
    ("no repository", "repository", |story| fs::remove_dir_all(story.path(".git")).expect("a repository")),
    ("no head", "repository", |story| fs::remove_file(story.path(".git/HEAD")).expect("a head")),
    ("broken configuration", "repository", |story| {
        story.write(".git/config", "[core\n");
    }),
    ("a file for a repository", "git", |story| {
        fs::remove_dir_all(story.path(".git")).expect("a repository");
        story.write(".git", "not a link to a repository\n");
    }),
    ("a link to no repository", "git", |story| {
        fs::remove_dir_all(story.path(".git")).expect("a repository");
        story.write(".git", "gitdir: ../nowhere\n");
    }),
    ("a loop for a repository", "git", |story| {
        fs::remove_dir_all(story.path(".git")).expect("a repository");
        symlink(".git", story.path(".git")).expect("a link");
    }),
    ("no objects", "repository", |story| fs::remove_dir_all(story.path(".git/objects")).expect("objects")),
    ("alternates to nowhere", "repository", |story| {
        fs::remove_file(object(story, "HEAD~1")).expect("an object");
        story.write(".git/objects/info/alternates", "/nowhere/objects\n");
    }),
];

#[test]
fn no_fault_of_a_repository_leaves_go() {
    let wrong: Vec<String> = WOUNDS
        .par_iter()
        .flat_map_iter(|(name, named, wound)| {
            let story = Story::with_git();
            wound(&story);
            complaints(name, named, |format| story.check(format))
        })
        .collect();
    assert_none(&wrong);
}

/// What may stand in `from` and `to` and names no commit.
#[test]
fn nothing_that_is_no_revision_leaves_go() {
    let bad = [
        "",
        " ",
        "--all",
        "-n1",
        "HEAD..HEAD",
        "v2.4.0-rc.1^@",
        "^HEAD",
        "v2.4.0-rc.1:release.toml",
        "@{-1}",
        "é",
        "0000000000000000000000000000000000000000",
    ];
    let wrong: Vec<String> = bad
        .par_iter()
        .flat_map_iter(|revision| {
            let story = Story::with_git();
            story.edit("to = \"v2.4.0-rc.1\"", &format!("to = \"{revision}\""));
            complaints(revision, "release.toml", |format| story.check(format))
        })
        .collect();
    assert_none(&wrong);
}

#[test]
fn without_git_there_is_no_go() {
    let story = Story::with_git();
    let empty = story.outside("empty");
    fs::create_dir(&empty).expect("a folder");
    for path in
        [empty.to_str().expect("a path"), "", "relative/folder", story.folder().to_str().expect("a path")]
    {
        assert_none(&complaints("no git", "git", |format| story.gonogo(format, &[]).env("PATH", path).run()));
    }
}

/// A git that ends well and says nothing, or fails, or is killed, gives no build.
#[test]
fn a_git_that_does_not_answer_leaves_no_go() {
    for script in
        ["exit 0", "exit 1", "kill -9 $$", "echo 'fatal: out of memory' >&2; exit 128", "exec sleep 0"]
    {
        let story = Story::with_git();
        let tools = story.outside("tools");
        fs::create_dir(&tools).expect("a folder");
        fs::write(tools.join("git"), format!("#!/bin/sh\n{script}\n")).expect("a program");
        fs::set_permissions(tools.join("git"), fs::Permissions::from_mode(0o755)).expect("a program");
        let path = format!("{}:/usr/bin:/bin", tools.display());
        let run = |format: &str| story.gonogo(format, &[]).env("PATH", &path).run();
        assert_none(&complaints(script, "git", run));
    }
}
