//! `[checkpoint.…]`: what is asked of whom by when. `[confirmed]`: what they said.

use super::due::Due;
use crate::checks::roles::keys::Role;
use crate::shape::date::When;
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::{Person, Text, Token};
use crate::shape::{Maybe, table};

table! {
    /// What one person has to say by a moment.
    struct Checkpoint {
        /// What is said, as a sentence that is true by then.
        what: Maybe<Text>,
        /// The role whose person says it; of a list the first answers, and the rest is the way up.
        role: Maybe<OneOrMany<Role>>,
        /// A handoff: the role whose person hands over; both have to say so.
        from: Maybe<Role>,
        /// By when: "3 days before", "1 hour after", "launch". At launch unless given.
        due: Maybe<Due>,
        /// An expression in a subset of CEL that has to be true as well.
        when: Maybe<Token>,
    }
}

table! {
    /// The word of one person about one checkpoint; of a handoff, the words of two.
    struct Confirmed {
        /// Who says it.
        by: Maybe<Person>,
        /// When.
        on: Maybe<When>,
        /// Where more about it can be seen.
        see: Maybe<Text>,
        /// A handoff: who handed over.
        from: Maybe<Person>,
        /// When.
        from_on: Maybe<When>,
        /// The commit that it is about.
        build: Maybe<Token>,
        /// Why it is not so: the person was asked, and says no.
        not: Maybe<Text>,
    }
}
