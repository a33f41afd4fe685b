//! The world around a run: where the report goes, what the environment holds, what the checked repository is set to.
//! None of it may turn a verdict, run a program, or leave half a report behind.

#![cfg(unix)]

mod environment;
mod streams;

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::gonogo::{Gonogo, Told, repository};
use crate::support::story::{AS_OF, FORMATS, Story};

/// The story with one thing missing.
fn no_go() -> Story {
    let story = Story::new();
    story.edit("told_on = 2026-11-29\n", "");
    story
}

/// Every file below a folder with what it holds, and every link with where it leads.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        if entry.file_type().expect("a kind").is_dir() {
            all.extend(tree(&path));
        } else {
            all.push((path.display().to_string(), fs::read(&path).unwrap_or_default()));
        }
    }
    all.sort();
    all
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("an entry").file_name().into_string().expect("a name")
    };
    let mut names: Vec<String> = fs::read_dir(folder).expect("a folder").map(name).collect();
    names.sort();
    names
}

#[test]
fn a_report_file_is_what_would_have_been_printed() {
    let (go, no_go) = (Story::new(), no_go());
    for format in FORMATS {
        for (story, code) in [(&go, 0), (&no_go, 1)] {
            let printed = story.check(format);
            let file = story.outside("report");
            fs::write(&file, "older and longer ".repeat(5_000)).expect("a file");
            let told = story.gonogo(format, &["--output", "../report"]).run();
            assert_eq!((told.code, told.out.as_str(), told.err.as_str()), (Some(code), "", ""), "{format}");
            assert_eq!(fs::read_to_string(&file).expect("a report"), printed.out, "{format}");
            assert_eq!(printed.code, Some(code));
        }
    }
    assert_eq!(names(&go.outside("")), ["report", "work"]);
}

#[test]
fn a_report_that_cannot_be_written_is_no_go_and_changes_nothing() {
    for (story, code) in [(Story::new(), 2), (no_go(), 1)] {
        let reports = story.outside("out");
        fs::create_dir_all(reports.join("folder")).expect("a folder");
        fs::write(reports.join("file"), "kept").expect("a file");
        symlink("loop", reports.join("loop")).expect("a link");
        symlink("nowhere/report", reports.join("astray")).expect("a link");
        let before = tree(&reports);
        let long = format!("../out/{}", "x".repeat(300));
        for target in [
            "../out/folder",
            "../out/file/report",
            "../out/nowhere/report",
            "../out/loop",
            "../out/astray",
            "/dev/full",
            &long,
        ] {
            for format in FORMATS {
                let told = story.gonogo(format, &["--output", target]).run();
                assert_eq!(told.code, Some(code), "{target}, {format}: {}", told.err);
                assert!(!told.err.is_empty(), "{target}, {format}");
            }
            assert_eq!(tree(&reports), before, "{target}");
        }
    }
}

/// The disk fills up in the middle of the file: here, the largest file that may be written is one block.
#[test]
fn half_a_report_never_takes_the_place_of_a_whole_one() {
    for (story, code) in [(Story::new(), 2), (no_go(), 1)] {
        let reports = story.outside("out");
        fs::create_dir(&reports).expect("a folder");
        fs::write(reports.join("report"), "kept").expect("a file");
        for format in ["text", "json", "yaml", "sarif"] {
            let run = format!(
                "trap '' XFSZ; ulimit -f 1; exec '{}' check --as-of {AS_OF} -f {format} -o ../out/report",
                env!("CARGO_BIN_EXE_gonogo")
            );
            let output =
                Command::new("sh").args(["-c", &run]).current_dir(story.folder()).output().expect("sh");
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{format}: {said}");
            assert!(said.contains("../out/report cannot be written"), "{format}: {said}");
            assert_eq!(fs::read_to_string(reports.join("report")).expect("a file"), "kept", "{format}");
            assert_eq!(names(&reports), ["report"], "{format}");
        }
    }
}

#[test]
fn a_link_stays_a_link_and_its_target_is_replaced() {
    let story = Story::new();
    fs::create_dir(story.outside("real")).expect("a folder");
    fs::write(story.outside("real/report"), "old").expect("a file");
    symlink("real/report", story.outside("link")).expect("a link");
    let told = story.gonogo("json", &["--output", "../link"]).run();
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(fs::read_link(story.outside("link")).expect("a link"), Path::new("real/report"));
    assert_eq!(fs::read_to_string(story.outside("real/report")).expect("a report"), story.check("json").out);
    assert_eq!(names(&story.outside("real")), ["report"]);
}

