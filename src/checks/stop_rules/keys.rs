//! `[[stop_rule]]`: what pauses the release.

use crate::shape::date::When;
use crate::shape::leaf::{Person, Text, Token};
use crate::shape::table::choice;
use crate::shape::{Maybe, table};

choice! {
    /// What a person saw when they checked a stop rule.
    enum HandState {
        /// It has not come true.
        Clear = "clear",
        /// It has come true.
        Tripped = "tripped",
    }
}

table! {
    /// A plain sentence that pauses the release when it comes true: decided by evidence or by a person.
    struct StopRule {
        /// The sentence.
        rule: Maybe<Text>,
        /// A CEL expression that trips the rule when it is true.
        when: Maybe<Token>,
        /// What a person saw: clear or tripped.
        state: Maybe<HandState>,
        /// Who checked.
        checked_by: Maybe<Person>,
        /// When they checked.
        checked_on: Maybe<When>,
    }
}
