//! What trackers print, read as issues; and lists that must not be read.

use super::*;

fn rows(text: &str) -> Vec<String> {
    let row = |issue: &Issue| {
        let text = |text: &Option<Untrusted>| text.as_ref().map_or("-", Untrusted::raw).to_owned();
        let state = match &issue.state {
            IssueState::Closed => "closed",
            IssueState::Open(word) => word.raw(),
            IssueState::Unknown => "?",
        };
        format!("{} | {} | {} | {state}", issue.id.raw(), text(&issue.title), text(&issue.assignee))
    };
    read(text.as_bytes()).unwrap().list.iter().map(row).collect()
}

fn corpus(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/issues");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn each_tracker_is_read() {
    for (name, wanted) in [
        (
            "gh-issue-list.json",
            &["#118 | CSV export | Cy Park | closed", "#101 | Billing dashboard | - | OPEN"][..],
        ),
        (
            "github-issues.json",
            &["#118 | CSV export | cypark | closed", "#57 | Retry failed payments (#57) | bolind | closed"],
        ),
        (
            "glab-issue-list.json",
            &["#12 | Billing dashboard | Ana Ruiz | opened", "#14 | CSV export | - | closed"],
        ),
        (
            "jira-search.json",
            &[
                "BILL-101 | Billing dashboard | Ana Ruiz | indeterminate",
                "BILL-118 | CSV export | - | closed",
            ],
        ),
        ("jira-cli.json", &["BILL-118 | CSV export | Cy Park | closed"]),
        (
            "linear-graphql.json",
            &["BIL-12 | Billing dashboard | Ana Ruiz | started", "BIL-14 | CSV export | - | closed"],
        ),
        (
            "linear-cli.json",
            &[
                "BIL-12 | Billing dashboard | Ana Ruiz | In Progress",
                "BIL-14 | CSV export | Cy Park | closed",
            ],
        ),
    ] {
        assert_eq!(rows(&corpus(name)), wanted, "{name}");
    }
}

#[test]
fn an_issue_that_comes_twice_is_one_and_the_open_one_counts() {
    let pages = r#"[{"number": 1, "state": "CLOSED"}] [[{"number": 1, "state": "OPEN"}, {"number": 2, "state": "OPEN"}]]"#;
    assert_eq!(rows(pages), ["#1 | - | - | OPEN", "#2 | - | - | OPEN"]);
}

