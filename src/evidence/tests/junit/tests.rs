//! What a report says, what makes one unreadable, and that no byte of a report can make a failure vanish.

mod corpus;
mod hostile;
mod meaning;

use crate::limits;
use std::io::Read;

use super::super::{Report, Unreadable};

/// Hands out a few bytes at a time.
struct Sips<'a>(&'a [u8], usize);

impl Read for Sips<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let end = into.len().min(self.1);
        self.0.read(into.get_mut(..end).unwrap())
    }
}

fn read(input: impl Read) -> Result<Report, Unreadable> {
    super::super::read(input, &mut limits::REPORTS_TAGS.clone(), super::super::Watch::default())
}

fn good(text: &str) -> Report {
    read(text.as_bytes()).unwrap_or_else(|fault| panic!("{:?} in {text}", fault.message()))
}

/// The message, for a text that must not be read.
fn fault(text: impl AsRef<[u8]>) -> String {
    match read(text.as_ref()) {
        Ok(report) => panic!("read as {report:?}"),
        Err(fault) => fault.message().raw().to_owned(),
    }
}
