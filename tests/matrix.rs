//! The fail-closed matrix: every kind of evidence, every fault it can have, every format.
//!
//! The whole story is GO. Each case takes one thing of it away or breaks it: no format may end with 0, all agree on
//! the code, and what is told names the file or the key that is at fault.
//!
//! Missing permission is a fault only to those whom permissions bind: where the tests run as root, `permissions` runs
//! its cases as nobody. What is unreadable for everybody is a path that leads through a file.

#![cfg(unix)]

mod permissions;
mod repository;
mod written;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use rayon::prelude::*;

use crate::support::gonogo::{Gonogo, Told};
use crate::support::story::{FORMATS, Story, findings};

/// The kinds of evidence that are files: all that must be read for the release to be GO.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Release,
    PolicyFound,
    PolicyNamed,
    ChangeList,
    Issues,
    ReportByPath,
    ReportByGlob,
    Trx,
    Ctrf,
    Runs,
    Environment,
    Facts,
}

const KINDS: [Kind; 12] = [
    Kind::Release,
    Kind::PolicyFound,
    Kind::PolicyNamed,
    Kind::ChangeList,
    Kind::Issues,
    Kind::ReportByPath,
    Kind::ReportByGlob,
    Kind::Trx,
    Kind::Ctrf,
    Kind::Runs,
    Kind::Environment,
    Kind::Facts,
];

/// The list of the story, as a tracker prints it.
const ISSUES: &str = r#"[{"key": "BILL-101", "fields": {"summary": "Billing dashboard", "status": {"name": "Done"}}},
 {"key": "BILL-118", "fields": {"summary": "CSV export", "status": {"name": "Done"}}}]
"#;

/// A report of .NET, one of Playwright, and a list of runs on the commit that ships.
const TRX: &str = r#"<TestRun id="1" name="unit" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
<Times start="2026-11-30T14:02:00Z"/>
<Results><UnitTestResult testId="a" testName="billing" outcome="Passed"/></Results>
<ResultSummary outcome="Completed"><Counters total="1" passed="1"/></ResultSummary>
</TestRun>
"#;
const CTRF: &str = r#"{"reportFormat": "CTRF", "specVersion": "0.0.0", "results": {"tool": {"name": "playwright"},
 "summary": {"tests": 1, "passed": 1, "failed": 0, "skipped": 0, "pending": 0, "other": 0, "start": 1796047320000, "stop": 1796047330000},
 "tests": [{"name": "billing", "status": "passed", "duration": 12}]}}
"#;
const SETTINGS: &str = "{\"cache\": {\"kind\": \"redis\", \"size\": 512}, \"mail\": true}\n";

/// A difference is a warning unless the team wants more.
const ENVIRONMENTS: &str = r#"
[environments]
production = "facts/production.json"
staging = "facts/staging.json"
[rules]
"environment/drift" = "error"
"#;

/// The runs of CI on the commit that ships.
fn runs(story: &Story) -> String {
    let mut git = std::process::Command::new("git");
    let git = git.args(["rev-parse", "v2.4.0-rc.1^{commit}"]).current_dir(story.folder());
    let commit = String::from_utf8(git.output().expect("git").stdout).expect("an id");
    format!(
        r#"[{{"headSha": "{}", "workflowName": "CI", "status": "completed", "conclusion": "success", "attempt": 1, "createdAt": "2026-11-30T10:00:00Z"}}]
"#,
        commit.trim()
    )
}

