//! Which list a message puts its change on.

use super::*;

#[test]
fn ids_are_whole_tokens_in_any_case() {
    table(
        KEYS,
        &[
            ("BILL-101 Dashboard", "in BILL-101"),
            ("bill-101: dashboard", "in BILL-101"),
            ("feat(Bill-101): dashboard", "in BILL-101"),
            ("[BILL-101] Dashboard", "in BILL-101"),
            ("BILL-10 Dashboard", "unlisted BILL-10"),
            ("BILL-1011 Dashboard", "unlisted BILL-1011"),
            ("XBILL-101 Dashboard", "unlisted"),
            ("BILL-101a Dashboard", "unlisted"),
            ("Dashboard", "unlisted"),
        ],
    );
    table(
        NUMBERS,
        &[
            ("Fix #12", "in #12"),
            ("Fix #123", "unlisted #123"),
            ("Fix #1", "unlisted #1"),
            ("Fix other/project#12", "unlisted"),
            ("Fix 12", "unlisted"),
        ],
    );
}

#[test]
fn only_kinds_that_the_lists_use_count() {
    table(
        KEYS,
        &[
            ("BILL-101 UTF-8 for CVE-2024-1 and OPS-7 (#57)", "in BILL-101"),
            ("OPS-7 UTF-8 (#57)", "unlisted"),
            ("OPS-7 UTF-8 (#57)\n\nRefs: BILL-118", "in BILL-118"),
        ],
    );
    table(NUMBERS, &[("BILL-7 Export (#12)", "in #12"), ("Export (!12)", "unlisted")]);
    table(
        BANGS,
        &[("Export (!12)", "in !12"), ("Export, closes #99 (!12)", "in !12"), ("Export (#12)", "unlisted")],
    );
}

#[test]
fn the_out_list_and_the_extras_use_kinds_as_well() {
    let lists = "[scope]\nin = [\"BILL-101\"]\nout = [{ id = \"OPS-1\" }]\n[[scope.extra]]\nid = \"WEB-1\"\n";
    table(
        lists,
        &[
            ("BILL-101 OPS-2", "in BILL-101"),
            ("WEB-2 and OPS-2", "unlisted WEB-2"),
            ("BILL-101 WEB-1", "in BILL-101 WEB-1"),
            ("BILL-101 OPS-1", "out OPS-1"),
        ],
    );
}

#[test]
fn a_listed_claim_settles_a_subject() {
    table(
        KEYS,
        &[
            ("BILL-101 BILL-118 Both", "in BILL-101 BILL-118"),
            ("BILL-101 and BILL-7", "in BILL-101"),
            ("BILL-7 and BILL-101", "in BILL-101"),
            ("BILL-7 Only\n\nRefs: BILL-101", "unlisted BILL-7"),
        ],
    );
    table(
        NUMBERS,
        &[("Fix #12 and #21", "in #12 #21"), ("Fix #12 and #99", "in #12"), ("Fix #99", "unlisted #99")],
    );
}

#[test]
fn references_list_and_make_no_stranger_while_closing_keys_do() {
    table(
        KEYS,
        &[
            ("Totals\n\nRefs: BILL-101", "in BILL-101"),
            ("Totals\n\nRefs: BILL-101, BILL-118", "in BILL-101 BILL-118"),
            ("Totals\n\nRefs: BILL-101, BILL-7", "in BILL-101"),
            ("Totals\n\nRefs: BILL-7", "unlisted"),
            ("BILL-101 Totals\n\nCloses BILL-7", "unlisted BILL-7"),
            ("BILL-101 Totals\n\nCloses BILL-118", "in BILL-101 BILL-118"),
            ("BILL-101 Totals\n\nCloses OPS-7", "in BILL-101"),
            ("Totals\n\nRefs: BILL-101\nFixes: BILL-7", "unlisted BILL-7"),
            ("Totals\n\nCloses: bill-101", "in BILL-101"),
            ("Totals\n\nIssue: BILL-101", "in BILL-101"),
            ("Totals\r\n\r\nFixes: BILL-101\r\n", "in BILL-101"),
            ("Totals\n\nSee BILL-7 for the reason.\n\nRefs: BILL-101", "in BILL-101"),
        ],
    );
    table(
        NUMBERS,
        &[
            ("Totals\n\nCloses #12, #21", "in #12 #21"),
            ("Totals\n\nCloses #12, #99", "in #12"),
            ("Retry (#57)\n\nCloses #12", "in #12"),
            ("Retry (#57)\n\nSee #12", "unlisted #57"),
        ],
    );
}

