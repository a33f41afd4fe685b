//! `[support]`: what support knows.

use crate::shape::date::When;
use crate::shape::leaf::{Person, Text};
use crate::shape::{Maybe, table};

table! {
    /// What support knows.
    struct Support {
        /// Who in support was told.
        contact: Maybe<Person>,
        /// When they were told.
        told_on: Maybe<When>,
        /// What users will notice.
        notice: Maybe<Text>,
        /// What may confuse them.
        confusing: Maybe<Text>,
        /// What to reply.
        reply: Maybe<Text>,
        /// What must reach somebody at once, and whom.
        urgent: Maybe<Text>,
    }
}
