//! What `gonogo explain` says is true: the example of each page raises its rule, and the fix silences it.
//!
//! A page shows fragments, so they are laid over a whole release: the twin of the rule's own case, which is in order.
//! What a fragment writes stands in place of what the release has there, whole tables at a time. First goes the
//! example, beside the evidence of the case; over both goes the fix, which is enough by itself or needs the evidence
//! of the twin.

use std::collections::BTreeSet;

use super::case::{Case, RELEASE};
use super::patch::{Part, key, parts};
use super::stage::Stage;
use crate::support::gonogo::{Gonogo, repository};

/// The one fragment below a heading.
fn fragment<'p>(page: &'p str, heading: &str) -> &'p str {
    let section = page.split(heading).nth(1).unwrap_or_default().split("\n## ").next().unwrap_or_default();
    section.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default()
}

/// A release with a fragment in place of what has the same name there, and without the parts that are gone.
fn overlay(base: &str, fragment: &str, gone: &[&str]) -> String {
    let (base, fragment) = (parts(base), parts(fragment));
    let (base_head, base_tables) = base.split_first().expect("a head");
    let (head, tables) = fragment.split_first().expect("a head");
    let (base_head, head) = (base_head.body(), head.body());
    let keys: BTreeSet<&str> = head.lines().filter_map(key).collect();
    let headers: BTreeSet<&str> = tables.iter().map(name).chain(gone.iter().copied()).collect();
    let names: BTreeSet<&str> = headers.iter().map(|header| header.trim_matches(['[', ']'])).collect();
    let mut release = head.clone();
    if keys.is_empty() {
        let kept = base_head.lines().filter(|line| key(line).is_none_or(|key| !names.contains(key)));
        release.extend(kept.flat_map(|line| [line, "\n"]));
    }
    let is_kept =
        |part: &&Part| !headers.contains(name(part)) && !keys.contains(name(part).trim_matches(['[', ']']));
    for part in base_tables.iter().filter(is_kept).chain(tables) {
        release += &format!("{}\n{}", part.header, part.body());
    }
    release
}

/// A header without what stands behind it.
fn name(part: &Part) -> &str {
    let end = part.header.rfind(']').expect("the end of a header");
    &part.header[..=end]
}

/// Whether a rule finds something in a release that nobody accepted; none where the release cannot be read.
fn raises(stage: &Stage, rule: &str, release: &str) -> Option<bool> {
    // What is about the past of a plan is about the file that was committed.
    let file = if stage.has_plan_committed() { RELEASE } else { "page.toml" };
    stage.write(file, release);
    let told = stage.judge(file, "json");
    let open = |line: &String| line.starts_with(&format!("{rule} ")) && !line.contains(" accepted ");
    (told.code != Some(2) || rule == "file/invalid").then(|| stage.findings(&told).iter().any(open))
}

/// What is not true of the page of a rule, held against the rule's own case.
pub(crate) fn problems(case: &Case) -> Vec<String> {
    let rule = case.rule();
    let page = Gonogo::new(repository(), &["explain", rule]).run().out;
    let (broken, repaired) = (case.broken(), case.repaired());
    let (example, fix) = (fragment(&page, "## Example\n"), fragment(&page, "## Fix\n"));
    let mut problems = Vec::new();
    let stage = Stage::new(case, &broken);
    let shown = overlay(repaired.release(), example, &[]);
    if raises(&stage, rule, &shown) != Some(true) {
        problems.push(format!("the example of {rule} does not raise it:\n{shown}"));
    }
    // An acceptance that the example shows and the fix does not was struck.
    let is_struck = example.contains("[[accept]]") && !fix.contains("[[accept]]");
    let mended = overlay(&shown, fix, if is_struck { &["[[accept]]"] } else { &[] });
    let is_silent = |stage: &Stage| raises(stage, rule, &mended) == Some(false);
    if !is_silent(&stage) && !is_silent(&Stage::new(case, &repaired)) {
        problems.push(format!("the fix of {rule} does not silence it:\n{mended}"));
    }
    problems
}
