//! `migrations` of the policy: who changes what is stored says whether that can be undone.

use crate::checks::case::Case;
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let rollback = &case.release.rollback;
    if case.policy.migrations.items().is_empty() || rollback.reversible.is_given() {
        return;
    }
    let unsure = |why: &Untrusted| message!("nobody can tell whether a migration ships ({})", why);
    let words = match &case.evidence.touched {
        Gathered::Read(groups) => match groups.first() {
            Some(touched) if touched.count > 0 => {
                message!("{}, and nobody says whether that can be undone", touched.told())
            }
            _ => return,
        },
        Gathered::Broken(fault) => unsure(&fault.message),
        Gathered::Absent => unsure(&"the build was not read".into()),
    };
    let finding = out.raise(rule, rollback.span());
    let first = case.evidence.touched.read().and_then(|groups| groups.first()?.first.first());
    if let Some(first) = first {
        finding.subject(first);
    }
    finding.say(words);
}
