//! When a call stands: it is the newest, by whoever may say it, about this plan and this build.

use super::keys::{Call, Say};
use crate::checks::case::{Case, Purpose, person};
use crate::checks::release::is_full_id;
use crate::checks::roles::decisions::{Authority, What};
use crate::evidence::ssh::Proof;
use crate::shape::date::{Period, When};
use crate::untrusted::Untrusted;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The newest call.
pub(crate) fn newest<'c>(case: &Case<'c>) -> Option<&'c Call> {
    case.release.calls.items().last()
}

/// Who may say it: the one whose word it is.
pub(crate) fn caller<'c>(case: &Case<'c>, say: Say) -> Option<&'c Untrusted> {
    let release = case.release;
    person(match say {
        Say::Ship => &release.caller.ship,
        Say::Stop | Say::Delay => &release.caller.stop,
        Say::RollBack => &release.rollback.decided_by,
    })
}

/// What is decided by it.
pub(super) fn what(say: Say) -> What {
    match say {
        Say::Ship => What::Ship,
        Say::Stop | Say::Delay => What::Stop,
        Say::RollBack => What::Rollback,
    }
}

/// Whose word counts: whom the team names for the decision, else the caller and who stands in.
pub(crate) fn people<'c>(case: &Case<'c>, say: Say) -> Authority<'c> {
    // Who stands in is named by the release, so that where the team decides it is one of its people, too.
    case.authority(what(say)).unwrap_or_else(|| {
        [caller(case, say), person(&case.release.caller.backup)].into_iter().flatten().collect()
    })
}

/// Whether somebody may say it.
pub(crate) fn may_say(case: &Case, say: Say, who: &Untrusted) -> bool {
    !who.is_blank() && people(case, say).has(who)
}

/// Whether the call is by somebody who may say it.
pub(super) fn is_by_caller(case: &Case, call: &Call) -> bool {
    let both = call.say.get().zip(person(&call.by));
    both.is_some_and(|(say, by)| may_say(case, *say, by))
}

/// Whether the call has been made: it has a date, and that is not still to come.
pub(super) fn is_made(case: &Case, call: &Call) -> bool {
    call.on.get().is_some_and(|on| !case.is_future(on))
}

/// Whether a launch was put off: one that names a day alone may be moved within that day.
pub(crate) fn is_put_off(was: &When, date: &When, zone: &TimeZone) -> bool {
    let (was, date) = (was.period(zone), date.period(zone));
    date.is_after(was) || (date != was && !date.is_before(was))
}

/// Whether the call is about this plan.
pub(crate) fn is_about_plan(case: &Case, call: &Call) -> bool {
    let plan = call.plan.get().map(|plan| plan.text.raw());
    plan.is_some() && plan == case.plan
}

/// Whether the newest call is about this build. Where no repository shows the build, the call says which it is.
pub(super) fn is_about_build(case: &Case, call: &Call) -> bool {
    let build = call.build.get().map(|build| build.text.raw());
    if !is_shown_by_git(case) {
        let is_by_hand = !case.release.build.changes.is_given();
        return build.map_or(is_by_hand, is_full_id);
    }
    build.is_some_and(is_full_id) && case.judgement.is_some_and(|judgement| judgement.is_called)
}

fn is_shown_by_git(case: &Case) -> bool {
    let build = &case.release.build;
    build.from.is_given() || build.to.is_given()
}

/// Whether the commit that is deployed is the one that was called, where no repository shows the build.
pub(crate) fn is_called_commit(case: &Case, commit: &Untrusted) -> bool {
    let build = newest(case).filter(|call| call.is_ship()).and_then(|call| call.build.get());
    !is_shown_by_git(case)
        && build.is_some_and(|build| {
            is_full_id(build.text.raw()) && build.text.raw().eq_ignore_ascii_case(commit.raw())
        })
}

/// What became of the signature of a call.
pub(crate) fn proof<'c>(case: &Case<'c>, call: &Call) -> Option<&'c Proof> {
    let at = case.release.calls.items().iter().position(|one| std::ptr::eq(one, call))?;
    case.evidence.proofs.get(at)?.as_ref()
}

/// The newest call, where it counts: made, by whoever may say it; to ship also about this plan and this build.
pub(crate) fn held<'c>(case: &Case<'c>) -> Option<&'c Call> {
    if case.purpose == Purpose::Record {
        return None;
    }
    let is_bad = |call: &Call| matches!(proof(case, call), Some(Proof::Bad(_)));
    newest(case).filter(|call| {
        is_by_caller(case, call)
            && is_made(case, call)
            && (!call.is_ship() || (is_about_plan(case, call) && is_about_build(case, call)))
            && !is_bad(call)
    })
}

/// The ship call that stands, if one does.
pub(crate) fn standing<'c>(case: &Case<'c>) -> Option<&'c Call> {
    held(case).filter(|call| call.is_ship())
}

/// Until when a ship call holds.
pub(crate) fn end(case: &Case, call: &Call) -> Option<Period> {
    if let Some(until) = call.until.get() {
        return Some(case.period(until));
    }
    let on = case.period(call.on.get()?);
    let hours = SignedDuration::from_hours(case.policy.call_max_age_hours().into());
    Some(Period::instant(on.start.checked_add(hours).unwrap_or(Timestamp::MAX)))
}

/// Whether a ship call holds no longer. What cannot be told has ended.
pub(super) fn has_expired(case: &Case, call: &Call) -> bool {
    let (Some(now), Some(end)) = (case.now, end(case, call)) else { return true };
    end.is_before(Period::instant(now))
}

/// Whether a ship call is in force: it stands and has not expired.
pub(crate) fn is_in_force(case: &Case) -> bool {
    standing(case).is_some_and(|call| !has_expired(case, call))
}
