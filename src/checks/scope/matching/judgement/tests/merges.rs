//! Merges ship nothing and pass their list on.

use super::*;

#[test]
fn a_merge_passes_its_list_on_and_ships_nothing_itself() {
    let steps = |message| {
        dispositions(
            BOTH,
            &[("base", "-", "BILL-101 Start"), ("work", "base", "Totals"), ("m", "base work", message)],
        )
    };
    for (message, wanted) in [
        ("Merge pull request #12 from acme/export", "work in #12"),
        ("Merge pull request #99 from acme/export", "work unlisted #99"),
        ("Merge pull request #30 from acme/export", "work out #30"),
        ("Merge pull request #57 from acme/BILL-101-totals", "work in BILL-101"),
        ("Merged in export (pull request #12)", "work in #12"),
        ("Merge branch 'BILL-101-totals' into main", "work in BILL-101"),
        ("Merge branch 'totals'", "work unlisted"),
        ("Merge branch 'totals'\n\nRefs: BILL-101", "work unlisted"),
        ("Merge branch 'totals'\n\nBILL-101 Totals", "work unlisted"),
        ("Merge pull request #57 from acme/totals\n\nBILL-101 Totals", "work in BILL-101"),
        ("Merge pull request #57 from acme/release-2.4\n\nBILL-101 Totals", "work unlisted"),
        ("Merge branch 'main'\n\nBILL-101 Totals", "work unlisted"),
        ("Merge branch 'totals' into BILL-101", "work unlisted"),
    ] {
        assert_eq!(steps(message), ["base in BILL-101", wanted, "m merge"], "{message}");
    }
}

#[test]
fn gitlab_names_its_merge_in_the_body() {
    let message = "Merge branch 'export' into 'main'\n\nExport\n\nCloses #9\n\nSee merge request acme/app!12";
    let steps = [("base", "-", "Start (!12)"), ("work", "base", "Totals"), ("m", "base work", message)];
    assert_eq!(dispositions(BANGS, &steps), ["base in !12", "work in !12", "m merge"]);
}

#[test]
fn the_commits_own_words_go_before_those_of_its_merge() {
    let steps = [
        ("base", "-", "BILL-118 Start"),
        ("a", "base", "BILL-118 Export"),
        ("b", "a", "BILL-7 Extra fix"),
        ("c", "b", "Polish\n\nRefs: BILL-131"),
        ("d", "c", "Polish again"),
        ("e", "d", "Rework of the templates from BILL-120"),
        ("f", "e", "OPS-9 Of a kind that nobody uses"),
        ("m", "base f", "Merge branch 'BILL-101-dashboard'"),
    ];
    assert_eq!(
        dispositions(KEYS, &steps),
        [
            "base in BILL-118",
            "a in BILL-118",
            "b unlisted BILL-7",
            "c in BILL-131",
            "d in BILL-101",
            "e out BILL-120",
            "f unlisted OPS-9",
            "m merge"
        ]
    );
}

#[test]
fn of_nested_merges_the_inner_one_decides_first() {
    let steps = |inner: &'static str| {
        dispositions(
            KEYS,
            &[
                ("base", "-", "BILL-118 Start"),
                ("outer", "base", "Totals"),
                ("deep", "base", "Rounding"),
                ("inner", "outer deep", inner),
                ("m", "base inner", "Merge branch 'BILL-101-dashboard'"),
            ],
        )
    };
    for (inner, deep) in [
        ("Merge branch 'BILL-118-rounding' into BILL-101-dashboard", "deep in BILL-118"),
        ("Merge branch 'BILL-7-rounding' into BILL-101-dashboard", "deep unlisted BILL-7"),
        ("Merge branch 'rounding' into BILL-101-dashboard", "deep in BILL-101"),
    ] {
        let wanted = ["base in BILL-118", "outer in BILL-101", deep, "inner merge", "m merge"];
        assert_eq!(steps(inner), wanted, "{inner}");
    }
}

