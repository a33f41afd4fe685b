//! Roles: who fills each, who decides what, and whom it goes up to.

pub(crate) mod decisions;
pub(crate) mod holders;
pub(crate) mod keys;
pub(crate) mod rules;
