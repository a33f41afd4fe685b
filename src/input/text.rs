//! Bytes to text.

use crate::limits;
use thiserror::Error;

/// Why bytes are no text that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum TextFault {
    /// More bytes than allowed.
    #[error("the file is larger than {} MiB", limits::RELEASE_BYTES / (1024 * 1024))]
    TooLarge,
    /// The two-byte encoding of some editors.
    #[error("the file is written in UTF-16, not in UTF-8")]
    Utf16,
    /// Bytes that no text has.
    #[error("the file is not UTF-8 text: line {line} holds a byte that is none")]
    NotUtf8 {
        /// Its line, from one.
        line: usize,
    },
    /// A zero byte: some program's data, not text.
    #[error("the file is not text: line {line} holds a zero byte")]
    Zero {
        /// Its line, from one.
        line: usize,
    },
}

impl TextFault {
    /// What to do about it.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::TooLarge => "a release file is one page; name the right file",
            Self::Utf16 | Self::NotUtf8 { .. } => "save the file as UTF-8",
            Self::Zero { .. } => "name the release file, not something else",
        }
    }
}

/// The text, without its byte-order mark.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, TextFault> {
    if bytes.len() > limits::RELEASE_BYTES {
        return Err(TextFault::TooLarge);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(TextFault::Utf16);
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(TextFault::Zero { line: line(&bytes, at) });
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        TextFault::NotUtf8 { line: line(error.as_bytes(), at) }
    })?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

fn line(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count().saturating_add(1)
}