impl Kind {
    /// The file of this kind.
    fn file(self) -> &'static str {
        match self {
            Self::Release => "release.toml",
            Self::PolicyFound | Self::PolicyNamed => "gonogo.toml",
            Self::ChangeList => "changes.json",
            Self::Issues => "milestone.json",
            Self::ReportByPath | Self::ReportByGlob => "reports/unit.xml",
            Self::Trx => "reports/unit.trx",
            Self::Ctrf => "reports/ctrf.json",
            Self::Runs => "runs.json",
            Self::Environment => "facts/staging.json",
            Self::Facts => "facts/bugs.json",
        }
    }

    /// Options of the run.
    fn options(self) -> &'static [&'static str] {
        if self == Self::PolicyNamed { &["--policy", "gonogo.toml"] } else { &[] }
    }

    /// The whole story, with this kind of evidence in it.
    fn story(self) -> Story {
        let story = if self == Self::Runs { Story::with_git() } else { Story::new() };
        if self == Self::ReportByPath {
            story.edit(r#"["reports/*.xml"]"#, r#"["reports/unit.xml", "reports/smoke.xml"]"#);
        }
        if self == Self::Issues {
            story.edit("in  = [", "issues = \"milestone.json\"\nin  = [");
            story.write("milestone.json", ISSUES);
        }
        self.more(&story);
        story
    }

    /// What the story has not got of its own.
    fn more(self, story: &Story) {
        match self {
            Self::Trx | Self::Ctrf => {
                story.edit(r#"["reports/*.xml"]"#, &format!(r#"["reports/*.xml", "{}"]"#, self.file()));
                story.write(self.file(), if self == Self::Trx { TRX } else { CTRF });
            }
            Self::Runs => {
                story.edit("[tests]", "[tests]\nruns = \"runs.json\"\nworkflows = [\"CI\"]");
                story.write("runs.json", runs(story));
            }
            Self::Environment => {
                let policy = story.read("gonogo.toml");
                story.write("gonogo.toml", policy + ENVIRONMENTS);
                story.write("facts/production.json", SETTINGS).write("facts/staging.json", SETTINGS);
            }
            _ => {}
        }
    }

    /// Well-formed, and yet nothing of what is expected there.
    fn wrong_type(self) -> &'static str {
        match self {
            Self::Release => "name = 3\n",
            Self::PolicyFound | Self::PolicyNamed => "limits = 3\n",
            Self::ChangeList => "{\"number\": 1, \"title\": \"BILL-101 Tab\"}\n",
            Self::Issues => "{\"errorMessages\": [\"No project\"], \"message\": \"No project\"}\n",
            Self::ReportByPath | Self::ReportByGlob | Self::Trx => {
                "<html><body>502 Bad Gateway</body></html>\n"
            }
            Self::Ctrf | Self::Runs | Self::Environment => "{\"message\": \"Bad credentials\"}\n",
            Self::Facts => "{\"open\": 3}\n",
        }
    }

    /// More bytes than are read of this kind.
    fn too_large(self) -> u64 {
        match self {
            Self::Release | Self::PolicyFound | Self::PolicyNamed => 1024 * 1024 + 1,
            Self::ChangeList | Self::Issues => 32 * 1024 * 1024 + 1,
            // A report may be of any size; a single attribute may not.
            Self::ReportByPath | Self::ReportByGlob | Self::Trx | Self::Ctrf => 17 * 1024 * 1024,
            Self::Runs | Self::Environment | Self::Facts => 8 * 1024 * 1024 + 1,
        }
    }
}

/// What can happen to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Missing,
    Empty,
    Blank,
    Cut,
    WrongType,
    NotText,
    TooLarge,
    Folder,
    ThroughAFile,
    LinkOut,
    LinkLoop,
    LinkToNothing,
}

const FAULTS: [Fault; 12] = [
    Fault::Missing,
    Fault::Empty,
    Fault::Blank,
    Fault::Cut,
    Fault::WrongType,
    Fault::NotText,
    Fault::TooLarge,
    Fault::Folder,
    Fault::ThroughAFile,
    Fault::LinkOut,
    Fault::LinkLoop,
    Fault::LinkToNothing,
];

/// Whether a fault is one for this kind.
fn applies(kind: Kind, fault: Fault) -> bool {
    match (kind, fault) {
        // A policy that is not there, or says nothing, is no fault where nobody named one; nor is one that was
        // found behind a file. What is named on the command line may be a link: whoever runs the program says so.
        (Kind::PolicyFound, Fault::Missing | Fault::Empty | Fault::Blank | Fault::ThroughAFile)
        | (Kind::PolicyNamed, Fault::Empty | Fault::Blank)
        | (Kind::Release | Kind::PolicyNamed, Fault::LinkOut)
        // One report less fits a pattern: that files should be there that are not, nobody can know.
        | (Kind::ReportByGlob, Fault::Missing | Fault::ThroughAFile) => false,
        _ => true,
    }
}

