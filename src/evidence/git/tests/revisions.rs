//! Which commit a revision names, and what is said when it names none.

use super::*;

#[test]
fn tags_branches_ids_and_expressions_resolve() {
    let (_folder, mut history) = history();
    history.commit("one").annotated_tag("v1", "first").commit("two").tag("v2");
    let (repository, head, first) = (open(history.folder()), history.head(), history.id("v1"));
    for revision in ["HEAD", "main", "v2", "refs/tags/v2", "heads/main", "@", &head, head.split_at(7).0] {
        assert_eq!(repository.resolve(revision).unwrap().hex(), head, "{revision}");
    }
    for revision in ["v1", "HEAD~1", "main^", "v1^{}"] {
        assert_eq!(repository.resolve(revision).unwrap().hex(), first, "{revision}");
    }
}

#[test]
fn what_is_not_one_revision_never_reaches_git() {
    let (_folder, mut history) = history();
    history.commit("one");
    let repository = open(history.folder());
    let long = "x".repeat(600);
    let texts = [
        "",
        " ",
        "--all",
        "-v",
        "^HEAD",
        "a..b",
        "HEAD:file",
        ":/one",
        "a b",
        "a\nb",
        "a\u{0}b",
        "a\u{a0}b",
        &long,
    ];
    for text in texts {
        assert!(matches!(repository.resolve(text), Err(GitError::BadRevision { .. })), "{text:?}");
    }
}

#[test]
fn a_name_that_does_not_exist_says_what_is_near() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v2.3.0").tag("2.4.0").branch("release/2.4");
    let repository = open(history.folder());
    let hint = |revision: &str| match repository.resolve(revision) {
        Err(GitError::UnknownRevision { hint, .. }) => *hint,
        other => panic!("{other:?}"),
    };
    let names =
        |revision: &str| hint(revision).near.iter().map(|name| name.raw().to_owned()).collect::<Vec<_>>();
    assert_eq!(hint("2.3.0").other_v.unwrap().raw(), "v2.3.0");
    assert_eq!(hint("v2.4.0").other_v.unwrap().raw(), "2.4.0");
    assert_eq!(names("v2.3.1"), ["v2.3.0"]);
    assert_eq!(names("relaese/2.4"), ["release/2.4"]);
    assert_eq!(names("nothing-like-it"), [""; 0]);
    assert_eq!(names(&"1".repeat(40)), [""; 0]);
    assert!(!hint("v9").no_tags && !hint("v9").shallow);
    assert!(repository.resolve("2.3.0").unwrap_err().help().contains("v2.3.0"));
    history.git(["tag", "--delete", "v2.3.0", "2.4.0"]);
    assert!(hint("v2.3.0").no_tags);
    assert!(repository.resolve("v2.3.0").unwrap_err().help().contains("git fetch --tags"));
}

#[test]
fn one_name_for_two_commits_is_an_error() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1").commit("two").branch("v1").checkout("main");
    history.branch("same").checkout("main").tag("same");
    history.git(["config", "core.warnAmbiguousRefs", "false"]);
    let repository = open(history.folder());
    for revision in ["v1", "v1^{}"] {
        let error = repository.resolve(revision).unwrap_err();
        assert!(
            matches!(error, GitError::Ambiguous { .. }) && error.to_string().contains(revision),
            "{error}"
        );
    }
    assert_eq!(repository.resolve("same").unwrap().hex(), history.head());
    assert_eq!(repository.resolve("tags/v1").unwrap().hex(), history.id("HEAD~1"));
    assert!(repository.knows("v1").unwrap());
}

#[test]
fn a_reference_named_like_an_id_is_ambiguous() {
    let (_folder, mut history) = history();
    history.commit("one").commit("two");
    let (head, before) = (history.head(), history.id("HEAD~1"));
    history.git(["update-ref", &format!("refs/tags/{}", head.split_at(7).0), &before]);
    history.git(["update-ref", &format!("refs/tags/{head}"), &before]);
    let repository = open(history.folder());
    for revision in [head.split_at(7).0, head.as_str()] {
        assert!(matches!(repository.resolve(revision), Err(GitError::Ambiguous { .. })), "{revision}");
    }
}

#[test]
fn a_tag_of_a_file_is_no_commit() {
    let (_folder, mut history) = history();
    history.file("a", "x").commit("one");
    history.git(["tag", "file", "HEAD:a"]);
    history.git(["tag", "--annotate", "-m", "x", "folder", "HEAD^{tree}"]);
    let repository = open(history.folder());
    for revision in ["file", "folder", "HEAD^{tree}"] {
        assert!(matches!(repository.resolve(revision), Err(GitError::NotACommit { .. })), "{revision}");
    }
}

#[test]
fn versions_are_known_as_people_write_them() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v2.3.0").tag("app@1.0.0").tag("lib-v1.1.0").tag("20").branch("release/2.4");
    history.git(["update-ref", "refs/remotes/origin/release/2.5", &history.head()]);
    let repository = open(history.folder());
    for version in [
        "v2.3.0",
        "2.3.0",
        " 2.3.0 ",
        "1.0.0",
        "v1.0.0",
        "app@1.0.0",
        "1.1.0",
        "release/2.4",
        "release/2.5",
        "20",
        "HEAD",
    ] {
        assert!(repository.knows(version).unwrap(), "{version}");
    }
    for version in [
        "2.3",
        "3.0",
        "0.0",
        "",
        "v",
        "app 2.3.0",
        "2.3.0..HEAD",
        "release/2.6",
        "--all",
        history.head().split_at(4).0,
    ] {
        assert!(!repository.knows(version).unwrap(), "{version}");
    }
}

#[test]
fn revisions_asked_on_the_way_are_those_asked_alone() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1").commit("two").git(["tag", "-a", "-m", "x", "noted"]);
    history.git(["tag", "main", "v1"]);
    let ahead = |revisions: &[&str]| {
        Repository::open_within(history.folder(), &environment(), Limits::USUAL, revisions).unwrap()
    };
    let known = |revisions: &[&str]| ahead(revisions).known.len();
    assert_eq!(known(&["v1", "noted"]), 2);
    for revision in ["v1", "noted", "HEAD~1"] {
        let repository = ahead(&[revision, "HEAD"]);
        assert_eq!(repository.known.len(), 2, "{revision}");
        let alone = open(history.folder());
        assert_eq!(repository.resolve(revision).unwrap(), alone.resolve(revision).unwrap(), "{revision}");
        assert_eq!(repository.resolve("HEAD").unwrap(), alone.resolve("HEAD").unwrap(), "{revision}");
    }
    // Whatever is not one commit and nothing else is asked again by itself, which says what is wrong.
    for revision in
        ["main", "nothing", "v1^{tree}", "-h", "--all", "v1..HEAD", "HEAD^@", "HEAD^!", "^v1", "", "v1:x"]
    {
        assert_eq!(known(&["v1", revision]), 0, "{revision}");
    }
    assert!(matches!(ahead(&["v1", "main"]).resolve("main"), Err(GitError::Ambiguous { .. })));
}
