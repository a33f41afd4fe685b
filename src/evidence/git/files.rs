//! The files of a range, by their contents: bytes, and lines counted.
//!
//! Owns how many files are read, and how large. What is missing or too large is said to be so.

use std::hash::BuildHasher;

use super::entry::PATH;
use super::error::GitError;
use super::trees::GitTrees;
use crate::evidence::history::trees::{Blob, Counts, Lines};

/// Bytes of a file that is read as lines.
const FILE: usize = 8 * 1024 * 1024;
/// Bytes of all files of one question.
const FILES: u64 = 512 * 1024 * 1024;
/// Files of one question.
const MANY_FILES: usize = 1_000_000;
/// Bytes of a file in which a zero byte says that it is no text.
const LOOKED_AT: usize = 8_000;

/// Shows a file by the place of the question: its bytes where it could be read, and whether it is too large for that.
type OnFile<'v> = dyn FnMut(usize, Option<&[u8]>, bool) + 'v;

impl GitTrees {
    /// Reads files; what is missing among them does not end it.
    pub(super) fn ask_files(&self, blobs: &[Blob], visit: &mut OnFile) -> Result<(), GitError> {
        if blobs.len() > MANY_FILES {
            let limit = u64::try_from(MANY_FILES).unwrap_or(u64::MAX);
            return Err(GitError::TooMuch { limit, of: "files to compare" });
        }
        let files: Vec<Blob> = blobs.iter().copied().filter(|blob| *blob != Blob::NONE).collect();
        if files.is_empty() {
            for (at, _) in blobs.iter().enumerate() {
                visit(at, Some(b""), false);
            }
            return Ok(());
        }
        let mut shared =
            self.repository.git.share(&["cat-file", "--batch"], files.len(), &mut |place, input| {
                let file = files.get(place).ok_or(GitError::Garbled)?;
                self.numbers.borrow().blob(*file).ok_or(GitError::Garbled)?.write_hex(input);
                input.push(b'\n');
                Ok(())
            })?;
        let (mut head, mut bytes, mut all, mut places) = (Vec::new(), Vec::new(), 0_u64, 0..);
        for (at, blob) in blobs.iter().enumerate() {
            let Some(place) = (*blob != Blob::NONE).then(|| places.next()).flatten() else {
                visit(at, Some(b""), false);
                continue;
            };
            let running = &mut shared.of(place)?.running;
            if !running.field(b'\n', PATH, "bytes in a line", &mut head)? {
                return Err(running.cut());
            }
            let Some((is_file, length)) = announced(&head) else {
                visit(at, None, false);
                continue;
            };
            all = all.saturating_add(length);
            if all > FILES {
                return Err(GitError::TooMuch { limit: FILES, of: "bytes in the files to compare" });
            }
            let is_large = !running.content(length, FILE, &mut bytes)?;
            visit(at, Some(bytes.as_slice()).filter(|_| is_file), is_large);
        }
        shared.end()
    }

    pub(super) fn lines_of(&self, bytes: &[u8]) -> Lines {
        if bytes.iter().take(LOOKED_AT).any(|byte| *byte == 0) {
            return Lines::Whole;
        }
        let (mut exact, mut loose, mut order) = (Counts::new(), Counts::new(), 0);
        let mut bare = Vec::new();
        let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        if bytes.is_empty() {
            return Lines::Text { exact, loose, order };
        }
        let add = |counts: &mut Counts, line: &[u8]| {
            let count = counts.entry(self.hasher.hash_one(line)).or_default();
            *count = count.saturating_add(1);
        };
        for line in text.split(|byte| *byte == b'\n') {
            add(&mut exact, line);
            bare.clear();
            bare.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
            if !bare.is_empty() {
                add(&mut loose, &bare);
                order = self.hasher.hash_one((order, bare.as_slice()));
            }
        }
        Lines::Text { exact, loose, order }
    }
}

/// What stands behind an id: whether it is a file, and its length. None for what is missing.
fn announced(head: &[u8]) -> Option<(bool, u64)> {
    let mut words = std::str::from_utf8(head).ok()?.split(' ');
    let kind = words.nth(1)?;
    let length = words.next()?.parse().ok()?;
    Some((kind == "blob", length))
}
