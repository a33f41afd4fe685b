//! What somebody writes to while it is read: it counts as unread, whatever it is.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{KINDS, Kind, assert_none, complaints};
use crate::support::gonogo::Told;

/// A report that takes a moment to read.
fn long_report() -> String {
    let case = "<testcase classname=\"billing\" name=\"shows_invoices\" time=\"0.1\"/>\n";
    format!("<testsuite name=\"unit\">\n{}</testsuite>\n", case.repeat(60_000))
}

/// The file of a kind with so many blanks behind it that reading it takes a moment; they mean nothing.
fn long(kind: Kind, text: &str) -> String {
    let blanks = match kind {
        Kind::ReportByPath | Kind::ReportByGlob => return long_report(),
        Kind::Release | Kind::PolicyFound | Kind::PolicyNamed => 900 * 1024,
        Kind::ChangeList | Kind::Issues | Kind::Trx | Kind::Ctrf => 24 * 1024 * 1024,
        Kind::Runs | Kind::Environment | Kind::Facts => 7 * 1024 * 1024,
    };
    let line = format!("{}\n", " ".repeat(99));
    text.to_owned() + &line.repeat(blanks / 100)
}

/// Writes to a file, from before a run starts until it is done. It never holds anything but what it held and blanks,
/// and stays within what may be read.
fn while_written(path: &Path, run: impl FnOnce() -> Told) -> Told {
    let (is_done, has_begun) = (AtomicBool::new(false), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = OpenOptions::new().append(true).open(path).expect("a file");
            let length = file.metadata().expect("a length").len();
            for times in 1_u64.. {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                file.write_all(b"\n").expect("it grows");
                if times.is_multiple_of(50_000) {
                    file.set_len(length).expect("it shrinks");
                }
                has_begun.store(true, Ordering::Relaxed);
            }
            file.set_len(length).expect("it shrinks");
        });
        while !has_begun.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        let told = run();
        is_done.store(true, Ordering::Relaxed);
        told
    })
}

/// The writer may be held up by the system just while the file is read, which is then read as it stood. So it is
/// tried until it was met; in between there is no other answer than that of the file at rest.
#[test]
fn what_is_written_to_is_not_read() {
    for kind in KINDS {
        let story = kind.story();
        let file = story.path(kind.file());
        fs::write(&file, long(kind, &story.read(kind.file()))).expect("a file");
        let at_rest = story.gonogo("json", kind.options()).run();
        assert!(matches!(at_rest.code, Some(0 | 1)), "{kind:?}: {}{}", at_rest.out, at_rest.err);
        let was_met = (0..100).any(|_| {
            let told = while_written(&file, || story.gonogo("json", kind.options()).run());
            let is_refused = (told.out.clone() + &told.err).contains("changed while it was read");
            assert!(
                is_refused || told.code == at_rest.code,
                "{kind:?} {:?}: {}{}",
                told.code,
                told.out,
                told.err
            );
            assert!(!is_refused || matches!(told.code, Some(1 | 2)), "{kind:?} {:?}", told.code);
            is_refused
        });
        assert!(was_met, "{kind:?}");
    }
}

#[test]
fn a_report_that_is_written_to_is_told_in_every_format() {
    for kind in [Kind::ReportByPath, Kind::ReportByGlob] {
        let story = kind.story();
        story.write(kind.file(), long_report());
        let run = |format: &str| while_written(&story.path(kind.file()), || story.check(format));
        assert_none(&complaints(&format!("{kind:?} written"), kind.file(), run));
    }
}
