//! The cases: each is one small file that breaks a good release in one way, says what is found, and repairs it.
//!
//! `tests/cases/<rule id>.txt` is the case of a rule; further ones of the same rule are called
//! `<rule id>.<what they show>.txt`. Files are found by walking, never listed, and each is a test of that name:
//! `cargo test support/no-reply` runs one. A case begins with what it shows and goes on in sections:
//!
//! ```text
//! # Support has no answer for the users who write.
//! on changes
//!
//! == release.toml
//! [support]
//! -reply
//!
//! == raises
//! support/no-reply error - at [support]
//!
//! == repair release.toml
//! [support]
//! reply = "The steps are on the refund page; here is the link."
//! ```
//!
//! **Head.** `on NAME` is the good release of `tests/good` that the case is cut from: `plain` (everything by hand; so
//! where nothing is said), `changes` (a change list), `git` (a repository), `tests` (a test report); `on nothing`
//! starts empty. `at INSTANT` judges at another time, `with OPTIONS` adds options to `check`,
//! `gate COMMIT` asks the gate. `sha256:7be0…` stands for the digest of the plan, and `3f2a1c9e…` for the commit that ships.
//!
//! **Sections.** `release.toml` is a patch, by `tests/harness/patch.rs`: a key stands in place of the one that is there
//! or is added to its table, `-key` and `-[table]` take away, `+[[table]]` adds one more, and the second `[[table]]` of
//! a patch is about the second of the file. Every other name is a file and its whole text; `-name` takes it away.
//! `history` is a git history that is made first, one step a line:
//!
//! ```text
//! at TIME | commit MESSAGE | by NAME <MAIL>: MESSAGE | tag NAME | branch NAME | checkout NAME | merge NAME MESSAGE
//! revert REVISION | pick REVISION | write PATH TEXT | add FILE OF THE CASE | shallow DEPTH       (\n breaks a line)
//! amend HEAD (adds what was written to the commit before) | ours NAME MESSAGE (a merge that takes nothing)
//! ```
//!
//! `raises` holds the findings, all of them, one a line: rule, level, subject, and the key that they point at with what
//! is marked of it. `repair NAME` is the same as `NAME`, on top of what is broken: the twin, which must be GO and on
//! which the rule must be silent. A case that repairs nothing is an honest team: its rule must be silent, and it is GO.
//!
//! `UPDATE_CASES=1 cargo test --test cases` writes `raises` anew: look at each change before you keep it. What the page
//! of `gonogo explain` shows is held against the case of its rule; those tests are called `explain <rule id>`.
//!
//! `tests/screens` holds a dozen whole screens in the same format: `run` in the head is the command line, `on
//! examples/NAME` takes a shipped story, and `screen` is all that is printed. They are called `screen <name>`.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking and tells why"
)]

mod harness;
#[allow(dead_code, reason = "the other tests need the rest of it")]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use harness::case::{Case, RELEASE, Scene, cases};
use harness::explain;
use harness::runner::{Test, run};
use harness::stage::Stage;
use support::expected::changed_lines;
use support::gonogo::{Gonogo, repository};
use support::schema::schema;
use support::story::FORMATS;
use support::syntax::from_toml;

/// The findings as one text.
fn lines(findings: &[String]) -> String {
    findings.iter().flat_map(|line| [line, "\n"]).collect()
}

/// Lines that are missing and lines that are too many, among those that are as they should be.
fn difference(expected: &str, found: &str) -> String {
    let missing = expected.lines().filter(|line| !found.lines().any(|other| other == *line));
    let mut told: Vec<String> = missing.map(|line| format!("- {line}")).collect();
    for line in found.lines() {
        let mark = if expected.lines().any(|other| other == line) { ' ' } else { '+' };
        told.push(format!("{mark} {line}"));
    }
    told.join("\n")
}

/// Whether a finding of this rule is among these lines.
fn raises(rule: &str, findings: &[String]) -> bool {
    findings.iter().any(|line| line.starts_with(&format!("{rule} ")))
}

/// The exit code that these findings lead to.
fn code(case: &Case, findings: &[String]) -> i32 {
    let is_strict = case.options.iter().any(|option| option == "--strict");
    let blocks = |line: &String| {
        let is_open = !line.contains(" accepted ");
        is_open && (line.contains(" error ") || is_strict && line.contains(" warning "))
    };
    if raises("file/invalid", findings) { 2 } else { i32::from(findings.iter().any(blocks)) }
}

