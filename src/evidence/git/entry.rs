//! Entries of trees as git prints them.

/// Longest path, or line about one, in bytes.
pub(super) const PATH: u64 = 64 * 1024;

/// As `diff-tree` is asked: two ids on a line compare a commit with the one named instead of its parent. Renames count as
/// one path gone and one come; submodules count whatever `.gitmodules` says. `--always` names commits without a change
/// too, so that none can be lost unseen.
pub(super) const DIFF: [&str; 14] = [
    "diff-tree",
    "--stdin",
    "--always",
    "--root",
    "-r",
    "-z",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
    "--no-color",
];

/// The kind and the rights of an entry: digits to the base of eight.
pub(super) fn mode(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
}
