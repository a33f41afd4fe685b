//! Repositories and environments that try to run something or to change an answer.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;

/// A program that leaves a file behind when it is run.
fn canary(folder: &Path, name: &str) -> String {
    let file = folder.join(name);
    let text = format!("#!/bin/sh\ntouch '{}'\nexit 0\n", folder.join(format!("{name}-ran")).display());
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file.to_str().unwrap().to_owned()
}

fn canaries(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with("-ran")).collect()
}

/// Everything a caller can ask, once. Answers do not matter here.
fn use_all(folder: &Path) {
    let Ok(repository) = open_in(folder, &environment()) else { return };
    let _walked = walk(&repository, "v1", "HEAD");
    let _unknown = (repository.resolve("v1.x"), repository.knows("2.0"), repository.newest_tags(5));
    if let (Ok(old), Ok(new)) = (repository.resolve("v1"), repository.resolve("HEAD")) {
        let _changed = repository.changed_paths(&[new, old], &mut |_, _| {});
    }
}

#[test]
fn no_setting_of_a_repository_runs_a_program() {
    let (folder, mut history) = history();
    history.file(".gitattributes", "* filter=evil diff=evil\n").file("a.txt", "x").commit("one").tag("v1");
    history.file("a.txt", "y").commit("two");
    let signed = b"author A <a@b> 5 +0000\ncommitter C <c@d> 6 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n";
    history.git(["update-ref", "refs/heads/main", &raw_commit(&history, signed)]);
    let hooks = folder.path().join("hooks");
    fs::create_dir(&hooks).unwrap();
    let names = ["post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"];
    let run: Vec<_> = names.iter().map(|name| (*name, canary(&hooks, name))).collect();
    let program = |name: &str| canary(folder.path(), name);
    let settings = [
        ("core.fsmonitor", program("fsmonitor")),
        ("core.hooksPath", hooks.to_str().unwrap().to_owned()),
        ("core.pager", program("pager")),
        ("pager.rev-list", program("pager-of-one")),
        ("core.editor", program("editor")),
        ("core.askPass", program("askpass")),
        ("core.sshCommand", program("ssh")),
        ("core.gitProxy", program("proxy")),
        ("core.alternateRefsCommand", program("alternate")),
        ("credential.helper", program("credential")),
        ("diff.external", program("external")),
        ("diff.evil.command", program("command")),
        ("diff.evil.textconv", program("textconv")),
        ("filter.evil.clean", program("clean")),
        ("filter.evil.smudge", program("smudge")),
        ("filter.evil.process", program("process")),
        ("log.showSignature", "true".into()),
        ("gpg.program", program("gpg")),
        ("gpg.ssh.program", program("gpg-ssh")),
        ("alias.rev-list", format!("!{}", program("alias"))),
        ("alias.rev-parse", format!("!{}", program("alias-parse"))),
        ("uploadpack.packObjectsHook", program("pack")),
        ("protocol.allow", "always".into()),
        ("protocol.ext.allow", "always".into()),
    ];
    for (name, value) in &settings {
        history.git(["config", name, value]);
    }
    use_all(history.folder());
    assert_eq!((canaries(folder.path()), canaries(&hooks)), (vec![], vec![]));
    assert_eq!(subjects(&open(history.folder()), "v1", "HEAD"), ["signed", "two"]);
    // The canaries do sing: what is not hardened runs at least some of them.
    assert!(run.iter().all(|(_, file)| Path::new(file).exists()));
    for careless in [&["status"][..], &["log", "--patch", "--ext-diff", "--textconv"]] {
        let mut command = std::process::Command::new("git");
        command.args(careless).current_dir(history.folder()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        let _whether_it_ends_well = command.output().unwrap();
    }
    assert!(canaries(folder.path()).len() >= 3, "{:?}", canaries(folder.path()));
}

#[test]
fn a_promised_object_is_not_fetched() {
    let (folder, mut history) = history();
    history.file("a", "1").commit("one").tag("v1").commit("two").commit("three");
    let lost = history.id("HEAD~1");
    let (ext, ssh) = (canary(folder.path(), "ext"), canary(folder.path(), "ssh"));
    for url in [format!("ext::{ext}"), "ssh://host/x".into(), history.folder().to_str().unwrap().to_owned()] {
        for (name, value) in [
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", &url),
            ("remote.origin.uploadpack", &ext),
            ("protocol.ext.allow", "always"),
            ("protocol.ssh.allow", "always"),
            ("protocol.file.allow", "always"),
            ("core.sshCommand", &ssh),
        ] {
            history.git(["config", name, value]);
        }
        let _gone_already = fs::remove_file(loose(&history, &lost));
        use_all(history.folder());
        let found = walk(&open(history.folder()), "v1", "HEAD");
        assert!(matches!(found, Err(GitError::MissingObject { .. })), "{found:?}");
        assert_eq!(canaries(folder.path()), [""; 0], "{url}");
    }
}

#[test]
fn the_environment_around_changes_nothing() {
    let (folder, mut history) = history();
    history.commit("one").tag("v1").commit("two");
    let other = History::new(folder.path().join("other"));
    let git = other.folder().join(".git").to_str().unwrap().to_owned();
    let program = canary(folder.path(), "program");
    let graft = folder.path().join("grafts");
    fs::write(&graft, format!("{}\n", history.head())).unwrap();
    let variables = [
        ("PATH", std::env::var("PATH").unwrap()),
        ("GIT_DIR", git.clone()),
        ("GIT_WORK_TREE", other.folder().to_str().unwrap().to_owned()),
        ("GIT_OBJECT_DIRECTORY", format!("{git}/objects")),
        ("GIT_COMMON_DIR", git.clone()),
        ("GIT_INDEX_FILE", "/dev/null".into()),
        ("GIT_NAMESPACE", "x".into()),
        ("GIT_GRAFT_FILE", graft.to_str().unwrap().to_owned()),
        ("GIT_SHALLOW_FILE", graft.to_str().unwrap().to_owned()),
        ("GIT_EXEC_PATH", folder.path().to_str().unwrap().to_owned()),
        ("GIT_PAGER", program.clone()),
        ("GIT_EXTERNAL_DIFF", program.clone()),
        ("GIT_TRACE", "2".into()),
        ("GIT_TRACE2", "2".into()),
        ("GIT_CEILING_DIRECTORIES", folder.path().to_str().unwrap().to_owned()),
        ("GIT_CONFIG_COUNT", "1".into()),
        ("GIT_CONFIG_KEY_0", "core.fsmonitor".into()),
        ("GIT_CONFIG_VALUE_0", program.clone()),
        ("GIT_CONFIG_PARAMETERS", "'core.bare'='junk'".into()),
        ("GIT_LITERAL_PATHSPECS", "junk".into()),
    ];
    let environment = Environment::of(variables.map(|(name, value)| (name.into(), value.into())));
    let repository = open_in(history.folder(), &environment).unwrap();
    assert_eq!(subjects(&repository, "v1", "HEAD"), ["two"]);
    assert_eq!(canaries(folder.path()), [""; 0]);
}

#[test]
fn replaced_and_grafted_commits_change_nothing() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1").commit("two").commit("three");
    history.git(["replace", "--graft", "HEAD", "v1"]);
    history.git(["config", "core.useReplaceRefs", "true"]);
    fs::create_dir_all(history.folder().join(".git/info")).unwrap();
    let grafts = format!("{} {}\n", history.head(), history.id("v1"));
    fs::write(history.folder().join(".git/info/grafts"), grafts).unwrap();
    assert_eq!(subjects(&open(history.folder()), "v1", "HEAD"), ["three", "two"]);
}

