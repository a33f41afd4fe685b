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

/// The people a release may name: its own directory and the team's. Without anybody in it there is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directory {
    names: Vec<String>,
    /// The same as they are compared.
    folded: HashSet<String>,
}

/// Names of a directory that are compared as they are.
const SHORT: usize = 32;

impl Directory {
    /// Joins the directories of release and policy.
    pub(crate) fn of(directories: [&Maybe<Map<PersonEntry>>; 2]) -> Self {
        let names = directories
            .into_iter()
            .filter_map(Maybe::get)
            .flat_map(|map| &map.entries)
            .map(|(name, _)| name.value.clone());
        let names: Vec<String> = names.collect();
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
