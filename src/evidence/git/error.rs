//! What can go wrong with git, in plain words, and what a person can do about it.
//!
//! Owns the reading of git's complaints. Nothing here runs git, and no variant stands for "nothing found": what
//! could not be read is always one of these.

use std::io;

use super::id::CommitId;
use crate::untrusted::Untrusted;

/// Longest stretch of git's own words that a message quotes, in characters.
const QUOTED: usize = 300;

/// Why git's evidence could not be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    /// No usable program.
    #[error("the program git was not found")]
    NoGit,
    /// The program does not know what is asked of it.
    #[error("the installed git is too old")]
    TooOld,
    /// The program could not be started or talked to.
    #[error("git could not be run: {0}")]
    Io(#[from] io::Error),
    /// No repository holds the folder.
    #[error("`{}` is not in a git repository", .folder.raw())]
    NotARepository {
        /// The folder that was asked about.
        folder: Untrusted,
    },
    /// The repository belongs to somebody else, and git refuses to read it.
    #[error("git does not trust the repository at `{}`: it belongs to another user", .folder.raw())]
    DubiousOwnership {
        /// The repository, as git names it.
        folder: Untrusted,
    },
    /// The repository holds no commit at all.
    #[error("the repository has no commits")]
    NoCommits,
    /// Not something that may be asked of git.
    #[error("`{}` is not a revision: {why}", .revision.raw())]
    BadRevision {
        /// The text as written.
        revision: Untrusted,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A revision that names nothing.
    #[error("the revision `{}` does not exist in the repository", .revision.raw())]
    UnknownRevision {
        /// The text as written.
        revision: Untrusted,
        /// What would help to find it.
        hint: Box<Hint>,
    },
    /// A revision that names two different things.
    #[error("the revision `{}` is ambiguous: it names more than one commit", .revision.raw())]
    Ambiguous {
        /// The text as written.
        revision: Untrusted,
    },
    /// A revision that names a file or a folder.
    #[error("the revision `{}` does not name a commit", .revision.raw())]
    NotACommit {
        /// The text as written.
        revision: Untrusted,
    },
    /// The clone ends inside the range, so git would quietly answer wrongly.
    #[error("the history is cut off at commit {}: this is a shallow clone", .commit.short())]
    Shallow {
        /// A commit whose parents were not cloned.
        commit: CommitId,
    },
    /// An object the history needs is not there.
    #[error("the repository lacks an object of its history: {}", .said.raw())]
    MissingObject {
        /// Git's own words.
        said: Untrusted,
    },
    /// An object or file of the repository cannot be read.
    #[error("the repository is damaged: {}", .said.raw())]
    Corrupt {
        /// Git's own words.
        said: Untrusted,
    },
    /// A commit whose author or committer date is no date.
    #[error("the commit {} has no readable date", .commit.short())]
    UnreadableDate {
        /// The commit.
        commit: CommitId,
    },
    /// Git did not answer in time.
    #[error("git did not answer within {seconds} seconds")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// More than can be judged.
    #[error("the history is too large: more than {limit} {of}")]
    TooMuch {
        /// The limit.
        limit: u64,
        /// What it counts.
        of: &'static str,
    },
    /// The answer ended inside a record, or was none.
    #[error("git's answer could not be understood")]
    Garbled,
    /// Anything else git complained about.
    #[error("git failed: {}", .said.raw())]
    Failed {
        /// Git's own words.
        said: Untrusted,
    },
}

/// What may lead from a revision that does not exist to the one that was meant.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Hint {
    /// Tags and branches of nearly this name, the nearest first.
    pub(crate) near: Vec<Untrusted>,
    /// The tag that differs by a leading `v` alone.
    pub(crate) other_v: Option<Untrusted>,
    /// Whether the repository holds no tag at all, as is usual for clones in CI.
    pub(crate) no_tags: bool,
    /// Whether the clone is shallow.
    pub(crate) shallow: bool,
}

