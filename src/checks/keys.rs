//! The public keys of a directory: whose they are, and that each is one person's.

use std::collections::BTreeMap;

use super::directory::{PersonEntry, is_same};
use crate::evidence::ssh::Key;
use crate::shape::decode::Map;
use crate::shape::{Faults, Maybe};
use crate::untrusted::{Untrusted, message};

/// What is wrong with the keys of a directory: lines that are none, and keys of two people.
pub(crate) fn examine(people: &Maybe<Map<PersonEntry>>, faults: &mut Faults) {
    let mut owners: BTreeMap<Key, &str> = BTreeMap::new();
    for (name, person) in people.get().map(|map| map.entries.as_slice()).unwrap_or_default() {
        for line in person.keys.items() {
            match Key::read(line.text.raw()) {
                Err(why) => faults.add_with_help(
                    line.span,
                    why,
                    "write the one line of a .pub file: kind and key, such as \"ssh-ed25519 AAAA…\"",
                ),
                Ok(key) => {
                    let owner = owners.entry(key).or_insert(&name.value);
                    if *owner != name.value {
                        faults.add(
                            line.span,
                            message!("this key is {}'s already: a key is one person's", *owner),
                        );
                    }
                }
            }
        }
    }
}

/// The keys of one person.
pub(crate) fn of(people: &Maybe<Map<PersonEntry>>, who: &Untrusted) -> Vec<Key> {
    let entries = people.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    let own = entries.iter().filter(|(name, _)| is_same(&Untrusted::from(name.value.as_str()), who));
    own.flat_map(|(_, person)| person.keys.items())
        .filter_map(|line| Key::read(line.text.raw()).ok())
        .collect()
}
