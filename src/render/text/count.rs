//! Numbers in words.

use crate::finding::Level;
use crate::report::ReportedFinding;

/// `1 file`, `3 files`.
pub(in crate::render) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `2 errors, 1 warning`, of what nobody accepted.
pub(in crate::render) fn tally<'a>(findings: impl IntoIterator<Item = &'a ReportedFinding>) -> String {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for finding in findings.into_iter().filter(|finding| !finding.accepted) {
        match finding.level {
            Level::Error => errors = errors.saturating_add(1),
            Level::Warning => warnings = warnings.saturating_add(1),
        }
    }
    match (errors, warnings) {
        (0, 0) => "no findings".to_owned(),
        (_, 0) => count(errors, "error"),
        (0, _) => count(warnings, "warning"),
        _ => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}
