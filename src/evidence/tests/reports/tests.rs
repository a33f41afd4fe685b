//! Tests of what the entries of `reports` lead to.

use crate::limits;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::*;
use crate::evidence::root::Trees;
use crate::source::FileId;

const GOOD: &str = r#"<testsuite><testcase name="a"/><testcase name="b"/></testsuite>"#;

fn root_of(folder: &Path, files: &[(&str, &str)]) -> Root {
    for (name, text) in files {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), text).unwrap();
    }
    Root::around(Some(&folder.join("release.toml")), Some(folder), &Trees::default()).unwrap()
}

/// Entries whose spans are their places in the list.
fn entries(patterns: &[&str]) -> Vec<Token> {
    let token = |(at, raw): (usize, &&str)| Token { span: span(at), text: Untrusted::from(*raw) };
    patterns.iter().enumerate().map(token).collect()
}

fn span(at: usize) -> Span {
    Span::new(FileId::Release, at, at + 1)
}

#[test]
fn files_come_in_the_order_of_their_names_each_once_for_its_first_entry() {
    let folder = tempfile::tempdir().unwrap();
    let root = root_of(folder.path(), &[("r/b.xml", GOOD), ("r/a.xml", GOOD), ("r/x/c.xml", GOOD)]);
    let evidence = gather(&root, &entries(&["r/b.xml", "r/**/*.xml", "./r/*.xml"]), &Groups::default());
    let files: Vec<_> = evidence.files.iter().map(|file| (file.name.raw(), file.span)).collect();
    assert_eq!(files, [("r/a.xml", span(1)), ("r/b.xml", span(0)), ("r/x/c.xml", span(1))]);
    assert_eq!(evidence.patterns.iter().map(|entry| entry.files).collect::<Vec<_>>(), [1, 3, 2]);
    assert!(evidence.is_whole());
    assert_eq!(evidence.counts().passed, 6);
}

#[test]
fn an_entry_without_files_is_no_fault_and_not_whole() {
    let folder = tempfile::tempdir().unwrap();
    let root = root_of(folder.path(), &[("r/a.xml", GOOD)]);
    let evidence = gather(&root, &entries(&["r/a.xml", "s/*.xml"]), &Groups::default());
    assert_eq!(evidence.patterns[1].files, 0);
    assert!(evidence.patterns[1].faults.is_empty());
    assert!(!evidence.is_whole());
}

#[test]
fn an_entry_that_is_refused_is_a_fault_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = root_of(folder.path(), &[("r/a.xml", GOOD)]);
    let evidence = gather(&root, &entries(&["r/a.xml", "../up.xml", "r"]), &Groups::default());
    let fault = &evidence.patterns[1].faults[0];
    assert_eq!(fault.message.raw(), "../up.xml: it climbs out of the root with `..`");
    assert_eq!(fault.span, span(1));
    assert_eq!(evidence.patterns[2].faults[0].help.raw(), "name the files in it: add `/**/*.xml` to \"r\"");
    assert_eq!(evidence.files.len(), 1);
    assert!(!evidence.is_whole());
}

#[test]
fn a_report_that_cannot_be_read_is_a_fault_beside_those_that_can() {
    let folder = tempfile::tempdir().unwrap();
    let cut = GOOD.strip_suffix("suite>").unwrap();
    let files = [("a.xml", GOOD), ("b.xml", cut), ("c.xml", ""), ("d.xml", "<html></html>")];
    let root = root_of(folder.path(), &files);
    let evidence = gather(&root, &entries(&["*.xml"]), &Groups::default());
    let fault = |at: usize| evidence.files[at].report.as_ref().unwrap_err();
    assert!(evidence.files[0].report.is_ok());
    assert!(fault(1).message.raw().starts_with("it is cut off"), "{:?}", fault(1));
    assert_eq!(fault(2).message.raw(), "it is empty");
    assert!(fault(3).help.raw().contains("narrow the pattern"));
    assert!(!evidence.is_whole());
}

#[test]
fn a_change_while_reading_goes_before_what_the_reader_saw() {
    let folder = tempfile::tempdir().unwrap();
    let root = root_of(folder.path(), &[("a.xml", GOOD)]);
    let file = root.open("a.xml").unwrap();
    fs::write(folder.path().join("a.xml"), "<testsuite>").unwrap();
    let left = Left { bytes: limits::REPORTS_BYTES, tags: limits::REPORTS_TAGS };
    let (why, _) = report_of(file, &Groups::default(), left).0.unwrap_err();
    assert_eq!(why.raw(), "it changed while it was read");
}

#[test]
fn thousands_of_files_come_out_alike_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let root = root_of(folder.path(), &[]);
    for at in 0..1_500 {
        let mut report = String::new();
        write!(report, "<testsuite><testcase name=\"t{at}\"><failure/></testcase></testsuite>").unwrap();
        fs::write(folder.path().join(format!("{at}.xml")), report).unwrap();
    }
    let once = gather(&root, &entries(&["*.xml"]), &Groups::default());
    let again = gather(&root, &entries(&["*.xml"]), &Groups::default());
    assert_eq!(once.files.len(), 1_500);
    assert_eq!(once.counts().failed, 1_500);
    assert!(once.files.is_sorted_by(|one, other| one.name < other.name));
    assert_eq!(format!("{once:?}"), format!("{again:?}"));
}

#[test]
fn what_all_reports_may_hold_is_shared_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let root = root_of(folder.path(), &[("a.xml", GOOD)]);
    // Two suites' tags and two cases: four in all.
    let read = |bytes, tags| report_of(root.open("a.xml").unwrap(), &Groups::default(), Left { bytes, tags });
    let why = |(report, _): (Outcome, u64)| report.unwrap_err().0.raw().to_owned();
    assert_eq!(read(1_000, 4).1, 4);
    assert!(read(1_000, 4).0.is_ok());
    assert_eq!(
        why(read(1_000, 3)),
        "this report and those before it hold more than 20000000 tags, references and bytes that are no text"
    );
    assert_eq!(why(read(60, 4)), "this report and those before it are together larger than 768 MiB");
    let mut left = Left { bytes: 100, tags: 9 };
    let file = |length| Wanted { name: String::new(), span: span(0), length };
    assert_eq!(left.take(&file(70)).bytes, 100);
    assert_eq!(left.take(&file(70)).bytes, 30);
    assert_eq!(left.take(&file(1)).bytes, 0);
}
