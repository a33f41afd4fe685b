//! Tests: confirmed by a person, not just a green badge. What ran, what was skipped, and why.

use super::keys::Skip;
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::checks::paste;
use crate::evidence::junit;
use crate::evidence::{Gathered, ReportFile, TestEvidence};
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::shape::date::{Period, short_day};
use crate::untrusted::{Untrusted, message};

rules! {
    in "testing/":
    TESTS_CONTRADICTORY_REPORT = "tests/contradictory-report", Error, Full,
        "a test report contradicts itself" / "test reports contradict themselves",
        "run the tests again and keep the whole report";
    TESTS_FAILED = "tests/failed", Error, Full,
        "a test failed" / "tests failed",
        "repair it, or let the caller accept it with a reason";
    TESTS_FLAKY = "tests/flaky", Warning, Full,
        "a test passed only when it was run again" / "tests passed only when they were run again",
        "find out what it depends on";
    TESTS_NO_ACCOUNT = "tests/no-account", Error, Full,
        "nobody wrote which tests ran" / "accounts of the tests are missing",
        "set `ran` under [tests]: what ran, on which build, and where";
    TESTS_NO_REPORT = "tests/no-report", Error, Full,
        "a path under `reports` matches no file" / "paths under `reports` match no file",
        "check the path, and that the reports are there when this runs";
    TESTS_NONE_RAN = "tests/none-ran", Error, Full,
        "the reports hold no test that ran" / "reports hold no test that ran",
        "run the tests, and point `reports` at what they wrote";
    TESTS_ONLY_DECLARED = "tests/only-declared", Off, Full,
        "the tests stand on a person's word alone" / "tests stand on a person's word alone",
        "set `reports` under [tests] to the JUnit XML files";
    TESTS_SKIP_UNEXPLAINED = "tests/skip-unexplained", Error, Full,
        "a skipped test has no explanation" / "skipped tests have no explanation",
        "run it, or add it to `skips` with a reason";
    TESTS_SKIPS_UNSTATED = "tests/skips-unstated", Error, Full,
        "nobody said what was skipped" / "lists of skipped tests are missing",
        "set `skips` under [tests]; an empty list says that nothing was skipped";
    TESTS_STALE_CONFIRMATION = "tests/stale-confirmation", Error, Full,
        "the build changed after the tests were confirmed" / "confirmations are older than the build",
        "look at the tests of the newest build, and confirm again";
    TESTS_STALE_REPORT = "tests/stale-report", Warning, Full,
        "a test report is older than the build" / "test reports are older than the build",
        "run the tests on the newest build";
    TESTS_UNCONFIRMED = "tests/unconfirmed", Error, Full,
        "no person confirmed the tests" / "tests are not confirmed",
        "let one person look at the tests, and set `confirmed_by` and `confirmed_on`";
    TESTS_UNREADABLE_REPORT = "tests/unreadable-report", Error, Full,
        "a test report cannot be read" / "test reports cannot be read",
        "write it again as JUnit XML, whole to the last tag";
}

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
        confirmed(case, out);
        stated(case, out);
        match &case.evidence.tests {
            Gathered::Absent => {
                out.raise(&TESTS_ONLY_DECLARED, case.release.tests.span());
                Basis::Declared
            }
            Gathered::Broken(fault) => {
                out.raise(&TESTS_UNREADABLE_REPORT, fault.span).say(&fault.message).help(&fault.help);
                Basis::Declared
            }
            Gathered::Read(evidence) => {
                reported(case, evidence, out);
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

fn confirmed(case: &Case, out: &mut Findings) {
    let tests = &case.release.tests;
    let place = tests.span();
    if !case.is_said(&tests.confirmed_by, &tests.confirmed_on) {
        let finding = out.raise(&TESTS_UNCONFIRMED, place).next(case.owner());
        match (tests.confirmed_by.get(), tests.confirmed_on.get()) {
            (Some(_), Some(on)) => {
                finding.span = on.span;
                finding.say(message!("the confirmation is dated {}, which is still to come", on.short()));
            }
            (Some(by), None) => {
                finding.span = by.span;
                finding
                    .say(message!("{} confirmed the tests, but nobody says when", by.name))
                    .next(Some(&by.name));
            }
            (None, Some(on)) => {
                finding.span = on.span;
                finding.say("the tests were confirmed, but nobody says by whom");
            }
            (None, None) => {}
        }
        return;
    }
    if let (Some(on), Some(newest)) = (tests.confirmed_on.get(), case.newest_change())
        && case.period(on).is_before(newest)
    {
        out.raise(&TESTS_STALE_CONFIRMATION, on.span).say(message!(
            "the tests were confirmed on {}, and the build changed on {}",
            on.short(),
            day(case, newest)
        ));
    }
}

fn day(case: &Case, at: Period) -> String {
    short_day(at.start.to_zoned(case.zone.clone()).date())
}

fn stated(case: &Case, out: &mut Findings) {
    let tests = &case.release.tests;
    if !tests.ran.is_given() {
        out.raise(&TESTS_NO_ACCOUNT, tests.span());
    }
    if !tests.skips.is_given() {
        out.raise(&TESTS_SKIPS_UNSTATED, tests.span()).paste("skips = []");
    }
    for skip in tests.skips.items().iter().filter(|skip| !skip.why.is_given()) {
        let finding = out.raise(&TESTS_SKIP_UNEXPLAINED, skip.span).help("add `why` to this entry");
        if let Some(test) = skip.test.get() {
            finding.say(message!("\"{}\" is skipped, and nobody says why", test.text)).subject(&test.text);
        }
    }
}

fn reported(case: &Case, evidence: &TestEvidence, out: &mut Findings) {
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
        match &file.report {
            Ok(report) => one_report(case, file, report, out),
            Err(fault) => {
                out.raise(&TESTS_UNREADABLE_REPORT, fault.span)
                    .subject(&file.name)
                    .say(message!("{}: {}", file.name, fault.message))
                    .help(&fault.help);
            }
        }
    }
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
    failed(evidence, out);
    skipped(case, evidence, out);
}

fn one_report(case: &Case, file: &ReportFile, report: &junit::Report, out: &mut Findings) {
    for contradiction in &report.contradictions.list {
        out.raise(&TESTS_CONTRADICTORY_REPORT, file.span).subject(&file.name).say(message!(
            "{}: \"{}\" admits {} failures or errors, and its tests show {}",
            file.name,
            contradiction.suite,
            contradiction.admitted,
            contradiction.shown
        ));
    }
    if report.contradictions.more > 0 {
        out.raise(&TESTS_CONTRADICTORY_REPORT, file.span).say(message!(
            "{}: {} more suites contradict themselves",
            file.name,
            report.contradictions.more
        ));
    }
    for case in &report.flaky.list {
        out.raise(&TESTS_FLAKY, file.span)
            .subject(&case.subject)
            .aliases(case.aliases.iter().cloned())
            .say(message!("{} passed only when it was run again", case.subject));
    }
    if report.flaky.more > 0 {
        out.raise(&TESTS_FLAKY, file.span).say(message!(
            "{}: {} more tests passed only when they were run again",
            file.name,
            report.flaky.more
        ));
    }
    if let (Some(stamp), Some(newest)) = (&report.newest, case.newest_change())
        && case.stamped(stamp).is_before(newest)
    {
        out.raise(&TESTS_STALE_REPORT, file.span).subject(&file.name).say(message!(
            "{} was written before the newest change of the build ({})",
            file.name,
            day(case, newest)
        ));
    }
}

fn failed(evidence: &TestEvidence, out: &mut Findings) {
    let mut more = 0_u64;
    for (file, report) in evidence.files.iter().filter_map(|file| Some((file, file.report.as_ref().ok()?))) {
        more = more.saturating_add(report.failed.more);
        for test in &report.failed.list {
            let verb = if test.kind == junit::Kind::Errored { "broke" } else { "failed" };
            let finding = out.raise(&TESTS_FAILED, file.span);
            finding.subject(&test.subject).aliases(test.aliases.iter().cloned());
            match &test.reason {
                Some(reason) => finding
                    .say(message!("{} {}: {}", test.subject, verb, reason))
                    .cause(message!("ended with: {}", reason)),
                None => finding.say(message!("{} {}", test.subject, verb)),
            };
        }
    }
    if let Some(pattern) = evidence.patterns.first() {
        out.raise_counted(&TESTS_FAILED, pattern.span, more);
    }
}

/// Skipped tests times entries of `skips` that are held against each other.
const COMPARISONS: usize = 20_000_000;

fn skipped(case: &Case, evidence: &TestEvidence, out: &mut Findings) {
    let skips = case.release.tests.skips.items();
    let mut more = 0_u64;
    let (mut left, mut unseen) = (COMPARISONS, 0_usize);
    let patterns = skips.iter().filter_map(|skip| skip.test.get());
    let weight = patterns.fold(0_usize, |all, pattern| all.saturating_add(pattern.weight()));
    let mut is_explained = |test: &junit::Case| {
        if let Some(rest) = left.checked_sub(names(test).saturating_mul(weight)) {
            left = rest;
            skips.iter().any(|skip| explains(skip, test))
        } else {
            (left, unseen) = (0, unseen.saturating_add(1));
            true
        }
    };
    for (file, report) in evidence.files.iter().filter_map(|file| Some((file, file.report.as_ref().ok()?))) {
        more = more.saturating_add(report.skipped.more);
        for test in report.skipped.list.iter().filter(|test| !is_explained(test)) {
            let finding = out.raise(&TESTS_SKIP_UNEXPLAINED, file.span);
            finding
                .subject(&test.subject)
                .aliases(test.aliases.iter().cloned())
                .paste(paste::skip(&test.subject));
            match &test.reason {
                Some(reason) => finding.say(message!(
                    "{} was skipped ({}), and no entry of `skips` explains it",
                    test.subject,
                    reason
                )),
                None => {
                    finding.say(message!("{} was skipped, and no entry of `skips` explains it", test.subject))
                }
            };
        }
    }
    let Some(pattern) = evidence.patterns.first() else { return };
    out.raise_counted(&TESTS_SKIP_UNEXPLAINED, pattern.span, more);
    if unseen > 0 {
        out.raise(&TESTS_SKIP_UNEXPLAINED, pattern.span)
            .say(message!(
                "{} skipped tests are not explained: it takes more than {} comparisons with `skips`",
                unseen,
                COMPARISONS
            ))
            .help("write fewer entries under `skips`, with a pattern for those that belong together");
    }
}

/// How many short names a test has to be held under.
fn names(test: &junit::Case) -> usize {
    let names = std::iter::once(&test.subject).chain(&test.aliases);
    names.fold(0, |all, name| all.saturating_add(name.raw().len() / 64).saturating_add(1))
}

/// Whether an entry of `skips` is about this test.
fn explains(skip: &Skip, test: &junit::Case) -> bool {
    let Some(pattern) = skip.test.get() else { return false };
    std::iter::once(&test.subject).chain(&test.aliases).any(|name| pattern.fits(name.raw()))
}