/// Does to the file of this kind what the fault says.
fn break_file(story: &Story, kind: Kind, fault: Fault) {
    let file = story.path(kind.file());
    let text = fs::read(&file).expect("a file");
    let again = |fault: &dyn Fn(&Path)| {
        fs::remove_file(&file).expect("a file");
        fault(&file);
    };
    match fault {
        Fault::Missing => fs::remove_file(&file).expect("a file"),
        Fault::Empty => fs::write(&file, "").expect("a file"),
        Fault::Blank => fs::write(&file, "\n \n").expect("a file"),
        Fault::Cut => fs::write(&file, cut(kind, &text)).expect("a file"),
        Fault::WrongType => fs::write(&file, kind.wrong_type()).expect("a file"),
        Fault::NotText => fs::write(&file, [&text[..], b"\xff\xfe\x00\x80"].concat()).expect("a file"),
        Fault::TooLarge => fs::write(&file, oversize(kind, &text)).expect("a file"),
        Fault::Folder => again(&|file| fs::create_dir(file).expect("a folder")),
        Fault::ThroughAFile => through_a_file(story, kind),
        Fault::LinkOut => again(&|file| {
            fs::write(story.outside("elsewhere"), &text).expect("a file");
            symlink(story.outside("elsewhere"), file).expect("a link");
        }),
        Fault::LinkLoop => again(&|file| {
            let other = file.with_file_name("other-link");
            symlink(&other, file).expect("a link");
            symlink(file, &other).expect("a link");
        }),
        Fault::LinkToNothing => again(&|file| symlink("nowhere", file).expect("a link")),
    }
}

/// What is left of a file whose writer was killed: half of it, and no further than into a value.
fn cut(kind: Kind, text: &[u8]) -> &[u8] {
    let half = match kind {
        Kind::Release => text.windows(9).position(|part| part == b"Dashboard").unwrap_or(text.len() / 2 + 3),
        Kind::PolicyFound | Kind::PolicyNamed => {
            text.windows(5).position(|part| part == b"login").expect("a flow")
        }
        _ => text.len() / 2,
    };
    &text[..half]
}

fn oversize(kind: Kind, text: &[u8]) -> Vec<u8> {
    let size = usize::try_from(kind.too_large()).expect("a size");
    let mut bytes = match kind {
        Kind::ReportByPath | Kind::ReportByGlob => {
            [b"<testsuite><testcase name=\"".as_slice(), &vec![b'x'; size], b"\"/></testsuite>"].concat()
        }
        Kind::Trx | Kind::Ctrf => {
            let text = std::str::from_utf8(text).expect("a text");
            text.replacen("billing", &"x".repeat(size), 1).into_bytes()
        }
        _ => text.to_vec(),
    };
    // Blanks behind it all: nothing but the size is at fault.
    bytes.resize(bytes.len().max(size), b' ');
    bytes
}

/// Leads to the file through another file, as after a folder was replaced.
fn through_a_file(story: &Story, kind: Kind) {
    match kind {
        Kind::ChangeList => story.edit("\"changes.json\"", "\"gonogo.toml/changes.json\""),
        Kind::Issues => story.edit("\"milestone.json\"", "\"gonogo.toml/milestone.json\""),
        Kind::ReportByPath => story.edit("\"reports/unit.xml\"", "\"gonogo.toml/reports/unit.xml\""),
        Kind::Trx => story.edit("\"reports/unit.trx\"", "\"gonogo.toml/reports/unit.trx\""),
        Kind::Ctrf => story.edit("\"reports/ctrf.json\"", "\"gonogo.toml/reports/ctrf.json\""),
        Kind::Runs => story.edit("\"runs.json\"", "\"gonogo.toml/runs.json\""),
        Kind::Environment => {
            story.edit_file("gonogo.toml", "\"facts/staging.json\"", "\"release.toml/facts/staging.json\"")
        }
        Kind::Facts => story.edit("\"facts/bugs.json\"", "\"gonogo.toml/facts/bugs.json\""),
        // Named on the command line: see `options`.
        _ => story,
    };
}

/// The file or policy on the command line.
fn options(kind: Kind, fault: Fault) -> Vec<&'static str> {
    match (kind, fault) {
        (Kind::Release, Fault::ThroughAFile) => vec!["gonogo.toml/release.toml"],
        (Kind::PolicyNamed, Fault::ThroughAFile) => vec!["--policy", "release.toml/gonogo.toml"],
        _ => kind.options().to_vec(),
    }
}

/// What has to be told.
fn named(kind: Kind, fault: Fault) -> &'static str {
    match (kind, fault) {
        (Kind::PolicyNamed, Fault::ThroughAFile) => "release.toml/gonogo.toml",
        // Other settings that can be read differ, and that is told of the environment.
        (Kind::Environment, Fault::WrongType) => "staging differs",
        _ => kind.file(),
    }
}

/// Whether an error of the JSON report names this, by its message, its help or its place.
fn is_named(told: &Told, named: &str) -> bool {
    let Ok(report) = serde_json::from_str::<serde_json::Value>(&told.out) else { return false };
    findings(&report).iter().any(|finding| {
        let text = |value: &serde_json::Value| value.as_str().is_some_and(|text| text.contains(named));
        finding["level"] == "error"
            && finding["accepted"] == false
            && (text(&finding["message"]) || text(&finding["location"]["file"]))
    })
}

