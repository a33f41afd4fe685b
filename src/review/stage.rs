//! How far the way of releasing has got, as the evidence of the last releases shows it, and the one thing to do next.
//!
//! Stage 1: each build is tested by itself. Stage 2: and a named person says what was tested. Stage 3: and support is
//! told in time, staging mirrors production, and more than one person has rehearsed the way back within a quarter.

use jiff::SignedDuration;

use super::patterns::people;
use super::story::{Ended, Rehearsal, Story, Support};
use super::words::list;
use super::{Ingredient, Stage};
use crate::report::Report;
use crate::untrusted::{Untrusted, message};

/// Releases that show how it is now.
const RECENT: usize = 3;

/// A quarter of a year: what was rehearsed before may have been forgotten.
const QUARTER_DAYS: i64 = 92;

/// Looks at the last releases, and at what the coming one shows.
pub(super) fn of(past: &[Story], coming: &Report) -> Stage {
    let recent: Vec<&Story> =
        past.iter().rev().filter(|story| story.ended != Some(Ended::Stopped)).take(RECENT).collect();
    let ingredients =
        vec![tested(&recent), account(&recent), rehearsed(past), told(&recent), mirrored(coming)];
    let has = |id: &str| ingredients.iter().any(|one| one.id == id && one.is_there);
    let reached = match (has("tests"), has("account"), ingredients.iter().all(|one| one.is_there)) {
        (_, _, true) => 3,
        (true, true, _) => 2,
        (true, false, _) => 1,
        (false, ..) => 0,
    };
    Stage { reached, ingredients }
}

/// The first thing that is missing.
pub(super) fn next_step(stage: &Stage, next: &Untrusted) -> Untrusted {
    match stage.ingredients.iter().find(|one| !one.is_there) {
        Some(missing) => message!("{} before {} ships", missing.step, next),
        None => Untrusted::from("keep it so, and look at what came back"),
    }
}

/// What holds of all recent releases, or where it does not.
fn all(recent: &[&Story], holds: impl Fn(&Story) -> bool) -> (bool, Untrusted) {
    let missing: Vec<Untrusted> =
        recent.iter().rev().filter(|story| !holds(story)).map(|story| story.label.clone()).collect();
    match (recent.len(), missing.len()) {
        (0, _) => (false, Untrusted::from("no release shows it yet")),
        (_, 0) => (true, Untrusted::from("yes")),
        _ => (false, message!("not in {}", list(&missing))),
    }
}

fn tested(recent: &[&Story]) -> Ingredient {
    let (is_there, shows) = all(recent, |story| story.is_tested);
    let step = "let each build run its tests by itself, and name the reports or the runs under [tests]";
    Ingredient { id: "tests", title: "tests on each build", is_there, shows, step }
}

fn account(recent: &[&Story]) -> Ingredient {
    let (is_there, shows) = all(recent, |story| story.account.is_some());
    let step = "let one named person say what was tested: confirmed_by and ran under [tests],";
    Ingredient { id: "account", title: "a person's account", is_there, shows, step }
}

fn rehearsed(past: &[Story]) -> Ingredient {
    let all: Vec<&Rehearsal> = past.iter().filter_map(|story| story.rehearsal.as_ref()).collect();
    let newest = all.iter().filter_map(|one| one.on).map(|on| on.at.start).max();
    let quarter = SignedDuration::from_hours(QUARTER_DAYS.saturating_mul(24));
    let is_recent = |one: &&&Rehearsal| {
        one.on.zip(newest).is_some_and(|(on, newest)| newest.duration_since(on.at.start) <= quarter)
    };
    let by = people(all.iter().filter(is_recent).filter_map(|one| one.by.as_ref()));
    let shows = match by.as_slice() {
        [] => Untrusted::from("nobody"),
        [one] => message!("{} alone", one),
        by => list(by),
    };
    Ingredient {
        id: "rehearsal",
        title: "rehearsed by two people within a quarter",
        is_there: by.len() > 1,
        shows,
        step: "a second person rehearses the rollback",
    }
}

fn told(recent: &[&Story]) -> Ingredient {
    let (is_there, shows) = all(recent, |story| story.support == Support::InTime);
    let step = "tell support of everything that ships, extras included,";
    Ingredient { id: "told", title: "support told in time", is_there, shows, step }
}

/// Only a comparison shows it: that nothing was found is no proof, and a finding names the keys that differ.
fn mirrored(coming: &Report) -> Ingredient {
    let mut drifts = coming.releases.iter().flat_map(|release| &release.findings);
    let compared: Vec<bool> = coming.releases.iter().filter_map(|release| release.is_mirrored).collect();
    let is_there = !compared.is_empty() && compared.iter().all(|is_mirrored| *is_mirrored);
    let shows = match drifts.find(|finding| finding.rule == "environment/drift") {
        _ if is_there => Untrusted::from("yes"),
        Some(drift) => drift.message.clone(),
        None if compared.is_empty() => Untrusted::from("not compared"),
        None => Untrusted::from("they differ"),
    };
    Ingredient {
        id: "staging",
        title: "staging like production",
        is_there,
        shows,
        step: "compare staging with production, key by key,",
    }
}
