//! A change and its revert, both in the range, ship nothing.

use super::*;

#[test]
fn a_change_and_its_revert_ship_nothing() {
    for revert in [
        "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>.",
        "Revert \"BILL-7 Retry\"\n\nThis reverts commit\n<a>.",
        "Revert \"BILL-7 Retry\"\n\nThis\nreverts commit <a>.\n\nIt broke the build.",
        "Take the retry out\n\nThis reverts commit <a>.",
        "Revert \"BILL-7 Retry\" (#9)\n\nThis reverts commit <a>.\r\n",
    ] {
        let steps = [("a", "-", "BILL-7 Retry"), ("x", "a", "BILL-101 Totals"), ("r", "x", revert)];
        assert_eq!(
            dispositions(KEYS, &steps),
            ["a undone by r", "x in BILL-101", "r undone by r"],
            "{revert}"
        );
    }
}

#[test]
fn the_hash_may_be_shortened() {
    let short: String = hash("a").chars().take(9).collect();
    let message: &'static str = format!("Undo the retry\n\nThis reverts commit {short}.").leak();
    let steps = [("a", "-", "BILL-7 Retry"), ("r", "a", message)];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "r undone by r"]);
}

#[test]
fn forges_name_what_they_revert_by_its_number() {
    for (change, revert) in [
        ("Retry (#99)", "Revert \"Retry (#99)\" (#100)\n\nReverts acme/app#99"),
        ("Retry (#99)", "Revert \"Retry\" (#100)\n\nReverts #99"),
        ("Retry (!99)", "Revert \"Retry\" (!100)\n\nThis reverts merge request !99"),
        ("Retry\n\nSee merge request acme/app!99", "Revert \"Retry\"\n\nReverts acme/app!99"),
    ] {
        let steps = [("a", "-", change), ("r", "a", revert)];
        assert_eq!(dispositions(NUMBERS, &steps), ["a undone by r", "r undone by r"], "{revert}");
        assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "r undone by r"], "{revert}");
    }
    // A reference is not the change's own number.
    let steps =
        [("a", "-", "Follows #99 (#12)"), ("r", "a", "Revert \"Retry\" (#21)\n\nReverts acme/app#99")];
    assert_eq!(dispositions(NUMBERS, &steps), ["a in #12", "r in #21"]);
}

#[test]
fn the_revert_of_a_merge_undoes_all_that_it_brought() {
    let wrapped =
        "Revert \"Merge branch 'retry'\"\n\nThis reverts commit <m>, reversing\nchanges made to <base>.";
    let by_number = "Revert \"Retry\" (#100)\n\nReverts acme/app#99";
    for revert in [wrapped, by_number] {
        let steps = [
            ("base", "-", "BILL-118 Start"),
            ("a", "base", "BILL-7 Retry"),
            ("b", "a", "BILL-8 Retry more"),
            ("m", "base b", "Merge pull request #99 from acme/retry"),
            ("r", "m", revert),
        ];
        assert_eq!(
            dispositions(KEYS, &steps),
            ["base in BILL-118", "a undone by r", "b undone by r", "m merge", "r undone by r"]
        );
    }
}

