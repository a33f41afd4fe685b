//! From the entries of `reports` to what the files say.
//!
//! Owns which file belongs to which entry, and that each file is read once, as a stream, whatever its size. It gives
//! no verdict: what is missing or unreadable is handed on as such.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufReader, Read};
use std::path::PathBuf;

use super::junit::{self, Unreadable};
use super::root::{Budget, Opened, Refusal, Root};
use super::{Fault, ReportFile, ReportPattern, TestEvidence};
use crate::foreign::Foreign;
use crate::shape::leaf::Token;
use crate::source::Span;
use crate::threads;

/// Bytes read at once; each thread holds one such buffer.
const BUFFER: usize = 128 * 1024;

/// Follows every entry and reads every file it leads to.
pub(crate) fn gather(root: &Root, patterns: &[Token]) -> TestEvidence {
    let mut budget = Budget::default();
    let mut claimed = BTreeSet::new();
    let mut files: Vec<Wanted> = Vec::new();
    let patterns =
        patterns.iter().map(|token| follow(root, token, &mut budget, &mut claimed, &mut files)).collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    TestEvidence { patterns, files: read_all(root, files) }
}

/// A file that an entry leads to.
struct Wanted {
    name: String,
    span: Span,
    length: u64,
}

/// Bytes of report files that are read side by side; what they show is cut to size before the next ones are read.
const SIDE_BY_SIDE: u64 = 16 * 1024 * 1024;

/// Bytes that what all reports show may take together; what is beyond is counted.
const HELD: usize = 32 * 1024 * 1024;

/// Reads the files, many at once. The order of the results is that of the names, whichever thread is done first.
fn read_all(root: &Root, files: Vec<Wanted>) -> Vec<ReportFile> {
    let mut all = Vec::with_capacity(files.len());
    let (mut files, mut room) = (files.into_iter().peekable(), HELD);
    while files.peek().is_some() {
        let mut some = Vec::new();
        let mut length = 0_u64;
        while let Some(file) =
            files.next_if(|file| some.is_empty() || length.saturating_add(file.length) <= SIDE_BY_SIDE)
        {
            length = length.saturating_add(file.length);
            some.push(file);
        }
        let mut read = threads::each(some, |file| read(root, file.name, file.span));
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
    let mut entry = ReportPattern { span: token.span, raw: token.raw.clone(), files: 0, faults: Vec::new() };
    match root.find_within(token.raw.reveal(), budget) {
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

fn read(root: &Root, name: String, span: Span) -> ReportFile {
    let report = stream(root, &name).map_err(|(message, help)| Fault { span, message, help });
    ReportFile { span, name: Foreign::new(name), report }
}

/// The report, or what is wrong with the file and what to do; the name of the file is told beside it.
fn stream(root: &Root, name: &str) -> Result<junit::Report, (Foreign, Foreign)> {
    report_of(root.open(name).map_err(told)?)
}

fn report_of(mut file: Opened) -> Result<junit::Report, (Foreign, Foreign)> {
    let most = file.length().saturating_add(1);
    let report = junit::read(BufReader::with_capacity(BUFFER, (&mut file).take(most)));
    // Asked before the report is looked at: a file that somebody still writes is cut off as a rule.
    file.finish().map_err(told)?;
    report.map_err(|unreadable| (unreadable.message(), help(&unreadable).into()))
}

fn told(refusal: Refusal) -> (Foreign, Foreign) {
    (refusal.why, refusal.help)
}

fn help(unreadable: &Unreadable) -> &'static str {
    match unreadable {
        Unreadable::OtherFormat { .. } | Unreadable::NotXml { .. } => {
            "let the test runner write JUnit XML, or narrow the pattern to the reports"
        }
        Unreadable::TooDeep { .. } | Unreadable::TooLong { .. } => {
            "let the test runner write less into the report"
        }
        Unreadable::Encoding { .. } => "save the report as UTF-8",
        Unreadable::Io(_) => "check the file and the disk it is on",
        _ => "run the tests again; a run that is killed leaves half a report",
    }
}

#[cfg(test)]
mod tests;
