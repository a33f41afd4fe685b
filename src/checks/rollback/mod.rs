//! Rollback: steps, triggers, names, a version to go back to, and a timed rehearsal, all before launch.

mod environments;
pub(crate) mod keys;
mod migrations;
pub(crate) mod rules;
