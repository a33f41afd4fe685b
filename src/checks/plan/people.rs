//! The directory of the policy is final: what a release file adds to it is nobody's.

use crate::checks::case::Case;
use crate::checks::directory::folded;
use crate::checks::people::PERSON_UNKNOWN;
use crate::finding::Findings;
use crate::shape::Maybe;
use crate::shape::leaf::Token;
use crate::source::Spanned;
use crate::untrusted::{Untrusted, message};

/// Looks at the release's own directory where the policy has one.
pub(super) fn run(case: &Case, out: &mut Findings) {
    let Some(team) = case.policy.people.get().filter(|team| !team.entries.is_empty()) else { return };
    let own = case.release.people.get().map(|own| own.entries.as_slice()).unwrap_or_default();
    for (name, entry) in own {
        let name_folded = folded(&name.value);
        match team.entries.iter().find(|(known, _)| folded(&known.value) == name_folded) {
            Some((_, known)) => {
                let who = Untrusted::new(name.value.as_str());
                added(&who, "address", &entry.emails, &known.emails, out);
                added(&who, "key", &entry.keys, &known.keys, out);
            }
            None => unknown(name, out),
        }
    }
}

fn unknown(name: &Spanned<String>, out: &mut Findings) {
    let who = Untrusted::new(name.value.as_str());
    out.raise(&PERSON_UNKNOWN, name.span)
        .subject(&who)
        .say(message!("\"{}\" is in this file's directory, but not in the policy's", who))
        .help("add the person under [people] of the policy, or remove the entry");
}

/// Addresses and keys that the policy does not know of this person.
fn added(
    who: &Untrusted,
    what: &str,
    own: &Maybe<Vec<Token>>,
    known: &Maybe<Vec<Token>>,
    out: &mut Findings,
) {
    for token in own.items() {
        let is_known = known.items().iter().any(|known| is_same(what, known, token));
        if !is_known {
            out.raise(&PERSON_UNKNOWN, token.span)
                .subject(&token.text)
                .say(message!(
                    "the policy's directory does not know this {} of {}: \"{}\"",
                    what,
                    who,
                    token.text
                ))
                .help("add it under [people] of the policy, or remove it here");
        }
    }
}

/// Addresses are one in any case; of a key, its kind and its body count and the comment behind does not.
fn is_same(what: &str, one: &Token, other: &Token) -> bool {
    if what == "address" {
        return folded(one.text.raw()) == folded(other.text.raw());
    }
    let body = |token: &Token| -> Vec<String> {
        token.text.raw().split_whitespace().take(2).map(ToOwned::to_owned).collect()
    };
    body(one) == body(other)
}
