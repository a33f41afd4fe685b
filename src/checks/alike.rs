//! Names of one file that are so alike that one person may be meant by both.
//!
//! Asked only where no directory says which spelling is right.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::directory::folded;
use crate::limits;
use crate::shape::decode::Slot;
use crate::shape::{Decode, Visit};
use crate::source::Span;
use crate::untrusted::Untrusted;

/// The places of names that are nearly an earlier one, each with that earlier name.
///
/// The names that the policy's roles hold come first: it is the file that is like them.
pub(crate) fn alike(file: &impl Decode, roles: &impl Slot) -> BTreeMap<Span, Untrusted> {
    let mut names = Names::default();
    roles.visit(&mut names);
    file.visit(&mut names);
    names.list.sort_by_key(|(_, person)| (Reverse(person.span.file), person.span));
    let mut found = BTreeMap::new();
    for (at, (name, person)) in names.list.iter().enumerate().take(limits::ALIKE_NAMES) {
        let earlier = names.list.iter().take(at);
        if let Some((_, other)) = earlier.into_iter().find(|(other, _)| is_nearly(name, other)) {
            found.insert(person.span, other.name.clone());
        }
    }
    found
}

/// A name with the place it was written at.
struct Name {
    span: Span,
    name: Untrusted,
}

/// Every name once, where it stands first.
#[derive(Default)]
struct Names {
    list: Vec<(String, Name)>,
    seen: std::collections::HashSet<String>,
}

impl Visit for Names {
    fn text(&mut self, _: Span, _: &Untrusted) {}

    fn person(&mut self, span: Span, written: &Untrusted) {
        let name = folded(written.raw());
        let name = name.trim_end_matches('.').to_owned();
        if !name.is_empty() && self.seen.insert(name.clone()) {
            self.list.push((name, Name { span, name: written.clone() }));
        }
    }
}

/// Whether two names may be one person's: they are the same, or nearly, where no directory tells them apart.
pub(super) fn is_one(one: &Untrusted, other: &Untrusted, has_directory: bool) -> bool {
    let (one, other) = (folded(one.raw()), folded(other.raw()));
    one == other || (!has_directory && is_nearly(&one, &other))
}

/// Whether two names differ by one letter, or one is the beginning of the other.
fn is_nearly(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one) || differ_by_a_letter(one, other)
}

/// Whether one letter more, less or else makes one of the other.
fn differ_by_a_letter(one: &str, other: &str) -> bool {
    let same_before = one.chars().zip(other.chars()).take_while(|(left, right)| left == right).count();
    let rest = |name: &str, skipped: usize| {
        name.chars().skip(same_before.saturating_add(skipped)).collect::<String>()
    };
    rest(one, 1) == rest(other, 1) || rest(one, 1) == rest(other, 0) || rest(one, 0) == rest(other, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_and_beginnings_are_alike() {
        for (one, other) in [
            ("ana ruiz", "ana ruis"),
            ("ana ruiz", "anna ruiz"),
            ("ana", "ana ruiz"),
            ("josé", "jose"),
            ("bo lind", "jo lind"),
            ("ana ruiz", "ana ruizz"),
        ] {
            assert!(is_nearly(one, other) && is_nearly(other, one), "{one} {other}");
        }
        for (one, other) in [("ana ruiz", "bo lind"), ("ana ruiz", "ana rios"), ("dee", "eli")] {
            assert!(!is_nearly(one, other), "{one} {other}");
        }
    }
}
