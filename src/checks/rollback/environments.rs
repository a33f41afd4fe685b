//! `[environments]` of the policy: what is tried in one that differs from production was tried nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Environments;
use crate::checks::case::Case;
use crate::checks::directory::folded;
use crate::condition::Datum;
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::source::Spanned;
use crate::untrusted::{Untrusted, message};

/// The one that the others are held against.
const PRODUCTION: &str = "production";

/// Keys of one environment that are told.
const TOLD: usize = 5;

/// Whether every environment is set as production is; none where no key of two of them was compared.
pub(crate) fn are_alike(case: &Case) -> Option<bool> {
    let environments = case.policy.environments.get()?;
    let read = |name: &str| case.evidence.environments.get(name).and_then(Gathered::read);
    let files = environments.files.entries.as_slice();
    let (production, _) =
        files.iter().find(|(name, _)| folded(&name.value) == PRODUCTION).or(files.first())?;
    let others = files.iter().filter(|(name, _)| name.value != production.value);
    let Some(wanted) = read(&production.value).map(flat) else { return (files.len() > 1).then_some(false) };
    let is_looked_at = |key: &String| !environments.ignore.list.iter().any(|pattern| pattern.fits(key));
    if files.len() < 2 || !wanted.keys().any(is_looked_at) {
        return None;
    }
    let is_alike = |name: &str| {
        read(name).map(flat).is_some_and(|own| differing(&wanted, &own, environments).is_empty())
    };
    Some(others.map(|(name, _)| name.value.as_str()).all(is_alike))
}

/// Tells of what differs.
pub(super) fn drift(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let Some(environments) = case.policy.environments.get() else { return };
    let read = |name: &str| case.evidence.environments.get(name).unwrap_or(&Gathered::Absent);
    let files = environments.files.entries.as_slice();
    let production = files.iter().find(|(name, _)| folded(&name.value) == PRODUCTION).or(files.first());
    let Some((production, place)) = production else { return };
    if files.len() == 1 {
        out.raise(rule, place.span)
            .subject(production.value.as_str())
            .say(message!(
                "nothing is held against {}: it is the only environment",
                production.value.as_str()
            ))
            .help("name the file of the environment that the release is tried in as well");
        return;
    }
    for (name, token) in files {
        if let Gathered::Broken(fault) = read(&name.value) {
            out.raise(rule, token.span)
                .subject(name.value.as_str())
                .say(message!("{}, so nobody knows how it differs", fault.message))
                .help(&fault.help);
        }
    }
    let Gathered::Read(wanted) = read(&production.value) else { return };
    let wanted = flat(wanted);
    for (name, token) in files.iter().filter(|(name, _)| name.value != production.value) {
        let Gathered::Read(own) = read(&name.value) else { continue };
        let own = flat(own);
        let (own_name, other) = (name.value.as_str(), production.value.as_str());
        let words = if is_all_ignored(&wanted, &own, environments) {
            message!("no setting of {} is held against {}: all that there are may differ", own_name, other)
        } else {
            let keys = differing(&wanted, &own, environments);
            if keys.is_empty() {
                continue;
            }
            message!("{} differs from {} in {}", own_name, other, told(&keys))
        };
        out.raise(rule, token.span).subject(own_name).say(words);
    }
}

/// A setting by its keys, from the outside in, with points between them.
type Settings<'d> = BTreeMap<String, &'d Datum>;

fn flat(datum: &Datum) -> Settings<'_> {
    let mut settings = Settings::new();
    let mut open = vec![(String::new(), datum)];
    while let Some((key, datum)) = open.pop() {
        match datum {
            Datum::Map(map) if !map.is_empty() || key.is_empty() => {
                let inner = map.iter().map(|(name, datum)| {
                    (if key.is_empty() { name.clone() } else { format!("{key}.{name}") }, datum)
                });
                open.extend(inner);
            }
            other => drop(settings.insert(key, other)),
        }
    }
    settings
}

/// Whether every setting may differ, so that nothing is held against anything.
fn is_all_ignored(one: &Settings<'_>, other: &Settings<'_>, environments: &Environments) -> bool {
    let mut keys = one.keys().chain(other.keys()).filter(|key| !key.is_empty()).peekable();
    let ignored = |key: &String| environments.ignore.list.iter().any(|pattern| pattern.fits(key));
    keys.peek().is_some() && keys.all(ignored)
}

fn differing<'s>(
    one: &'s Settings<'_>,
    other: &'s Settings<'_>,
    environments: &Environments,
) -> BTreeSet<&'s str> {
    let keys: BTreeSet<&str> = one.keys().chain(other.keys()).map(String::as_str).collect();
    let may_differ = |key: &str| environments.ignore.list.iter().any(|pattern| pattern.fits(key));
    keys.into_iter().filter(|key| one.get(*key) != other.get(*key) && !may_differ(key)).collect()
}

/// The keys alone: what they are set to may be a secret.
fn told(keys: &BTreeSet<&str>) -> Untrusted {
    let name = |key: &&str| if key.is_empty() { "the whole file".to_owned() } else { (*key).to_owned() };
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
