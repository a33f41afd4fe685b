//! Counts, outcomes, names and headers of reports that are in order.

use super::{good, read};
use crate::evidence::tests::{Kind, Stamp};
use crate::row::TestCounts as Counts;

fn counts(cases: &str) -> Counts {
    good(&format!("<testsuite name='s'>{cases}</testsuite>")).counts
}

fn outcome(case: &str) -> &'static str {
    let counts = counts(case);
    assert_eq!(counts.total, 1, "{case}");
    match counts {
        Counts { passed: 1, flaky: 1, .. } => "flaky",
        Counts { passed: 1, .. } => "passed",
        Counts { failed: 1, .. } => "failed",
        Counts { errors: 1, .. } => "errored",
        Counts { skipped: 1, .. } => "skipped",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_case_has_one_outcome_the_heaviest() {
    for (case, expected) in [
        ("<testcase/>", "passed"),
        ("<testcase></testcase>", "passed"),
        ("<testcase><failure/></testcase>", "failed"),
        ("<testcase><failure/><failure/></testcase>", "failed"),
        ("<testcase><failure/><error/></testcase>", "errored"),
        ("<testcase><error/><failure/></testcase>", "errored"),
        ("<testcase><skipped/><failure/></testcase>", "failed"),
        ("<testcase><skipped/></testcase>", "skipped"),
        ("<testcase><notrun/></testcase>", "skipped"),
        ("<testcase><flakyFailure/></testcase>", "flaky"),
        ("<testcase><flakyError/></testcase>", "flaky"),
        ("<testcase><rerunFailure/></testcase>", "failed"),
        ("<testcase><rerunError/></testcase>", "failed"),
        ("<testcase><flakyFailure/><rerunFailure/></testcase>", "failed"),
        ("<testcase><pending/></testcase>", "skipped"),
        ("<testcase><todo/></testcase>", "skipped"),
        ("<testcase><steps><step><failure/></step></steps></testcase>", "failed"),
        ("<testcase><steps><step status='failed'/></steps></testcase>", "failed"),
        ("<testcase><steps><step status='odd'/></steps></testcase>", "passed"),
        ("<testcase><rerunFailure/><failure/></testcase>", "failed"),
        ("<testcase><failure/><rerunError/></testcase>", "failed"),
        ("<testcase><system-out><failure/></system-out></testcase>", "failed"),
        ("<x:testcase xmlns:x='u'><x:failure/></x:testcase>", "failed"),
        ("<wrapper><testcase><failure/></testcase></wrapper>", "failed"),
    ] {
        assert_eq!(outcome(case), expected, "{case}");
    }
}

#[test]
fn a_status_is_heard_without_an_element() {
    for (case, expected) in [
        ("<testcase status='run' result='completed'/>", "passed"),
        ("<testcase status='notrun' result='suppressed'/>", "skipped"),
        ("<testcase status='run' result='skipped'/>", "skipped"),
        ("<testcase status='DISABLED'/>", "skipped"),
        ("<testcase status='failed'/>", "failed"),
        ("<testcase status='error'/>", "errored"),
        ("<testcase status='failed'><skipped/></testcase>", "failed"),
        ("<testcase status='passed'><failure/></testcase>", "failed"),
        ("<testcase status='notrun'><failure/></testcase>", "failed"),
        ("<testcase status='whatever'/>", "failed"),
        ("<testcase status='todo'/>", "skipped"),
        ("<testcase status='Pending'/>", "skipped"),
        ("<testcase status='Inconclusive'/>", "failed"),
        ("<testcase status=' '/>", "passed"),
    ] {
        assert_eq!(outcome(case), expected, "{case}");
    }
}

#[test]
fn cases_in_cases_count_for_themselves() {
    let counts = counts("<testcase name='a'><testcase name='b'><failure/></testcase><error/></testcase>");
    assert_eq!((counts.total, counts.failed, counts.errors), (2, 1, 1));
}

#[test]
fn an_error_of_a_suite_counts_and_is_no_case() {
    let report =
        good("<testsuites><testsuite name='db'><error message='no server'/></testsuite></testsuites>");
    assert_eq!(report.counts, Counts { errors: 1, ..Counts::default() });
    assert_eq!(report.failed.list[0].subject.raw(), "db");
    assert_eq!(report.failed.list[0].kind, Kind::Errored);
    assert_eq!(report.failed.list[0].reason.as_ref().unwrap().raw(), "no server");
}

fn subject_and_aliases(attributes: &str) -> (String, Vec<String>) {
    let report =
        good(&format!("<testsuite name='s'><testcase {attributes}><failure/></testcase></testsuite>"));
    let case = &report.failed.list[0];
    (case.subject.raw().to_owned(), case.aliases.iter().map(|alias| alias.raw().to_owned()).collect())
}

#[test]
fn a_case_is_known_by_its_class_and_its_name() {
    let (subject, aliases) = subject_and_aliases("classname='pdf.Export' name='legacy &lt;xls&gt;'");
    assert_eq!(subject, "pdf.Export::legacy <xls>");
    assert_eq!(
        aliases,
        ["legacy <xls>", "pdf.Export.legacy <xls>", "pdf.Export#legacy <xls>", "pdf.Export legacy <xls>"]
    );
    assert_eq!(subject_and_aliases("classname='a' name='a'").0, "a");
    assert_eq!(subject_and_aliases("classname='pdf Export' name='pdf Export draws'").0, "pdf Export draws");
    assert_eq!(subject_and_aliases("classname='pdf' name='pdfs'").0, "pdf::pdfs");
    assert_eq!(subject_and_aliases("name='n'"), ("n".into(), vec!["s::n".into()]));
    assert_eq!(subject_and_aliases("classname='c'").0, "c");
    assert_eq!(subject_and_aliases("").0, "(a test without a name)");
}

fn reason(result: &str) -> Option<String> {
    let report = good(&format!("<testsuite><testcase name='a'>{result}</testcase></testsuite>"));
    report.failed.list[0].reason.as_ref().map(|reason| reason.raw().to_owned())
}

#[test]
fn the_reason_is_the_first_line_that_says_something() {
    for (result, expected) in [
        ("<failure message='one&#10;two'>text</failure>", Some("one")),
        ("<failure message=' '>\n  a &amp; b &#x41;<![CDATA[ c]]>\nsecond</failure>", Some("a & b A c")),
        ("<failure type='AssertionError'/>", Some("AssertionError")),
        ("<failure/>", None),
        ("<failure message='first'/><failure message='second'/>", Some("first")),
        ("<skipped message='light'/><failure message='heavy'/>", Some("heavy")),
        ("<failure><![CDATA[in <cdata>]]></failure>", Some("in <cdata>")),
    ] {
        assert_eq!(reason(result).as_deref(), expected, "{result}");
    }
    assert_eq!(reason(&format!("<failure>{}</failure>", "é".repeat(900))).unwrap().chars().count(), 200);
}

fn contradictions(report: &str) -> Vec<(String, u64, u64)> {
    let found = good(report).contradictions.list;
    found.into_iter().map(|one| (one.suite.raw().to_owned(), one.admitted, one.shown)).collect()
}

#[test]
fn a_header_that_admits_more_than_is_shown_contradicts() {
    assert_eq!(
        contradictions(
            "<testsuite name='s' failures='2' errors='1'><testcase><failure/></testcase></testsuite>"
        ),
        [("s".to_owned(), 3, 1)]
    );
    for in_order in [
        "<testsuite failures='1'><testcase><failure/></testcase></testsuite>",
        "<testsuite failures='0'><testcase><failure/></testcase></testsuite>",
        "<testsuite failures='2'><testcase><failure/><failure/></testcase></testsuite>",
        "<testsuite failures='1'><testcase><flakyFailure/></testcase></testsuite>",
        "<testsuite errors='1'><error/></testsuite>",
        "<testsuite failures='1'><testcase status='failed'/></testsuite>",
        "<testsuite failures='1'><testcase status='failed'><skipped/></testcase></testsuite>",
        "<testsuite failures='' errors=' '><testcase/></testsuite>",
        "<testsuites failures='1'><testsuite><testcase><failure/></testcase></testsuite></testsuites>",
    ] {
        assert_eq!(contradictions(in_order), [], "{in_order}");
    }
}

#[test]
fn a_contradiction_is_told_once_and_where_it_is_closest() {
    let inner = "<testsuite name='a' failures='1'/>";
    assert_eq!(
        contradictions(&format!("<testsuites name='all' failures='1'>{inner}</testsuites>")),
        [("a".to_owned(), 1, 0)]
    );
    assert_eq!(
        contradictions(&format!(
            "<testsuites name='all' failures='3'>{inner}<testsuite name='b'/></testsuites>"
        )),
        [("a".to_owned(), 1, 0), ("all".to_owned(), 3, 0)]
    );
}

#[test]
fn the_newest_stamp_is_kept_and_nonsense_is_none() {
    let report = good(
        "<testsuites timestamp='yesterday'><testsuite timestamp='2026-11-30T10:00:00'/>\
         <testsuite timestamp='2026-11-30T12:00:00+01:00'/><testsuite timestamp='2026-11-30T10:30:00'/></testsuites>",
    );
    assert_eq!(report.dates.newest, Some(Stamp::Zoned("2026-11-30T11:00:00Z".parse().unwrap())));
    assert_eq!(good("<testsuite timestamp='2026-02-30T10:00:00'/>").dates.newest, None);
}

#[test]
fn lists_end_and_counts_do_not() {
    let mut text = String::from("<testsuite>");
    for at in 0..10_050 {
        text.push_str(&format!("<testcase name='case {at}'><failure/></testcase>"));
    }
    text.push_str("</testsuite>");
    let report = good(&text);
    assert_eq!(report.counts.failed, 10_050);
    assert_eq!((report.failed.list.len(), report.failed.more, report.failed.count()), (10_000, 50, 10_050));
}

#[test]
fn kept_text_is_bounded_in_bytes() {
    let name = "n".repeat(100_000);
    let case = format!("<testcase classname='{name}' name='{name}'><failure message='{name}'/></testcase>");
    let report = good(&format!("<testsuite>{}</testsuite>", case.repeat(1000)));
    let held: usize = report.failed.list.iter().map(crate::evidence::tests::Case::size).sum();
    assert!(held <= 4 * 1024 * 1024 && report.failed.more > 0, "{held}");
    assert_eq!(report.failed.count(), 1000);
}

#[test]
fn counts_add_up() {
    let one = counts("<testcase/><testcase><failure/></testcase>");
    assert_eq!(one.add(one), Counts { total: 4, passed: 2, failed: 2, ..Counts::default() });
}

#[test]
fn a_report_without_cases_is_a_report() {
    for empty in
        ["<testsuites/>", "<testsuite></testsuite>", "<testsuites><testsuite tests='0'/></testsuites>"]
    {
        assert_eq!(read(empty.as_bytes()).unwrap().counts, Counts::default());
    }
}

#[test]
fn what_does_not_fit_into_a_shared_room_is_counted() {
    let cases: Vec<String> =
        (0..10).map(|n| format!("<testcase name='t{n}'><failure/></testcase>")).collect();
    let mut report = good(&format!("<testsuite>{}</testsuite>", cases.concat()));
    let one = report.failed.list[0].size() + 256;
    let mut room = one * 4 + one / 2;
    report.shrink(&mut room);
    assert_eq!((report.failed.list.len(), report.failed.count(), room), (4, 10, 0));
    report.shrink(&mut 0);
    assert_eq!((report.failed.list.len(), report.failed.count(), report.counts.failed), (0, 10, 10));
}

#[test]
fn a_status_that_nobody_knows_is_quoted() {
    let report = good("<testsuite><testcase name='a' status='wobbly'/></testsuite>");
    assert_eq!(report.failed.list[0].reason.as_ref().unwrap().raw(), "its status is \"wobbly\"");
}

#[test]
fn a_header_that_counts_more_is_told() {
    let of = |text: &str| {
        let report = good(text);
        let told = |kept: &crate::evidence::tests::Kept<crate::evidence::tests::Contradiction>| {
            kept.list
                .iter()
                .map(|found| format!("{} {} {}", found.of, found.admitted, found.shown))
                .collect::<Vec<_>>()
        };
        (told(&report.contradictions), told(&report.excess))
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(
        of("<testsuite tests='3'><testcase/></testsuite>"),
        (none.clone(), vec!["tests 3 1".to_owned()])
    );
    assert_eq!(
        of("<testsuite tests='2'><testcase><rerunFailure/><failure/></testcase></testsuite>"),
        (none.clone(), none.clone())
    );
    assert_eq!(of("<testsuite tests='1'><testcase/><testcase/></testsuite>"), (none.clone(), none.clone()));
    let skips = of(
        "<testsuites skipped='2'><testsuite skipped='2'><testcase><skipped/></testcase></testsuite></testsuites>",
    );
    assert_eq!(skips, (vec!["skipped tests 2 1".to_owned()], none));
}

#[test]
fn a_suite_may_name_its_commit() {
    let report = good(
        "<testsuite><properties><property name='commit' value=' abc '/><property name='x' value='y'/></properties></testsuite>",
    );
    assert_eq!(report.commits.iter().map(crate::untrusted::Untrusted::raw).collect::<Vec<_>>(), ["abc"]);
}
