//! `file/invalid`: what is wrong with a file's form. Raised by whoever reads the file, before any check can run.

use crate::rule::rules;

rules! {
    in "":
    FILE_INVALID = "file/invalid", Error, Lint,
        "the file cannot be read as a release" / "problems keep the file from being read",
        "correct the file; until then there is no verdict";
}

/// The rule, for those who report a file they could not read.
pub(crate) fn invalid() -> &'static crate::rule::Rule {
    &FILE_INVALID
}
