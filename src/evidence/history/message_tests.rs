//! What messages of real tools say.

use proptest::prelude::*;

use super::*;

const IDS: [&str; 6] = ["BILL-101", "BILL-118", "#12", "#21", "!12", "billing"];

fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    for id in IDS {
        lexicon.add(Id::parse(id).unwrap());
    }
    lexicon
}

fn names(mentions: &Mentions) -> Vec<String> {
    mentions.keys.iter().chain(&mentions.numbers).map(|mention| mention.id.display()).collect()
}

fn change(message: &str) -> Reading {
    read(message, false, &lexicon())
}

fn merge(message: &str) -> Reading {
    read(message, true, &lexicon())
}

fn own(reading: &Reading) -> Option<String> {
    reading.own.as_ref().map(|mention| mention.id.display())
}

#[test]
fn the_last_number_in_brackets_is_the_changes_own() {
    assert_eq!(own(&change("[2.4] Export (#12) (#21)")).as_deref(), Some("#21"));
    assert_eq!(own(&change("Export #12")), None);
    assert_eq!(own(&change("Export (see #12)")), None);
}

#[test]
fn forges_name_the_number_of_their_merges() {
    assert_eq!(own(&merge("Merge pull request #12 from acme/export")).as_deref(), Some("#12"));
    assert_eq!(own(&merge("Merged in export (pull request #12)")).as_deref(), Some("#12"));
    assert_eq!(own(&change("Merged PR 12: Export")).as_deref(), Some("!12"));
    let gitlab = "Merge branch 'export' into 'main'\n\nExport\n\nCloses #21\n\nSee merge request acme/app!12";
    assert_eq!(own(&merge(gitlab)).as_deref(), Some("!12"));
    assert_eq!(names(&merge(gitlab).in_trailers), ["#21"]);
}

#[test]
fn a_merge_is_named_by_what_it_brought_not_by_where_it_went() {
    assert_eq!(names(&merge("Merge branch 'main' into BILL-101-dashboard").in_subject), [""; 0]);
    assert_eq!(names(&merge("Merge branch 'BILL-101-dashboard' into main").in_subject), ["BILL-101"]);
    assert_eq!(names(&merge("Merge branch 'main' of host:acme/BILL-101").in_subject), [""; 0]);
    assert_eq!(names(&merge("Merge pull request #12 from acme/BILL-101-x").in_subject), ["BILL-101", "#12"]);
}

#[test]
fn trailers_are_read_with_and_without_a_colon() {
    for line in
        ["Refs: BILL-101", "Closes BILL-101", "fixes: bill-101", "Jira-Issue: BILL-101", "Issue BILL-101"]
    {
        let reading = change(&format!("Totals\n\nWhy.\n\n{line}\nSigned-off-by: A <a@b.c>"));
        assert_eq!(names(&reading.in_trailers), ["BILL-101"], "{line}");
    }
    let prose = change("Totals\n\nFixes BILL-101 by rounding");
    assert_eq!((names(&prose.in_trailers), names(&prose.in_body)), (vec![], vec!["BILL-101".to_owned()]));
    assert_eq!(names(&change("Totals\n\nFixes: 3f2a1c9 (\"BILL-101 Dashboard\")").in_trailers), [""; 0]);
}

#[test]
fn several_words_and_numbers_of_one_trailer_count() {
    assert_eq!(names(&change("X\n\nCloses #12 and #21").in_trailers), ["#12", "#21"]);
    assert_eq!(names(&change("X\n\nCloses #12 & #21").in_trailers), ["#12", "#21"]);
    let mut lexicon = lexicon();
    lexicon.add(Id::parse("export").unwrap());
    for line in ["Refs: billing, export", "Refs: billing export", "Refs: export,billing"] {
        let found = read(&format!("X\n\n{line}"), false, &lexicon).in_trailers;
        assert_eq!(names(&found).len(), 2, "{line}: {:?}", names(&found));
    }
}

#[test]
fn only_words_that_say_what_a_change_is_for_make_a_trailer() {
    // As long as `closes`, and as no word at all.
    for line in ["Reason: BILL-101", "Colour of the button: BILL-101", "Reason #12"] {
        let reading = change(&format!("X\n\n{line}"));
        assert_eq!(names(&reading.in_trailers), [""; 0], "{line}");
        assert_eq!(names(&reading.in_body).len(), 1, "{line}");
    }
}

