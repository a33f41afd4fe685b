//! Bytes of a report as the parser gets them: decoded to UTF-8, and never more at a time than one event may have.
//!
//! Bytes that the encoding does not know become U+FFFD, so that one odd byte in some captured output does not cost the
//! whole report; names of elements and attributes may not hold that character. Nothing here knows XML but for the
//! declaration, which is read ahead for the encoding it names.

use std::io::{self, BufRead, ErrorKind, Read};
use std::ops::Range;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use crate::limits;
use crate::untrusted::Untrusted;

use super::Unreadable;

/// How much is read ahead to find the encoding. No tool writes a declaration half as long.
const AHEAD: usize = 1024;

/// How much is read, and decoded, at a time.
const CHUNK: usize = 64 * 1024;

/// A decoding reader with a bound on each event.
pub(in crate::evidence::tests) struct Feed<R> {
    input: R,
    /// Bytes as they stand in the file; those in `fresh` were not looked at yet.
    raw: Box<[u8]>,
    fresh: Range<usize>,
    /// Whether the file has no more than that.
    is_ended: bool,
    text: Text,
    /// What the parser gets next: a part of `raw`, or of the decoder's chunk where there is one.
    ready: Range<usize>,
    /// What the event that is being read may still have.
    left: u64,
    /// Bytes handed out so far.
    passed: u64,
    /// Bytes that were no text and were replaced, since somebody asked.
    odd: u64,
    fault: Option<Unreadable>,
}

/// How bytes become text.
enum Text {
    /// They are it, as long as all of them are UTF-8.
    Utf8,
    /// By a decoder, which writes into a chunk of its own.
    Other { decoder: Box<Decoder>, chunk: Box<[u8]>, is_done: bool },
}

impl Text {
    fn decoded(encoding: &'static Encoding) -> Self {
        let decoder = Box::new(encoding.new_decoder_without_bom_handling());
        Self::Other { decoder, chunk: vec![0; CHUNK].into_boxed_slice(), is_done: false }
    }
}

impl<R: Read> Feed<R> {
    /// Reads ahead, finds the encoding, and stands at the first character behind the byte-order mark.
    pub(in crate::evidence::tests) fn new(input: R) -> Result<Self, Unreadable> {
        let mut feed = Self {
            input,
            raw: vec![0; CHUNK].into_boxed_slice(),
            fresh: 0..0,
            is_ended: false,
            text: Text::Utf8,
            ready: 0..0,
            left: 0,
            passed: 0,
            odd: 0,
            fault: None,
        };
        while !feed.is_ended && feed.fresh.len() < AHEAD {
            feed.read_on().map_err(|error| Unreadable::Io(error.to_string()))?;
        }
        let ahead = feed.raw.get(feed.fresh.clone()).unwrap_or_default();
        let (encoding, mark) = find_encoding(ahead.get(..AHEAD).unwrap_or(ahead))?;
        if encoding != UTF_8 {
            feed.text = Text::decoded(encoding);
        }
        feed.fresh.start = mark;
        feed.passed = u64::try_from(mark).unwrap_or(0);
        Ok(feed)
    }

    /// A new event begins here.
    pub(super) fn begin_event(&mut self) {
        self.left = limits::XML_EVENT_MIB.saturating_mul(1024 * 1024);
    }

    /// Bytes handed out so far: for a report in UTF-8, the place in the file.
    pub(super) fn position(&self) -> u64 {
        self.passed
    }

    /// How many bytes that were no text were replaced since this was asked last.
    pub(super) fn take_odd(&mut self) -> u64 {
        std::mem::take(&mut self.odd)
    }

    /// Why reading failed, if it was not the system.
    pub(super) fn take_fault(&mut self) -> Option<Unreadable> {
        self.fault.take()
    }

    fn fail(&mut self, fault: Unreadable) -> io::Error {
        self.fault = Some(fault);
        io::Error::from(ErrorKind::InvalidData)
    }

    /// Puts fresh bytes behind those that were not looked at.
    fn read_on(&mut self) -> io::Result<()> {
        self.raw.copy_within(self.fresh.clone(), 0);
        self.fresh = 0..self.fresh.len();
        let room = self.raw.get_mut(self.fresh.end..).unwrap_or_default();
        let count = match self.input.read(room) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            read => read?,
        };
        self.is_ended = count == 0;
        self.fresh.end = self.fresh.end.saturating_add(count);
        Ok(())
    }

    /// Makes the next text ready; none is the end.
    fn prepare(&mut self) -> io::Result<()> {
        loop {
            let ready = match &mut self.text {
                Text::Utf8 => {
                    let bytes = self.raw.get(self.fresh.clone()).unwrap_or_default();
                    let valid = Encoding::utf8_valid_up_to(bytes);
                    if valid == 0 && is_odd(bytes, self.is_ended) {
                        // Where one is bad there may be millions: a decoder replaces them many at a time.
                        self.text = Text::decoded(UTF_8);
                        continue;
                    }
                    let begin = self.fresh.start;
                    self.fresh.start = begin.saturating_add(valid);
                    (valid > 0).then_some(begin..self.fresh.start)
                }
                Text::Other { decoder, chunk, is_done } => {
                    let source = self.raw.get(self.fresh.clone()).unwrap_or_default();
                    if *is_done || (source.is_empty() && !self.is_ended) {
                        None
                    } else {
                        let (result, read, written, _) = decoder.decode_to_utf8(source, chunk, self.is_ended);
                        self.fresh.start = self.fresh.start.saturating_add(read);
                        if decoder.encoding() == UTF_8 {
                            // What stands for a byte takes three, and nothing else grows.
                            let grown = written.saturating_sub(read) / 2;
                            self.odd = self.odd.saturating_add(u64::try_from(grown).unwrap_or(u64::MAX));
                        }
                        *is_done = self.is_ended && result == CoderResult::InputEmpty;
                        (written > 0).then_some(0..written)
                    }
                }
            };
            if let Some(ready) = ready {
                self.ready = ready;
                return Ok(());
            }
            if self.is_ended {
                return Ok(());
            }
            self.read_on()?;
        }
    }

    fn waiting(&self) -> &[u8] {
        let from = match &self.text {
            Text::Utf8 => &self.raw,
            Text::Other { chunk, .. } => chunk,
        };
        from.get(self.ready.clone()).unwrap_or_default()
    }
}

/// Whether no character begins the bytes: there is a bad one, or the file ends within one.
fn is_odd(bytes: &[u8], is_ended: bool) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some() || is_ended)
}

impl<R: Read> Read for Feed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = Read::read(&mut self.fill_buf()?, into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Feed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            let at = self.passed.saturating_sub(limits::XML_EVENT_MIB.saturating_mul(1024 * 1024));
            return Err(self.fail(Unreadable::TooLong { limit: limits::XML_EVENT_MIB, at }));
        }
        if self.ready.is_empty() {
            self.prepare()?;
            if memchr(0, self.waiting()).is_some() {
                return Err(self.fail(Unreadable::Nul { at: self.passed }));
            }
        }
        Ok(self.waiting())
    }

    fn consume(&mut self, count: usize) {
        self.ready.start = self.ready.start.saturating_add(count).min(self.ready.end);
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.passed = self.passed.saturating_add(count);
        self.left = self.left.saturating_sub(count);
    }
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
        _ => Err(Unreadable::Encoding { label: Untrusted::new(label) }),
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
