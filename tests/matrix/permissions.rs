//! What may not be read: each kind of file, the folders that lead to it, and the repository.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;

use super::{KINDS, Kind, assert_none, complaints};
use crate::support::story::{FORMATS, Story};
use crate::support::unprivileged;

fn close(path: &Path, mode: u32) {
    set_permissions(path, Permissions::from_mode(mode)).expect("a closed place");
}

/// Runs a story in all formats while one place of it is closed.
fn closed(story: &Story, name: &str, place: &str, named: &str, options: &[&str]) -> Vec<String> {
    let path = story.path(place);
    let run = |format: &str| {
        let run = story.gonogo_bound(format, options).expect("somebody");
        close(&path, 0o0);
        let told = run.run();
        close(&path, 0o755);
        told
    };
    complaints(name, named, run)
}

#[test]
fn nobody_can_run_the_whole_story() {
    if unprivileged::way().is_none() {
        return;
    }
    for kind in KINDS {
        let story = kind.story();
        let told = story.gonogo_bound("json", kind.options()).expect("somebody").run();
        assert_eq!(told.code, Some(0), "{kind:?}\n{}{}", told.out, told.err);
    }
    let told = Story::with_git().gonogo_bound("json", &[]).expect("somebody").run();
    assert_eq!(told.code, Some(0), "git\n{}{}", told.out, told.err);
}

#[test]
fn no_closed_file_or_folder_leaves_go() {
    if unprivileged::way().is_none() {
        return;
    }
    let wrong: Vec<String> = KINDS
        .par_iter()
        .flat_map_iter(|kind| {
            let story = kind.story();
            let file = kind.file();
            let mut wrong = closed(&story, &format!("{kind:?} closed"), file, file, kind.options());
            if let Some((folder, _)) = file.split_once('/') {
                // A folder that cannot be looked into is what a pattern can name.
                let named = if *kind == Kind::ReportByGlob { folder } else { file };
                wrong.extend(closed(&story, &format!("{kind:?} closed folder"), folder, named, &[]));
            }
            wrong
        })
        .collect();
    assert_none(&wrong);
}

#[test]
fn no_closed_part_of_a_repository_leaves_go() {
    if unprivileged::way().is_none() {
        return;
    }
    let story = Story::with_git();
    let mut git = Command::new("git");
    git.args(["-c", "safe.directory=*", "rev-parse", "HEAD~1"]).current_dir(story.folder());
    let id = String::from_utf8(git.output().expect("git").stdout).expect("an id");
    let object = format!(".git/objects/{}/{}", &id[..2], id[2..].trim());
    let wrong: Vec<String> =
        [".git", ".git/objects", ".git/refs", ".git/refs/tags", ".git/HEAD", ".git/config", &object]
            .iter()
            .flat_map(|place| {
                closed(&story, place, place, "git", &[]).into_iter().filter(|wrong| !is_words(wrong))
            })
            .collect();
    assert_none(&wrong);
    for format in FORMATS {
        assert_eq!(story.gonogo_bound(format, &[]).expect("somebody").run().code, Some(0), "{format}");
    }
}

/// Which word git finds for what it may not read is its own affair; that it is told is seen by the exit code.
fn is_words(complaint: &str) -> bool {
    complaint.contains("does not name")
}
