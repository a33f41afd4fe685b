//! Tests: confirmed by a person, not just a green badge. What ran, what was skipped, and why.

mod confirmed;
mod flows;
pub(crate) mod keys;
mod reports;
mod rules;
mod runs;
mod skips;

use super::case::Case;
use super::check::Check;
use crate::evidence::Gathered;
use crate::evidence::tests::TestEvidence;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

use rules::{RULES, TESTS_ONLY_DECLARED, TESTS_UNREADABLE_REPORT};

/// The second question.
pub(crate) struct Tests;

impl Check for Tests {
    fn id(&self) -> CheckId {
        CheckId::TESTS
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn default_owner(&self, case: &Case) -> Option<Untrusted> {
        let confirmed_by = case.release.tests.confirmed_by.get();
        confirmed_by.map(|person| person.name.clone()).or_else(|| case.owner().cloned())
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        confirmed::run(case, out);
        skips::stated(case, out);
        runs::run(case, out);
        flows::run(case, out);
        match &case.evidence.tests {
            Gathered::Absent => {
                out.raise(&TESTS_ONLY_DECLARED, case.release.tests.span());
                reports::enough(case, 0, out);
                Basis::Declared
            }
            Gathered::Broken(fault) => {
                out.raise(&TESTS_UNREADABLE_REPORT, fault.span).say(&fault.message).help(&fault.help);
                Basis::Declared
            }
            Gathered::Read(evidence) => {
                reports::run(case, evidence, out);
                skips::run(case, evidence, out);
                if evidence.is_whole() { Basis::Verified } else { Basis::Declared }
            }
        }
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let by = case.release.tests.confirmed_by.get().map(|person| &person.name);
        let by = by.cloned().unwrap_or_else(|| Untrusted::from("a person"));
        match case.evidence.tests.read().map(TestEvidence::counts) {
            Some(counts) => {
                let failed = counts.failed.saturating_add(counts.errors);
                let parts = [(failed, "failed"), (counts.skipped, "skipped")];
                let parts = parts.into_iter().filter(|(count, _)| *count > 0);
                let parts: Vec<String> = parts.map(|(count, word)| format!(", {count} {word}")).collect();
                message!("{} passed{}; {} confirmed them", counts.passed, parts.concat(), by)
            }
            None => message!("{} confirmed them", by),
        }
    }
}
