//! Which ids are found in a text, and which only seem to be there.

use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    ids(text, &mut Words::default(), &mut found);
    let show = |found: Found| {
        assert!(found.start < found.end && text.get(found.start..found.end).is_some(), "{text}: {found:?}");
        let of = found.named.of.map(|of| of.to_string()).unwrap_or_default();
        let also = found.also.map(|also| format!("={}", also.display())).unwrap_or_default();
        format!("{of}{}{also}", found.named.id.display())
    };
    found.into_iter().map(show).collect()
}

#[test]
fn keys_match_whole_and_in_any_case() {
    assert_eq!(found("fix bill-101: totals"), ["BILL-101"]);
    assert_eq!(found("BILL-101a éBILL-101 BILL-101.5 1BILL-101 @BILL-101"), [""; 0]);
    assert_eq!(found("feature/BILL-101-dashboard feature/BILL_118_x"), ["BILL-101", "BILL-118"]);
    assert_eq!(found("[BILL-101][BILL-7]"), ["BILL-101", "BILL-7"]);
    assert_eq!(found("CVE-2024-1"), ["CVE-2024", "CVE-2024-1"]);
}

#[test]
fn numbers_match_whole_and_with_their_project() {
    assert_eq!(found("Export (#12), #12/!3/#4"), ["#12", "#12", "!3", "#4"]);
    assert_eq!(found("group/project#12, a/b/c!3"), ["group/project#12", "a/b/c!3"]);
    assert_eq!(found("##12 #12px é#12 &#12; wow!12"), [""; 0]);
    assert_eq!(found("GH-12 gh#13 PR #14 pull request #15 issue 16"), ["#12", "#13", "#14", "#15", "#16"]);
    assert_eq!(found("AB#12 Bug #13 Bug: 14"), ["AB#12", "#13=Bug 13", "Bug 14"]);
}

#[test]
fn addresses_name_what_they_lead_to() {
    assert_eq!(
        found("<https://github.com/Acme/App/issues/12>, https://gitlab.com/a/b/-/merge_requests/3."),
        ["acme/app#12", "a/b!3"]
    );
    assert_eq!(
        found("https://phabricator.wikimedia.org/T131 https://linear.app/x/issue/LIN-4/title"),
        ["T131", "LIN-4"]
    );
    assert_eq!(found("https://dev.azure.com/a/b/_workitems/edit/7 https://example.com/BILL-7"), ["AB#7"]);
}

#[test]
fn code_words_are_no_ids() {
    assert_eq!(found("`BILL-7` is no id, v12 and x86 and UTF8 and abc12def are none"), [""; 0]);
}

proptest! {
    #[test]
    fn a_key_between_blanks_is_always_found(before in "[ -_a-~]{0,20}", after in "[ -_a-~]{0,20}") {
        prop_assume!(!before.contains("//") && !after.contains("//"));
        let text = format!("{before} BILL-101 {after}");
        prop_assert!(found(&text).contains(&"BILL-101".to_owned()), "{}", text);
    }

    #[test]
    fn no_id_is_found_inside_a_longer_one(
        project in "[A-Z][A-Z0-9]{0,6}",
        number in "[0-9]{1,6}",
        after in "[0-9A-Za-zé]{1,3}",
    ) {
        let key = format!("{project}-{number}");
        let text = format!("{key}{after}");
        prop_assert!(!found(&text).contains(&key), "{key} in {text}");
        for sign in ["#", "!"] {
            let id = format!("{sign}{number}");
            let text = format!("{id}{after}");
            prop_assert!(!found(&text).contains(&id), "{id} in {text}");
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        found(&text);
    }

    #[test]
    fn texts_like_ids_are_read_without_panic(text in "([A-Za-zé]{0,3}|[0-9]{1,3}|[-_#!/:.`@ ]|https://[a-z/]{3}){0,12}") {
        found(&text);
    }
}
