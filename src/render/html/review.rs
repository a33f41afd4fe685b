//! The review as a page: of the same family as the report's, with a timeline and the minutes of rehearsals.

use std::io::{self, Write};

use crate::review::Review;

/// Writes the page.
pub(crate) fn render(_review: &Review, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
