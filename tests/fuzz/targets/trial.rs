//! Judges a release without files or clock: what several targets do with what they read.

use jiff::Timestamp;

use crate::checks::case::{self, Case, Conditions};
use crate::checks::catalogue::catalogue;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::matching::judgement::{Asked, judge as match_changes};
use crate::evidence::Evidence;
use crate::report::{ReleaseReport, Report};
use crate::shape::tree::{Node, Value};
use crate::shape::{Fault, Faults};
use crate::source::Span;
use crate::verdict::report::{Sources, judged};
use crate::verdict::{Mode, Strictness, judge};

/// The text of a file, if its bytes are one that is read at all.
pub(super) fn text(data: &[u8]) -> Option<String> {
    crate::input::decode(data.to_vec()).ok()
}

/// All that a verdict is made of.
pub(super) struct Trial<'a> {
    pub(super) release: &'a Release,
    pub(super) policy: &'a Policy,
    pub(super) evidence: &'a Evidence,
    pub(super) sources: &'a Sources,
    /// Of the release: compiling them takes longer than all the rest.
    pub(super) conditions: Conditions,
}

impl<'a> Trial<'a> {
    /// A release with its policy, its evidence and its text.
    pub(super) fn new(
        release: &'a Release,
        policy: &'a Policy,
        evidence: &'a Evidence,
        sources: &'a Sources,
    ) -> Self {
        Self { release, policy, evidence, sources, conditions: case::conditions(release, policy) }
    }

    /// The report of one release, judged at the end of November 2026; `lint` knows no clock.
    pub(super) fn judge(&self, mode: Mode, strictness: Strictness) -> ReleaseReport {
        let build = self.evidence.build.read();
        let judgement =
            build.map(|history| match_changes(history, self.release, self.policy, Asked::default()));
        let now = Timestamp::from_second(1_796_061_600).expect("a time");
        let case = Case {
            judgement: judgement.as_ref(),
            now: (mode == Mode::Check).then_some(now),
            ..Case::new(catalogue(), self.release, self.policy, self.evidence, self.conditions.clone())
        };
        judged(&case, judge(case.clone(), mode, strictness), self.sources)
    }
}

/// A whole run that reports one release, and knows the rules it speaks of.
pub(super) fn report(release: ReleaseReport, mode: Mode, strictness: Strictness) -> Report {
    Report {
        as_of_words: None,
        as_of: (mode == Mode::Check).then(|| "2026-11-30T18:00:00Z".to_owned()),
        strict: strictness == Strictness::Strict,
        verdict: release.verdict,
        releases: vec![release],
        rules: catalogue().all(),
    }
}

/// Every place of a tree lies in its text.
pub(super) fn check_places(text: &str, node: &Node) {
    check_span(text, node.span);
    match &node.value {
        Value::List(list) => list.iter().for_each(|node| check_places(text, node)),
        Value::Table(table) => {
            for entry in &table.entries {
                check_span(text, entry.key.span);
                check_places(text, &entry.node);
            }
        }
        _ => {}
    }
}

/// Every fault has words, and points into its text.
pub(super) fn check_faults(text: &str, faults: &Faults) {
    for Fault { span, message, help, .. } in &faults.list {
        check_span(text, *span);
        assert!(!message.is_blank() && !help.as_ref().is_some_and(crate::untrusted::Untrusted::is_blank));
    }
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} is no place in {text:?}");
}
