//! `[rollback]`: how to go back.

use crate::shape::date::When;
use crate::shape::leaf::{Amount, Person, Text};
use crate::shape::{Maybe, Section, table};
use crate::source::Spanned;

table! {
    /// How to go back.
    struct Rollback {
        /// What makes us go back.
        triggers: Maybe<Vec<Text>>,
        /// Who decides it.
        decided_by: Maybe<Person>,
        /// Who does it.
        run_by: Maybe<Person>,
        /// Who checks that it worked.
        verified_by: Maybe<Person>,
        /// What it restores: the last stable version, a git revision or free text.
        restores: Maybe<Text>,
        /// The steps, in order.
        steps: Maybe<Vec<Text>>,
        /// False when something (a migration, a sent mail) cannot be undone.
        reversible: Maybe<Spanned<bool>>,
        /// How many minutes it may take.
        max_minutes: Maybe<Amount>,
        /// When it was tried.
        rehearsal: Section<Rehearsal>,
    }
}

table! {
    /// A rollback that was tried and timed.
    struct Rehearsal {
        /// When.
        on: Maybe<When>,
        /// Who did it.
        by: Maybe<Person>,
        /// Where.
        place as "where": Maybe<Text>,
        /// How many minutes it took.
        minutes: Maybe<Amount>,
    }
}
