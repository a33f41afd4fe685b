//! The newest call and the gate, as the report tells of them.

use crate::checks::call::stands;
use crate::checks::case::{Case, Purpose, person};
use crate::evidence::ssh::Proof;
use crate::report::{CallSummary, GateSummary};
use crate::shape::Maybe;
use crate::shape::date::{Moment, When};
use crate::source::Span;

/// The newest call, where a release is judged whole.
pub(super) fn newest(case: &Case) -> Option<CallSummary> {
    case.now?;
    let call = stands::newest(case)?;
    let end = Some(call).filter(|call| call.is_ship()).and_then(|call| until(case, call));
    let machine = |date: &Maybe<When>| date.get().map(|date| date.written());
    let token = |token: &Maybe<crate::shape::leaf::Token>| token.get().map(|token| token.text.clone());
    Some(CallSummary {
        say: call.say.get().map(|say| say.word()),
        by: person(&call.by).cloned(),
        on: machine(&call.on),
        on_words: call.on.get().map(|on| on.people(&case.zone)),
        why: super::headline::words(&call.why),
        was: machine(&call.was),
        date: machine(&call.date),
        cause: call.cause.items().iter().map(|cause| cause.text.clone()).collect(),
        told: call.told.items().iter().map(|told| told.words.clone()).collect(),
        build: token(&call.build),
        plan: token(&call.plan),
        until: end.map(|end| end.written()),
        until_words: end.map(|end| end.people(&case.zone)),
        signature: stands::proof(case, call).map(word),
        stands: stands::standing(case).is_some(),
        in_force: stands::is_in_force(case),
    })
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

/// What the gate was asked about.
pub(super) fn gate(case: &Case) -> Option<GateSummary> {
    let commit = case.commit.clone().filter(|_| case.purpose == Purpose::Gate)?;
    let id = case.evidence.shipping.asked.read().map(|asked| asked.id.clone());
    let is_build =
        case.judgement.is_some_and(|judgement| judgement.is_build) || stands::is_called_commit(case, &commit);
    Some(GateSummary { commit, id, is_build })
}
