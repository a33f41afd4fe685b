//! Which ids are found in a text, and which only seem to be there.

use proptest::prelude::*;

use super::*;

fn lexicon(ids: &[&str]) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for id in ids {
        lexicon.add(Id::parse(id).unwrap());
    }
    lexicon
}

fn found(ids: &[&str], text: &str) -> Vec<(String, bool)> {
    let mut mentions = Mentions::default();
    lexicon(ids).find(text, &mut mentions);
    let all = mentions.keys.into_iter().chain(mentions.numbers);
    all.map(|mention| (mention.id.display(), mention.entry.is_some())).collect()
}

fn listed(text: &str) -> (String, bool) {
    (text.to_owned(), true)
}

fn unlisted(text: &str) -> (String, bool) {
    (text.to_owned(), false)
}

#[test]
fn keys_match_whole_and_in_any_case() {
    assert_eq!(found(&["BILL-10"], "BILL-101 Dashboard"), [unlisted("BILL-101")]);
    assert_eq!(found(&["BILL-101"], "fix bill-101: totals"), [listed("BILL-101")]);
    assert_eq!(found(&["BILL-101"], "xBILL-101 BILL-101a éBILL-101"), []);
    assert_eq!(found(&["BILL-101"], "feature/BILL-101-dashboard"), [listed("BILL-101")]);
    assert_eq!(found(&["BILL-101"], "[BILL-101][BILL-7]"), [listed("BILL-101"), unlisted("BILL-7")]);
}

#[test]
fn kinds_that_no_list_uses_mean_nothing() {
    assert_eq!(found(&["BILL-101"], "UTF-8 for CVE-2024-1 and #12"), []);
    assert_eq!(found(&["#12"], "BILL-101 for !12"), []);
}

#[test]
fn keys_with_several_groups_are_whole_with_all_of_them() {
    assert_eq!(
        found(&["CVE-2024-1"], "CVE-2024-12, CVE-2024-1-"),
        [unlisted("CVE-2024-12"), listed("CVE-2024-1")]
    );
}

#[test]
fn numbers_match_whole_and_not_in_another_projects_name() {
    assert_eq!(found(&["#12"], "Export (#12)"), [listed("#12")]);
    assert_eq!(found(&["#12"], "Export (#123)"), [unlisted("#123")]);
    assert_eq!(found(&["#12"], "group/project#12 ##12 #12px a#12 &#12;"), []);
    assert_eq!(found(&["#12", "!3"], "#12/!3/#4"), [listed("#12"), listed("!3"), unlisted("#4")]);
}

#[test]
fn codes_match_whole_words() {
    assert_eq!(found(&["T1234"], "Fix t1234: totals (T12345)"), [listed("t1234")]);
    assert_eq!(found(&["AB#12"], "Fix AB#12, AB#123"), [listed("ab#12")]);
}

#[test]
fn words_are_not_found_in_sentences() {
    assert_eq!(found(&["Fix"], "Fix the login"), []);
    assert!(lexicon(&["billing"]).word("Billing").is_some());
}

proptest! {
    #[test]
    fn a_listed_key_between_blanks_is_always_found(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
        let text = format!("{before} BILL-101 {after}");
        prop_assert!(found(&["BILL-101"], &text).contains(&listed("BILL-101")));
    }

    #[test]
    fn a_longer_number_never_counts_as_listed(digits in "[0-9]{1,5}", text in ".{0,20}") {
        let text = format!("{text} BILL-101{digits} #12{digits}");
        let all = found(&["BILL-101", "#12"], &text);
        prop_assert!(!all.contains(&unlisted("BILL-101")));
        let listed_key = all.contains(&listed("BILL-101"));
        prop_assert!(!listed_key || digits.is_empty() || text.to_lowercase().matches("bill-101").count() > 1);
    }

    #[test]
    fn no_id_is_found_inside_a_longer_one(
        project in "[A-Z][A-Z0-9_]{0,6}",
        number in "[0-9]{1,6}",
        before in "[A-Za-z0-9_é]{1,3}",
        after in "[0-9A-Za-zé]{1,3}",
    ) {
        let key = format!("{project}-{number}");
        for text in [format!("{key}{after}"), format!("{before}{key}"), format!("{before}{key}{after}")] {
            prop_assert!(!found(&[&key], &text).contains(&listed(&key)), "{key} in {text}");
        }
        for sign in ["#", "!"] {
            let id = format!("{sign}{number}");
            for text in [format!("{id}{after}"), format!("{before}{id}")] {
                prop_assert!(!found(&[&id], &text).contains(&listed(&id)), "{id} in {text}");
            }
        }
    }

    #[test]
    fn ids_are_found_where_they_stand_as_tokens_and_nowhere_else(
        ids in prop::collection::vec("(AB|ABC|B)-[1-3]{1,3}|[#!][1-3]{1,3}", 1..5),
        tokens in prop::collection::vec("(AB|ab|ABC|b|B|Abc|CAB)-[1-3]{1,3}|[#!][1-3]{1,3}|[a-z]{1,4}", 0..8),
        separators in prop::collection::vec(r#"[ ,:;()\[\]/.'"]{1,2}"#, 8),
    ) {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let text: String = tokens.iter().zip(&separators).flat_map(|(token, separator)| [token.as_str(), separator]).collect();
        let mut wanted: Vec<String> = tokens.iter().map(|token| token.to_uppercase()).filter(|token| ids.contains(&token.as_str())).collect();
        let all = found(&ids, &text).into_iter();
        let mut all: Vec<String> = all.filter(|(_, is_listed)| *is_listed).map(|(id, _)| id).collect();
        wanted.sort();
        wanted.dedup();
        all.sort();
        prop_assert_eq!(all, wanted, "{}", text);
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        lexicon(&["BILL-101", "CVE-2024-1", "#12", "!3", "T1", "word"]).find(&text, &mut Mentions::default());
    }
}

#[test]
fn strangers_do_not_crowd_out_what_is_listed() {
    let strangers: Vec<String> = (2..2_000).map(|number| format!("BILL-{number}")).collect();
    let text = format!("{} BILL-1", strangers.join(" "));
    let found = found(&["BILL-1"], &text);
    assert_eq!(found.last(), Some(&listed("BILL-1")));
    assert_eq!(found.len(), MOST_STRANGERS + 1);
}
