//! Rollback: steps, triggers, names, a version to go back to, and a timed rehearsal, all before launch.

use std::collections::BTreeSet;

use super::{environments, migrations};
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::checks::directory::{self as name, folded};
use crate::checks::rehearsal::{is_rehearsed, minutes, rehearsal_age_days};
use crate::checks::release::Release;
use crate::checks::roles::decisions::What;
use crate::evidence::Gathered;
use crate::evidence::ship::Restores;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::untrusted::{Untrusted, message};

rules! {
    in "rollback/":
    ROLLBACK_DECIDED_WITHOUT_AUTHORITY = "rollback/decided-without-authority", Error, Full,
        "somebody is to decide on going back who may not" / "people are to decide on going back who may not",
        "set `decided_by` to somebody who decides on `rollback` under [decides]";
    ENVIRONMENT_DRIFT = "environment/drift", Warning, Full,
        "an environment differs from production" / "environments differ from production",
        "make it as production is, or name the keys that may differ under `ignore`";
    ROLLBACK_IRREVERSIBLE = "rollback/irreversible", Error, Full,
        "part of the release cannot be undone" / "parts cannot be undone",
        "make it reversible, or let the caller accept it with a reason";
    ROLLBACK_MIGRATION_UNSTATED = "rollback/migration-unstated", Error, Full,
        "a migration ships, and nobody says whether it can be undone" / "nobody says whether migrations can be undone",
        "set `reversible` under [rollback]: true where the steps undo it, false where nothing does";
    ROLLBACK_NO_DECIDER = "rollback/no-decider", Error, Full,
        "nobody is named to decide on a rollback" / "deciders are missing",
        "set `decided_by` under [rollback] to one person";
    ROLLBACK_NO_RUNNER = "rollback/no-runner", Warning, Full,
        "nobody is named to run the rollback" / "runners are missing",
        "set `run_by` under [rollback] to one person";
    ROLLBACK_NO_STEPS = "rollback/no-steps", Error, Full,
        "no rollback steps are written" / "rollbacks have no steps",
        "write the `steps` under [rollback], in the order they are done";
    ROLLBACK_NO_TRIGGER = "rollback/no-trigger", Error, Full,
        "no rollback trigger is written" / "triggers are missing",
        "write the `triggers` under [rollback]: what must be seen to go back";
    ROLLBACK_NO_VERIFIER = "rollback/no-verifier", Warning, Full,
        "nobody is named to check that the rollback worked" / "verifiers are missing",
        "set `verified_by` under [rollback] to one person";
    ROLLBACK_NOT_REHEARSED = "rollback/not-rehearsed", Warning, Full,
        "the rollback was never rehearsed against the clock" / "rollbacks were not rehearsed",
        "run the steps once, time them, and write the rehearsal down: on, by, minutes";
    ROLLBACK_NOTHING_TO_RESTORE = "rollback/nothing-to-restore", Error, Full,
        "no version to go back to is named" / "versions to go back to are missing",
        "set `restores` under [rollback] to the last stable version";
    ROLLBACK_ONE_PAIR_OF_HANDS = "rollback/one-pair-of-hands", Warning, Full,
        "one person ran every rehearsal" / "rehearsals are all by one person",
        "let somebody else run the next rehearsal";
    ROLLBACK_REHEARSED_ELSEWHERE = "rollback/rehearsed-elsewhere", Warning, Full,
        "the rollback was rehearsed somewhere else" / "rollbacks were rehearsed somewhere else",
        "rehearse it in an environment of the policy, and name it under `where`";
    ROLLBACK_REHEARSAL_STALE = "rollback/rehearsal-stale", Warning, Full,
        "the rehearsal is old" / "rehearsals are old",
        "rehearse again before launch";
    ROLLBACK_RESTORE_MISMATCH = "rollback/restore-mismatch", Error, Full,
        "the version to go back to exists nowhere" / "versions to go back to exist nowhere",
        "name a tag or revision of this repository";
    ROLLBACK_RUNNER_UNTRIED = "rollback/runner-untried", Warning, Full,
        "whoever is to run the rollback never rehearsed it" / "runners never rehearsed the rollback",
        "let the person under `run_by` rehearse it, or let whoever rehearsed run it";
    ROLLBACK_TOO_MANY_STEPS = "rollback/too-many-steps", Warning, Full,
        "the rollback has too many steps for a bad night" / "rollbacks have too many steps",
        "put several steps into one script";
    ROLLBACK_TOO_SLOW = "rollback/too-slow", Error, Full,
        "the rehearsed rollback took too long" / "rollbacks took too long",
        "make it faster and rehearse again";
}