#[test]
fn prose_lists_nothing() {
    table(
        KEYS,
        &[
            ("Totals\n\nFollows BILL-7 and BILL-101 in rounding.", "mentions BILL-101"),
            ("Totals\n\nFollows BILL-7 in rounding.", "unlisted"),
            ("Totals\n\nFollows BILL-101 instead of BILL-120.", "mentions BILL-101"),
        ],
    );
}

#[test]
fn the_subject_goes_before_the_trailers_and_these_before_the_body() {
    table(
        KEYS,
        &[
            ("BILL-101 Totals\n\nRefs: BILL-118\n\nBILL-131", "in BILL-101"),
            ("BILL-101 Totals\n\nRefs: BILL-7", "in BILL-101"),
            ("Totals\n\nAs in BILL-101.\n\nRefs: BILL-118", "in BILL-118"),
            ("Totals\n\nAs in BILL-101.\n\nRefs: BILL-7", "mentions BILL-101"),
        ],
    );
}

#[test]
fn a_listed_key_settles_the_change_whatever_number_stands_beside_it() {
    table(
        BOTH,
        &[
            ("BILL-101 Dashboard (#57)", "in BILL-101"),
            ("BILL-101 Dashboard, see #99 (#57)", "in BILL-101"),
            ("BILL-101 Dashboard (#12)", "in BILL-101 #12"),
            ("Dashboard (#57)", "unlisted #57"),
            ("Dashboard (#12)", "in #12"),
            ("BILL-7 Dashboard (#12)", "in #12"),
            ("BILL-7 Dashboard (#57)", "unlisted #57"),
            ("Totals\n\nRefs: BILL-101, #99", "in BILL-101"),
        ],
    );
}

#[test]
fn the_out_list_wins() {
    table(
        KEYS,
        &[
            ("BILL-120 Templates", "out BILL-120"),
            ("BILL-101 and BILL-120", "out BILL-120"),
            ("BILL-7 and BILL-120", "out BILL-120"),
            ("Totals\n\nRefs: BILL-101, BILL-120", "in BILL-101"),
            ("BILL-101 Totals\n\n* BILL-120 Templates", "out BILL-120"),
            ("BILL-132 Retry", "removed BILL-132"),
            ("BILL-101 BILL-132 Retry", "removed BILL-132"),
            ("BILL-120 BILL-132", "out BILL-120"),
            ("BILL-131 Retry", "in BILL-131"),
        ],
    );
    table(BOTH, &[("BILL-101 Dashboard (#30)", "out #30"), ("BILL-120 Templates (#12)", "out BILL-120")]);
}

#[test]
fn the_last_number_in_brackets_is_the_changes_own() {
    table(
        NUMBERS,
        &[
            ("[2.4] Export (#99) (#21)", "in #21"),
            ("[2.4] Export (#12) (#99)", "unlisted #99"),
            ("Export, after #99 (#21)", "in #21"),
            ("Take the templates of #30 apart (#21)", "out #30"),
            ("Export (#21) (#30)", "out #30"),
            ("Export (#12) after (#99) all", "in #12"),
        ],
    );
}

#[test]
fn forges_name_the_numbers_of_their_squashes() {
    table(NUMBERS, &[("Merged PR 12: Export #99", "in #12"), ("Merged PR 99: Export", "unlisted #99")]);
    table(
        BANGS,
        &[
            ("Merged PR 12: Export", "in !12"),
            ("Export\n\nSee merge request acme/app!12", "in !12"),
            ("Export\n\nSee merge request acme/app!99", "unlisted !99"),
            ("Export\n\nSee merge request acme/app!30", "out !30"),
        ],
    );
}

