//! Which checkpoints are asked of a release, and what has been said: the policy's first, then the release's own.
//!
//! Where both define one, the policy's stands.

use std::collections::{BTreeMap, BTreeSet};

use super::due::Due;
use super::keys::{Checkpoint, Confirmed};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::shape::Maybe;
use crate::shape::decode::Map;
use crate::shape::leaf::Token;
use crate::source::{Span, Spanned};
use crate::untrusted::Untrusted;

/// The handoff from the last owner to this one: it may be confirmed whether or not anybody asks for it.
pub(crate) const HANDOVER: &str = "handover";

/// What `gonogo confirm` takes for a part of the file before it looks for a checkpoint.
pub(crate) const PARTS: [&str; 4] = ["scope", "tests", "support", "rehearsal"];

/// What `gonogo confirm` calls a checkpoint: one that is called like a part of the file by its whole name.
pub(crate) fn confirmed_as(id: &str) -> String {
    if PARTS.contains(&id) { format!("checkpoint.{id}") } else { id.to_owned() }
}

/// A checkpoint with what was said about it.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'c> {
    /// Its name.
    pub id: &'c str,
    /// Where it is asked for; for a handover that nobody asks for, where it is confirmed.
    pub at: Span,
    /// What is asked; nothing for a handover that nobody asks for.
    pub point: Option<&'c Checkpoint>,
    /// What was said, and where.
    pub said: Option<(Span, &'c Confirmed)>,
    /// By when.
    pub due: Due,
}

/// Everything that is asked, and a handover that was confirmed without being asked for.
pub(crate) fn asked<'c>(release: &'c Release, policy: &'c Policy) -> Vec<Asked<'c>> {
    let said: BTreeMap<&str, _> =
        entries(&release.confirmed).iter().map(|(id, said)| (id.value.as_str(), (id.span, said))).collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut all: Vec<Asked> = Vec::new();
    for (id, point) in entries(&policy.checkpoints).iter().chain(entries(&release.checkpoints)) {
        if known.insert(&id.value) {
            all.push(Asked {
                id: &id.value,
                at: id.span,
                point: Some(point),
                said: said.get(id.value.as_str()).copied(),
                due: point.due.get().cloned().unwrap_or_else(Due::launch),
            });
        }
    }
    if let (Some(said), false) = (said.get(HANDOVER), known.contains(HANDOVER)) {
        all.push(Asked { id: HANDOVER, at: said.0, point: None, said: Some(*said), due: Due::launch() });
    }
    all
}

/// The entries of a table with free keys.
pub(super) fn entries<T>(table: &Maybe<Map<T>>) -> &[(Spanned<String>, T)] {
    table.get().map(|map| map.entries.as_slice()).unwrap_or_default()
}

/// The conditions of all that is asked, in the same order.
pub(crate) fn conditions<'c>(release: &'c Release, policy: &'c Policy) -> Vec<Option<&'c Token>> {
    asked(release, policy).iter().map(|asked| asked.point.and_then(|point| point.when.get())).collect()
}

impl Asked<'_> {
    /// What is asked, in words.
    pub(crate) fn what(&self) -> Untrusted {
        match self.point.map(|point| point.what.get()) {
            Some(Some(what)) if !what.words.is_blank() => what.words.clone(),
            Some(_) => Untrusted::from(self.id),
            None => Untrusted::from("the release is handed over to its owner"),
        }
    }

    /// Whether two people have to say so.
    pub(crate) fn is_handoff(&self) -> bool {
        self.point.is_none_or(|point| point.from.is_given())
    }
}
