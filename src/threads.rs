//! The threads that share work: as many as there are processors, whatever the environment says.
//!
//! Owns their number and their stacks. They are made when they are first needed; where they cannot be made, the work
//! fails and gives no verdict.

use std::num::NonZero;
use std::sync::Once;
use std::thread::available_parallelism;

use rayon::ThreadPoolBuilder;

/// Stack of one thread.
const STACK_BYTES: usize = 4 * 1024 * 1024;

/// Makes the threads, once. Left to themselves they would follow `RAYON_NUM_THREADS`, which a hundred thousand stalls.
pub(crate) fn make() {
    static MADE: Once = Once::new();
    MADE.call_once(|| {
        let count = available_parallelism().map_or(1, NonZero::get);
        // When this fails, so does the first work that is given to them.
        let _ = ThreadPoolBuilder::new().num_threads(count).stack_size(STACK_BYTES).build_global();
    });
}
