//! How much a condition may ask for: the one place with these numbers.
//!
//! They bound the text, the tree and the work, so that no condition can hang the gate or exhaust its stack.

/// Bytes of a condition's text.
pub(super) const SOURCE_BYTES: usize = 1024;

/// Bytes of the texts of all conditions of one release.
pub(super) const ALL_SOURCE_BYTES: usize = 128 * 1024;

/// Levels of the tree; a chain of `&&` or `||` is one level however long it is.
pub(super) const NESTING: usize = 32;

/// Steps of one evaluation: one for each part evaluated, more where long texts or lists are compared, most
/// where new ones are made, so that the steps bound the memory as well.
pub(super) const STEPS: u64 = 10_000_000;

/// Steps of all conditions of one release.
pub(super) const ALL_STEPS: u64 = 20_000_000;

/// Steps for an element of a list that the condition makes.
pub(super) const STEPS_PER_MADE_ELEMENT: u64 = 8;

/// Bytes of a text that a condition puts together.
pub(super) const TEXT_BYTES: usize = 1024 * 1024;

/// Elements of a list that a condition walks through.
pub(super) const LIST_ELEMENTS: usize = 100_000;

/// Facts that a message names where it lists what a condition may use.
pub(super) const FACTS_TOLD: usize = 20;

/// Facts that an unknown name is compared with, to propose what is meant.
pub(super) const FACTS_COMPARED: usize = 200;

/// Bytes of a name that is compared with others.
pub(super) const LONGEST_COMPARED: usize = 64;
