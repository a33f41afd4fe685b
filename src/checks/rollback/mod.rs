//! Rollback: steps, triggers, names, a version to go back to, and a timed rehearsal, all before launch.

pub(crate) mod environments;
pub(crate) mod keys;
mod migrations;
pub(crate) mod rules;
