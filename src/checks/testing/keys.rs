//! `[tests]`: what ran, what was skipped, and who confirms it.

use crate::shape::date::When;
use crate::shape::leaf::{NamePattern, Person, Text, Token};
use crate::shape::{Maybe, table};

table! {
    /// What ran, what was skipped, and who confirms it.
    struct Tests {
        /// JUnit XML files, as paths or globs relative to this file.
        reports: Maybe<Vec<Token>>,
        /// Who confirms that the tests are good enough to ship.
        confirmed_by: Maybe<Person>,
        /// When they confirmed it.
        confirmed_on: Maybe<When>,
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
        /// Why it may be skipped.
        why: Maybe<Text>,
    }
}