#[test]
fn what_is_reverted_or_picked_is_not_mentioned() {
    for line in
        ["This reverts merge request !12", "(cherry picked from commit 1234567, of BILL-101)", "Reverts #12"]
    {
        assert_eq!(names(&change(&format!("X\n\n{line}")).in_body), [""; 0], "{line}");
    }
}

#[test]
fn what_only_looks_like_the_sentence_of_a_revert_is_none() {
    for line in [
        "This follows commit 1234567, which nobody reverts.",
        "It reverts commit 1234567.",
        "This reverts merge train !12.",
        "This reverts my request !12.",
    ] {
        assert_eq!(change(&format!("X\n\n{line}")).reverts, [], "{line}");
    }
}

#[test]
fn a_revert_is_read_from_its_sentence_wrapped_or_not() {
    let hash = "0123456789abcdef0123456789abcdef01234567";
    let plain = change(&format!("Revert \"BILL-101 Dashboard (#12)\"\n\nThis reverts commit {hash}."));
    assert_eq!(plain.reverts, [Reverted::Commit(hash.to_owned())]);
    assert_eq!(names(&plain.in_subject), [""; 0]);
    let wrapped = change(&format!(
        "Revert \"Merge\"\n\nThis reverts commit {hash}, reversing\nchanges made to {hash}."
    ));
    assert_eq!(wrapped.reverts, [Reverted::Commit(hash.to_owned())]);
    let forge = change("Revert \"BILL-101 Dashboard (#12)\" (#21)\n\nReverts acme/app#12");
    assert_eq!(forge.reverts, [Reverted::Request(Sigil::Hash, "12".into())]);
    assert_eq!((names(&forge.in_subject), own(&forge).as_deref()), (vec!["#21".to_owned()], Some("#21")));
    let several =
        change(&format!("Back out\n\nThis reverts commits {hash} and\n{}.", hash.get(..9).unwrap()));
    assert_eq!(several.reverts.len(), 2);
}

#[test]
fn a_revert_of_a_revert_has_the_ids_of_the_change_it_brings_back() {
    assert_eq!(names(&change("Revert \"Revert \"BILL-101 Dashboard\"\"").in_subject), ["BILL-101"]);
    assert_eq!(names(&change("Reapply \"BILL-101 Dashboard\"").in_subject), ["BILL-101"]);
}

#[test]
fn a_title_cut_by_the_forge_still_hides_its_ids() {
    let reading = change("Revert \"BILL-101 Dashboard and a very long title… (#21)");
    assert_eq!((names(&reading.in_subject), own(&reading).as_deref()), (vec!["#21".to_owned()], Some("#21")));
}

#[test]
fn a_squash_that_undoes_something_among_others_is_no_pure_revert() {
    let body = "* Add retries\n\n* Drop totals\n\nThis reverts commit 0123456789abcdef.";
    assert!(!change(&format!("Payments\n\n{body}")).is_pure_revert);
    assert!(change("Take the totals out\n\nThis reverts commit 0123456789abcdef.").is_pure_revert);
}

#[test]
fn a_pick_names_where_it_came_from() {
    let reading = change("Export\r\n\r\nText\r\n\r\n(cherry picked from commit 0123456789ABCDEF)\r\n");
    assert_eq!(reading.picked_from, ["0123456789abcdef"]);
}

#[test]
fn words_count_only_where_ids_stand() {
    for subject in ["billing: totals", "[Billing] totals", "feat(billing)!: totals", "Totals (billing)"] {
        assert_eq!(names(&change(subject).in_subject), ["billing"], "{subject}");
    }
    assert_eq!(names(&change("Move billing totals").in_subject), [""; 0]);
}

proptest! {
    #[test]
    fn any_message_is_read_without_panic(message in any::<String>(), is_merge in any::<bool>()) {
        let _ = read(&message, is_merge, &lexicon());
    }

    #[test]
    fn message_like_text_is_read_without_panic(
        message in "(Revert \"|Reapply \"|Merge |pull request #|Merged PR |into |\\(#|\\)|\"|This reverts commit |[a-f0-9]{7}|\n|é| ){0,12}",
        is_merge in any::<bool>(),
    ) {
        let _ = read(&message, is_merge, &lexicon());
    }
}
