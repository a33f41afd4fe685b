//! Risks: issues that ship with the release, and findings that were accepted.

pub(crate) mod keys;
pub(crate) mod rules;
