//! Maps by commit id that cost little: an id is a hash already.
//!
//! Whoever makes commits can choose some bits of their ids, so a key that nobody knows decides where they fall.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Makes hashes of ids, with a key of its own.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    add: u64,
    multiply: u64,
}

impl Default for Keyed {
    fn default() -> Self {
        let state = RandomState::new();
        Self { add: state.hash_one(1_u8), multiply: state.hash_one(2_u8) | 1 }
    }
}

impl BuildHasher for Keyed {
    type Hasher = OfId;

    fn build_hasher(&self) -> OfId {
        OfId { keyed: self.clone(), found: 0 }
    }
}

/// The hash of one id.
pub(super) struct OfId {
    keyed: Keyed,
    found: u64,
}

impl Hasher for OfId {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.as_chunks::<8>().0.iter();
        let word = words.next().map_or(0, |word| u64::from_le_bytes(*word));
        let product = u128::from(word ^ self.keyed.add).wrapping_mul(u128::from(self.keyed.multiply));
        let low = u64::try_from(product & u128::from(u64::MAX)).unwrap_or_default();
        let high = u64::try_from(product >> 64).unwrap_or_default();
        self.found ^= low ^ high;
    }

    // Which kind of id it is, and its length: they are the same throughout a repository.
    fn write_isize(&mut self, _: isize) {}
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::super::CommitId;
    use super::*;

    #[test]
    fn ids_are_told_apart_and_the_key_decides_where_they_fall() {
        let id = |text: &str| CommitId::from_hex(text.repeat(20)).unwrap();
        let (one, other) = (Keyed::default(), Keyed::default());
        assert_eq!(one.hash_one(id("01")), one.hash_one(id("01")));
        assert_ne!(one.hash_one(id("01")), one.hash_one(id("02")));
        assert_ne!(one.hash_one(id("01")), other.hash_one(id("01")));
    }
}
