//! Support: what users will notice, what may confuse them, what to reply, and who was told in time.

pub(crate) mod keys;
pub(crate) mod rules;
