//! `gonogo init` as a new user meets it: in a fresh folder, in repositories of each kind, in both syntaxes. What it
//! writes is judged right afterwards: a list of what is to be done, never a file that cannot be read.

mod offers;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::gonogo::{Gonogo, Told};
use crate::support::history::History;

const AS_OF: &str = "2026-11-30T18:00:00Z";

fn init(folder: &Path, arguments: &[&str]) -> Told {
    Gonogo::new(folder, &[&["init"], arguments].concat()).run()
}

/// A run that must write; what it said.
fn wrote(folder: &Path, arguments: &[&str]) -> String {
    let told = init(folder, arguments);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{}", told.out);
    told.out
}

/// The rules that `check` raises, with their messages; the file must be readable and not ready.
fn to_do(folder: &Path, file: &str) -> Vec<(String, String)> {
    let told = Gonogo::new(folder, &["check", file, "--format", "json", "--as-of", AS_OF]).run();
    assert_eq!(told.code, Some(1), "{}{}", told.out, told.err);
    let report: Value = serde_json::from_str(&told.out).expect("JSON");
    let word = |finding: &Value, key: &str| finding[key].as_str().expect("a text").to_owned();
    let findings = report["releases"][0]["findings"].as_array().expect("a list");
    let found: Vec<_> =
        findings.iter().map(|finding| (word(finding, "rule"), word(finding, "message"))).collect();
    assert!(found.iter().all(|(rule, _)| rule != "file/invalid" && rule != "text/placeholder"), "{found:?}");
    for rule in ["plan/no-goal", "scope/not-approved", "tests/unconfirmed", "rollback/no-steps", "stop/none"]
    {
        assert!(found.iter().any(|(found, _)| found == rule), "{rule} is missing in {found:?}");
    }
    found
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("the file")
}

/// A folder with a name of our choice inside one that is cleaned up.
fn folder(name: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let outer = tempfile::tempdir().expect("a folder");
    let inner = outer.path().join(name);
    fs::create_dir(&inner).expect("a folder");
    (outer, inner)
}

/// A history of squashed requests behind a tag.
fn squashed(folder: &Path) -> History {
    let mut history = History::new(folder);
    history.commit("Start").tag("v2.3.0");
    history.commit("BILL-101: Billing dashboard (#57)").commit("feat(export): CSV export (BILL-118)");
    history.commit("BILL-118 Fix the header").commit("Speed up sign-in (#61)");
    history.commit("BILL-130 Wrong idea").revert("HEAD");
    history.commit("Tidy up\n\nRefs: BILL-101");
    history
}

/// Answers every question as somebody would who takes the `#` away and fills the blank.
fn answered(text: &str) -> String {
    let answer = |line: &str| -> String {
        let is_key = line.starts_with('#') && !line.starts_with("#:") && !line.starts_with("# ")
            || line.starts_with("#  ");
        if !is_key
            || line.contains("backup_date")
            || line.contains("freeze")
            || line.contains("out =")
            || line.contains("out:")
            || line.contains("extra")
        {
            return line.to_owned();
        }
        if line.contains("reports") || line.contains("commits") || line.contains("minutes") {
            return line.to_owned();
        }
        let bare = line.strip_prefix('#').expect("a mark");
        let key = bare.trim_start_matches([' ', '-']).split([' ', ':']).next().expect("a key");
        if key == "stop_rule" {
            let filled = bare.replacen("\"\"", "\"Sign-in fails\"", 1).replacen("\"\"", "\"Ana Ruiz\"", 1);
            return filled.replacen("YYYY-MM-DD", "2026-11-28", 1);
        }
        if key == "skips" {
            let (front, _) = bare.split_once("[{").expect("a list");
            return format!("{front}[]");
        }
        let value = match key {
            "in" => "BILL-1 Dashboard",
            "date" => "2026-12-01",
            "timezone" => "Europe/Madrid",
            "to" => "HEAD",
            "from" => "v1.0.0",
            "told_on" => "2026-11-28",
            "goal" | "ran" | "notice" | "confusing" | "reply" | "triggers" | "rule" | "steps" => {
                "Customers can export their invoices"
            }
            _ => "Ana Ruiz",
        };
        let first = if key == "date" { value } else { "2026-11-28" };
        bare.replacen("\"\"", &format!("\"{value}\""), 1).replacen(", \"\"]", "]", 1).replacen(
            "YYYY-MM-DD",
            first,
            1,
        )
    };
    text.lines().map(answer).collect::<Vec<_>>().join("\n") + "\n"
}

fn is_go(folder: &Path, file: &str) {
    let text = answered(&read(folder, file));
    fs::write(folder.join(file), &text).expect("the file can be written");
    let told = Gonogo::new(folder, &["check", file, "--as-of", AS_OF]).run();
    assert_eq!(told.code, Some(0), "{text}\n{}{}", told.out, told.err);
}

