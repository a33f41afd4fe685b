//! What the reports show: failures, contradictions, times, and whether they are about the build.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::confirmed::{day, short};
use super::rules::{
    TESTS_CONTRADICTORY_REPORT, TESTS_FAILED, TESTS_FLAKY, TESTS_HEADER_DISAGREES, TESTS_NO_REPORT,
    TESTS_NONE_RAN, TESTS_OTHER_BUILD, TESTS_STALE_REPORT, TESTS_TOO_FEW, TESTS_UNDATED_REPORT,
    TESTS_UNREADABLE_REPORT,
};
use super::runs;
use crate::checks::case::Case;
use crate::evidence::tests::{self, Contradiction, Kind, Report, ReportFile, Stamp, TestEvidence};
use crate::finding::Findings;
use crate::shape::date::{Moment, Period, When};
use crate::untrusted::{Untrusted, message};

/// Looks at all reports.
pub(super) fn run(case: &Case, evidence: &TestEvidence, out: &mut Findings) {
    unread(evidence, out);
    for (file, report) in evidence.reports() {
        contradicted(file, report, out);
        flaky(file, report, out);
        stale(case, file, report, out);
        other_build(case, file, report, out);
    }
    undated(case, evidence, out);
    ran(case, evidence, out);
    failed(evidence, out);
}

fn unread(evidence: &TestEvidence, out: &mut Findings) {
    for pattern in &evidence.patterns {
        for fault in &pattern.faults {
            out.raise(&TESTS_UNREADABLE_REPORT, fault.span)
                .subject(&pattern.text)
                .say(&fault.message)
                .help(&fault.help);
        }
        if pattern.files == 0 && pattern.faults.is_empty() {
            out.raise(&TESTS_NO_REPORT, pattern.span)
                .subject(&pattern.text)
                .say(message!("\"{}\" matches no file", pattern.text));
        }
    }
    for file in &evidence.files {
        if let Err(fault) = &file.report {
            out.raise(&TESTS_UNREADABLE_REPORT, fault.span)
                .subject(&file.name)
                .report(&file.name)
                .say(message!("{}: {}", file.name, fault.message))
                .help(&fault.help);
        }
    }
}

fn contradicted(file: &ReportFile, report: &Report, out: &mut Findings) {
    let lists =
        [(&TESTS_CONTRADICTORY_REPORT, &report.contradictions), (&TESTS_HEADER_DISAGREES, &report.excess)];
    for (rule, found) in lists {
        for Contradiction { suite, of, admitted, shown } in &found.list {
            let verb = if *of == "tests" { "counts" } else { "admits" };
            out.raise(rule, file.span).subject(&file.name).report(&file.name).say(message!(
                "{}: \"{}\" {} {} {}, and what stands below it shows {}",
                file.name,
                suite,
                verb,
                admitted,
                *of,
                shown
            ));
        }
        if found.more > 0 {
            out.raise(rule, file.span).report(&file.name).say(message!(
                "{}: {} more suites contradict themselves",
                file.name,
                found.more
            ));
        }
    }
}

fn flaky(file: &ReportFile, report: &Report, out: &mut Findings) {
    for case in &report.flaky.list {
        out.raise(&TESTS_FLAKY, file.span)
            .subject(&case.subject)
            .aliases(case.aliases.iter().cloned())
            .report(&file.name)
            .say(message!("{} passed only when it was run again, in {}", case.subject, file.name));
    }
    if report.flaky.more > 0 {
        out.raise(&TESTS_FLAKY, file.span).report(&file.name).say(message!(
            "{}: {} more tests passed only when they were run again",
            file.name,
            report.flaky.more
        ));
    }
}

/// The oldest suite counts: one that was left over says nothing of the build.
fn stale(case: &Case, file: &ReportFile, report: &Report, out: &mut Findings) {
    if let (Some(stamp), Some(newest)) = (&report.dates.oldest, case.newest_change())
        && written(case, stamp).1.is_before(newest)
    {
        out.raise(&TESTS_STALE_REPORT, file.span).subject(&file.name).report(&file.name).say(message!(
            "{} holds results from before the newest change of the build ({})",
            file.name,
            day(case, newest)
        ));
    }
}

/// The earliest and the latest time that a stamp may mean. One without a zone may be UTC or local.
fn written(case: &Case, stamp: &Stamp) -> (Period, Period) {
    match stamp {
        Stamp::Zoned(at) => (Period::instant(*at), Period::instant(*at)),
        Stamp::Local(at) => {
            let here = When { span: case.release.tests.span(), moment: Moment::Local(*at) };
            let (here, utc) = (here.period(&case.zone), here.period(&jiff::tz::TimeZone::UTC));
            if here.is_before(utc) { (here, utc) } else { (utc, here) }
        }
    }
}

/// A report that names a commit has to name the one that ships.
fn other_build(case: &Case, file: &ReportFile, report: &Report, out: &mut Findings) {
    let Some(ships) = ships(case) else { return };
    for commit in report.commits.iter().filter(|commit| is_id(commit)) {
        if !is_commit(commit, ships) {
            out.raise(&TESTS_OTHER_BUILD, file.span).subject(&file.name).report(&file.name).say(message!(
                "{} is about commit {}, and {} will ship",
                file.name,
                short(commit.raw()),
                short(ships)
            ));
        }
    }
}

