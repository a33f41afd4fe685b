//! Git evidence against real repositories: whole and broken, friendly and hostile.

mod broken;
mod hostile;
mod read;
mod revisions;
mod shallow;

use std::ffi::OsString;
use std::path::Path;

use super::{CommitId, Environment, GitError, Limits, Repository};

#[path = "../../../../tests/support/history.rs"]
mod history;
use history::History;

/// An environment of which only the search path counts, as it does in life.
fn environment() -> Environment {
    with_path(&std::env::var_os("PATH").unwrap())
}

fn with_path(path: &std::ffi::OsStr) -> Environment {
    Environment::of([(OsString::from("PATH"), path.to_owned())])
}

fn open(folder: &Path) -> Repository {
    open_in(folder, &environment()).unwrap()
}

fn open_in(folder: &Path, environment: &Environment) -> Result<Repository, GitError> {
    Repository::open_within(folder, environment, Limits::USUAL, &[])
}

fn id(hex: impl AsRef<str>) -> CommitId {
    CommitId::from_hex(hex.as_ref()).unwrap()
}

/// A history in a folder that goes away with the first value.
fn history() -> (tempfile::TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let history = History::new(folder.path().join("work"));
    (folder, history)
}

/// A commit that owns what it holds.
#[derive(Debug, PartialEq)]
struct Seen {
    id: CommitId,
    parents: Vec<CommitId>,
    author: String,
    times: (i64, i64),
    message: String,
}

fn walk(repository: &Repository, from: &str, to: &str) -> Result<Vec<Seen>, GitError> {
    let (from, to) = (repository.resolve(from)?, repository.resolve(to)?);
    let mut seen = Vec::new();
    let walked = repository.walk(&from, &to, &mut |commit| {
        seen.push(Seen {
            id: commit.id,
            parents: commit.parents.to_vec(),
            author: format!("{} <{}>", commit.author_name, commit.author_email),
            times: (commit.author_time, commit.commit_time),
            message: commit.message.to_owned(),
        });
    })?;
    assert_eq!(usize::try_from(walked.commits).unwrap(), seen.len());
    Ok(seen)
}

/// Whether the walk from one commit to another says that the first is the ancestor of the other.
fn meets(repository: &Repository, from: &CommitId, to: &CommitId) -> bool {
    repository.walk(from, to, &mut |_| {}).unwrap().meets_from
}

/// First lines of the messages of a range, sorted.
fn subjects(repository: &Repository, from: &str, to: &str) -> Vec<String> {
    let seen = walk(repository, from, to).unwrap();
    let mut subjects: Vec<_> =
        seen.iter().map(|seen| seen.message.lines().next().unwrap_or_default().to_owned()).collect();
    subjects.sort();
    subjects
}

/// Writes a loose object, whatever it holds; returns its id.
fn object(history: &History, kind: &str, content: &[u8]) -> String {
    history.git_with(&["hash-object", "-t", kind, "-w", "--stdin", "--literally"], content)
}

/// A commit object on the tree of the head, with these lines behind its parent.
fn raw_commit(history: &History, rest: &[u8]) -> String {
    let head = format!("tree {}\nparent {}\n", history.git(["rev-parse", "HEAD^{tree}"]), history.head());
    object(history, "commit", &[head.as_bytes(), rest].concat())
}

/// The file of a loose object.
fn loose(history: &History, id: &str) -> std::path::PathBuf {
    let (folder, file) = id.split_at(2);
    history.folder().join(".git/objects").join(folder).join(file)
}
