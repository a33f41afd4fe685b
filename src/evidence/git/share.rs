//! Several git processes that share one long list of questions, so that no processor waits for another.
//!
//! Owns which process is asked what. Questions go out in rows, one process after the other, and answers are read in the
//! order of the questions, so that all of them work at once and none has to be held back.

use super::error::GitError;
use super::process::{Git, Running};
use crate::threads;

/// Questions that go to one process in a row, at least and at most. Neighbours share trees, which a process keeps in
/// mind; but what is answered early has to fit the queue of who reads.
const ROW: (usize, usize) = (64, 512);
/// Questions that are worth a process of their own.
const WORTH: usize = 400;
/// Processes at most: each keeps a memory of its own.
const MOST: usize = 4;

/// Writes the question of a place.
type Ask<'a> = dyn FnMut(usize, &mut Vec<u8>) -> Result<(), GitError> + 'a;

/// One of the processes.
pub(super) struct Part {
    pub(super) running: Running,
    /// What was read of its answer and belongs to the next question.
    pub(super) token: Vec<u8>,
    /// Whether there is such; none before anything was read.
    pub(super) more: Option<bool>,
}

/// Processes that share questions.
pub(super) struct Shared {
    parts: Vec<Part>,
    rows: Rows,
}

/// How questions are dealt out.
#[derive(Clone, Copy)]
struct Rows {
    length: usize,
    parts: usize,
}

impl Git {
    /// Starts as many processes as so many questions are worth; `ask` writes the question of a place.
    pub(super) fn share(&self, arguments: &[&str], count: usize, ask: &mut Ask) -> Result<Shared, GitError> {
        let parts = threads::count().min(MOST).min(count / WORTH).max(1);
        let length = count.checked_div(parts.saturating_mul(2)).unwrap_or(count).clamp(ROW.0, ROW.1);
        let rows = Rows { length, parts };
        let mut inputs = vec![Vec::new(); parts];
        for at in 0..count {
            if let Some(input) = inputs.get_mut(rows.part(at)) {
                ask(at, input)?;
            }
        }
        let start = |input| {
            self.start(arguments, input).map(|running| Part { running, token: Vec::new(), more: None })
        };
        Ok(Shared { parts: inputs.into_iter().map(start).collect::<Result<_, _>>()?, rows })
    }
}

impl Shared {
    /// The process that answers the question of a place.
    pub(super) fn of(&mut self, at: usize) -> Result<&mut Part, GitError> {
        let part = self.rows.part(at);
        self.parts.get_mut(part).ok_or(GitError::Garbled)
    }

    /// Makes sure that all of them answered no more than was read, and ended well.
    pub(super) fn end(mut self) -> Result<(), GitError> {
        for part in &mut self.parts {
            if part.more == Some(true) {
                return Err(GitError::Garbled);
            }
            part.running.end()?;
        }
        Ok(())
    }
}

impl Rows {
    fn part(self, at: usize) -> usize {
        at.checked_div(self.length).and_then(|row| row.checked_rem(self.parts)).unwrap_or_default()
    }
}
