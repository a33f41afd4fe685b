//! Acceptances: findings that ship anyway, on the record, by the word of the final caller.
//!
//! Owns which acceptances count and which findings they are about. What becomes of an accepted finding is settled in
//! `verdict`.

use super::placeholder as text;
use crate::checks::case::Case;
use crate::checks::risks::keys::Accept;
use crate::finding::{Finding, Findings};
use crate::rule::rules;
use crate::shape::date::Period;
use crate::shape::suggest;
use crate::untrusted::{Untrusted, message};

rules! {
    in "":
    ACCEPT_EXPIRED = "accept/expired", Error, Full,
        "an acceptance ends before the launch" / "acceptances end before the launch",
        "repair what was accepted, or let the caller accept it anew with a later `until`";
    ACCEPT_NO_REASON = "accept/no-reason", Error, Lint,
        "an acceptance gives no reason" / "acceptances give no reason",
        "write under `why` what makes it safe to ship";
    ACCEPT_REFUSED = "accept/refused", Error, Full,
        "something was accepted that nobody can accept away" / "acceptances are of what nobody can accept away",
        "repair what the rule finds, and strike the acceptance";
    ACCEPT_UNKNOWN_RULE = "accept/unknown-rule", Error, Lint,
        "an acceptance names no rule that exists" / "acceptances name no rule that exists",
        "correct the id; `gonogo rules` lists them all";
    ACCEPT_UNUSED = "accept/unused", Warning, Full,
        "an acceptance is about nothing that was found" / "acceptances are about nothing that was found",
        "strike it, so that it cannot hide something later";
    ACCEPT_WITHOUT_AUTHORITY = "accept/without-authority", Error, Full,
        "something was accepted by somebody who is not the final caller" / "acceptances are not the final caller's",
        "let the final caller accept it, and set `by`";
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
        Some(rule) if rule.is_refused() => {
            out.raise(&ACCEPT_REFUSED, token.span)
                .subject(&token.text)
                .say(message!("{} cannot be accepted away: {}", rule.id, rule.title))
                .help(message!("{}; then strike the acceptance", rule.remedy));
        }
        Some(_) => {}
    }
}

fn authority(case: &Case, accept: &Accept, out: &mut Findings) {
    let Some(by) = accept.by.get() else {
        let finding = out.raise(&ACCEPT_WITHOUT_AUTHORITY, accept.span);
        finding.say(message!("nobody is named who accepted {}", named(accept)));
        subject(accept, finding);
        return;
    };
    if !case.is_caller(&by.name) {
        let finding = out.raise(&ACCEPT_WITHOUT_AUTHORITY, by.span).next(case.caller());
        match case.caller() {
            Some(caller) => finding.say(message!(
                "{} accepted {}, but {} is the final caller",
                by.name,
                named(accept),
                caller
            )),
            None => {
                finding.say(message!("{} accepted {}, but no final caller is named", by.name, named(accept)))
            }
        };
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

/// Whether an acceptance is about a finding.
pub(crate) fn is_about(accept: &Accept, finding: &Finding) -> bool {
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

/// Whether the acceptance names a rule of the last check, whose findings come after all others.
pub(crate) fn is_about_stop_rules(accept: &Accept) -> bool {
    accept.rule.get().is_some_and(|rule| rule.text.raw().starts_with("stop/"))
}
