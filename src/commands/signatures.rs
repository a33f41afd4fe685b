//! The signatures of a release's calls: whose keys count, and what became of each.

use super::load::Loaded;
use crate::checks::call::keys::Call;
use crate::checks::case::person;
use crate::checks::keys;
use crate::evidence::ssh::{self, Key, Proof};
use crate::limits;
use crate::untrusted::Untrusted;

/// What became of the signature of each call, in file order.
pub(super) fn proofs(loaded: &Loaded) -> Vec<Option<Proof>> {
    let calls = loaded.release.calls.items();
    let late = calls.len().saturating_sub(limits::SIGNATURES);
    calls.iter().enumerate().map(|(at, call)| proof(loaded, call, at >= late)).collect()
}

fn proof(loaded: &Loaded, call: &Call, is_looked_at: bool) -> Option<Proof> {
    let signature = call.signature.get()?;
    if !is_looked_at {
        return Some(Proof::Unproven("there are too many newer calls".into()));
    }
    let keys = person(&call.by).map(|by| keys_of(loaded, by)).unwrap_or_default();
    Some(ssh::verify(loaded.root.base(), &call.statement().bytes(), signature.text.raw(), &keys))
}

/// The keys of a person: those of the team's directory where there is one or the policy was named, else the release's.
pub(super) fn keys_of(loaded: &Loaded, who: &Untrusted) -> Vec<Key> {
    keys::of(loaded.directory(), who)
}
