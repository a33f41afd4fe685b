//! Checkpoints: who has to say what by when, and what keeps their word from counting.

use std::collections::BTreeSet;

use super::asked::{HANDOVER, asked, entries};
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::shape::suggest;
use crate::untrusted::{Untrusted, message};

rules! {
    in "checkpoints/":
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
        unasked(case, out);
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let all = asked(case.release, case.policy);
        let said = all.iter().filter(|asked| asked.is_complete(case)).count();
        message!("{} of {} confirmed", said, all.len())
    }
}

/// What is confirmed and asked for by nobody, and what the release asks anew that the policy asks already.
fn unasked(case: &Case, out: &mut Findings) {
    let all = asked(case.release, case.policy);
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
    let team: BTreeSet<&str> =
        entries(&case.policy.checkpoints).iter().map(|(id, _)| id.value.as_str()).collect();
    for (id, _) in
        entries(&case.release.checkpoints).iter().filter(|(id, _)| team.contains(id.value.as_str()))
    {
        out.raise(&CHECKPOINT_UNASKED, id.span)
            .subject(id.value.as_str())
            .say(message!(
                "\"{}\" is a checkpoint of the policy, which stands: this one asks nothing",
                id.value
            ))
            .help("remove it here, or give it a name of its own");
    }
}
