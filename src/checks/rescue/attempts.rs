//! What other plans of the team, and earlier versions of this one, say of a rescue: the attempt before it, and the calm
//! releases behind it.

use crate::checks::call::keys::Say;
use crate::checks::case::Case;
use crate::checks::past::{Version, since_when};
use crate::checks::release::Release;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::shape::date::Period;
use crate::untrusted::{Untrusted, message};

/// Calm releases that have to follow a rescue.
const CALM: usize = 2;

/// A rescue is smaller than what was tried before.
pub(super) fn not_smaller(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let scope = &case.release.scope;
    let place = scope.included.key_or(scope.span());
    if let Some(fault) = case.plans.and_then(|plans| plans.fault.as_ref()) {
        out.raise(rule, place).say(message!("the earlier plans could not all be read: {}", fault));
        return;
    }
    let mut attempts = earlier(case);
    attempts.retain(|(_, _, plan)| !is_shipped(plan));
    let Some((_, file, last)) = attempts.pop() else { return };
    let (own, others) = (scope.included.items().len(), last.scope.included.items().len());
    if last.scope.issues.is_given() {
        out.raise(rule, place)
            .subject(file)
            .say(message!("nobody can tell how many items {} had: they stand in another file", file));
    } else if own >= others {
        let (word, was) =
            (if own == 1 { "item" } else { "items" }, if others == 1 { "item" } else { "items" });
        out.raise(rule, place).subject(file).say(message!(
            "the rescue has {} {}; the last attempt had {} {} ({})",
            own,
            word,
            others,
            was,
            file
        ));
    }
}

/// The file of the last rescue, where a release that is none comes before two calm ones have followed it.
pub(super) fn left_early<'c>(case: &'c Case) -> Option<(&'c Untrusted, usize)> {
    if case.release.rescue.is_given() || !case.policy.releases.is_given() {
        return None;
    }
    let earlier = earlier(case);
    let at = earlier.iter().rposition(|(_, _, plan)| plan.rescue.is_given())?;
    let (_, file, rescue) = earlier.get(at)?;
    let since = earlier.get(at.saturating_add(1)..).unwrap_or_default();
    let calm = since.iter().filter(|(_, _, plan)| is_calm(plan)).count();
    (calm < CALM || !is_shipped(rescue)).then_some((*file, calm))
}

/// Whether this very plan was a rescue since its list was approved, and is none any more.
pub(super) fn is_struck(case: &Case) -> bool {
    let was_one = |version: &Version| version.own().is_some_and(|own| own.rescue.is_given());
    !case.release.rescue.is_given() && since(case).iter().any(was_one)
}

/// The version with which it stopped being one; none where that is not committed yet.
pub(super) fn struck<'c>(case: &'c Case) -> Option<&'c Version> {
    since_when(since(case), |version| !version.rescue.is_given())
}

fn since<'c>(case: &'c Case) -> &'c [Version] {
    case.past().map(|past| past.since_approval(case.release)).unwrap_or_default()
}

/// Plans that were to launch before this one, the oldest first.
fn earlier<'c>(case: &'c Case) -> Vec<(Period, &'c Untrusted, &'c Release)> {
    let Some(own) = case.launch() else { return Vec::new() };
    let plans = case.plans.map(|plans| plans.list.as_slice()).unwrap_or_default();
    let dated = plans.iter().filter_map(|(file, plan)| {
        let launch = plan.date.get()?.period(&plan.zone());
        (launch.start < own.start).then_some((launch, file, plan))
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|(launch, file, _)| (launch.start, file.raw().to_owned()));
    dated
}

/// Whether the newest call of a plan is to ship.
fn is_shipped(plan: &Release) -> bool {
    plan.calls.items().last().is_some_and(|call| call.say.get() == Some(&Say::Ship))
}

/// Whether a plan shipped as it was planned: nobody ever said anything but ship.
fn is_calm(plan: &Release) -> bool {
    is_shipped(plan) && plan.calls.items().iter().all(|call| call.say.get() == Some(&Say::Ship))
}