#[test]
fn outside_git_everything_is_asked_and_a_hand_may_compare() {
    let (_keep, folder) = folder("plain");
    let told = wrote(&folder, &[]);
    assert!(told.contains("no git repository holds this folder"), "{told}");
    assert!(told.ends_with("  gonogo check\n"), "{told}");
    let found = to_do(&folder, "release.toml");
    assert!(found.iter().any(|(rule, _)| rule == "scope/not-compared"), "{found:?}");
    is_go(&folder, "release.toml");
}

#[test]
fn without_a_commit_the_range_is_a_question() {
    let (_keep, folder) = folder("new-product");
    History::new(&folder);
    let told = wrote(&folder, &[]);
    assert!(told.contains("there is no commit yet"), "{told}");
    let text = read(&folder, "release.toml");
    assert!(text.contains("\nname = \"new-product\"") && text.contains("\n#from = \"\""), "{text}");
    to_do(&folder, "release.toml");
}

#[test]
fn without_a_tag_the_range_is_a_question_unless_it_is_given() {
    let (_keep, folder) = folder("product");
    let mut history = History::new(&folder);
    history.commit("Start").commit("OPS-7 Pool");
    let told = wrote(&folder, &[]);
    assert!(told.contains("no tag leads to the newest commit"), "{told}");
    to_do(&folder, "release.toml");
    wrote(&folder, &["--force", "--from", "HEAD~1"]);
    let text = read(&folder, "release.toml");
    assert!(text.contains("from = \"HEAD~1\"") && text.contains("  \"OPS-7 Pool\",\n"), "{text}");
    to_do(&folder, "release.toml");
}

