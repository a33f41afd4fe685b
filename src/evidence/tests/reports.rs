//! From the entries of `reports` to what the files say.
//!
//! Owns which file belongs to which entry, and that each file is read once, as a stream, whatever its size. It gives
//! no verdict: what is missing or unreadable is handed on as such.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use super::super::root::{Budget, Opened, Refusal, Root};
use super::{Fault, Groups, Report, ReportFile, ReportPattern, TestEvidence, Watch};
use crate::limits;
use crate::shape::leaf::Token;
use crate::source::Span;
use crate::threads;
use crate::untrusted::{Untrusted, message};

/// Follows every entry and reads every file it leads to.
pub(crate) fn gather(root: &Root, patterns: &[Token], groups: &Groups) -> TestEvidence {
    let mut budget = Budget::default();
    let mut claimed = BTreeSet::new();
    let mut files: Vec<Wanted> = Vec::new();
    let patterns =
        patterns.iter().map(|token| follow(root, token, &mut budget, &mut claimed, &mut files)).collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    TestEvidence::new(patterns, read_all((root, groups), files))
}

/// A file that an entry leads to.
struct Wanted {
    name: String,
    span: Span,
    length: u64,
}

/// Bytes of report files that are read side by side; what they show is cut to size before the next ones are read.
const SIDE_BY_SIDE: u64 = 16 * 1024 * 1024;

/// Bytes of report files that are read sooner than threads are made.
const SMALL: u64 = 512 * 1024;

/// What the reports that are still to be read may hold.
#[derive(Debug, Clone, Copy)]
struct Left {
    bytes: u64,
    tags: u64,
}

impl Left {
    /// What is left for one file; its bytes are gone for those behind it.
    fn take(&mut self, file: &Wanted) -> Self {
        let left = *self;
        self.bytes = self.bytes.saturating_sub(file.length);
        left
    }
}

/// Reads the files, many at once. The order of the results is that of the names, whichever thread is done first.
fn read_all((root, groups): (&Root, &Groups), files: Vec<Wanted>) -> Vec<ReportFile> {
    let mut all = Vec::with_capacity(files.len());
    let (mut files, mut room) = (files.into_iter().peekable(), limits::REPORTS_HELD);
    let mut left = Left { bytes: limits::REPORTS_BYTES, tags: limits::REPORTS_TAGS };
    while files.peek().is_some() {
        let mut some = Vec::new();
        let mut length = 0_u64;
        while let Some(file) =
            files.next_if(|file| some.is_empty() || length.saturating_add(file.length) <= SIDE_BY_SIDE)
        {
            length = length.saturating_add(file.length);
            some.push(file);
        }
        // What each may take is settled before any is read, so that equal files give equal reports.
        let some: Vec<(Wanted, Left)> = some
            .into_iter()
            .map(|file| {
                let left = left.take(&file);
                (file, left)
            })
            .collect();
        let work = |(file, left): (Wanted, Left)| read((root, groups), file.name, file.span, left);
        let read: Vec<(ReportFile, u64)> =
            if length > SMALL { threads::each(some, work) } else { some.into_iter().map(work).collect() };
        let tags = read.iter().fold(0_u64, |all, (_, tags)| all.saturating_add(*tags));
        left.tags = left.tags.saturating_sub(tags);
        let mut read: Vec<ReportFile> = read.into_iter().map(|(file, _)| file).collect();
        for report in read.iter_mut().filter_map(|file| file.report.as_mut().ok()) {
            report.shrink(&mut room);
        }
        all.append(&mut read);
    }
    all
}

/// Finds the files of one entry; those that no entry before it has claimed are read for it.
fn follow(
    root: &Root,
    token: &Token,
    budget: &mut Budget,
    claimed: &mut BTreeSet<PathBuf>,
    files: &mut Vec<Wanted>,
) -> ReportPattern {
    let mut entry =
        ReportPattern { span: token.span, text: token.text.clone(), files: 0, faults: Vec::new() };
    match root.find_within(token.text.raw(), budget) {
        Ok(found) => {
            entry.files = found.files.len();
            entry.faults = found.faults.iter().map(|refusal| refusal.at(token.span)).collect();
            let fresh = found.files.into_iter().filter(|file| claimed.insert(file.real.clone()));
            files.extend(fresh.map(|file| {
                let length = fs::metadata(&file.real).map_or(u64::MAX, |metadata| metadata.len());
                Wanted { name: file.name, span: token.span, length }
            }));
        }
        Err(refusal) => entry.faults.push(refusal.at(token.span)),
    }
    entry
}

/// The file, and how many tags were met in it.
fn read((root, groups): (&Root, &Groups), name: String, span: Span, left: Left) -> (ReportFile, u64) {
    let (report, tags) = stream((root, groups), &name, left);
    let report = report.map_err(|(message, help)| Fault { span, message, help });
    (ReportFile { span, name: Untrusted::new(name), report }, tags)
}

/// The report, or what is wrong with the file and what to do; the name of the file is told beside it.
type Outcome = Result<Report, (Untrusted, Untrusted)>;

fn stream((root, groups): (&Root, &Groups), name: &str, left: Left) -> (Outcome, u64) {
    match root.open(name) {
        Ok(file) => report_of(file, groups, left),
        Err(refusal) => (Err(told(refusal)), 0),
    }
}

fn report_of(mut file: Opened, groups: &Groups, left: Left) -> (Outcome, u64) {
    const MIB: u64 = 1024 * 1024;
    if file.length() > left.bytes {
        let why = message!(
            "this report and those before it are together larger than {} MiB",
            limits::REPORTS_BYTES / MIB
        );
        return (Err((why, LESS.into())), 0);
    }
    let most = file.length().saturating_add(1);
    let mut tags = left.tags;
    let watch = Watch::new(groups, file.length());
    let report = super::read((&mut file).take(most), &mut tags, watch);
    let met = left.tags.saturating_sub(tags);
    // Asked before the report is looked at: a file that somebody still writes is cut off as a rule.
    if let Err(refusal) = file.finish() {
        return (Err(told(refusal)), met);
    }
    (report.map_err(|unreadable| (unreadable.message(), unreadable.help())), met)
}

fn told(refusal: Refusal) -> (Untrusted, Untrusted) {
    (refusal.why, refusal.help)
}

/// What helps when the reports are too much together.
const LESS: &str = "name fewer reports, or let the test runner write less into them";

#[cfg(test)]
mod tests;
