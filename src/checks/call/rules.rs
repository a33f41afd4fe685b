//! Call: the final decision of one person, and what keeps it from counting.

use super::keys::{Call, Say};
use super::{past, stands};
use crate::checks::case::{Case, Purpose, person};
use crate::checks::check::Check;
use crate::checks::directory::folded;
use crate::checks::roles::keys::list;
use crate::evidence::ssh::Proof;
use crate::finding::{Finding, Findings};
use crate::row::{Basis, CheckId};
use crate::rule::{Level, Rule, rules};
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

rules! {
    in "call/":
    CALL_BAD_SIGNATURE = "call/bad-signature", Error, Full,
        "the signature of a call is not its caller's" / "signatures of calls are not their callers'",
        "ask who is named whether they made this call; then let them call again with --sign";
    CALL_EXPIRED = "call/expired", Error, Full,
        "the ship call has expired" / "ship calls have expired",
        "let the caller look again and say ship anew: gonogo call ship --why \"…\"";
    CALL_FUTURE = "call/future", Error, Full,
        "a call has no date, or one that is still to come" / "calls have no date, or one that is still to come",
        "let the caller make the call with `gonogo call`, which dates it";
    CALL_NO_NEW_DATE = "call/no-new-date", Error, Full,
        "a delay names no new launch" / "delays name no new launch",
        "set `date` in the call, and the same `date` at the top of the file";
    CALL_NO_REASON = "call/no-reason", Error, Full,
        "a call gives no reason" / "calls give no reason",
        "write under `why` what it was decided for";
    CALL_NOBODY_TOLD = "call/nobody-told", Warning, Full,
        "nobody was told of a call" / "calls were told to nobody",
        "tell support and whoever waits, and name them under `told`";
    CALL_NONE = "call/none", Off, Full,
        "nobody has said ship" / "calls are missing",
        "let the caller decide: gonogo call ship --why \"…\"";
    CALL_NOT_SHIP = "call/not-ship", Error, Full,
        "the newest call is not to ship" / "newest calls are not to ship",
        "talk to who made it; only a new call by whoever may say ship changes it";
    CALL_ORDER = "call/order", Error, Lint,
        "the calls are not in date order" / "calls do not stand in the order of their dates",
        "leave calls as they were made, the newest last";
    CALL_OTHER_BUILD = "call/other-build", Error, Full,
        "the ship call is about another build" / "ship calls are about another build",
        "let the caller look at this build and say ship anew, or ship the one that was called";
    CALL_OTHER_PLAN = "call/other-plan", Error, Full,
        "the plan has changed since the ship call" / "plans have changed since the ship call",
        "take the change back, or let the caller look at it and say ship anew";
    CALL_REWRITTEN = "call/rewritten", Error, Full,
        "a call was rewritten" / "calls were rewritten",
        "put back what was recorded, and let a new call stand behind it";
    CALL_SHIPPED_ANYWAY = "call/shipped-anyway", Warning, Full,
        "it was tagged after a stop" / "tags are newer than a stop",
        "ask who tagged it, and let the caller say what holds now";
    CALL_UNSIGNED = "call/unsigned", Off, Full,
        "nothing proves who made the ship call" / "ship calls are not proven",
        "let the caller say it with --sign, and put their public key into the policy's directory";
    CALL_WITHOUT_AUTHORITY = "call/without-authority", Error, Full,
        "somebody says ship or stop who may not" / "people say ship or stop who may not",
        "let the person whose word it is make the call, or who stands in";
}

/// What was decided.
pub(crate) struct Calls;

impl Check for Calls {
    fn id(&self) -> CheckId {
        CheckId::CALL
    }

