//! Test reports: which files the patterns name, and what each of them says.

use std::collections::BTreeSet;
use std::io::BufReader;

use rayon::prelude::*;

use super::junit;
use super::root::{Refusal, Root};
use super::{Fault, ReportFile, ReportPattern, TestEvidence};
use crate::foreign::Foreign;
use crate::shape::leaf::Token;
use crate::source::Span;

/// Bytes read at once.
const BUFFER: usize = 128 * 1024;

/// Reads every file that the patterns name, each once. Files are read side by side; their order is that of the patterns
/// and, within one, of the names.
pub(crate) fn gather(root: &Root, patterns: &[Token]) -> TestEvidence {
    let mut evidence = TestEvidence::default();
    let mut seen = BTreeSet::new();
    let mut wanted: Vec<(Span, String)> = Vec::new();
    for token in patterns {
        let (names, faults) = match root.find(token.raw.reveal()) {
            Ok(found) => (found.names, found.faults),
            Err(refusal) => (Vec::new(), vec![refusal]),
        };
        evidence.patterns.push(ReportPattern {
            span: token.span,
            raw: token.raw.clone(),
            files: names.len(),
            faults: faults.into_iter().map(|refusal| fault(token.span, refusal)).collect(),
        });
        wanted.extend(
            names.into_iter().filter(|name| seen.insert(name.clone())).map(|name| (token.span, name)),
        );
    }
    evidence.files = wanted.par_iter().map(|(span, name)| file(root, *span, name)).collect();
    evidence
}

fn file(root: &Root, span: Span, name: &str) -> ReportFile {
    ReportFile {
        span,
        name: Foreign::new(name),
        report: read(root, name).map_err(|refusal| fault(span, refusal)),
    }
}

fn read(root: &Root, name: &str) -> Result<junit::Report, Refusal> {
    let mut opened = root.open(name)?;
    let report = junit::read(BufReader::with_capacity(BUFFER, &mut opened)).map_err(|why| Refusal {
        message: format!("{name} cannot be read as a test report: {why}"),
        help: "let the tests write it again as JUnit XML, whole to the last tag".to_owned(),
    });
    opened.finish()?;
    report
}

fn fault(span: Span, refusal: Refusal) -> Fault {
    Fault { span, message: refusal.message.into(), help: refusal.help.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_read_once_and_faults_stand_where_they_belong() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("b.xml", "<testsuite><testcase name='x'/></testsuite>");
        write("a.xml", "<testsuite><testcase name='y'/>");
        let root = Root::around(Some(&folder.path().join("release.toml")), None).unwrap();
        let token = |raw: &str| Token { span: Span::default(), raw: raw.into() };
        let evidence = gather(&root, &[token("*.xml"), token("b.xml"), token("no/*.xml"), token("../x")]);
        let files: Vec<_> =
            evidence.files.iter().map(|file| (file.name.reveal(), file.report.is_ok())).collect();
        assert_eq!(files, [("a.xml", false), ("b.xml", true)]);
        let patterns: Vec<_> =
            evidence.patterns.iter().map(|pattern| (pattern.files, pattern.faults.len())).collect();
        assert_eq!(patterns, [(2, 0), (1, 0), (0, 0), (0, 1)]);
        assert!(!evidence.is_whole());
        assert_eq!(evidence.counts().total, 1);
    }
}
