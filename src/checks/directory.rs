//! Names of people: when two spellings are one person, and who is in the directory.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::shape::decode::Map;
use crate::shape::leaf::{Text, Token};
use crate::shape::{Maybe, table};
use crate::untrusted::Untrusted;

table! {
    /// One person of the directory, keyed by name.
    struct PersonEntry {
        /// What they do.
        role: Maybe<Text>,
        /// Where they can be reached.
        reach: Maybe<Text>,
        /// Their e-mail addresses, as commits show them.
        emails: Maybe<Vec<Token>>,
        /// Their public keys, as OpenSSH writes them.
        keys: Maybe<Vec<Token>>,
    }
}

/// A name as it is compared: accents in one form, one blank between words, no case.
pub(crate) fn folded(name: &str) -> String {
    let plain: String = name.nfkc().collect::<String>().to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names are one person's.
pub(crate) fn is_same(one: &Untrusted, other: &Untrusted) -> bool {
    folded(one.raw()) == folded(other.raw())
}

/// The people a release may name: the team's directory, else its own. Without anybody in it there is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directory {
    names: Vec<String>,
    /// The same as they are compared.
    folded: HashSet<String>,
}

/// Names of a directory that are compared as they are.
const SHORT: usize = 32;

impl Directory {
    /// The directory that counts: where the team keeps one, a release adds nobody to it.
    pub(crate) fn of(release: &Maybe<Map<PersonEntry>>, policy: &Maybe<Map<PersonEntry>>) -> Self {
        let kept = |people: &Maybe<Map<PersonEntry>>| -> Vec<String> {
            let entries = people.get().map(|map| map.entries.as_slice()).unwrap_or_default();
            entries.iter().map(|(name, _)| name.value.clone()).collect()
        };
        let names = Some(kept(policy)).filter(|names| !names.is_empty());
        let names = names.unwrap_or_else(|| kept(release));
        let folded = names.iter().map(|name| folded(name)).collect();
        Self { names, folded }
    }

    /// Whether there is a directory at all.
    pub(crate) fn is_kept(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether it names this person.
    pub(crate) fn has(&self, name: &Untrusted) -> bool {
        // Most names are written as they are in the directory, and most directories are short.
        let is_there = || self.names.iter().take(SHORT).any(|known| known == name.raw());
        is_there() || self.folded.contains(&folded(name.raw()))
    }

    /// The names, for "did you mean".
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_and_the_form_of_accents_do_not_matter() {
        assert!(is_same(&"José  Ruiz ".into(), &"jose\u{301} ruiz".into()));
        assert!(!is_same(&"Ana Ruiz".into(), &"Ana Ruis".into()));
    }
}
