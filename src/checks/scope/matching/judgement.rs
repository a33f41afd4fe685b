//! What became of every change of the build: which ship, on whose list, and which ship nothing and why.
//!
//! Words are read first: lists, claims. Then trees are asked, and only about what words leave open: merges that are on
//! no list, claimed reverts, changes that would be findings or would age a confirmation. What trees do not agree with
//! is a change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::agreement::Bench;
use super::graph::{Shape, Steps};
use super::ignoring::Ignoring;
use super::listing::{Listing, Lists, Place};
use super::merge::{self, Work};
use super::pick::{self, Compared, Held};
use super::placing::Placing;
use super::plan::{self, PlanFiles, plan_only};
use super::revert::{self, Agreement, Claim};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::keys::Ignore;
use crate::evidence::history::change::History;
use crate::evidence::history::trees::{Commit, Doubt, Trees};
use crate::shape::leaf::Pattern;
use crate::untrusted::Untrusted;

/// What became of one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// It ships; the listing says for which list.
    Ships(Listing),
    /// A merge ships nothing of its own; what it does beyond its parents stands in [`Matched::merges`].
    Merge,
    /// An ignore entry fits; its place among the entries of policy and release.
    Ignored(usize),
    /// It is undone in the range, or undoes something there: the place of the revert.
    Reverted(usize),
    /// The last release holds it.
    AlreadyShipped,
    /// It touches release files and the policy alone.
    PlanOnly,
    /// Its merge stands for it, where the policy looks at the main line alone.
    Inside,
}

/// Something that trees show of one change, with the paths that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The place of the change.
    pub at: usize,
    /// The paths.
    pub paths: Vec<Untrusted>,
}

/// The judgement over a build.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matched {
    /// One disposition for each change, in the order of the history.
    pub dispositions: Vec<Disposition>,
    /// What else of a change is on no list, or on the wrong one, by its place in the history.
    pub more: BTreeMap<usize, Vec<Listing>>,
    /// The places of items that a shipping change belongs to.
    pub covered: BTreeSet<Place>,
    /// The places of items whose changes were undone.
    pub undone: BTreeSet<Place>,
    /// When the newest change was committed, those that touch the plan alone aside: what was confirmed before it did
    /// not see it.
    pub newest: Option<i64>,
    /// Merges on no list with work of their own.
    pub merges: Vec<Shown>,
    /// Merges on no list that dropped what a side had changed.
    pub drops: Vec<Shown>,
    /// Reverts that left a little of what they undo.
    pub partial: Vec<Shown>,
    /// Picks that the last release holds with a few other lines: the place of the change, and of the commit there.
    pub differing: Vec<(usize, usize)>,
    /// Places of commits that the last release holds and the build has lost.
    pub lost: Vec<usize>,
    /// Places of changes that touch the plan alone, and of merges that brought nothing else: they age no confirmation.
    pub quiet: BTreeSet<usize>,
    /// Whether the commit that is asked about is the build: its tree, plan aside, is the same.
    pub is_build: bool,
    /// Files beyond the plan in which the commit that is asked about differs from the build.
    pub beyond: Vec<Untrusted>,
    /// The same of the commit that the newest call is about.
    pub is_called: bool,
    /// The same of the commit that the tests were confirmed on.
    pub is_tested: bool,
    /// Those of the commits that confirmations are about that are the build, as they are written.
    pub builds: BTreeSet<String>,
    /// Why something could not be told that has to be.
    pub doubts: Vec<Doubt>,
}

/// What the judgement may ask beside the lists.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// The trees of the build; none for a change list.
    pub trees: Option<&'a dyn Trees>,
    /// Which files are the plan.
    pub plan: Option<&'a dyn PlanFiles>,
    /// The commit that is about to be deployed.
    pub commit: Option<Commit>,
    /// The commit that the newest call is about.
    pub called: Option<Commit>,
    /// The commit that the tests were confirmed on.
    pub tested: Option<Commit>,
    /// The commits that confirmations are about, as they are written.
    pub builds: &'a [(&'a str, Commit)],
    /// The instant by which the tests were confirmed: what is newer is looked at closely.
    pub confirmed: Option<i64>,
}

/// The ignore entries that count: the policy's, then the release's.
pub(crate) fn ignores<'r>(release: &'r Release, policy: &'r Policy) -> Vec<&'r Ignore> {
    policy.build.ignore.items().iter().chain(release.build.ignore.items()).collect()
}

