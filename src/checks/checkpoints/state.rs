//! How far a checkpoint is: by when it is due, and who has said so.

use super::asked::Asked;
use crate::checks::case::{Case, person};
use crate::shape::date::{Period, When};
use crate::source::Span;
use crate::untrusted::Untrusted;

impl<'c> Asked<'c> {
    /// By when it is due; nothing where no launch is set.
    pub(crate) fn moment(&self, case: &Case) -> Option<When> {
        case.release.date.get().map(|launch| self.due.of(launch, &case.zone))
    }

    /// Where a finding points: at its answer, else at where it is asked for.
    pub(super) fn place(&self) -> Span {
        self.said.map_or(self.at, |(at, _)| at)
    }

    /// Who has said so, with a day that is not still to come.
    pub(crate) fn by(&self, case: &Case) -> Option<&'c Untrusted> {
        let (_, said) = self.said?;
        person(&said.by).filter(|_| case.is_said(&said.by, &said.on))
    }

    /// Who has handed over, with a day that is not still to come.
    pub(crate) fn from(&self, case: &Case) -> Option<&'c Untrusted> {
        let (_, said) = self.said?;
        person(&said.from).filter(|_| case.is_said(&said.from, &said.from_on))
    }

    /// Whether somebody says that it is not so.
    pub(crate) fn is_refused(&self) -> bool {
        self.said.is_some_and(|(_, said)| said.not.is_given())
    }

    /// Whether all who have to have said so.
    pub(crate) fn is_complete(&self, case: &Case) -> bool {
        !self.is_refused() && self.by(case).is_some() && (!self.is_handoff() || self.from(case).is_some())
    }

    /// Whether the moment by which it is due has passed.
    pub(crate) fn is_over(&self, case: &Case) -> bool {
        let due = self.moment(case).map(|due| case.period(&due));
        due.zip(case.now).is_some_and(|(due, now)| due.is_before(Period::instant(now)))
    }
}