#[test]
fn what_was_merged_back_into_a_branch_is_not_the_branchs() {
    // `main1` is on the main line; the branch took it in before it was merged itself.
    let steps = [
        ("base", "-", "BILL-118 Start"),
        ("work", "base", "Totals"),
        ("main1", "base", "Somebody else's"),
        ("back", "work main1", "Merge branch 'main' into BILL-101-dashboard"),
        ("m", "main1 back", "Merge branch 'BILL-101-dashboard'"),
    ];
    assert_eq!(
        dispositions(KEYS, &steps),
        ["base in BILL-118", "work in BILL-101", "main1 unlisted", "back merge", "m merge"]
    );
}

#[test]
fn an_octopus_passes_its_list_to_all_its_arms() {
    let steps = [
        ("base", "-", "BILL-118 Start"),
        ("a", "base", "Totals"),
        ("b", "base", "Rounding"),
        ("c", "-", "BILL-7 Sneaky"),
        ("m", "base a b c", "Merge branches 'BILL-101-a', 'b' and 'c'"),
    ];
    assert_eq!(
        dispositions(KEYS, &steps),
        ["base in BILL-118", "a in BILL-101", "b in BILL-101", "c unlisted BILL-7", "m merge"]
    );
}

#[test]
fn the_file_may_name_a_merge_by_its_hash() {
    let lists = "[scope]\nin = [{ id = \"BILL-101\", commits = [\"<m>\"] }]\n";
    let steps = [
        ("base", "-", "BILL-101 Start"),
        ("a", "base", "Totals"),
        ("b", "a", "BILL-7 Sneaky"),
        ("m", "base b", "Merge branch 'totals'"),
    ];
    assert_eq!(
        dispositions(lists, &steps),
        ["base in BILL-101", "a in BILL-101", "b unlisted BILL-7", "m merge"]
    );
}

#[test]
fn on_the_main_line_alone_a_merge_stands_for_what_it_brought() {
    let steps = [
        ("base", "-", "BILL-118 Start"),
        ("a", "base", "BILL-7 Not looked at"),
        ("m", "base a", "Merge branch 'BILL-101-dashboard'"),
        ("b", "m", "BILL-7 Looked at"),
        ("c", "base", "BILL-118 Export"),
        ("n", "b c", "Merge branch 'export'"),
    ];
    let main = |history| {
        Build::new(KEYS, &steps).policy(&format!("[build]\nhistory = \"{history}\"\n")).dispositions()
    };
    assert_eq!(
        main("first-parent"),
        ["base in BILL-118", "a inside", "m in BILL-101", "b unlisted BILL-7", "c inside", "n unlisted"]
    );
    assert_eq!(
        main("all"),
        ["base in BILL-118", "a unlisted BILL-7", "m merge", "b unlisted BILL-7", "c in BILL-118", "n merge"]
    );
}

#[test]
fn a_change_list_has_no_graph() {
    let steps =
        [("a", "-", "BILL-101 Dashboard"), ("b", "-", "Totals"), ("m", "- -", "Merge branch 'BILL-101'")];
    let mut build = Build::new(KEYS, &steps).policy("[build]\nhistory = \"first-parent\"\n");
    build.history.has_graph = false;
    assert_eq!(build.dispositions(), ["a in BILL-101", "b unlisted", "m merge"]);
}

#[test]
fn a_merge_that_brings_requests_lists_none_of_them() {
    let steps = [
        ("base", "-", "Start (#12)"),
        ("a", "base", "Totals (#99)"),
        ("b", "a", "Rounding"),
        ("c", "b", "Export (#98)"),
        ("m", "base c", "Merge pull request #12 from acme/totals"),
    ];
    assert_eq!(
        dispositions(NUMBERS, &steps),
        ["base in #12", "a unlisted #99", "b unlisted", "c unlisted #98", "m merge"]
    );
}

#[test]
fn in_a_listed_merge_only_a_subject_makes_a_stranger() {
    let steps = [
        ("base", "-", "BILL-118 Start"),
        ("a", "base", "Totals\n\nFixes: BILL-7"),
        ("b", "a", "Use UTF-8"),
        ("c", "b", "UTF-8 everywhere"),
        ("m", "base c", "Merge branch 'BILL-101-totals'"),
    ];
    assert_eq!(
        dispositions(KEYS, &steps),
        ["base in BILL-118", "a in BILL-101", "b in BILL-101", "c in BILL-101", "m merge"]
    );
}
