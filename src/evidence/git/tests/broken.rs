//! What cannot be read in full is an error, never an empty answer.

use super::*;

#[test]
fn a_folder_without_a_repository_is_none() {
    let folder = tempfile::tempdir().unwrap();
    for place in [folder.path(), &folder.path().join("not/there")] {
        let error = open_in(place, &environment()).unwrap_err();
        assert!(matches!(error, GitError::NotARepository { .. }), "{error}");
    }
}

#[test]
fn a_repository_without_commits_says_so() {
    let (_folder, history) = history();
    let repository = open(history.folder());
    assert!(matches!(repository.resolve("HEAD"), Err(GitError::NoCommits)));
    assert!(!repository.knows("v1").unwrap());
    assert!(repository.newest_tags(&CommitId::from_hex("1".repeat(40)).unwrap(), 3).is_err());
}

#[test]
fn a_tag_that_went_away_is_unknown() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1");
    let repository = open(history.folder());
    assert!(repository.resolve("v1").is_ok());
    history.git(["tag", "--delete", "v1"]);
    assert!(matches!(repository.resolve("v1"), Err(GitError::UnknownRevision { .. })));
}

/// Three commits, the middle one of which something happens to.
fn wounded(wound: impl Fn(&Path)) -> (tempfile::TempDir, Repository, [CommitId; 3]) {
    let (folder, mut history) = history();
    history.commit("one").commit("two").commit("three");
    let ids = ["HEAD~2", "HEAD~1", "HEAD"].map(|revision| id(history.id(revision)));
    let file = loose(&history, &ids[1].hex());
    std::fs::remove_file(&file).unwrap();
    wound(&file);
    (folder, open(history.folder()), ids)
}

#[test]
fn a_missing_object_is_an_error() {
    let (_folder, repository, [one, two, three]) = wounded(|_| {});
    let walked = repository.walk(&one, &three, &mut |_| {});
    assert!(matches!(walked, Err(GitError::MissingObject { .. })), "{walked:?}");
    let changed = repository.changed_paths(&[three, two], &mut |_, _| {});
    assert!(matches!(changed, Err(GitError::MissingObject { .. })), "{changed:?}");
    assert!(matches!(repository.resolve(&two.hex()), Err(GitError::UnknownRevision { .. })));
    assert!(repository.resolve("HEAD~2").is_err());
}

#[test]
fn a_reference_that_lost_its_commit_is_an_error() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1").commit("two").tag("v2").checkout("v1");
    std::fs::remove_file(loose(&history, &history.id("v2"))).unwrap();
    let found = open(history.folder()).resolve("v2");
    assert!(matches!(found, Err(GitError::MissingObject { .. })), "{found:?}");
}

#[test]
fn a_damaged_object_is_an_error() {
    for junk in [&b"junk"[..], b"", b"x\x9c\x03\x00\x00\x00\x00\x01"] {
        let (_folder, repository, [one, _, three]) = wounded(|file| std::fs::write(file, junk).unwrap());
        let walked = repository.walk(&one, &three, &mut |_| {});
        let error = walked.unwrap_err();
        assert!(matches!(error, GitError::Corrupt { .. } | GitError::MissingObject { .. }), "{error:?}");
    }
}

#[test]
fn alternates_that_lead_nowhere_are_an_error() {
    let (_folder, mut history) = history();
    history.commit("one").commit("two");
    std::fs::write(history.folder().join(".git/objects/info/alternates"), "/nowhere/objects\n").unwrap();
    let found = open_in(history.folder(), &environment()).and_then(|found| walk(&found, "HEAD~1", "HEAD"));
    assert!(matches!(found, Err(GitError::MissingObject { .. })), "{found:?}");
}

#[test]
fn a_commit_without_a_date_is_an_error() {
    let (_folder, mut history) = history();
    history.commit("one").tag("v1");
    let repository = open(history.folder());
    for (index, date) in ["junk", "", "99999999999999999999 +0000"].iter().enumerate() {
        let commit = format!("author A <a@b> {date}\ncommitter C <c@d> 5 +0000\n\nx\n");
        let name = format!("odd{index}");
        history.git(["tag", &name, &raw_commit(&history, commit.as_bytes())]);
        let found = walk(&repository, "v1", &name);
        assert!(matches!(found, Err(GitError::UnreadableDate { .. })), "{date:?}: {found:?}");
    }
}

#[test]
fn limits_are_errors_too() {
    let (_folder, mut history) = history();
    history.file("a", "x").file("b", "x").commit("one").tag("v1").commit("two").commit("x".repeat(400));
    let narrow = |change: fn(&mut Limits)| {
        let mut limits = Limits::USUAL;
        change(&mut limits);
        Repository::open_within(history.folder(), &environment(), limits, &[]).unwrap()
    };
    let is_too_much = |result: Result<(), GitError>| matches!(result, Err(GitError::TooMuch { .. }));
    assert!(is_too_much(walk(&narrow(|limits| limits.commits = 1), "v1", "HEAD").map(drop)));
    assert!(is_too_much(walk(&narrow(|limits| limits.field = 399), "v1", "HEAD").map(drop)));
    assert!(walk(&narrow(|limits| (limits.field, limits.commits) = (400, 2)), "v1", "HEAD").is_ok());
    assert!(is_too_much(
        narrow(|limits| limits.paths = 1).changed_paths(&[id(history.id("v1"))], &mut |_, _| {})
    ));
    assert!(is_too_much(narrow(|limits| limits.references = 1).knows("9.9.9").map(drop)));
}

