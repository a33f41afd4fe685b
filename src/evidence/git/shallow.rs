//! Shallow clones: whether the history around a range is whole.
//!
//! Git answers from a cut history without a word and with too few, or too many, commits. Owns finding the cuts and
//! deciding which of them spoil an answer; a clone that is deep enough for the range passes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};

use super::Repository;
use super::error::GitError;
use super::id::CommitId;
use super::process::Running;

/// Bytes of the list of cuts that are read.
const LIST: u64 = 64 * 1024 * 1024;
/// A time and an id on one line.
const LINE: u64 = 128;

impl Repository {
    /// The commits whose parents were not cloned. Empty for a whole clone.
    pub(super) fn cuts(&self) -> Result<BTreeSet<CommitId>, GitError> {
        let mut text = Vec::new();
        match File::open(&self.cuts) {
            Ok(file) => file.take(LIST.saturating_add(1)).read_to_end(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            Err(error) => return Err(error.into()),
        };
        if u64::try_from(text.len()).is_ok_and(|length| length > LIST) {
            return Err(GitError::TooMuch { limit: LIST, of: "bytes in the list of shallow commits" });
        }
        let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| CommitId::from_hex(line).ok_or(GitError::Garbled)).collect()
    }

    /// Fails if the history of a range, told from both of its ends, may not be whole.
    ///
    /// A cut on one side alone hides commits, or hides that they are old. A cut below both sides is harmless as
    /// long as it is older than all they do not share: else a commit that looks new may be an ancestor of what
    /// was cut off.
    pub(super) fn forbid_cut_range(&self, from: &CommitId, to: &CommitId) -> Result<(), GitError> {
        let cuts = self.cuts()?;
        if cuts.is_empty() {
            return Ok(());
        }
        let Some(oldest) = self.oldest_above(&cuts, &[&format!("{}...{}", from.hex(), to.hex())])? else {
            return Ok(());
        };
        let spoilt = self.find(&[&from.hex(), &to.hex()], |time, id| time >= oldest && cuts.contains(&id))?;
        spoilt.map_or(Ok(()), |commit| Err(GitError::Shallow { commit }))
    }

    /// The oldest date of a range in which no cut lies.
    fn oldest_above(&self, cuts: &BTreeSet<CommitId>, range: &[&str]) -> Result<Option<i64>, GitError> {
        let mut oldest = None;
        let cut = self.find(range, |time, id| {
            oldest = Some(oldest.map_or(time, |oldest: i64| oldest.min(time)));
            cuts.contains(&id)
        })?;
        cut.map_or(Ok(oldest), |commit| Err(GitError::Shallow { commit }))
    }

    /// The first commit, in git's order, for which `is_it` holds of date and id.
    fn find(
        &self,
        range: &[&str],
        mut is_it: impl FnMut(i64, CommitId) -> bool,
    ) -> Result<Option<CommitId>, GitError> {
        let arguments = [&["rev-list", "--timestamp", "--end-of-options"], range, &["--"]].concat();
        let mut running = self.git.start(&arguments, Vec::new())?;
        let mut line = Vec::new();
        let mut count: u64 = 0;
        while running.field(b'\n', LINE, "bytes in a line", &mut line)? {
            count = count.saturating_add(1);
            if count > self.limits.commits {
                return Err(GitError::TooMuch { limit: self.limits.commits, of: "commits" });
            }
            let (time, id) = read_line(&line, &mut running)?;
            if is_it(time, id) {
                return Ok(Some(id));
            }
        }
        running.end()?;
        Ok(None)
    }
}

fn read_line(line: &[u8], running: &mut Running) -> Result<(i64, CommitId), GitError> {
    let read = || {
        let (time, id) = std::str::from_utf8(line).ok()?.split_once(' ')?;
        Some((time.parse().ok()?, CommitId::from_hex(id)?))
    };
    read().ok_or_else(|| running.cut())
}
