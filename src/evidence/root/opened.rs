//! A file that passed the jail: it is read as a stream, and at the end it must be what it was at the start.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::{Ledger, Refusal};

/// An open regular file inside the root.
#[derive(Debug)]
pub(crate) struct Opened {
    file: File,
    name: String,
    first: State,
    /// What it came to so far, and where that is entered, where somebody wants to know.
    digest: Option<(Sha256, Ledger)>,
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
        Self { file, name, first: State::of(metadata), digest: None }
    }

    /// The same, and its bytes are counted for a ledger.
    pub(super) fn entered_into(self, ledger: Option<&Ledger>) -> Self {
        Self { digest: ledger.map(|ledger| (Sha256::new(), ledger.clone())), ..self }
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
    pub(crate) fn finish(mut self) -> Result<(), Refusal> {
        // Who reads a file need not have come to its end.
        if self.digest.is_some() {
            let left = self.first.length.saturating_add(1);
            let rest = io::copy(&mut (&mut self).take(left), &mut io::sink());
            rest.map_err(|error| Refusal::system(&self.name, &error))?;
        }
        let metadata = self.file.metadata().map_err(|error| Refusal::system(&self.name, &error))?;
        if State::of(&metadata) != self.first {
            return Err(Refusal::changed(&self.name));
        }
        if let Some((digest, ledger)) = self.digest {
            ledger.close(&self.name, digest);
        }
        Ok(())
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
        let read = self.file.read(buffer)?;
        if let Some((digest, _)) = &mut self.digest {
            digest.update(buffer.get(..read).unwrap_or_default());
        }
        Ok(read)
    }
}
