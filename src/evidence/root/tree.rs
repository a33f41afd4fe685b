//! Which work tree a folder lies in, remembered from file to file: most files of one run share most folders above them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{RootError, is_absent};
use crate::untrusted::message;

/// The work trees that one run has found.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    /// By folder, the nearest one upwards that a repository's work tree begins at.
    known: Mutex<HashMap<PathBuf, Option<PathBuf>>>,
}

impl Trees {
    /// The nearest folder upwards with a `.git` in it: a folder, or a file in a linked work tree. What is in it does
    /// not matter here.
    pub(super) fn around(&self, base: &Path) -> Result<Option<PathBuf>, RootError> {
        if begins_at(base)? {
            return Ok(Some(base.to_path_buf()));
        }
        // What lies above is asked about by the files of all folders beside this one.
        let Some(parent) = base.parent() else { return Ok(None) };
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(parent) {
            return Ok(known.clone());
        }
        let mut found = None;
        for folder in parent.ancestors() {
            if begins_at(folder)? {
                found = Some(folder.to_path_buf());
                break;
            }
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(parent.to_path_buf(), found.clone());
        Ok(found)
    }
}

fn begins_at(folder: &Path) -> Result<bool, RootError> {
    match folder.join(".git").symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if is_absent(&error) => Ok(false),
        Err(error) => {
            let shown = folder.to_string_lossy().into_owned();
            Err(RootError {
                message: message!("the folder {} cannot be read: {}", shown, error.to_string()),
                help: "set the root with --root",
            })
        }
    }
}
