//! `migrations` of the policy: who changes what is stored says whether that can be undone.

use super::rules::ROLLBACK_MIGRATION_UNSTATED;
use crate::checks::case::Case;
use crate::evidence::Gathered;
use crate::evidence::build::Touched;
use crate::finding::Findings;
use crate::untrusted::{Untrusted, message};

pub(super) fn run(case: &Case, out: &mut Findings) {
    let rollback = &case.release.rollback;
    if case.policy.migrations.items().is_empty() || rollback.reversible.is_given() {
        return;
    }
    let unsure = |why: &Untrusted| message!("nobody can tell whether a migration ships ({})", why);
    let words = match &case.evidence.touched {
        Gathered::Read(groups) => match groups.first() {
            Some(touched) if touched.count > 0 => {
                message!("{}, and nobody says whether that can be undone", told(touched))
            }
            _ => return,
        },
        Gathered::Broken(fault) => unsure(&fault.message),
        Gathered::Absent => unsure(&"the build was not read".into()),
    };
    let finding = out.raise(&ROLLBACK_MIGRATION_UNSTATED, rollback.span());
    let first = case.evidence.touched.read().and_then(|groups| groups.first()?.first.first());
    if let Some(first) = first {
        finding.subject(first);
    }
    finding.say(words);
}

/// Which paths are touched, as far as they are told.
pub(crate) fn told(touched: &Touched) -> Untrusted {
    let names: Vec<&str> = touched.first.iter().map(Untrusted::raw).collect();
    match touched.count.saturating_sub(names.len()) {
        0 if names.len() == 1 => message!("the build changes {}", names.concat()),
        0 => message!("the build changes {}", names.join(", ")),
        more => message!("the build changes {} and {} more", names.join(", "), more),
    }
}
