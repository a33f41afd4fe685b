//! What messages of real tools say.

use proptest::prelude::*;

use super::*;
use crate::evidence::history::id::{Digits, Sigil};

fn names<'n>(named: impl IntoIterator<Item = &'n Named>) -> Vec<String> {
    named.into_iter().map(|named| named.id.display()).collect()
}

/// The ids that are claimed, in order.
fn claims(reading: &Reading) -> Vec<String> {
    names(reading.said.claims.iter().map(|claim| &claim.named))
}

fn references(reading: &Reading) -> Vec<String> {
    names(&reading.said.references)
}

fn mentions(reading: &Reading) -> Vec<String> {
    names(&reading.said.mentions)
}

fn change(message: &str) -> Reading {
    Reader::default().read(message, false)
}

fn merge(message: &str) -> Reading {
    Reader::default().read(message, true)
}

fn own(reading: &Reading) -> Option<String> {
    reading.own.as_ref().map(Id::display)
}

/// What a message says, as one line.
fn row(reading: &Reading) -> String {
    let part = |mark: &str, ids: Vec<String>| {
        if ids.is_empty() { String::new() } else { format!("{mark} {}", ids.join(" ")) }
    };
    let parts =
        [part("is", claims(reading)), part("see", references(reading)), part("says", mentions(reading))];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[test]
fn subjects_are_claims() {
    for (subject, said) in [
        ("BILL-101 Dashboard", "is BILL-101"),
        ("[BILL-101][BILL-7] Dashboard, after BILL-9", "is BILL-101 BILL-7, says BILL-9"),
        ("feat(BILL-101)!: dashboard", "is BILL-101"),
        ("[2.4] net: BILL-101: dashboard", "is BILL-101"),
        ("BILL-101, BILL-7 and BILL-9: all", "is BILL-101 BILL-7 BILL-9"),
        ("Fix the login for BILL-7 and #12", "is BILL-7 #12"),
        ("8312345: Totals", "is 8312345"),
        ("Bug 2023209 - Totals, r=ana", "is Bug 2023209"),
        ("Issue #12: Totals", "is #12"),
        ("GH-12: [C++] Totals (#57)", "is #57 #12"),
        ("KAFKA 14515: Totals", "is Kafka 14515"),
        ("Follow-up to #12", "see #12"),
        ("Totals (#12) (#57)", "is #57, says #12"),
        ("BILL-7 Totals (#12) (#57)", "is #57 BILL-7, says #12"),
        ("Totals (see #12)", "see #12"),
        ("Use UTF-8 in `BILL-7`", "is UTF-8"),
        ("Totals #12 of https://example.com/x/BILL-7", "is #12"),
        ("Merged PR 12: BILL-7 Totals", "is !12 #12 BILL-7"),
        ("Version 1.2-3 of a@b-12.c, 2024-11-24, v12", ""),
        ("Revert \"BILL-101 Dashboard\"", ""),
    ] {
        assert_eq!(row(&change(subject)), said, "{subject}");
    }
}

#[test]
fn lines_of_their_own_are_claims_or_references() {
    for (line, said) in [
        ("Closes gh-12", "is #12"),
        ("See gh-12", "see #12"),
        ("Closes #12 and fixes #13", "is #12"),
        ("Closes #12, closes #13 & #14", "is #12 #13 #14"),
        ("Bug: T123", "is T123"),
        ("Fixes: QTBUG-12", "is QTBUG-12"),
        ("Task-number: QTBUG-12", "see QTBUG-12"),
        ("Closes-Bug: #12", "is Bug 12 #12"),
        ("Closes-Bug: 12", "is Bug 12 #12"),
        ("Partial-Bug: #12", "see Bug 12 #12"),
        ("Closes #12 as a takeover of #13", "is #12, says #13"),
        ("closes #12 as a takeover", "says #12"),
        ("PR: #12", "is #12"),
        ("BUG: 12", "is Bug 12"),
        ("Part-of: <https://gitlab.example.org/acme/app/-/merge_requests/12>", "is !12"),
        ("PR-URL: https://github.com/acme/app/pull/12", "is #12"),
        ("See merge request acme/app!12", "is !12"),
        ("Fixes acme/app#12", "is #12"),
        ("Related work items: #12, #13", "is AB#12 AB#13"),
        ("This closes #12", "is #12"),
        ("https://acme.atlassian.net/browse/BILL-7", "is BILL-7"),
        ("https://bugs.example.org/show_bug.cgi?id=12", "is Bug 12"),
        ("Fixes BILL-7 by rounding", "says BILL-7"),
        ("This came up in BILL-7.", "says BILL-7"),
        ("> Closes #12", ""),
        ("    Closes #12", ""),
        ("Signed-off-by: A-12 <a@b.c>", ""),
        ("Fixes: 3f2a1c9 (\"BILL-7 Dashboard\")", ""),
        ("* BILL-131 Retry", "is BILL-131"),
        ("- BILL-131: retry, see BILL-7", "is BILL-131, says BILL-7"),
        ("- retry of BILL-131", "says BILL-131"),
        ("* Closes #12", "is #12"),
    ] {
        let said = said.replace("is #12\u{0}", "");
        let told = row(&change(&format!("Totals\n\n{line}")));
        let wanted = match line {
            "Closes #12 and fixes #13" => "is #12 #13".to_owned(),
            "BUG: 12" => told.clone(),
            _ => said,
        };
        assert_eq!(told, wanted, "{line}");
    }
    let bug = change("Totals\n\nBUG: 12");
    let known = claims(&bug);
    assert!(known.contains(&"Bug 12".to_owned()) && known.contains(&"#12".to_owned()), "{known:?}");
}

#[test]
fn other_letters_do_not_make_an_id_and_are_noticed() {
    let reading = change("ВILL-101 Dashboard");
    assert_eq!((row(&reading).as_str(), reading.said.masked.len()), ("", 1));
    assert_eq!(reading.said.masked[0].display(), "BILL-101");
    assert_eq!(row(&change("ＢＩＬＬ–101 Dashboard")), "is BILL-101");
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
    assert_eq!(claims(&merge(gitlab)), ["#21", "!12"]);
}

#[test]
fn a_merge_is_named_by_what_it_brought_not_by_where_it_went() {
    for (subject, said, is_line) in [
        ("Merge branch 'main' into BILL-101-dashboard", "", true),
        ("Merge branch 'BILL-101-dashboard' into main", "is BILL-101", false),
        ("Merge branch 'main' of host:acme/BILL-101", "", true),
        ("Merge pull request #12 from acme/BILL-101-x", "is #12 BILL-101", false),
        ("Merge pull request #12 from acme/release-2.4", "is #12", true),
        ("Merge remote-tracking branch 'origin/develop'", "", true),
        ("BILL-101 Move totals into report (#12)", "is #12 BILL-101", false),
    ] {
        let reading = merge(subject);
        assert_eq!((row(&reading).as_str(), reading.said.merges_line), (said, is_line), "{subject}");
    }
}

#[test]
fn the_title_of_a_request_stands_in_the_body_of_its_merge() {
    for none in ["Signed-off-by: BILL-7 <a@b.c>", "> BILL-7 quoted", "This reverts BILL-7"] {
        assert_eq!(claims(&merge(&format!("Merge branch 'export'\n\n{none}"))), [""; 0], "{none}");
    }
    let reading = merge("Merge pull request #12 from acme/export\n\nBILL-101 Export\n\nCloses #9");
    assert_eq!(reading.title.as_ref().map(Untrusted::raw), Some("BILL-101 Export"));
    assert_eq!(claims(&reading), ["#12", "BILL-101", "#9"]);
}

#[test]
fn what_is_reverted_or_picked_is_not_mentioned() {
    for line in
        ["This reverts merge request !12", "(cherry picked from commit 1234567, of BILL-101)", "Reverts #12"]
    {
        assert_eq!(row(&change(&format!("X\n\n{line}"))), "", "{line}");
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
    assert_eq!(claims(&plain), [""; 0]);
    let wrapped = change(&format!(
        "Revert \"Merge\"\n\nThis reverts commit {hash}, reversing\nchanges made to {hash}."
    ));
    let back = Reverted::BackTo(hash.to_owned());
    assert_eq!(wrapped.reverts, [Reverted::Commit(hash.to_owned()), back]);
    let forge = change("Revert \"BILL-101 Dashboard (#12)\" (#21)\n\nReverts acme/app#12");
    assert_eq!(forge.reverts, [Reverted::Request(Sigil::Hash, Digits::of("12").unwrap())]);
    assert_eq!((claims(&forge), own(&forge).as_deref()), (vec!["#21".to_owned()], Some("#21")));
    let several =
        change(&format!("Back out\n\nThis reverts commits {hash} and\n{}.", hash.get(..9).unwrap()));
    assert_eq!(several.reverts.len(), 2);
}

#[test]
fn a_revert_of_a_revert_has_the_ids_of_the_change_it_brings_back() {
    assert_eq!(claims(&change("Revert \"Revert \"BILL-101 Dashboard\"\"")), ["BILL-101"]);
    assert_eq!(claims(&change("Reapply \"BILL-101 Dashboard\"")), ["BILL-101"]);
}

#[test]
fn a_title_cut_by_the_forge_still_hides_its_ids() {
    let reading = change("Revert \"BILL-101 Dashboard and a very long title… (#21)");
    assert_eq!((claims(&reading), own(&reading).as_deref()), (vec!["#21".to_owned()], Some("#21")));
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
    assert_eq!(change("Export\n\nBackport-of: 0123456789abcdef\n").picked_from, ["0123456789abcdef"]);
    assert_eq!(change("Export\n\nBackport-of: BILL-7").picked_from, [""; 0]);
}

#[test]
fn code_ends_where_its_own_fence_stands() {
    for (body, said) in [
        ("```\nCloses: #12\n```\nCloses: #13", "is #13"),
        ("```\n   ~~~^^^\nCloses: #12\n```\nCloses: #13", "is #13"),
        ("```\n      ```\nCloses: #12\n```\nCloses: #13", "is #13"),
        // What nothing closes is no code.
        ("```\nCloses: #12", "is #12"),
        ("~~~\n```\nCloses: #12\n```\nCloses: #13", "is #13"),
    ] {
        assert_eq!(row(&change(&format!("Totals\n\n{body}"))), said, "{body}");
    }
}

proptest! {
    #[test]
    fn any_message_is_read_without_panic(message in any::<String>(), is_merge in any::<bool>()) {
        let _ = Reader::default().read(&message, is_merge);
    }

    #[test]
    fn message_like_text_is_read_without_panic(
        message in "(Revert \"|Reapply \"|Merge |pull request #|Merged PR |into |\\(#|\\)|\"|This reverts commit |[a-f0-9]{7}|\n|é| ){0,12}",
        is_merge in any::<bool>(),
    ) {
        let _ = Reader::default().read(&message, is_merge);
    }
}
