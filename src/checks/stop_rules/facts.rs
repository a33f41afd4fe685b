//! Fact files that may only be so old: a number of last week says nothing about today.

use jiff::SignedDuration;

use super::keys::FactFile;
use crate::checks::case::Case;
use crate::condition::Datum;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::shape::date::{self, Period, When};
use crate::untrusted::{Untrusted, message};

/// Tells of every fact file with `max_age_hours` that is older, undated, or dated in the future.
pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    for (name, fact) in entries(case) {
        if let Some(why) = stale(case, name, fact) {
            let place = fact.path.get().map_or(fact.span, |path| path.span);
            out.raise(rule, place).subject(Untrusted::new(name)).say(message!(
                "the fact \"{}\" {}",
                Untrusted::new(name),
                why
            ));
        }
    }
}

/// Whether nothing can be concluded from a fact of this name because of its age.
pub(super) fn is_stale(case: &Case, name: &str) -> bool {
    entries(case).any(|(known, fact)| known == name && stale(case, known, fact).is_some())
}

fn entries<'c>(case: &Case<'c>) -> impl Iterator<Item = (&'c str, &'c FactFile)> {
    let facts = case.release.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    facts.iter().map(|(name, fact)| (name.value.as_str(), fact))
}

/// What is wrong with the age of a fact that was read. One that was not is told elsewhere.
fn stale(case: &Case, name: &str, fact: &FactFile) -> Option<Untrusted> {
    let (hours, now) = (fact.max_age_hours.get()?.value, case.now?);
    let datum = case.evidence.facts.get(name)?.read()?;
    let Some(key) = fact.dated_by.get() else {
        return Some(message!(
            "may be {} hours old, but nobody says which key holds its date (`dated_by`)",
            hours
        ));
    };
    let Some(written) = find(datum, key.text.raw()) else {
        return Some(message!("has no \"{}\", so nobody can tell how old it is", key.text));
    };
    let Some(at) = moment(written) else {
        return Some(message!("holds no date under \"{}\", so nobody can tell how old it is", key.text));
    };
    let at = When { span: key.span, moment: at };
    let oldest = now.checked_sub(SignedDuration::from_hours(hours.into())).unwrap_or(jiff::Timestamp::MIN);
    if case.is_future(&at) {
        Some(message!("is dated {}, which is still to come", at.people(&case.zone)))
    } else if case.period(&at).is_before(Period::instant(oldest)) {
        Some(message!("is of {}, more than {} hours old", at.people(&case.zone), hours))
    } else {
        None
    }
}

fn moment(datum: &Datum) -> Option<date::Moment> {
    match datum {
        Datum::Text(text) => date::parse(text.trim()).ok(),
        _ => None,
    }
}

/// The value at a key, or at keys with dots between them.
fn find<'d>(datum: &'d Datum, path: &str) -> Option<&'d Datum> {
    let Datum::Map(map) = datum else { return None };
    if let Some(value) = map.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    find(map.get(first)?, rest)
}
