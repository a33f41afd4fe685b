//! `gonogo call` with a person at a terminal: what they are asked, what they see before anything is written, and what
//! happens when the file changes while they think.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use gonogo::{Env, Exit, Screen, run};

use crate::call::good;

const AT: &str = "2026-11-30T18:00:00+01:00";

/// A person who types these lines; something may happen before a line.
struct Person<'a> {
    lines: Vec<(&'a str, Box<dyn Fn() + 'a>)>,
    left: Vec<u8>,
}

impl<'a> Person<'a> {
    fn who_types(lines: &[&'a str]) -> Self {
        let nothing = || Box::new(|| ()) as Box<dyn Fn()>;
        Self { lines: lines.iter().rev().map(|line| (*line, nothing())).collect(), left: Vec::new() }
    }

    fn while_they_think(mut self, event: impl Fn() + 'a) -> Self {
        self.lines.first_mut().expect("a line").1 = Box::new(event);
        self
    }
}

impl Read for Person<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.is_empty() {
            let Some((line, event)) = self.lines.pop() else { return Ok(0) };
            event();
            self.left = format!("{line}\n").into_bytes();
        }
        buffer[0] = self.left.remove(0);
        Ok(1)
    }
}

/// What they see, what they are told beside it, and how it ended.
fn call(folder: &Path, say: &[&str], mut person: Person) -> (String, String, Exit) {
    let file = folder.join("release.toml").display().to_string();
    let arguments = [&["gonogo", "call"], say, &[&file, "-q", "--as-of", AT]].concat();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut around = Env {
        now: "2026-11-30T17:00:00Z".parse().expect("a time"),
        stdin: &mut person,
        stdout: &mut out,
        stderr: &mut err,
        screen: Screen { width: Some(80), is_interactive: true, ..Screen::default() },
        step_summary: None,
    };
    let exit = run(arguments.iter().map(Into::into), &mut around);
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (text(out), text(err), exit)
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join("release.toml")).expect("a file")
}

#[test]
fn what_is_missing_is_asked_and_shown_before_it_is_written() {
    let (folder, _history, text) = good();
    fs::write(folder.path().join("release.toml"), &text).expect("a file");
    let lines =
        ["Totals are \u{1b}[31mwrong", "soon", "2026-12-01T14:00:00+01:00", "Support, Sales ,", "yes"];
    let (out, err, exit) = call(folder.path(), &["delay"], Person::who_types(&lines));
    assert_eq!(exit, Exit::Go, "{out}{err}");
    let asked = [
        "Why? ",
        "When does it launch instead?",
        "Who was told?",
        "[[call]]\nsay = \"delay\"",
        "Record this call?",
    ];
    let places: Vec<Option<usize>> = asked.iter().map(|words| out.find(words)).collect();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?} {out}");
    assert!(!out.contains('\u{1b}') && out.contains("told = [\"Support\", \"Sales\"]"), "{out}");
    assert!(err.contains("recorded in "), "{err}");
    let after = read(folder.path());
    assert!(after.contains("date = 2026-12-01T14:00:00+01:00\n\n[scope]"), "{after}");
}

#[test]
fn who_leaves_a_question_or_says_no_records_nothing() {
    let (folder, _history, text) = good();
    fs::write(folder.path().join("release.toml"), &text).expect("a file");
    for (say, lines) in [
        (vec!["ship"], vec![""]),
        (vec!["ship"], vec![]),
        (vec!["ship"], vec!["Fine", ""]),
        (vec!["ship"], vec!["Fine", "no"]),
        (vec!["ship", "--why", "Fine"], vec!["maybe"]),
        (vec!["delay"], vec!["Retest", "soon", "later", "some day"]),
        (vec!["delay"], vec!["Retest", "2026-11-01", "Support", "yes"]),
    ] {
        let (out, err, exit) = call(folder.path(), &say, Person::who_types(&lines));
        assert_eq!(exit, Exit::NoVerdict, "{lines:?} {out}");
        assert!(err.contains("nothing was recorded"), "{err}");
        assert_eq!(read(folder.path()), text);
    }
}

#[test]
fn a_file_that_changes_during_the_call_is_left_alone() {
    let (folder, _history, text) = good();
    let file = folder.path().join("release.toml");
    let other = format!("{text}# Somebody else was here\n");
    fs::write(&file, &text).expect("a file");
    let person =
        Person::who_types(&["Fine", "yes"]).while_they_think(|| fs::write(&file, &other).expect("a file"));
    let (_, err, exit) = call(folder.path(), &["ship"], person);
    assert_eq!(exit, Exit::NoVerdict);
    assert!(err.contains("the file changed while the call was made"), "{err}");
    assert_eq!(read(folder.path()), other);
    // The same where it is gone.
    let person =
        Person::who_types(&["Fine", "yes"]).while_they_think(|| fs::remove_file(&file).expect("a file"));
    let (_, err, exit) = call(folder.path(), &["ship"], person);
    assert_eq!(exit, Exit::NoVerdict);
    assert!(err.contains("the file changed while the call was made") && !file.exists(), "{err}");
}

/// One real terminal, where `script` can make one.
#[test]
#[cfg(target_os = "linux")]
fn a_real_terminal_is_asked() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let (folder, _history, text) = good();
    fs::write(folder.path().join("release.toml"), &text).expect("a file");
    let command = format!("{} call ship -q --as-of {AT}", env!("CARGO_BIN_EXE_gonogo"));
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-c", &command, "/dev/null"]).current_dir(folder.path());
    let Ok(mut child) = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else { return };
    child.stdin.take().expect("a pipe").write_all(b"Fine\nyes\n").expect("it is typed");
    let told = child.wait_with_output().expect("it ends");
    assert!(told.status.success(), "{told:?}");
    assert!(read(folder.path()).contains("why = \"Fine\""), "{told:?}");
}
