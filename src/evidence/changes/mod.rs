//! Change lists: the JSON that the clients and interfaces of GitHub and GitLab print for pull requests, merge requests
//! and commits, read instead of git.
//!
//! It takes bytes that somebody else has opened: of each entry only what the matching needs is kept. What was never
//! merged is left out, because it is in no build.

mod author;
mod convert;
mod entry;
mod files;

use std::collections::{HashMap, HashSet};

use super::entries::{self, Bounds, ListFault};
use super::given::Problem;
use crate::evidence::history::change::Change;
use crate::evidence::history::id::Sigil;
use crate::evidence::history::message::Reader;
use crate::limits;
use crate::shape::id_pattern::IdPattern;
use entry::Entry;
pub(crate) use files::Paths;

const BOUNDS: Bounds = Bounds {
    bytes: limits::CHANGE_LIST_BYTES,
    entries: limits::CHANGE_LIST_ENTRIES,
    inside: &[],
    written_by: "gh pr list --json number,title,body,author,mergedAt",
};

/// What a change list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeList {
    /// What was merged.
    pub changes: Vec<Change>,
    /// How many entries there are, merged or not.
    pub entries: usize,
    /// What they touch.
    pub paths: Paths,
}

/// Reads a change list. A list without entries is read as such: what that means is for the caller to say.
pub(crate) fn read(bytes: &[u8], patterns: &[IdPattern]) -> Result<ChangeList, ListFault> {
    let (mut list, mut count) = (List::new(patterns), 0_usize);
    entries::read(bytes, BOUNDS, &mut |mut entry: Entry| {
        count = count.saturating_add(1);
        list.take(&mut entry)
    })?;
    Ok(ChangeList { changes: list.changes, entries: count, paths: list.paths })
}

/// What was read so far.
struct List<'l> {
    reader: Reader<'l>,
    changes: Vec<Change>,
    paths: Paths,
    hashes: HashSet<String>,
    requests: HashMap<(Sigil, u64), usize>,
}

impl<'l> List<'l> {
    fn new(patterns: &'l [IdPattern]) -> Self {
        Self {
            reader: Reader::new(patterns),
            changes: Vec::new(),
            paths: Paths::All(Vec::new()),
            hashes: HashSet::new(),
            requests: HashMap::new(),
        }
    }

    fn take(&mut self, entry: &mut Entry) -> Result<(), Problem> {
        if let Some((name, change)) = convert::change(entry, &mut self.reader)? {
            self.paths.add(&mut entry.files);
            if !self.is_known(&name, &change) {
                self.changes.push(change);
            }
        }
        Ok(())
    }

    /// Whether the entry was there before: pages overlap when something is merged meanwhile. The same number may stand
    /// for requests of two projects, so their contents must agree as well.
    fn is_known(&mut self, name: &convert::Name, change: &Change) -> bool {
        match name {
            convert::Name::Commit => !self.hashes.insert(change.id.raw().to_owned()),
            convert::Name::Request(sigil, number) => {
                let next = self.changes.len();
                let first = *self.requests.entry((*sigil, *number)).or_insert(next);
                self.changes.get(first).is_some_and(|known| is_same_request(known, change))
            }
        }
    }
}

/// Whether two requests of one number are one: merged as the same commit, or alike in all that was read.
fn is_same_request(known: &Change, change: &Change) -> bool {
    known == change || (known.id == change.id && known.id != known.short())
}

#[cfg(test)]
mod tests;