/// The paths of each of those entries; none where an entry names none.
pub(crate) fn ignored_paths<'r>(release: &'r Release, policy: &'r Policy) -> Vec<&'r [Pattern]> {
    let paths = |ignore: &&'r Ignore| ignore.paths.get().map_or(&[][..], |paths| paths.list.as_slice());
    ignores(release, policy).iter().map(paths).collect()
}

/// Judges a build.
pub(crate) fn judge(history: &History, release: &Release, policy: &Policy, asked: Asked) -> Matched {
    let shape = Shape::of(&history.changes, history.has_graph);
    let placing = Placing::of(&history.changes, &shape, &Lists::of(release, policy, history));
    let main_line_only = policy.is_first_parent() && history.has_graph;
    let bench = Judge { history, shape: &shape, placing: &placing, main_line_only, asked };
    bench.judge(&ignores(release, policy))
}

/// A build that is being judged.
struct Judge<'j> {
    history: &'j History,
    shape: &'j Shape<'j>,
    placing: &'j Placing<'j, 'j>,
    main_line_only: bool,
    asked: Asked<'j>,
}

impl Judge<'_> {
    fn judge(&self, ignores: &[&Ignore]) -> Matched {
        let mut matched = Matched::default();
        let ignored = self.ignored(ignores, &mut matched);
        let claimed = if self.history.is_diverged { self.claims(&[]) } else { Vec::new() };
        let compared = self.compared(&claimed, &ignored, &mut matched);
        let shipped: Vec<bool> =
            (0..self.history.changes.len()).map(|at| compared.held.contains_key(&at)).collect();
        let undone = self.undone(&shipped, &mut matched);
        for (at, change) in self.history.changes.iter().enumerate() {
            let more = self.placing.more(at);
            if !more.is_empty() {
                matched.more.insert(at, more.to_vec());
            }
            let disposition = if self.main_line_only && self.is_inside(at) {
                Disposition::Inside
            } else if change.is_merge && !self.main_line_only {
                Disposition::Merge
            } else if let Some(entry) = ignored.get(&at) {
                Disposition::Ignored(*entry)
            } else if let Some(held) = compared.held.get(&at) {
                if let Held::Nearly(other) = held {
                    matched.differing.push((at, *other));
                }
                Disposition::AlreadyShipped
            } else if let Some(by) = undone.get(at).copied().flatten() {
                Disposition::Reverted(by)
            } else {
                Disposition::Ships(self.listing(at))
            };
            matched.dispositions.push(disposition);
        }
        matched.lost = compared.lost;
        self.look_at_merges(&undone, &mut matched);
        self.set_plan_aside(&mut matched);
        matched.is_build = self.is_build(self.asked.commit);
        matched.beyond = if matched.is_build { Vec::new() } else { self.beyond(self.asked.commit) };
        matched.is_called = self.is_build(self.asked.called);
        matched.is_tested = self.is_build(self.asked.tested);
        let builds = self.asked.builds.iter().filter(|(_, commit)| self.is_build(Some(*commit)));
        matched.builds = builds.map(|(name, _)| (*name).to_owned()).collect();
        self.count(&mut matched);
        matched
    }

    fn listing(&self, at: usize) -> Listing {
        self.placing.listing(at)
    }

    fn is_listed(&self, at: usize) -> bool {
        matches!(self.listing(at), Listing::Listed(_))
    }

    fn is_inside(&self, at: usize) -> bool {
        self.shape.brought_by.get(at).copied().flatten().is_some()
    }

    /// The entry that each ignored change fits. What was left out, or was to be removed, is never ignored.
    fn ignored(&self, ignores: &[&Ignore], matched: &mut Matched) -> HashMap<usize, usize> {
        let mut found = HashMap::new();
        if ignores.is_empty() {
            return found;
        }
        let mut ignoring = Ignoring::new(ignores);
        for (at, change) in self.history.changes.iter().enumerate() {
            if matches!(self.listing(at), Listing::Out(_) | Listing::Removed(_)) {
                continue;
            }
            if let Some(entry) = ignoring.entry(change) {
                found.insert(at, entry);
            }
        }
        matched.doubts.extend(ignoring.doubt());
        found
    }

    /// What messages claim to undo. A merge ships nothing itself, so what it says there its parts say as well.
    fn claims(&self, shipped: &[bool]) -> Vec<Claim> {
        if self.asked.trees.is_none() {
            return Vec::new();
        }
        let mut steps = Steps::default();
        let mut claims = revert::claims(&self.history.changes, self.shape, shipped, &mut steps);
        let is_merge = |at: usize| self.history.changes.get(at).is_some_and(|change| change.is_merge);
        claims.retain(|claim| {
            if self.main_line_only { !self.is_inside(claim.revert) } else { !is_merge(claim.revert) }
        });
        claims
    }

    /// What the last release holds, of changes that would be findings and of those that reverts are about.
    fn compared(&self, claims: &[Claim], ignored: &HashMap<usize, usize>, matched: &mut Matched) -> Compared {
        let Some(trees) = self.asked.trees.filter(|_| self.history.is_diverged) else {
            return Compared::default();
        };
        let claimed = claims.iter().flat_map(|claim| claim.targets.iter().copied().chain([claim.revert]));
        let mut wanted: BTreeSet<usize> = claimed.collect();
        let open = |at: &usize| !self.is_listed(*at) && !ignored.contains_key(at);
        wanted.extend((0..self.history.changes.len()).filter(open));
        let is_plain = |at: &usize| self.history.changes.get(*at).is_some_and(|change| !change.is_merge);
        let wanted: Vec<usize> = wanted.into_iter().filter(is_plain).collect();
        let mut compared = pick::compare(self.history, &wanted, trees);
        // A listed change stands for its item, whoever else holds it.
        let is_claimed =
            |at: &usize| claims.iter().any(|claim| claim.revert == *at || claim.targets.contains(at));
        compared.held.retain(|at, _| !self.is_listed(*at) || is_claimed(at));
        if let Some(plan) = self.asked.plan {
            compared.lost = self.without_plan(compared.lost, trees, plan);
        }
        matched.doubts.extend(compared.doubt.take());
        compared
    }

    fn without_plan(&self, lost: Vec<usize>, trees: &dyn Trees, plan: &dyn PlanFiles) -> Vec<usize> {
        let commit = |at: &usize| {
            let at = at.checked_add(self.history.changes.len())?;
            u32::try_from(at).ok().map(Commit)
        };
        let commits: Vec<Commit> = lost.iter().filter_map(commit).collect();
        let is_plan = plan_only(&commits, trees, plan).unwrap_or_default();
        let aside = |at: usize| is_plan.get(at).copied().unwrap_or_default();
        lost.into_iter().enumerate().filter(|(at, _)| !aside(*at)).map(|(_, lost)| lost).collect()
    }

    /// For each change, the revert that makes it ship nothing, as far as trees agree.
    fn undone(&self, shipped: &[bool], matched: &mut Matched) -> Vec<Option<usize>> {
        // A list of changes is words throughout: there is no tree to ask.
        if !self.history.has_graph {
            return revert::undone_by_words(&self.history.changes, self.shape);
        }
        let claims = self.claims(shipped);
        let Some(trees) = self.asked.trees.filter(|_| !claims.is_empty()) else {
            return vec![None; self.history.changes.len()];
        };
        let mut steps = Steps::default();
        let bench = Bench { changes: &self.history.changes, shape: self.shape, trees };
        let agreements = bench.agreements(&claims, &mut steps);
        let undone = revert::undone(&self.history.changes, self.shape, &claims, &agreements, &mut steps);
        for (claim, agreement) in claims.iter().zip(&agreements) {
            let is_undone = |target: &usize| undone.get(*target).copied().flatten() == Some(claim.revert);
            let is_used = claim.targets.iter().any(is_undone);
            if let Some(Agreement::Nearly(paths) | Agreement::AndMore(paths)) =
                agreement.as_ref().filter(|_| is_used)
                && !paths.is_empty()
            {
                matched.partial.push(Shown::new(claim.revert, paths, trees));
            }
        }
        undone
    }

    /// Looks at merges that are on no list: what they do beyond their parents is a change of its own.
    fn look_at_merges(&self, undone: &[Option<usize>], matched: &mut Matched) {
        let Some(trees) = self.asked.trees.filter(|_| !self.main_line_only) else { return };
        let is_open = |at: &usize| {
            self.history.changes.get(*at).is_some_and(|change| change.is_merge)
                && !self.is_listed(*at)
                && undone.get(*at).is_none_or(Option::is_none)
        };
        let merges: Vec<usize> = (0..self.history.changes.len()).filter(is_open).collect();
        let works = match merge::look(&merges, trees) {
            Ok(works) => works,
            Err(doubt) => {
                matched.doubts.push(doubt);
                return;
            }
        };
        for (at, work) in merges.into_iter().zip(works) {
            match work {
                Work::Merge(beyond) => {
                    if !beyond.changes.is_empty() {
                        matched.merges.push(Shown::new(at, &beyond.changes, trees));
                    }
                    if !beyond.drops.is_empty() {
                        matched.drops.push(Shown::new(at, &beyond.drops, trees));
                    }
                }
                Work::Ordinary => {
                    if let Some(slot) = matched.dispositions.get_mut(at) {
                        *slot = Disposition::Ships(self.listing(at));
                    }
                }
                Work::Unknown => matched.doubts.push(Doubt {
                    message: "what a merge does beyond its parents could not be told".into(),
                    help: "put the merge on the list by its commit, or choose a shorter range".into(),
                }),
            }
        }
    }

    /// Sets aside changes that touch the plan alone: of those that would be findings all, of the others those that are
    /// newer than the confirmation, as long as nothing else is newer.
    fn set_plan_aside(&self, matched: &mut Matched) {
        let Some((trees, plan)) = self.asked.trees.zip(self.asked.plan) else { return };
        let is_open = |at: &usize| matches!(matched.dispositions.get(*at), Some(Disposition::Ships(listing)) if !matches!(listing, Listing::Listed(_)));
        let open: Vec<usize> = (0..matched.dispositions.len()).filter(is_open).collect();
        Self::set_aside(&open, (trees, plan), matched);
        let Some(confirmed) = self.asked.confirmed else { return };
        let committed = |at: usize| self.history.changes.get(at).and_then(|change| change.committed);
        let mut newer: Vec<usize> = (0..matched.dispositions.len())
            .filter(|at| committed(*at).is_some_and(|at| at > confirmed))
            .filter(|at| !matches!(matched.dispositions.get(*at), Some(Disposition::PlanOnly)))
            .collect();
        newer.sort_by_key(|at| std::cmp::Reverse(committed(*at)));
        for some in newer.chunks(32) {
            if Self::set_aside(some, (trees, plan), matched) < some.len() {
                return;
            }
        }
    }

    /// How many of these changes were set aside. A merge stays one, and ages nothing.
    fn set_aside(
        places: &[usize],
        (trees, plan): (&dyn Trees, &dyn PlanFiles),
        matched: &mut Matched,
    ) -> usize {
        let commits: Vec<Commit> =
            places.iter().filter_map(|at| u32::try_from(*at).ok()).map(Commit).collect();
        // What could not be told stays a change.
        let aside = plan_only(&commits, trees, plan).unwrap_or_default();
        let aside: Vec<usize> =
            places.iter().zip(aside).filter(|(_, is_aside)| *is_aside).map(|(at, _)| *at).collect();
        for at in &aside {
            matched.quiet.insert(*at);
            if let Some(slot @ Disposition::Ships(_)) = matched.dispositions.get_mut(*at) {
                *slot = Disposition::PlanOnly;
            }
        }
        aside.len()
    }

    /// Whether a commit differs from what will ship in the plan alone.
    fn is_build(&self, commit: Option<Commit>) -> bool {
        let (Some(trees), Some(commit)) = (self.asked.trees, commit) else { return false };
        let tip = trees.tip();
        let Some(plan) = self.asked.plan else { return commit == tip };
        commit == tip || plan::is_apart_by_plan(commit, tip, trees, plan).unwrap_or_default()
    }

    fn beyond(&self, commit: Option<Commit>) -> Vec<Untrusted> {
        let asked = self.asked.trees.zip(self.asked.plan).zip(commit);
        let paths =
            asked.and_then(|((trees, plan), commit)| plan::beyond(commit, trees.tip(), trees, plan).ok());
        paths.unwrap_or_default().iter().map(|path| Untrusted::new(String::from_utf8_lossy(path))).collect()
    }

    fn count(&self, matched: &mut Matched) {
        for (at, disposition) in matched.dispositions.iter().enumerate() {
            match (disposition, self.listing(at)) {
                (Disposition::Ships(Listing::Listed(places)), _) => matched.covered.extend(places.iter()),
                (Disposition::Reverted(_), Listing::Listed(places)) => matched.undone.extend(places.iter()),
                _ => {}
            }
            if !matched.quiet.contains(&at) {
                let committed = self.history.changes.get(at).and_then(|change| change.committed);
                matched.newest = matched.newest.max(committed);
            }
        }
    }
}

impl Shown {
    fn new(at: usize, paths: &[crate::evidence::history::trees::Path], trees: &dyn Trees) -> Self {
        let shown = |path: &crate::evidence::history::trees::Path| {
            Untrusted::new(String::from_utf8_lossy(&trees.path(*path)))
        };
        Self { at, paths: paths.iter().map(shown).collect() }
    }
}

#[cfg(test)]
mod tests;
