//! The root: the only way from a path in a release file to an open file.
//!
//! Paths are relative to the release file and may not leave the root: neither as written nor through links. What lies
//! outside is never opened. Only regular files are read.

mod find;
mod opened;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

pub(crate) use find::Found;
pub(crate) use opened::Opened;

/// Why a path was not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What is wrong. It quotes the path as it was written.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Refusal {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Why there is no root.
#[derive(Debug, Error)]
pub(crate) enum RootError {
    /// The folder cannot be looked at.
    #[error("the folder {} cannot be read: {source}", .folder.display())]
    Folder {
        /// As it was named.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Where evidence may lie, and what its paths are relative to.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    root: PathBuf,
    base: PathBuf,
}

impl Root {
    /// The root around a release file; standard input counts as a file in the current folder. Without an explicit root
    /// it is the nearest folder above that holds a git work tree, else the file's own folder.
    pub(crate) fn around(file: Option<&Path>, explicit: Option<&Path>) -> Result<Self, RootError> {
        let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
        let base = whole(folder.unwrap_or(Path::new(".")))?;
        let root = match explicit {
            Some(root) => whole(root)?,
            None => {
                base.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&base).to_path_buf()
            }
        };
        Ok(Self { root, base })
    }

    /// The folder that evidence may not leave.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that paths are relative to: that of the release file.
    pub(crate) fn base(&self) -> &Path {
        &self.base
    }

    /// Where to look for the repository: around the release file, or at a root that lies elsewhere (a bare repository).
    pub(crate) fn repository_folder(&self) -> &Path {
        if self.base.starts_with(&self.root) { &self.base } else { &self.root }
    }

    /// Opens a file.
    pub(crate) fn open(&self, name: &str) -> Result<Opened, Refusal> {
        let path = self.written(name)?;
        let inside = self.resolved(name, &path)?;
        Opened::open(name, &inside)
    }

    /// The path as it was written, if it stays inside the root without any link being followed.
    fn written(&self, name: &str) -> Result<PathBuf, Refusal> {
        if name.trim().is_empty() {
            return Err(Refusal::new("the path is empty", "name a file, relative to the release file"));
        }
        if name.contains('\0') {
            return Err(Refusal::new(
                "the path holds a zero byte",
                "name a file, relative to the release file",
            ));
        }
        if is_absolute(name) {
            let message = format!("{name} is an absolute path");
            return Err(Refusal::new(message, "name it relative to the release file, inside the root"));
        }
        let mut path = self.base.clone();
        for component in Path::new(name).components() {
            match component {
                Component::ParentDir => {
                    path.pop();
                }
                Component::Normal(part) => path.push(part),
                Component::CurDir => {}
                Component::RootDir | Component::Prefix(_) => return Err(outside(name)),
            }
            if !path.starts_with(&self.root) {
                return Err(outside(name));
            }
        }
        Ok(path)
    }

    /// The path with all links followed, if it still lies inside the root.
    fn resolved(&self, name: &str, path: &Path) -> Result<PathBuf, Refusal> {
        let resolved = fs::canonicalize(path).map_err(|error| unopened(name, &error))?;
        if resolved.starts_with(&self.root) { Ok(resolved) } else { Err(outside(name)) }
    }
}

fn whole(folder: &Path) -> Result<PathBuf, RootError> {
    let fault = |source| RootError::Folder { folder: folder.to_path_buf(), source };
    let path = fs::canonicalize(folder).map_err(fault)?;
    if path.is_dir() { Ok(path) } else { Err(fault(io::Error::other("it is not a folder"))) }
}

/// Absolute on any system: a file that is checked on one is checked on another tomorrow.
fn is_absolute(name: &str) -> bool {
    let drive = name.as_bytes().get(..2).is_some_and(|start| start.is_ascii() && start.ends_with(b":"));
    name.starts_with(['/', '\\'])
        || Path::new(name).is_absolute()
        || (drive && name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn outside(name: &str) -> Refusal {
    let message = format!("{name} leads out of the root");
    Refusal::new(message, "keep evidence inside the root, or set the root with --root")
}

/// What the system says, in plain words.
fn unopened(name: &str, error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound => Refusal::new(
            format!("{name} does not exist"),
            "check the path, and that the file is there when this runs",
        ),
        io::ErrorKind::PermissionDenied => {
            Refusal::new(format!("{name} may not be read"), "give whoever runs this the right to read it")
        }
        io::ErrorKind::NotADirectory => {
            Refusal::new(format!("{name} leads through a file that is no folder"), "check the path")
        }
        _ => Refusal::new(format!("{name} cannot be read: {error}"), "check the path and its links"),
    }
}