#[test]
fn what_is_not_known_to_be_done_is_open_and_what_says_nothing_is_unknown() {
    for (state, wanted) in [
        (r#""state": "CLOSED""#, "closed"),
        (r#""state": "MERGED""#, "closed"),
        (r#""status": "Won't do""#, "closed"),
        (r#""status": "Done, not deployed""#, "Done, not deployed"),
        (r#""status": "Wont Do""#, "closed"),
        (r#""status": "Ready for QA""#, "Ready for QA"),
        (r#""state": {"name": "Erledigt", "type": "completed"}"#, "closed"),
        (r#""state": {"name": "Done", "type": "started"}"#, "started"),
        (r#""fields": {"status": {"name": "Done", "statusCategory": {"key": "new"}}}"#, "new"),
        (r#""fields": {"status": {"name": "Fertig", "statusCategory": {"key": "done"}}}"#, "closed"),
        (r#""state": null"#, "?"),
        (r#""state": """#, "?"),
        (r#""closed": true"#, "closed"),
        (r#""closed": false"#, "not closed"),
    ] {
        assert_eq!(
            rows(&format!("[{{\"key\": \"A-1\", {state}}}]")),
            [format!("A-1 | - | - | {wanted}")],
            "{state}"
        );
    }
}

#[test]
fn a_request_that_was_closed_unmerged_is_in_no_release() {
    for (entry, is_kept) in [
        (r#""number": 1, "state": "closed", "pull_request": {"merged_at": null}"#, false),
        (r#""number": 1, "state": "closed", "pull_request": {"merged_at": "2026-11-20T10:00:00Z"}"#, true),
        (r#""number": 1, "state": "open", "pull_request": {"merged_at": null}"#, true),
        (r#""number": 1, "state": "CLOSED", "mergedAt": null"#, false),
        (r#""number": 1, "state": "MERGED", "mergedAt": "2026-11-20T10:00:00Z""#, true),
        (r#""iid": 1, "state": "closed", "references": {"short": "!1"}, "merged_at": null"#, false),
        (r#""iid": 1, "state": "merged", "references": {"short": "!1"}"#, true),
        (r#""number": 1, "state": "closed""#, true),
    ] {
        assert_eq!(!rows(&format!("[{{{entry}}}]")).is_empty(), is_kept, "{entry}");
    }
}

#[test]
fn what_is_no_whole_list_of_issues_is_refused() {
    for (text, said) in [
        ("", "the list is an empty file"),
        ("{}", "the file holds an object, not a list"),
        (
            r#"{"message": "Bad credentials"}"#,
            "the file holds an object, not a list; it says \"Bad credentials\"",
        ),
        (r#"[{"title": "A"}]"#, "entry 1 of the list has neither a number nor a key"),
        (
            r#"[{"number": -1}]"#,
            "entry 1 of the list should have a whole number at \"number\", but has a number below zero",
        ),
        (r#"[{"number": 1}, 2]"#, "entry 2 of the list is a number, not an object"),
        (
            r#"[{"number": 1, "state": 3}]"#,
            "entry 1 of the list should have a text at \"state\", but has a number",
        ),
        (r#"{"issues": [], "issues": [{"key": "A-1"}]}"#, "the file holds an object, not a list"),
        (r#"{"total": 3, "issues": [{"key": "A-1"}]}"#, "the list is cut off: it holds 1 entries of 3"),
        (
            r#"{"isLast": false, "issues": [{"key": "A-1"}]}"#,
            "the list is cut off: it holds 1 entries, and says that more follow",
        ),
        (
            r#"{"nextPageToken": "x", "issues": [{"key": "A-1"}]}"#,
            "the list is cut off: it holds 1 entries, and says that more follow",
        ),
        (
            r#"{"data": {"issues": {"nodes": [{"identifier": "A-1"}], "pageInfo": {"hasNextPage": true}}}}"#,
            "the list is cut off: it holds 1 entries, and says that more follow",
        ),
        (r#"{"data": {"data": {"data": {"data": {"data": []}}}}}"#, "the file holds an object, not a list"),
        ("[{\"number\": 1}", "the list is not well-formed JSON (line 1, column 14)"),
    ] {
        let fault = read(text.as_bytes()).expect_err(text);
        assert_eq!(fault.to_string(), said, "{text}");
        assert!(!fault.help().is_empty());
    }
    let all = r#"{"isLast": false, "nextPageToken": "x", "issues": [{"key": "A-1"}]} {"isLast": true, "issues": [{"key": "A-2"}]}"#;
    assert_eq!(rows(all), ["A-1 | - | - | ?", "A-2 | - | - | ?"]);
    let all = r#"{"total": 2, "issues": [{"key": "A-1"}]} {"total": 2, "issues": [{"key": "A-2"}]}"#;
    assert_eq!(rows(all).len(), 2);
}

#[test]
fn each_limit_holds() {
    let many = |count: usize| {
        let entries: Vec<String> = (0..count).map(|number| format!("{{\"number\":{number}}}")).collect();
        read(format!("[{}]", entries.join(",")).as_bytes())
    };
    assert_eq!(many(limits::ISSUES).unwrap().list.len(), limits::ISSUES);
    assert_eq!(many(limits::ISSUES + 1), Err(ListFault::TooManyEntries(limits::ISSUES)));
    let title = "x".repeat(1_000);
    let list = read(format!("[{{\"number\": 1, \"title\": \"{title}\"}}]").as_bytes()).unwrap().list;
    assert_eq!(list[0].title.as_ref().unwrap().raw().len(), limits::ISSUE_TITLE_LENGTH);
}
