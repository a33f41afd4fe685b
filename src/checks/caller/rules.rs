//! Caller: the one final person who says ship, and the one who says stop.

use crate::checks::case::{Case, person};
use crate::checks::check::Check;
use crate::checks::directory as name;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
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
