//! Roles: each that is needed has one person, each decision one owner and a way up.

use std::collections::HashSet;

use super::decisions::{Decision, What};
use super::holders::Vacant;
use super::keys::{Role, list};
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::checks::directory::folded;
use crate::checks::paste;
use crate::checks::several::is_several;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::source::FileId;
use crate::untrusted::{Untrusted, message};

rules! {
    in "roles/":
    ROLES_NO_WAY_UP = "roles/no-way-up", Warning, Full,
        "a decision goes up to nobody else" / "decisions go up to nobody else",
        "name behind the role that decides the one it goes up to, filled by somebody else";
    ROLES_NOBODY_DOES = "roles/nobody-does", Warning, Full,
        "a decision is made, and nobody does it" / "decisions are made, and nobody does them",
        "name under `does` the role that carries it out";
    ROLES_UNFILLED = "roles/unfilled", Error, Full,
        "a role that is needed has no one person" / "roles that are needed have no one person",
        "fill the role with one person under [roles]";
    ROLES_UNKNOWN = "roles/unknown", Error, Lint,
        "a name stands for no role that there is" / "names stand for no role that there is",
        "correct the name of the role, or fill it under [roles]";
}

/// Who fills which role, and who decides what.
pub(crate) struct RolesCheck;

impl Check for RolesCheck {
    fn id(&self) -> CheckId {
        CheckId::ROLES
    }

    fn is_asked(&self, case: &Case) -> bool {
        let (release, policy) = (case.release, case.policy);
        release.roles.is_given()
            || release.decides.is_given()
            || policy.roles.is_given()
            || policy.decides.is_given()
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let mut told = HashSet::new();
        for decision in &case.decisions.list {
            for role in parts(decision) {
                needed(case, role, &decision.name.value, &mut told, out);
            }
            form(case, decision, out);
        }
        for (role, own, first) in &case.roles.overruled {
            out.raise(&ROLES_UNFILLED, own.span)
                .subject(role.value.as_str())
                .say(message!(
                    "\"{}\" is filled by {} already; {} does not count",
                    role.value,
                    first.name,
                    own.name
                ))
                .help("remove it here, or change it in the policy");
        }
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        match case.decisions.list.len() {
            0 => Untrusted::from("each role has one person"),
            1 => Untrusted::from("1 decision has one owner"),
            many => message!("{} decisions and activities have one owner each", many),
        }
    }
}

/// Every role that a decision names.
fn parts<'c>(decision: &Decision<'c>) -> impl Iterator<Item = &'c Role> {
    let parts = decision.parts;
    let rest = [&parts.does, &parts.asks, &parts.tells].into_iter().flat_map(list);
    parts.up().iter().chain(rest)
}

/// Roles that are sought among all that are filled: each is compared with many.
const HINTED: usize = 20;

/// Tells of a role that is needed and has no one person. `for_what` says what it is needed for; each role is told once.
pub(crate) fn needed(
    case: &Case,
    role: &Role,
    for_what: &str,
    told: &mut HashSet<String>,
    out: &mut Findings,
) {
    let Err(vacant) = case.roles.person(role) else { return };
    if !told.insert(folded(role.name.raw())) {
        return;
    }
    if let Vacant::NotOne(person) = vacant {
        out.raise(&ROLES_UNFILLED, person.span).subject(&role.name).say(message!(
            "\"{}\" is needed for \"{}\", and \"{}\" is no one person",
            role.name,
            for_what,
            person.name
        ));
        return;
    }
    let near = (told.len() <= HINTED).then(|| case.roles.near(&role.name)).flatten();
    if let Some(near) = near {
        let near_name = Untrusted::from(near.value.as_str());
        // What a release fills beside the policy's own names is the slip.
        let is_release = (near.span.file, role.span.file) == (FileId::Release, FileId::Policy);
        let (span, wrong, right) = if is_release {
            (near.span, &near_name, &role.name)
        } else {
            (role.span, &role.name, &near_name)
        };
        out.raise(&ROLES_UNKNOWN, span).subject(wrong).say(message!(
            "no role is called \"{}\"; did you mean \"{}\"?",
            wrong,
            right
        ));
    } else if is_several(role.name.raw()) {
        out.raise(&ROLES_UNKNOWN, role.span)
            .subject(&role.name)
            .say(message!("\"{}\" names two owners of \"{}\"", role.name, for_what))
            .help("name one role; the next in the list is whom it goes up to");
    } else if case.directory.has(&role.name) {
        out.raise(&ROLES_UNKNOWN, role.span)
            .subject(&role.name)
            .say(message!("\"{}\" is a person, and a role is expected", role.name))
            .help("name a role, and fill it with this person under [roles]");
    } else {
        out.raise(&ROLES_UNFILLED, role.span)
            .subject(&role.name)
            .say(message!("nobody fills \"{}\", which is needed for \"{}\"", role.name, for_what))
            .paste(paste::role(&role.name));
    }
}

/// What is asked of a decision beside its people. Of an activity nothing is.
fn form(case: &Case, decision: &Decision, out: &mut Findings) {
    let (name, parts) = (&decision.name, decision.parts);
    if parts.up().is_empty() {
        out.raise(&ROLES_UNFILLED, name.span)
            .subject(name.value.as_str())
            .say(message!("nobody decides \"{}\"", name.value))
            .help("name the role that decides: first the one that is accountable, then whom it goes up to");
        return;
    }
    if decision.what == What::Activity {
        return;
    }
    let is_filled = case.roles.is_whole(parts.up());
    if parts.up().len() < 2 || (is_filled && case.roles.up(parts.up()).is_none()) {
        out.raise(&ROLES_NO_WAY_UP, name.span)
            .subject(name.value.as_str())
            .say(message!("\"{}\" goes up to nobody else", name.value));
    }
    if parts.is_long && list(&parts.does).is_empty() {
        out.raise(&ROLES_NOBODY_DOES, name.span)
            .subject(name.value.as_str())
            .say(message!("nobody does what \"{}\" decides", name.value));
    }
}
