//! Words alone: whatever messages say, short of claiming what is listed, each line that ships leads to the change that
//! brought it.
//!
//! `WORDS=1000 cargo test --release words_alone` looks at so many histories.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{POLICY, World, minus};
use crate::histories::write_release;
use crate::support::gonogo::Gonogo;
use crate::support::story::AS_OF;

/// Histories that are looked at each time.
const USUAL: u64 = 25;
/// What claims nothing that is listed.
const SUBJECTS: [&str; 9] = [
    "Tidy up",
    "OPS-12 Something else",
    "BILL-1011 Near by",
    "XBILL-101 Nearer",
    "\u{412}ILL-101 In other letters",
    "Use `BILL-101` as a name",
    "Revert \"BILL-101 Work\"",
    "Merge pull request #7 from acme/export",
    "Merge branch 'main' into BILL-101-export",
];
const LINES: [&str; 9] = [
    "This came up in BILL-101 as well.",
    "Signed-off-by: BILL-101 <a@example.com>",
    "> Closes: BILL-101",
    "```\nCloses: BILL-101\n```",
    "    Closes: BILL-101",
    "https://example.com/x/BILL-101",
    "Closes: OPS-3",
    "* OPS-4 Part\n* OPS-5 Another",
    "Fixes: 0123456789ab (\"BILL-101 Work\")",
];

/// A message that claims what it likes of other commits.
fn speak(world: &mut World, message: &str) -> String {
    let mut said = match world.dice.roll(3) {
        0 => message.replace("BILL-101", "OPS-101"),
        _ => SUBJECTS[world.dice.roll(SUBJECTS.len())].to_owned(),
    };
    for _ in 0..world.dice.roll(4) {
        let more = claim(world).unwrap_or_else(|| LINES[world.dice.roll(LINES.len())].to_owned());
        said.push_str("\n\n");
        said.push_str(&more);
    }
    said
}

/// What a message may say of a commit that is there already.
fn claim(world: &mut World) -> Option<String> {
    if world.commits.is_empty() || world.dice.roll(3) == 0 {
        return None;
    }
    let mut hash = || {
        let at = world.dice.roll(world.commits.len());
        world.commits[at].hash.clone()
    };
    let (one, other) = (hash(), hash());
    Some(match world.dice.roll(6) {
        0 => format!("This reverts commit {one}."),
        1 => format!("This reverts commits {one} and {other}."),
        2 => format!("This reverts commit {one}, reversing\nchanges made to {other}."),
        3 => format!("Backed out changeset {}", &one[..12]),
        4 => format!("(cherry picked from commit {one})"),
        _ => format!("Backport-of: {one}"),
    })
}

/// The lines that ship without that any finding leads to who brought them.
fn look(seed: u64) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut world = World::new(folder.path(), seed);
    world.speaks = Some(speak);
    let ends = world.grow();
    let (ours, theirs) = (world.ancestors(ends.1), world.ancestors(ends.0));
    let range: Vec<usize> = ours.difference(&theirs).copied().collect();
    let (commits, _, _, told) = world.finish(ends);
    std::fs::write(folder.path().join("gonogo.toml"), POLICY).expect("a file");
    let build = "from = \"last-release\"\nto = \"candidate\"";
    write_release(folder.path(), "in = [\"BILL-101 Everything\"]", build);
    let run = Gonogo::new(folder.path(), &["check", "--as-of", AS_OF, "--format", "json"]).run();
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    let findings = report["releases"][0]["findings"].as_array().expect("a list");
    let of = |key: &str| findings.iter().filter_map(|finding| finding[key].as_str()).collect::<BTreeSet<_>>();
    let (rules, subjects) = (of("rule"), of("subject"));
    // What stays of a revert, or differs in a pick, is told by the paths.
    if rules.contains("scope/partial-revert") || rules.contains("scope/pick-differs") {
        return Vec::new();
    }
    let is_told = |at: &usize| subjects.iter().any(|id| id.len() > 6 && commits[*at].hash.starts_with(id));
    let lost = minus(&commits[ends.1].tree, &commits[ends.0].tree).into_iter().filter(|line| {
        let mut plain = range.iter().filter(|at| commits[**at].parents.len() < 2);
        let mut brought = plain.by_ref().filter(|at| commits[**at].added.contains(line)).peekable();
        brought.peek().is_some() && !brought.any(is_told)
    });
    lost.map(|line| format!("seed {seed}: {line:?}\n{told}\n{}", run.out)).collect()
}

#[test]
fn words_alone_hide_no_change() {
    let count = std::env::var("WORDS").ok().and_then(|count| count.parse().ok()).unwrap_or(USUAL);
    let lost: Vec<String> = (1..=count).flat_map(look).collect();
    assert!(lost.is_empty(), "{}", lost.join("\n\n"));
}
