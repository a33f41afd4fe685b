//! What a healthy repository gives.

use super::*;

#[test]
fn a_range_is_the_full_graph_between_its_ends() {
    let (_folder, mut history) = history();
    history.commit("base").tag("v1").branch("a").commit("a1").commit("a2");
    history.checkout("v1").branch("b").commit("b1").checkout("v1").branch("c").commit("c1");
    history.checkout("main").commit("m1").merge("a", "merge a").merge("b c", "octopus").commit("last");
    let repository = open(history.folder());
    assert_eq!(
        subjects(&repository, "v1", "main"),
        ["a1", "a2", "b1", "c1", "last", "m1", "merge a", "octopus"]
    );
    assert_eq!(subjects(&repository, "main", "v1"), [""; 0]);
    assert_eq!(subjects(&repository, "main", "main"), [""; 0]);
    let seen = walk(&repository, "v1", "main").unwrap();
    let octopus = seen.iter().find(|seen| seen.message == "octopus\n").unwrap();
    assert_eq!(octopus.parents.len(), 3);
    assert_eq!(octopus.parents[1..], [id(history.id("b")), id(history.id("c"))]);
}

#[test]
fn a_diverged_range_holds_the_side_of_its_end() {
    let (_folder, mut history) = history();
    history.commit("base").branch("old").commit("fix").tag("v1").checkout("main").commit("new");
    let repository = open(history.folder());
    assert_eq!(subjects(&repository, "v1", "main"), ["new"]);
    let (old, new) = (repository.resolve("v1").unwrap(), repository.resolve("main").unwrap());
    let base = repository.resolve("main~1").unwrap();
    assert!(
        !meets(&repository, &old, &new)
            && !meets(&repository, &new, &old)
            && !meets(&repository, &new, &base)
    );
    assert!(
        meets(&repository, &base, &new) && meets(&repository, &base, &old) && meets(&repository, &new, &new)
    );
}

#[test]
fn dates_out_of_order_lose_and_add_nothing() {
    let (_folder, mut history) = history();
    history.at("2026-01-01T00:00:00Z").commit("base").at("2030-01-01T00:00:00Z").commit("far").tag("v1");
    history.at("1999-01-01T00:00:00Z").commit("past").branch("side").at("2031-01-01T00:00:00Z").commit("s");
    history.checkout("main").at("1980-01-01T00:00:00Z").commit("older").merge("side", "merge");
    let repository = open(history.folder());
    assert_eq!(subjects(&repository, "v1", "main"), ["merge", "older", "past", "s"]);
}

#[test]
fn a_rebased_branch_counts_by_what_it_became() {
    let (_folder, mut history) = history();
    history
        .commit("base")
        .branch("work")
        .commit("w1")
        .commit("w2")
        .tag("before")
        .checkout("main")
        .commit("m1");
    history.git(["rebase", "--quiet", "main", "work"]);
    let repository = open(history.folder());
    assert_eq!(subjects(&repository, "main", "work"), ["w1", "w2"]);
    assert_eq!(subjects(&repository, "before", "work"), ["m1", "w1", "w2"]);
}

#[test]
fn fields_come_as_they_were_written() {
    let (_folder, mut history) = history();
    history.commit("base").tag("v1").at("2026-11-20T10:00:00Z");
    let messages = [
        "",
        "\n\n  x\n\n\n",
        "no end",
        "cr\r\n\r\nbody\r\n",
        "esc \u{1b}[31m\u{7}\n",
        "commit 0123\n\ntree x\n",
    ];
    for message in messages {
        history.commit_by("Bo \u{e9}", "bo@example.com", message);
    }
    let seen = walk(&open(history.folder()), "v1", "HEAD").unwrap();
    let mut found: Vec<_> = seen.iter().map(|seen| (seen.times.1, seen.message.as_str())).collect();
    found.sort_unstable();
    let found: Vec<_> = found.into_iter().map(|(_, message)| message).collect();
    // Git itself drops blank lines before a subject when it writes a message out.
    assert_eq!(found, ["", "\n\n  x\n\n\n", "no end", "cr\r\n\r\nbody\r\n", messages[4], messages[5]]);
    assert!(
        seen.iter().all(|seen| seen.author == "Bo \u{e9} <bo@example.com>" && seen.times.0 == seen.times.1)
    );
    let first = jiff::Timestamp::from_second(seen.iter().map(|seen| seen.times.0).min().unwrap()).unwrap();
    assert_eq!(first, "2026-11-20T10:00:00Z".parse().unwrap());
}

