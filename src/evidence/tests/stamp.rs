//! When a report says that it was made. Only what is written there: no clock, no guess at a zone.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// The `timestamp` of a suite. Many tools write one without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// With an offset: an instant.
    Zoned(Timestamp),
    /// Without one: a time on some clock.
    Local(DateTime),
}

impl Stamp {
    /// Reads a stamp; what is not one is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        text.parse().map(Self::Zoned).or_else(|_| text.parse().map(Self::Local)).ok()
    }

    /// The later of two. A local time counts as UTC here: reports of one run seldom mix the two, and no better zone is
    /// known.
    pub(super) fn later(self, other: Self) -> Self {
        if other.instant() > self.instant() { other } else { self }
    }

    /// The earlier of two.
    pub(super) fn earlier(self, other: Self) -> Self {
        if other.instant() < self.instant() { other } else { self }
    }

    fn instant(self) -> Timestamp {
        match self {
            Self::Zoned(at) => at,
            Self::Local(at) => TimeZone::UTC.to_timestamp(at).unwrap_or(Timestamp::MIN),
        }
    }
}
