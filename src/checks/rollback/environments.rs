//! `[environments]` of the policy: what is tried in one that differs from production was tried nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Environments;
use crate::checks::case::Case;
use crate::checks::directory::folded;
use crate::condition::Datum;
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::shape::leaf::Token;
use crate::source::{Span, Spanned};
use crate::untrusted::{Untrusted, message};

/// The one that the others are held against.
const PRODUCTION: &str = "production";

/// Keys of one environment that are told.
const TOLD: usize = 5;

/// One environment.
struct Environment<'c> {
    name: &'c str,
    place: Span,
    held: &'c Gathered<Datum>,
}

/// Production, or the first environment where none is called so; and the others, which are held against it.
fn parted<'c>(case: &'c Case, table: &'c Environments) -> Option<(Environment<'c>, Vec<Environment<'c>>)> {
    let of = |(name, token): &'c (Spanned<String>, Token)| Environment {
        name: &name.value,
        place: token.span,
        held: case.evidence.environments.get(&name.value).unwrap_or(&Gathered::Absent),
    };
    let mut all: Vec<Environment> = table.files.entries.iter().map(of).collect();
    let production = all.iter().position(|one| folded(one.name) == PRODUCTION).unwrap_or(0);
    (!all.is_empty()).then(|| (all.remove(production), all))
}

/// Whether every environment is set as production is; none where no key of two of them was compared.
pub(crate) fn are_alike(case: &Case) -> Option<bool> {
    let table = case.policy.environments.get()?;
    let (production, others) = parted(case, table)?;
    if others.is_empty() {
        return None;
    }
    let Some(wanted) = production.held.read().map(flat) else { return Some(false) };
    if wanted.keys().all(|key| table.may_differ(&named(key))) {
        return None;
    }
    let is_alike = |own: Environment| {
        own.held.read().is_some_and(|own| differing(&wanted, &flat(own), table).is_empty())
    };
    Some(others.into_iter().all(is_alike))
}

/// Tells of what differs.
pub(super) fn drift(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let Some(table) = case.policy.environments.get() else { return };
    let Some((production, others)) = parted(case, table) else { return };
    if others.is_empty() {
        out.raise(rule, production.place)
            .subject(production.name)
            .say(message!("nothing is held against {}: it is the only environment", production.name))
            .help("name the file of the environment that the release is tried in as well");
        return;
    }
    for environment in std::iter::once(&production).chain(&others) {
        if let Gathered::Broken(fault) = environment.held {
            out.raise(rule, environment.place)
                .subject(environment.name)
                .say(message!("{}, so nobody knows how it differs", fault.message))
                .help(&fault.help);
        }
    }
    let Some(wanted) = production.held.read().map(flat) else { return };
    for own in others {
        let Some(settings) = own.held.read().map(flat) else { continue };
        let words = if is_all_ignored(&wanted, &settings, table) {
            message!(
                "no setting of {} is held against {}: all that there are may differ",
                own.name,
                production.name
            )
        } else {
            let keys = differing(&wanted, &settings, table);
            if keys.is_empty() {
                continue;
            }
            message!("{} differs from {} in {}", own.name, production.name, told(&keys))
        };
        out.raise(rule, own.place).subject(own.name).say(words);
    }
}

/// A setting by its keys, from the outside in: a key that holds a point is not two of them.
type Settings<'d> = BTreeMap<Vec<&'d str>, &'d Datum>;

fn flat(datum: &Datum) -> Settings<'_> {
    let mut settings = Settings::new();
    let mut open = vec![(Vec::new(), datum)];
    while let Some((key, datum)) = open.pop() {
        match datum {
            Datum::Map(map) if !map.is_empty() || key.is_empty() => {
                let below = |name| key.iter().copied().chain([name]).collect();
                open.extend(map.iter().map(|(name, datum)| (below(name.as_str()), datum)));
            }
            other => drop(settings.insert(key, other)),
        }
    }
    settings
}

/// A setting as people write it, and as `ignore` names it: with points between its keys.
fn named(key: &[&str]) -> String {
    key.join(".")
}

/// Whether every setting may differ, so that nothing is held against anything.
fn is_all_ignored(one: &Settings<'_>, other: &Settings<'_>, table: &Environments) -> bool {
    let mut keys = one.keys().chain(other.keys()).filter(|key| !key.is_empty()).peekable();
    keys.peek().is_some() && keys.all(|key| table.may_differ(&named(key)))
}

/// The names of what is not set as in the other.
fn differing(one: &Settings<'_>, other: &Settings<'_>, table: &Environments) -> BTreeSet<String> {
    let keys = one.keys().chain(other.keys()).filter(|key| one.get(*key) != other.get(*key));
    keys.map(|key| named(key)).filter(|name| !table.may_differ(name)).collect()
}

/// The keys alone: what they are set to may be a secret.
fn told(keys: &BTreeSet<String>) -> Untrusted {
    let name = |key: &String| if key.is_empty() { "the whole file".to_owned() } else { key.clone() };
    let first: Vec<String> = keys.iter().take(TOLD).map(name).collect();
    match keys.len().saturating_sub(first.len()) {
        0 => message!("{}", first.join(", ")),
        more => message!("{} and {} more", first.join(", "), more),
    }
}

/// What was rehearsed in none of them says nothing about them.
pub(super) fn elsewhere(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let Some(environments) = case.policy.environments.get() else { return };
    let rehearsal = &case.release.rollback.rehearsal;
    if !rehearsal.is_given() {
        return;
    }
    let names: Vec<&Spanned<String>> = environments.files.entries.iter().map(|(name, _)| name).collect();
    let known = names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ");
    let (place, words) = match rehearsal.place.get() {
        None => (rehearsal.span(), message!("nobody says where the rollback was rehearsed ({})", known)),
        Some(text) => {
            let own = folded(text.words.raw());
            if names.iter().any(|name| folded(&name.value) == own) {
                return;
            }
            (
                text.span,
                message!("the rollback was rehearsed in \"{}\", which is none of {}", text.words, known),
            )
        }
    };
    out.raise(rule, place).say(words);
}