#[test]
fn a_squashed_history_becomes_a_proposal_that_check_agrees_with() {
    let (_keep, folder) = folder("billing");
    let history = squashed(&folder);
    let told = wrote(&folder, &[]);
    for line in [
        "  name billing: from the folder\n",
        "  version 2.4.0: the next after the tag v2.3.0\n",
        &format!("  build: from v2.3.0 to {}\n", history.head()),
        "  list: 3 items from the messages of 5 changes; each names an id\n",
        "  go back to: v2.3.0\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    let text = read(&folder, "release.toml");
    let list =
        "  \"BILL-101 Billing dashboard\",\n  \"BILL-118 CSV export\",\n  \"#61 Speed up sign-in\",\n]";
    assert!(text.contains(list), "{text}");
    for line in ["version = \"2.4.0\"", "from = \"v2.3.0\"", "restores = \"v2.3.0\""] {
        assert!(text.contains(&format!("\n{line} ")), "{line}\n{text}");
    }
    assert!(text.contains(&format!("\nto = \"{}\"", history.head())), "{text}");
    let found = to_do(&folder, "release.toml");
    assert!(!found.iter().any(|(rule, _)| rule.starts_with("build/")), "{found:?}");
    assert!(
        !found
            .iter()
            .any(|(rule, _)| ["scope/unlisted-change", "scope/not-in-build"].contains(&rule.as_str()))
    );
    is_go(&folder, "release.toml");
}

#[test]
fn changes_without_an_id_are_told_and_can_be_listed_by_commit() {
    let (_keep, folder) = folder("billing");
    let mut history = squashed(&folder);
    history.commit("Fix a typo in the footer");
    let short = history.head()[..12].to_owned();
    let told = wrote(&folder, &[]);
    assert!(told.contains("1 names no id"), "{told}");
    let text = read(&folder, "release.toml");
    let unlisted = to_do(&folder, "release.toml");
    let unlisted: Vec<_> = unlisted.iter().filter(|(rule, _)| rule == "scope/unlisted-change").collect();
    assert_eq!(unlisted.len(), 1, "{unlisted:?}");
    let form = format!("  #{{ title = \"Fix a typo in the footer\", commits = [\"{short}\"] }}");
    assert!(text.contains(&form), "{text}");
    let filled = text.replace(&form, &form.replace('#', ""));
    fs::write(folder.join("release.toml"), filled).expect("written");
    is_go(&folder, "release.toml");
}

#[test]
fn what_a_merge_brings_belongs_to_its_request() {
    let (_keep, folder) = folder("billing");
    let mut history = History::new(&folder);
    history.commit("Start").tag("v1.0.0").branch("retry").commit("Add retry").commit("More retry");
    history.checkout("main").merge("retry", "Merge pull request #70 from org/retry");
    let told = wrote(&folder, &[]);
    assert!(told.contains("1 item from the messages of 2 changes; each names an id"), "{told}");
    assert!(read(&folder, "release.toml").contains("  \"#70 Add retry\",\n"));
    to_do(&folder, "release.toml");
}

#[test]
fn long_lists_are_whole() {
    let (_keep, folder) = folder("billing");
    let mut history = History::new(&folder);
    history.commit("Start").tag("v1.0.0");
    for number in 1..=53 {
        history.commit(format!("BILL-{number} Work"));
    }
    for _ in 0..23 {
        history.commit("More work");
    }
    wrote(&folder, &[]);
    let text = read(&folder, "release.toml");
    assert_eq!(text.matches("  \"BILL-").count(), 53);
    assert_eq!(text.matches("  #{ title = \"More work\", commits = ").count(), 23, "{text}");
    to_do(&folder, "release.toml");
}

#[test]
fn nothing_since_the_newest_tag_leaves_the_range_open() {
    let (_keep, folder) = folder("billing");
    squashed(&folder).tag("v2.4.0");
    let told = wrote(&folder, &[]);
    assert!(told.contains("no change ships since the newest tag, v2.4.0"), "{told}");
    let text = read(&folder, "release.toml");
    assert!(text.contains("\n#from = \"\"") && text.contains("version = \"2.5.0\""), "{text}");
    to_do(&folder, "release.toml");
}

#[test]
fn a_shallow_clone_is_told_and_not_guessed_from() {
    let (_keep, folder) = folder("origin");
    let history = squashed(&folder);
    let clone = folder.join("../clone");
    let clone = clone.to_str().expect("a path");
    let origin = format!("file://{}", folder.display());
    history.git(["clone", "--quiet", "--depth", "1", &origin, clone]);
    history.git(["-C", clone, "fetch", "--quiet", "--depth", "1", "origin", "tag", "v2.3.0"]);
    let told = wrote(Path::new(clone), &["--from", "v2.3.0"]);
    assert!(told.contains("shallow") && !told.contains("list:"), "{told}");
    let found = to_do(Path::new(clone), "release.toml");
    assert!(found.iter().any(|(rule, _)| rule == "build/shallow"), "{found:?}");
}

#[test]
fn a_bare_repository_is_read_as_well() {
    let (_keep, folder) = folder("billing");
    let history = squashed(&folder);
    let bare = folder.join("../bare.git");
    history.git(["clone", "--quiet", "--bare", ".", bare.to_str().expect("a path")]);
    let told = wrote(&bare, &[]);
    assert!(told.contains("name bare: ") && told.contains("list: 3 items"), "{told}");
    to_do(&bare, "release.toml");
}

#[test]
fn hostile_history_stays_inside_its_strings_and_comments() {
    let (_keep, folder) = folder("a\"]\n[scope]");
    let mut history = History::new(&folder);
    history.commit("Start").tag("v1.0.0");
    history.commit("BILL-1 \"]\n\"\"\"\nowner = \"Eve\"").commit("BILL-2 \u{1b}[2J\u{202e}gpj \\\"");
    history.commit(format!("BILL-3 {}", "[{".repeat(90)));
    history
        .commit("\"\"\" ] # \u{1b}]0;x\u{7} \u{2028} ##[error]x")
        .commit(format!("Deep {}", "[{".repeat(90)));
    history.tag("v2\"'$(x)").commit("BILL-4 Work");
    for file in ["release.toml", "release.yaml"] {
        let told = wrote(&folder, &[file, "--from", "v1.0.0"]);
        let text = read(&folder, file);
        for hidden in ['\u{1b}', '\u{202e}', '\u{7}', '\u{2028}'] {
            assert!(!text.contains(hidden) && !told.contains(hidden), "{text}");
        }
        let found = to_do(&folder, file);
        assert!(found.iter().any(|(rule, _)| rule == "plan/no-owner"), "{found:?}");
    }
}

#[test]
fn yaml_asks_the_same_questions() {
    let (_keep, folder) = folder("billing");
    squashed(&folder);
    let told = wrote(&folder, &["--format", "yaml"]);
    assert!(told.ends_with("  gonogo check release.yaml\n"), "{told}");
    wrote(&folder, &["release.toml"]);
    assert_eq!(to_do(&folder, "release.yaml"), to_do(&folder, "release.toml"));
    is_go(&folder, "release.yaml");
    is_go(&folder, "release.toml");
}

#[test]
fn a_blank_whose_mark_is_gone_is_told_at_its_line() {
    let (_keep, folder) = folder("plain");
    wrote(&folder, &[]);
    let text = read(&folder, "release.toml").replace("\n#date", "\ndate").replace("\n#goal", "\ngoal");
    fs::write(folder.join("release.toml"), &text).expect("written");
    let told = Gonogo::new(&folder, &["check"]).run();
    let line = 1 + text.lines().position(|line| line.starts_with("date")).expect("the line");
    assert_eq!(told.code, Some(2));
    assert!(told.out.contains("expected a date such as 2026-12-01"), "{}", told.out);
    assert!(told.out.contains(&format!("release.toml:{line}:8")), "{}", told.out);
}

#[test]
fn options_are_answers() {
    let (_keep, folder) = folder("billing");
    squashed(&folder);
    let arguments = ["--owner", "Ana \"A\" Ruiz", "--date", "2026-12-01T09:00+01:00", "--name", "Billing"];
    wrote(&folder, &[&arguments[..], &["--to", "HEAD~1", "--from", "v2.3.0"]].concat());
    let text = read(&folder, "release.toml");
    for line in [
        "owner = \"Ana \\\"A\\\" Ruiz\"",
        "date = 2026-12-01T09:00:00+01:00",
        "name = \"Billing\"",
        "to = \"HEAD~1\"",
    ] {
        assert!(text.contains(&format!("\n{line} ")), "{line}\n{text}");
    }
    let found = to_do(&folder, "release.toml");
    assert!(!found.iter().any(|(rule, _)| rule == "plan/no-owner" || rule == "plan/no-date"), "{found:?}");
}

#[test]
fn a_revision_that_does_not_exist_is_told() {
    let (_keep, folder) = folder("billing");
    squashed(&folder);
    let told = wrote(&folder, &["--from", "v9"]);
    assert!(told.contains("the revision `v9` does not exist"), "{told}");
    let found = to_do(&folder, "release.toml");
    assert!(found.iter().any(|(rule, _)| rule == "build/unknown-revision"), "{found:?}");
}

#[test]
fn what_is_there_stays_unless_forced() {
    let (_keep, folder) = folder("plain");
    fs::write(folder.join("release.toml"), "mine").expect("written");
    let told = init(&folder, &[]);
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    assert!(
        told.err.contains("release.toml is there already") && told.err.contains("--force"),
        "{}",
        told.err
    );
    assert_eq!(read(&folder, "release.toml"), "mine");
    wrote(&folder, &["--force"]);
    to_do(&folder, "release.toml");
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1, "nothing is left behind");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_followed_out() {
    let (_keep, folder) = folder("plain");
    let outside = folder.join("../outside.toml");
    std::os::unix::fs::symlink(&outside, folder.join("release.toml")).expect("a link");
    assert_eq!(init(&folder, &[]).code, Some(2));
    wrote(&folder, &["--force"]);
    assert!(!outside.exists());
    to_do(&folder, "release.toml");
}

#[test]
fn wrong_usage_writes_nothing() {
    let (_keep, folder) = folder("plain");
    for (arguments, words) in [
        (&["--date", "soon"][..], "--date"),
        (&["release.json"], "JSON"),
        (&["release.toml", "--format", "yaml"], "--format"),
        (&["-"], "name one"),
        (&["there/release.toml"], "there is no folder"),
        (&["--owner", ""], "--owner"),
    ] {
        let told = init(&folder, arguments);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(told.err.contains(words), "{arguments:?}: {}", told.err);
    }
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 0);
}

