//! Evidence: the only code that opens things besides the release file and the policy.

pub(crate) mod facts;
pub(crate) mod git;
