//! What a history says: changes and their graph, ids, and what a message says of itself.

pub(crate) mod change;
pub(crate) mod id;
pub(crate) mod lexicon;
pub(crate) mod message;
pub(crate) mod trees;
mod undo;