#[test]
fn the_file_may_name_commits_by_the_beginning_of_their_hash() {
    let prefix: String = hash("x").chars().take(8).collect();
    let other: String = hash("y").chars().take(8).collect();
    let lists = |hash: &str| {
        format!(
            "[scope]\nin = [{{ id = \"BILL-101\", commits = [\"{hash}\"] }}]\nout = [{{ id = \"BILL-120\" }}]\n"
        )
    };
    for (hash, message, wanted) in [
        (prefix.as_str(), "Totals", "in BILL-101"),
        (prefix.to_uppercase().as_str(), "Totals", "in BILL-101"),
        (hash("x").as_str(), "Totals", "in BILL-101"),
        (prefix.as_str(), "BILL-7 Totals", "in BILL-101"),
        (prefix.as_str(), "BILL-120 Templates", "out BILL-120"),
        (other.as_str(), "Totals", "unlisted"),
    ] {
        assert_eq!(alone(&lists(hash), message), wanted, "{hash} {message}");
    }
    let both = format!("[scope]\nin = [{{ id = \"BILL-101\", commits = [\"{prefix}\"] }}, \"BILL-118\"]\n");
    assert_eq!(alone(&both, "BILL-118 Export"), "in BILL-101 BILL-118", "the hash and the message count");
    let barred =
        format!("[scope]\nin = [\"BILL-101\"]\nout = [{{ id = \"BILL-120\", commits = [\"{prefix}\"] }}]\n");
    assert_eq!(alone(&barred, "BILL-101 Dashboard"), "out BILL-120");
}

#[test]
fn bullets_of_a_squash_are_subjects_of_their_own() {
    table(
        KEYS,
        &[
            ("Payments (#57)\n\n* BILL-101 Retry\n* BILL-118: export", "in BILL-101 BILL-118"),
            ("BILL-101 Payments\n\n* BILL-101 Retry\n* BILL-7 Sneaky", "unlisted BILL-7"),
            ("BILL-101 Payments\n\n- retry as in BILL-7\n- Polish", "in BILL-101"),
            ("BILL-101 Payments\n\n* Revert \"BILL-120 Templates\"", "in BILL-101"),
        ],
    );
}

#[test]
fn spellings_of_one_id_are_one() {
    let words = "[scope]\nin = [\"Bug 2023209 Fix the crash\", \"T131 Search\", \"AB#12 Export\"]\n";
    table(
        words,
        &[
            ("Bug 2023209 - Fix the crash", "in Bug 2023209"),
            ("Fix\n\nBUG: 2023209", "in Bug 2023209"),
            ("Fix\n\nBug: T131", "in T131"),
            ("Fix\n\nRelated work items: #12", "in AB#12"),
            ("Bug 99 - Other", "unlisted Bug 99"),
            ("T131 Search and T99", "in T131"),
        ],
    );
    let hash = "[scope]\nin = [\"gh-12 Dashboard\"]\n";
    table(hash, &[("X\n\nCloses gh-12", "in gh-12"), ("X (#12)", "in gh-12"), ("Issue #12: X", "in gh-12")]);
    let jdk = "[scope]\nin = [\"JDK-8312345 Totals\"]\n";
    table(jdk, &[("8312345: Totals", "in JDK-8312345"), ("8399999: Other", "unlisted 8399999")]);
    let bare = "[scope]\nin = [\"8312345 Totals\"]\n";
    table(bare, &[("8312345: Totals", "in 8312345"), ("JDK-8312345: Totals", "in 8312345")]);
}

#[test]
fn ids_of_other_projects_name_nothing() {
    let build = |policy: &str, message: &'static str| {
        let steps = [("x", "-", message)];
        Build::new(NUMBERS, &steps).policy(policy).dispositions().join(" ")
    };
    let own = "[build]\nproject = \"Acme/App\"\n";
    assert_eq!(build(own, "X\n\nFixes acme/app#12"), "x in #12");
    assert_eq!(build(own, "X\n\nFixes https://github.com/acme/app/issues/12"), "x in #12");
    assert_eq!(build(own, "X\n\nFixes other/app#12"), "x unlisted");
    assert_eq!(build("", "X\n\nFixes acme/app#12"), "x unlisted");
}

#[test]
fn the_team_may_name_projects_that_must_be_listed() {
    let steps = [("x", "-", "X (#12)\n\nFixes SEC-9")];
    let build = |policy: &str| Build::new(NUMBERS, &steps).policy(policy).dispositions().join(" ");
    assert_eq!(build("[build]\nprojects = [\"SEC\"]\n"), "x unlisted SEC-9");
    assert_eq!(build(""), "x in #12");
}

#[test]
fn letters_of_other_alphabets_are_told() {
    table(KEYS, &[("ВILL-101 Totals", "masked BILL-101"), ("BILL-101 ВILL-120", "masked BILL-120")]);
}
