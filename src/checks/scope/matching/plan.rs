//! Changes that touch the plan alone: release files and the policy ship nothing.
//!
//! Which paths are meant, and whether a text reads as a release file, is for the caller to say.

use crate::evidence::history::trees::{Blob, Commit, Doubt, Pair, Side, Trees};

/// What a path may be of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanPath {
    /// The policy.
    Policy,
    /// A release file, if it reads as one.
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
    let mut is_plan = vec![false; commits.len()];
    let mut asked: Vec<(usize, Blob, Vec<u8>)> = Vec::new();
    trees.diffs(&pairs, &mut |at, touched| {
        let mut sides = Vec::new();
        let is_it = !touched.is_empty()
            && touched.iter().all(|touched| {
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
        if is_it {
            asked.extend(sides);
        }
        if let Some(slot) = is_plan.get_mut(at) {
            *slot = is_it;
        }
    })?;
    let blobs: Vec<Blob> = asked.iter().map(|(_, blob, _)| *blob).collect();
    let mut files = asked.iter();
    trees.bytes(&blobs, &mut |_, text| {
        let Some((at, _, path)) = files.next() else { return };
        let reads = text.is_some_and(|text| plan.reads(path, text));
        if let Some(slot) = is_plan.get_mut(*at) {
            *slot &= reads;
        }
    })?;
    Ok(is_plan)
}
