//! Stop rules that stood since the list was approved, and are gone or softer now.

use std::collections::BTreeSet;

use super::keys::StopRule;
use crate::checks::case::Case;
use crate::checks::directory::folded;
use crate::checks::own_word::by_whom;
use crate::checks::past::{Version, since_when};
use crate::checks::release::Release;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

/// Tells of each rule once, as it stood last.
pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let release = case.release;
    let since = case.past().map(|past| past.since_approval(release)).unwrap_or_default();
    let place = release.stop_rules.key_or(crate::source::Span::default());
    if let Some(why) = case.doubt_since_approval(since).filter(|_| case.is_error(rule)) {
        out.raise(rule, place)
            .say(message!("nobody can tell whether a stop rule was struck: {}", why.message))
            .help(why.help.clone());
    }
    let mut told = BTreeSet::new();
    let stood = since.iter().filter_map(Version::own).flat_map(|own| own.stop_rules.items());
    for old in stood.filter(|old| told.insert((sentence(old), condition(old)))) {
        let label = old.rule.get().map(|words| words.words.clone()).unwrap_or_default();
        let (span, what, version) = match kept(release, old) {
            Some(now) if !is_softer(old, now) => continue,
            Some(now) => {
                let so = |version: &Release| {
                    kept(version, now).is_some_and(|rule| condition(rule) == condition(now))
                };
                (now.span, change(old, now), since_when(since, so))
            }
            None => {
                let so = |version: &Release| kept(version, old).is_none();
                (place, "stood and is gone".into(), since_when(since, so))
            }
        };
        out.raise(rule, span).subject(&label).say(message!(
            "the stop rule \"{}\" {}: {}",
            label,
            what,
            by_whom(case, version)
        ));
    }
}

/// The rule that took the place of an old one: of the same sentence, else with the same condition.
fn kept<'r>(release: &'r Release, old: &StopRule) -> Option<&'r StopRule> {
    let rules = || release.stop_rules.items().iter();
    let same = rules().find(|rule| sentence(rule) == sentence(old));
    same.or_else(|| rules().find(|rule| condition(old).is_some() && condition(rule) == condition(old)))
}

fn sentence(rule: &StopRule) -> String {
    rule.rule.get().map(|words| folded(words.words.raw())).unwrap_or_default()
}

/// The condition, whatever blanks stand in it.
fn condition(rule: &StopRule) -> Option<String> {
    rule.when.get().map(|when| when.text.raw().split_whitespace().collect())
}

/// Whether a rule trips less easily than it did, or may: what cannot be compared may.
fn is_softer(old: &StopRule, now: &StopRule) -> bool {
    match (condition(old), condition(now)) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(old), Some(now)) => old != now && !is_stricter(&old, &now),
    }
}

/// Whether two conditions differ in the number behind one `>` alone, and the new one is smaller.
fn is_stricter(old: &str, now: &str) -> bool {
    let split = |text: &str| {
        let (before, behind) = text.rsplit_once('>')?;
        let number = behind.trim_start_matches('=').parse::<f64>().ok()?;
        Some((before.to_owned(), behind.starts_with('='), number))
    };
    let (Some((before, or_equal, was)), Some((left, is_equal, is))) = (split(old), split(now)) else {
        return false;
    };
    let is_plain = !before.contains(['|', '?', '!', '&', '<', '>']);
    is_plain && before == left && or_equal == is_equal && is < was
}

fn change(old: &StopRule, now: &StopRule) -> Untrusted {
    let words = |rule: &StopRule| rule.when.get().map(|when| when.text.clone());
    match (words(old), words(now)) {
        (Some(old), Some(now)) => message!("was \"{}\" and is \"{}\" now", old, now),
        (Some(old), None) => message!("was decided by \"{}\" and is decided by hand now", old),
        (None, _) => "was changed".into(),
    }
}
