//! What people say, on the record: the digest of the plan it is about, the text that is signed, and how it gets into a
//! file that people wrote. Nothing here decides anything.

pub(crate) mod canonical;
pub(crate) mod entry;
pub(crate) mod insert;
pub(crate) mod statement;
pub(crate) mod words;
