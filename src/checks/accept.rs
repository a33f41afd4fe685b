//! Acceptances: findings that ship anyway, on the record, by the word of the final caller.
//!
//! Owns which acceptances count and which findings they are about. What becomes of an accepted finding is settled in
//! `verdict`.

use super::placeholder as text;
use super::profile;
use crate::checks::case::{Case, person};
use crate::checks::risks::keys::Accept;
use crate::checks::roles::decisions::{Authority, What};
use crate::finding::{Finding, Findings};
use crate::rule::{Level, Rule, rules};
use crate::shape::date::{Period, When};
use crate::shape::suggest;
use crate::untrusted::{Untrusted, message};

rules! {
    in "":
    ACCEPT_EXPIRED = "accept/expired", Error, Full,
        "an acceptance ends before the launch" / "acceptances end before the launch",
        "repair what was accepted, or let the caller accept it anew with a later `until`";
    ACCEPT_NO_DATE = "accept/no-date", Error, Lint,
        "an acceptance has no date" / "acceptances have no date",
        "set `on` to the day on which it was accepted";
    ACCEPT_NO_REASON = "accept/no-reason", Error, Lint,
        "an acceptance gives no reason" / "acceptances give no reason",
        "write under `why` what makes it safe to ship";
    ACCEPT_REFUSED = "accept/refused", Error, Full,
        "something was accepted that nobody can accept away" / "acceptances are of what nobody can accept away",
        "repair what the rule finds, and remove the acceptance";
    ACCEPT_TOO_NEW = "accept/too-new", Error, Full,
        "an acceptance would cover what came after it" / "acceptances would cover what came after them",
        "look at what came since, and accept it by its own `subject`, or date the acceptance anew";
    ACCEPT_UNKNOWN_RULE = "accept/unknown-rule", Error, Lint,
        "an acceptance names no rule that exists" / "acceptances name no rule that exists",
        "correct the id; `gonogo rules` lists them all";
    ACCEPT_UNUSED = "accept/unused", Warning, Full,
        "an acceptance is about nothing that was found" / "acceptances are about nothing that was found",
        "remove it, so that it cannot hide something later";
    ACCEPT_WITHOUT_AUTHORITY = "accept/without-authority", Error, Full,
        "something was accepted by somebody who may not accept it" / "acceptances are by somebody who may not accept",
        "let the final caller accept it, and set `by`";
}

/// Rules that mean that evidence was not seen, and those that every other decision rests on: nobody accepts them away,
/// whatever their level.
const REFUSED: &[&str] = &[
    "build/ambiguous-commit",
    "build/empty",
    "build/other-commit",
    "build/shallow",
    "build/unknown-revision",
    "build/unreadable",
    "rollback/no-steps",
    "scope/lookalike-id",
    "scope/not-compared",
    "stop/bad-condition",
    "scope/lookalike-id",
    "stop/none",
    "stop/stale-fact",
    "tests/no-report",
    "tests/no-run",
    "tests/none-ran",
    "tests/unreadable-report",
];

/// Whether nobody can accept the findings of a rule away where it has this level.
pub(crate) fn is_refused(rule: &Rule, level: Option<Level>) -> bool {
    let prefix = rule.id.split('/').next().unwrap_or_default();
    match prefix {
        "file" | "call" => true,
        "plan" | "caller" | "person" | "accept" => level == Some(Level::Error),
        _ => REFUSED.contains(&rule.id),
    }
}

/// Looks at every acceptance by itself.
pub(super) fn run(case: &Case, out: &mut Findings) {
    for accept in case.release.accepts.items() {
        examine(case, accept, out);
    }
}

/// Adds what keeps an acceptance from counting; whether there was nothing of the kind.
fn examine(case: &Case, accept: &Accept, out: &mut Findings) -> bool {
    let before = out.count();
    rule_of(case, accept, out);
    if accept.why.get().is_none() {
        subject(accept, out.raise(&ACCEPT_NO_REASON, accept.span));
    }
    if accept.on.get().is_none() {
        let finding = out.raise(&ACCEPT_NO_DATE, accept.span);
        finding.say(message!("nobody says when {} was accepted", named(accept)));
        subject(accept, finding);
    }
    authority(case, accept, out);
    if let Some(until) = accept.until.get() {
        let end = case.launch().or(case.now.map(Period::instant));
        if end.is_some_and(|end| case.period(until).is_before(end)) {
            let finding = out.raise(&ACCEPT_EXPIRED, until.span).say(message!(
                "the acceptance of {} ends on {}, before the launch",
                named(accept),
                until.short()
            ));
            subject(accept, finding);
        }
    }
    out.count() == before && has_reason(accept)
}

