//! The shapes of real clients, read as changes; and lists that must not be read.

use crate::limits;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::untrusted::Untrusted;

fn list(text: &str) -> Result<Vec<Change>, ListFault> {
    read(text.as_bytes(), &[]).map(|list| list.changes)
}

fn corpus(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/changes");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// Short id, own number, author, merge or not, as one line.
fn row(change: &Change) -> String {
    let own = change.own.as_ref().map_or("-".to_owned(), crate::evidence::history::id::Id::display);
    let kind = if change.is_merge { "merge" } else { "change" };
    format!("{kind} {} {own} by {}", change.short().raw(), change.author.raw())
}

fn rows(text: &str) -> Vec<String> {
    list(text).unwrap().iter().map(row).collect()
}

/// 2026-11-24T10:15:30Z, the date of the first entry in each sample.
const MERGED: i64 = 1_795_515_330;
const HASH: &str = "3f2a1c9d0e4b5a69788796a5b4c3d2e1f0a1b2c3";

#[test]
fn each_client_is_read() {
    let samples: [(&str, &[&str]); 7] = [
        ("gh-pr-list.json", &["change #101 #101 by Ana Ruiz <aruiz>", "change #99 #99 by dependabot[bot]"]),
        ("github-pulls.json", &["change #101 #101 by aruiz"]),
        (
            "github-commits.json",
            &[
                "change 3f2a1c9 #57 by Ana Ruiz <ana@example.com>",
                "merge 9f2a1c9 #57 by Bo Lind <bo@example.com>",
            ],
        ),
        ("glab-mr-list.json", &["change !12 !12 by Ana Ruiz <aruiz>", "change !11 !11 by Cy Park <cpark>"]),
        (
            "gitlab-commits.json",
            &[
                "change 3f2a1c9 - by Ana Ruiz <ana@example.com>",
                "merge 9f2a1c9 !12 by Bo Lind <bo@example.com>",
            ],
        ),
        ("gh-pr-view-commits.json", &["change 3f2a1c9 - by Ana Ruiz <ana@example.com>"]),
        (
            "by-hand.json",
            &[
                "change #101 #101 by Ana Ruiz <ana@example.com>",
                "change !12 !12 by Cy Park",
                "change 4f2a1c9 - by ",
            ],
        ),
    ];
    for (name, wanted) in samples {
        let text = corpus(name);
        assert_eq!(rows(&text), wanted, "{name}");
        let changes = list(&text).unwrap();
        let [first, ..] = changes.as_slice() else { panic!("{name}") };
        assert_eq!(first.committed, Some(MERGED), "{name}");
        assert!(HASH.starts_with(first.id.raw()), "{name}");
        assert!(!first.said.claims.is_empty(), "{name}: {:?}", first.said);
        assert!(changes.iter().all(|change| change.parents.first().is_none()), "{name}");
    }
}

#[test]
fn pages_count_as_one_list() {
    let one = r#"{"number": 1, "title": "One"}"#;
    let two = r#"{"number": 2, "title": "Two"}"#;
    for text in [
        format!("[{one},{two}]"),
        format!("[{one}][{two}]"),
        format!("[{one}]\n[]\n [{two}]\n"),
        format!("[[{one}],[{two}]]"),
        format!("\u{feff}[{one}, {two}, {one}]"),
        format!("[[{one}, {two}], [], [{two}]]"),
    ] {
        assert_eq!(rows(&text), ["change #1 #1 by ", "change #2 #2 by "], "{text}");
    }
    assert_eq!(list("[]").unwrap(), []);
    assert_eq!(list("[[], []] []").unwrap(), []);
}

#[test]
fn what_was_never_merged_is_in_no_build() {
    for fields in [
        r#""mergedAt": null"#,
        r#""merged_at": null, "state": "closed", "merge_commit_sha": "3f2a1c9d0e""#,
        r#""state": "OPEN""#,
        r#""state": "CLOSED""#,
        r#""state": "opened", "iid": 1"#,
        r#""state": "closed", "iid": 1"#,
        r#""state": "open", "date": "2026-11-24T10:15:30Z""#,
        r#""isDraft": true"#,
        r#""draft": true"#,
        r#""merged": false"#,
        r#""mergedAt": "0001-01-01T00:00:00Z", "state": "OPEN""#,
    ] {
        assert_eq!(rows(&format!(r#"[{{"number": 1, "title": "t", {fields}}}]"#)), [""; 0], "{fields}");
    }
}

#[test]
fn what_may_have_been_merged_counts() {
    for fields in [
        r#""body": null"#,
        r#""state": "MERGED""#,
        r#""state": "merged", "mergedAt": null"#,
        r#""state": "closed", "merged_at": "2026-11-24T10:15:30Z""#,
        r#""merged": true"#,
        r#""isDraft": true, "mergedAt": "2026-11-24T10:15:30Z""#,
        r#""state": "something new""#,
        r#""parents": [{}, {}]"#,
    ] {
        let text = format!(r#"[{{"number": 1, "title": "t", {fields}}}]"#);
        assert_eq!(rows(&text), ["change #1 #1 by "], "{fields}");
    }
    let closed = list(r#"[{"number": 1, "title": "t", "state": "closed"}]"#).unwrap_err();
    assert_eq!(closed.to_string(), "entry 1 of the list is closed, but does not say whether it was merged");
    let merged = r#"[{"number": 1, "title": "t", "state": "merged", "closedAt": "2026-11-24T10:15:30Z"}]"#;
    assert_eq!(list(merged).unwrap()[0].committed, Some(MERGED));
}

#[test]
fn a_request_is_its_own_number_and_a_title_one_line() {
    let text = r#"[{"number": 57, "title": "Export (#12)\n\nRefs: BILL-101", "body": "Fixes BILL-118"}]"#;
    let changes = list(text).unwrap();
    assert_eq!(row(&changes[0]), "change #57 #57 by ");
    assert_eq!(changes[0].subject, Untrusted::from("Export (#12) Refs: BILL-101"));
}

#[test]
fn the_same_entry_counts_once_and_the_same_number_of_two_projects_twice() {
    let same = r#"[{"sha": "3f2a1c9d", "title": "a"}, {"sha": "3F2A1C9D", "title": "a"}]"#;
    assert_eq!(list(same).unwrap().len(), 1);
    let edited = r#"[{"number": 1, "title": "a", "merge_commit_sha": "3f2a1c9d"}, {"number": 1, "title": "b", "merge_commit_sha": "3f2a1c9d"}]"#;
    assert_eq!(list(edited).unwrap().len(), 1);
    let two =
        r#"[{"number": 1, "title": "a"}, {"number": 1, "title": "BILL-7 b"}, {"iid": 1, "title": "a"}]"#;
    assert_eq!(list(two).unwrap().len(), 3);
}

#[test]
fn authors_cannot_pose_as_an_address() {
    let text = r#"[{"sha": "3f2a1c9d", "title": "a", "author": {"name": "Eve <dependabot@x>\u0007", "email": "e@x"}}]"#;
    assert_eq!(rows(text), ["change 3f2a1c9 - by Eve dependabot@x <e@x>"]);
}

/// Lists that must not be read, and what is said about them.
const FAULTS: &[(&str, &str)] = &[
    ("", "the list is an empty file"),
    (" \n", "the list is an empty file"),
    (
        r#"{"message": "Bad credentials", "status": "401"}"#,
        "the file holds an object, not a list; it says \"Bad credentials\"",
    ),
    (r#"{"items": []}"#, "the file holds an object, not a list"),
    ("null", "the file holds nothing (null), not a list"),
    ("[] 12", "the file holds a number, not a list"),
    ("[] {}", "the file holds an object, not a list"),
    ("[null]", "entry 1 of the list is nothing (null), not an object"),
    ("[[[]]]", "entry 1 of the list is a list, not an object"),
    (r#"[{"number": 1, "title": "a"}][["x"]]"#, "entry 2 of the list is a text, not an object"),
    (r#"[{"status": "404"}]"#, "entry 1 of the list has neither a title nor a message"),
    (r#"[{"number": 1, "title": null}]"#, "entry 1 of the list has neither a title nor a message"),
    (r#"[{"message": "Bad credentials"}]"#, "entry 1 of the list has neither a number nor a hash"),
    (
        r#"[{"number": 1, "title": 5}]"#,
        "entry 1 of the list should have a text at \"title\", but has a number",
    ),
    (
        r#"[{"number": -1, "title": "a"}]"#,
        "entry 1 of the list should have a whole number at \"number\", but has a number below zero",
    ),
    (
        r#"[{"number": "12a", "title": "a"}]"#,
        "entry 1 of the list has \"12a\" at \"number\", which is no number",
    ),
    (
        r#"[{"sha": "xyz", "title": "a"}]"#,
        "entry 1 of the list has \"xyz\" at \"sha\", which is no hash of a commit",
    ),
    (
        r#"[{"number": 1, "title": "a", "merged_at": "yesterday"}]"#,
        "entry 1 of the list has \"yesterday\" at \"merged_at\", which is no date-time with an offset",
    ),
    (
        r#"[{"number": 1, "title": "a", "author": 3}]"#,
        "entry 1 of the list should have a name or an object at \"author\", but has a number",
    ),
    (
        r#"[{"sha": "3f2a1c9d", "title": "a", "parents": 2}]"#,
        "entry 1 of the list should have a list at \"parents\", but has a number",
    ),
    (
        r#"[{"number": 1, "title": "a", "isDraft": "no"}]"#,
        "entry 1 of the list should have true or false at \"isDraft\", but has a text",
    ),
    ("[{\"number\": 1,\n \"title\": \"a\"", "the list is not well-formed JSON (line 2, column 13)"),
    ("[{}", "entry 1 of the list has neither a title nor a message"),
    ("[] warning: old", "the list is not well-formed JSON (line 1, column 4)"),
    ("[{\"number\": 1, \"number\": 2}]", "an entry of the list has a key twice (line 1, column 23)"),
];

#[test]
fn faults_name_the_entry_and_what_is_wrong() {
    for (text, wanted) in FAULTS {
        let fault = list(text).unwrap_err();
        assert_eq!(fault.to_string(), *wanted, "{text}");
        assert!(!fault.help().is_empty());
    }
}

#[test]
fn other_encodings_are_told() {
    for text in ["[]", "[{\"number\": 1, \"title\": \"a\"}]"] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide, &[]), Err(ListFault::Utf16));
        let marked = [&[0xff, 0xfe], wide.as_slice()].concat();
        assert_eq!(read(&marked, &[]), Err(ListFault::Utf16));
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&big, &[]), Err(ListFault::Utf16));
    }
    assert_eq!(read(b"[\"\xff\"]", &[]), Err(ListFault::NotText));
}

#[test]
fn each_limit_holds_and_depth_is_no_danger() {
    assert_eq!(
        read(&vec![b' '; limits::CHANGE_LIST_BYTES + 1], &[]),
        Err(ListFault::TooLarge(limits::CHANGE_LIST_BYTES))
    );
    let mut many = String::from("[");
    for number in 0..=limits::CHANGE_LIST_ENTRIES {
        write!(many, "{{\"number\":{number},\"title\":\"a\"}},").unwrap();
    }
    many.push_str("{}]");
    assert_eq!(list(&many), Err(ListFault::TooManyEntries(limits::CHANGE_LIST_ENTRIES)));
    let deep = "[".repeat(1_000_000);
    assert!(list(&deep).is_err());
    for key in ["title", "labels", "author", "parents", "authors", "commit"] {
        assert!(list(&format!("[{{\"{key}\": {deep}")).is_err());
        assert!(list(&format!("[{{\"{key}\": {}", "{\"author\":".repeat(1_000_000))).is_err());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in any::<Vec<u8>>()) {
        let _ = read(&bytes, &[]);
    }

    #[test]
    fn list_like_text_is_read_without_panic(
        text in "(\\[|\\]|\\{|\\}|,|\"number\":|\"title\":|\"sha\":|\"author\":|\"mergedAt\":|\"commit\":|\"parents\":|null|1|-1|1e9|\"a\"|\"3f2a1c9\"){0,24}",
    ) {
        let _ = list(&text);
    }

    #[test]
    fn a_list_that_is_cut_off_is_never_read(keep in 1_usize..4000) {
        let text = corpus("github-commits.json");
        let whole = text.trim_end();
        let keep = keep.min(whole.len() - 1);
        prop_assert!(read(&whole.as_bytes()[..keep], &[]).is_err());
    }
}
