//! Risks: issues that ship with the release, and findings that were accepted.

mod flow;
pub(crate) mod keys;
pub(crate) mod rules;
