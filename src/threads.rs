//! The threads that share work: as many as there are processors, whatever the environment says, or one beside this.
//!
//! Owns their number and their stacks. The many are made when they are first needed; where they cannot be made, the
//! work fails and gives no verdict.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Once;
use std::thread::{self, available_parallelism};

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Stack of one thread.
const STACK_BYTES: usize = 4 * 1024 * 1024;

/// Does two things at once, the second on a thread of its own; one after the other where there can be none. What is
/// asked for on this thread keeps its memory here, where it is cheapest.
pub(crate) fn beside<A, B: Send>(here: impl FnOnce() -> A, there: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let other = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, &there);
        let first = here();
        let second = match other {
            Ok(other) => other.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => there(),
        };
        (first, second)
    })
}

/// Does the same to each, many at once. The results keep the order.
pub(crate) fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if items.len() < 2 {
        return items.into_iter().map(work).collect();
    }
    make();
    items.into_par_iter().map(work).collect()
}

/// Gives memory back while the work goes on; at the end of the program nobody waits for it.
pub(crate) fn give_back(memory: impl Send + 'static) {
    // Where there can be no thread, it is given back here.
    let _ = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || drop(memory));
}

/// How many threads share work.
pub(crate) fn count() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// Makes the threads, once. Left to themselves they would follow `RAYON_NUM_THREADS`, which a hundred thousand stalls.
fn make() {
    static MADE: Once = Once::new();
    MADE.call_once(|| {
        // When this fails, so does the first work that is given to them.
        let _ = ThreadPoolBuilder::new().num_threads(count()).stack_size(STACK_BYTES).build_global();
    });
}