#[test]
fn a_commit_graph_that_lies_changes_nothing() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1").commit("two").commit("three");
    let grafts = history.folder().join(".git/info/grafts");
    history.git(["commit-graph", "write", "--reachable"]);
    fs::write(history.folder().join(".git/objects/info/commit-graph"), "junk").unwrap();
    assert!(!grafts.exists());
    assert_eq!(subjects(&open(history.folder()), "v1", "HEAD"), ["three", "two"]);
}

#[test]
fn git_is_not_taken_from_the_checked_repository_or_a_relative_place() {
    let (folder, mut history) = history();
    history.commit("one").tag("v1").commit("two");
    let place = history.folder().join("bin/deep");
    fs::create_dir_all(&place).unwrap();
    let evil = canary(history.folder(), "git");
    fs::rename(evil, place.join("git")).unwrap();
    std::os::unix::fs::symlink(&place, folder.path().join("link")).unwrap();
    let usual = std::env::var_os("PATH").unwrap();
    let evil = [place.clone(), folder.path().join("link"), "bin/deep".into(), ".".into(), "".into()];
    let path = std::env::join_paths(evil.iter().cloned().chain(std::env::split_paths(&usual))).unwrap();
    for start in [history.folder(), &place, &history.folder().join("bin")] {
        let repository = open_in(start, &with_path(&path)).unwrap();
        assert_eq!(subjects(&repository, "v1", "HEAD"), ["two"]);
    }
    assert_eq!(canaries(history.folder()), [""; 0]);
    let only = std::env::join_paths(evil).unwrap();
    assert!(matches!(open_in(history.folder(), &with_path(&only)), Err(GitError::NoGit)));
}

#[test]
fn a_setting_that_never_ends_is_cut_off() {
    let (folder, mut history) = history();
    history.commit("one");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    fs::write(history.folder().join(".git/config"), format!("[include]\n\tpath = {}\n", pipe.display()))
        .unwrap();
    let limits = Limits { time: std::time::Duration::from_secs(1), ..Limits::USUAL };
    let opened = Repository::open_within(history.folder(), &environment(), limits, &[]);
    assert!(matches!(opened, Err(GitError::TimedOut { .. })), "{opened:?}");
}

#[test]
fn files_that_look_like_a_repository_decide_nothing() {
    let (_folder, mut history) = history();
    history.file("data/HEAD", "ref: refs/heads/main\n").file("data/config", "[core]\n\tbare = true\n");
    history.file("data/objects/x", "").file("data/refs/x", "").commit("BILL-1 Data");
    let repository = open(&history.folder().join("data"));
    assert_eq!(repository.resolve("HEAD").unwrap().hex(), history.head());
}

#[test]
fn a_date_beyond_the_calendar_is_no_date() {
    let (_folder, mut history) = history();
    history.commit("BILL-1 Start").tag("v1");
    let late = raw_commit(
        &history,
        b"author A <a@example.com> 999999999999999 +0000\ncommitter A <a@example.com> 999999999999999 +0000\n\nBILL-1 Late\n",
    );
    history.git(["tag", "late", &late]);
    let repository = open(history.folder());
    assert!(matches!(walk(&repository, "v1", "late"), Err(GitError::UnreadableDate { .. })));
}
