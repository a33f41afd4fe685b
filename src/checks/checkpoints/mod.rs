//! Checkpoints: what one person has to say by a moment before, at or after the launch.

mod answer;
pub(crate) mod asked;
pub(crate) mod due;
pub(crate) mod keys;
pub(crate) mod rules;
mod state;
pub(crate) mod whose;

use std::collections::BTreeSet;

use self::answer::Judge;
use self::asked::{Asked, HANDOVER, asked, entries};
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::Rule;
use crate::shape::suggest;
use crate::untrusted::{Untrusted, message};

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
        rules::RULES
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
            if asked.is_judged(case) {
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
            0 if said == 1 => "the one checkpoint is confirmed".into(),
            0 => message!("all {} confirmed", said),
            open => message!("{} of {} confirmed, {} still to come", said, all.len(), open),
        }
    }
}

/// What is confirmed and asked for by nobody, and what the release asks anew that the policy asks already.
fn unasked(case: &Case, all: &[Asked], out: &mut Findings) {
    let ids: BTreeSet<&str> = all.iter().map(|asked| asked.id).collect();
    for (id, _) in entries(&case.release.confirmed) {
        if !ids.contains(id.value.as_str()) {
            let known = ids.iter().copied().chain([HANDOVER]);
            let hint = suggest::hint(&id.value, known);
            out.raise(&rules::CHECKPOINT_UNASKED, id.span).subject(id.value.as_str()).say(message!(
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
            out.raise(&rules::CHECKPOINT_UNASKED, id.span)
                .subject(id.value.as_str())
                .say(message!(
                    "\"{}\" is a checkpoint of the policy, which stands: this one asks nothing",
                    id.value
                ))
                .help("remove it here, or give it a name of its own");
        }
    }
}
