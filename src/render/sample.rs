//! Reports built by hand, for the tests of the formats. Each call gives the same report again.

use crate::finding::ChangeLine;
use crate::report::{
    BuildLine, CheckRow, EvidenceSummary, Excerpt, Headline, Note, NoteItem, PolicyUsed, ReleaseReport,
    Report, ReportedFinding, SetAside, Since, Task, Todo, Verdict,
};
use crate::row::{Basis, CheckId};
use crate::row::{BuildNumbers, Outcome, StopRow, StopState, TestCounts};
use crate::rule::Level;
use crate::rule::{Rule, Stage};
use crate::source::{FileId, SourceFile, Span};
use crate::untrusted::Untrusted;

/// The release file that the findings point into.
pub(crate) const FILE: &str = "releases/2.4/release.toml";

/// Its text. `[build]` is on line 11, `[tests]` on line 15.
pub(crate) const TEXT: &str = r#"name     = "Billing dashboard"
version  = "2.4.0"
goal     = "Customers can see and export the month's invoices"
owner    = "Ana Ruiz"
date     = 2026-12-01T09:00:00+01:00

[scope]
approved_by = "Ana Ruiz"
in  = ["BILL-101 Billing dashboard"]

[build]
from = "v2.3.0"
to   = "v2.4.0-rc.1"

[tests]
reports = ["reports/**/*.xml"]
confirmed_by = "Dee Okafor"

[support]
contact = "Eli Marsh"
"#;

/// Everything is well.
pub(crate) fn go() -> Report {
    let mut release = release(Verdict::Go);
    release.checks = asked().map(|id| row(*id, Outcome::Pass, "nothing open", None)).collect();
    release.stop_rules = vec![stop_row("A smoke test fails", StopState::Clear)];
    release.evidence = evidence();
    release.note.accepted = Vec::new();
    release.policy.softened = Vec::new();
    report(Verdict::Go, vec![release])
}

/// Two errors, a warning, and an error that was accepted.
pub(crate) fn no_go() -> Report {
    let mut release = release(Verdict::NoGo);
    release.checks = asked()
        .map(|id| match *id {
            CheckId::SCOPE => row(*id, Outcome::Fail, "1 change is on no list", Some("Ana Ruiz")),
            CheckId::TESTS => row(*id, Outcome::Fail, "what ran is not said", Some("Dee Okafor")),
            CheckId::SUPPORT => row(*id, Outcome::Warn, "support was told late", Some("Eli Marsh")),
            _ => row(*id, Outcome::Pass, "nothing open", None),
        })
        .collect();
    release.stop_rules = vec![
        stop_row("A smoke test fails", StopState::Clear),
        StopRow {
            rule: "A bug in billing is open".into(),
            state: StopState::Unknown,
            basis: Basis::Declared,
        },
    ];
    let mut accepted =
        finding("tests/failed", Level::Error, CheckId::TESTS, "reports = [\"reports/**/*.xml\"]");
    accepted.accepted = true;
    accepted.subject = Some("export::legacy_xls".into());
    let mut unlisted = finding("scope/unlisted-change", Level::Error, CheckId::SCOPE, "[build]");
    unlisted.subject = Some("3f2a1c9".into());
    unlisted.next = Some("Ana Ruiz".into());
    release.findings = vec![
        unlisted,
        finding("tests/no-account", Level::Error, CheckId::TESTS, "[tests]"),
        accepted,
        finding("support/told-late", Level::Warning, CheckId::SUPPORT, "contact = \"Eli Marsh\""),
    ];
    release.evidence = evidence();
    release.set_aside =
        vec![SetAside { id: "9c8b7a6".into(), subject: "Merge branch 'main'".into(), why: "merge".into() }];
    release.todos = vec![Todo {
        person: Some("Ana Ruiz".into()),
        tasks: vec![Task {
            what: "list 3f2a1c9, or take it out of the build".into(),
            short: "3f2a1c9 is on no list".into(),
            blocks: true,
        }],
    }];
    report(Verdict::NoGo, vec![release])
}

/// So many unlisted changes, and as many warnings.
pub(crate) fn many(count: usize) -> Report {
    let mut report = no_go();
    for release in &mut report.releases {
        let numbered = |rule, level, check, number: usize| {
            let mut finding = finding(rule, level, check, "[build]");
            finding.subject = Some(Untrusted::from(format!("{number:07x}")));
            finding
        };
        release.findings = (0..count)
            .map(|number| numbered("scope/unlisted-change", Level::Error, CheckId::SCOPE, number))
            .chain((0..count).map(|number| numbered("tests/flaky", Level::Warning, CheckId::TESTS, number)))
            .collect();
    }
    report
}

