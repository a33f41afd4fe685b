//! Changes that touch the plan alone: release files and the policy ship nothing.
//!
//! Which paths are meant, and whether a text reads as a release file, is for the caller to say.

use crate::evidence::history::trees::{Blob, Commit, Doubt, Pair, Side, Trees};

/// What a path may be of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanPath {
    /// The policy.
    Policy,
    /// A release file or its list of issues, if it reads as one.
    Release,
    /// No part of it.
    Other,
}

/// Which files are the plan.
pub(crate) trait PlanFiles {
    /// What a path of the repository may be.
    fn kind(&self, path: &[u8]) -> PlanPath;

    /// Whether the text of a file at this path reads as a release file.
    fn reads(&self, path: &[u8], text: &[u8]) -> bool;
}

/// For each commit, whether all that it touches is the plan. One that touches nothing is none.
pub(crate) fn plan_only(
    commits: &[Commit],
    trees: &dyn Trees,
    plan: &dyn PlanFiles,
) -> Result<Vec<bool>, Doubt> {
    let pairs: Vec<Pair> =
        commits.iter().map(|commit| (*commit, trees.parents(*commit).first().copied())).collect();
    let touched = touched(&pairs, trees, plan)?;
    Ok(touched.into_iter().map(|touched| touched == Touches::Plan).collect())
}

/// Whether two commits differ in the plan alone, or not at all.
pub(super) fn is_apart_by_plan(
    one: Commit,
    other: Commit,
    trees: &dyn Trees,
    plan: &dyn PlanFiles,
) -> Result<bool, Doubt> {
    Ok(touched(&[(one, Some(other))], trees, plan)?.first().is_some_and(|touched| *touched != Touches::Other))
}

/// Files beyond the plan that differ between two commits.
pub(super) fn beyond(
    one: Commit,
    other: Commit,
    trees: &dyn Trees,
    plan: &dyn PlanFiles,
) -> Result<Vec<Vec<u8>>, Doubt> {
    let mut paths = Vec::new();
    trees.diffs(&[(one, Some(other))], &mut |_, touched| {
        let all = touched.iter().map(|touched| trees.path(touched.path));
        paths.extend(all.filter(|path| plan.kind(path) == PlanPath::Other));
    })?;
    Ok(paths)
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touches {
    Nothing,
    Plan,
    Other,
}

fn touched(pairs: &[Pair], trees: &dyn Trees, plan: &dyn PlanFiles) -> Result<Vec<Touches>, Doubt> {
    let mut found = vec![Touches::Other; pairs.len()];
    let mut asked: Vec<(usize, Blob, Vec<u8>)> = Vec::new();
    trees.diffs(pairs, &mut |at, touched| {
        let mut sides = Vec::new();
        let is_plan = touched.iter().all(|touched| {
            let path = trees.path(touched.path);
            let both = [touched.old, touched.new];
            let kind = plan.kind(&path);
            if kind == PlanPath::Release {
                let there = both.into_iter().filter(|side| side.is_there());
                sides.extend(there.map(|side| (at, side.blob, path.clone())));
            }
            // A link could lead anywhere.
            kind != PlanPath::Other && both.into_iter().all(Side::has_lines)
        });
        let Some(slot) = found.get_mut(at) else { return };
        if touched.is_empty() {
            *slot = Touches::Nothing;
        } else if is_plan {
            *slot = Touches::Plan;
            asked.extend(sides);
        }
    })?;
    let blobs: Vec<Blob> = asked.iter().map(|(_, blob, _)| *blob).collect();
    let mut files = asked.iter();
    trees.bytes(&blobs, &mut |_, text| {
        let Some((at, _, path)) = files.next() else { return };
        let reads = text.is_some_and(|text| plan.reads(path, text));
        if let Some(slot) = found.get_mut(*at).filter(|_| !reads) {
            *slot = Touches::Other;
        }
    })?;
    Ok(found)
}
