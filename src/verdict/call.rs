//! The newest call and the gate, as the report tells of them.

use super::Judged;
use crate::checks::call::keys::Say;
use crate::checks::call::stands;
use crate::checks::case::{Case, Purpose, person};
use crate::checks::release::is_full_id;
use crate::evidence::ssh::Proof;
use crate::report::{CallSummary, GateSummary, Standing, Verdict};
use crate::shape::Maybe;
use crate::shape::date::{Moment, When};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// The newest call, where a release is judged whole.
pub(super) fn newest(case: &Case) -> Option<CallSummary> {
    let now = case.now?;
    let call = stands::newest(case)?;
    let end = Some(call).filter(|call| call.is_ship()).and_then(|call| until(case, call));
    let machine = |date: &Maybe<When>| date.get().map(When::written);
    let token = |token: &Maybe<crate::shape::leaf::Token>| token.get().map(|token| token.text.clone());
    Some(CallSummary {
        say: call.say.get().map(|say| say.word()),
        by: person(&call.by).cloned(),
        on: machine(&call.on),
        on_words: call.on.get().map(|on| on.people_soon(&case.zone, now)),
        why: super::headline::words(&call.why),
        was: machine(&call.was),
        date: machine(&call.date),
        cause: call.cause.items().iter().map(|cause| cause.text.clone()).collect(),
        told: call.told.items().iter().map(|told| told.words.clone()).collect(),
        build: token(&call.build),
        plan: token(&call.plan),
        until: end.map(|end| end.written()),
        until_words: end.map(|end| match call.on.get() {
            Some(on) => end.people_after(on, &case.zone, now),
            None => end.people_soon(&case.zone, now),
        }),
        moved: call
            .was
            .get()
            .zip(call.date.get())
            .map(|(was, date)| (was.people_soon(&case.zone, now), date.people_after(was, &case.zone, now))),
        standing: stands::held(case).and_then(|call| call.say.get()).map(|say| standing(*say)),
        signature: stands::proof(case, call).map(word),
        stands: stands::standing(case).is_some(),
        in_force: stands::is_in_force(case),
    })
}

fn standing(say: Say) -> Standing {
    match say {
        Say::Ship => Standing::Shipped,
        Say::Stop => Standing::Stopped,
        Say::Delay => Standing::Delayed,
        Say::RollBack => Standing::RolledBack,
    }
}

fn word(proof: &Proof) -> &'static str {
    match proof {
        Proof::Good => "good",
        Proof::Bad(_) => "bad",
        Proof::Unproven(_) => "unproven",
    }
}

/// Until when a call holds, told at the clock of the one who made it.
fn until(case: &Case, call: &crate::checks::call::keys::Call) -> Option<When> {
    if let Some(until) = call.until.get() {
        return Some(*until);
    }
    let end = stands::end(case, call)?.start;
    let offset = match call.on.get()?.moment {
        Moment::Exact(_, offset) => offset,
        Moment::Local(_) | Moment::Day(_) => case.zone.to_offset(end),
    };
    Some(When { span: Span::default(), moment: Moment::Exact(end, offset) })
}

/// What the gate was asked about, and what opens it.
pub(super) fn gate(case: &Case, judged: &Judged) -> Option<GateSummary> {
    let commit = case.commit.clone().filter(|_| case.purpose == Purpose::Gate)?;
    let id = case.evidence.shipping.asked.read().map(|asked| asked.id.clone());
    let id = id.or_else(|| is_full_id(commit.raw()).then(|| commit.raw().to_ascii_lowercase()));
    let is_build =
        case.judgement.is_some_and(|judgement| judgement.is_build) || stands::is_called_commit(case, &commit);
    let known = id.as_deref().map_or_else(|| commit.clone(), |id| Untrusted::from(shorter(id)));
    let step = (judged.verdict != Verdict::Go).then(|| step(case, is_build, &known));
    Some(GateSummary { commit, id, is_build, step })
}

/// What opens a gate that is shut: the newest call first, for whoever reads this wants to deploy.
fn step(case: &Case, is_build: bool, deployed: &Untrusted) -> Untrusted {
    let caller = case.caller().cloned().unwrap_or_else(|| "whoever may say ship".into());
    let Some(call) = stands::newest(case) else {
        return message!("Once nothing else blocks, {} says ship: gonogo call ship --why \"…\"", caller);
    };
    if !call.is_ship() {
        let (say, by) = (call.say.get().map_or("nothing", |say| say.word()), person(&call.by));
        let by = by.cloned().unwrap_or_else(|| "nobody".into());
        return message!("{} said {}: only a new ship call by {} opens the gate.", by, say, caller);
    }
    let build = call.build.get().map(|build| Untrusted::from(shorter(build.text.raw())));
    let again = message!("ask {} to look again and to say ship anew.", caller);
    match build {
        Some(build) if !is_build => message!("Ask {} again about {}, or deploy {}.", caller, deployed, build),
        _ if stands::is_in_force(case) => {
            message!(
                "The call is in force, but the release is no longer GO: repair what blocks, or {}",
                again
            )
        }
        _ if stands::standing(case).is_some() => message!("The call has expired: {}", again),
        _ if !stands::is_about_plan(case, call) => {
            message!("The plan is no longer what was called: take the change back, or {}", again)
        }
        _ => message!("The call does not count: {}", again),
    }
}

/// The first digits of a full id.
fn shorter(commit: &str) -> &str {
    if is_full_id(commit) { commit.get(..SHORT).unwrap_or(commit) } else { commit }
}

/// Digits of a commit that people see.
const SHORT: usize = 7;
