//! Gathering: everything that one release points at, read once. What is wanted goes down to the readers as data.

use super::earlier::prefix;
use super::load::Loaded;
use crate::checks::release::Release;
use crate::checks::scope::matching::judgement::ignored_paths;
use crate::evidence::build::{Ask, Manner};
use crate::evidence::git::GitTrees;
use crate::evidence::{Evidence, Gathered, build, fact_files, run_list, tests};
use crate::shape::decode::Map;
use crate::shape::leaf::Token;
use crate::source::Span;
use crate::threads;
use crate::untrusted::message;

/// The commits that confirmations are about, in other words than the build's.
fn builds(release: &Release) -> Vec<(&str, Span)> {
    let to = release.build.to.get().map(|to| to.text.raw());
    let said = release.confirmed.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    let builds = said.iter().filter_map(|(_, said)| said.build.get());
    builds.map(|build| (build.text.raw(), build.span)).filter(|(build, _)| Some(*build) != to).collect()
}

/// Reads the evidence of a release. What cannot be read stands in the result as a fault. The trees of a range are handed
/// on beside it, for what has to be asked once the lists are known.
pub(super) fn gather(loaded: &Loaded, commit: Option<&str>) -> (Evidence, Option<GitTrees>) {
    let Loaded { root, release, policy, .. } = loaded;
    // An empty list names no report: the tests stand on a person's word, and the row says so.
    let patterns = release.tests.reports.get().filter(|patterns| !patterns.is_empty());
    let ignored = ignored_paths(release, policy);
    let watched = policy.watched();
    let named = &release.build;
    let builds = builds(release);
    let ask = Ask {
        span: named.span(),
        changes: named.changes.get(),
        from: named.from.get(),
        to: named.to.get(),
        restores: release.rollback.restores.get().map(|restores| (restores.words.raw(), restores.span)),
        tested: release.tests.build.get().map(|build| (build.text.raw(), build.span)),
        builds: &builds,
        called: release.called(),
        commit,
        manner: Manner { ids: policy.build.ids.items(), ignored: &ignored },
        watched: &watched,
    };
    let flows = policy.flow_tests();
    let build = || build::gather(root, &ask);
    let (built, tests) = match patterns {
        None => (build(), Gathered::Absent),
        // Without a range nothing takes long enough to be worth a thread; many reports get theirs.
        Some(patterns) if !release.build.from.is_given() => {
            (build(), Gathered::Read(tests::gather(root, patterns, &flows)))
        }
        Some(patterns) => threads::beside(build, || Gathered::Read(tests::gather(root, patterns, &flows))),
    };
    let runs = release.tests.runs.get().map_or(Gathered::Absent, |runs| run_list::gather(root, runs));
    let facts = fact_files::gather(root, &release.fact_paths(), "fact");
    let environments = fact_files::gather(root, &environments(loaded), "environment");
    let evidence = Evidence {
        build: built.history,
        tests,
        runs,
        facts,
        shipping: built.shipping,
        touched: built.touched,
        environments,
        ..Evidence::default()
    };
    (evidence, built.trees)
}

/// The files of the environments, from where the policy's paths begin.
fn environments(loaded: &Loaded) -> Map<Token> {
    let Some(environments) = loaded.policy.environments.get() else { return Map::default() };
    let before = prefix(&loaded.root, loaded.policy_path.as_deref());
    let file = |token: &Token| Token { text: message!("{}{}", before.as_str(), token.text), ..token.clone() };
    let entries = environments.files.entries.iter();
    Map { entries: entries.map(|(name, token)| (name.clone(), file(token))).collect() }
}
