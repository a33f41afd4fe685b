use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::finding::ChangeLine;
use crate::render::sample;
use crate::report::Excerpt;
use crate::row::{CheckId, StopRow, StopState};
use crate::rule::Level;
use crate::source::{FileId, SourceFile, Span};
use crate::untrusted::Untrusted;

fn drawn(report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    render(report, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(report: &Report, width: usize) -> String {
    drawn(report, Style { width: Some(width), colour: false, links: false, verbosity: Verbosity::Normal })
}

fn verbose(report: &Report) -> String {
    drawn(report, Style { width: Some(80), colour: false, links: false, verbosity: Verbosity::Verbose })
}

/// Escapes made visible, so that a snapshot can be read.
fn painted(report: &Report) -> String {
    drawn(report, Style { width: Some(80), colour: true, links: false, verbosity: Verbosity::Normal })
        .replace('\u{1b}', "␛")
}

/// The sample with one finding whose snippet marks `at` in `text`.
fn pointing(text: &str, start: usize, end: usize) -> Report {
    let mut report = sample::lint();
    let release = &mut report.releases[1];
    let source = SourceFile::new("release.toml", text);
    let finding = &mut release.findings[0];
    finding.location = source.location(Span::new(FileId::Release, start, end));
    finding.excerpt = Some(Excerpt { source: 0, start, end });
    release.sources = vec![source.text()];
    report
}

/// So many changes on no list, of two kinds and by two people, and a dozen tests that fail for one reason.
fn many_problems(count: usize) -> Report {
    let mut report = sample::many(count);
    let release = &mut report.releases[0];
    release.findings.truncate(count);
    for (at, finding) in release.findings.iter_mut().enumerate() {
        let names = at % 3 == 0;
        finding.message = format!("{at:07x} \"Change number {at}\" is in the build but on no list").into();
        finding.next = Some("Ana Ruiz".into());
        finding.cause = Some(if names { "name an id that is on no list" } else { "name no id" }.into());
        finding.paste = Some(format!("{{ id = \"BILL-{at}\", title = \"Change number {at}\" }}").into());
        finding.change = Some(ChangeLine {
            committed: i64::try_from(at).ok(),
            authored: None,
            day: Some("26 Nov 2026".into()),
            title: format!("BILL-{at} Change number {at}").into(),
            id: format!("{at:07x}").into(),
            author: if at < 30 { "Bo Lind" } else { "Cy Park" }.into(),
        });
    }
    release.findings.extend((0..12).map(|at| {
        let mut finding = sample::finding("tests/failed", Level::Error, CheckId::TESTS, "[tests]");
        finding.message = format!("export::case_{at} failed: expected 14 columns, found 12").into();
        finding.subject = Some(format!("export::case_{at}").into());
        finding.cause = Some("expected 14 columns, found 12".into());
        finding.report = Some("reports/junit.xml".into());
        finding
    }));
    report
}

#[test]
fn go_fits_one_screen() {
    let mut report = sample::go();
    report.releases[0].file = "release.toml".into();
    let text = plain(&report, 80);
    assert!(text.lines().count() <= 24, "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn no_go() {
    insta::assert_snapshot!(plain(&sample::no_go(), 80));
}

#[test]
fn no_go_in_colour() {
    insta::assert_snapshot!(painted(&sample::no_go()));
}

#[test]
fn no_go_verbose() {
    insta::assert_snapshot!(verbose(&sample::no_go()));
}

#[test]
fn invalid() {
    insta::assert_snapshot!(plain(&sample::invalid(), 80));
}

#[test]
fn lint_counts_files_and_passes_over_clean_ones() {
    insta::assert_snapshot!(plain(&sample::lint(), 80));
}

#[test]
fn fifty_problems_are_told_by_their_causes() {
    let text = plain(&many_problems(40), 80);
    assert!(text.lines().count() <= 64, "{text}");
    assert!(text.lines().last().is_some_and(|line| line.contains("Ana Ruiz acts next")), "{text}");
    insta::assert_snapshot!(text);
    assert_eq!(verbose(&many_problems(40)).matches("to paste:").count(), 40);
    assert_eq!(verbose(&many_problems(40)).matches("  Bo Lind  26 Nov").count(), 30);
}

#[test]
fn nothing_is_wrapped_where_no_terminal_would() {
    let words = "word ".repeat(200);
    let text = drawn(
        &sample::hostile(&words),
        Style { width: None, colour: false, links: false, verbosity: Verbosity::Normal },
    );
    assert!(text.lines().any(|line| line.matches("word").count() >= 200), "{text}");
}

#[test]
fn hostile_texts() {
    insta::assert_snapshot!(plain(
        &sample::hostile("\u{1b}[31mred\u{202e}\n::error::x ##[warning]y\u{9b}2J"),
        80
    ));
}

#[test]
fn long_names_wrap_and_keep_the_table_in_shape() {
    let name = "Maximiliana Wolfeschlegelsteinhausenbergerdorff-Montgomery of the Billing Department";
    insta::assert_snapshot!(plain(&sample::hostile(name), 80));
}

#[test]
fn wide_letters_keep_the_columns_straight() {
    insta::assert_snapshot!(plain(
        &sample::hostile("請求書ダッシュボードの更新 🚀 e\u{301}tat 발표를 확인하세요"),
        80
    ));
}

#[test]
fn several_releases_are_parted_and_counted() {
    let mut report = sample::no_go();
    report.releases.push(sample::go().releases.remove(0));
    report.releases.push(sample::invalid().releases.remove(0));
    let text = plain(&report, 80);
    assert!(text.ends_with("3 releases: 1 GO, 1 NO-GO, 1 NO VERDICT\n"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn quiet_is_one_line_a_release() {
    let quiet = |report: &Report| {
        drawn(report, Style { width: Some(80), colour: false, links: false, verbosity: Verbosity::Quiet })
    };
    assert_eq!(quiet(&sample::no_go()), "NO-GO Billing dashboard 2.4.0: 2 errors, 1 warning\n");
    assert_eq!(quiet(&sample::go()), "GO Billing dashboard 2.4.0\n");
    assert_eq!(quiet(&sample::hostile(&"long ".repeat(99))).lines().count(), 1);
    assert_eq!(quiet(&sample::lint()), "FINDINGS releases/2.4/release.toml: 1 error\n");
}

#[test]
fn the_same_place_is_drawn_once() {
    let mut report = sample::no_go();
    let release = &mut report.releases[0];
    release.findings = vec![
        sample::finding("tests/no-account", Level::Error, CheckId::TESTS, "[tests]"),
        sample::finding("tests/failed", Level::Error, CheckId::TESTS, "[tests]"),
    ];
    let text = plain(&report, 80);
    assert_eq!(text.matches("15 | [tests]").count(), 1);
    assert!(text.contains("--> releases/2.4/release.toml:15:1, shown above"), "{text}");
}

#[test]
fn a_mark_stands_under_its_text_behind_tabs_and_wide_letters() {
    let text = "\tname = \"請求\", owner = \"QA team\"\n";
    let start = text.find("\"QA").unwrap();
    insta::assert_snapshot!(plain(&pointing(text, start, start + 9), 80), @r#"
    error: something about person/group is wrong [person/group]
     --> release.toml:1:23
      |
    1 |     name = "請求", owner = "QA team"
      |                            ^^^^^^^^^
      help: put it right
      next: Dee Okafor

    2 files, 1 error
    "#);
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = format!("x = [{} \"QA team\", {}]", "1234567890, ".repeat(40), "1234567890, ".repeat(40));
    let start = text.find("\"QA").unwrap();
    insta::assert_snapshot!(plain(&pointing(&text, start, start + 9), 80), @r#"
    error: something about person/group is wrong [person/group]
     --> release.toml:1:487
      |
    1 | ...4567890, 1234567890,  "QA team", 1234567890, 1234567890, 1234567890, ...
      |                          ^^^^^^^^^
      help: put it right
      next: Dee Okafor

    2 files, 1 error
    "#);
}

#[test]
fn a_log_command_in_the_file_is_taken_apart() {
    let text = "name = \"##[error]x\" \u{9b}31m \u{200b}\u{202e}";
    let out = plain(&pointing(text, 0, 4), 80);
    assert!(out.contains("\"# #[error]x\" \u{fffd}31m \u{fffd}\u{fffd}"), "{out}");
    for (start, end) in [(0, 9), (9, 10), (8, 9), (10, 11)] {
        assert!(plain(&pointing(text, start, end), 80).contains("# #[error]x"), "{start} {end}");
    }
}

#[test]
fn spans_that_lie_are_no_harm() {
    for (start, end) in [(0, 0), (1, 1), (3, 2), (5, 900), (900, 1000), (usize::MAX, usize::MAX)] {
        for text in ["", "é", "a\n\nb", "日本語", "\r\n\r\n", "x"] {
            plain(&pointing(text, start, end), 80);
        }
    }
}

fn check_page(text: &str, width: usize) {
    let width = width.clamp(60, 120);
    let mut is_to_paste = false;
    for line in text.lines() {
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert!(!line.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']), "{line:?}");
        assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{line:?}");
        let longest = line
            .split_whitespace()
            .filter(|word| !word.trim_matches(['-', '=']).is_empty())
            .map(UnicodeWidthStr::width)
            .max()
            .unwrap_or_default();
        // A line to paste stays whole.
        let is_whole = std::mem::replace(&mut is_to_paste, line.starts_with("  to paste"));
        assert!(
            is_whole || line.width() <= width || longest > width.saturating_sub(12),
            "{} > {width}: {line:?}",
            line.width()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_any_width_stays_on_the_page(
        text in "(\\PC|[\\x00-\\x20\\x7f-\\xa0\u{200b}\u{202e}\u{2066}\u{feff}e\u{301}🚀請:#\\[]| ){0,60}",
        file in "(\\PC|[\\x00-\\x20\u{80}-\u{9f}\u{202e}\u{301}:#\\[\n]){0,200}",
        span in (0_usize..300, 0_usize..300),
        width in 20_usize..200,
        is_verbose: bool,
    ) {
        let verbosity = if is_verbose { Verbosity::Verbose } else { Verbosity::Normal };
        let mut report = sample::hostile(&text);
        let release = &mut report.releases[0];
        let source = SourceFile::new("f", file);
        for finding in &mut release.findings {
            let place = Span::new(FileId::Release, span.0, span.1);
            finding.location = source.location(place);
            finding.location.file = Untrusted::from(text.as_str());
            finding.excerpt = Some(Excerpt { source: 0, start: span.0, end: span.1 });
        }
        release.sources = vec![source.text()];
        release.stop_rules.push(StopRow { rule: text.as_str().into(), state: StopState::Tripped, ..release.stop_rules[0].clone() });
        check_page(&drawn(&report, Style { width: Some(width), colour: false, links: false, verbosity }), width);
        drawn(&report, Style { width: Some(width), colour: true, links: false, verbosity });
        report.as_of = None;
        check_page(&drawn(&report, Style { width: Some(width), colour: false, links: false, verbosity }), width);
        report.as_of = Some(String::new());
        check_page(&drawn(&report, Style { width: Some(width), colour: false, links: false, verbosity: Verbosity::Quiet }), width);
    }
}

#[test]
fn a_long_word_is_never_cut_between_a_letter_and_its_marks() {
    for base in 8..12 {
        let word = format!("{}❤\u{fe0f}e\u{301}::x", "y".repeat(base));
        let lines = wrap::wrap(&[Piece::plain(word)], wrap::Indent { first: 0, rest: 0 }, 10);
        for line in lines {
            let line: String = line.into_iter().map(|piece| piece.text).collect();
            assert!(!line.starts_with(['\u{fe0f}', '\u{301}', ':']), "{line:?}");
        }
    }
}
