//! What `init` offers behind a mark works when the mark is gone, whatever the history holds.

use std::fmt::Write as _;
use std::fs;

use super::{folder, read, to_do, wrote};
use crate::support::history::History;

/// Each line that offers an item or an `ignore` entry, with its mark taken away.
fn uncommented(text: &str) -> String {
    let is_offer = |line: &str| line.trim_start_matches(['#', ' ', '-']).starts_with("{ ");
    let open = |line: &str| {
        let is_entry = line.starts_with("  #{") || line.starts_with("  #\"") || line.starts_with("#    - ");
        if is_entry && (is_offer(line) || line.contains('"')) {
            line.replacen('#', "", 1)
        } else {
            line.to_owned()
        }
    };
    text.lines().map(open).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_line_behind_a_mark_works_when_the_mark_is_gone() {
    let (_keep, folder) = folder("billing");
    let mut history = History::new(&folder);
    history.commit("Start").tag("v1.0.0").commit("BILL-1 Dashboard");
    for subject in ["Bump one", "Bump two"] {
        history.commit_by("x[bot]", "bot@example.com", subject);
        history.commit_by("Star * or ? [bot]", "star@example.com", subject);
    }
    history.commit("Update translations: de").commit("Update translations: fr");
    history.commit("Fix \"quotes\", \\ and [brackets, {braces");
    history.commit("Is it * or ?, # or '?").commit("Caf\u{e9} \u{8868}: - a, b").commit("TODO").commit("...");
    for file in ["release.toml", "release.yaml"] {
        wrote(&folder, &[file]);
        let text = read(&folder, file);
        let open = uncommented(&text);
        assert_ne!(open, text);
        fs::write(folder.join(file), &open).expect("written");
        let found = to_do(&folder, file);
        let wrong = |rule: &str| {
            rule.starts_with("build/") && rule != "build/ignored-by-name"
                || ["scope/unlisted-change", "scope/no-id", "scope/duplicate"].contains(&rule)
        };
        let wrong: Vec<_> = found.iter().filter(|(rule, _)| wrong(rule)).collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{open}");
    }
}

#[test]
fn a_list_that_is_longer_than_one_file_may_hold_still_reads() {
    let (_keep, folder) = folder("billing");
    let mut history = History::new(&folder);
    history.commit("Start").tag("v1.0.0");
    let mut commits = String::new();
    for number in 1..=4_950 {
        let message = format!("BILL-{number} Work");
        let who = "Dev <dev@example.com> 1793000000 +0000";
        write!(commits, "commit refs/heads/main\ncommitter {who}\ndata {}\n{message}\n", message.len())
            .expect("text");
        if number == 1 {
            commits.push_str("from refs/heads/main^0\n");
        }
        write!(commits, "M 100644 inline f\ndata {}\n{number}\n\n", number.to_string().len()).expect("text");
    }
    history.git_with(&["fast-import", "--quiet"], commits.as_bytes());
    wrote(&folder, &[]);
    let text = read(&folder, "release.toml");
    assert_eq!((text.matches("  \"BILL-").count(), text.matches("  #\"BILL-").count()), (4_900, 50));
    fs::write(folder.join("release.toml"), uncommented(&text)).expect("written");
    assert!(to_do(&folder, "release.toml").iter().all(|(rule, _)| rule != "scope/unlisted-change"));
}

#[test]
fn a_project_that_is_named_by_addresses_alone_stands_in_front_of_its_items() {
    let (_keep, folder) = folder("billing");
    let mut history = History::new(&folder);
    let issue = "https://github.com/acme/billing/issues/";
    history.commit("Start").tag("v1.0.0").commit("Round totals (#12)");
    history.commit(format!("Keep zeros\n\nFixes: {issue}12")).commit(format!("Show tax\n\nCloses {issue}14"));
    wrote(&folder, &[]);
    let text = read(&folder, "release.toml");
    assert!(
        text.contains("\"acme/billing#12 Round totals\"") && text.contains("\"acme/billing#14 Show tax\""),
        "{text}"
    );
    assert!(to_do(&folder, "release.toml").iter().all(|(rule, _)| rule != "scope/unlisted-change"));
}