fn rule_of(case: &Case, accept: &Accept, out: &mut Findings) {
    let Some(token) = accept.rule.get() else {
        out.raise(&ACCEPT_UNKNOWN_RULE, accept.span)
            .say("an acceptance does not say which rule it is about")
            .help("set `rule` to the id that stands beside the finding");
        return;
    };
    match case.rules.find(token.text.raw()) {
        None => {
            let hint = suggest::hint(token.text.raw(), case.rules.ids());
            out.raise(&ACCEPT_UNKNOWN_RULE, token.span).subject(&token.text).say(message!(
                "no rule is called \"{}\"{}",
                token.text,
                hint
            ));
        }
        Some(rule) if is_refused(rule, profile::level_in(case.policy, case.release, rule)) => {
            out.raise(&ACCEPT_REFUSED, token.span)
                .subject(&token.text)
                .say(message!("{} cannot be accepted away: {}", rule.id, rule.title))
                .help(message!("{}; then remove the acceptance", rule.remedy));
        }
        Some(_) => {}
    }
}

/// Who alone may accept the findings of a rule: whom the team names for the rule, else whoever says stop where a stop
/// rule came true, else the caller.
struct Allowed<'c> {
    people: Authority<'c>,
    title: &'static str,
    key: &'static str,
}

fn allowed<'c>(case: &Case<'c>, accept: &Accept) -> Allowed<'c> {
    let caller = &case.release.caller;
    let rule = accept.rule.get().map(|rule| rule.text.raw()).unwrap_or_default();
    let is_stop = rule == "stop/tripped";
    // A pattern over everything is not about stop rules: whoever says stop says when the release need not pause.
    let named = if is_stop { case.authority(What::Stop) } else { case.authority_over(rule) };
    match named {
        Some(people) => Allowed { people, title: "who decides it", key: "whoever decides it" },
        None if is_stop => Allowed {
            people: person(&caller.stop).into_iter().collect(),
            title: "the one who says stop",
            key: "whoever says stop",
        },
        None => Allowed {
            people: person(&caller.ship).into_iter().collect(),
            title: "the final caller",
            key: "the final caller",
        },
    }
}

fn authority(case: &Case, accept: &Accept, out: &mut Findings) {
    let allowed = allowed(case, accept);
    let first = allowed.people.first();
    let Some(by) = accept.by.get() else {
        let finding = out.raise(&ACCEPT_WITHOUT_AUTHORITY, accept.span).next(first);
        finding.say(message!("nobody is named who accepted {}", named(accept)));
        subject(accept, finding);
        return;
    };
    if !allowed.people.has(&by.name) {
        let finding = out.raise(&ACCEPT_WITHOUT_AUTHORITY, by.span).next(first);
        let said = message!("{} accepted {}, but", by.name, named(accept));
        match first {
            Some(_) => finding.say(message!("{} {} is {}", said, allowed.people.words(), allowed.title)),
            None => finding.say(message!("{} nobody is named as {}", said, allowed.title)),
        };
        finding.help(message!("let {} accept it, and set `by`", allowed.key));
        subject(accept, finding);
    } else if let Some(on) = accept.on.get().filter(|on| case.is_future(on)) {
        let finding = out.raise(&ACCEPT_WITHOUT_AUTHORITY, on.span).next(Some(&by.name)).say(message!(
            "the acceptance of {} is dated {}, which is still to come",
            named(accept),
            on.short()
        ));
        subject(accept, finding);
    }
}

fn has_reason(accept: &Accept) -> bool {
    accept.why.get().is_some_and(|why| !text::is_placeholder(why.words.raw()))
}

fn named(accept: &Accept) -> Untrusted {
    accept.rule.get().map_or_else(|| Untrusted::from("a finding"), |rule| rule.text.clone())
}

fn subject<'f>(accept: &Accept, finding: &'f mut Finding) -> &'f mut Finding {
    match accept.rule.get() {
        Some(rule) => finding.subject(&rule.text),
        None => finding,
    }
}

