//! `[rescue]`: who holds what while a release is rescued.

use crate::shape::leaf::Person;
use crate::shape::{Maybe, table};

table! {
    /// After missed releases: the smallest thing that helps, and a way back.
    struct Rescue {
        /// Who says what stays and what is cut.
        scope: Maybe<Person>,
        /// Who follows daily progress and takes blockers away.
        delivery: Maybe<Person>,
        /// Who answers for tests, migrations, rollout and rollback.
        readiness: Maybe<Person>,
    }
}
