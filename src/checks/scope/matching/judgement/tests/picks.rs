//! Cherry-picks that the last release holds already.

use super::*;
use crate::evidence::history::change::Change;

const A: Step = ("a", "-", "BILL-7 Retry");
const B: Step = ("b", "a", "BILL-101 Dashboard");

#[test]
fn a_pick_is_known_by_its_line() {
    // Picked from the build's commit; picked into the build; both picked from a third place.
    let picked = ("p", "-", "Retry\n\n(cherry picked from commit <a>)");
    assert_eq!(Build::new(KEYS, &[A, B]).held(&[picked]).dispositions(), ["a shipped", "b in BILL-101"]);
    let steps = [("a", "-", "BILL-7 Retry\n\n(cherry picked from commit <p>)"), B];
    let held = ("p", "-", "Something else");
    assert_eq!(Build::new(KEYS, &steps).held(&[held]).dispositions(), ["a shipped", "b in BILL-101"]);
    let steps = [("a", "-", "BILL-7 Retry\n\n(cherry picked from commit <third>)"), B];
    let held = ("p", "-", "Retry\n\n(cherry picked from commit <third>)");
    assert_eq!(Build::new(KEYS, &steps).held(&[held]).dispositions(), ["a shipped", "b in BILL-101"]);
}

#[test]
fn a_pick_is_known_by_author_author_date_and_subject() {
    let held = || {
        // The first commit of either list is written at the same second by the same author.
        Build::new(KEYS, &[A, B]).held(&[("p", "-", "BILL-7 Retry")])
    };
    assert_eq!(held().dispositions(), ["a shipped", "b in BILL-101"]);
    let edits: [fn(&mut Change); 3] = [
        |change| change.author = author("Bo Lind <bo@example.com>"),
        |change| change.authored = Some(1),
        |change| change.subject = Untrusted::from("BILL-7 Retry twice"),
    ];
    for edit in edits {
        let mut build = held();
        edit(&mut build.history.held[0]);
        assert_eq!(build.dispositions(), ["a unlisted BILL-7", "b in BILL-101"]);
    }
    let mut build = held();
    build.history.held[0].committed = Some(1);
    assert_eq!(
        build.dispositions(),
        ["a shipped", "b in BILL-101"],
        "the date of the commit does not matter"
    );
}

#[test]
fn where_from_is_an_ancestor_a_pick_brings_something_back() {
    let mut build = Build::new(KEYS, &[A, B]).held(&[("p", "-", "BILL-7 Retry")]);
    build.history.is_diverged = false;
    assert_eq!(build.dispositions(), ["a unlisted BILL-7", "b in BILL-101"]);
}

#[test]
fn what_the_last_release_took_back_is_not_held() {
    let held = [
        ("p", "-", "BILL-7 Retry\n\n(cherry picked from commit <a>)"),
        ("q", "p", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <p>."),
    ];
    assert_eq!(Build::new(KEYS, &[A, B]).held(&held).dispositions(), ["a unlisted BILL-7", "b in BILL-101"]);
    let mut again = held.to_vec();
    again.push(("s", "q", "Reapply \"BILL-7 Retry\"\n\nThis reverts commit <q>."));
    assert_eq!(Build::new(KEYS, &[A, B]).held(&again).dispositions(), ["a shipped", "b in BILL-101"]);
}

#[test]
fn undoing_what_the_last_release_holds_is_a_change() {
    let steps = [A, ("r", "a", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>.")];
    let held = [("p", "-", "Retry\n\n(cherry picked from commit <a>)")];
    assert_eq!(Build::new(KEYS, &steps).held(&held).dispositions(), ["a shipped", "r unlisted"]);
}

#[test]
fn a_change_and_its_revert_that_the_last_release_holds_both_ship_nothing() {
    let steps =
        [A, ("r", "a", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>."), ("b", "r", "BILL-101 x")];
    let held = [
        ("p", "-", "BILL-7 Retry\n\n(cherry picked from commit <a>)"),
        ("q", "p", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>.\n\n(cherry picked from commit <r>)"),
    ];
    let dispositions = Build::new(KEYS, &steps).held(&held).dispositions();
    assert!(!dispositions.iter().any(|disposition| disposition.contains("unlisted")), "{dispositions:?}");
}

#[test]
fn a_listed_change_stands_for_its_item_whoever_else_holds_it() {
    let steps = [("a", "-", "BILL-101 Dashboard"), ("b", "a", "BILL-118 Export")];
    let build = Build::new(KEYS, &steps).held(&[("p", "-", "BILL-101 Dashboard")]);
    assert_eq!(build.dispositions(), ["a in BILL-101", "b in BILL-118"]);
    assert_eq!(build.judgement().covered.into_iter().collect::<Vec<_>>(), [Place::In(0), Place::In(1)]);
}

#[test]
fn a_pick_by_word_alone_ships() {
    let build = Build::new(KEYS, &[A, B]).held(&[("p", "-", "Retry\n\n(cherry picked from commit <a>)")]);
    let mut trees = trees::Obedient::new(&build.history);
    trees.empty.push(2);
    let judged = build.judge_by(&trees);
    assert!(matches!(judged.dispositions[0], Disposition::Ships(Listing::Unlisted(_))), "{judged:?}");
    assert!(build.judgement().lost.is_empty(), "what was picked is not lost");
    let other = Build::new(KEYS, &[A, B]).held(&[("p", "-", "Something else")]);
    assert_eq!(other.judgement().lost, [0]);
}
