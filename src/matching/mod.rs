//! Which change belongs to which list: ids, what a message says, the shape of the history, and the judgement.
//!
//! Pure: it sees texts and a graph, never git. Rules read the judgement; evidence uses the message reader so that
//! whole messages need not be kept.

pub(crate) mod agreement;
pub(crate) mod change;
pub(crate) mod history;
pub(crate) mod id;
pub(crate) mod judgement;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod listing;
pub(crate) mod merge;
pub(crate) mod message;
pub(crate) mod pick;
pub(crate) mod plan;
pub(crate) mod revert;
pub(crate) mod trees;
pub(crate) mod undo;
