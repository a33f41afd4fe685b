//! Whose word it is: one person, as the directory writes the name; and never in the place of somebody else's.

use super::refused;
use crate::checks::case::person as named;
use crate::checks::directory::{Directory, is_same};
use crate::checks::people::{NotOne, not_one};
use crate::checks::placeholder::is_no_name;
use crate::commands::load::Loaded;
use crate::shape::leaf::Person;
use crate::shape::{Maybe, suggest};
use crate::untrusted::{Untrusted, message};

/// The person of this name.
pub(super) fn person(name: &str, loaded: &Loaded) -> anyhow::Result<Untrusted> {
    let name = Untrusted::from(name.trim());
    let why = match not_one(name.raw()) {
        _ if is_no_name(name.raw()) => Some(message!("\"{}\" is no name", name)),
        Some(NotOne::Group) => Some(message!("\"{}\" is a group or a role, not one person", name)),
        Some(NotOne::Several) => Some(message!("\"{}\" names several people", name)),
        None => None,
    };
    if let Some(why) = why {
        return Err(refused(&message!("{}: a word is one person's; nothing was recorded", why)));
    }
    let directory = Directory::of(&loaded.release.people, &loaded.policy.people);
    if !directory.is_kept() {
        return Ok(name);
    }
    let known = directory.names().find(|known| is_same(&Untrusted::from(*known), &name));
    known.map(Untrusted::from).ok_or_else(|| {
        let hint = suggest::hint(name.raw(), directory.names());
        refused(&message!("\"{}\" is not in the directory{}; nothing was recorded", name, hint))
    })
}

/// Refuses to put a word in the place of somebody else's. `key` is where theirs stands, with its table.
pub(super) fn not_over(
    theirs: &Maybe<Person>,
    by: &Untrusted,
    key: &str,
    loaded: &Loaded,
) -> anyhow::Result<()> {
    let Some(other) = named(theirs).filter(|other| !is_no_name(other.raw()) && !is_same(other, by)) else {
        return Ok(());
    };
    let line = theirs.get().map(|there| loaded.sources.release_line(there.span)).unwrap_or_default();
    Err(refused(&message!(
        "{} stands there already (line {}): it is their word, and stays. If it is {}'s to say now, remove {} first; \
         nothing was recorded",
        other,
        line,
        by,
        key
    )))
}
