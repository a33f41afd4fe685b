//! From the entries of `facts` to plain data: each file is opened through the jail and read whole.
//!
//! A fact whose file is missing is broken, not absent: the release names it.

use crate::limits;
use std::collections::BTreeMap;

use super::facts::{self, Room};
use super::root::Root;
use super::{Fault, Gathered};
use crate::condition::Datum;
use crate::shape::decode::Map;
use crate::shape::leaf::Token;
use crate::source::Spanned;
use crate::untrusted::{Untrusted, message};

/// Reads every file, by the name of its fact; `what` says what such a name stands for.
pub(crate) fn gather(root: &Root, facts: &Map<Token>, what: &str) -> BTreeMap<String, Gathered<Datum>> {
    let mut room = Room::default();
    let read = |(name, token): &(Spanned<String>, Token)| {
        (name.value.clone(), read(root, (what, &name.value), token, &mut room))
    };
    facts.entries.iter().map(read).collect()
}

fn read(root: &Root, (what, fact): (&str, &str), token: &Token, room: &mut Room) -> Gathered<Datum> {
    let path = token.text.raw();
    match value(root, path, room) {
        Ok(datum) => Gathered::Read(datum),
        Err((why, help)) => Gathered::Broken(Fault {
            span: token.span,
            message: message!("the {} \"{}\" ({}): {}", what, fact, path, why),
            help,
        }),
    }
}

/// The data of a file, or what is wrong with it and what to do.
fn value(root: &Root, path: &str, room: &mut Room) -> Result<Datum, (Untrusted, Untrusted)> {
    let bytes = root
        .open(path)
        .and_then(|file| file.read_whole(limits::FACT_FILE_BYTES))
        .map_err(|refusal| (refusal.why, refusal.help))?;
    facts::read_within(path, &bytes, room)
        .map_err(|fault| (Untrusted::new(fault.to_string()), fault.help().into()))
}

#[cfg(test)]
mod tests;
