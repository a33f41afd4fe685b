//! Trees that agree with the words: what says that it is a pick of another does the same, what says that it reverts
//! another takes it back, and every other commit adds a file of its own.

use std::collections::{BTreeMap, HashMap};

use crate::checks::scope::matching::graph::{Shape, Steps};
use crate::checks::scope::matching::revert;
use crate::evidence::history::change::{Change, History, Parent};
use crate::evidence::history::trees::{
    Blob, Commit, Counts, Doubt, Joint, Lines, OnDiff, Pair, Path, Side, Touched, Trees,
};

/// Which paths a commit adds (true) or takes away.
type Patch = BTreeMap<u32, bool>;

pub(super) struct Obedient<'h> {
    history: &'h History,
    patches: HashMap<u32, Patch>,
    /// Commits that touch nothing beyond their parent, whatever they say.
    pub(super) empty: Vec<u32>,
}

/// A commit that differs from no merge.
const SAME: Commit = Commit(u32::MAX - 1);

impl<'h> Obedient<'h> {
    pub(super) fn new(history: &'h History) -> Self {
        let mut labels = HashMap::new();
        let mut patches = HashMap::new();
        let first = u32::try_from(history.changes.len()).unwrap();
        for (list, start) in [(&history.changes, 0), (&history.held, first)] {
            patches.extend(of(list, history.has_graph, start, &mut labels));
        }
        Self { history, patches, empty: Vec::new() }
    }

    fn change(&self, commit: Commit) -> Option<&Change> {
        self.history.changes.iter().chain(&self.history.held).nth(usize::try_from(commit.0).ok()?)
    }
}

fn of(
    list: &[Change],
    has_graph: bool,
    start: u32,
    labels: &mut HashMap<String, u32>,
) -> HashMap<u32, Patch> {
    let shape = Shape::of(list, has_graph);
    let claims = revert::claims(list, &shape, &[], &mut Steps::default());
    let mut patches: HashMap<u32, Patch> = HashMap::new();
    for at in shape.newest_first.iter().rev() {
        let change = &list[*at];
        let number = start + u32::try_from(*at).unwrap();
        let mut patch = Patch::new();
        if change.is_merge {
            let kept = change.parents.first().and_then(Parent::inside);
            for member in shape.only_in(*at, kept, &mut Steps::default()).unwrap() {
                patch.extend(patches.get(&(start + u32::try_from(member).unwrap())).into_iter().flatten());
            }
        } else if let Some(claim) = claims.iter().find(|claim| claim.revert == *at) {
            for target in &claim.targets {
                let undone = &patches[&(start + u32::try_from(*target).unwrap())];
                patch.extend(undone.iter().map(|(path, is_added)| (*path, !is_added)));
            }
            if !claim.is_whole || !change.is_pure_revert {
                patch.insert(1_000_000 + number, true);
            }
        } else {
            patch.insert(label(change, labels), true);
        }
        patches.insert(number, patch);
    }
    patches
}

/// One path for all that is the same work.
fn label(change: &Change, labels: &mut HashMap<String, u32>) -> u32 {
    let written = format!("{:?} {:?} {}", change.author, change.authored, change.subject.raw());
    let mut names = vec![change.id.raw().to_owned(), written];
    names.extend(change.picked_from.iter().cloned());
    let next = u32::try_from(labels.len()).unwrap();
    let label = names.iter().find_map(|name| labels.get(name)).copied().unwrap_or(next);
    labels.extend(names.into_iter().map(|name| (name, label)));
    label
}

impl Trees for Obedient<'_> {
    fn parents(&self, commit: Commit) -> Vec<Commit> {
        let number = |parent: Parent| parent.inside().map_or(2_000_000, |at| u32::try_from(at).unwrap());
        let parents =
            self.change(commit).map(|change| change.parents.iter().map(number).map(Commit).collect());
        parents.unwrap_or_default()
    }

    fn parent_named(&self, commit: Commit, hash: &str) -> Option<Commit> {
        let mut parents = self.parents(commit).into_iter();
        parents.find(|parent| self.change(*parent).is_some_and(|parent| parent.id.raw().starts_with(hash)))
    }

    fn tip(&self) -> Commit {
        Commit(0)
    }

    fn diffs(&self, pairs: &[Pair], visit: &mut OnDiff) -> Result<(), Doubt> {
        for (at, (commit, other)) in pairs.iter().enumerate() {
            let is_patch = *other == self.parents(*commit).first().copied();
            let is_empty = *other == Some(SAME) || (is_patch && self.empty.contains(&commit.0));
            let patch = self.patches.get(&commit.0).filter(|_| !is_empty);
            let touched = |(path, is_added): (&u32, &bool)| {
                let (there, nothing) = (Side { mode: 0o100_644, blob: Blob(path + 1) }, Side::default());
                let (old, new) = if *is_added { (nothing, there) } else { (there, nothing) };
                Touched { path: Path(*path), old, new }
            };
            visit(at, &patch.into_iter().flatten().map(touched).collect::<Vec<_>>());
        }
        Ok(())
    }

    fn lines(&self, blobs: &[Blob], visit: &mut dyn FnMut(usize, Lines)) -> Result<(), Doubt> {
        for (at, blob) in blobs.iter().enumerate() {
            let counts: Counts =
                (*blob != Blob::NONE).then_some((u64::from(blob.0), 4)).into_iter().collect();
            visit(at, Lines::Text { exact: counts.clone(), loose: counts, order: u64::from(blob.0) });
        }
        Ok(())
    }

    fn bytes(&self, blobs: &[Blob], visit: &mut dyn FnMut(usize, Option<&[u8]>)) -> Result<(), Doubt> {
        (0..blobs.len()).for_each(|at| visit(at, None));
        Ok(())
    }

    fn joints(&self, merges: &[Commit]) -> Result<Vec<Option<Joint>>, Doubt> {
        let joint = Joint { sides: vec![SAME], own: Vec::new(), bases: Vec::new() };
        Ok(vec![Some(joint); merges.len()])
    }

    fn at_tip(&self, paths: &[Path]) -> Result<Vec<Side>, Doubt> {
        Ok(vec![Side::default(); paths.len()])
    }

    fn path(&self, path: Path) -> Vec<u8> {
        format!("file-{}", path.0).into_bytes()
    }
}
