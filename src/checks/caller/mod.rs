//! Caller: the one final person who says ship, and the one who says stop.

pub(crate) mod keys;
pub(crate) mod rules;
