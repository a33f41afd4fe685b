//! What a message says of ids: claims, references and mentions, each in the order in which it stands there.

use std::collections::HashSet;

use super::id::{Id, Named};

/// How a message comes to claim an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum By {
    /// It leads the subject.
    Lead,
    /// It stands in a subject that no id leads.
    Subject,
    /// It is the request that brought the change.
    Request,
    /// It stands in the name of the branch that was merged.
    Branch,
    /// It leads the title of the merged request.
    Title,
    /// A trailer or a keyword closes it.
    Closing,
    /// It leads a bullet of a squashed body.
    Bullet,
    /// It stands in a line of its own, or a pattern of the team captured it.
    Pattern,
}

/// An id that a message says its change is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Claim {
    /// The id.
    pub named: Named,
    /// Where it stands.
    pub by: By,
}

/// Everything that one message says of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// What the change is.
    pub claims: Box<[Claim]>,
    /// What it points to.
    pub references: Box<[Named]>,
    /// What it only mentions.
    pub mentions: Box<[Named]>,
    /// Ids that are there only because letters of other alphabets look like Latin ones.
    pub masked: Box<[Id]>,
    /// Whether it merges a main, develop or release line.
    pub merges_line: bool,
    /// Whether it names the request that it merges.
    pub merges_request: bool,
    /// Whether it claims more ids than are kept: then nobody can say what it is.
    pub is_cut: bool,
}

/// Claims and references of one message, and its mentions, that are kept.
const MOST_CLAIMS: usize = 1_000;
const MOST_MENTIONS: usize = 64;

/// Gathers what is said, each thing once.
#[derive(Debug, Default)]
pub(super) struct Saying {
    claims: Vec<Claim>,
    references: Vec<Named>,
    mentions: Vec<Named>,
    /// Claims that were met, once there are many of them.
    known: HashSet<Claim>,
    is_cut: bool,
}

/// Entries up to which a list is looked through.
const FEW: usize = 16;

impl Saying {
    pub(super) fn claim(&mut self, named: Named, by: By) {
        let claim = Claim { named, by };
        let is_known = if self.claims.len() <= FEW {
            self.claims.contains(&claim)
        } else {
            if self.known.is_empty() {
                self.known.extend(self.claims.iter().cloned());
            }
            !self.known.insert(claim.clone())
        };
        if is_known {
            return;
        }
        if self.claims.len() < MOST_CLAIMS {
            self.claims.push(claim);
        } else {
            self.is_cut = true;
        }
    }

    pub(super) fn refer(&mut self, named: Named) {
        if self.references.len() < MOST_MENTIONS && !self.references.contains(&named) {
            self.references.push(named);
        }
    }

    pub(super) fn mention(&mut self, named: Named) {
        if self.mentions.len() < MOST_MENTIONS && !self.mentions.contains(&named) {
            self.mentions.push(named);
        }
    }

    /// Whether the id was met in any way.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.claims.iter().any(|claim| claim.named.id == *id)
            || self.references.iter().chain(&self.mentions).any(|named| named.id == *id)
    }

    pub(super) fn close(self) -> Said {
        Said {
            claims: self.claims.into(),
            references: self.references.into(),
            mentions: self.mentions.into(),
            is_cut: self.is_cut,
            ..Said::default()
        }
    }
}
