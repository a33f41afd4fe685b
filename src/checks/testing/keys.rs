//! `[tests]`: what ran, what was skipped, and who confirms it.

use crate::shape::date::When;
use crate::shape::leaf::{NamePattern, Pattern, Person, Text, Token, Whole};
use crate::shape::{Maybe, table};

table! {
    /// What ran, what was skipped, and who confirms it.
    struct Tests {
        /// JUnit XML, TRX or CTRF files, as paths or globs relative to this file.
        reports: Maybe<Vec<Token>>,
        /// How many tests there must be at least: fewer, and a shard or a module is missing.
        at_least: Maybe<Whole>,
        /// Runs of CI: JSON as `gh run list --json …` or the pipelines API of GitLab print it.
        runs: Maybe<Token>,
        /// The workflows that must have finished well on exactly the build's commit.
        workflows: Maybe<Vec<Token>>,
        /// Who confirms that the tests are good enough to ship.
        confirmed_by: Maybe<Person>,
        /// When they confirmed it.
        confirmed_on: Maybe<When>,
        /// Which commit they looked at: any git revision.
        build: Maybe<Token>,
        /// What ran, in a sentence.
        ran: Maybe<Text>,
        /// What was skipped, and why; an empty list says that nothing was.
        skips: Maybe<Vec<Skip>>,
    }
}

table! {
    /// Tests that were skipped for a reason.
    struct Skip {
        /// Pattern on the test's name: `*` and `?` alone.
        test: Maybe<NamePattern>,
        /// Only in this report: a path, or a glob on it; absent: in all of them.
        report: Maybe<Pattern>,
        /// Why it may be skipped.
        why: Maybe<Text>,
    }
}
