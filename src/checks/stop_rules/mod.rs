//! Stop rules: plain sentences, agreed beforehand, that pause the release when one comes true.

mod facts;
pub(crate) mod keys;
pub(crate) mod rules;
mod struck;
