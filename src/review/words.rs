//! Counts, days and lists in the words that all parts of a review share.

use jiff::civil::Date;

use super::story::Story;
use crate::untrusted::{Untrusted, message};

/// Names of a list that are told; the others are counted.
const NAMED: usize = 10;

/// `1 release`, `4 releases`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `, Aug to Nov 2026`.
pub(super) fn months(past: &[Story]) -> String {
    let days: Vec<Date> = past.iter().filter_map(|story| story.planned.map(|planned| planned.date)).collect();
    let Some((first, last)) = days.iter().min().zip(days.iter().max()) else { return String::new() };
    let (from, to) = (first.strftime("%b %Y").to_string(), last.strftime("%b %Y").to_string());
    match (from == to, first.year() == last.year()) {
        (true, _) => format!(", {to}"),
        (false, true) => format!(", {} to {to}", first.strftime("%b")),
        (false, false) => format!(", {from} to {to}"),
    }
}

/// `2.1.0, 2.3.0 and 2 more`.
pub(super) fn list(names: &[Untrusted]) -> Untrusted {
    let shown: Vec<&str> = names.iter().take(NAMED).map(Untrusted::raw).collect();
    let left = names.len().saturating_sub(NAMED);
    let more = if left > 0 { format!(" and {left} more") } else { String::new() };
    match (shown.as_slice(), more.is_empty()) {
        ([before @ .., last], true) if !before.is_empty() => message!("{} and {}", before.join(", "), last),
        (shown, _) => message!("{}{}", shown.join(", "), more),
    }
}

/// Minutes as people write them: whole where they are.
pub(super) fn minutes(minutes: f64) -> String {
    format!("{}", (minutes * 10.0).round() / 10.0)
}
