//! Ignored changes, what is counted, and the newest change.

use super::*;

const STEPS: [Step; 3] = [
    ("a", "-", "BILL-101 Dashboard"),
    ("b", "a", "Bump serde from 1.0.1 to 1.0.2"),
    ("c", "b", "BILL-7 Retry"),
];

fn ignoring(entry: &str) -> Build {
    Build::new(&format!("{KEYS}\n[build]\nignore = [{entry}]\n"), &STEPS)
}

#[test]
fn an_ignored_change_needs_no_list() {
    let mut build = ignoring("{ author = \"dependabot*\", why = \"Lock file\" }");
    assert_eq!(build.dispositions(), ["a in BILL-101", "b unlisted", "c unlisted BILL-7"]);
    build.history.changes[1].author =
        author("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>");
    assert_eq!(build.dispositions(), ["a in BILL-101", "b ignored 0", "c unlisted BILL-7"]);
    for pattern in ["*@users.noreply.github.com", "dependabot[bot]", "*[bot] *"] {
        let mut build = ignoring(&format!("{{ author = \"{pattern}\" }}"));
        build.history.changes[1].author = author("dependabot[bot] <1@users.noreply.github.com>");
        assert_eq!(build.dispositions()[1], "b ignored 0", "{pattern}");
    }
    let mut build = ignoring("{ author = \"*[bot]*\" }");
    build.history.changes[1].author = author("Bob Otto <bob@example.com>");
    assert_eq!(build.dispositions()[1], "b unlisted", "brackets are no class of letters");
}

#[test]
fn all_keys_of_an_entry_must_fit() {
    let build = ignoring("{ subject = \"Bump *\" }");
    assert_eq!(build.dispositions()[1], "b ignored 0");
    let build = ignoring("{ subject = \"Bump *\", author = \"dependabot*\" }");
    assert_eq!(build.dispositions()[1], "b unlisted");
    let mut build = ignoring("{ subject = \"Bump *\", paths = \"Cargo.lock\" }");
    assert_eq!(build.dispositions()[1], "b unlisted", "no path is known to fit");
    build.history.changes[1].fits_paths = vec![0];
    assert_eq!(build.dispositions()[1], "b ignored 0");
    build.history.changes[2].fits_paths = vec![0];
    assert_eq!(build.dispositions()[2], "c unlisted BILL-7", "the paths fit, the subject does not");
}

#[test]
fn the_policys_entries_come_first() {
    let policy = "[build]\nignore = [{ subject = \"Bump *\" }]\n";
    let build = ignoring("{ subject = \"BILL-7*\" }").policy(policy);
    assert_eq!(build.dispositions(), ["a in BILL-101", "b ignored 0", "c ignored 1"]);
}

#[test]
fn an_ignored_change_is_as_new_as_any_other() {
    let build = ignoring("{ subject = \"BILL-7*\" }");
    assert_eq!(build.judgement().newest, build.history.changes[2].committed);
}

#[test]
fn each_change_has_one_fate() {
    let build = Build::new(KEYS, &STEPS);
    assert_eq!(build.judgement().dispositions.len(), STEPS.len());
    assert_eq!(Build::new(KEYS, &[]).judgement().dispositions.len(), 0);
}

#[test]
fn what_was_left_out_is_never_ignored() {
    let steps =
        [("a", "-", "BILL-101 Dashboard"), ("b", "a", "BILL-120 Templates"), ("c", "b", "BILL-132 Colours")];
    let build = Build::new(&format!("{KEYS}\n[build]\nignore = [{{ subject = \"*\" }}]\n"), &steps);
    assert_eq!(build.dispositions(), ["a ignored 0", "b out BILL-120", "c removed BILL-132"]);
}
