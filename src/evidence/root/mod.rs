//! The path jail: the only way from a path in a release file to an open file.
//!
//! A release file may come from anybody. Its paths are relative to its folder, the base; they may not leave the root,
//! neither by their text nor through links, and only regular files are opened. Nothing else in the program may open a
//! path that a release file names.
//!
//! What is checked is the tree as it stands. Somebody who swaps folders for links while the program runs is noticed
//! when the swap is still there after the file was opened, and otherwise is not.

mod glob;
mod ledger;
mod opened;
mod refusal;
#[cfg(test)]
mod tests;
mod tree;
mod walk;
mod written;

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::untrusted::{Untrusted, message};
use glob::Glob;
use walk::Walk;
use written::Written;

pub(crate) use ledger::Ledger;
pub(crate) use opened::{Opened, State};
pub(crate) use refusal::{CHANGED, Refusal, WAIT};
pub(crate) use tree::Trees;
pub(crate) use walk::Budget;

/// The folder that no path leaves, and the folder that paths begin at. Both are free of links.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    root: PathBuf,
    base: PathBuf,
    ledger: Option<Ledger>,
}

/// Why there is no root to work in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RootError {
    /// What is wrong.
    pub message: Untrusted,
    /// What to do.
    pub help: &'static str,
}

/// What a pattern led to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// The files, sorted by name; each file once, however many names it has.
    pub files: Vec<FoundFile>,
    /// What could not be followed.
    pub faults: Vec<Refusal>,
}

/// A file that a pattern led to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FoundFile {
    /// The path, as the user would write it.
    pub name: String,
    /// Where it is, free of links: equal for two names of one file.
    pub real: PathBuf,
}

/// A place inside the root, free of links.
struct Settled {
    path: PathBuf,
    metadata: Metadata,
}

impl Root {
    /// The root around a release file: `explicit`, else the work tree that holds the file, else its folder.
    /// Without a file (standard input) the current folder takes the place of its folder.
    pub(crate) fn around(
        release_file: Option<&Path>,
        explicit: Option<&Path>,
        trees: &Trees,
    ) -> Result<Self, RootError> {
        let folder = release_file.map_or(Some(Path::new(".")), Path::parent).unwrap_or(Path::new("."));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let base = settle_folder(folder)?;
        let root = match explicit {
            Some(root) => settle_folder(root)?,
            None => trees.around(&base)?.unwrap_or_else(|| base.clone()),
        };
        Ok(Self { root, base, ledger: None })
    }

    /// The same, and what is read is entered into a ledger.
    pub(crate) fn entered_into(self, ledger: Option<Ledger>) -> Self {
        Self { ledger, ..self }
    }

    /// The folder that no path leaves.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that paths are relative to.
    pub(crate) fn base(&self) -> &Path {
        &self.base
    }

    /// Where to look for the repository: around the release file, or at a root that lies elsewhere, as a bare
    /// repository does. No file of such a root can be named by the release.
    pub(crate) fn repository_folder(&self) -> &Path {
        if self.base.starts_with(&self.root) { &self.base } else { &self.root }
    }

    /// Opens a regular file inside the root.
    pub(crate) fn open(&self, name: &str) -> Result<Opened, Refusal> {
        let written = self.parse(name)?;
        let name = written.name();
        // Looked at first, for opening a pipe would wait for a writer.
        let settled = self.settle_file(&written)?;
        let file = File::open(&settled.path).map_err(|error| Refusal::system(&name, &error))?;
        let metadata = file.metadata().map_err(|error| Refusal::system(&name, &error))?;
        if !metadata.is_file() {
            return Err(Refusal::not_a_file(&name, metadata.file_type()));
        }
        let again = self.settle_file(&written)?;
        if again.path != settled.path || !is_same_file(&again.metadata, &metadata) {
            return Err(Refusal::changed(&name));
        }
        Ok(Opened::new(file, name, &metadata).entered_into(self.ledger.as_ref()))
    }

    /// Finds the files that one pattern stands for.
    #[cfg(test)]
    fn find(&self, pattern: &str) -> Result<Found, Refusal> {
        self.find_within(pattern, &mut Budget::default())
    }

