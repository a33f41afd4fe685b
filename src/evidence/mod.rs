//! Evidence: the only code that opens what the release file points at.

pub(crate) mod facts;