/// Runs a broken story in all formats; what is wrong with the answers.
fn complaints(name: &str, named: &str, run: impl Fn(&str) -> Told) -> Vec<String> {
    let told: Vec<Told> = FORMATS.iter().map(|format| run(format)).collect();
    let mut wrong = Vec::new();
    for (format, told) in FORMATS.iter().zip(&told) {
        let mut say = |what: &str| {
            wrong.push(format!(
                "{name}, {format}: {what}, {:?}\n{}{}",
                told.code,
                shorten(&told.out),
                told.err
            ));
        };
        if !matches!(told.code, Some(1 | 2)) {
            say("ended with neither 1 nor 2");
        }
        // What stops before there is a report has only the error stream to tell.
        if told.out.is_empty() && !(told.code == Some(2) && told.err.contains(named)) {
            say("tells nothing");
        }
        let is_told = match *format {
            "text" => told.out.is_empty() || told.out.contains(named),
            "json" => told.out.is_empty() || is_named(told, named),
            _ => true,
        };
        if !is_told {
            say(&format!("does not name {named}"));
        }
    }
    if told.iter().any(|one| one.code != told[0].code) {
        let codes: Vec<_> = told.iter().map(|one| one.code).collect();
        wrong.push(format!("{name}: the formats disagree: {codes:?}"));
    }
    wrong
}

fn shorten(text: &str) -> String {
    text.chars().take(1_500).collect()
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} complaints\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn the_whole_story_is_go_in_every_format() {
    for kind in KINDS {
        let story = kind.story();
        for format in FORMATS {
            let told = story.gonogo(format, kind.options()).run();
            assert_eq!(told.code, Some(0), "{kind:?}, {format}\n{}{}", told.out, told.err);
        }
    }
    for format in FORMATS {
        let told = Story::with_git().check(format);
        assert_eq!(told.code, Some(0), "git, {format}\n{}{}", told.out, told.err);
    }
}

#[test]
fn no_fault_of_a_file_leaves_go() {
    let cases: Vec<(Kind, Fault)> = KINDS
        .iter()
        .flat_map(|kind| FAULTS.map(|fault| (*kind, fault)))
        .filter(|(kind, fault)| applies(*kind, *fault))
        .collect();
    assert!(cases.len() > 115, "{}", cases.len());
    let wrong: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|(kind, fault)| {
            let story = kind.story();
            break_file(&story, *kind, *fault);
            let options = options(*kind, *fault);
            complaints(&format!("{kind:?} {fault:?}"), named(*kind, *fault), |format| {
                story.gonogo(format, &options).run()
            })
        })
        .collect();
    assert_none(&wrong);
}

/// What is no file at all: opening a pipe would wait for a writer.
#[test]
fn pipes_and_devices_are_not_opened() {
    // A release file or a policy that is named may be a pipe: whoever runs the program opened it.
    let named = [Kind::Release, Kind::PolicyNamed];
    for kind in KINDS.into_iter().filter(|kind| !named.contains(kind)) {
        let story = kind.story();
        story.remove(kind.file());
        let pipe = story.path(kind.file());
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        assert_none(&complaints(&format!("{kind:?} pipe"), kind.file(), |format| story.check(format)));
        story.remove(kind.file());
        symlink("/dev/zero", &pipe).expect("a link");
        assert_none(&complaints(&format!("{kind:?} device"), kind.file(), |format| story.check(format)));
    }
}

/// Linting knows no evidence, but it reads the same files.
#[test]
fn lint_fails_closed_too() {
    for kind in [Kind::Release, Kind::PolicyFound, Kind::PolicyNamed] {
        for fault in FAULTS.into_iter().filter(|fault| applies(kind, *fault)) {
            if kind == Kind::Release && matches!(fault, Fault::Empty | Fault::Blank) {
                continue; // Nothing in it is wrong, and nothing else is asked.
            }
            let story = kind.story();
            break_file(&story, kind, fault);
            let options = options(kind, fault);
            let file: &[&str] = if kind == Kind::Release { &[] } else { &["release.toml"] };
            let file = if options.is_empty() && file.is_empty() { &["release.toml"] } else { file };
            let arguments = [&["lint"], file, &options].concat();
            let told = Gonogo::new(story.folder(), &arguments).run();
            assert_eq!(told.code, Some(2), "{kind:?} {fault:?}\n{}{}", told.out, told.err);
        }
    }
}
