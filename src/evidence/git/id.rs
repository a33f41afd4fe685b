//! The id of a commit: SHA-1 or SHA-256, held as bytes.
//!
//! Owns reading and writing the hexadecimal form. It knows nothing of repositories: an id may name nothing.

use std::fmt;

/// How many digits of an id people are shown.
const SHORT: usize = 7;

/// A full commit id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum CommitId {
    /// The classic kind, 40 digits.
    Sha1([u8; 20]),
    /// The newer kind, 64 digits.
    Sha256([u8; 32]),
}

impl CommitId {
    /// Reads a full id of 40 or 64 digits, in either case.
    pub(crate) fn from_hex(text: impl AsRef<[u8]>) -> Option<Self> {
        let text = text.as_ref();
        match text.len() {
            40 => bytes(text).map(Self::Sha1),
            64 => bytes(text).map(Self::Sha256),
            _ => None,
        }
    }

    /// All digits, in lower case.
    pub(crate) fn hex(&self) -> String {
        let mut text = Vec::with_capacity(self.bytes().len().saturating_mul(2));
        self.write_hex(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Writes all digits behind what is there.
    pub(super) fn write_hex(&self, text: &mut Vec<u8>) {
        let letter = |nibble: u8| nibble.wrapping_add(if nibble < 10 { b'0' } else { b'a'.wrapping_sub(10) });
        text.extend(self.bytes().iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]));
    }

    /// The first seven digits: enough for a person, not enough for a machine.
    pub(crate) fn short(&self) -> String {
        let mut text = self.hex();
        text.truncate(SHORT);
        text
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }
}

impl fmt::Debug for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommitId({})", self.hex())
    }
}

/// `N` bytes from exactly `2 * N` digits.
fn bytes<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut found = [0; N];
    let (pairs, rest) = text.as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut seen = 0;
    for (byte, [high, low]) in found.iter_mut().zip(pairs) {
        let (high, low) = (digit(*high), digit(*low));
        seen |= high | low;
        *byte = high << 4 | low;
    }
    (seen != NO_DIGIT).then_some(found)
}

/// Every bit of it is set, so that it shows in whatever it is joined to.
const NO_DIGIT: u8 = 0xFF;

/// What a byte is worth as a digit, without a branch: every commit of a range has some 80 of them to read.
fn digit(byte: u8) -> u8 {
    let (number, letter) = (byte.wrapping_sub(b'0'), (byte | 0x20).wrapping_sub(b'a'));
    if number < 10 {
        number
    } else if letter < 6 {
        letter.wrapping_add(10)
    } else {
        NO_DIGIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn an_id_survives_the_way_to_hex_and_back() {
        let long = format!("{HEX}{}", HEX.split_at(24).0);
        assert_eq!(CommitId::from_hex(HEX).unwrap().hex(), HEX);
        assert_eq!(CommitId::from_hex(&long).unwrap().hex(), long);
        assert_eq!(CommitId::from_hex(HEX.to_uppercase()).unwrap().hex(), HEX);
        assert_eq!(CommitId::from_hex(HEX).unwrap().short(), "0123456");
    }

    #[test]
    fn what_is_not_exactly_an_id_is_refused() {
        for text in [
            "",
            "0123",
            HEX.split_at(1).1,
            "g123456789abcdef0123456789abcdef01234567",
            "é".repeat(20).as_str(),
        ] {
            assert_eq!(CommitId::from_hex(text), None, "{text}");
        }
    }
}
