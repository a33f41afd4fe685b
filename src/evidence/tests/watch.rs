//! Which groups of tests ran, as the names of all cases show: those that passed are held nowhere else.

use std::sync::Arc;

use super::case::OpenCase;
use crate::limits;
use crate::shape::leaf::NamePattern;

/// Groups of patterns on names.
pub(crate) type Groups = Arc<[Vec<NamePattern>]>;

/// Groups that are looked for while a report is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    groups: Groups,
    ran: Vec<bool>,
    left: usize,
}

/// What a report shows of the groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Watched {
    /// Whether a test of each ran.
    pub ran: Vec<bool>,
    /// Whether names were left out that would have taken too long.
    pub is_cut: bool,
}

impl Watch {
    /// Groups to be looked for in a report of so many bytes.
    pub(super) fn new(groups: &Groups, bytes: u64) -> Self {
        let left = usize::try_from(bytes).unwrap_or(usize::MAX).saturating_mul(limits::FLOW_COMPARISONS);
        Self { groups: Arc::clone(groups), ran: vec![false; groups.len()], left }
    }

    /// A case has run.
    pub(super) fn see(&mut self, case: &OpenCase, suite: &str) {
        if self.left == 0 || self.ran.iter().all(|ran| *ran) {
            return;
        }
        let (subject, aliases) = case.names(suite);
        for (ran, patterns) in self.ran.iter_mut().zip(self.groups.iter()).filter(|(ran, _)| !**ran) {
            for pattern in patterns {
                self.left = self.left.saturating_sub(pattern.weight());
                *ran = pattern.fits(&subject) || aliases.iter().any(|alias| pattern.fits(alias));
                if *ran || self.left == 0 {
                    break;
                }
            }
        }
    }

    /// What was seen.
    pub(super) fn end(self) -> Watched {
        let is_whole = self.left > 0 || self.ran.iter().all(|ran| *ran);
        Watched { ran: self.ran, is_cut: !is_whole }
    }
}