/// As a shell's `>` would: the link stays, and what it names comes to be.
#[test]
fn a_link_to_nothing_is_written_through() {
    let story = Story::new();
    fs::create_dir(story.outside("real")).expect("a folder");
    symlink("real/next", story.outside("link")).expect("a link");
    symlink("report", story.outside("real/next")).expect("a link");
    let told = story.gonogo("json", &["--output", "../link"]).run();
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(fs::read_link(story.outside("link")).expect("a link"), Path::new("real/next"));
    assert_eq!(fs::read_link(story.outside("real/next")).expect("a link"), Path::new("report"));
    assert_eq!(fs::read_to_string(story.outside("real/report")).expect("a report"), story.check("json").out);
    assert_eq!(names(&story.outside("real")), ["next", "report"]);
}

#[test]
fn runs_at_once_leave_one_whole_report() {
    let story = Story::new();
    let whole: Vec<String> = ["json", "yaml"].map(|format| story.check(format).out).into();
    let file = story.outside("report");
    fs::write(&file, &whole[0]).expect("a file");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers = ["json", "yaml", "json", "yaml"].map(|format| {
            let story = &story;
            scope.spawn(move || {
                for _ in 0..8 {
                    let told = story.gonogo(format, &["--output", "../report"]).run();
                    assert_eq!(told.code, Some(0), "{}", told.err);
                }
            })
        });
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                let seen = fs::read_to_string(&file).expect("it is always there");
                assert!(whole.contains(&seen), "{} bytes of a report", seen.len());
            }
        });
        let ended: Vec<bool> = writers.into_iter().map(|writer| writer.join().is_ok()).collect();
        is_done.store(true, Ordering::Relaxed);
        assert!(ended.into_iter().all(|ended| ended));
    });
    assert_eq!(names(&story.outside("")), ["report", "work"]);
}

