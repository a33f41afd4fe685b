//! Globs over the files of the root: what fits, in the order of the names, and what could not be looked at.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::{Refusal, Root, outside, unopened};

/// Files and folders that one pattern may look at.
const VISITED: usize = 500_000;
/// Files that one pattern may fit.
const MATCHED: usize = 100_000;
/// Folders inside one another.
const DEPTH: usize = 64;

/// What a pattern led to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The files, as paths from the release file, sorted.
    pub names: Vec<String>,
    /// What could not be followed.
    pub faults: Vec<Refusal>,
}

impl Root {
    /// The files that a path or a glob names. None is no fault of the path: it is for the caller to judge.
    pub(crate) fn find(&self, pattern: &str) -> Result<Found, Refusal> {
        let literal = self.written(pattern);
        // A file of exactly this name is meant, even if the name looks like a glob.
        if let Ok(path) = &literal
            && fs::symlink_metadata(path).is_ok()
        {
            let inside = self.resolved(pattern, path)?;
            if inside.is_dir() {
                return Err(Refusal::new(
                    format!("{pattern} is a folder"),
                    format!("name the files in it, such as {}/**/*.xml", pattern.trim_end_matches('/')),
                ));
            }
            return Ok(Found { names: vec![pattern.to_owned()], faults: Vec::new() });
        }
        if !pattern.contains(['*', '?', '[', '{']) {
            return literal.map(|_| Found::default());
        }
        self.walk(pattern)
    }

    fn walk(&self, pattern: &str) -> Result<Found, Refusal> {
        let (prefix, rest) = split(pattern);
        let start = if prefix.is_empty() { self.base.clone() } else { self.written(prefix)? };
        if rest.split('/').any(|part| part == "..") {
            return Err(outside(pattern));
        }
        let glob = GlobBuilder::new(rest).literal_separator(true).backslash_escape(true).build().map_err(
            |error| {
                Refusal::new(
                    format!("{pattern} is not a glob: {}", error.kind()),
                    "write it as in reports/**/*.xml",
                )
            },
        )?;
        if !start.exists() {
            return Ok(Found::default());
        }
        self.resolved(pattern, &start)?;
        let mut walk = Walk {
            root: self,
            pattern,
            prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
            glob: glob.compile_matcher(),
            visited: 0,
            seen: HashSet::new(),
            names: BTreeSet::new(),
            faults: Vec::new(),
        };
        walk.folder(&start, "", 0);
        Ok(Found { names: walk.names.into_iter().collect(), faults: walk.faults })
    }
}

/// The folders before the first wildcard, and the rest.
fn split(pattern: &str) -> (&str, &str) {
    let wild = pattern.find(['*', '?', '[', '{', '\\']).unwrap_or(pattern.len());
    let folder = pattern.get(..wild).and_then(|literal| literal.rfind('/'));
    match folder {
        Some(at) => {
            (pattern.get(..at).unwrap_or_default(), pattern.get(at.saturating_add(1)..).unwrap_or_default())
        }
        None => ("", pattern),
    }
}

/// One walk.
struct Walk<'a> {
    root: &'a Root,
    pattern: &'a str,
    prefix: String,
    glob: GlobMatcher,
    visited: usize,
    /// Folders that were entered, links followed: a loop of links ends here.
    seen: HashSet<PathBuf>,
    names: BTreeSet<String>,
    faults: Vec<Refusal>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, inside: &str, depth: usize) {
        let name = format!("{}{inside}", self.prefix);
        let shown = if name.is_empty() { "." } else { name.trim_end_matches('/') };
        let Ok(real) = fs::canonicalize(folder) else { return };
        if !self.seen.insert(real) {
            return;
        }
        if depth > DEPTH {
            self.limit(&format!("more than {DEPTH} folders deep"));
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.faults.push(unopened(shown, &error));
                return;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, inside, depth),
                Err(error) => self.faults.push(unopened(shown, &error)),
            }
            if self.visited > VISITED || self.names.len() > MATCHED {
                return;
            }
        }
    }

    fn entry(&mut self, entry: &fs::DirEntry, inside: &str, depth: usize) {
        self.visited = self.visited.saturating_add(1);
        if self.visited > VISITED {
            self.limit(&format!("more than {VISITED} files and folders"));
            return;
        }
        let Ok(name) = entry.file_name().into_string() else {
            self.unreadable_name(inside, entry);
            return;
        };
        let (path, inside) = (entry.path(), format!("{inside}{name}"));
        let Ok(kind) = entry.file_type() else { return };
        let is_folder = kind.is_dir() || (kind.is_symlink() && path.is_dir());
        let matches = self.glob.is_match(&inside);
        if kind.is_symlink() && !self.follows(&path, &inside, matches) {
            return;
        }
        if is_folder {
            if name != ".git" {
                self.folder(&path, &format!("{inside}/"), depth.saturating_add(1));
            }
        } else if matches {
            self.names.insert(format!("{}{inside}", self.prefix));
            if self.names.len() > MATCHED {
                self.limit(&format!("more than {MATCHED} files that fit"));
            }
        }
    }

    /// Whether a link may be followed. One that fits and leads out, or nowhere, is told; another is passed by.
    fn follows(&mut self, path: &Path, inside: &str, matches: bool) -> bool {
        let shown = format!("{}{inside}", self.prefix);
        let refusal = match fs::canonicalize(path) {
            Ok(real) if real.starts_with(&self.root.root) => return true,
            Ok(_) => outside(&shown),
            Err(error) => unopened(&shown, &error),
        };
        // A linked folder may hold what fits: it cannot be looked at, so it counts.
        if matches || path.is_dir() {
            self.faults.push(refusal);
        }
        false
    }

    fn unreadable_name(&mut self, inside: &str, entry: &fs::DirEntry) {
        let shown = entry.file_name().to_string_lossy().into_owned();
        if self.glob.is_match(format!("{inside}{shown}")) || entry.path().is_dir() {
            self.faults.push(Refusal::new(
                format!("{}{inside}{shown} has a name that is not UTF-8", self.prefix),
                "give it another name",
            ));
        }
    }

    fn limit(&mut self, what: &str) {
        let told =
            Refusal::new(format!("{} looks at {what}", self.pattern), "write the pattern more closely");
        if !self.faults.contains(&told) {
            self.faults.push(told);
        }
    }
}