#[test]
fn messages_in_other_encodings_become_utf_8() {
    let (_folder, mut history) = history();
    history.commit("base").tag("v1");
    let people = "author B\u{f6} <b@c> 5 +0000\ncommitter C <c@d> 6 -1130\n";
    let latin: Vec<u8> =
        format!("{people}encoding ISO-8859-1\n\nFenêtre\n").chars().map(|c| c as u8).collect();
    history.git(["tag", "latin", &raw_commit(&history, &latin)]);
    history.git([
        "tag",
        "bytes",
        &raw_commit(&history, b"author B <b@c> 5 +0000\ncommitter C <c@d> 6 +0000\n\na\xff\n"),
    ]);
    let repository = open(history.folder());
    let seen = walk(&repository, "v1", "latin").unwrap();
    assert_eq!(
        (seen[0].message.as_str(), seen[0].author.as_str(), seen[0].times),
        ("Fenêtre\n", "B\u{f6} <b@c>", (5, 6))
    );
    assert_eq!(walk(&repository, "v1", "bytes").unwrap()[0].message, "a\u{fffd}\n");
}

#[test]
fn every_kind_of_repository_opens() {
    let (folder, mut history) = history();
    history.commit("one").tag("v1").commit("two").git([
        "worktree",
        "add",
        "--quiet",
        "--detach",
        "../linked",
    ]);
    let bare = folder.path().join("bare");
    history.git(["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    std::fs::create_dir_all(history.folder().join("sub/folder")).unwrap();
    history.checkout("HEAD");
    for place in
        [&bare, &folder.path().join("linked"), &history.folder().join("sub/folder"), history.folder()]
    {
        assert_eq!(subjects(&open(place), "v1", "HEAD"), ["two"], "{place:?}");
    }
}

#[test]
fn newer_formats_are_read_where_git_has_them() {
    for option in ["--object-format=sha256", "--ref-format=reftable"] {
        let folder = tempfile::tempdir().unwrap();
        let knows =
            std::process::Command::new("git").args(["init", "--quiet", option]).arg(folder.path()).output();
        if !knows.unwrap().status.success() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut history = History::with(folder.path(), &[option]);
        history.commit("one").tag("v1").file("a/b", "x").commit("two");
        let repository = open(history.folder());
        assert_eq!(subjects(&repository, "v1", "HEAD"), ["two"], "{option}");
        assert_eq!(repository.resolve("HEAD").unwrap().hex(), history.head());
        assert_eq!(changes(&repository, &["HEAD"]), [vec!["a/b"]]);
        assert!(matches!(repository.resolve("v2"), Err(GitError::UnknownRevision { .. })));
    }
}

fn changes(repository: &Repository, commits: &[&str]) -> Vec<Vec<String>> {
    let commits: Vec<_> = commits.iter().map(|commit| repository.resolve(commit).unwrap()).collect();
    let mut found = Vec::new();
    let visit = &mut |commit: &CommitId, paths: &[Vec<u8>]| {
        assert_eq!(*commit, commits[found.len()]);
        found.push(paths.iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect());
    };
    repository.changed_paths(&commits, visit).unwrap();
    found
}

#[test]
fn changed_paths_belong_to_their_commits() {
    let (_folder, mut history) = history();
    history.file("a", "1").file("d/b", "1").commit("first").file("d/b", "2").commit("second");
    history.git(["mv", "a", "renamed é"]);
    history.commit("third").git(["commit", "--quiet", "--allow-empty", "-m", "nothing"]);
    let repository = open(history.folder());
    assert_eq!(
        changes(&repository, &["HEAD", "HEAD~1", "HEAD~2", "HEAD~3"]),
        [vec![], vec!["a", "renamed é"], vec!["d/b"], vec!["a", "d/b"]]
    );
    assert_eq!(changes(&repository, &[]), Vec::<Vec<String>>::new());
    // Asked from below, with a setting that would hide what is not below.
    history.git(["config", "diff.relative", "true"]);
    assert_eq!(changes(&open(&history.folder().join("d")), &["HEAD~1"]), [vec!["a", "renamed é"]]);
}

#[test]
fn a_file_named_like_a_commit_is_a_file() {
    let (_folder, mut history) = history();
    history.commit("base").commit("listed");
    let listed = history.head();
    history.file(&listed, "x").file("z/evil", "x").commit("on top");
    let repository = open(history.folder());
    let found = changes(&repository, &["HEAD", "HEAD~1"]);
    assert_eq!(found[0], [listed.as_str(), "z/evil"]);
    assert_eq!(found[1].len(), 1);
}

#[test]
fn a_submodule_that_moved_is_a_changed_path() {
    let (_folder, mut history) = history();
    history.commit("base");
    let entry = |id: &str| format!("160000,{id},vendored");
    let (first, second) = (history.head(), "1".repeat(40));
    history.git(["update-index", "--add", "--cacheinfo", &entry(&first)]);
    history.git(["commit", "--quiet", "-m", "add"]);
    history.git(["update-index", "--cacheinfo", &entry(&second)]);
    history.git(["commit", "--quiet", "-m", "move"]);
    history.git(["config", "submodule.vendored.ignore", "all"]);
    history.git(["config", "diff.ignoreSubmodules", "all"]);
    std::fs::write(
        history.folder().join(".gitmodules"),
        "[submodule \"vendored\"]\npath = vendored\nurl = x\nignore = all\n",
    )
    .unwrap();
    assert_eq!(changes(&open(history.folder()), &["HEAD", "HEAD~1"]), [["vendored"], ["vendored"]]);
}

#[test]
fn the_newest_tags_of_the_branch_come_first() {
    let (_folder, mut history) = history();
    history
        .commit("one")
        .tag("v1.9.0")
        .tag("v1.10.0")
        .commit("two")
        .annotated_tag("v2.0.0", "two")
        .branch("side");
    history.commit("three").tag("v3.0.0").checkout("main").commit("four");
    let repository = open(history.folder());
    let head = repository.resolve("HEAD").unwrap();
    let tags = repository.newest_tags(&head, 2).unwrap();
    let names: Vec<_> = tags.iter().map(|tag| tag.name.raw()).collect();
    assert_eq!(names, ["v2.0.0", "v1.10.0"]);
    assert_eq!(tags[0].commit, id(history.id("v2.0.0")));
}

#[test]
fn each_limit_of_a_history_names_itself() {
    let (_folder, mut history) = history();
    history.commit("one").commit("two").commit("three").commit(format!("four {}", "x".repeat(500)));
    let read = |limits: Limits| {
        let repository = Repository::open_within(history.folder(), &environment(), limits, &[])?;
        walk(&repository, "HEAD~3", "HEAD")
    };
    assert_eq!(read(Limits::USUAL).unwrap().len(), 3);
    for (limits, said) in [
        (Limits { commits: 2, ..Limits::USUAL }, "more than 2 commits"),
        (Limits { field: 400, ..Limits::USUAL }, "more than 400 bytes in one commit message"),
        (Limits { bytes: 700, ..Limits::USUAL }, "more than 700 bytes in all commits"),
    ] {
        let error = read(limits).unwrap_err();
        assert!(matches!(error, GitError::TooMuch { .. }) && error.to_string().contains(said), "{error}");
    }
    assert!(read(Limits { commits: 3, field: 505, bytes: 1_000_000, ..Limits::USUAL }).is_ok());
}
