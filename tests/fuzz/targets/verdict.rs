//! Whole verdicts: evidence that is broken or missing never opens a gate that was shut, and every format can draw what
//! came out.
//!
//! Parts are parted by lines of `%%`: the release, a report, a change list, a fact, the policy. A part that is left out
//! is evidence that the release does not name.

use super::harmless;
use super::trial::{Trial, report, text};
use crate::checks::catalogue;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::condition::Datum;
use crate::evidence::history::change::History;
use crate::evidence::ship::{Restores, Shipping};
use crate::evidence::tests::{ReportFile, ReportPattern, TestEvidence};
use crate::evidence::{
    BuildFault, BuildFaultKind, Evidence, Fault, Gathered, changes, facts, tests as reports,
};
use crate::input::{self, Syntax};
use crate::report::Verdict;
use crate::shape::decode::document;
use crate::shape::{Decode, Faults};
use crate::source::{FileId, SourceFile, Span};
use crate::verdict::report::Sources;
use crate::verdict::{Mode, Strictness};

pub fn target(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut parts = text.split("\n%%\n");
    let (toml, reports) = (parts.next().unwrap_or_default(), parts.next());
    let (list, fact, rules) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let mut faults = Faults::default();
    let release: Release = parsed(FileId::Release, toml, &mut faults);
    release.examine(&mut faults);
    let policy: Policy = parsed(FileId::Policy, rules, &mut faults);
    policy.examine(&mut faults);
    catalogue::examine(&policy, &mut faults);
    if !faults.is_empty() {
        return;
    }
    let evidence = Evidence {
        proofs: Vec::new(),
        build: list.map_or(Gathered::Absent, build),
        tests: reports.map_or(Gathered::Absent, |report| Gathered::Read(tests(report))),
        facts: read_facts(&release, fact),
        shipping: Shipping { restores: Gathered::Read(Restores::Version), ..Shipping::default() },
        ..Evidence::default()
    };
    let policy_file = (!rules.is_empty()).then(|| SourceFile::new("gonogo.toml", rules));
    let sources = Sources::new(SourceFile::new("release.toml", toml), policy_file);
    check(&Trial::new(&release, &policy, &evidence, &sources), data.len());
}

fn check(trial: &Trial, seed: usize) {
    let seed = u8::try_from(seed % 256).expect("a byte");
    for mode in [Mode::Lint, Mode::Check] {
        let usual = trial.judge(mode, Strictness::Usual);
        let strict = trial.judge(mode, Strictness::Strict);
        assert!(strict.verdict >= usual.verdict, "strict is no milder");
        assert_eq!(usual.findings.len(), strict.findings.len());
        harmless::check(&report(usual, mode, Strictness::Usual), seed);
    }
    let is_shut = trial.judge(Mode::Check, Strictness::Usual).verdict == Verdict::NoGo;
    // Whoever accepts that evidence is broken, or turns the rule off that says so, has said so.
    let is_open_handed = trial.release.accepts.is_given() || trial.policy.rules.is_given();
    if !is_shut || is_open_handed {
        return;
    }
    for evidence in broken(trial.evidence) {
        let worse = Trial { evidence: &evidence, conditions: trial.conditions.clone(), ..*trial };
        assert_eq!(worse.judge(Mode::Check, Strictness::Usual).verdict, Verdict::NoGo, "{evidence:?}");
    }
}

/// The evidence with one piece of it broken, each in turn.
fn broken(whole: &Evidence) -> Vec<Evidence> {
    let mut all = Vec::new();
    if whole.build.read().is_some() {
        all.push(Evidence { build: no_build(), ..whole.clone() });
    }
    if whole.tests.read().is_some() {
        let mut tests = tests("");
        all.push(Evidence { tests: Gathered::Read(tests.clone()), ..whole.clone() });
        tests.files.clear();
        tests.patterns.iter_mut().for_each(|pattern| pattern.files = 0);
        all.push(Evidence { tests: Gathered::Read(tests), ..whole.clone() });
    }
    if !whole.facts.is_empty() {
        let facts = whole.facts.keys().map(|name| (name.clone(), Gathered::Broken(fault()))).collect();
        all.push(Evidence { facts, ..whole.clone() });
    }
    all
}

fn parsed<T: Decode + Default>(file: FileId, text: &str, faults: &mut Faults) -> T {
    let (node, mut found) = input::parse(file, Syntax::Toml, text);
    let value = document(file, node, &mut found);
    faults.list.append(&mut found.list);
    value
}

fn fault() -> Fault {
    Fault { span: Span::default(), message: "it cannot be read".into(), help: "write it anew".into() }
}

fn no_build() -> Gathered<History, Vec<BuildFault>> {
    Gathered::Broken(vec![BuildFault { kind: BuildFaultKind::Unreadable, fault: fault() }])
}

fn build(list: &str) -> Gathered<History, Vec<BuildFault>> {
    match changes::read(list.as_bytes(), &[]) {
        Ok(list) if !list.changes.is_empty() => {
            Gathered::Read(History { changes: list.changes, entries: list.entries, ..History::default() })
        }
        _ => no_build(),
    }
}

fn tests(report: &str) -> TestEvidence {
    let pattern =
        ReportPattern { span: Span::default(), text: "reports/*.xml".into(), files: 1, faults: Vec::new() };
    let report =
        reports::read(report.as_bytes(), &mut crate::limits::REPORTS_TAGS.clone(), reports::Watch::default())
            .map_err(|_| fault());
    let file = ReportFile { span: Span::default(), name: "reports/unit.xml".into(), report };
    TestEvidence::new(vec![pattern], vec![file])
}

fn read_facts(release: &Release, text: Option<&str>) -> std::collections::BTreeMap<String, Gathered<Datum>> {
    let Some(names) = release.facts.get() else { return std::collections::BTreeMap::new() };
    let read = || match text.map(|text| facts::read("fact.json", text.as_bytes())) {
        Some(Ok(datum)) => Gathered::Read(datum),
        _ => Gathered::Broken(fault()),
    };
    names.entries.iter().map(|(name, _)| (name.value.clone(), read())).collect()
}
