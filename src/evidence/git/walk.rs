//! The commits of a range, streamed one by one.
//!
//! Owns the framing of records and what a record holds. Every field ends with a NUL byte, which neither a name nor
//! a message can hold, so that no message can pretend to be a commit. Memory does not grow with the range.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::Repository;
use super::error::GitError;
use super::id::CommitId;
use super::process::Running;

/// Id, parents, author's name, address and time, committer's time, message.
pub(super) const FORMAT: &str = "--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%B%x00";
const FIELDS: usize = 7;
/// Seconds since 1970 from the first to the last day of the calendar, years of four digits.
const CALENDAR: RangeInclusive<i64> = -62_135_596_800..=253_402_207_200;

/// One commit as git holds it; texts are UTF-8, and what was not is replaced.
#[derive(Debug)]
pub(crate) struct RawCommit<'a> {
    /// Its id.
    pub(crate) id: CommitId,
    /// The same as git writes it: all digits, in lower case.
    pub(crate) hex: &'a str,
    /// Its parents, in order; none for a first commit, several for a merge.
    pub(crate) parents: &'a [CommitId],
    /// Who wrote it.
    pub(crate) author_name: &'a str,
    /// The author's mail address.
    pub(crate) author_email: &'a str,
    /// When it was written, in seconds since 1970.
    pub(crate) author_time: i64,
    /// When it was committed, in seconds since 1970.
    pub(crate) commit_time: i64,
    /// The whole message, as written.
    pub(crate) message: &'a str,
}

impl Repository {
    /// Shows `visit` every commit that is reachable from `to` and not from `from`, over the full graph and in no
    /// order that counts. After an error, what was shown is not the whole.
    pub(crate) fn walk(
        &self,
        from: &CommitId,
        to: &CommitId,
        visit: &mut dyn FnMut(RawCommit<'_>),
    ) -> Result<Walked, GitError> {
        self.forbid_cut_range(from, to)?;
        let range = format!("{}..{}", from.hex(), to.hex());
        let arguments =
            ["rev-list", "--no-commit-header", "--encoding=UTF-8", FORMAT, "--end-of-options", &range, "--"];
        let mut running = self.git.start(&arguments, Vec::new())?;
        let mut record = Record::default();
        let mut walked = Walked { commits: 0, meets_from: from == to };
        let mut bytes = 0_u64;
        while record.read(&mut running, self.limits.field)? {
            walked.commits = walked.commits.saturating_add(1);
            if walked.commits > self.limits.commits {
                return Err(GitError::TooMuch { limit: self.limits.commits, of: "commits" });
            }
            bytes = bytes.saturating_add(record.length());
            if bytes > self.limits.bytes {
                return Err(GitError::TooMuch { limit: self.limits.bytes, of: "bytes in all commits" });
            }
            record.show(visit)?;
            walked.meets_from |= record.parents.contains(from);
        }
        running.end()?;
        Ok(walked)
    }
}

/// What a walk came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Walked {
    /// How many commits were shown.
    pub(crate) commits: u64,
    /// Whether `from` is an ancestor of `to`, or the same: then, and only then, some commit of the range is its child.
    pub(crate) meets_from: bool,
}

/// The fields of one commit, kept from record to record for their memory.
#[derive(Default)]
pub(super) struct Record {
    fields: [Vec<u8>; FIELDS],
    end: Vec<u8>,
    parents: Vec<CommitId>,
}

impl Record {
    /// Reads the next record; false at the end of the answer.
    pub(super) fn read(&mut self, running: &mut Running, limit: u64) -> Result<bool, GitError> {
        for (index, field) in self.fields.iter_mut().enumerate() {
            if !running.field(0, limit, "bytes in one commit message", field)? {
                return if index == 0 { Ok(false) } else { Err(running.cut()) };
            }
        }
        // The line break that git puts behind each record.
        if running.field(b'\n', 0, "bytes between commits", &mut self.end)? {
            Ok(true)
        } else {
            Err(running.cut())
        }
    }

    fn length(&self) -> u64 {
        let length = self.fields.iter().fold(0_usize, |all, field| all.saturating_add(field.len()));
        u64::try_from(length).unwrap_or(u64::MAX)
    }

    /// Shows the record that was read last.
    pub(super) fn show(&mut self, visit: &mut dyn FnMut(RawCommit<'_>)) -> Result<(), GitError> {
        let [id, parents, author_name, author_email, author_time, commit_time, message] = &self.fields;
        let hex = std::str::from_utf8(id).map_err(|_| GitError::Garbled)?;
        let id = CommitId::from_hex(hex).ok_or(GitError::Garbled)?;
        self.parents.clear();
        for parent in parents.split(|byte| *byte == b' ').filter(|parent| !parent.is_empty()) {
            self.parents.push(CommitId::from_hex(parent).ok_or(GitError::Garbled)?);
        }
        let seconds = |text: &[u8]| {
            let text = std::str::from_utf8(text).ok();
            let seconds =
                text.and_then(|text| text.parse().ok()).filter(|seconds| CALENDAR.contains(seconds));
            seconds.ok_or(GitError::UnreadableDate { commit: id })
        };
        visit(RawCommit {
            id,
            hex,
            parents: &self.parents,
            author_name: &text(author_name),
            author_email: &text(author_email),
            author_time: seconds(author_time)?,
            commit_time: seconds(commit_time)?,
            message: &text(message),
        });
        Ok(())
    }
}

/// Nearly all texts are what they should be, which is quicker to see than to mend.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
