//! Entries of trees as git prints them.

/// Longest path, or line about one, in bytes.
pub(super) const PATH: u64 = 64 * 1024;

/// The kind and the rights of an entry: digits to the base of eight.
pub(super) fn mode(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
}