#[test]
fn a_report_that_nobody_receives_is_no_go() {
    for (story, code) in [(Story::new(), 2), (no_go(), 1)] {
        for format in FORMATS {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            let told = story.gonogo(format, &[]).output(writer).run();
            assert_eq!(told.code, Some(code), "closed pipe, {format}: {}", told.err);
            assert!(told.err.contains("cannot be written"), "{}", told.err);
            let full = OpenOptions::new().write(true).open("/dev/full").expect("a device");
            let told = story.gonogo(format, &[]).output(full).run();
            assert_eq!(told.code, Some(code), "full disk, {format}: {}", told.err);
        }
    }
    for arguments in [
        &["rules"][..],
        &["rules", "-f", "json"],
        &["explain", "stop/none"],
        &["schema"],
        &["man"],
        &["--help"],
        &["--version"],
        &["lint"],
        &["completions", "bash"],
    ] {
        let story = Story::new();
        let full = OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let told = Gonogo::new(story.folder(), arguments).output(full).run();
        assert_eq!(told.code, Some(2), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn a_run_writes_nothing_into_what_it_checks() {
    let story = Story::with_git();
    let before = tree(&story.folder());
    let closed = ["", "reports", "facts", ".git", ".git/objects", ".git/refs"];
    let set = |mode| {
        for folder in closed {
            fs::set_permissions(story.path(folder), fs::Permissions::from_mode(mode)).expect("a folder");
        }
    };
    set(0o555);
    let told: Vec<Told> = FORMATS.map(|format| story.check(format)).into();
    let linted = Gonogo::new(story.folder(), &["lint"]).run();
    set(0o755);
    assert!(told.iter().all(|told| told.code == Some(0)), "{told:?}");
    assert_eq!(linted.code, Some(0), "{}", linted.out);
    assert_eq!(tree(&story.folder()), before);
}

/// The same for somebody whom it really is closed to, who can write nowhere but where the report goes.
#[test]
fn a_checkout_that_nobody_may_write_to_is_fine() {
    for (story, code) in [(Story::with_git(), 0), (no_go(), 1)] {
        let Some(run) = story.gonogo_bound("json", &["--output", "../report"]) else { return };
        let folders = ["", "reports", "facts", ".git", ".git/objects", ".git/refs"];
        let there = || folders.iter().map(|name| story.path(name)).filter(|path| path.is_dir());
        let set = |mode| {
            there().for_each(|path| {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
            });
        };
        let before = tree(&story.folder());
        set(0o555);
        let told = run.without("HOME").env("TMPDIR", "/nonexistent").run();
        let refused = story.gonogo_bound("json", &["--output", "report"]).expect("somebody").run();
        set(0o755);
        assert_eq!(told.code, Some(code), "{}", told.err);
        assert!(
            fs::read_to_string(story.outside("report")).is_ok_and(|report| report.contains("\"verdict\""))
        );
        assert_eq!(refused.code, Some(if code == 0 { 2 } else { code }), "{}", refused.err);
        assert!(refused.err.contains("report cannot be written"), "{}", refused.err);
        assert_eq!(tree(&story.folder()), before);
    }
}

#[test]
fn no_home_is_needed() {
    let story = Story::with_git();
    let expected = story.check("json");
    let told = story.gonogo("json", &[]).without("HOME").env("TMPDIR", "/nonexistent").run();
    assert_eq!((told.code, told.out, told.err), (Some(0), expected.out, expected.err));
}

#[test]
fn colour_follows_the_usual_switches() {
    let story = no_go();
    let escape = '\u{1b}';
    let run = |format: &str, more: &[&str], variables: &[(&str, &str)]| {
        let run = story.gonogo(format, more);
        let told = variables.iter().fold(run, |run, (name, value)| run.env(name, value)).run();
        assert_eq!(told.code, Some(1));
        told.out
    };
    let (force, no) = (("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1"));
    assert!(!run("text", &[], &[]).contains(escape));
    assert!(run("text", &[], &[force]).contains(escape));
    assert!(!run("text", &[], &[no]).contains(escape));
    assert!(run("text", &["--color", "always"], &[no]).contains(escape));
    assert!(!run("text", &["--color", "never"], &[force]).contains(escape));
    for format in FORMATS.into_iter().filter(|format| *format != "text") {
        assert!(!run(format, &["--color", "always"], &[force]).contains(escape), "{format}");
    }
}

#[test]
fn wrong_usage_ends_with_2_and_says_why() {
    let cases: &[(&[&str], &str)] = &[
        (&[], "Usage"),
        (&["chek"], "check"),
        (&["check", "--nope"], "--nope"),
        (&["check", "--fromat", "json"], "--format"),
        (&["check", "--format", "jsn"], "json"),
        (&["check", "--format"], "--format"),
        (&["check", "--policy", "nowhere.toml"], "nowhere.toml"),
        (&["check", "--policy", "reports"], "reports"),
        (&["lint", "--policy", "nowhere.toml"], "nowhere.toml"),
        (&["check", "--as-of", "yesterday"], "--as-of"),
        (&["check", "--output", ""], "--output"),
        (&["check", "--as-of", "2026-02-30T10:00:00Z"], "--as-of"),
        (&["check", "--root", "nowhere"], "nowhere"),
        (&["check", "--root", "release.toml"], "release.toml"),
        (&["check", "-q", "-v"], "--verbose"),
        (&["check", "--color", "maybe"], "always"),
        (&["check", "nowhere.toml"], "nowhere.toml"),
        (&["check", "release.toml", "nowhere.toml"], "nowhere.toml"),
        (&["lint", "reports"], "reports"),
        (&["lint", "--glob", "["], "glob"),
        (&["explain", "scope/unlisted-chang"], "scope/unlisted-change"),
        (&["explain"], "RULE"),
        (&["schema", "releas"], "release"),
    ];
    let story = Story::new();
    for (arguments, named) in cases {
        let told = Gonogo::new(story.folder(), arguments).run();
        assert_eq!(told.code, Some(2), "{arguments:?}\n{}{}", told.out, told.err);
        let said = told.out + &told.err;
        assert!(said.contains(named), "{arguments:?} does not name {named}:\n{said}");
    }
    // Nor can a silent error stream make it a success.
    for arguments in [&["check", "--nope"][..], &["check", "--policy", "nowhere.toml"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let mut command = Command::new(env!("CARGO_BIN_EXE_gonogo"));
        let status = command.args(arguments).current_dir(repository()).stderr(full).status().expect("a run");
        assert_eq!(status.code(), Some(2), "{arguments:?}");
    }
}