/// A person at a terminal, without the terminal.
fn asked(typed: &str, is_interactive: bool) -> (gonogo::Exit, String, String) {
    let (_keep, folder) = folder("plain");
    let file = folder.join("release.toml");
    let (mut stdin, mut stdout, mut stderr) = (typed.as_bytes(), Vec::new(), Vec::new());
    let mut around = gonogo::Env {
        step_summary: None,
        now: AS_OF.parse().expect("a time"),
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        screen: gonogo::Screen { is_interactive, ..gonogo::Screen::default() },
    };
    let arguments = ["gonogo", "init", file.to_str().expect("a path")].map(Into::into);
    let exit = gonogo::run(arguments, &mut around);
    (exit, String::from_utf8(stdout).expect("text"), fs::read_to_string(file).expect("the file"))
}

#[test]
fn a_person_at_a_terminal_is_asked_for_name_owner_and_date() {
    let (exit, told, text) = asked("Billing\nAna Ruiz\nsoon\n2026-12-01\n", true);
    assert_eq!(exit, gonogo::Exit::Go);
    assert!(text.contains("\nowner = \"Ana Ruiz\"") && text.contains("\ndate = 2026-12-01 "), "{text}");
    assert_eq!(told.matches("Enter to leave it open").count(), 4, "{told}");
    assert!(text.contains("\nname = \"Billing\""), "{text}");
    // An empty answer, or none at all, leaves the blank.
    for typed in ["\n\n\n", ""] {
        let (exit, _, text) = asked(typed, true);
        assert_eq!(exit, gonogo::Exit::Go);
        assert!(text.contains("\n#owner = \"\"") && text.contains("\n#date = \"YYYY"), "{text}");
    }
}

#[test]
fn in_a_pipe_nobody_is_asked() {
    let (_, told, text) = asked("Ana Ruiz\n2026-12-01\n", false);
    assert!(text.contains("\n#owner = \"\"") && !told.contains("Enter"), "{told}");
}
