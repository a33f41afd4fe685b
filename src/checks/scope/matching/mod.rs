//! Which change of the build belongs to which list, and what ships nothing. Pure: it sees data, never git.

mod agreement;
mod close;
pub(crate) mod graph;
mod ignoring;
pub(crate) mod judgement;
mod lines;
pub(crate) mod listing;
mod merge;
mod mixed;
pub(crate) mod numbers;
mod pick;
mod placing;
pub(crate) mod plan;
mod revert;
