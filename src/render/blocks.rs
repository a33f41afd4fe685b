//! Many findings told as one: what they have in common, examples, how many are left and whose they are.
//!
//! Owns the grouping that all formats for people share. Nothing here knows a layout or opens untrusted text.

use std::collections::BTreeMap;

use crate::render::escape::Escape;
use crate::report::{Report, ReportedFinding};
use crate::rule::Rule;
use crate::untrusted::Untrusted;

/// From so many on, findings of one rule are told as one.
pub(super) const MANY: usize = 4;

/// People named behind a number; the others are counted.
const NAMES: usize = 3;

/// Findings of one rule and level together, in the order of the first of each.
pub(super) fn groups<'a>(open: &[&'a ReportedFinding]) -> Vec<Vec<&'a ReportedFinding>> {
    let mut groups: Vec<Vec<&ReportedFinding>> = Vec::new();
    for finding in open {
        let same = |group: &&mut Vec<&ReportedFinding>| {
            group.first().is_some_and(|first| first.rule == finding.rule && first.level == finding.level)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// Findings that share a cause; or, without one, those whose cause nobody shares.
pub(super) struct Part<'a> {
    /// What they share, behind their number: `name no id`.
    pub(super) cause: Option<&'a Untrusted>,
    /// The findings.
    pub(super) findings: Vec<&'a ReportedFinding>,
}

/// The parts of a group, in the order of the first of each. A cause that only one finding has is no cause.
pub(super) fn parts<'a>(group: &[&'a ReportedFinding]) -> Vec<Part<'a>> {
    let mut counts: BTreeMap<&Untrusted, usize> = BTreeMap::new();
    for cause in group.iter().filter_map(|finding| finding.cause.as_ref()) {
        let count = counts.entry(cause).or_default();
        *count = count.saturating_add(1);
    }
    let shared = |finding: &&'a ReportedFinding| {
        finding.cause.as_ref().filter(|cause| counts.get(cause).is_some_and(|count| *count > 1))
    };
    let mut places: BTreeMap<Option<&Untrusted>, usize> = BTreeMap::new();
    let mut parts: Vec<Part> = Vec::new();
    for finding in group {
        let cause = shared(finding);
        let at = *places.entry(cause).or_insert(parts.len());
        match parts.get_mut(at) {
            Some(part) => part.findings.push(finding),
            None => parts.push(Part { cause, findings: vec![finding] }),
        }
    }
    parts
}

/// What many findings of one rule are called behind their number: `40 changes are on no list`, and the report that
/// all of them stand in.
pub(super) fn heading(report: &Report, group: &[&ReportedFinding], escape: Escape<'_>) -> String {
    let id = group.first().map(|first| first.rule).unwrap_or_default();
    let titles = rule(report, id).map_or("findings", |rule| rule.titles);
    let file = group.first().and_then(|first| first.report.as_ref());
    let file = file.filter(|file| group.iter().all(|finding| finding.report.as_ref() == Some(file)));
    let file = file.map(|file| format!(", all in {}", escape(file))).unwrap_or_default();
    format!("{} {titles}{file}", group.len())
}

/// The catalogue's entry of a rule.
pub(super) fn rule<'r>(report: &'r Report, id: &str) -> Option<&'r Rule> {
    report.rules.iter().find(|rule| rule.id == id).copied()
}

/// `and 12 more, all by Bo Lind`, `and 25 more: 20 by Bo Lind, 5 by Cy Park`.
pub(super) fn left_over(rest: &[&ReportedFinding], escape: Escape<'_>) -> String {
    let mut authors: Vec<(&Untrusted, usize)> = Vec::new();
    for author in rest.iter().filter_map(|finding| finding.change.as_ref()).map(|change| &change.author) {
        match authors.iter_mut().find(|(known, _)| *known == author) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => authors.push((author, 1)),
        }
    }
    authors.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    let whose = match authors.as_slice() {
        [] => String::new(),
        [(author, count)] if *count == rest.len() => format!(", all by {}", escape(author)),
        _ => {
            let mut parts: Vec<String> = authors
                .iter()
                .take(NAMES)
                .map(|(author, count)| format!("{count} by {}", escape(author)))
                .collect();
            let others: usize = authors.iter().skip(NAMES).map(|(_, count)| count).sum();
            if others > 0 {
                parts.push(format!("{others} by others"));
            }
            format!(": {}", parts.join(", "))
        }
    };
    format!("and {} more{whose}", rest.len())
}

/// The same findings with as many different rules as possible first: for places that show only a few.
pub(super) fn spread<'a>(findings: &[&'a ReportedFinding]) -> Vec<&'a ReportedFinding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, &ReportedFinding)> = Vec::new();
    for finding in findings {
        let turn = seen.entry(finding.rule).or_default();
        turns.push((*turn, finding));
        *turn = turn.saturating_add(1);
    }
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, finding)| finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::row::CheckId;
    use crate::rule::Level;

    fn named(rule: &'static str, cause: Option<&str>) -> ReportedFinding {
        let mut finding = sample::finding(rule, Level::Error, CheckId::TESTS, "[tests]");
        finding.cause = cause.map(Untrusted::from);
        finding
    }

    #[test]
    fn a_cause_of_one_finding_is_no_cause() {
        let all: Vec<ReportedFinding> =
            [Some("a"), Some("b"), None, Some("a")].map(|cause| named("tests/failed", cause)).into();
        let told: Vec<(Option<&str>, usize)> = parts(&all.iter().collect::<Vec<_>>())
            .iter()
            .map(|part| (part.cause.map(Untrusted::raw), part.findings.len()))
            .collect();
        assert_eq!(told, [(Some("a"), 2), (None, 2)]);
    }

    #[test]
    fn different_rules_come_first() {
        let all: Vec<ReportedFinding> =
            ["a/a", "a/a", "b/b", "a/a", "c/c"].map(|rule| named(rule, None)).into();
        let told: Vec<&str> =
            spread(&all.iter().collect::<Vec<_>>()).iter().map(|finding| finding.rule).collect();
        assert_eq!(told, ["a/a", "b/b", "c/c", "a/a", "a/a"]);
    }
}
