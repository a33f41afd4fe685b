//! The laws of the house that a compiler cannot hold: sizes, imports, headers, and the ids that are public.

mod imports;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::support::gonogo::{Gonogo, repository};

/// Every Rust file of a folder: path from the repository, text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut open = vec![repository().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(repository()).expect("inside").display().to_string();
                found.push((name.replace('\\', "/"), fs::read_to_string(&path).expect("text")));
            }
        }
    }
    assert!(!found.is_empty());
    found.sort();
    found
}

/// Files of the program itself: not the tests beside it.
fn program() -> Vec<(String, String)> {
    let is_test = |name: &str| {
        // Evidence of tests is no test.
        let name = name.replace("src/evidence/tests/", "src/evidence/");
        name.contains("/tests/")
            || name.ends_with("/tests.rs")
            || name.ends_with("_tests.rs")
            || name.ends_with("/sample.rs")
    };
    sources("src").into_iter().filter(|(name, _)| !is_test(name)).collect()
}

/// The part of a file before its unit tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

#[test]
fn no_file_outgrows_its_idea() {
    for (name, text) in program() {
        assert!(text.lines().count() <= 500, "{name} has {} lines", text.lines().count());
    }
}

#[test]
fn every_module_says_what_it_owns() {
    for (name, text) in program() {
        let header = text.lines().take_while(|line| line.starts_with("//!")).count();
        assert!(header >= 1, "{name} has no header");
    }
}

#[test]
fn nothing_is_left_to_do_in_the_tree() {
    let mark = ["TO", "DO"].concat();
    for (name, text) in sources("src").into_iter().chain(sources("tests")) {
        let comments = text.lines().filter(|line| line.trim_start().starts_with("//"));
        assert!(!comments.into_iter().any(|line| line.contains(&format!("{mark}:"))), "{name}");
    }
}

#[test]
fn nothing_in_the_program_can_panic_by_a_shortcut() {
    for (name, text) in program() {
        for shortcut in [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("] {
            assert!(!code(&text).contains(shortcut), "{name} uses {shortcut}");
        }
    }
}

#[test]
fn files_processes_clock_and_environment_stay_at_the_edge() {
    let pure = ["src/checks/", "src/shape/", "src/verdict/", "src/render/", "src/condition/"];
    for (name, text) in
        program().into_iter().filter(|(name, _)| pure.iter().any(|folder| name.starts_with(folder)))
    {
        for way in
            ["std::fs", "std::process", "std::env", "std::net", "SystemTime", "Instant", "Timestamp::now"]
        {
            assert!(!code(&text).contains(way), "{name} uses {way}");
        }
    }
}

#[test]
fn rule_ids_are_public_and_never_change() {
    let told = Gonogo::new(repository(), &["rules", "--format", "json"]).run().out;
    let rules: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let word = |rule: &serde_json::Value, key: &str| rule[key].as_str().expect("a text").to_owned();
    let rules = rules.as_array().expect("a list");
    let lines: Vec<String> = rules
        .iter()
        .map(|rule| format!("{} {} {}", word(rule, "id"), word(rule, "level"), word(rule, "stage")))
        .collect();
    let known = fs::read_to_string(repository().join("tests/rules.txt")).expect("the list");
    assert_eq!(lines, known.lines().collect::<Vec<_>>(), "a rule that has been released is never renamed");
    let ids: Vec<String> = rules.iter().map(|rule| word(rule, "id")).collect();
    assert!(ids.is_sorted() && ids.iter().collect::<BTreeSet<_>>().len() == ids.len());
    for id in ids {
        let (prefix, name) = id.split_once('/').expect("a slash");
        assert!(prefix.bytes().all(|byte| byte.is_ascii_lowercase()) && !prefix.is_empty(), "{id}");
        assert!(
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !name.is_empty(),
            "{id}"
        );
    }
}
