//! Paths as they are written in a release file, judged and tidied as text alone: no file is looked at here.
//!
//! A written path is relative to the base, has forward slashes on every system, and may climb only as far as the
//! root. Whether links lead it elsewhere is not known here; [`Root`](super::Root) looks at that.

use std::path::{Path, PathBuf};

use super::Refusal;
use crate::limits;

/// A path that stays inside the root, as far as its text can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// How many folders it climbs from the base before it goes down.
    pub up: usize,
    /// The way down: neither empty parts nor dots.
    pub parts: Vec<String>,
    /// Folders that it goes into and out of again, each as a path of its own. If one is a link, the text and the
    /// system disagree about where the path leads.
    pub detours: Vec<Written>,
}

impl Written {
    /// Judges a text; the base lies `depth` folders below the root.
    pub(super) fn parse(text: &str, depth: usize) -> Result<Self, Refusal> {
        check_text(text)?;
        let mut written = Self { up: 0, parts: Vec::new(), detours: Vec::new() };
        for part in text.split('/').filter(|part| !part.is_empty() && *part != ".") {
            if part != ".." {
                written.parts.push(part.to_owned());
                continue;
            }
            let whole = Self { up: written.up, parts: written.parts.clone(), detours: Vec::new() };
            if written.parts.pop().is_some() {
                written.detours.push(whole);
                continue;
            }
            written.up = written.up.saturating_add(1);
            if written.up > depth {
                return Err(Refusal::new(
                    text,
                    "it climbs out of the root with `..`",
                    "name a file inside the root, or set a wider root with --root",
                ));
            }
        }
        Ok(written)
    }

    /// The path as the user would write it.
    pub(super) fn name(&self) -> String {
        let climb = std::iter::repeat_n("..", self.up);
        let name = climb.chain(self.parts.iter().map(String::as_str)).collect::<Vec<_>>().join("/");
        if name.is_empty() { ".".to_owned() } else { name }
    }

    /// The place on the system. The base is free of links, so that climbing from it is cutting its end.
    pub(super) fn under(&self, base: &Path) -> PathBuf {
        let from = base.ancestors().nth(self.up).unwrap_or(base);
        let mut path = from.to_path_buf();
        path.extend(&self.parts);
        path
    }
}

fn check_text(text: &str) -> Result<(), Refusal> {
    const RELATIVE: &str = "write the path relative to the folder of the release file";
    if text.is_empty() {
        return Err(Refusal::new("\"\"", "the path is empty", RELATIVE));
    }
    if text.len() > limits::PATH_LENGTH {
        let start: String = text.chars().take(60).chain(['…']).collect();
        return Err(Refusal::new(
            start,
            format!("the path is longer than {} bytes", limits::PATH_LENGTH),
            "shorten it",
        ));
    }
    if text.contains('\0') {
        return Err(Refusal::new(text, "the path holds a NUL character", "take it out"));
    }
    let mut start = text.chars();
    let drive = start.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && start.next() == Some(':');
    // The forms of one system are refused on all, so that a release file means the same everywhere.
    if drive || text.starts_with('/') || text.starts_with("\\\\") {
        return Err(Refusal::new(text, "it is an absolute path", RELATIVE));
    }
    // Elsewhere both are ordinary characters; here one separates folders, the other names a stream of a file.
    if cfg!(windows) && text.contains(['\\', ':']) {
        return Err(Refusal::new(text, "it holds a `\\` or a `:`", "write the path with forward slashes"));
    }
    Ok(())
}