#[test]
fn a_reverted_revert_ships_again() {
    for again in [
        "Revert \"Revert \"BILL-7 Retry\"\"\n\nThis reverts commit <r>.",
        "Reapply \"BILL-7 Retry\"\n\nThis reverts commit <r>.",
    ] {
        let steps = [
            ("a", "-", "BILL-7 Retry"),
            ("r", "a", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>."),
            ("rr", "r", again),
        ];
        assert_eq!(dispositions(KEYS, &steps), ["a unlisted BILL-7", "r undone by rr", "rr undone by rr"]);
        let mut steps = steps.to_vec();
        steps.push(("rrr", "rr", "Revert it for good\n\nThis reverts commit <rr>."));
        assert_eq!(
            dispositions(KEYS, &steps),
            ["a undone by r", "r undone by r", "rr undone by rrr", "rrr undone by rrr"]
        );
    }
    let numbers = [
        ("a", "-", "Retry (#99)"),
        ("r", "a", "Revert \"Retry\" (#100)\n\nReverts acme/app#99"),
        ("rr", "r", "Revert \"Revert \"Retry\"\" (#101)\n\nReverts acme/app#100"),
    ];
    assert_eq!(dispositions(NUMBERS, &numbers), ["a unlisted #99", "r undone by rr", "rr undone by rr"]);
}

#[test]
fn undoing_what_was_released_is_a_change_of_its_own() {
    table(
        KEYS,
        &[
            // The quoted ids are those of what it undoes.
            ("Revert \"BILL-101 Dashboard\"\n\nThis reverts commit <old>.", "unlisted"),
            ("Revert \"BILL-7 Retry\"\n\nThis reverts commit <old>.", "unlisted"),
            ("BILL-101 Revert \"BILL-7 Retry\"\n\nThis reverts commit <old>.", "in BILL-101"),
            ("[2.4] Revert \"BILL-7 Retry\" for BILL-101\n\nThis reverts commit <old>.", "in BILL-101"),
            ("[2.4] Revert \"BILL-101 Dashboard\"\n\nThis reverts commit <old>.", "unlisted"),
            ("Irrevert \"BILL-101 Dashboard\"", "in BILL-101"),
            ("Revert \"BILL-7 Retry\"\n\nThis reverts commit <old>.\n\nRefs: BILL-118", "in BILL-118"),
            // A revert of a revert brings the first change back.
            ("Revert \"Revert \"BILL-101 Dashboard\"\"\n\nThis reverts commit <old>.", "in BILL-101"),
            ("Reapply \"BILL-7 Retry\"\n\nThis reverts commit <old>.", "unlisted BILL-7"),
        ],
    );
    table(
        NUMBERS,
        &[
            ("Revert \"Export (#12)\" (#21)\n\nReverts acme/app#12", "in #21"),
            ("Revert \"Export (#12)\" (#99)\n\nReverts acme/app#12", "unlisted #99"),
            ("Revert \"Export (#12)\"", "unlisted"),
        ],
    );
}

#[test]
fn a_revert_that_undoes_more_than_the_range_holds_ships() {
    let steps =
        [("a", "-", "BILL-7 Retry"), ("r", "a", "Take both out\n\nThis reverts commits <a> and <old>.")];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "r unlisted"]);
    let steps = [
        ("a", "-", "BILL-7 Retry"),
        ("b", "a", "BILL-8 Totals"),
        ("r", "b", "Take both out\n\nThis reverts commits <a> and\n<b>."),
    ];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "b undone by r", "r undone by r"]);
}

#[test]
fn a_squash_that_undoes_something_among_others_ships() {
    let squash = "BILL-8 Payments\n\n* Add retries\n\n* Take totals out\n\nThis reverts commit <a>.";
    let steps = [("a", "-", "BILL-7 Totals"), ("r", "a", squash)];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "r unlisted BILL-8"]);
}

#[test]
fn a_revert_undoes_only_what_lies_behind_it() {
    // Landed again after the revert, or on another branch at the same time.
    let later = [("r", "-", "Revert \"Retry\" (#100)\n\nReverts acme/app#99"), ("a", "r", "Retry (#99)")];
    assert_eq!(dispositions(NUMBERS, &later), ["r unlisted #100", "a unlisted #99"]);
    let beside = [
        ("base", "-", "BILL-118 Start"),
        ("a", "base", "BILL-7 Retry"),
        ("r", "base", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>."),
        ("m", "a r", "Merge branch 'x'"),
    ];
    assert_eq!(
        dispositions(KEYS, &beside),
        ["base in BILL-118", "a unlisted BILL-7", "r unlisted", "m merge"]
    );
}

#[test]
fn a_revert_on_a_release_branch_undoes_the_pick_of_what_it_names() {
    let steps = [
        ("a", "-", "BILL-7 Retry\n\n(cherry picked from commit <main-a>)"),
        (
            "r",
            "a",
            "Revert \"BILL-7 Retry\"\n\nThis reverts commit <main-a>.\n\n(cherry picked from commit <main-r>)",
        ),
    ];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "r undone by r"]);
}

