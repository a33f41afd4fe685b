//! What was read, by its digest, for who attests what a verdict stands on. The bytes are counted as they come: a file
//! is not read once for the verdict and once more for its digest.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// Names of files, as the user writes them, and their SHA-256 in hex.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<BTreeSet<(String, String)>>>);

impl Ledger {
    /// Enters a file that was read whole.
    pub(crate) fn enter(&self, name: &str, bytes: &[u8]) {
        self.close(name, Sha256::new_with_prefix(bytes));
    }

    /// Enters a file whose bytes were counted.
    pub(super) fn close(&self, name: &str, digest: Sha256) {
        let hex = digest.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((name.to_owned(), hex));
    }

    /// All that was read, by name.
    pub(crate) fn entries(&self) -> Vec<(String, String)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