/// A file that is no release.
pub(crate) fn invalid() -> Report {
    let mut release = release(Verdict::Invalid);
    release.release = Headline::default();
    release.note = Note::default();
    let mut broken = finding("file/invalid", Level::Error, CheckId::PLAN, "[scope]");
    broken.check = None;
    broken.message = "\"scpoe\" is no key of a release".into();
    broken.help = "did you mean \"scope\"?".into();
    release.findings = vec![broken];
    report(Verdict::Invalid, vec![release])
}

/// Two linted files: one clean, one with a finding.
pub(crate) fn lint() -> Report {
    let mut clean = release(Verdict::Clean);
    clean.file = "a/release.toml".into();
    let mut found = release(Verdict::Findings);
    found.findings = vec![finding("person/group", Level::Error, CheckId::PLAN, "\"Ana Ruiz\"")];
    let mut report = report(Verdict::Findings, vec![clean, found]);
    report.as_of = None;
    report
}

/// A report in which every text from outside is `text`.
pub(crate) fn hostile(text: &str) -> Report {
    let mut report = no_go();
    let untrusted = || Untrusted::from(text);
    for release in &mut report.releases {
        release.file = untrusted();
        release.policy.file = Some(untrusted());
        if let Some(build) = &mut release.release.build {
            (build.range, build.head) = (Some(untrusted()), Some(untrusted()));
        }
        // Enough of one rule to be told as one.
        let one = release.findings.clone();
        release.findings.extend(one.iter().cycle().take(one.len() * 4).cloned());
        let head = &mut release.release;
        for value in [
            &mut head.name,
            &mut head.version,
            &mut head.goal,
            &mut head.owner,
            &mut head.ship,
            &mut head.stop,
            &mut head.backup,
            &mut head.reach,
        ] {
            *value = Some(untrusted());
        }
        for row in &mut release.checks {
            (row.summary, row.next) = (untrusted(), Some(untrusted()));
        }
        for row in &mut release.stop_rules {
            row.rule = untrusted();
        }
        for finding in &mut release.findings {
            (finding.message, finding.help) = (untrusted(), untrusted());
            (finding.subject, finding.next) = (Some(untrusted()), Some(untrusted()));
            finding.location.file = untrusted();
            (finding.paste, finding.report, finding.cause) =
                (Some(untrusted()), Some(untrusted()), Some(untrusted()));
            finding.change = Some(ChangeLine {
                committed: None,
                authored: None,
                day: Some("26 Nov 2026".to_owned()),
                title: untrusted(),
                id: untrusted(),
                author: untrusted(),
            });
        }
        release.note = note(|_| untrusted());
        for aside in &mut release.set_aside {
            (aside.id, aside.subject, aside.why) = (untrusted(), untrusted(), untrusted());
        }
        release.since =
            Some(Since { as_of: Some(untrusted()), new: vec![untrusted()], fixed: vec![untrusted()] });
        for todo in &mut release.todos {
            todo.person = Some(untrusted());
            for task in &mut todo.tasks {
                (task.what, task.short) = (untrusted(), untrusted());
            }
        }
    }
    report
}

/// A finding that points at the first place where `at` stands in [`TEXT`].
pub(crate) fn finding(rule: &'static str, level: Level, check: CheckId, at: &str) -> ReportedFinding {
    let start = TEXT.find(at).expect("the sample points at its own text");
    let end = start + at.len();
    ReportedFinding {
        rule,
        level,
        check: Some(check),
        accepted: false,
        subject: None,
        message: Untrusted::from(format!("something about {rule} is wrong")),
        help: "put it right".into(),
        paste: None,
        report: None,
        cause: None,
        change: None,
        next: Some("Dee Okafor".into()),
        location: source().location(Span::new(FileId::Release, start, end)),
        excerpt: Some(Excerpt { source: 0, start, end }),
    }
}

fn source() -> SourceFile {
    SourceFile::new(FILE, TEXT)
}

fn report(verdict: Verdict, releases: Vec<ReleaseReport>) -> Report {
    Report {
        as_of: Some("2026-11-30T18:00:00+01:00".into()),
        as_of_words: Some("Mon 30 Nov 2026, 18:00 +01:00".into()),
        strict: false,
        verdict,
        releases,
        rules: RULES,
    }
}

/// The rows that every release has.
fn asked() -> impl Iterator<Item = &'static CheckId> {
    CheckId::ALL.iter().take_while(|id| **id <= CheckId::RISKS)
}

