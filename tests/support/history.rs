//! A git history, built step by step in a folder: for tests that need a real repository.
//!
//! Everything goes through the git program, in an environment of its own: no configuration of the machine counts,
//! and the clock moves only when a step is taken, so that the same steps give the same commit ids everywhere.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jiff::Timestamp;

/// Who commits when nobody is named.
const AUTHOR: (&str, &str) = ("Ana Ruiz", "ana@example.com");
/// The time of the first commit, and seconds from one step to the next.
const START: &str = "2026-11-01T09:00:00Z";
const STEP: i64 = 60;

/// A repository in the making. Steps can be chained; a step that git refuses fails the test.
///
/// ```ignore
/// let mut history = History::new(folder);
/// history.commit("BILL-1 Start").tag("v1.0.0").branch("work").commit("BILL-2 Export\n\nRefs: BILL-3");
/// history.checkout("main").at("2026-11-20T10:00:00Z").merge("work", "Merge branch 'work'");
/// let head = history.head();
/// ```
#[derive(Debug)]
pub(crate) struct History {
    folder: PathBuf,
    now: Timestamp,
    changes: usize,
}

#[allow(dead_code, reason = "each user of the builder needs some of its steps")]
impl History {
    /// An empty repository on the branch `main`; the folder is made if it is not there.
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self::with(folder, &[])
    }

    /// A repository that is there already.
    pub(crate) fn at_work_in(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), now: "2026-11-25T09:00:00Z".parse().expect("a time"), changes: 0 }
    }

    /// An empty repository, made with further options of `git init`.
    pub(crate) fn with(folder: impl Into<PathBuf>, options: &[&str]) -> Self {
        let folder = folder.into();
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let history = Self { folder, now: START.parse().expect("a time"), changes: 0 };
        history.git([&["init", "--quiet", "--initial-branch=main"], options].concat());
        history
    }

    /// The folder of the work tree.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Sets the clock for the next step, such as `2026-11-20T10:00:00Z`.
    pub(crate) fn at(&mut self, time: &str) -> &mut Self {
        self.now = time.parse().expect("a time such as 2026-11-20T10:00:00Z");
        self
    }

    /// Writes a file, to be committed by the next commit.
    pub(crate) fn file(&mut self, path: &str, text: impl AsRef<[u8]>) -> &mut Self {
        let file = self.folder.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(file, text).expect("the file can be written");
        self.git(["add", "--all"]);
        self
    }

    /// Commits what was written, else a small file of its own; the message is taken as it stands.
    pub(crate) fn commit(&mut self, message: impl AsRef<[u8]>) -> &mut Self {
        self.commit_by(AUTHOR.0, AUTHOR.1, message)
    }

    /// The same, by another author.
    pub(crate) fn commit_by(&mut self, name: &str, email: &str, message: impl AsRef<[u8]>) -> &mut Self {
        if self.git(["status", "--porcelain"]).is_empty() {
            self.changes += 1;
            let time = self.now.as_second();
            self.file(&format!("changes/{time}-{}.txt", self.changes), format!("change {}\n", self.changes));
        }
        let author = format!("--author={name} <{email}>");
        let commit =
            ["commit", "--quiet", "--cleanup=verbatim", "--allow-empty-message", &author, "--file=-"];
        self.step(&commit, message.as_ref())
    }

    /// Makes a branch here and goes on it.
    pub(crate) fn branch(&mut self, name: &str) -> &mut Self {
        self.git(["checkout", "--quiet", "-b", name]);
        self
    }

    /// Goes to a branch, or to any other revision with a detached head.
    pub(crate) fn checkout(&mut self, revision: &str) -> &mut Self {
        self.git(["checkout", "--quiet", revision]);
        self
    }

    /// Merges a branch into this one with a merge commit; several, parted by blanks, give an octopus.
    pub(crate) fn merge(&mut self, branch: &str, message: &str) -> &mut Self {
        let mut merge = vec!["merge", "--quiet", "--no-ff", "-m", message];
        merge.extend(branch.split(' '));
        self.step(&merge, b"")
    }

    /// Tags this commit, without a message.
    pub(crate) fn tag(&mut self, name: &str) -> &mut Self {
        self.git(["tag", name]);
        self
    }

    /// Tags this commit with a tag object.
    pub(crate) fn annotated_tag(&mut self, name: &str, message: &str) -> &mut Self {
        self.step(&["tag", "--annotate", "-m", message, name], b"")
    }

    /// Picks a commit and notes where it came from.
    pub(crate) fn cherry_pick_x(&mut self, revision: &str) -> &mut Self {
        self.step(&["cherry-pick", "-x", revision], b"")
    }

    /// Reverts a commit; of a merge, what it brought into its first parent.
    pub(crate) fn revert(&mut self, revision: &str) -> &mut Self {
        let parents = self.git(["rev-list", "--parents", "--max-count=1", revision]);
        let mainline: &[&str] = if parents.split(' ').count() > 2 { &["--mainline", "1"] } else { &[] };
        self.step(&[&["revert", "--no-edit"], mainline, &[revision]].concat(), b"")
    }

    /// The full id of the commit the head is on.
    pub(crate) fn head(&self) -> String {
        self.id("HEAD")
    }

    /// The full id of the commit a revision names.
    pub(crate) fn id(&self, revision: &str) -> String {
        self.git(["rev-parse", "--verify", &format!("{revision}^{{commit}}")])
    }

    /// Any other git command; returns what it printed, without the last line break.
    pub(crate) fn git<'a>(&self, arguments: impl AsRef<[&'a str]>) -> String {
        self.git_with(arguments.as_ref(), b"")
    }

    /// A git command that reads.
    pub(crate) fn git_with(&self, arguments: &[&str], input: &[u8]) -> String {
        let output = self.run(arguments, input);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?} failed: {said}");
        String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()
    }

    fn step(&mut self, arguments: &[&str], input: &[u8]) -> &mut Self {
        self.git_with(arguments, input);
        self.now = Timestamp::from_second(self.now.as_second() + STEP).expect("a time");
        self
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Output {
        let date = format!("@{} +0000", self.now.as_second());
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.folder).env_clear();
        for kept in ["PATH", "SystemRoot", "TEMP", "TMP"] {
            command.envs(std::env::var_os(kept).map(|value| (kept, value)));
        }
        command.envs([("LC_ALL", "C"), ("TZ", "UTC"), ("GIT_CONFIG_NOSYSTEM", "1")]);
        command.envs([
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_EDITOR", "false"),
        ]);
        command.envs([
            ("GIT_AUTHOR_NAME", AUTHOR.0),
            ("GIT_AUTHOR_EMAIL", AUTHOR.1),
            ("GIT_AUTHOR_DATE", &date),
        ]);
        command.envs([("GIT_COMMITTER_NAME", AUTHOR.0), ("GIT_COMMITTER_EMAIL", AUTHOR.1)]);
        command.env("GIT_COMMITTER_DATE", &date);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git can be started");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("git can be read");
        let _closed_early = writer.join();
        output
    }
}
