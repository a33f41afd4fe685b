//! Calls as the file's past holds them: what was decided is never rewritten, and what was stopped did not ship.

use super::keys::{Call, Say};
use crate::checks::case::{Case, Purpose};
use crate::checks::own_word::at;
use crate::checks::past::Version;
use crate::checks::policy::Profile;
use crate::evidence::Gathered;
use crate::evidence::git::is_tag_of;
use crate::finding::Findings;
use crate::rule::{Level, Rule};
use crate::shape::date::Period;
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};
use jiff::Timestamp;
use std::collections::HashSet;

/// Whether a version of this release ever held a call.
pub(super) fn holds_calls(case: &Case) -> bool {
    case.past().is_some_and(|past| past.own().any(|(_, own)| own.calls.is_given()))
}

/// Tells of calls that stood in the file and are gone or different.
pub(super) fn rewritten(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let fault = match case.past {
        Some(Gathered::Read(past)) => past.gap.as_ref(),
        Some(Gathered::Broken(fault)) => Some(fault),
        Some(Gathered::Absent) | None => None,
    };
    if let Some(fault) = fault {
        let finding = out.raise(rule, case.release.calls.key_or(Span::top(FileId::Release)));
        finding
            .say(message!("nobody can tell whether a call was rewritten: {}", fault.message))
            .help(fault.help.clone());
        // Where no profile asks for proof, a clone that is cut off is told and does not block: the gate is not so kind.
        if case.purpose == Purpose::Gate {
            finding.weigh(Level::Error);
        } else if case.policy.profiles.items().iter().all(|profile| *profile == Profile::Core) {
            finding.doubt();
        }
    }
    let Some(past) = case.past() else { return };
    let mut told = HashSet::new();
    for (version, own) in past.own() {
        for call in own.calls.items() {
            if !is_kept(case, call) && told.insert(call.unchanging()) {
                tell(case, rule, (call, version), out);
            }
        }
    }
}

/// Whether a call still stands in the file. Who was told may be added, and nothing else changes.
fn is_kept(case: &Case, call: &Call) -> bool {
    let told = |call: &Call| -> Vec<String> {
        call.told.items().iter().map(|who| who.words.raw().to_owned()).collect()
    };
    let signature = |call: &Call| call.signature.get().map(|signature| signature.text.clone());
    let (said, before, signed) = (call.unchanging(), told(call), signature(call));
    case.release.calls.items().iter().any(|now| {
        let told = told(now);
        now.unchanging() == said
            && before.iter().all(|who| told.contains(who))
            && (signed.is_none() || signature(now) == signed)
    })
}

fn tell(case: &Case, rule: &'static Rule, (call, version): (&Call, &Version), out: &mut Findings) {
    let when = call.on.get().map(|on| on.people(&case.zone)).unwrap_or_default();
    let same = |now: &&Call| {
        now.say == call.say && now.on.get().map(|on| on.moment) == call.on.get().map(|on| on.moment)
    };
    let now = case.release.calls.items().iter().find(same);
    let (span, fate) = match now {
        Some(now) => (now.span, "is different now"),
        None => (case.release.calls.key_or(Span::top(FileId::Release)), "is gone"),
    };
    out.raise(rule, span).subject(call.label()).say(message!(
        "{} ({}) stood in the file and {} ({} by {} holds it)",
        call.label(),
        when,
        fate,
        at(case, version),
        version.commit.author
    ));
}

/// Tells of tags of this version that are newer than a stop that nobody took back.
pub(super) fn shipped_anyway(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let (Some(past), Some(version)) = (case.past(), case.release.version.get()) else { return };
    let own = past.tags.iter().filter(|tag| is_tag_of(tag.name.raw(), version.words.raw().trim()));
    for (tag, made) in own.filter_map(|tag| Some((tag, Timestamp::from_second(tag.made).ok()?))) {
        let is_earlier =
            |call: &&Call| call.on.get().is_some_and(|on| case.period(on).is_before(Period::instant(made)));
        let Some(stop) = case.release.calls.items().iter().rfind(is_earlier) else { continue };
        if stop.say.get() == Some(&Say::Stop) {
            out.raise(rule, stop.span).subject(&tag.name).say(message!(
                "the tag {} is newer than the {}",
                tag.name,
                stop.label()
            ));
        }
    }
}

/// What changed since the ship call, as far as its plan was committed.
pub(super) fn changes(case: &Case) -> Option<Untrusted> {
    let changed = case.past()?.changed.as_ref().filter(|changed| !changed.is_empty())?;
    Some(message!("the plan has changed since the ship call: {}", changed.join(", ")))
}
