//! The shape of the `json` and `yaml` reports, version 1. Fields are never renamed, and new ones only added; what is
//! absent is null, so that a reader finds every key.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::escape::{Exact, exact};
use crate::report::{
    CallSummary, CheckRow, EvidenceSummary, Headline, ReleaseReport, Report, ReportedFinding, ToCome, Verdict,
};
use crate::row::{BuildNumbers, StopRow, TestCounts};
use crate::source::Location;
use crate::untrusted::Untrusted;

/// The version of this shape.
pub(super) const SCHEMA: u32 = 1;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Document<'a> {
    schema: u32,
    verdict: &'static str,
    as_of: Option<&'a str>,
    policy: Policy<'a>,
    releases: Vec<ReleaseEntry<'a>>,
}

impl<'a> Document<'a> {
    /// The tree of a report.
    pub(crate) fn of(report: &'a Report) -> Self {
        Self {
            schema: SCHEMA,
            verdict: report.verdict.word(),
            as_of: report.as_of.as_deref(),
            policy: Policy::of(report),
            releases: report.releases.iter().map(ReleaseEntry::of).collect(),
        }
    }
}

/// What the run was judged by. Where releases found different policies, no one file is named.
#[derive(Serialize, JsonSchema)]
struct Policy<'a> {
    file: Option<Exact<'a>>,
    softened: Vec<&'static str>,
}

