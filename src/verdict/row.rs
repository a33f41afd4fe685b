//! One row of the table: how a check came out, why in a few words, and who acts next.

use super::Weighed;
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::report::CheckRow;
use crate::row::Basis;
use crate::row::Outcome;
use crate::rule::Level;
use crate::untrusted::{Untrusted, message};

/// Sums a check up.
pub(super) fn draw(
    check: &dyn Check,
    case: &Case,
    (result, basis): (Outcome, Basis),
    findings: &[&Weighed],
) -> CheckRow {
    let level = match result {
        Outcome::Fail => Level::Error,
        Outcome::Warn | Outcome::Pass => Level::Warning,
    };
    let open: Vec<&Weighed> = findings.iter().filter(|weighed| weighed.is_open(level)).copied().collect();
    let Some(first) = open.first() else {
        let accepted = findings.iter().filter(|weighed| weighed.accepted).count();
        let pass_summary = check.pass_summary(case);
        let summary =
            if accepted == 0 { pass_summary } else { message!("{}; {} accepted", pass_summary, accepted) };
        return CheckRow { id: check.id(), result, basis, summary, next: None };
    };
    CheckRow { id: check.id(), result, basis, summary: summary(first, &open), next: first.finding.turn() }
}

/// The first rule with its number, and how much else there is.
fn summary(first: &Weighed, open: &[&Weighed]) -> Untrusted {
    let rule = first.finding.rule;
    let same = open.iter().filter(|weighed| weighed.finding.rule.id == rule.id).count();
    let rest = open.len().saturating_sub(same);
    let head = if same == 1 { rule.title.to_owned() } else { format!("{same} {}", rule.titles) };
    if rest == 0 { Untrusted::new(head) } else { message!("{}; {} more", head, rest) }
}
