//! Which change belongs to which list: ids, what a message says, the shape of the history, and the judgement.
//!
//! Pure: it sees texts and a graph, never git. Rules read the judgement; evidence uses the message reader so that
//! whole messages need not be kept.

pub(crate) mod history;
pub(crate) mod judgement;
pub(crate) mod listing;
pub(crate) mod pick;
pub(crate) mod placing;
pub(crate) mod revert;

pub(crate) use crate::evidence::history::{change, id};
