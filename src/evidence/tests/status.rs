//! What the word that a tool writes for an outcome means.

use super::Kind;

/// The outcome behind a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// A word for "passed", or for "came to its end".
    Passed,
    /// A word for something else than that.
    Not(Kind),
    /// A word nobody here knows. It does not say that the test passed.
    Unknown,
}

const PASSED: [&str; 13] = [
    "passed",
    "pass",
    "success",
    "successful",
    "succeeded",
    "ok",
    "run",
    "completed",
    "complete",
    "executed",
    "finished",
    "done",
    "expected",
];

const SKIPPED: [&str; 15] = [
    "notrun",
    "not run",
    "not_run",
    "not-run",
    "notexecuted",
    "not executed",
    "disabled",
    "skipped",
    "skip",
    "ignored",
    "ignore",
    "pending",
    "todo",
    "suppressed",
    "untested",
];

const FAILED: [&str; 16] = [
    "failed",
    "fail",
    "failure",
    "failing",
    "broken",
    "undefined",
    "timeout",
    "timedout",
    "timed out",
    "timed_out",
    "aborted",
    "interrupted",
    "cancelled",
    "canceled",
    "inconclusive",
    "unexpected",
];

const ERRORED: [&str; 6] = ["error", "errored", "crash", "crashed", "panicked", "panic"];

/// What a word says; none where there is no word.
pub(super) fn status(word: &str) -> Option<Status> {
    let word = word.trim();
    if word.is_empty() {
        return None;
    }
    let is_in = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    Some(if is_in(&PASSED) {
        Status::Passed
    } else if is_in(&SKIPPED) {
        Status::Not(Kind::Skipped)
    } else if is_in(&ERRORED) {
        Status::Not(Kind::Errored)
    } else if is_in(&FAILED) {
        Status::Not(Kind::Failed)
    } else {
        Status::Unknown
    })
}
