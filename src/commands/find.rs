//! Which files `lint` looks at: those that are named, and the release files of the folders that are.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{WalkBuilder, WalkState};

use crate::threads;

/// What release files are called, unless `--glob` says otherwise.
const NAMES: [&str; 3] = ["release", "release-*", "*.release"];
const ENDINGS: &str = "{toml,yaml,yml,json}";

/// The files in the order of their paths; each once. A folder without any is an error: nothing was looked at.
pub(super) fn release_files(paths: &[PathBuf], globs: &[String]) -> anyhow::Result<Vec<PathBuf>> {
    let wanted = wanted(globs)?;
    let mut files = Vec::new();
    for path in paths {
        if path != Path::new("-") && path.is_dir() {
            let found = search(path, &wanted)?;
            if found.is_empty() {
                bail!("{} holds no release file; name the file, or set --glob", path.display());
            }
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// What release files are called.
pub(super) fn release_names() -> anyhow::Result<GlobSet> {
    wanted(&[])
}

fn wanted(globs: &[String]) -> anyhow::Result<GlobSet> {
    let usual = || NAMES.iter().map(|name| format!("**/{name}.{ENDINGS}")).collect();
    let globs: Vec<String> =
        if globs.is_empty() { usual() } else { globs.iter().map(|glob| anywhere(glob)).collect() };
    let mut set = GlobSetBuilder::new();
    for glob in &globs {
        let glob = GlobBuilder::new(glob).literal_separator(true).build();
        set.add(glob.context("--glob is not a glob")?);
    }
    set.build().context("--glob is not a glob")
}

/// A glob without a slash is about the file's name alone.
fn anywhere(glob: &str) -> String {
    if glob.contains('/') { glob.to_owned() } else { format!("**/{glob}") }
}

/// The release files of a folder, looked for on this thread alone: nobody chose how much stack another one has.
pub(super) fn plans_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let wanted = wanted(&[])?;
    let mut files = Vec::new();
    for entry in walk(folder).build() {
        let entry = entry?;
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted.is_match(inside) {
            files.push(inside.to_path_buf());
        }
    }
    files.sort();
    Ok(files)
}

/// What the folder itself says is ignored is; what the user's or the clone's settings say would give each machine a
/// verdict of its own.
fn walk(folder: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(false).git_global(false).git_exclude(false).filter_entry(|entry| entry.file_name() != ".git");
    walk
}

fn search(folder: &Path, wanted: &GlobSet) -> anyhow::Result<Vec<PathBuf>> {
    let mut walk = walk(folder);
    let (files, fault) = (Mutex::new(Vec::new()), Mutex::new(None));
    walk.threads(threads::count()).build_parallel().run(|| {
        Box::new(|entry| match entry {
            Ok(entry) => {
                let path = entry.path();
                let inside = path.strip_prefix(folder).unwrap_or(path);
                if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted.is_match(inside) {
                    let file = if folder == Path::new(".") { inside } else { path };
                    files.lock().unwrap_or_else(PoisonError::into_inner).push(file.to_path_buf());
                }
                WalkState::Continue
            }
            Err(error) => {
                fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                WalkState::Quit
            }
        })
    });
    match fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error).with_context(|| format!("{} cannot be searched", folder.display())),
        None => Ok(files.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}
