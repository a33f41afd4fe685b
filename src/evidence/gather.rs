//! Gathering: everything that one release points at, read once.

use super::root::Root;
use super::{Evidence, Gathered, build, fact_files, run_list, tested, tests};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::threads;

/// Reads the evidence of a release. What cannot be read stands in the result as a fault.
pub(crate) fn gather(root: &Root, release: &Release, policy: &Policy) -> Evidence {
    // An empty list names no report: the tests stand on a person's word, and the row says so.
    let patterns = release.tests.reports.get().filter(|patterns| !patterns.is_empty());
    let build = || build::gather(root, release, policy);
    let ((build, restores), tests) = match patterns {
        None => (build(), Gathered::Absent),
        // Without a range nothing takes long enough to be worth a thread; many reports get theirs.
        Some(patterns) if !release.build.from.is_given() => {
            (build(), Gathered::Read(tests::gather(root, patterns)))
        }
        Some(patterns) => threads::beside(build, || Gathered::Read(tests::gather(root, patterns))),
    };
    let facts = release.facts.get().map(|facts| fact_files::gather(root, facts)).unwrap_or_default();
    let runs = release.tests.runs.get().map_or(Gathered::Absent, |runs| run_list::gather(root, runs));
    Evidence { build, tests, runs, tested: tested_commit(root, release), facts, restores }
}

/// Git is asked only where the tests were confirmed on another revision than the one that ships.
fn tested_commit(root: &Root, release: &Release) -> Gathered<String> {
    match (release.tests.build.get(), release.build.to.get()) {
        (Some(tested), Some(to)) if tested.text != to.text => tested::gather(root, tested),
        _ => Gathered::Absent,
    }
}
