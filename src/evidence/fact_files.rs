//! Fact files: opened by name, read into data, or told why not.

use std::collections::BTreeMap;

use super::root::Root;
use super::{Fault, Gathered, facts};
use crate::condition::Datum;
use crate::foreign::{Foreign, message};
use crate::shape::decode::Map;
use crate::shape::leaf::Token;

/// Bytes of one file; the reader has the same limit.
const LIMIT: u64 = 8 * 1024 * 1024;

/// Reads every file under `[facts]`.
pub(crate) fn gather(root: &Root, files: &Map<Token>) -> BTreeMap<String, Gathered<Datum>> {
    files.entries.iter().map(|(name, token)| (name.value.clone(), one(root, &name.value, token))).collect()
}

fn one(root: &Root, name: &str, token: &Token) -> Gathered<Datum> {
    let broken = |why: Foreign, help: Foreign| {
        let message = message!("the fact file of \"{}\" cannot be used: {}", name, why);
        Gathered::Broken(Fault { span: token.span, message, help })
    };
    let bytes = match root.open(token.raw.reveal()).and_then(|opened| opened.read_whole(LIMIT)) {
        Ok(bytes) => bytes,
        Err(refusal) => return broken(refusal.message.into(), refusal.help.into()),
    };
    match facts::read(token.raw.reveal(), &bytes) {
        Ok(datum) => Gathered::Read(datum),
        Err(fault) => broken(message!("{}: {}", token.raw, fault.to_string()), fault.help().into()),
    }
}
