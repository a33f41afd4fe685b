//! Tests: confirmed by a person, not just a green badge. What ran, what was skipped, and why.

pub(crate) mod keys;
pub(crate) mod rules;
