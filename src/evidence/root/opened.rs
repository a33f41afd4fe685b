//! A file that passed the jail: it is read as a stream, and at the end it must be what it was at the start.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::time::SystemTime;

use super::Refusal;

/// An open regular file inside the root.
#[derive(Debug)]
pub(crate) struct Opened {
    file: File,
    name: String,
    first: State,
}

/// What tells that a file was written to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    /// As it is now.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

impl Opened {
    /// Takes over a handle whose metadata was looked at.
    pub(super) fn new(file: File, name: String, metadata: &Metadata) -> Self {
        Self { file, name, first: State::of(metadata) }
    }

    /// The path, relative to the base, as the user would write it.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes it had when it was opened. Who reads one more has met a file that grows, and need not follow it
    /// to an end that may never come.
    pub(crate) fn length(&self) -> u64 {
        self.first.length
    }

    /// Ends the reading; a file that was written to meanwhile counts as unread.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        let metadata = self.file.metadata().map_err(|error| Refusal::system(&self.name, &error))?;
        if State::of(&metadata) == self.first { Ok(()) } else { Err(Refusal::changed(&self.name)) }
    }

    /// Reads the whole file, if it has no more bytes than `limit`.
    pub(crate) fn read_whole(mut self, limit: usize) -> Result<Vec<u8>, Refusal> {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        if self.first.length > limit {
            return Err(self.too_large(limit));
        }
        let mut bytes = Vec::new();
        // One byte more than allowed, for a file that grows or whose length the system does not tell.
        let read = (&mut self).take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| Refusal::system(&self.name, &error))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
            return Err(self.too_large(limit));
        }
        self.finish().map(|()| bytes)
    }

    fn too_large(&self, limit: u64) -> Refusal {
        const MIB: u64 = 1024 * 1024;
        let size = if limit >= MIB { format!("{} MiB", limit / MIB) } else { format!("{limit} bytes") };
        Refusal::new(
            self.name.as_str(),
            format!("it is larger than {size}"),
            "write only what is needed into the file",
        )
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}
