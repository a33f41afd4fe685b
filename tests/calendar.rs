//! `--format ics`: entries that stay the same when their dates move, in the form of RFC 5545.

use std::fs;
use std::path::Path;

use crate::support::gonogo::{Gonogo, Told};

const PLAN: &str = "name = \"Billing; dashboard, new\"\nversion = \"2.4.0\"\nowner = \"Ana Ruiz\"\nbackup_date = 2026-12-03\n\
    freeze = 2026-11-27T12:00:00\ntimezone = \"Europe/Madrid\"\n";

fn calendar(folder: &Path, text: &str) -> Told {
    fs::write(folder.join("release.toml"), text).expect("the file");
    Gonogo::new(folder, &["check", "--format", "ics", "--as-of", "2026-11-30T18:00:00+01:00"]).run()
}

/// The lines of a calendar, unfolded.
fn lines(told: &Told) -> Vec<String> {
    let text = told.out.replace("\r\n ", "");
    text.split("\r\n").map(str::to_owned).collect()
}

fn values<'l>(lines: &'l [String], key: &str) -> Vec<&'l str> {
    lines.iter().filter_map(|line| line.strip_prefix(key)).collect()
}

#[test]
fn days_are_days_and_times_are_utc() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = calendar(folder.path(), &format!("date = 2026-12-01T09:00:00+01:00\n{PLAN}"));
    assert_eq!(told.code, Some(1));
    let lines = lines(&told);
    let mut starts = values(&lines, "DTSTART");
    starts.sort_unstable();
    assert_eq!(starts, [":20261127T110000Z", ":20261201T080000Z", ";VALUE=DATE:20261203"]);
    assert_eq!(values(&lines, "DTSTAMP:"), ["20261130T170000Z"; 3]);
    assert!(
        lines.contains(&"SUMMARY:Launch: Billing\\; dashboard\\, new 2.4.0 (NO-GO)".to_owned()),
        "{lines:#?}"
    );
}

#[test]
fn a_delay_moves_the_entry_and_makes_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = lines(&calendar(folder.path(), &format!("date = 2026-12-01T09:00:00+01:00\n{PLAN}")));
    let delay = |day: u8| {
        format!(
            "[[call]]\nsay = \"delay\"\nby = \"Ana Ruiz\"\non = 2026-11-30\nwhy = \"A bug\"\ndate = 2026-12-{day:02}\n"
        )
    };
    let moved = format!("date = 2026-12-04\n{}{}{}", PLAN.replace("03\n", "08\n"), delay(2), delay(4));
    let second = lines(&calendar(folder.path(), &moved));
    assert_eq!(values(&first, "UID:"), values(&second, "UID:"));
    assert_eq!(values(&first, "SEQUENCE:"), ["0"; 3]);
    assert_eq!(values(&second, "SEQUENCE:"), ["2"; 3]);
    assert!(second.contains(&"DTSTART;VALUE=DATE:20261204".to_owned()), "{second:#?}");
}

#[test]
fn a_release_without_a_date_and_a_file_that_is_none_are_something_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, code, said) in [
        ("name = \"Billing\"\n", 1, "SUMMARY:Set a launch date: Billing (no version) (NO-GO)"),
        ("ownr = \"Ana\"\n", 2, "SUMMARY:Set a launch date: release.toml (no name) (NO VERDICT)"),
    ] {
        let told = calendar(folder.path(), text);
        assert_eq!(told.code, Some(code));
        assert!(lines(&told).iter().any(|line| line == said), "{}", told.out);
    }
    let lint = Gonogo::new(folder.path(), &["lint", "--format", "ics"]).run();
    assert_eq!((lint.code, lint.out.as_str()), (Some(2), ""));
}

#[test]
fn no_text_ends_a_line_or_an_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "x\\r\\nEND:VEVENT\\nBEGIN:VALARM\\u001b\\u202e 說明說明說明說明說明說明說明說明說明說明說明說明說明說明說明說明";
    let told = calendar(folder.path(), &format!("date = 2026-12-01\nname = \"{name}\"\nversion = \"1\"\n"));
    assert!(
        told.out
            .split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains(['\r', '\n', '\u{1b}', '\u{202e}']))
    );
    let lines = lines(&told);
    assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN:")).count(), 2, "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("END:")).count(), 2, "{lines:#?}");
}