    fn is_asked(&self, case: &Case) -> bool {
        !case.release.calls.items().is_empty() || case.purpose == Purpose::Gate || past::holds_calls(case)
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn default_owner(&self, case: &Case) -> Option<Untrusted> {
        case.caller().or(case.owner()).cloned()
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let calls = case.release.calls.items();
        for call in calls {
            entry(case, call, out);
        }
        order(case, calls, out);
        past::rewritten(case, &CALL_REWRITTEN, out);
        past::shipped_anyway(case, &CALL_SHIPPED_ANYWAY, out);
        if let (Some(call), true) = (calls.last(), case.purpose != Purpose::Record) {
            newest(case, call, out);
        }
        if case.purpose == Purpose::Gate {
            gate(case, calls.last(), out);
        }
        let is_proven =
            calls.last().is_some_and(|call| matches!(stands::proof(case, call), Some(Proof::Good)));
        if is_proven { Basis::Verified } else { Basis::Declared }
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let Some(call) = stands::newest(case) else { return Untrusted::from("no call yet") };
        let is_standing = stands::standing(case).is_some();
        let say =
            call.say.get().map_or("no decision", |say| if is_standing { "shipped" } else { say.word() });
        match (person(&call.by), call.on.get()) {
            (Some(by), Some(on)) => {
                let on =
                    case.now.map_or_else(|| on.people(&case.zone), |now| on.people_soon(&case.zone, now));
                message!("{}, by {} on {}", say, by, on)
            }
            _ => Untrusted::from(say),
        }
    }
}

/// A finding about a call. In the gate no policy lets it pass.
fn raise<'f>(case: &Case, out: &'f mut Findings, rule: &'static Rule, at: Span) -> &'f mut Finding {
    let finding = out.raise(rule, at);
    if case.purpose == Purpose::Gate { finding.weigh(Level::Error) } else { finding }
}

/// What is wrong with a call by itself.
fn entry(case: &Case, call: &Call, out: &mut Findings) {
    let holds_back = matches!(call.say.get(), Some(Say::Stop | Say::Delay | Say::RollBack));
    if holds_back && call.why.get().is_none_or(|why| why.words.is_blank()) {
        out.raise(&CALL_NO_REASON, call.why.key_or(call.span)).subject(call.label());
    }
    if call.say.get() == Some(&Say::Delay) {
        new_date(case, call, out);
    }
    if !stands::is_made(case, call) && case.now.is_some() {
        let finding = raise(case, out, &CALL_FUTURE, call.on.key_or(call.span)).subject(call.label());
        match call.on.get() {
            Some(on) => finding.say(message!("{} is dated {}, still to come", call.label(), on.written())),
            None => finding.say(message!("nobody can tell when {} was said", call.label())),
        };
    }
    if let Some(Proof::Bad(why)) = stands::proof(case, call) {
        raise(case, out, &CALL_BAD_SIGNATURE, call.signature.key_or(call.span))
            .subject(call.label())
            .say(message!("the signature does not fit {}: {}", call.label(), why));
    }
}

fn new_date(case: &Case, call: &Call, out: &mut Findings) {
    match (call.was.get(), call.date.get()) {
        (_, None) => {
            out.raise(&CALL_NO_NEW_DATE, call.span).subject(call.label());
        }
        (Some(was), Some(date)) if !stands::is_put_off(was, date, &case.zone) => {
            out.raise(&CALL_NO_NEW_DATE, date.span).subject(call.label()).say(message!(
                "the new launch of {}, {}, is not after the old one",
                call.label(),
                date.people(&case.zone)
            ));
        }
        _ => {}
    }
}

fn order(case: &Case, calls: &[Call], out: &mut Findings) {
    let dated: Vec<_> = calls.iter().filter_map(|call| Some((call, call.on.get()?))).collect();
    for ((earlier, first), (later, second)) in dated.iter().zip(dated.iter().skip(1)) {
        if case.period(second).is_before(case.period(first)) {
            out.raise(&CALL_ORDER, second.span).subject(later.label()).say(message!(
                "{} ({}) stands behind {} ({}), and was earlier",
                later.label(),
                second.written(),
                earlier.label(),
                first.written()
            ));
        }
    }
}

/// What keeps the newest call from counting.
fn newest(case: &Case, call: &Call, out: &mut Findings) {
    if case.now.is_none() {
        return;
    }
    if !stands::is_by_caller(case, call) {
        let finding =
            raise(case, out, &CALL_WITHOUT_AUTHORITY, call.by.key_or(call.span)).subject(call.label());
        let may = call.say.get().map(|say| stands::people(case, *say)).unwrap_or_default();
        match (person(&call.by), may.first()) {
            (Some(by), Some(first)) => {
                let finding = finding.next(Some(first));
                finding.say(message!("{} called, but it is for {} to say", by, may.words()))
            }
            (Some(by), None) => finding.say(message!("{} called, but nobody is named who may", by)),
            (None, _) => finding.say("a call names nobody who made it"),
        };
    }
    told(case, call, out);
    match call.say.get() {
        Some(Say::Ship) => ship(case, call, out),
        Some(Say::Stop | Say::RollBack | Say::Delay) => held(case, call, out),
        None => {
            out.raise(&CALL_NOT_SHIP, call.span).say("the newest call says nothing").weigh(Level::Error);
        }
    }
}

fn ship(case: &Case, call: &Call, out: &mut Findings) {
    if !stands::is_about_plan(case, call) {
        let finding = raise(case, out, &CALL_OTHER_PLAN, call.plan.key_or(call.span)).subject(call.label());
        if call.plan.get().is_none() {
            finding.say("the ship call does not say which plan it is about");
        } else if let Some(changes) = past::changes(case) {
            finding.say(changes);
        }
    }
    if !stands::is_about_build(case, call) {
        let finding = raise(case, out, &CALL_OTHER_BUILD, call.build.key_or(call.span)).subject(call.label());
        match call.build.get() {
            Some(build) => {
                finding.say(message!("the ship call is about {}, which is not the build", build.text))
            }
            None => finding.say("the ship call does not say which build it is about"),
        };
    }
    let why = match (stands::proof(case, call), call.signature.is_given()) {
        (Some(Proof::Good | Proof::Bad(_)), _) => return,
        (Some(Proof::Unproven(why)), _) => message!("the signature could not be verified: {}", why),
        (None, true) => Untrusted::from("the signature was not verified"),
        (None, false) => message!("{} is not signed", call.label()),
    };
    out.raise(&CALL_UNSIGNED, call.signature.key_or(call.span)).subject(call.label()).say(why);
}

/// Who holds back tells somebody; and each call reaches those who are to be told of it.
fn told(case: &Case, call: &Call, out: &mut Findings) {
    let told = call.told.items();
    if told.is_empty() && call.say.get().is_some_and(|say| *say != Say::Ship) {
        out.raise(&CALL_NOBODY_TOLD, call.span).subject(call.label());
        return;
    }
    let decision = call.say.get().and_then(|say| case.decisions.of_kind(stands::what(*say)));
    let tells = decision.map(|decision| list(&decision.parts.tells)).unwrap_or_default();
    let told: Vec<String> = told.iter().map(|words| folded(words.words.raw())).collect();
    let is_told = |name: &Untrusted| told.iter().any(|told| told.contains(&folded(name.raw())));
    for role in tells {
        let person = case.roles.person(role).ok();
        if !is_told(&role.name) && !person.is_some_and(is_told) {
            out.raise(&CALL_NOBODY_TOLD, call.told.key_or(call.span))
                .subject(call.label())
                .say(message!("\"{}\" is to be told, and {} does not say so", role.name, call.label()))
                .help(message!("tell them, and name them under `told`: \"{}\"", role.name));
        }
    }
}

fn held(case: &Case, call: &Call, out: &mut Findings) {
    // A delay has its new date; a stop is over only when somebody says ship.
    if case.purpose == Purpose::Gate || call.say.get() != Some(&Say::Delay) {
        let level = if case.purpose == Purpose::Gate { Level::Error } else { Level::Warning };
        let said = call.say.get().map_or("a call", |say| say.word());
        out.raise(&CALL_NOT_SHIP, call.say.key_or(call.span))
            .subject(call.label())
            .say(message!("the newest call is \"{}\"", said))
            .weigh(level);
    }
}

/// What the deploy job asks beside: a ship call, in force.
fn gate(case: &Case, newest: Option<&Call>, out: &mut Findings) {
    let Some(call) = newest else {
        out.raise(&CALL_NONE, Span::top(FileId::Release)).weigh(Level::Error);
        return;
    };
    if call.is_ship() && stands::has_expired(case, call) {
        let finding = raise(case, out, &CALL_EXPIRED, call.until.key_or(call.span)).subject(call.label());
        match call.until.get() {
            Some(until) => finding.say(message!("the ship call was good until {}", until.people(&case.zone))),
            None => finding
                .say(message!("the ship call is older than {} hours", case.policy.call_max_age_hours())),
        };
    } else if out.count() == 0 && !stands::is_in_force(case) {
        // Whatever else keeps a call from counting, the gate stays shut.
        out.raise(&CALL_NONE, call.span).say("no ship call is in force").weigh(Level::Error);
    }
}
