//! Several git processes that share one long list of questions, so that no processor waits for another.
//!
//! Owns which process is asked what. Questions go out in blocks, one process after the other, and answers are read in the
//! order of the questions, so that all of them work at once and none has to be held back.

use super::error::GitError;
use super::process::{Git, Running};
use crate::threads;

/// Questions that go to one process in a row.
const BLOCK: usize = 64;
/// Questions that are worth a process of their own.
const WORTH: usize = 400;
/// Processes at most: each keeps a memory of its own.
const MOST: usize = 4;

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
}

impl Git {
    /// Starts as many processes as so many questions are worth; `ask` writes the question of a place.
    pub(super) fn share(
        &self,
        arguments: &[&str],
        count: usize,
        ask: &mut dyn FnMut(usize, &mut Vec<u8>) -> Result<(), GitError>,
    ) -> Result<Shared, GitError> {
        let most = threads::count().min(MOST).min(count / WORTH).max(1);
        let mut inputs = vec![Vec::new(); most];
        for at in 0..count {
            if let Some(input) = inputs.get_mut(part(at, most)) {
                ask(at, input)?;
            }
        }
        let start = |input| {
            self.start(arguments, input).map(|running| Part { running, token: Vec::new(), more: None })
        };
        Ok(Shared { parts: inputs.into_iter().map(start).collect::<Result<_, _>>()? })
    }
}

impl Shared {
    /// The process that answers the question of a place.
    pub(super) fn of(&mut self, at: usize) -> Result<&mut Part, GitError> {
        let most = self.parts.len();
        self.parts.get_mut(part(at, most)).ok_or(GitError::Garbled)
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

fn part(at: usize, most: usize) -> usize {
    (at / BLOCK).checked_rem(most).unwrap_or_default()
}
