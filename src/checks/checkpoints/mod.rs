//! Checkpoints: what one person has to say by a moment before, at or after the launch.

mod answer;
pub(crate) mod asked;
pub(crate) mod due;
pub(crate) mod keys;
pub(crate) mod rules;
mod state;
pub(crate) mod whose;