#[test]
fn no_git_is_an_error() {
    let (folder, history) = history();
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    for path in [std::ffi::OsStr::new(""), empty.as_os_str()] {
        let opened = open_in(history.folder(), &with_path(path));
        assert!(matches!(opened, Err(GitError::NoGit)), "{opened:?}");
    }
}

#[cfg(unix)]
mod odd_programs {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::time::Duration;

    use super::*;

    /// A repository with two commits, read by a git that does something else first.
    fn odd(script: &str, time: Duration) -> Result<Vec<Seen>, GitError> {
        let (folder, mut history) = history();
        history.commit("one").commit("two");
        let place = folder.path().join("bin");
        fs::create_dir(&place).unwrap();
        let real = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|entry| entry.join("git"))
            .find(|file| file.is_file())
            .unwrap();
        let text = format!("#!/bin/sh\nGIT='{}'\n{script}\nexec \"$GIT\" \"$@\"\n", real.display());
        // Written under another name: a program that is open for writing cannot be run.
        fs::write(place.join("new"), text).unwrap();
        fs::set_permissions(place.join("new"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::rename(place.join("new"), place.join("git")).unwrap();
        let path = std::env::join_paths([place, "/usr/bin".into(), "/bin".into()]).unwrap();
        let home = folder.path().join("home");
        fs::create_dir(&home).unwrap();
        fs::write(home.join(".gitconfig"), "[safe]\n\tdirectory = ~/../work\n").unwrap();
        let variables = [("PATH", path), ("HOME", home.canonicalize().unwrap().into())];
        let environment = Environment::of(variables.map(|(name, value)| (OsString::from(name), value)));
        let read = || {
            let limits = Limits { time, ..Limits::USUAL };
            let repository = Repository::open_within(history.folder(), &environment, limits, &[])?;
            walk(&repository, "HEAD~1", "HEAD")
        };
        // Another test's child may hold the script open for writing until it has become its own program.
        for _ in 0..200 {
            match read() {
                Err(GitError::Io(error)) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                answer => return answer,
            }
        }
        read()
    }

    fn odd_list(script: &str) -> Result<Vec<Seen>, GitError> {
        odd(&format!("case \"$*\" in *rev-list*) {script};; esac"), Duration::from_mins(1))
    }

    #[test]
    fn the_wrapper_itself_is_faithful() {
        assert_eq!(odd_list(":").unwrap().len(), 1);
    }

    #[test]
    fn a_git_that_fails_is_an_error() {
        assert!(matches!(odd_list("exit 3"), Err(GitError::Failed { .. })));
        assert!(matches!(odd_list("kill -9 $$"), Err(GitError::Failed { .. })));
        assert!(matches!(odd_list("exit 129"), Err(GitError::TooOld)));
    }

    #[test]
    fn a_git_that_warns_is_an_error() {
        assert!(matches!(odd_list("echo 'warning: something is odd' >&2"), Err(GitError::Failed { .. })));
        assert!(odd_list("echo 'hint: take care' >&2").is_ok());
    }

    #[test]
    fn an_answer_that_is_cut_is_an_error() {
        for bytes in ["1", "60", "-1", "-2"] {
            let found = odd_list(&format!("\"$GIT\" \"$@\" | head -c {bytes}; exit 0"));
            assert!(matches!(found, Err(GitError::Garbled)), "{bytes}: {found:?}");
        }
        assert!(matches!(odd_list("echo nonsense; exit 0"), Err(GitError::Garbled)));
    }

    #[test]
    fn a_git_that_is_too_old_says_so() {
        let found = odd(
            "case \"$*\" in *--path-format*) echo sha1; echo --path-format=absolute; echo .git/shallow; exit 0;; esac",
            Duration::from_mins(1),
        );
        assert!(matches!(found, Err(GitError::TooOld)), "{found:?}");
    }

    #[test]
    fn a_git_that_hangs_is_ended() {
        for script in ["exec sleep 600", "sleep 600", "exec >&- 2>&-; exec sleep 600", "exec yes"] {
            let time = Duration::from_secs(1);
            let found = odd(&format!("case \"$*\" in *rev-list*) {script};; esac"), time);
            assert!(
                matches!(
                    found,
                    Err(GitError::TimedOut { .. } | GitError::Garbled | GitError::TooMuch { .. })
                ),
                "{script}: {found:?}"
            );
        }
    }

    #[test]
    fn a_repository_of_somebody_else_is_read_only_if_the_user_trusts_it() {
        let other = "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1";
        assert_eq!(odd(other, Duration::from_mins(1)).unwrap().len(), 1);
        let found =
            odd(&format!("{other}; case \"$*\" in *--get-all*) exit 1;; esac"), Duration::from_mins(1));
        match found {
            Err(error @ GitError::DubiousOwnership { .. }) => {
                assert!(error.help().contains("safe.directory"));
            }
            other => panic!("{other:?}"),
        }
    }
}
