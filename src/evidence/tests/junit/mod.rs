//! JUnit XML: what a suite, a case and a result are.
//!
//! Owns the meaning of elements and attributes. Cases are counted, never the counts in headers, which are only held
//! against what is shown below them.

mod attributes;
mod tally;
#[cfg(test)]
mod tests;

pub(super) use tally::Tally;
