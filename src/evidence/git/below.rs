//! What lies below a range: the history down to where all its branches meet, and where the sides of merges do.
//!
//! Owns the reading of that history and of whole trees. A clone that is cut off there gives no answer.

use super::Repository;
use super::error::GitError;
use super::graph::Graph;
use super::id::CommitId;
use super::trees::{PATH, mode};
use crate::evidence::history::trees::{Commit, Joint};

/// A commit and its parents.
type Edge = (CommitId, Vec<CommitId>);

impl Repository {
    /// The history of several commits down to the newest commit that all of them hold, which comes first; each with
    /// its parents.
    pub(super) fn below(&self, tips: &[CommitId]) -> Result<(Option<CommitId>, Vec<Edge>), GitError> {
        let hex: Vec<String> = tips.iter().map(CommitId::hex).collect();
        let bottom = if hex.len() > MOST_TIPS { None } else { self.common(&hex)? };
        let mut input = hex.join("\n");
        input.push('\n');
        if let Some(bottom) = &bottom {
            input.push('^');
            input.push_str(&bottom.hex());
            input.push('\n');
        }
        let mut running = self.git.start(&["rev-list", "--parents", "--stdin"], input.into_bytes())?;
        let cuts = self.cuts()?;
        let (mut line, mut below) = (Vec::new(), Vec::new());
        while running.field(b'\n', PATH, "bytes in a line", &mut line)? {
            let ids =
                line.split(|byte| *byte == b' ').map(|id| CommitId::from_hex(id).ok_or(GitError::Garbled));
            let mut ids = ids.collect::<Result<Vec<_>, _>>()?.into_iter();
            let id = ids.next().ok_or(GitError::Garbled)?;
            if cuts.contains(&id) {
                return Err(GitError::Shallow { commit: id });
            }
            below.push((id, ids.collect()));
            if u64::try_from(below.len()).is_ok_and(|count| count > self.limits.commits) {
                return Err(GitError::TooMuch { limit: self.limits.commits, of: "commits" });
            }
        }
        running.end()?;
        Ok((bottom, below))
    }

    /// The newest commit that all of them hold.
    fn common(&self, hex: &[String]) -> Result<Option<CommitId>, GitError> {
        let arguments: Vec<&str> =
            ["merge-base", "--octopus"].into_iter().chain(hex.iter().map(String::as_str)).collect();
        let answer = self.git.ask(&arguments)?;
        match answer.code {
            Some(1) if answer.complaint.is_empty() && answer.output.is_empty() => Ok(None),
            Some(0) if answer.complaint.is_empty() => {
                let line = answer.output.strip_suffix(b"\n").unwrap_or(&answer.output);
                CommitId::from_hex(line).map(Some).ok_or(GitError::Garbled)
            }
            _ => Err(self.git.error(&answer)),
        }
    }

    /// Shows everything in the tree of a commit: mode, id and path.
    pub(super) fn tree(
        &self,
        commit: &CommitId,
        visit: &mut dyn FnMut(u32, CommitId, &[u8]),
    ) -> Result<(), GitError> {
        let mut running =
            self.git.start(&["ls-tree", "-r", "-z", "--full-tree", &commit.hex()], Vec::new())?;
        let (mut line, mut count) = (Vec::new(), 0_u64);
        while running.field(0, PATH, "bytes in one path", &mut line)? {
            count = count.saturating_add(1);
            if count > self.limits.paths {
                return Err(GitError::TooMuch { limit: self.limits.paths, of: "files in one commit" });
            }
            let (mode, id, path) = entry(&line).ok_or(GitError::Garbled)?;
            visit(mode, id, path);
        }
        running.end()
    }
}

/// Commits whose common forerunner is asked for on a command line; of more, all that lies below is read.
const MOST_TIPS: usize = 1_000;

/// Where the sides of a merge meet; none where the graph cannot tell.
pub(super) fn joint(graph: &mut Graph, parents: &[Commit]) -> Option<Joint> {
    // In their order: the first parent is the line that was merged into.
    let mut sides: Vec<Commit> = Vec::new();
    for parent in parents {
        if !sides.contains(parent) {
            sides.push(*parent);
        }
    }
    if let [one, other] = sides.as_slice() {
        // Nearly every merge: one question says it all.
        let meeting = graph.meet(one.0, other.0)?;
        let held = [one, other].into_iter().find(|side| meeting.bases == [side.0]);
        let Some(held) = held.copied() else {
            let bases = meeting.bases.into_iter().map(Commit).collect();
            return Some(Joint { sides, own: meeting.own.to_vec(), bases });
        };
        sides.retain(|side| *side != held);
        return Some(Joint { sides, own: Vec::new(), bases: vec![held] });
    }
    let mut at = 0;
    while let Some(side) = sides.get(at).copied() {
        let mut is_held = false;
        for other in sides.iter().filter(|other| **other != side) {
            is_held |= graph.meet(side.0, other.0)?.bases == [side.0];
        }
        if is_held {
            sides.remove(at);
        } else {
            at = at.saturating_add(1);
        }
    }
    let [first, rest @ ..] = sides.as_slice() else { return None };
    let mut joint = Joint { sides: sides.clone(), own: Vec::new(), bases: Vec::new() };
    for (place, other) in rest.iter().enumerate() {
        let meeting = graph.meet(first.0, other.0)?;
        let bases: Vec<Commit> = meeting.bases.into_iter().map(Commit).collect();
        if place == 0 {
            joint.own.extend(meeting.own);
            joint.bases = bases;
        } else {
            // Of an octopus: what its first two sides share, as far as the others have it too.
            let mut shared = Vec::new();
            for base in &joint.bases {
                shared.extend(graph.meet(base.0, other.0)?.bases.into_iter().map(Commit));
            }
            shared.sort_unstable();
            shared.dedup();
            joint.bases = shared;
        }
    }
    Some(joint)
}

/// `100644 blob <id>`, a tab, and the path.
fn entry(line: &[u8]) -> Option<(u32, CommitId, &[u8])> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (head, path) = (line.get(..tab)?, line.get(tab.checked_add(1)?..)?);
    let mut words = head.split(|byte| *byte == b' ');
    let mode = mode(words.next()?)?;
    Some((mode, CommitId::from_hex(words.nth(1)?)?, path))
}
