//! Bytes of JSON in which no text is longer than a limit: the parser holds each text whole.

use std::io::{self, ErrorKind, Read};

use crate::limits;
use memchr::{memchr, memchr2};

/// What the parser is told when a text is longer.
pub(super) const TOO_LONG: &str = "a text is too long";

/// A reader that fails where a text gets too long.
pub(super) struct Bounded<R> {
    input: R,
    is_inside: bool,
    is_escaped: bool,
    length: u64,
}

impl<R> Bounded<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, is_inside: false, is_escaped: false, length: 0 }
    }

    /// Follows where texts begin and end.
    fn follow(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.is_escaped {
                (self.is_escaped, bytes) = (false, bytes.get(1..).unwrap_or_default());
                self.length = self.length.saturating_add(1);
                continue;
            }
            let mark = if self.is_inside { memchr2(b'"', b'\\', bytes) } else { memchr(b'"', bytes) };
            let end = mark.unwrap_or(bytes.len());
            if self.is_inside {
                self.length = self.length.saturating_add(u64::try_from(end).unwrap_or(u64::MAX));
            }
            match bytes.get(end) {
                Some(b'\\') => self.is_escaped = true,
                Some(_) => (self.is_inside, self.length) = (!self.is_inside, 0),
                None => {}
            }
            bytes = bytes.get(end.saturating_add(1)..).unwrap_or_default();
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.follow(into.get(..count).unwrap_or_default());
        if self.length > limits::CTRF_TEXT_MIB.saturating_mul(1024 * 1024) {
            return Err(io::Error::new(ErrorKind::InvalidData, TOO_LONG));
        }
        Ok(count)
    }
}
