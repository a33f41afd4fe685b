//! Runs of CI: each required workflow has to have finished well on exactly the build's commit.

use std::collections::BTreeSet;

use super::confirmed::short;
use super::rules::{TESTS_NO_RUN, TESTS_RUN_FAILED, TESTS_RUN_UNFINISHED};
use crate::checks::case::Case;
use crate::evidence::Gathered;
use crate::evidence::tests::runs::{Run, RunState, Runs};
use crate::finding::Findings;
use crate::shape::suggest;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// Looks at the runs of all workflows that are asked for; where none are, at those that ran on the build.
pub(super) fn run(case: &Case, out: &mut Findings) {
    let tests = &case.release.tests;
    let workflows = tests.workflows.items();
    let runs = match &case.evidence.runs {
        Gathered::Broken(fault) => {
            let place = fault.span;
            out.raise(&TESTS_NO_RUN, place).say(&fault.message).help(&fault.help);
            return;
        }
        Gathered::Absent if workflows.is_empty() || case.now.is_none() => return,
        Gathered::Absent => {
            out.raise(&TESTS_NO_RUN, tests.workflows.key_or(tests.span()))
                .say("workflows are required, and no list of CI runs is named")
                .help("set `runs` under [tests] to what `gh run list --json …` or GitLab's pipelines API prints");
            return;
        }
        Gathered::Read(runs) => runs,
    };
    let place = tests.runs.key_or(tests.span());
    let Some(commit) = commit(case) else {
        // A build that could not be read is told as that.
        if !matches!(case.evidence.build, Gathered::Broken(_)) {
            out.raise(&TESTS_NO_RUN, place)
                .say("CI runs are named, and the commit of the build is not known")
                .help("name the commit that ships with `from` and `to` under [build]");
        }
        return;
    };
    let own: Vec<&Run> = runs.list.iter().filter(|run| run.commit.as_deref() == Some(commit)).collect();
    if workflows.is_empty() {
        any_workflow(place, commit, (runs, &own), out);
    }
    for workflow in workflows {
        let of: Vec<&Run> = own.iter().copied().filter(|run| run.workflow == workflow.text).collect();
        if of.is_empty() {
            missing(workflow.span, &workflow.text, commit, runs, out);
        } else {
            judge(workflow.span, &of, commit, out);
        }
    }
}

/// The full id of the commit that ships.
fn commit<'c>(case: &'c Case) -> Option<&'c str> {
    case.evidence.build.read()?.to.as_deref()
}

/// Whether the list holds a run on the commit that ships.
pub(super) fn names_build(case: &Case) -> bool {
    let Some((runs, commit)) = case.evidence.runs.read().zip(commit(case)) else { return false };
    runs.list.iter().any(|run| run.commit.as_deref() == Some(commit))
}

fn any_workflow(place: Span, commit: &str, (runs, own): (&Runs, &[&Run]), out: &mut Findings) {
    let names: BTreeSet<&Untrusted> = own.iter().map(|run| &run.workflow).collect();
    for name in &names {
        let of: Vec<&Run> = own.iter().copied().filter(|run| run.workflow == **name).collect();
        judge(place, &of, commit, out);
    }
    if names.is_empty() {
        let finding = out.raise(&TESTS_NO_RUN, place);
        finding.say(message!("no CI run on the build ({}) is in the list{}", short(commit), cut(runs)));
    }
}

fn missing(place: Span, workflow: &Untrusted, commit: &str, runs: &Runs, out: &mut Findings) {
    let known: BTreeSet<&str> = runs.list.iter().map(|run| run.workflow.raw()).collect();
    let hint = if known.contains(workflow.raw()) {
        String::new()
    } else {
        suggest::hint(workflow.raw(), known.iter().copied())
    };
    out.raise(&TESTS_NO_RUN, place).subject(workflow).say(message!(
        "no run of \"{}\" on the build ({}) is in the list{}{}",
        workflow,
        short(commit),
        hint,
        cut(runs)
    ));
}

fn cut(runs: &Runs) -> Untrusted {
    if runs.is_perhaps_cut {
        message!(
            "; the list has exactly {} entries and looks cut off: ask for more with --limit",
            runs.list.len()
        )
    } else {
        Untrusted::default()
    }
}

/// The newest run decides; where it is not certain which that is, the worst of those that may be.
fn judge(place: Span, of: &[&Run], commit: &str, out: &mut Findings) {
    let newest = of.iter().filter(|run| !of.iter().any(|other| run.is_before(other)));
    let Some(run) = newest.max_by_key(|run| &run.state) else { return };
    let (rule, word, how) = match &run.state {
        RunState::Good => return,
        RunState::Unfinished(word) => (&TESTS_RUN_UNFINISHED, word, "has not finished"),
        RunState::Failed(word) => (&TESTS_RUN_FAILED, word, "did not finish well"),
    };
    let finding = out.raise(rule, place);
    let workflow = if run.workflow.is_blank() {
        Untrusted::from("a pipeline without a name")
    } else {
        message!("\"{}\"", run.workflow)
    };
    finding.subject(&run.workflow).say(message!(
        "{} {} on the build ({}): {}",
        workflow,
        how,
        short(commit),
        word
    ));
    if let Some(url) = &run.url {
        finding.help(message!("look at {}, and let it run again on the build's commit", url));
    }
}