/// Which of the acceptances count, in file order: nothing is wrong with them.
pub(crate) fn in_force(case: &Case) -> Vec<bool> {
    let mut scratch = Findings::new(crate::row::CheckId::RISKS, None);
    case.release.accepts.items().iter().map(|accept| examine(case, accept, &mut scratch)).collect()
}

/// What an acceptance says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// It is about something else.
    No,
    /// It lets the finding ship.
    Yes,
    /// It would, but what was found came after it.
    TooNew,
}

/// Whether an acceptance covers a finding. One that names its subject letter by letter was given about just that,
/// whenever it shows again; any wider one covers what was there by the end of its day, and nothing newer.
pub(crate) fn cover(case: &Case, accept: &Accept, finding: &Finding) -> Cover {
    if !is_about(accept, finding) {
        return Cover::No;
    }
    let Some(on) = accept.on.get() else { return Cover::No };
    let came = finding.came.or_else(|| came(case, finding));
    let is_newer = came.is_some_and(|came| came >= on.day(&case.zone).end);
    if is_newer && !is_named(accept, finding) { Cover::TooNew } else { Cover::Yes }
}

fn is_about(accept: &Accept, finding: &Finding) -> bool {
    let is_its_rule = accept.rule.get().is_some_and(|rule| rule.text.raw() == finding.rule.id);
    is_its_rule
        && accept.subject.get().is_none_or(|pattern| {
            finding.subject.iter().chain(&finding.aliases).any(|subject| pattern.fits(subject.raw()))
        })
        && accept
            .report
            .get()
            .is_none_or(|pattern| finding.report.as_ref().is_some_and(|report| pattern.fits(report.raw())))
}

/// Whether the acceptance names the finding's subject without a wildcard.
fn is_named(accept: &Accept, finding: &Finding) -> bool {
    let Some(pattern) = accept.subject.get() else { return false };
    finding.subject.iter().chain(&finding.aliases).any(|subject| subject.raw() == pattern.text.raw())
}

/// When there was something to be found where the finding itself does not know: what is about the build or its tests is
/// as new as the newest of both.
fn came(case: &Case, finding: &Finding) -> Option<jiff::Timestamp> {
    let prefix = finding.rule.id.split('/').next().unwrap_or_default();
    let change = || case.newest_change().map(|newest| newest.start);
    match prefix {
        "tests" => case.newest_report().or_else(change),
        "build" => change(),
        "stop" => case.newest_report().max(change()),
        _ => None,
    }
}

/// Tells of an acceptance that would cover what came after it.
pub(crate) fn too_new(case: &Case, accept: &Accept, out: &mut Findings) {
    let place = accept.on.get().map_or(accept.span, |on| on.span);
    let day = accept.on.get().map_or_else(String::new, When::short);
    let wide = match accept.subject.get() {
        Some(pattern) => message!("for \"{}\"", pattern.text),
        None => Untrusted::from("without a subject"),
    };
    let finding = out.raise(&ACCEPT_TOO_NEW, place).next(allowed(case, accept).people.first()).say(message!(
        "{} was accepted on {} {}, and more of it came later",
        named(accept),
        day,
        wide
    ));
    subject(accept, finding);
}

/// Tells of an acceptance that counts and is about nothing.
pub(crate) fn unused(accept: &Accept, out: &mut Findings) {
    let place = accept.rule.key_or(accept.span);
    let finding = out.raise(&ACCEPT_UNUSED, place);
    match accept.subject.get() {
        Some(pattern) => finding.say(message!(
            "{} was accepted for \"{}\", but no such finding was made",
            named(accept),
            pattern.text
        )),
        None => finding.say(message!("{} was accepted, but no such finding was made", named(accept))),
    };
    subject(accept, finding);
}

/// Whether the acceptance names a rule of the checks that are looked at last.
pub(crate) fn is_about_asking(accept: &Accept) -> bool {
    let is_checkpoint = |rule: &str| rule.starts_with("checkpoint/");
    is_about_stop_rules(accept) || accept.rule.get().is_some_and(|rule| is_checkpoint(rule.text.raw()))
}

/// Whether the acceptance names a rule of the stop rules.
pub(crate) fn is_about_stop_rules(accept: &Accept) -> bool {
    accept.rule.get().is_some_and(|rule| rule.text.raw().starts_with("stop/"))
}
