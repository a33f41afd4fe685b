//! Which change of the build belongs to which list, and what ships nothing. Pure: it sees data, never git.

pub(crate) mod graph;
pub(crate) mod judgement;
pub(crate) mod listing;
pub(crate) mod numbers;
mod pick;
mod revert;
