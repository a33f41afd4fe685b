//! Clones that end too early, and clones that do not.

use super::*;

/// A clone of so many commits of `main`.
fn clone(history: &History, into: &Path, depth: &str) {
    let url = format!("file://{}", history.folder().display());
    history.git(["clone", "--quiet", "--depth", depth, "--no-tags", &url, into.to_str().unwrap()]);
}

fn fetch(history: &History, clone: &Path, arguments: &[&str]) {
    let clone = clone.to_str().unwrap();
    history.git([&["-C", clone, "fetch", "--quiet"], arguments].concat());
}

fn is_shallow<T>(result: &Result<T, GitError>) -> bool {
    matches!(result, Err(GitError::Shallow { .. }))
}

#[test]
fn a_cut_inside_the_range_is_an_error() {
    let (folder, mut history) = history();
    history.commit("0").tag("v1");
    for number in 1..=8 {
        history.commit(number.to_string());
    }
    let cut = folder.path().join("cut");
    clone(&history, &cut, "1");
    let repository = open(&cut);
    match repository.resolve("v1") {
        Err(GitError::UnknownRevision { hint, .. }) => assert!(hint.shallow && hint.no_tags),
        other => panic!("{other:?}"),
    }
    fetch(&history, &cut, &["--depth", "1", "origin", "tag", "v1"]);
    // Git itself answers with one commit of eight, and is content.
    assert_eq!(history.git(["-C", cut.to_str().unwrap(), "rev-list", "--count", "v1..HEAD"]), "1");
    assert!(is_shallow(&walk(&repository, "v1", "HEAD")));
    let help = walk(&repository, "v1", "HEAD").unwrap_err().help();
    assert!(["--unshallow", "fetch-depth: 0", "GIT_DEPTH: 0"].iter().all(|words| help.contains(words)));
}

#[test]
fn a_clone_that_is_deep_enough_will_do() {
    let (folder, mut history) = history();
    history.commit("a").commit("b").commit("c").commit("d").tag("v1").commit("e").branch("side").commit("f");
    history.checkout("main").commit("g").merge("side", "merge");
    let deep = folder.path().join("deep");
    clone(&history, &deep, "5");
    fetch(&history, &deep, &["--depth", "2", "origin", "tag", "v1"]);
    let repository = open(&deep);
    assert!(deep.join(".git/shallow").exists());
    assert_eq!(subjects(&repository, "v1", "HEAD"), ["e", "f", "g", "merge"]);
    let (old, new) = (repository.resolve("v1").unwrap(), repository.resolve("HEAD").unwrap());
    assert!(meets(&repository, &old, &new) && !meets(&repository, &new, &old));
}

#[test]
fn a_cut_below_hides_that_a_commit_is_old() {
    // `side` leaves before what is cut away of `main`, so it joins the range with commits that `v1` holds too.
    let (folder, mut history) = history();
    history.commit("root").commit("old").branch("side").commit("s");
    history
        .checkout("main")
        .commit("m1")
        .commit("m2")
        .commit("m3")
        .tag("v1")
        .commit("m4")
        .merge("side", "merge");
    let cut = folder.path().join("cut");
    clone(&history, &cut, "4");
    fetch(&history, &cut, &["--depth", "2", "origin", "tag", "v1"]);
    let log = history.git(["-C", cut.to_str().unwrap(), "log", "--format=%s", "v1..HEAD"]);
    assert!(log.contains("old"), "git is misled: {log}");
    assert!(is_shallow(&walk(&open(&cut), "v1", "HEAD")));
}

#[test]
fn a_linked_work_tree_of_a_shallow_clone_is_shallow() {
    let (folder, mut history) = history();
    history.commit("a").tag("v1").commit("b").commit("c");
    let cut = folder.path().join("cut");
    clone(&history, &cut, "1");
    fetch(&history, &cut, &["--depth", "1", "origin", "tag", "v1"]);
    history.git(["-C", cut.to_str().unwrap(), "worktree", "add", "--quiet", "--detach", "../linked"]);
    assert!(is_shallow(&walk(&open(&folder.path().join("linked")), "v1", "HEAD")));
}
