//! `github`: workflow commands of GitHub Actions, one annotation a finding, and a plain last line for each release.
//!
//! GitHub shows ten annotations of each kind a step and drops the rest without a word, so the tenth counts the rest, and as many
//! different rules as possible come before it.
//! Columns are sent only for findings on one line: the runner refuses them otherwise.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::render::blocks::spread;
use crate::render::escape::{self, plain_log, workflow_data, workflow_property};
use crate::render::tally::{self, Weight};
use crate::report::{ReleaseReport, Report, ReportedFinding};
use crate::untrusted::message;

/// Annotations of one kind that GitHub shows for a step.
const SHOWN: usize = 10;

/// Writes the report.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for weight in [Weight::Error, Weight::Warning, Weight::Accepted] {
        annotate(report, weight, out)?;
    }
    report.releases.iter().try_for_each(|release| last_line(release, out))
}

fn annotate(report: &Report, weight: Weight, out: &mut dyn Write) -> io::Result<()> {
    let all = report.releases.iter().flat_map(|release| &release.findings);
    let findings: Vec<&ReportedFinding> = all.filter(|finding| Weight::of(finding) == weight).collect();
    let findings = if findings.len() > SHOWN { spread(&findings) } else { findings };
    let shown = if findings.len() > SHOWN { SHOWN.saturating_sub(1) } else { findings.len() };
    let (shown, rest) = findings.split_at_checked(shown).unwrap_or((&findings, &[]));
    for finding in shown {
        writeln!(out, "::{} {}::{}", command(weight), properties(finding), text(finding))?;
    }
    if rest.is_empty() {
        return Ok(());
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in rest {
        let count = rules.entry(finding.rule).or_default();
        *count = count.saturating_add(1);
    }
    let rules: Vec<String> = rules.iter().map(|(rule, count)| format!("{rule} ({count})")).collect();
    writeln!(out, "::{} title=gonogo::and {} more: {}", command(weight), rest.len(), rules.join(", "))
}

fn command(weight: Weight) -> &'static str {
    match weight {
        Weight::Error => "error",
        Weight::Warning => "warning",
        Weight::Accepted => "notice",
    }
}

fn properties(finding: &ReportedFinding) -> String {
    let at = &finding.location;
    let title = match &finding.subject {
        Some(subject) => workflow_property(&message!("{}: {}", finding.rule, subject)),
        None => finding.rule.to_owned(),
    };
    let title = if Weight::of(finding) == Weight::Accepted { format!("{title} (accepted)") } else { title };
    if escape::is_standard_input(&at.file) {
        return format!("title={title}");
    }
    let file = escape::workflow_path(&at.file);
    let lines = format!("file={file},line={},endLine={}", at.line, at.end_line);
    if at.line == at.end_line {
        format!("{lines},col={},endColumn={},title={title}", at.column, at.end_column)
    } else {
        format!("{lines},title={title}")
    }
}

/// What is wrong, what to do, who acts next: a line each.
fn text(finding: &ReportedFinding) -> String {
    let mut text = workflow_data(&finding.message);
    if !finding.help.is_blank() {
        text = format!("{text}%0Ahelp: {}", workflow_data(&finding.help));
    }
    if let Some(person) = &finding.next {
        text = format!("{text}%0Anext: {}", workflow_data(person));
    }
    text
}

fn last_line(release: &ReleaseReport, out: &mut dyn Write) -> io::Result<()> {
    let verdict = release.verdict.headline();
    let (title, file) = (plain_log(&tally::title(release)), plain_log(&release.file));
    writeln!(out, "gonogo: {verdict} for {title} ({file}): {}", tally::count(&release.findings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn lines(report: &Report) -> Vec<String> {
        let mut out = Vec::new();
        render(report, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_finding_is_an_annotation_at_its_place() {
        let lines = lines(&sample::no_go());
        assert_eq!(
            lines[0],
            "::error file=releases/2.4/release.toml,line=11,endLine=11,col=1,endColumn=8,\
             title=scope/unlisted-change%3A 3f2a1c9::something about scope/unlisted-change is wrong\
             %0Ahelp: put it right%0Anext: Ana Ruiz"
        );
        assert!(lines[2].starts_with("::warning file=releases/2.4/release.toml,line=20,"), "{}", lines[2]);
        assert!(lines[3].starts_with("::notice ") && lines[3].contains("(accepted)::"), "{}", lines[3]);
        assert_eq!(
            lines[4..],
            [
                "gonogo: NO-GO for Billing dashboard 2.4.0 (releases/2.4/release.toml): 2 errors, 1 warning, 1 accepted"
            ]
        );
    }

    #[test]
    fn the_tenth_annotation_counts_the_rest() {
        let count = |report: &Report, start: &str| {
            lines(report).iter().filter(|line| line.starts_with(start)).count()
        };
        assert_eq!(count(&sample::many(10), "::error file="), 10);
        let many = sample::many(40);
        assert_eq!((count(&many, "::error "), count(&many, "::warning ")), (10, 10));
        assert!(
            lines(&many)
                .contains(&"::error title=gonogo::and 31 more: scope/unlisted-change (31)".to_owned())
        );
    }

    #[test]
    fn columns_are_left_out_of_findings_over_several_lines() {
        let mut report = sample::no_go();
        report.releases[0].findings[0].location.end_line = 13;
        assert!(lines(&report)[0].contains("line=11,endLine=13,title="), "{}", lines(&report)[0]);
    }
}