impl GitError {
    /// The whole message, marked as what it is: text that may quote anything.
    pub(crate) fn message(&self) -> Untrusted {
        Untrusted::new(self.to_string())
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::NoGit => "install git and put it in PATH; relative entries of PATH and folders of the checked \
                            repository are not searched"
                .into(),
            Self::TooOld => "install git 2.33 or newer".into(),
            Self::NotARepository { .. } => "run this in a clone of the repository, or name its folder with --root".into(),
            Self::DubiousOwnership { folder } => {
                format!("if you trust it, run `git config --global --add safe.directory '{}'`", folder.raw())
            }
            Self::NoCommits => "commit something, or fetch the branch that the release is built from".into(),
            Self::BadRevision { .. } => "name one tag, branch or commit id".into(),
            Self::UnknownRevision { hint, .. } => hint.help(),
            Self::Ambiguous { .. } => {
                "write `refs/tags/NAME` or `refs/heads/NAME`, or the full commit id".into()
            }
            Self::NotACommit { .. } => "name a tag, branch or id of a commit, not of a file or folder".into(),
            Self::Shallow { .. } => DEEPEN.into(),
            Self::MissingObject { .. } => {
                "fetch the whole repository: run `git fetch --refetch` in a partial clone, or clone it again without \
                 `--filter`, and check `.git/objects/info/alternates`"
                    .into()
            }
            Self::Corrupt { .. } => "run `git fsck`, or clone the repository again".into(),
            Self::UnreadableDate { .. } => "look at the commit with `git cat-file commit`; a range without it can be judged".into(),
            Self::TimedOut { .. } => "try again; if it stays slow, choose a shorter range or run `git gc`".into(),
            Self::TooMuch { .. } => "choose a shorter range".into(),
            Self::Io(_) | Self::Garbled | Self::Failed { .. } => {
                "run `git fsck` and `git log` in the repository to see whether git itself can read it".into()
            }
        }
    }

    /// Reads git's complaint; `code` is its exit status, absent after a signal.
    pub(super) fn from_complaint(code: Option<i32>, text: &str, folder: &Untrusted) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let said = || quote(text);
        if has(&["dubious ownership", "unsafe repository"]) {
            return Self::DubiousOwnership { folder: quoted_path(text).unwrap_or_else(|| folder.clone()) };
        }
        if has(&["not a git repository"]) {
            return Self::NotARepository { folder: folder.clone() };
        }
        if code == Some(129) || has(&["unknown option", "unrecognized argument"]) {
            return Self::TooOld;
        }
        if has(&["is ambiguous"]) {
            return Self::Ambiguous { revision: quoted_path(text).unwrap_or_default() };
        }
        if has(&[
            "corrupt",
            "inflate",
            "hash mismatch",
            "bad config",
            "unable to unpack",
            "does not match index",
        ]) {
            return Self::Corrupt { said: said() };
        }
        let missing = [
            "missing",
            "bad object",
            "ould not read",
            "nable to read",
            "promisor",
            "lazy fetch",
            "alternate",
        ];
        if has(&missing) || has(&["Failed to traverse", "unable to find", "not a valid object"]) {
            return Self::MissingObject { said: said() };
        }
        Self::Failed { said: said() }
    }
}

const DEEPEN: &str = "fetch the whole history: `git fetch --unshallow --tags`, `fetch-depth: 0` for actions/checkout in \
                      GitHub Actions, `GIT_DEPTH: 0` in GitLab CI";

impl Hint {
    fn help(&self) -> String {
        if let Some(other) = &self.other_v {
            return format!("did you mean `{}`? That tag exists", other.raw());
        }
        if !self.near.is_empty() {
            let names: Vec<String> = self.near.iter().map(|name| format!("`{}`", name.raw())).collect();
            return format!("did you mean {}?", names.join(" or "));
        }
        let first = if self.no_tags { "this clone has no tags: " } else { "if it exists elsewhere, " };
        let fetch =
            "fetch it with `git fetch --tags` (GitHub Actions: `fetch-depth: 0` for actions/checkout)";
        if self.shallow { format!("{first}{DEEPEN}") } else { format!("{first}{fetch}") }
    }
}

/// The line that says most: the last `fatal:` one, else the first that is not blank.
fn quote(text: &str) -> Untrusted {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines().rfind(|line| line.starts_with("fatal:")).or_else(|| lines().next());
    let line = line.unwrap_or("it gave no reason");
    let bare = ["fatal: ", "error: ", "warning: "].iter().find_map(|level| line.strip_prefix(level));
    Untrusted::new(bare.unwrap_or(line).chars().take(QUOTED).collect::<String>())
}

/// What stands between the first pair of single quotes.
fn quoted_path(text: &str) -> Option<Untrusted> {
    let mut parts = text.splitn(3, '\'');
    let found = parts.nth(1).filter(|_| parts.next().is_some());
    found.map(|path| Untrusted::new(path.chars().take(QUOTED).collect::<String>()))
}
