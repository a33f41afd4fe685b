//! Gathering: everything that one release points at, read once.

use super::git::GitTrees;
use super::root::Root;
use super::{Evidence, Gathered, build, fact_files, run_list, tests};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::threads;

/// Reads the evidence of a release. What cannot be read stands in the result as a fault. The trees of a range are handed
/// on beside it, for what has to be asked once the lists are known.
pub(crate) fn gather(
    root: &Root,
    release: &Release,
    policy: &Policy,
    commit: Option<&str>,
) -> (Evidence, Option<GitTrees>) {
    // An empty list names no report: the tests stand on a person's word, and the row says so.
    let patterns = release.tests.reports.get().filter(|patterns| !patterns.is_empty());
    let build = || build::gather(root, release, policy, commit);
    let (built, tests) = match patterns {
        None => (build(), Gathered::Absent),
        // Without a range nothing takes long enough to be worth a thread; many reports get theirs.
        Some(patterns) if !release.build.from.is_given() => {
            (build(), Gathered::Read(tests::gather(root, patterns)))
        }
        Some(patterns) => threads::beside(build, || Gathered::Read(tests::gather(root, patterns))),
    };
    let runs = release.tests.runs.get().map_or(Gathered::Absent, |runs| run_list::gather(root, runs));
    let facts = fact_files::gather(root, &release.fact_paths());
    let evidence = Evidence {
        build: built.history,
        tests,
        runs,
        facts,
        shipping: built.shipping,
        ..Evidence::default()
    };
    (evidence, built.trees)
}
