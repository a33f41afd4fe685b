//! Stop rules: plain sentences, agreed beforehand, that pause the release when one comes true.

pub(crate) mod keys;
pub(crate) mod rules;
