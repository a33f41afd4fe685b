//! The walk over folders that finds the files of a pattern.
//!
//! It reads folders, never files. Real folders come first, links after them, so that a file with two names keeps its
//! real one; a folder is visited once for each way the pattern may go on from it, which ends every loop. What it
//! cannot look into is a fault, never skipped quietly; ignore files are not honoured, for reports are often ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::glob::{Glob, States};
use super::{Refusal, Root};
use crate::limits;
use crate::untrusted::message;

/// Faults that are told one by one.
const MOST_FAULTS: usize = 50;

/// How much may still be looked at. Share one between patterns to bound them together.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(super) visits: usize,
    pub(super) files: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { visits: limits::FILES_VISITED, files: limits::FILES_FOUND }
    }
}

impl Budget {
    /// Looks at one entry, at so many steps of the pattern; where these are many, they are what takes the time.
    fn visit(&mut self, pattern: &str, states: &States) -> Result<(), Refusal> {
        let price = states.len().div_euclid(4).saturating_add(1);
        let why = message!("there are more than {} files and folders to look through", limits::FILES_VISITED);
        self.visits = self.visits.checked_sub(price).ok_or_else(|| narrow(pattern, why))?;
        Ok(())
    }

    pub(super) fn found(&mut self, pattern: &str) -> Result<(), Refusal> {
        let why = message!("more than {} files match", limits::FILES_FOUND);
        self.files = self.files.checked_sub(1).ok_or_else(|| narrow(pattern, why))?;
        Ok(())
    }
}

fn narrow(name: &str, why: crate::untrusted::Untrusted) -> Refusal {
    Refusal::new(name, why, "name a folder nearer to the files")
}

/// How the entries of a folder are read; tests put a system in its place that refuses.
pub(super) type List = fn(&Path) -> io::Result<fs::ReadDir>;

/// A folder to look into, or a link to follow.
#[derive(Debug)]
struct Place {
    /// Where it is: free of links, but for the last part of a link.
    path: PathBuf,
    /// The path as the user would write it; empty at the base.
    name: OsString,
    /// Where the pattern stands.
    states: States,
    depth: usize,
}

/// One walk.
pub(super) struct Walk<'w> {
    root: &'w Root,
    pattern: &'w str,
    glob: &'w Glob,
    budget: &'w mut Budget,
    list: List,
    folders: Vec<Place>,
    links: BTreeMap<OsString, Place>,
    seen: BTreeSet<(PathBuf, States)>,
    files: BTreeMap<PathBuf, String>,
    faults: BTreeSet<Refusal>,
}

/// What a walk came to: the names by the real places of the files, and what it could not follow.
pub(super) type Walked = (BTreeMap<PathBuf, String>, Vec<Refusal>);

impl<'w> Walk<'w> {
    pub(super) fn new(root: &'w Root, pattern: &'w str, glob: &'w Glob, budget: &'w mut Budget) -> Self {
        Self {
            root,
            pattern,
            glob,
            budget,
            list: |path| fs::read_dir(path),
            folders: Vec::new(),
            links: BTreeMap::new(),
            seen: BTreeSet::new(),
            files: BTreeMap::new(),
            faults: BTreeSet::new(),
        }
    }

    #[cfg(test)]
    pub(super) fn listing(mut self, list: List) -> Self {
        self.list = list;
        self
    }

    /// Walks from a folder that is known to be inside the root. Beyond a limit there is no result, for it would
    /// depend on the order in which the system lists files.
    pub(super) fn run(mut self, path: PathBuf, name: &str) -> Result<Walked, Refusal> {
        let name = if name == "." { OsString::new() } else { name.into() };
        self.enter(Place { path, name, states: self.glob.start(), depth: 0 });
        loop {
            if let Some(folder) = self.folders.pop() {
                self.look_into(&folder)?;
            } else if let Some((_, link)) = self.links.pop_first() {
                self.follow(link)?;
            } else {
                break;
            }
        }
        let all = self.faults.len();
        let mut faults: Vec<Refusal> = self.faults.into_iter().take(MOST_FAULTS).collect();
        if let Some(rest) = all.checked_sub(MOST_FAULTS).filter(|rest| *rest > 0) {
            faults.push(narrow(self.pattern, message!("{} more places cannot be followed", rest)));
        }
        Ok((self.files, faults))
    }

