//! `junit`: the gate as a test suite. A suite a release, a case a check; an invalid file is a case with an error, and
//! a linted file is a case of its own.
//!
//! Continuous integration must not show a green suite for a release that may not ship: findings that belong to no
//! row get a case, and a verdict that no case explains gets one too.

use std::io::{self, Write};

use crate::render::escape::xml;
use crate::render::tally::{self, Weight};
use crate::report::{CheckRow, ReleaseReport, Report, ReportedFinding, Verdict};
use crate::row::CheckId;
use crate::row::Outcome;
use crate::untrusted::{Untrusted, message};

#[cfg(test)]
mod tests;

/// Findings that one case spells out; the rest is counted.
const SPELLED_OUT: usize = 100;

/// How a case ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Passed,
    Failed,
    Broken,
}

/// One `testcase`.
struct Case<'a> {
    name: &'static str,
    ending: Ending,
    summary: Untrusted,
    findings: Vec<&'a ReportedFinding>,
}

/// One `testsuite`.
struct Suite<'a> {
    release: &'a ReleaseReport,
    cases: Vec<Case<'a>>,
}

impl Suite<'_> {
    fn count(&self, ending: Ending) -> usize {
        self.cases.iter().filter(|case| case.ending == ending).count()
    }
}

/// Writes the report.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<Suite> = report.releases.iter().map(|release| suite(release, report.strict)).collect();
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let count = |ending| suites.iter().map(|suite| suite.count(ending)).sum::<usize>();
    let (failures, errors) = (count(Ending::Failed), count(Ending::Broken));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"gonogo\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" time=\"0\">"
    )?;
    suites.iter().try_for_each(|suite| write_suite(suite, out))?;
    writeln!(out, "</testsuites>")
}

fn suite(release: &ReleaseReport, strict: bool) -> Suite<'_> {
    let all: Vec<&ReportedFinding> = release.findings.iter().collect();
    if release.verdict == Verdict::Invalid {
        let summary = Untrusted::from("no verdict: the file cannot be read as a release");
        let case = Case { name: "The file is a release", ending: Ending::Broken, summary, findings: all };
        return Suite { release, cases: vec![case] };
    }
    let mut cases: Vec<Case> = release.checks.iter().map(|row| check_case(row, release, strict)).collect();
    let has_row = |id: Option<CheckId>| release.checks.iter().any(|row| Some(row.id) == id);
    let others: Vec<&ReportedFinding> = all.into_iter().filter(|finding| !has_row(finding.check)).collect();
    if !others.is_empty() || cases.is_empty() {
        let name = if cases.is_empty() { "The file is free of findings" } else { "Other findings" };
        cases.push(lone_case(name, others, strict));
    }
    let is_green = cases.iter().all(|case| case.ending == Ending::Passed);
    if is_green && !matches!(release.verdict, Verdict::Go | Verdict::Clean) {
        let summary = message!("the verdict is {}", release.verdict.headline());
        cases.push(Case { name: "Verdict", ending: Ending::Failed, summary, findings: Vec::new() });
    }
    Suite { release, cases }
}

fn check_case<'a>(row: &CheckRow, release: &'a ReleaseReport, strict: bool) -> Case<'a> {
    let findings: Vec<_> = release.findings.iter().filter(|finding| finding.check == Some(row.id)).collect();
    let failed = row.result == Outcome::Fail || blocks(&findings, strict);
    let summary = match &row.next {
        Some(person) if failed => message!("{}; next: {}", row.summary, person),
        _ => row.summary.clone(),
    };
    Case { name: row.id.title(), ending: ending(failed), summary, findings }
}

fn lone_case<'a>(name: &'static str, findings: Vec<&'a ReportedFinding>, strict: bool) -> Case<'a> {
    let summary = match findings.as_slice() {
        [] => Untrusted::from("no findings"),
        [first] => first.message.clone(),
        [first, rest @ ..] => message!("{} (and {} more)", first.message, rest.len()),
    };
    Case { name, ending: ending(blocks(&findings, strict)), summary, findings }
}

fn blocks(findings: &[&ReportedFinding], strict: bool) -> bool {
    findings.iter().any(|finding| Weight::of(finding).blocks(strict))
}

fn ending(failed: bool) -> Ending {
    if failed { Ending::Failed } else { Ending::Passed }
}

fn write_suite(suite: &Suite, out: &mut dyn Write) -> io::Result<()> {
    let release = suite.release;
    let name = xml(&tally::title(release));
    let class = xml(release.release.name.as_ref().unwrap_or(&release.file));
    let place = format!("classname=\"{class}\" file=\"{}\"", xml(&release.file));
    let (failures, errors) = (suite.count(Ending::Failed), suite.count(Ending::Broken));
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\">",
        suite.cases.len()
    )?;
    suite.cases.iter().try_for_each(|case| write_case(case, &place, out))?;
    writeln!(out, "  </testsuite>")
}

fn write_case(case: &Case, place: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "    <testcase {place} name=\"{}\" time=\"0\"", xml(&case.name.into()))?;
    let element = match case.ending {
        Ending::Passed if case.findings.is_empty() => return writeln!(out, "/>"),
        Ending::Passed => "system-out",
        Ending::Failed => "failure",
        Ending::Broken => "error",
    };
    write!(out, ">\n      <{element}")?;
    if case.ending != Ending::Passed {
        let kind = case
            .findings
            .iter()
            .min_by_key(|finding| Weight::of(finding))
            .map_or("verdict", |first| first.rule);
        write!(out, " message=\"{}\" type=\"{kind}\"", xml(&case.summary))?;
    }
    writeln!(out, ">")?;
    case.findings.iter().take(SPELLED_OUT).try_for_each(|finding| write_finding(finding, out))?;
    let rest = case.findings.len().saturating_sub(SPELLED_OUT);
    if rest > 0 {
        writeln!(out, "and {rest} more")?;
    }
    writeln!(out, "      </{element}>\n    </testcase>")
}

/// A line for what is wrong, and one each for what to do and who acts next. They begin with words of ours, so that no
/// line of a log can begin with untrusted text.
fn write_finding(finding: &ReportedFinding, out: &mut dyn Write) -> io::Result<()> {
    let at = &finding.location;
    let accepted = if finding.accepted { ", accepted" } else { "" };
    writeln!(
        out,
        "{}{accepted} [{}] {}:{}:{}: {}",
        finding.level.word(),
        finding.rule,
        xml(&at.file),
        at.line,
        at.column,
        xml(&finding.message)
    )?;
    if !finding.help.is_blank() {
        writeln!(out, "  help: {}", xml(&finding.help))?;
    }
    finding.next.iter().try_for_each(|person| writeln!(out, "  next: {}", xml(person)))
}
