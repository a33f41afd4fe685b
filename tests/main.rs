//! End-to-end tests: the real binary, real files, real repositories.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod after;
mod attest;
mod calendar;
mod call;
mod check;
mod confirm;
mod day;
mod deploy;
mod docs;
mod histories;
mod hostile;
mod house;
mod init;
mod lint;
mod matrix;
mod oracle;
mod outside;
mod pages;
mod past;
mod prompts;
mod properties;
mod recipes;
mod reports;
mod review;
mod roles;
mod schema;
mod sealed;
mod support;
mod tampered;
mod variants;

use support::history::History;

#[test]
fn the_same_steps_give_the_same_history() {
    let build = || {
        let folder = tempfile::tempdir().expect("a folder");
        let mut history = History::new(folder.path());
        history.commit("BILL-1 Start").tag("v1.0.0").branch("work");
        history.file("src/export.rs", "// export\n").commit_by(
            "Bo",
            "bo@example.com",
            "BILL-2 Export\n\nRefs: BILL-3",
        );
        let export = history.head();
        history.checkout("main").at("2026-11-20T10:00:00Z").merge("work", "Merge branch 'work'");
        history.revert("HEAD").checkout("v1.0.0").branch("fixes").cherry_pick_x(&export);
        let log = history.git(["log", "--all", "--format=%H %P %an %ct %B"]);
        (history.head(), log)
    };
    let (head, log) = build();
    assert_eq!((head, log.clone()), build());
    assert!(log.contains("(cherry picked from commit ") && log.contains("This reverts commit "), "{log}");
    // The merge is made when the clock says so, and the revert of it one step later.
    let seconds = "2026-11-20T10:00:00Z".parse::<jiff::Timestamp>().expect("a time").as_second();
    assert!(log.contains(&format!("{seconds} Merge branch 'work'")), "{log}");
    assert!(log.contains(&format!("{} Revert", seconds + 60)), "{log}");
}
