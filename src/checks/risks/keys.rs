//! `[[known_issue]]` and `[[accept]]`: what ships although it is known.

use crate::shape::date::When;
use crate::shape::leaf::{NamePattern, Pattern, Person, Text, Token};
use crate::shape::{Maybe, table};

table! {
    /// An issue that ships with the release.
    struct KnownIssue {
        /// Its id.
        id: Maybe<Text>,
        /// What happens, in a sentence.
        summary: Maybe<Text>,
        /// The flows it touches.
        touches: Maybe<Vec<Text>>,
        /// Who can hit it, and how often.
        hits: Maybe<Text>,
        /// What users can do about it.
        workaround: Maybe<Text>,
        /// Who accepted that it ships.
        accepted_by: Maybe<Person>,
        /// When it was accepted.
        accepted_on: Maybe<When>,
        /// Why it may ship.
        why: Maybe<Text>,
    }
}

table! {
    /// A finding that ships anyway, on the record.
    struct Accept {
        /// The id of the rule.
        rule: Maybe<Token>,
        /// Pattern on the finding's subject, `*` and `?` alone; absent: every finding of the rule.
        subject: Maybe<NamePattern>,
        /// Only findings in this report: a path, or a glob on it.
        report: Maybe<Pattern>,
        /// Who accepted it: the final caller, or for `stop/tripped` whoever says stop.
        by: Maybe<Person>,
        /// When it was accepted: it covers what was there by the end of that day, and nothing newer.
        on: Maybe<When>,
        /// Until when the acceptance holds.
        until: Maybe<When>,
        /// Why it may ship.
        why: Maybe<Text>,
    }
}
