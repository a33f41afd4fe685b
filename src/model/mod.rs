//! What a release file and a team policy say: plain data with the place of each value. No files, no clock.

pub(crate) mod alike;
pub(crate) mod date;
pub(crate) mod item;
pub(crate) mod name;
pub(crate) mod policy;
pub(crate) mod release;
pub(crate) mod schema;
pub(crate) mod window;
