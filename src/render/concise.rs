//! `concise`: one line a finding, as compilers write them, so that editors and scripts find the place.

use std::io::{self, Write};

use crate::render::escape::{path, terminal};
use crate::report::{Report, ReportedFinding};

/// Writes the report: nothing where nothing was found.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut findings = report.releases.iter().flat_map(|release| &release.findings);
    findings.try_for_each(|finding| line(finding, out))
}

fn line(finding: &ReportedFinding, out: &mut dyn Write) -> io::Result<()> {
    let at = &finding.location;
    let (file, level) = (path(&at.file), finding.level.word());
    let accepted = if finding.accepted { "accepted: " } else { "" };
    let message = terminal(&finding.message);
    writeln!(out, "{file}:{}:{}: {level}: {accepted}{message} [{}]", at.line, at.column, finding.rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn each_finding_is_one_line_with_its_place() {
        let mut out = Vec::new();
        render(&sample::no_go(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines[0],
            "releases/2.4/release.toml:11:1: error: something about scope/unlisted-change is wrong \
             [scope/unlisted-change]"
        );
        assert!(lines[2].contains(": error: accepted: "), "{}", lines[2]);
    }
}
