//! The confirmation: who gave it, when, on which commit, and about whose work.

use super::rules::{
    TESTS_BUILD_UNSTATED, TESTS_NO_ACCOUNT, TESTS_OTHER_BUILD, TESTS_OWN_WORK, TESTS_STALE_CONFIRMATION,
    TESTS_UNCONFIRMED,
};
use crate::checks::case::Case;
use crate::checks::directory;
use crate::checks::scope::matching::judgement::Disposition;
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::shape::date::{Period, When, short_day};
use crate::untrusted::{Untrusted, message};

/// Looks at the word of the person who confirmed the tests.
pub(super) fn run(case: &Case, out: &mut Findings) {
    let tests = &case.release.tests;
    if !tests.ran.is_given() {
        out.raise(&TESTS_NO_ACCOUNT, tests.span());
    }
    other_build(case, out);
    if !case.is_said(&tests.confirmed_by, &tests.confirmed_on) {
        unconfirmed(case, out);
        return;
    }
    if let (Some(on), Some(newest)) = (tests.confirmed_on.get(), case.newest_change()) {
        stale(case, on, newest, out);
    }
    if !tests.build.is_given() && case.release.build.to.is_given() {
        out.raise(&TESTS_BUILD_UNSTATED, tests.confirmed_by.key_or(tests.span()));
    }
    own_work(case, out);
}

fn unconfirmed(case: &Case, out: &mut Findings) {
    let tests = &case.release.tests;
    let finding = out.raise(&TESTS_UNCONFIRMED, tests.span()).next(case.owner());
    match (tests.confirmed_by.get(), tests.confirmed_on.get()) {
        (Some(_), Some(on)) => {
            finding.span = on.span;
            finding.say(message!("the confirmation is dated {}, which is still to come", on.short()));
        }
        (Some(by), None) => {
            finding.span = by.span;
            finding
                .say(message!("{} confirmed the tests, but nobody says when", by.name))
                .next(Some(&by.name));
        }
        (None, Some(on)) => {
            finding.span = on.span;
            finding.say("the tests were confirmed, but nobody says by whom");
        }
        (None, None) => {}
    }
}

/// A confirmation that is older than the build. A day on which the build changed as well leaves a doubt.
fn stale(case: &Case, on: &When, newest: Period, out: &mut Findings) {
    let confirmed = case.period(on);
    if confirmed.is_before(newest) {
        out.raise(&TESTS_STALE_CONFIRMATION, on.span).say(message!(
            "the tests were confirmed on {}, and the build changed on {}",
            on.short(),
            day(case, newest)
        ));
    } else if confirmed.start < newest.start && newest.start < confirmed.end {
        out.raise(&TESTS_STALE_CONFIRMATION, on.span)
            .say(message!(
                "the tests were confirmed on {}, a day on which the build changed as well, so nobody can tell which came first",
                on.short()
            ))
            .help("write the time behind the day, as in 2026-11-30T16:20:00+01:00")
            .doubt();
    }
}

/// A day as people of the release write it.
pub(super) fn day(case: &Case, at: Period) -> String {
    short_day(at.start.to_zoned(case.zone.clone()).date())
}

fn other_build(case: &Case, out: &mut Findings) {
    let (Some(build), Some(to)) = (case.release.tests.build.get(), case.release.build.to.get()) else {
        return;
    };
    match &case.evidence.shipping.tested {
        Gathered::Absent => {}
        Gathered::Broken(fault) => {
            let finding = out.raise(&TESTS_OTHER_BUILD, fault.span).subject(&build.text);
            finding.say(&fault.message).help(&fault.help);
        }
        Gathered::Read(_) if case.judgement.is_some_and(|judgement| judgement.is_tested) => {}
        Gathered::Read(tested) => {
            let ships =
                case.evidence.build.read().and_then(|history| history.to.as_deref()).unwrap_or_default();
            out.raise(&TESTS_OTHER_BUILD, build.span).subject(&build.text).say(message!(
                "the tests were confirmed on \"{}\" ({}), and \"{}\" ({}) will ship",
                build.text,
                short(&tested.id),
                to.text,
                short(ships)
            ));
        }
    }
}

/// The beginning of a commit's id, as people read it.
pub(super) fn short(id: &str) -> &str {
    id.get(..7).unwrap_or(id)
}

/// Whether whoever confirmed the tests wrote all that ships.
fn own_work(case: &Case, out: &mut Findings) {
    let Some(by) = case.release.tests.confirmed_by.get() else { return };
    let (Some(history), Some(judgement)) = (case.evidence.build.read(), case.judgement) else { return };
    let changes = history.changes.iter().zip(&judgement.dispositions);
    let mut shipping = changes
        .filter(|(_, fate)| matches!(fate, Disposition::Ships(_)))
        .map(|(change, _)| change)
        .peekable();
    let addresses = addresses(case, &by.name);
    if shipping.peek().is_some() && shipping.all(|change| is_by(&change.author, &by.name, &addresses)) {
        out.raise(&TESTS_OWN_WORK, by.span)
            .subject(&by.name)
            .say(message!("{} confirmed the tests, and wrote every change of the build", by.name));
    }
}

fn addresses<'c>(case: &Case<'c>, name: &Untrusted) -> Vec<&'c str> {
    let directories = [&case.release.people, &case.policy.people];
    let entries = directories.into_iter().filter_map(|people| people.get()).flat_map(|map| &map.entries);
    let own = entries.filter(|(known, _)| directory::is_same(&known.value.as_str().into(), name));
    own.flat_map(|(_, person)| person.emails.items()).map(|email| email.text.raw()).collect()
}

fn is_by(author: &Untrusted, name: &Untrusted, addresses: &[&str]) -> bool {
    let (author, address) = author.raw().split_once(" <").unwrap_or((author.raw(), ""));
    let address = address.trim_end_matches('>');
    directory::is_same(&author.into(), name) || addresses.iter().any(|own| own.eq_ignore_ascii_case(address))
}
