//! Exit codes: the only place with their numbers.

use crate::report::Verdict;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// GO, or clean: 0.
    Go,
    /// NO-GO, or findings: 1.
    NoGo,
    /// No verdict: wrong usage, an unreadable or invalid file, a report that could not be delivered: 2.
    NoVerdict,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Go => 0,
            Self::NoGo => 1,
            Self::NoVerdict => 2,
        }
    }

    /// What follows from a verdict, whatever the format.
    pub(crate) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Go | Verdict::Clean => Self::Go,
            Verdict::NoGo | Verdict::Findings => Self::NoGo,
            Verdict::Invalid => Self::NoVerdict,
        }
    }

    /// What is left of it when the report could not be delivered: nobody may take silence for GO.
    pub(crate) fn undelivered(self) -> Self {
        match self {
            Self::Go | Self::NoVerdict => Self::NoVerdict,
            Self::NoGo => Self::NoGo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_go_and_clean_are_zero() {
        for verdict in [Verdict::Go, Verdict::Clean, Verdict::Findings, Verdict::NoGo, Verdict::Invalid] {
            let exit = Exit::of(verdict);
            assert_eq!(exit.code() == 0, matches!(verdict, Verdict::Go | Verdict::Clean), "{verdict:?}");
            assert_ne!(exit.undelivered().code(), 0);
        }
    }
}
