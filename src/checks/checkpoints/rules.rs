//! Checkpoints: who has to say what by when, and what keeps their word from counting.

use std::collections::BTreeSet;

use super::answer::Judge;
use super::asked::{Asked, HANDOVER, asked, entries};
use super::whose;
use crate::checks::call::stands;
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::shape::suggest;
use crate::untrusted::{Untrusted, message};

rules! {
    in "checkpoints/":
    CHECKPOINT_CONTRADICTED = "checkpoint/contradicted", Error, Full,
        "a confirmation is not what the evidence says" / "confirmations are not what the evidence says",
        "look at the evidence again, and confirm it when both agree";
    CHECKPOINT_LATE = "checkpoint/late", Warning, Full,
        "a checkpoint was confirmed late" / "checkpoints were confirmed late",
        "ask why, and move the checkpoint where it can be met";
    CHECKPOINT_NOT_THEIRS = "checkpoint/not-theirs", Error, Full,
        "somebody confirmed what is for somebody else to say" / "confirmations are by others than was asked for",
        "let the person of the role confirm it, or whom it goes up to";
    CHECKPOINT_ONE_SIDED = "checkpoint/one-sided", Error, Full,
        "a handoff has one side" / "handoffs have one side",
        "let two people say so: who hands over, and who takes over";
    CHECKPOINT_OVERDUE = "checkpoint/overdue", Error, Full,
        "a checkpoint is overdue" / "checkpoints are overdue",
        "confirm it, or say under `not` why it is not so";
    CHECKPOINT_REFUSED = "checkpoint/refused", Error, Full,
        "somebody says that a checkpoint is not met" / "checkpoints are not met, as those asked say",
        "repair it; then let the same person confirm it";
    CHECKPOINT_STALE = "checkpoint/stale", Warning, Full,
        "a confirmation is about another build" / "confirmations are about other builds",
        "look at the newest build, and confirm it anew";
    CHECKPOINT_UNASKED = "checkpoint/unasked", Error, Lint,
        "something is confirmed that nobody asks for" / "confirmations are asked for by nobody",
        "write the name as its checkpoint has it, or remove the entry";
}

/// Who has to say what by when.
pub(crate) struct Checkpoints;

impl Check for Checkpoints {
    fn id(&self) -> CheckId {
        CheckId::CHECKPOINTS
    }

    fn is_asked(&self, case: &Case) -> bool {
        let has_own = !entries(&case.release.checkpoints).is_empty() || case.release.confirmed.is_given();
        has_own || !entries(&case.policy.checkpoints).is_empty()
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let all = asked(case.release, case.policy);
        unasked(case, &all, out);
        whose::vacant(case, &all, out);
        if case.now.is_none() {
            return Basis::Declared;
        }
        let compiled = case.conditions.checkpoints.iter().chain(std::iter::repeat(&None));
        let answers = case.checkpoint_answers.iter().chain(std::iter::repeat(&None));
        for ((asked, condition), answer) in all.iter().zip(compiled).zip(answers) {
            if is_judged(case, asked) {
                let when = asked.point.and_then(|point| point.when.get());
                let condition = condition.as_ref().and_then(|condition| condition.as_ref().ok());
                Judge { case, asked, when, condition, answer: answer.as_ref() }.run(out);
            }
        }
        let is_verified = |asked: &Asked| asked.point.is_some_and(|point| point.when.is_given());
        if !all.is_empty() && all.iter().all(is_verified) { Basis::Verified } else { Basis::Declared }
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let all = asked(case.release, case.policy);
        let said = all.iter().filter(|asked| asked.is_complete(case)).count();
        match all.len().saturating_sub(said) {
            0 => message!("all {} confirmed", said),
            open => message!("{} of {} confirmed, {} still to come", said, all.len(), open),
        }
    }
}

/// Whether it is judged already: what is due after the launch, once a ship call stands.
pub(crate) fn is_judged(case: &Case, asked: &Asked) -> bool {
    !asked.due.is_after_launch() || stands::standing(case).is_some()
}

/// What is confirmed and asked for by nobody, and what the release asks anew that the policy asks already.
fn unasked(case: &Case, all: &[Asked], out: &mut Findings) {
    let ids: BTreeSet<&str> = all.iter().map(|asked| asked.id).collect();
    for (id, _) in entries(&case.release.confirmed) {
        if !ids.contains(id.value.as_str()) {
            let known = ids.iter().copied().chain([HANDOVER]);
            let hint = suggest::hint(&id.value, known);
            out.raise(&CHECKPOINT_UNASKED, id.span).subject(id.value.as_str()).say(message!(
                "\"{}\" is confirmed, and no checkpoint has that name{}",
                id.value,
                hint
            ));
        }
    }
    let team = entries(&case.policy.checkpoints).iter();
    let team: BTreeSet<&str> = team.map(|(id, _)| id.value.as_str()).collect();
    for (id, _) in entries(&case.release.checkpoints) {
        if team.contains(id.value.as_str()) {
            out.raise(&CHECKPOINT_UNASKED, id.span)
                .subject(id.value.as_str())
                .say(message!(
                    "\"{}\" is a checkpoint of the policy, which stands: this one asks nothing",
                    id.value
                ))
                .help("remove it here, or give it a name of its own");
        }
    }
}
