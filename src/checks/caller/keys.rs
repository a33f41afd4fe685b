//! `[caller]`: who decides in the last hour.

use crate::shape::leaf::{Person, Text};
use crate::shape::{Maybe, table};

table! {
    /// Who says ship and who says stop, in the last hour.
    struct Caller {
        /// The one person who says ship.
        ship: Maybe<Person>,
        /// The one person who says stop.
        stop: Maybe<Person>,
        /// Who stands in.
        backup: Maybe<Person>,
        /// Where they can be reached.
        reach: Maybe<Text>,
    }
}
