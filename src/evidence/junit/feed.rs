//! Bytes of a report as the parser gets them: decoded to UTF-8, and never more at a time than one event may have.
//!
//! Bytes that the encoding does not know become U+FFFD, so that one odd byte in some captured output does not cost the
//! whole report; names of elements and attributes may not hold that character. Nothing here knows XML but for the
//! declaration, which is read ahead for the encoding it names.

use std::io::{self, BufRead, ErrorKind};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use crate::foreign::Foreign;

use super::Unreadable;

/// How much is read ahead to find the encoding. No tool writes a declaration half as long.
const AHEAD: usize = 1024;

/// How much is decoded at a time.
const CHUNK: usize = 64 * 1024;

/// How many MiB one tag, text, CDATA section or comment may have.
pub(super) const LONGEST_EVENT: u64 = 16;

/// A decoding reader with a bound on each event.
pub(super) struct Feed<R> {
    input: R,
    ahead: Vec<u8>,
    ahead_used: usize,
    decoder: Decoder,
    chunk: Box<[u8]>,
    used: usize,
    filled: usize,
    is_ended: bool,
    /// What the event that is being read may still have.
    left: u64,
    /// Bytes handed out so far.
    passed: u64,
    fault: Option<Unreadable>,
}

impl<R: BufRead> Feed<R> {
    /// Reads ahead, finds the encoding, and stands at the first character behind the byte-order mark.
    pub(super) fn new(mut input: R) -> Result<Self, Unreadable> {
        let ahead = read_ahead(&mut input).map_err(|error| Unreadable::Io(error.to_string()))?;
        let (encoding, mark) = find_encoding(&ahead)?;
        Ok(Self {
            input,
            ahead,
            ahead_used: mark,
            decoder: encoding.new_decoder_without_bom_handling(),
            chunk: vec![0; CHUNK].into_boxed_slice(),
            used: 0,
            filled: 0,
            is_ended: false,
            left: 0,
            passed: u64::try_from(mark).unwrap_or(0),
            fault: None,
        })
    }

    /// A new event begins here.
    pub(super) fn begin_event(&mut self) {
        self.left = LONGEST_EVENT.saturating_mul(1024 * 1024);
    }

    /// Bytes handed out so far: for a report in UTF-8, the place in the file.
    pub(super) fn position(&self) -> u64 {
        self.passed
    }

    /// Why reading failed, if it was not the system.
    pub(super) fn take_fault(&mut self) -> Option<Unreadable> {
        self.fault.take()
    }

    fn fail(&mut self, fault: Unreadable) -> io::Error {
        self.fault = Some(fault);
        io::Error::from(ErrorKind::InvalidData)
    }

    fn decode(&mut self) -> io::Result<()> {
        self.used = 0;
        self.filled = 0;
        while self.filled == 0 && !self.is_ended {
            let ahead = self.ahead.get(self.ahead_used..).unwrap_or_default();
            let (result, read) = if ahead.is_empty() {
                let source = self.input.fill_buf()?;
                let is_last = source.is_empty();
                let (result, read, written, _) =
                    self.decoder.decode_to_utf8(source, &mut self.chunk, is_last);
                self.filled = written;
                self.is_ended = is_last && result == CoderResult::InputEmpty;
                self.input.consume(read);
                continue;
            } else {
                let (result, read, written, _) = self.decoder.decode_to_utf8(ahead, &mut self.chunk, false);
                self.filled = written;
                (result, read)
            };
            self.ahead_used = self.ahead_used.saturating_add(read);
            if result == CoderResult::InputEmpty {
                self.ahead = Vec::new();
                self.ahead_used = 0;
            }
        }
        Ok(())
    }

    fn waiting(&self) -> &[u8] {
        self.chunk.get(self.used..self.filled).unwrap_or_default()
    }
}

impl<R: BufRead> io::Read for Feed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = io::Read::read(&mut self.fill_buf()?, into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Feed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            let at = self.passed.saturating_sub(LONGEST_EVENT.saturating_mul(1024 * 1024));
            return Err(self.fail(Unreadable::TooLong { limit: LONGEST_EVENT, at }));
        }
        if self.used >= self.filled {
            self.decode()?;
            if memchr(0, self.waiting()).is_some() {
                return Err(self.fail(Unreadable::Nul { at: self.passed }));
            }
        }
        Ok(self.waiting())
    }

    fn consume(&mut self, count: usize) {
        self.used = self.used.saturating_add(count).min(self.filled);
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.passed = self.passed.saturating_add(count);
        self.left = self.left.saturating_sub(count);
    }
}

fn read_ahead(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut ahead = Vec::new();
    while ahead.len() < AHEAD {
        let source = match input.fill_buf() {
            Ok(source) => source,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let count = source.len().min(AHEAD.saturating_sub(ahead.len()));
        if count == 0 {
            break;
        }
        ahead.extend_from_slice(source.get(..count).unwrap_or_default());
        input.consume(count);
    }
    Ok(ahead)
}

/// The encoding, and the length of the byte-order mark. A mark weighs more than the declaration.
fn find_encoding(ahead: &[u8]) -> Result<(&'static Encoding, usize), Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(ahead) {
        return Ok((encoding, mark));
    }
    if ahead.starts_with(b"<\0") {
        return Ok((UTF_16LE, 0));
    }
    if ahead.starts_with(b"\0<") {
        return Ok((UTF_16BE, 0));
    }
    let Some(label) = declared_encoding(ahead) else { return Ok((UTF_8, 0)) };
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if encoding.is_ascii_compatible() => Ok((encoding, 0)),
        // The declaration was read byte by byte: whatever it says, two bytes a character it is not. Tools that write
        // a string first and encode it later leave such files.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok((UTF_8, 0)),
        _ => Err(Unreadable::Encoding { label: Foreign::new(label) }),
    }
}

/// What stands in `<?xml … encoding="…"?>` at the very beginning.
fn declared_encoding(ahead: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(ahead);
    let (declaration, _) = text.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (label, _) = value.strip_prefix(quote)?.split_once(quote)?;
    Some(label.to_owned())
}
