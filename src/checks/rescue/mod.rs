//! Rescue: after missed releases the smallest thing that helps, held by three people, and a way back.

mod attempts;
mod goal;
pub(crate) mod keys;
pub(crate) mod raised;
pub(crate) mod rules;