/// What is wrong with a case.
fn problems(case: &Case) -> Vec<String> {
    let (rule, mut problems) = (case.rule(), Vec::new());
    let stage = Stage::new(case, &case.broken());
    let found = stage.findings(&stage.check("json"));
    if std::env::var_os("UPDATE_CASES").is_some() && lines(&found) != case.raises {
        fs::write(&case.path, case.raising(&lines(&found))).expect("a written case");
    } else if lines(&found) != case.raises {
        let difference = difference(&case.raises, &lines(&found));
        problems.push(format!(
            "what is found (+) is not what {} expects (-):\n{difference}",
            case.path.display()
        ));
    }
    if raises(rule, &found) == case.is_honest() {
        let told = if case.is_honest() { "is raised, and nothing repairs it" } else { "is not raised" };
        problems.push(format!("{rule} {told}"));
    }
    let code = if case.is_honest() { 0 } else { code(case, &found) };
    for format in FORMATS {
        let told = stage.check(format);
        if told.code != Some(code) {
            problems
                .push(format!("in {format} it ends with {:?} instead of {code}\n{}", told.code, told.err));
        }
    }
    if case.id == "file/invalid" && refused(&case.broken()).is_empty() {
        problems.push("the schema refuses nothing, and the reader does".to_owned());
    } else if !raises("file/invalid", &found) {
        problems.extend(refused(&case.broken()));
    }
    problems.extend(twin_problems(case));
    problems.extend(refused(&case.repaired()));
    problems
}

/// What is wrong with the twin of a case.
fn twin_problems(case: &Case) -> Option<String> {
    let stage = Stage::new(case, &case.repaired());
    let told = stage.check("json");
    let found = stage.findings(&told);
    let is_sound = told.code == Some(0) && !raises(case.rule(), &found);
    (!is_sound).then(|| format!("repaired, it ends with {:?} and raises\n{}", told.code, lines(&found)))
}

/// Files of a release that can be read, and that the schemas which editors use refuse.
fn refused(scene: &Scene) -> Vec<String> {
    static SCHEMAS: OnceLock<[(&str, Validator); 2]> = OnceLock::new();
    let schemas = SCHEMAS.get_or_init(|| [(RELEASE, schema("release")), ("gonogo.toml", schema("policy"))]);
    let is_refused = |(name, schema): &&(&str, Validator)| {
        scene.files.get(*name).is_some_and(|text| !schema.is_valid(&from_toml(text)))
    };
    schemas.iter().filter(is_refused).map(|(name, _)| format!("the schema refuses {name}")).collect()
}

/// What is wrong with a good release: anything that is found.
fn faults(good: &Case) -> Vec<String> {
    let stage = Stage::new(good, &good.broken());
    let told = stage.check("json");
    let found = stage.findings(&told);
    if told.code == Some(0) && found.is_empty() { Vec::new() } else { vec![lines(&found)] }
}

/// What is wrong with a whole screen: any line that differs.
fn changes(screen: &Case) -> Vec<String> {
    let found = Stage::new(screen, &screen.broken()).screen();
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(&screen.path, screen.showing(&found)).expect("a written screen");
        return Vec::new();
    }
    let changed = changed_lines(&screen.screen, &found);
    let told = || format!("what {} expects (-) and what is printed (+)\n{changed}", screen.path.display());
    if found == screen.screen { Vec::new() } else { vec![told()] }
}

/// Rules without a case of their own, and cases of what is no rule.
fn unmatched(cases: &[Case]) -> Vec<String> {
    let rules = Gonogo::new(repository(), &["rules", "--format", "json"]).run().out;
    let rules: Value = serde_json::from_str(&rules).expect("JSON");
    let rules: BTreeSet<&str> =
        rules.as_array().expect("a list").iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    let own: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    let without = rules.difference(&own).map(|rule| format!("{rule} has no case"));
    let strangers = cases.iter().filter(|case| !rules.contains(case.rule()));
    without.chain(strangers.map(|case| format!("{} is the case of no rule", case.path.display()))).collect()
}

fn main() -> ExitCode {
    let (all, good, screens) = (cases("tests/cases"), cases("tests/good"), cases("tests/screens"));
    let mut tests = vec![Test {
        name: "every rule has a case and every case a rule".to_owned(),
        run: Box::new(|| unmatched(&all)),
    }];
    for release in &good {
        let name = release.path.file_stem().expect("a name").display();
        tests.push(Test { name: format!("good/{name} is GO"), run: Box::new(|| faults(release)) });
    }
    for case in &all {
        tests.push(Test { name: case.id.clone(), run: Box::new(|| problems(case)) });
        if case.id == case.rule() {
            tests.push(Test {
                name: format!("explain {}", case.id),
                run: Box::new(|| explain::problems(case)),
            });
        }
    }
    for screen in &screens {
        let name = screen.path.file_stem().expect("a name").display();
        tests.push(Test { name: format!("screen {name}"), run: Box::new(|| changes(screen)) });
    }
    if run(&tests) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
