//! One open file: regular, and the same from the first byte to the last.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use super::{Refusal, unopened};

/// A file inside the root.
#[derive(Debug)]
pub(crate) struct Opened {
    name: String,
    file: File,
    length: u64,
    modified: Option<SystemTime>,
}

impl Opened {
    /// Opens a regular file. It is looked at before it is opened: opening a pipe would wait for whoever writes to it.
    pub(super) fn open(name: &str, path: &Path) -> Result<Self, Refusal> {
        let fault = |error: io::Error| unopened(name, &error);
        regular(name, &fs::metadata(path).map_err(fault)?)?;
        let file = File::open(path).map_err(fault)?;
        let metadata = file.metadata().map_err(fault)?;
        regular(name, &metadata)?;
        Ok(Self { name: name.to_owned(), file, length: metadata.len(), modified: metadata.modified().ok() })
    }

    /// Whether the file is still what was opened; to be asked when it was read.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        let metadata = self.file.metadata().map_err(|error| unopened(&self.name, &error))?;
        if metadata.len() == self.length && metadata.modified().ok() == self.modified {
            return Ok(());
        }
        Err(Refusal::new(
            format!("{} changed while it was read", self.name),
            "run this when whatever writes the file is done",
        ))
    }

    /// All of it, if it is not longer than `limit` bytes.
    pub(crate) fn read_whole(mut self, limit: u64) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let read = (&mut self.file).take(limit.saturating_add(1)).read_to_end(&mut bytes);
        let read = read.map_err(|error| unopened(&self.name, &error))?;
        if u64::try_from(read).unwrap_or(u64::MAX) > limit {
            let mebibytes = limit.checked_div(1024 * 1024).unwrap_or_default();
            return Err(Refusal::new(
                format!("{} is larger than {mebibytes} MiB", self.name),
                "name the right file, or write only what is needed into it",
            ));
        }
        self.finish()?;
        Ok(bytes)
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

fn regular(name: &str, metadata: &Metadata) -> Result<(), Refusal> {
    if metadata.is_dir() {
        return Err(Refusal::new(
            format!("{name} is a folder"),
            format!("name the files in it, such as {name}/**/*.xml"),
        ));
    }
    if metadata.is_file() {
        Ok(())
    } else {
        Err(Refusal::new(format!("{name} is no regular file"), "name a file that was written to a disk"))
    }
}
