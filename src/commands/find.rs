//! Which files are looked at: those that are named, and of folders their release files, all for `lint`, the only one
//! for `check`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{WalkBuilder, WalkState};

use super::file::shown;
use crate::render::escape::terminal;
use crate::threads;
use crate::untrusted::message;

/// What release files are called, unless `--glob` says otherwise.
const NAMES: [&str; 3] = ["release", "release-*", "*.release"];
const ENDINGS: [&str; 4] = ["toml", "yaml", "yml", "json"];

/// The same as patterns of git.
pub(super) fn release_patterns() -> Vec<String> {
    NAMES.iter().flat_map(|name| ENDINGS.map(|ending| format!("**/{name}.{ending}"))).collect()
}

/// The files in the order of their paths; each once. A folder without any is an error: nothing was looked at.
pub(super) fn release_files(paths: &[PathBuf], globs: &[String]) -> anyhow::Result<Vec<PathBuf>> {
    let wanted = wanted(globs)?;
    let mut files = Vec::new();
    for path in paths {
        if path != Path::new("-") && path.is_dir() {
            let found = search(path, &wanted)?;
            if found.is_empty() {
                bail!("{} holds no release file; name the file, or set --glob", shown(path));
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

/// What a folder's release file is called, unless it is the only one.
const DEFAULT: &str = "release.toml";

/// The files that `check` judges. A folder stands for its one release file; where that is not `release.toml`, it is
/// told which one it is, for nobody named it.
pub(super) fn to_judge(paths: &[PathBuf], stderr: &mut dyn Write) -> anyhow::Result<Vec<PathBuf>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    paths
        .iter()
        .map(
            |path| {
                if path != Path::new("-") && path.is_dir() { only(path, stderr) } else { Ok(path.clone()) }
            },
        )
        .collect()
}

/// The one file that is named, else the release file of the folder this runs in.
pub(super) fn one(file: Option<&Path>, stderr: &mut dyn Write) -> anyhow::Result<PathBuf> {
    match file {
        Some(file) if file == Path::new("-") || !file.is_dir() => Ok(file.to_path_buf()),
        folder => only(folder.unwrap_or(Path::new(".")), stderr),
    }
}

/// The release file of a folder. Where there is none, the usual name: that it is missing is told like any other file.
fn only(folder: &Path, stderr: &mut dyn Write) -> anyhow::Result<PathBuf> {
    let folder_is = if folder == Path::new(".") { Path::new("") } else { folder };
    let usual = folder_is.join(DEFAULT);
    if fs::symlink_metadata(&usual).is_ok() {
        return Ok(usual);
    }
    let mut found = search(folder, &wanted(&[])?)?;
    found.sort();
    match found.as_slice() {
        [] => Ok(usual),
        [one] => {
            let told = message!("there is no {}; this is about {}", shown(&usual), shown(one));
            writeln!(stderr, "gonogo: {}", terminal(&told))
                .context("it cannot be told which file is judged")?;
            Ok(one.clone())
        }
        several => {
            let named: Vec<String> = several.iter().take(NAMED).map(|file| shown(file)).collect();
            let left = several.len().saturating_sub(NAMED);
            let more = if left > 0 { format!(" and {left} more") } else { String::new() };
            bail!(
                "{} holds several release files: {}{more}; name the one to judge",
                shown(folder),
                named.join(", ")
            )
        }
    }
}

/// Files that are named where there are several.
const NAMED: usize = 5;

fn wanted(globs: &[String]) -> anyhow::Result<GlobSet> {
    let usual = || NAMES.iter().map(|name| format!("**/{name}.{{{}}}", ENDINGS.join(","))).collect();
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
        Some(error) => Err(error).with_context(|| format!("{} cannot be searched", shown(folder))),
        None => Ok(files.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}
