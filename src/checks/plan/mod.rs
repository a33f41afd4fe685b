//! Plan: who owns the release, when it launches, and what for. Its keys stand in the list of checks.

pub(crate) mod rules;
