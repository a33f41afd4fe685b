use super::*;
use crate::render::sample;

fn drawn(report: &Report) -> String {
    let mut out = Vec::new();
    render(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn go() {
    insta::assert_snapshot!(drawn(&sample::go()));
}

#[test]
fn no_go() {
    insta::assert_snapshot!(drawn(&sample::no_go()));
}

#[test]
fn invalid() {
    insta::assert_snapshot!(drawn(&sample::invalid()));
}

#[test]
fn lint() {
    insta::assert_snapshot!(drawn(&sample::lint()));
}

#[test]
fn forty_unlisted_changes_are_folded() {
    insta::assert_snapshot!(drawn(&sample::many(40)));
}

#[test]
fn hostile_texts() {
    insta::assert_snapshot!(drawn(&sample::hostile(
        "# <b>@ana</b> | [x](http://e.vil) `code`\n- \u{1b}[31m\u{202e}"
    )));
}

#[test]
fn a_note_fits_a_comment_whatever_is_in_it() {
    for count in [1, 1_000, 20_000] {
        assert!(drawn(&sample::many(count)).chars().count() <= 65_536);
    }
    let wall = "|<&@#*_`[".repeat(20_000);
    assert!(drawn(&sample::hostile(&wall)).chars().count() <= 65_536);
    let mut crowd = sample::hostile(&wall);
    let release = crowd.releases[0].clone();
    crowd.releases = (0..50).map(|_| release.clone()).collect();
    assert!(drawn(&crowd).chars().count() <= 65_536);
    let mut lint = sample::lint();
    let release = lint.releases[1].clone();
    lint.releases = (0..5_000).map(|_| release.clone()).collect();
    assert!(drawn(&lint).chars().count() <= 65_536);
}