impl<'a> Policy<'a> {
    fn of(report: &'a Report) -> Self {
        let judged = report.releases.iter().filter(|release| release.verdict != Verdict::Invalid);
        let mut used = judged.map(|release| &release.policy);
        let first = used.next().and_then(|policy| policy.file.as_ref());
        let is_shared = used.all(|policy| policy.file.as_ref() == first);
        let softened = report.releases.iter().flat_map(|release| release.policy.softened.iter().copied());
        Self {
            file: maybe(first.filter(|_| is_shared)),
            softened: softened.collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct ReleaseEntry<'a> {
    file: Exact<'a>,
    verdict: &'static str,
    release: Head<'a>,
    checks: Vec<Check<'a>>,
    stop_rules: Vec<StopRule<'a>>,
    findings: Vec<Finding<'a>>,
    evidence: Evidence<'a>,
    call: Option<Call<'a>>,
    /// What is still to come; there where checkpoints are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_come: Option<Vec<ToComeEntry<'a>>>,
    /// What a gate was asked about; there in a gate alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Gate<'a> {
    commit: Exact<'a>,
    id: Option<&'a str>,
    is_build: bool,
    open: bool,
    step: Option<Exact<'a>>,
}

impl<'a> Gate<'a> {
    fn of(release: &'a ReleaseReport) -> Option<Self> {
        let gate = release.gate.as_ref()?;
        Some(Self {
            commit: exact(&gate.commit),
            id: gate.id.as_deref(),
            is_build: gate.is_build,
            open: release.verdict == Verdict::Go,
            step: maybe(gate.step.as_ref()),
        })
    }
}

impl<'a> ReleaseEntry<'a> {
    fn of(release: &'a ReleaseReport) -> Self {
        Self {
            file: exact(&release.file),
            verdict: release.verdict.word(),
            release: Head::of(&release.release),
            checks: release.checks.iter().map(Check::of).collect(),
            stop_rules: release.stop_rules.iter().map(StopRule::of).collect(),
            findings: release.findings.iter().map(Finding::of).collect(),
            evidence: Evidence::of(&release.evidence),
            call: release.call.as_ref().map(Call::of),
            to_come: release.to_come.as_ref().map(|list| list.iter().map(ToComeEntry::of).collect()),
            gate: Gate::of(release),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Head<'a> {
    name: Option<Exact<'a>>,
    version: Option<Exact<'a>>,
    owner: Option<Exact<'a>>,
    date: Option<&'a str>,
    /// The digest of the plan; null where the file could not be read.
    plan: Option<&'a str>,
}

impl<'a> Head<'a> {
    fn of(head: &'a Headline) -> Self {
        Self {
            name: maybe(head.name.as_ref()),
            version: maybe(head.version.as_ref()),
            owner: maybe(head.owner.as_ref()),
            date: head.date.as_deref(),
            plan: head.plan.as_deref(),
        }
    }
}

/// The newest call.
#[derive(Serialize, JsonSchema)]
struct ToComeEntry<'a> {
    what: Exact<'a>,
    who: Option<Exact<'a>>,
    due: &'a str,
}

impl<'a> ToComeEntry<'a> {
    fn of(to_come: &'a ToCome) -> Self {
        Self { what: exact(&to_come.what), who: maybe(to_come.who.as_ref()), due: &to_come.due }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Call<'a> {
    say: Option<&'a str>,
    by: Option<Exact<'a>>,
    on: Option<&'a str>,
    why: Option<Exact<'a>>,
    was: Option<&'a str>,
    date: Option<&'a str>,
    cause: Vec<Exact<'a>>,
    told: Vec<Exact<'a>>,
    build: Option<Exact<'a>>,
    plan: Option<Exact<'a>>,
    until: Option<&'a str>,
    signature: Option<&'a str>,
    stands: bool,
    in_force: bool,
}

impl<'a> Call<'a> {
    /// As the report tells it.
    pub(crate) fn of(call: &'a CallSummary) -> Self {
        Self {
            say: call.say,
            by: maybe(call.by.as_ref()),
            on: call.on.as_deref(),
            why: maybe(call.why.as_ref()),
            was: call.was.as_deref(),
            date: call.date.as_deref(),
            cause: call.cause.iter().map(exact).collect(),
            told: call.told.iter().map(exact).collect(),
            build: maybe(call.build.as_ref()),
            plan: maybe(call.plan.as_ref()),
            until: call.until.as_deref(),
            signature: call.signature,
            stands: call.stands,
            in_force: call.in_force,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Check<'a> {
    id: &'static str,
    title: &'static str,
    result: &'static str,
    basis: &'static str,
    summary: Exact<'a>,
    next: Option<Exact<'a>>,
}

impl<'a> Check<'a> {
    fn of(row: &'a CheckRow) -> Self {
        Self {
            id: row.id.word(),
            title: row.id.title(),
            result: row.result.word(),
            basis: row.basis.word(),
            summary: exact(&row.summary),
            next: maybe(row.next.as_ref()),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct StopRule<'a> {
    rule: Exact<'a>,
    state: &'static str,
    basis: &'static str,
}

impl<'a> StopRule<'a> {
    fn of(row: &'a StopRow) -> Self {
        Self { rule: exact(&row.rule), state: row.state.word(), basis: row.basis.word() }
    }
}

#[derive(Serialize, JsonSchema)]
struct Finding<'a> {
    rule: &'static str,
    level: &'static str,
    check: Option<&'static str>,
    accepted: bool,
    subject: Option<Exact<'a>>,
    message: Exact<'a>,
    help: Exact<'a>,
    paste: Option<Exact<'a>>,
    next: Option<Exact<'a>>,
    report: Option<Exact<'a>>,
    location: Place<'a>,
}

impl<'a> Finding<'a> {
    fn of(finding: &'a ReportedFinding) -> Self {
        Self {
            rule: finding.rule,
            level: finding.level.word(),
            check: finding.check.map(crate::row::CheckId::word),
            accepted: finding.accepted,
            subject: maybe(finding.subject.as_ref()),
            message: exact(&finding.message),
            help: exact(&finding.help),
            paste: maybe(finding.paste.as_ref()),
            next: maybe(finding.next.as_ref()),
            report: maybe(finding.report.as_ref()),
            location: Place::of(&finding.location),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Place<'a> {
    file: Exact<'a>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Place<'a> {
    fn of(location: &'a Location) -> Self {
        Self {
            file: exact(&location.file),
            line: location.line,
            column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Evidence<'a> {
    build: Option<Build<'a>>,
    tests: Option<Tests>,
}

impl<'a> Evidence<'a> {
    fn of(evidence: &'a EvidenceSummary) -> Self {
        Self { build: evidence.build.as_ref().map(Build::of), tests: evidence.tests.as_ref().map(Tests::of) }
    }
}

#[derive(Serialize, JsonSchema)]
struct Build<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    changes: u64,
    unlisted: u64,
    out_of_scope: u64,
    merges: u64,
    ignored: u64,
    reverted: u64,
    already_shipped: u64,
    plan_only: u64,
}

impl<'a> Build<'a> {
    fn of(numbers: &'a BuildNumbers) -> Self {
        Self {
            from: numbers.from.as_deref(),
            to: numbers.to.as_deref(),
            changes: numbers.changes,
            unlisted: numbers.unlisted,
            out_of_scope: numbers.out_of_scope,
            merges: numbers.merges,
            ignored: numbers.ignored,
            reverted: numbers.reverted,
            already_shipped: numbers.already_shipped,
            plan_only: numbers.plan_only,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Tests {
    reports: u64,
    total: u64,
    passed: u64,
    failed: u64,
    errors: u64,
    skipped: u64,
    flaky: u64,
}

impl Tests {
    fn of(numbers: &TestCounts) -> Self {
        Self {
            reports: numbers.reports,
            total: numbers.total,
            passed: numbers.passed,
            failed: numbers.failed,
            errors: numbers.errors,
            skipped: numbers.skipped,
            flaky: numbers.flaky,
        }
    }
}

fn maybe(text: Option<&Untrusted>) -> Option<Exact<'_>> {
    text.map(exact)
}
