//! Caller: the one final person who says ship, and the one who says stop.

use std::collections::HashSet;

use crate::checks::call::rules::CALL_WITHOUT_AUTHORITY;
use crate::checks::case::{Case, person};
use crate::checks::check::Check;
use crate::checks::directory as name;
use crate::checks::roles::decisions::{Authority, Decision, What};
use crate::checks::roles::keys::Role;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Level, Rule, rules};
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

rules! {
    in "caller/":
    CALLER_NO_BACKUP = "caller/no-backup", Warning, Full,
        "nobody stands in for the final caller" / "callers have nobody to stand in",
        "set `backup` under [caller]";
    CALLER_NO_REACH = "caller/no-reach", Warning, Full,
        "nobody wrote where the callers can be reached" / "callers cannot be reached",
        "set `reach` under [caller]: a channel, a phone, a sheet";
    CALLER_NO_SHIP = "caller/no-ship", Error, Full,
        "nobody is named to say ship" / "callers are missing",
        "set `ship` under [caller] to one person";
    CALLER_NO_STOP = "caller/no-stop", Error, Full,
        "nobody is named to say stop" / "callers are missing",
        "set `stop` under [caller] to one person";
    CALLER_NOT_OWNER = "caller/not-owner", Warning, Full,
        "the owner may say neither ship nor stop" / "owners may say neither ship nor stop",
        "let the owner say ship or stop, or make whoever decides the owner";
}

/// The fifth question.
pub(crate) struct Caller;

impl Check for Caller {
    fn id(&self) -> CheckId {
        CheckId::CALLER
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let caller = &case.release.caller;
        let place = caller.span();
        if !caller.ship.is_given() {
            out.raise(&CALLER_NO_SHIP, place);
        }
        if !caller.stop.is_given() {
            out.raise(&CALLER_NO_STOP, place);
        }
        if !caller.backup.is_given() {
            out.raise(&CALLER_NO_BACKUP, place);
        }
        if !caller.reach.is_given() {
            out.raise(&CALLER_NO_REACH, place);
        }
        messenger(case, out);
        decided(case, out);
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let caller = &case.release.caller;
        match (person(&caller.ship), person(&caller.stop)) {
            (Some(ship), Some(stop)) if name::is_same(ship, stop) => message!("{} says ship or stop", ship),
            (Some(ship), Some(stop)) => message!("{} says ship, {} says stop", ship, stop),
            _ => Untrusted::from("the final caller is named"),
        }
    }
}

/// An owner who may decide nothing passes on what others decide.
fn messenger(case: &Case, out: &mut Findings) {
    let caller = &case.release.caller;
    let (Some(owner), Some(ship), Some(stop)) = (case.owner(), person(&caller.ship), person(&caller.stop))
    else {
        return;
    };
    if !name::is_same(owner, ship) && !name::is_same(owner, stop) {
        out.raise(&CALLER_NOT_OWNER, caller.span())
            .subject(owner)
            .say(message!("{} owns the release, but may say neither ship nor stop", owner));
    }
}

/// Where the team decides who says ship and who says stop, the release names these people.
fn decided(case: &Case, out: &mut Findings) {
    let caller = &case.release.caller;
    for (what, word, named) in [(What::Ship, "ship", &caller.ship), (What::Stop, "stop", &caller.stop)] {
        let Some((named, people)) = named.get().zip(case.authority(what)) else { continue };
        if !people.has(&named.name) {
            out.raise(&CALL_WITHOUT_AUTHORITY, named.span)
                .subject(&named.name)
                .next(people.first())
                .say(message!("{} is to say {}, but that is for {}", named.name, word, people.words()))
                .help(message!("name under [caller] somebody who decides on {} under [decides]", word));
        }
    }
    stands_in(case, out);
    undecided(case, out);
}

/// Who asks for proven words says whose they are, where no release can change it.
fn undecided(case: &Case, out: &mut Findings) {
    let is_open =
        |(what, _): &(What, &'static str)| !case.decisions.of_kind(*what).is_some_and(Decision::is_policys);
    let both = [(What::Ship, "ship"), (What::Stop, "stop")].into_iter().filter(is_open);
    let open: Vec<&str> = both.map(|(_, word)| word).collect();
    if case.policy.is_signed() && !open.is_empty() {
        out.raise(&CALL_WITHOUT_AUTHORITY, Span::top(FileId::Policy))
            .subject(open.join(" and "))
            .say(message!(
                "the policy asks for signed words, and does not say who decides on {}",
                open.join(" and ")
            ))
            .help(message!(
                "add {} under [decides] of the policy, each with the roles that decide",
                open.join(" and ")
            ));
    }
    if case.policy.is_signed() {
        filled_by_release(case, out);
    }
}

/// A role of whoever decides that the release fills makes its author choose whose signature counts.
fn filled_by_release(case: &Case, out: &mut Findings) {
    let decided = [What::Ship, What::Stop].into_iter().filter_map(|what| case.decisions.of_kind(what));
    let roles = decided.filter(|decision| decision.is_policys()).flat_map(|decision| decision.parts.up());
    let mut told = HashSet::new();
    for role in roles {
        let Ok(person) = case.roles.person(role) else { continue };
        if !case.roles.is_policys(role) && told.insert(name::folded(role.name.raw())) {
            out.raise(&CALL_WITHOUT_AUTHORITY, role.span)
                .subject(&role.name)
                .say(message!(
                    "the policy asks for signed words, and lets the release say that {} is \"{}\", who decides",
                    person,
                    role.name
                ))
                .help(message!("add \"{}\" = \"…\" under [roles] of the policy", role.name));
        }
    }
}

/// Who stands in without being anybody who decides may say nothing. Where a way up has gaps, these are told instead.
fn stands_in(case: &Case, out: &mut Findings) {
    let Some(backup) = case.release.caller.backup.get() else { return };
    let decided = [What::Ship, What::Stop].into_iter().filter_map(|what| case.decisions.of_kind(what));
    let decided: Vec<&[Role]> = decided.map(|decision| decision.parts.up()).collect();
    let is_whole = |up: &&[Role]| case.roles.up(up).is_some() && case.roles.is_whole(up);
    let is_one = |up: &&[Role]| Authority::of(&case.roles, up).has(&backup.name);
    if !decided.is_empty() && decided.iter().all(is_whole) && !decided.iter().any(is_one) {
        out.raise(&CALL_WITHOUT_AUTHORITY, backup.span)
            .subject(&backup.name)
            .weigh(Level::Warning)
            .say(message!("{} stands in, but is nobody who decides on ship or stop", backup.name))
            .help("name as `backup` somebody on the way up of ship or stop under [decides]");
    }
}
