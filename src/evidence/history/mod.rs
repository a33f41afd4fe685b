//! The history of a build as it speaks for itself: commits, and what their messages say.
//!
//! A message is read without any list: which ids it claims, which it refers to, which it only mentions. Which list a
//! change belongs to is decided by whoever has the lists.

pub(crate) mod change;
pub(crate) mod claim;
pub(crate) mod id;
mod line;
pub(crate) mod message;
mod normal;
pub(crate) mod scan;
mod subject;
pub(crate) mod trees;
pub(crate) mod undo;
pub(crate) mod words;
mod written;
