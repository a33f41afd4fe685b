//! Rollback: steps, triggers, names, a version to go back to, and a timed rehearsal, all before launch.

pub(crate) mod keys;
pub(crate) mod rules;
