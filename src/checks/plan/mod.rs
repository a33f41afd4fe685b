//! Plan: who owns the release, when it launches, and what for. Its keys stand in the list of checks.

mod carried;
mod handoff;
mod misses;
mod moved;
mod people;
pub(crate) mod rules;
