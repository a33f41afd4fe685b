//! `[review]`: what was learned, as far as nothing else in the file tells it. No rule asks for it, and no word of it is
//! held against anything: whoever looks back may write as they think.

use crate::shape::date::When;
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::Token;
use crate::shape::table::choice;
use crate::shape::{Maybe, table};

table! {
    /// What was learned from a release.
    struct Review {
        /// How it ended.
        outcome: Maybe<Ended>,
        /// When it shipped, where no call says so.
        shipped_on: Maybe<When>,
        /// What slowed it down: a text, or several.
        slowed: Maybe<OneOrMany<Token>>,
        /// What was learned too late: a text, or several.
        learned_late: Maybe<OneOrMany<Token>>,
        /// What kept people from testing: a text, or several.
        blocked_testing: Maybe<OneOrMany<Token>>,
        /// What worked: a text, or several.
        worked: Maybe<OneOrMany<Token>>,
    }
}

choice! {
    /// How a release ended.
    enum Ended {
        /// Users have it.
        Shipped = "shipped",
        /// Users had it, and it was taken back.
        RolledBack = "rolled back",
        /// It never shipped.
        Stopped = "stopped",
    }
}