/// The fourth question.
pub(crate) struct Rollback;

impl Check for Rollback {
    fn id(&self) -> CheckId {
        CheckId::ROLLBACK
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn default_owner(&self, case: &Case) -> Option<Untrusted> {
        let rollback = &case.release.rollback;
        let runner = rollback.run_by.get().or(rollback.decided_by.get());
        runner.map(|person| person.name.clone()).or_else(|| case.owner().cloned())
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        written(case, out);
        names(case, out);
        restores(case, out);
        rehearsed(case, out);
        one_pair_of_hands(case, out);
        migrations::run(case, &ROLLBACK_MIGRATION_UNSTATED, out);
        environments::drift(case, &ENVIRONMENT_DRIFT, out);
        environments::elsewhere(case, &ROLLBACK_REHEARSED_ELSEWHERE, out);
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let rollback = &case.release.rollback;
        let steps = rollback.steps.items().len();
        let word = if steps == 1 { "step" } else { "steps" };
        match (rollback.rehearsal.on.get(), minutes(&rollback.rehearsal)) {
            (Some(on), Some(minutes)) => {
                message!("{} {}, rehearsed {} in {} min", steps, word, on.short(), minutes.to_string())
            }
            _ => message!("{} {} written", steps, word),
        }
    }
}

fn written(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    let place = rollback.span();
    let steps = rollback.steps.items();
    if steps.is_empty() {
        out.raise(&ROLLBACK_NO_STEPS, rollback.steps.key_or(place)).next(case.owner());
    }
    if rollback.triggers.items().is_empty() {
        out.raise(&ROLLBACK_NO_TRIGGER, rollback.triggers.key_or(place)).next(case.owner());
    }
    let most = case.policy.rollback_max_steps();
    if u32::try_from(steps.len()).unwrap_or(u32::MAX) > most {
        out.raise(&ROLLBACK_TOO_MANY_STEPS, rollback.steps.key_or(place)).say(message!(
            "the rollback has {} steps; more than {} go wrong on a bad night",
            steps.len(),
            most
        ));
    }
    if let Some(reversible) = rollback.reversible.get().filter(|reversible| !reversible.value) {
        out.raise(&ROLLBACK_IRREVERSIBLE, reversible.span).next(case.caller());
    }
}

fn names(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    let names = [
        (&rollback.decided_by, &ROLLBACK_NO_DECIDER),
        (&rollback.run_by, &ROLLBACK_NO_RUNNER),
        (&rollback.verified_by, &ROLLBACK_NO_VERIFIER),
    ];
    for (name, rule) in names {
        if !name.is_given() {
            out.raise(rule, rollback.span()).next(case.owner());
        }
    }
    let decide = rollback.decided_by.get().zip(case.authority(What::Rollback));
    if let Some((by, decide)) = decide.filter(|(by, decide)| !decide.has(&by.name)) {
        out.raise(&ROLLBACK_DECIDED_WITHOUT_AUTHORITY, by.span)
            .subject(&by.name)
            .next(decide.first())
            .say(message!("{} is to decide on going back, but that is for {}", by.name, decide.words()));
    }
}

fn restores(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    let Some(restores) = rollback.restores.get() else {
        out.raise(&ROLLBACK_NOTHING_TO_RESTORE, rollback.span());
        return;
    };
    let mismatch = |out: &mut Findings, message: Untrusted, help: Untrusted| {
        out.raise(&ROLLBACK_RESTORE_MISMATCH, restores.span).subject(&restores.words).say(message).help(help);
    };
    match &case.evidence.shipping.restores {
        Gathered::Absent | Gathered::Read(Restores::Version | Restores::Other) => {}
        Gathered::Read(Restores::Nothing) => mismatch(
            out,
            message!("the repository knows no version \"{}\"", restores.words),
            "name a tag or revision that exists, fetch the tags, or write in words what is restored".into(),
        ),
        Gathered::Read(Restores::Build) => mismatch(
            out,
            message!("\"{}\" is what will ship: going back to it changes nothing", restores.words),
            "name the last stable version before this build".into(),
        ),
        Gathered::Read(Restores::After) => mismatch(
            out,
            message!("\"{}\" came after what will ship: it is nothing to go back to", restores.words),
            "name the last stable version before this build".into(),
        ),
        Gathered::Broken(fault) => mismatch(
            out,
            message!("nobody could tell whether \"{}\" exists: {}", restores.words, fault.message),
            fault.help.clone(),
        ),
    }
}

fn rehearsed(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    let rehearsal = &rollback.rehearsal;
    let place = if rehearsal.is_given() { rehearsal.span() } else { rollback.span() };
    if !is_rehearsed(case) {
        let finding = out.raise(&ROLLBACK_NOT_REHEARSED, place);
        match rehearsal.on.get() {
            Some(on) if case.is_future(on) => {
                finding.say(message!("the rehearsal on {} is still to come", on.short()));
            }
            _ if rehearsal.is_given() && minutes(rehearsal).is_none() => {
                finding.say("the rehearsal was not timed");
            }
            _ => {}
        }
    }
    untried(case, out);
    let limit = case.policy.rehearsal_max_age_days();
    if let Some((on, age)) = rehearsal.on.get().zip(rehearsal_age_days(case))
        && age > i64::from(limit)
    {
        out.raise(&ROLLBACK_REHEARSAL_STALE, on.span).say(message!(
            "the rehearsal is {} days old at launch; the limit is {}",
            age,
            limit
        ));
    }
    too_slow(case, out);
}

/// Steps that one person has run are another's first try.
fn untried(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    let Some((runner, by)) = rollback.run_by.get().zip(rollback.rehearsal.by.get()) else { return };
    if !name::is_same(&runner.name, &by.name) {
        out.raise(&ROLLBACK_RUNNER_UNTRIED, runner.span)
            .subject(&runner.name)
            .next(Some(&runner.name))
            .say(message!("{} rehearsed the rollback, but {} is to run it", by.name, runner.name));
    }
}

fn too_slow(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    let own = rollback.max_minutes.get().map(|limit| limit.value);
    let limits = own.into_iter().chain(case.policy.rollback_max_minutes());
    let Some(limit) = limits.min_by(f64::total_cmp) else { return };
    if let Some(took) = rollback.rehearsal.minutes.get().filter(|took| took.value > limit) {
        out.raise(&ROLLBACK_TOO_SLOW, took.span).say(message!(
            "the rehearsed rollback took {} minutes; the limit is {}",
            took.value.to_string(),
            limit.to_string()
        ));
    }
}

/// Rehearsals from which on it tells something that one person ran all of them.
const SEVERAL: usize = 3;

/// Rehearsals of this release and those before it, a day and a person each once.
fn one_pair_of_hands(case: &Case, out: &mut Findings) {
    let earlier = case.earlier();
    if earlier.is_empty() {
        return;
    }
    let releases = earlier.iter().map(|(_, release)| release).chain([case.release]);
    let rehearsal = |release: &Release| {
        let rehearsal = &release.rollback.rehearsal;
        Some((rehearsal.on.get()?.written(), folded(rehearsal.by.get()?.name.raw())))
    };
    let all: BTreeSet<(String, String)> = releases.filter_map(rehearsal).collect();
    let people: BTreeSet<&String> = all.iter().map(|(_, who)| who).collect();
    let Some(by) = case.release.rollback.rehearsal.by.get() else { return };
    if all.len() >= SEVERAL && people.len() == 1 {
        out.raise(&ROLLBACK_ONE_PAIR_OF_HANDS, by.span).subject(&by.name).say(message!(
            "all {} rehearsals, of this release and those before it, were run by {}",
            all.len(),
            by.name
        ));
    }
}