fn release(verdict: Verdict) -> ReleaseReport {
    ReleaseReport {
        call: None,
        gate: None,
        attested: Vec::new(),
        dates: crate::report::Dates {
            key: "Billing dashboard\n2.4.0".into(),
            moved: 1,
            list: vec![crate::report::Appointment {
                kind: "launch".into(),
                what: "Launch".into(),
                at: crate::report::At::Time(jiff::Timestamp::UNIX_EPOCH),
            }],
        },
        file: FILE.into(),
        sources: vec![source().text()],
        verdict,
        release: headline(),
        policy: PolicyUsed { file: Some("gonogo.toml".into()), softened: vec!["rollback/no-verifier"] },
        checks: Vec::new(),
        stop_rules: Vec::new(),
        findings: Vec::new(),
        evidence: EvidenceSummary::default(),
        note: note(|text| Untrusted::from(text)),
        to_come: None,
        set_aside: Vec::new(),
        is_mirrored: None,
        since: None,
        todos: Vec::new(),
    }
}

fn headline() -> Headline {
    Headline {
        plan: None,
        name: Some("Billing dashboard".into()),
        version: Some("2.4.0".into()),
        goal: Some("Customers can see and export the month's invoices".into()),
        owner: Some("Ana Ruiz".into()),
        date: Some("2026-12-01T09:00:00+01:00".into()),
        launch: Some("Tue 1 Dec 2026, 09:00 (Europe/Madrid)".into()),
        distance: Some("in 15 hours".into()),
        backup_date: Some("Thu 3 Dec 2026".into()),
        build: Some(BuildLine {
            range: Some("v2.3.0..v2.4.0-rc.1".into()),
            commit: Some("3f2a1c9d4b5a69788796a5b4c3d2e1f001122334".into()),
            changes: 12,
            head: Some("HEAD is 2 commits ahead".into()),
        }),
        ship: Some("Ana Ruiz".into()),
        stop: Some("Ana Ruiz".into()),
        backup: Some("Bo Lind".into()),
        reach: Some("#releases, or the phone in the on-call sheet".into()),
    }
}

fn note(text: impl Fn(&str) -> Untrusted) -> Note {
    let item = |id: &str, title: &str, detail: &str| NoteItem {
        id: Some(text(id)),
        title: Some(text(title)),
        detail: Some(text(detail)),
        by: Some(text("Ana Ruiz")),
        on: Some("26 Nov 2026".into()),
        ..NoteItem::default()
    };
    Note {
        included: vec![item("BILL-101", "Billing dashboard", ""), item("BILL-118", "CSV export", "")],
        excluded: vec![item("BILL-120", "Custom templates", "Nobody needs them for the month close")],
        extras: vec![item("BILL-131", "Retry failed payments", "ship: two-line fix")],
        known_issues: vec![item("BILL-140", "An export shows the old total", "Reload before exporting")],
        accepted: vec![item("tests/failed", "export::legacy_xls", "Legacy format, removed in 2.5")],
        notice: Some(text("Invoices move from Settings to a Billing tab; exports become CSV.")),
        confusing: Some(text("Totals of the running month are marked as an estimate.")),
        reply: Some(text("Your past invoices are unchanged and now live under Billing.")),
    }
}

fn row(id: CheckId, result: Outcome, summary: &str, next: Option<&str>) -> CheckRow {
    CheckRow { id, result, basis: Basis::Verified, summary: summary.into(), next: next.map(Untrusted::from) }
}

fn stop_row(rule: &str, state: StopState) -> StopRow {
    StopRow { rule: rule.into(), state, basis: Basis::Verified }
}

fn evidence() -> EvidenceSummary {
    EvidenceSummary {
        build: Some(BuildNumbers {
            from: Some("1f0e2d3c4b5a69788796a5b4c3d2e1f001122334".into()),
            to: Some("3f2a1c9d4b5a69788796a5b4c3d2e1f001122334".into()),
            changes: 12,
            unlisted: 1,
            merges: 2,
            ignored: 3,
            ..BuildNumbers::default()
        }),
        tests: Some(TestCounts {
            reports: 4,
            total: 412,
            passed: 408,
            failed: 1,
            skipped: 3,
            ..TestCounts::default()
        }),
    }
}

static RULES: &[&Rule] = &[
    &rule("file/invalid", Some(Level::Error), "the file cannot be read as a release"),
    &rule("person/group", Some(Level::Error), "a team stands where one person must"),
    &rule("scope/only-declared", None, "the scope stands on a person's word"),
    &rule("scope/unlisted-change", Some(Level::Error), "a change in the build is on no list"),
    &rule("support/told-late", Some(Level::Warning), "support was told late"),
    &rule("tests/failed", Some(Level::Error), "a test failed"),
    &rule("tests/flaky", Some(Level::Warning), "a test passed only on a rerun"),
    &rule("tests/no-account", Some(Level::Error), "nobody says what ran"),
];

const fn rule(id: &'static str, level: Option<Level>, title: &'static str) -> Rule {
    Rule {
        id,
        level,
        stage: Stage::Full,
        title,
        titles: "findings of one rule",
        remedy: "put it right",
        page: "# A page\n\n## Why\n\nBecause.\n",
    }
}
