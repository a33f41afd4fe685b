//! What `gonogo explain` says is true: the example of each page raises its rule, and the fix silences it.
//!
//! A page shows fragments, so they are laid over a whole release: the twin of the rule's own case, which is in order.
//! What a fragment writes stands in place of what the release has there. First goes the example, beside the evidence
//! of the case; over both goes the fix, which is enough by itself or needs the evidence of the twin.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cases::{AS_OF, Stage, all_problems, findings};
use crate::support::gonogo::{Gonogo, repository};

/// Lines of the longest page.
const LINES: usize = 30;
/// Columns of a terminal.
const COLUMNS: usize = 80;

/// The catalogue as scripts see it.
fn catalogue() -> Vec<Value> {
    let told = Gonogo::new(repository(), &["rules", "--format", "json"]).run();
    serde_json::from_str::<Vec<Value>>(&told.out).expect("a list of rules")
}

fn id(rule: &Value) -> &str {
    rule["id"].as_str().expect("an id")
}

fn page(id: &str) -> String {
    Gonogo::new(repository(), &["explain", id]).run().out
}

/// The one fragment below a heading.
fn fragment<'p>(page: &'p str, heading: &str) -> &'p str {
    let section = page.split(heading).nth(1).unwrap_or_default().split("\n## ").next().unwrap_or_default();
    section.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default()
}

/// A release in parts: what stands before the first table has no header, each other part begins with its own.
fn parts(toml: &str) -> Vec<(String, String)> {
    let mut parts = vec![(String::new(), String::new())];
    for line in toml.lines() {
        if line.starts_with('[') {
            let end = line.rfind(']').expect("the end of a header");
            parts.push((line[..=end].to_owned(), String::new()));
        }
        let (_, text) = parts.last_mut().expect("a part");
        text.push_str(line);
        text.push('\n');
    }
    parts
}

/// The key of a line such as `owner = "Ana Ruiz"`.
fn key(line: &str) -> Option<&str> {
    line.split_once(" =").map(|(key, _)| key.trim())
}

/// A release with a fragment in place of what has the same name there, and without the parts that are gone.
fn overlay(base: &str, fragment: &str, gone: &[&str]) -> String {
    let (base, fragment) = (parts(base), parts(fragment));
    let (base_head, base_tables) = base.split_first().expect("a head");
    let (head, tables) = fragment.split_first().expect("a head");
    let keys: BTreeSet<&str> = head.1.lines().filter_map(key).collect();
    let headers: BTreeSet<&str> =
        tables.iter().map(|(header, _)| header.as_str()).chain(gone.iter().copied()).collect();
    let name = |header: &str| header.trim_matches(['[', ']']).to_owned();
    let names: BTreeSet<String> = headers.iter().map(|header| name(header)).collect();
    let mut release = head.1.clone();
    if keys.is_empty() {
        let kept = base_head.1.lines().filter(|line| key(line).is_none_or(|key| !names.contains(key)));
        release.extend(kept.flat_map(|line| [line, "\n"]));
    }
    let kept = base_tables
        .iter()
        .filter(|(header, _)| !headers.contains(header.as_str()) && !keys.contains(name(header).as_str()));
    release.extend(kept.chain(tables).map(|(_, text)| text.as_str()));
    release
}

/// Whether a rule finds something in a release that nobody accepted; none where the release cannot be read.
fn raises(stage: &Stage, id: &str, release: &str) -> Option<bool> {
    fs::write(stage.folder().join("page.toml"), release).expect("a file");
    let told = stage.check("page.toml", "json");
    let open = |line: &String| line.starts_with(&format!("{id} ")) && !line.contains(" accepted ");
    (told.code != Some(2) || id == "file/invalid").then(|| findings(&told).iter().any(open))
}

/// What is not true of one page.
fn problems(id: &str, case: &Path) -> Vec<String> {
    let page = page(id);
    let sound = fs::read_to_string(case.join("ok.toml")).expect("a release");
    let (example, fix) = (fragment(&page, "## Example\n"), fragment(&page, "## Fix\n"));
    let mut problems = Vec::new();
    let stage = Stage::new(case, "history.txt");
    let broken = overlay(&sound, example, &[]);
    if raises(&stage, id, &broken) != Some(true) {
        problems.push(format!("the example of {id} does not raise it:\n{broken}"));
    }
    // An acceptance that the example shows and the fix does not was struck.
    let is_struck = example.contains("[[accept]]") && !fix.contains("[[accept]]");
    let mended = overlay(&broken, fix, if is_struck { &["[[accept]]"] } else { &[] });
    let is_silent = |stage: &Stage| raises(stage, id, &mended) == Some(false);
    if !is_silent(&stage) && !is_silent(&Stage::repaired(case)) {
        problems.push(format!("the fix of {id} does not silence it:\n{mended}"));
    }
    problems
}

#[test]
fn every_example_raises_its_rule_and_every_fix_silences_it() {
    let told = all_problems(problems);
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}

#[test]
fn every_page_fits_a_screen_and_agrees_with_the_catalogue() {
    for rule in catalogue() {
        let (id, page) = (id(&rule), page(id(&rule)));
        let headings = ["\n## Why\n", "\n## Example\n```toml\n", "\n## Fix\n```toml\n"];
        let found: Vec<usize> = headings.iter().filter_map(|heading| page.find(heading)).collect();
        assert!(page.starts_with(&format!("# {id}\n\n")) && found.len() == 3 && found.is_sorted(), "{page}");
        assert_eq!(page.matches("\n```").count(), 4, "{id} shows one fragment broken and one repaired");
        assert!(page.lines().count() <= LINES, "{id} has {} lines", page.lines().count());
        assert!(page.lines().all(|line| line.chars().count() <= COLUMNS), "{id} is too wide");
        let text = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = |words: &str| text.contains(words);
        let is_verdict = id != "file/invalid";
        assert_eq!(says("An error: it blocks the release."), rule["level"] == "error" && is_verdict, "{id}");
        assert_eq!(says("A warning: it blocks only with `--strict`."), rule["level"] == "warning", "{id}");
        assert_eq!(says("The rule is off unless"), rule["level"] == "off", "{id}");
        assert_eq!(says("`gonogo lint` finds it, too."), rule["stage"] == "lint" && is_verdict, "{id}");
        assert_eq!(
            says("This finding cannot be accepted away."),
            rule["acceptable"] == false && is_verdict,
            "{id}"
        );
    }
}

#[test]
fn the_catalogue_says_what_happens_to_an_acceptance() {
    let accept = |rule: &Value| {
        format!(
            "[[accept]]\nrule = \"{}\"\nby = \"Ana Ruiz\"\non = 2026-11-29\nwhy = \"A trial\"\n",
            id(rule)
        )
    };
    let rules = catalogue();
    let release: String =
        "[caller]\nship = \"Ana Ruiz\"\n".to_owned() + &rules.iter().map(accept).collect::<String>();
    let arguments = ["check", "--as-of", AS_OF, "--format", "json", "-"];
    let told = findings(&Gonogo::new(repository(), &arguments).input(release).run());
    for rule in &rules {
        let is_refused = told
            .iter()
            .any(|line| line.starts_with("accept/refused ") && line.ends_with(&format!(" {}", id(rule))));
        assert_eq!(is_refused, rule["acceptable"] == false, "{}", id(rule));
    }
}
