//! Why a path of a release file was not followed: which path, what is wrong with it, what to do.
//!
//! The words of the system about a file stop here; what goes on is a sentence for the person who wrote the path.

use std::fs::FileType;
use std::io;

use crate::evidence::Fault;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// What is said of a file that somebody writes to.
pub(crate) const CHANGED: &str = "it changed while it was read";
/// What to do about it.
pub(crate) const WAIT: &str = "wait until the program that writes it is done";

/// A path that was not followed, or a file that gives no bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refusal {
    /// The path, as the user would write it.
    pub name: Untrusted,
    /// What is wrong, without the path.
    pub why: Untrusted,
    /// What to do.
    pub help: Untrusted,
}

impl Refusal {
    pub(super) fn new(
        name: impl Into<Untrusted>,
        why: impl Into<Untrusted>,
        help: impl Into<Untrusted>,
    ) -> Self {
        Self { name: name.into(), why: why.into(), help: help.into() }
    }

    /// The path and what is wrong with it.
    pub(crate) fn message(&self) -> Untrusted {
        message!("{}: {}", self.name, self.why)
    }

    /// The refusal of a path that stands at this place, as a fault that names the path.
    pub(crate) fn at(&self, span: Span) -> Fault {
        Fault { span, message: self.message(), help: self.help.clone() }
    }

    /// What the system says about a file.
    pub(super) fn system(name: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::missing(name),
            // On Windows no file can be called `*.xml`.
            io::ErrorKind::InvalidFilename if cfg!(windows) => Self::missing(name),
            io::ErrorKind::PermissionDenied => {
                Self::new(name, "permission to read it is denied", "let the account that runs this read it")
            }
            _ => Self::new(
                name,
                message!("the system cannot read it: {}", error.to_string()),
                "check the path and the disk it is on",
            ),
        }
    }

    /// What the system says about a folder that should be looked through.
    pub(super) fn folder(name: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::PermissionDenied {
            let help = "let the account that runs this look into it, or name a folder nearer to the files";
            return Self::new(name, "permission to look into the folder is denied", help);
        }
        let why = message!("the folder cannot be looked through: {}", error.to_string());
        Self::new(name, why, "check the path and the disk it is on")
    }

    pub(super) fn missing(name: &str) -> Self {
        Self::new(name, "there is no such file", "check the path; it is relative to the file that names it")
    }

    pub(super) fn dead_link(name: &str) -> Self {
        Self::new(name, "it is a link to nothing, or in a circle", "mend the link, or name the file itself")
    }

    pub(super) fn outside(name: &str) -> Self {
        Self::new(
            name,
            "it leads out of the root through a link",
            "copy the file into the root, or set a wider root with --root",
        )
    }

    /// Something that is no regular file.
    pub(super) fn not_a_file(name: &str, kind: FileType) -> Self {
        if kind.is_dir() {
            let inside =
                message!("name the files in it: add `/**/*.xml` to \"{}\"", name.trim_end_matches('/'));
            return Self::new(name, "it is a folder, not a file", inside);
        }
        Self::new(
            name,
            "it is not a regular file but a pipe, a socket or a device",
            "save what it gives in a file, and name that",
        )
    }

    pub(super) fn changed(name: &str) -> Self {
        Self::new(name, CHANGED, WAIT)
    }
}