    /// Puts a real folder on the list, unless it was there.
    fn enter(&mut self, place: Place) {
        if place.depth > limits::FOLDER_DEPTH {
            let why = message!("its folders are nested more than {} deep", limits::FOLDER_DEPTH);
            self.faults.insert(narrow(&shown(&place.name), why));
        } else if self.seen.insert((place.path.clone(), place.states.clone())) {
            self.folders.push(place);
        }
    }

    fn look_into(&mut self, folder: &Place) -> Result<(), Refusal> {
        let entries = match (self.list)(&folder.path) {
            Ok(entries) => entries,
            Err(error) => {
                self.closed(folder, &error);
                return Ok(());
            }
        };
        for entry in entries {
            self.budget.visit(self.pattern, &folder.states)?;
            match entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))) {
                Ok((entry, kind)) => self.meet(folder, &entry, kind)?,
                Err(error) => {
                    // A listing that fails once may fail forever.
                    self.closed(folder, &error);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn closed(&mut self, folder: &Place, error: &io::Error) {
        let name = if folder.name.is_empty() { ".".into() } else { shown(&folder.name) };
        self.faults.insert(Refusal::folder(&name, error));
    }

    fn meet(&mut self, folder: &Place, entry: &DirEntry, kind: FileType) -> Result<(), Refusal> {
        let own = entry.file_name();
        let states = self.glob.after(&folder.states, &own);
        if states.is_empty() {
            return Ok(());
        }
        let name = below(&folder.name, &own);
        let depth = folder.depth.saturating_add(1);
        let place = Place { path: folder.path.join(&own), name, states, depth };
        if kind.is_symlink() {
            self.links.insert(place.name.clone(), place);
        } else if !kind.is_dir() {
            // A pipe that fits is found too: opening refuses it with its name.
            self.keep(place)?;
        } else if own != OsStr::new(".git") {
            self.go_into(place, kind);
        }
        Ok(())
    }

    /// A folder that is called like the files is one where a file was meant to be: nobody may take it for nothing.
    fn go_into(&mut self, folder: Place, kind: FileType) {
        if self.glob.is_mistaken(&folder.states) {
            self.faults.insert(Refusal::not_a_file(&shown(&folder.name), kind));
        }
        if self.glob.goes_on(&folder.states) {
            self.enter(folder);
        }
    }

    fn follow(&mut self, link: Place) -> Result<(), Refusal> {
        let name = shown(&link.name);
        let fits = self.glob.is_match(&link.states);
        let target =
            fs::canonicalize(&link.path).and_then(|path| Ok((fs::metadata(&path)?.file_type(), path)));
        match target {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.faults.insert(Refusal::system(&name, &error));
            }
            Err(_) if fits => {
                self.faults.insert(Refusal::dead_link(&name));
            }
            Err(_) => {}
            Ok((kind, path)) if !path.starts_with(self.root.root()) => {
                // A folder may hold files that fit: nobody may believe that they were read.
                if fits || (kind.is_dir() && self.glob.goes_on(&link.states)) {
                    self.faults.insert(Refusal::outside(&name));
                }
            }
            Ok((kind, path)) if kind.is_dir() => {
                if path.components().all(|part| part.as_os_str() != ".git") {
                    self.go_into(Place { path, ..link }, kind);
                }
            }
            Ok((_, path)) => self.keep(Place { path, ..link })?,
        }
        Ok(())
    }

    /// Notes a file, if it fits and no other name of it was noted.
    fn keep(&mut self, file: Place) -> Result<(), Refusal> {
        if !self.glob.is_match(&file.states) || self.files.contains_key(&file.path) {
            return Ok(());
        }
        match file.name.into_string() {
            Ok(name) => {
                self.budget.found(self.pattern)?;
                self.files.insert(file.path, name);
            }
            Err(name) => {
                let why = "its name is not UTF-8 text";
                self.faults.insert(Refusal::new(shown(&name), why, "rename the file"));
            }
        }
        Ok(())
    }
}

fn shown(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn below(folder: &OsStr, name: &OsStr) -> OsString {
    if folder.is_empty() {
        return name.to_owned();
    }
    let mut path = folder.to_owned();
    path.push("/");
    path.push(name);
    path
}