fn ships<'c>(case: &'c Case) -> Option<&'c str> {
    case.evidence.build.read()?.to.as_deref()
}

/// Whether a text is a commit's id, or long enough a part of one.
fn is_id(text: &Untrusted) -> bool {
    (7..=64).contains(&text.raw().len()) && text.raw().bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_commit(text: &Untrusted, id: &str) -> bool {
    is_id(text) && id.starts_with(&text.raw().to_ascii_lowercase())
}

/// Reports that do not say when they were made; one finding for all of them. Where a run or the report itself names the
/// build's commit, its time says nothing more.
fn undated(case: &Case, evidence: &TestEvidence, out: &mut Findings) {
    if case.now.is_none() || runs::names_build(case) {
        return;
    }
    let is_named = |report: &Report| {
        ships(case).is_some_and(|ships| report.commits.iter().any(|commit| is_commit(commit, ships)))
    };
    let why: Vec<(&ReportFile, Untrusted)> = evidence
        .reports()
        .filter(|(_, report)| !is_named(report))
        .filter_map(|(file, report)| Some((file, undated_because(case, report)?)))
        .collect();
    let Some((file, why_first)) = why.first() else { return };
    let others = match why.len() {
        1 => Untrusted::default(),
        2 => Untrusted::from(", and neither does one other report"),
        many => message!(", and neither do {} other reports", many.saturating_sub(1)),
    };
    out.raise(&TESTS_UNDATED_REPORT, file.span).subject(&file.name).report(&file.name).say(message!(
        "{} does not say when it was made: {}{}",
        file.name,
        why_first,
        others
    ));
}

fn undated_because(case: &Case, report: &Report) -> Option<Untrusted> {
    let dates = &report.dates;
    if let Some(odd) = &dates.odd {
        return Some(message!("\"{}\" is no time that can be read", odd));
    }
    let Some(newest) = &dates.newest else { return Some("it holds no time".into()) };
    let is_future = |now: Timestamp| written(case, newest).0.is_after(Period::instant(now));
    case.now.is_some_and(is_future).then(|| "its time is still to come".into())
}

fn ran(case: &Case, evidence: &TestEvidence, out: &mut Findings) {
    let counts = evidence.counts();
    let ran = counts.passed.saturating_add(counts.failed).saturating_add(counts.errors);
    if ran == 0 && evidence.is_whole() {
        let place = case.release.tests.reports.key_or(case.release.tests.span());
        let message = match counts.skipped {
            0 => Untrusted::from("the reports hold no test"),
            1 => Untrusted::from("the one test of the reports was skipped"),
            skipped => message!("all {} tests of the reports were skipped", skipped),
        };
        out.raise(&TESTS_NONE_RAN, place).say(message);
    }
    enough(case, counts.total, out);
}

/// Whether there are as many tests as there have to be.
pub(super) fn enough(case: &Case, total: u64, out: &mut Findings) {
    if let Some(least) = case.release.tests.at_least.get()
        && total < u64::from(least.value)
    {
        out.raise(&TESTS_TOO_FEW, least.span).say(message!(
            "the reports hold {} tests, and there have to be at least {}",
            total,
            least.value
        ));
    }
}

fn failed(evidence: &TestEvidence, out: &mut Findings) {
    let mut more = 0_u64;
    let mut told = BTreeSet::new();
    for (file, report) in evidence.reports() {
        more = more.saturating_add(report.failed.more);
        for test in &report.failed.list {
            let passed = evidence.passed_elsewhere.get(&test.key);
            one_failed(file, test, passed, out);
            if let Some(passed) = passed.filter(|_| told.insert(test.key)) {
                out.raise(&TESTS_FLAKY, file.span)
                    .subject(&test.subject)
                    .aliases(test.aliases.iter().cloned())
                    .report(&file.name)
                    .say(message!("{} failed in {} and passed in {}", test.subject, file.name, passed));
            }
        }
    }
    if let Some(pattern) = evidence.patterns.first() {
        out.raise_counted(&TESTS_FAILED, pattern.span, more);
    }
}

fn one_failed(file: &ReportFile, test: &tests::Case, passed: Option<&Untrusted>, out: &mut Findings) {
    let verb = if test.kind == Kind::Errored { "broke" } else { "failed" };
    let reason = test.reason.as_ref().map_or_else(Untrusted::default, |reason| message!(": {}", reason));
    let passed = passed.map_or_else(Untrusted::default, |passed| message!("; it passed in {}", passed));
    let finding = out.raise(&TESTS_FAILED, file.span);
    finding.subject(&test.subject).aliases(test.aliases.iter().cloned()).report(&file.name).say(message!(
        "{} {} in {}{}{}",
        test.subject,
        verb,
        file.name,
        reason,
        passed
    ));
    if let Some(reason) = &test.reason {
        finding.cause(message!("ended with: {}", reason));
    }
}
