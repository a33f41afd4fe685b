//! Fills the frozen report from what was judged. Spans become lines and columns here.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Judged, Weighed, call, dates, headline, note, to_come, todo};
use crate::checks::case::Case;
use crate::checks::rollback::environments;
use crate::checks::scope::matching::numbers::numbers as build_numbers;
use crate::checks::{file, profile};
use crate::evidence::tests::TestEvidence;
use crate::report::{
    Dates, EvidenceSummary, Excerpt, Headline, Note, PolicyUsed, ReleaseReport, ReportedFinding, Verdict,
};
use crate::shape::Faults;
use crate::shape::date::short_day;
use crate::source::{FileId, SourceFile, Span};
use crate::untrusted::Untrusted;

/// The files that spans point into: the release first, then the policy, if there is one.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    release: SourceFile,
    policy: Option<SourceFile>,
}

impl Sources {
    /// Ties both files together.
    pub(crate) fn new(release: SourceFile, policy: Option<SourceFile>) -> Self {
        Self { release, policy }
    }

    fn locate(&self, span: Span) -> (crate::source::Location, Option<Excerpt>) {
        let (source, file) = match (span.file, &self.policy) {
            (FileId::Policy, Some(policy)) => (1, policy),
            _ => (0, &self.release),
        };
        (file.location(span), Some(Excerpt { source, start: span.start, end: span.end }))
    }

    /// The text of the release file.
    pub(crate) fn release_text(&self) -> Arc<str> {
        self.release.text()
    }

    /// The line of the release file in which something stands.
    pub(crate) fn release_line(&self, span: Span) -> usize {
        self.release.line(span.start)
    }

    fn texts(&self) -> Vec<Arc<str>> {
        std::iter::once(&self.release).chain(&self.policy).map(SourceFile::text).collect()
    }
}

/// The report over a release that could be read.
pub(crate) fn judged(case: &Case, judged: Judged, sources: &Sources) -> ReleaseReport {
    let gate = call::gate(case, &judged);
    ReleaseReport {
        file: sources.release.name().clone(),
        // Only findings quote the texts: ten thousand clean files need not be held until all are read.
        sources: if judged.findings.is_empty() { Vec::new() } else { sources.texts() },
        verdict: judged.verdict,
        release: headline::fill(case),
        policy: used_policy(case, sources),
        checks: judged.rows,
        stop_rules: judged.stop_rules,
        evidence: evidence(case),
        call: call::newest(case),
        gate,
        attested: Vec::new(),
        dates: dates::of(case.release, case.policy),
        // The page for the team is about a release that was judged whole, not about a file that was looked over.
        note: case.now.map(|_| note::fill(case, &judged.used)).unwrap_or_default(),
        to_come: to_come::list(case),
        set_aside: note::set_aside(case),
        is_mirrored: environments::are_alike(case),
        since: None,
        todos: todo::list(&judged.findings),
        findings: judged.findings.into_iter().map(|weighed| reported(case, weighed, sources)).collect(),
    }
}

fn used_policy(case: &Case, sources: &Sources) -> PolicyUsed {
    let softened = case.rules.all().iter().filter(|rule| profile::is_softened(case.policy, rule));
    let softened = softened.map(|rule| rule.id).collect();
    PolicyUsed { file: sources.policy.as_ref().map(|policy| policy.name().clone()), softened }
}

fn reported(case: &Case, weighed: Weighed, sources: &Sources) -> ReportedFinding {
    let mut finding = weighed.finding;
    let next = finding.turn();
    if let Some(change) = &mut finding.change {
        let at = change.committed.and_then(|at| Timestamp::from_second(at).ok());
        change.day = at.map(|at| short_day(at.to_zoned(case.zone.clone()).date()));
    }
    let (location, excerpt) = sources.locate(finding.span);
    ReportedFinding {
        rule: finding.rule.id,
        level: weighed.level,
        check: Some(finding.check),
        accepted: weighed.accepted,
        subject: finding.subject,
        message: finding.message,
        help: finding.help,
        paste: finding.paste,
        report: finding.report,
        cause: finding.cause,
        change: finding.change,
        next,
        location,
        excerpt,
    }
}

fn evidence(case: &Case) -> EvidenceSummary {
    let build = case.evidence.build.read().map(|history| build_numbers(history, case.judgement));
    let tests = case.evidence.tests.read().filter(|tests| tests.is_whole()).map(TestEvidence::counts);
    EvidenceSummary { build, tests }
}

/// The report over a file that is no release, or whose policy is none.
pub(crate) fn invalid(faults: Faults, sources: &Sources) -> ReleaseReport {
    let mut findings: Vec<ReportedFinding> = faults
        .list
        .into_iter()
        .map(|fault| {
            let (location, excerpt) = sources.locate(fault.span);
            broken(fault.message, fault.help, location, excerpt)
        })
        .collect();
    findings.sort_by(|left, right| (&left.location, &left.message).cmp(&(&right.location, &right.message)));
    blank(&sources.release, sources.texts(), findings)
}

/// The report over a file that could not even be opened.
pub(crate) fn unreadable(name: &str, message: Untrusted, help: Untrusted) -> ReleaseReport {
    let source = SourceFile::new(name, "");
    let location = source.location(Span::default());
    blank(&source, Vec::new(), vec![broken(message, Some(help), location, None)])
}

fn broken(
    message: Untrusted,
    help: Option<Untrusted>,
    location: crate::source::Location,
    excerpt: Option<Excerpt>,
) -> ReportedFinding {
    let rule = file::invalid();
    ReportedFinding {
        rule: rule.id,
        level: crate::rule::Level::Error,
        check: None,
        accepted: false,
        subject: None,
        message,
        help: help.unwrap_or_else(|| rule.remedy.into()),
        paste: None,
        report: None,
        cause: None,
        change: None,
        next: None,
        location,
        excerpt,
    }
}

fn blank(source: &SourceFile, sources: Vec<Arc<str>>, findings: Vec<ReportedFinding>) -> ReleaseReport {
    ReleaseReport {
        file: source.name().clone(),
        sources,
        verdict: Verdict::Invalid,
        release: Headline::default(),
        policy: PolicyUsed::default(),
        checks: Vec::new(),
        stop_rules: Vec::new(),
        findings,
        evidence: EvidenceSummary::default(),
        call: None,
        gate: None,
        attested: Vec::new(),
        dates: Dates { key: source.name().clone(), ..Dates::default() },
        note: Note::default(),
        to_come: None,
        set_aside: Vec::new(),
        is_mirrored: None,
        since: None,
        todos: Vec::new(),
    }
}
