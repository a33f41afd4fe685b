//! What the cases are made of: their files, the patches in them, the runs, and the list of named tests.

pub(crate) mod case;
pub(crate) mod explain;
pub(crate) mod patch;
pub(crate) mod place;
pub(crate) mod runner;
pub(crate) mod stage;
