//! What every check can be asked.

use super::case::Case;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::Rule;
use crate::untrusted::Untrusted;

/// One row of the report.
pub(crate) trait Check: Sync {
    /// Which row.
    fn id(&self) -> CheckId;
    /// Whether the row stands in this report.
    fn is_asked(&self, _case: &Case) -> bool {
        true
    }
    /// The rules it declares.
    fn rules(&self) -> &'static [&'static Rule];
    /// Who acts when a finding names nobody.
    fn default_owner(&self, case: &Case) -> Option<Untrusted> {
        case.owner().cloned()
    }
    /// Looks at the case and adds what it finds.
    fn run(&self, case: &Case, out: &mut Findings) -> Basis;
    /// What there is to say, in a few words, when nothing is open.
    fn pass_summary(&self, case: &Case) -> Untrusted;
}
