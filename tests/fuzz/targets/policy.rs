//! Policies, against the same policy in JSON; and what a policy does to a release that has hardly anything.

use super::syntax::{tree, twins};
use super::trial::{Trial, text};
use crate::checks::catalogue;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::evidence::Evidence;
use crate::input::Syntax;
use crate::report::Verdict;
use crate::shape::Faults;
use crate::source::{FileId, SourceFile};
use crate::verdict::report::Sources;
use crate::verdict::{Mode, Strictness};

pub fn target(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Some(node) = tree(FileId::Policy, Syntax::Toml, &text) else { return };
    let examine = |policy: &Policy, faults: &mut Faults| {
        policy.examine(faults);
        catalogue::examine(policy, faults);
    };
    let Some([(policy, _), (twin, _)]) = twins(FileId::Policy, (&text, node), examine) else { return };
    let (release, evidence) = (Release::default(), Evidence::default());
    let [one, other] = [policy, twin].map(|policy| {
        let sources = Sources::new(SourceFile::new("r", ""), Some(SourceFile::new("p", text.as_str())));
        let trial = Trial::new(&release, &policy, &evidence, &sources);
        let verdicts = [Strictness::Usual, Strictness::Strict].map(|strictness| {
            let judged = trial.judge(Mode::Check, strictness);
            (judged.verdict, judged.findings.len())
        });
        let [(usual, findings), (strict, as_many)] = verdicts;
        assert!(strict != Verdict::Go || usual == Verdict::Go, "strict is no milder");
        assert_eq!(findings, as_many);
        verdicts
    });
    assert_eq!(one, other);
}
