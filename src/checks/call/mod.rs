//! The call: what one person finally decided, on the record, newest last.

pub(crate) mod keys;
mod past;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod stands;