#[test]
fn an_item_whose_only_change_was_undone_is_not_in_the_build() {
    let steps = [
        ("a", "-", "BILL-101 Dashboard"),
        ("r", "a", "Revert \"BILL-101 Dashboard\"\n\nThis reverts commit <a>."),
        ("b", "r", "BILL-118 Export"),
    ];
    let covered: Vec<Place> = Build::new(KEYS, &steps).judgement().covered.into_iter().collect();
    assert_eq!(covered, [Place::In(1)]);
}

#[test]
fn a_merge_that_brings_a_revert_does_not_lend_it_the_ids_of_what_it_undoes() {
    for merge in [
        "Merge pull request #13 from acme/revert-12-BILL-101-dashboard\n\nRevert \"BILL-101 Dashboard\"",
        "Merge branch 'revert-3f2a1c9d' into 'main'\n\nRevert \"BILL-101 Dashboard\"\n\nSee merge request acme/app!13",
    ] {
        let steps = [
            ("base", "-", "BILL-118 Start"),
            ("r", "base", "Revert \"BILL-101 Dashboard\"\n\nThis reverts commit <old>."),
            ("m", "base r", merge),
        ];
        assert_eq!(dispositions(KEYS, &steps), ["base in BILL-118", "r unlisted", "m merge"], "{merge}");
    }
    // A branch of that name that is no revert's keeps its ids.
    let steps = [
        ("base", "-", "BILL-118 Start"),
        ("a", "base", "Undo button"),
        ("m", "base a", "Merge pull request #13 from acme/revert-BILL-101-button"),
    ];
    assert_eq!(dispositions(KEYS, &steps), ["base in BILL-118", "a in BILL-101", "m merge"]);
}

#[test]
fn in_a_change_list_dates_tell_which_was_first() {
    let steps = [("a", "-", "Retry (#99)"), ("r", "-", "Revert \"Retry\" (#100)\n\nReverts acme/app#99")];
    let mut build = Build::new(NUMBERS, &steps);
    build.history.has_graph = false;
    assert_eq!(build.dispositions(), ["a undone by r", "r undone by r"]);
    build.history.changes[0].committed = Some(1_000_000);
    assert_eq!(build.dispositions(), ["a unlisted #99", "r unlisted #100"]);
    for change in &mut build.history.changes {
        change.committed = None;
    }
    build.history.changes.reverse();
    assert_eq!(
        build.dispositions(),
        ["r undone by r", "a undone by r"],
        "without dates, the newest stands first"
    );
}

#[test]
fn a_revert_by_word_alone_is_a_change_like_what_it_names() {
    let steps =
        [("a", "-", "BILL-7 Retry"), ("r", "a", "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>.")];
    let build = Build::new(KEYS, &steps);
    let mut trees = trees::Obedient::new(&build.history);
    trees.empty.push(1);
    let ships = |disposition: &Disposition| matches!(disposition, Disposition::Ships(_));
    assert!(build.judge_by(&trees).dispositions.iter().all(ships));
}

#[test]
fn a_quoted_subject_names_the_one_change_that_has_it() {
    let revert = ("r", "x", "Revert \"BILL-7 Retry\"");
    let steps = [("a", "-", "BILL-7 Retry"), ("x", "a", "BILL-101 Totals"), revert];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by r", "x in BILL-101", "r undone by r"]);
    let twice = [("a", "-", "BILL-7 Retry"), ("x", "a", "BILL-7 Retry"), revert];
    assert_eq!(dispositions(KEYS, &twice), ["a unlisted BILL-7", "x unlisted BILL-7", "r unlisted"]);
    let number = [("a", "-", "Retry (#99)"), ("r", "a", "Revert \"Retry it\" (#99)")];
    assert_eq!(dispositions(KEYS, &number), ["a undone by r", "r undone by r"]);
}

#[test]
fn nothing_is_undone_twice() {
    let undo = "Revert \"BILL-7 Retry\"\n\nThis reverts commit <a>.";
    let steps = [("a", "-", "BILL-7 Retry"), ("r", "a", undo), ("s", "r", undo)];
    assert_eq!(dispositions(KEYS, &steps), ["a undone by s", "r unlisted", "s undone by s"]);
}