    /// Finds the files that one of several patterns stands for. No file is not a fault here.
    pub(crate) fn find_within(&self, pattern: &str, budget: &mut Budget) -> Result<Found, Refusal> {
        let written = self.parse(pattern)?;
        let wild = |part: &String| glob::is_wild(part);
        if written.detours.iter().any(|detour| detour.parts.iter().any(wild)) {
            return Err(Refusal::new(
                pattern,
                "`..` stands behind a wildcard in it",
                "write the pattern without `..`",
            ));
        }
        // A file may be called `report[1].xml`: what exists as it is written is meant as it is written.
        if !written.parts.iter().any(wild) || written.under(&self.base).symlink_metadata().is_ok() {
            return self.find_plain(&written, budget);
        }
        let split = written.parts.iter().position(wild).unwrap_or_default();
        let (before, wild) = written.parts.split_at_checked(split).unwrap_or_default();
        let glob = Glob::compile(pattern, wild)?;
        let start = Written { parts: before.to_vec(), ..written };
        let settled = match self.settle(&start) {
            Ok(Some(settled)) if settled.metadata.is_dir() => settled,
            Ok(_) => return Ok(Found::default()),
            Err(refusal) => return Err(refusal),
        };
        let (files, faults) = Walk::new(self, pattern, &glob, budget).run(settled.path, &start.name())?;
        Ok(Found::new(files, faults))
    }

    fn find_plain(&self, written: &Written, budget: &mut Budget) -> Result<Found, Refusal> {
        let name = written.name();
        let Some(settled) = self.settle(written)? else { return Ok(Found::default()) };
        if !settled.metadata.is_file() {
            return Err(Refusal::not_a_file(&name, settled.metadata.file_type()));
        }
        budget.found(&name)?;
        Ok(Found::new(BTreeMap::from([(settled.path, name)]), Vec::new()))
    }

    fn parse(&self, text: &str) -> Result<Written, Refusal> {
        let depth = self.base.strip_prefix(&self.root).map_or(0, |below| below.components().count());
        Written::parse(text, depth)
    }

    fn settle_file(&self, written: &Written) -> Result<Settled, Refusal> {
        let name = written.name();
        let settled = self.settle(written)?.ok_or_else(|| Refusal::missing(&name))?;
        if settled.metadata.is_file() {
            return Ok(settled);
        }
        Err(Refusal::not_a_file(&name, settled.metadata.file_type()))
    }

    /// Resolves every link of a path and looks where it came to; nothing is opened. `None`: it does not exist.
    fn settle(&self, written: &Written) -> Result<Option<Settled>, Refusal> {
        let name = written.name();
        for detour in &written.detours {
            match detour.under(&self.base).symlink_metadata() {
                Ok(metadata) if metadata.is_symlink() => {
                    let why = "it goes through a link and back with `..`";
                    return Err(Refusal::new(name, why, "write the path without `..` behind a folder"));
                }
                Ok(_) => {}
                Err(error) if is_absent(&error) => return Ok(None),
                Err(error) => return Err(Refusal::system(&name, &error)),
            }
        }
        let place = written.under(&self.base);
        let path = match fs::canonicalize(&place) {
            Ok(path) => path,
            Err(error) => return unsettled(&name, &place, &error),
        };
        if !path.starts_with(&self.root) {
            return Err(Refusal::outside(&name));
        }
        match fs::symlink_metadata(&path) {
            Ok(metadata) => Ok(Some(Settled { path, metadata })),
            Err(error) => unsettled(&name, &place, &error),
        }
    }
}

impl Found {
    fn new(files: BTreeMap<PathBuf, String>, faults: Vec<Refusal>) -> Self {
        let mut files: Vec<FoundFile> =
            files.into_iter().map(|(real, name)| FoundFile { name, real }).collect();
        files.sort();
        Self { files, faults }
    }
}

/// Why a path could not be resolved: it does not exist, or something forbids it.
fn unsettled(name: &str, place: &Path, error: &io::Error) -> Result<Option<Settled>, Refusal> {
    let is_link = place.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    match error.kind() {
        io::ErrorKind::PermissionDenied => Err(Refusal::system(name, error)),
        _ if is_link => Err(Refusal::dead_link(name)),
        _ if is_absent(error) => Ok(None),
        _ => Err(Refusal::system(name, error)),
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere files have no number that is simple to come by; the kind is all that can be compared.
#[cfg(not(unix))]
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    one.file_type() == other.file_type()
}

fn settle_folder(folder: &Path) -> Result<PathBuf, RootError> {
    let shown = || folder.to_string_lossy().into_owned();
    let path = fs::canonicalize(folder).map_err(|error| RootError {
        message: message!("the folder {} cannot be read: {}", shown(), error.to_string()),
        help: "check that the folder exists and may be read",
    })?;
    if path.is_dir() {
        return Ok(path);
    }
    Err(RootError { message: message!("{} is not a folder", shown()), help: "name a folder" })
}
