//! From a subject line to the title of an item.

use crate::evidence::history::id::{Id, Named};

/// Whether an id is of a kind that names work here.
type IsWork<'w> = dyn Fn(&Id) -> bool + 'w;

/// Words of conventional commits that say what sort of change it is.
const SORTS: &[&str] = &[
    "bug",
    "bugfix",
    "build",
    "chore",
    "ci",
    "doc",
    "docs",
    "enhancement",
    "feat",
    "feature",
    "fix",
    "hotfix",
    "imp",
    "improvement",
    "perf",
    "refactor",
    "security",
    "style",
    "test",
    "tests",
];

/// The subject without ids at its ends and without `feat(billing):` in front.
pub(super) fn title(subject: &str, is_work: &IsWork<'_>) -> String {
    let flat = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = flat.as_str();
    while let Some(shorter) = without_start(rest, is_work).or_else(|| without_end(rest, is_work)) {
        rest = shorter;
    }
    // Marks alone say nothing, and `check` would take them for a blank.
    if rest.chars().any(char::is_alphanumeric) { clip(rest.trim_matches(is_joint)) } else { String::new() }
}

/// What stands between an id and a title.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || ":-–—,;|/".contains(c)
}

fn without_start<'t>(text: &'t str, is_work: &IsWork<'_>) -> Option<&'t str> {
    let text = text.trim_start_matches(is_joint);
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((inside, rest)) = inside
            && are_ids(inside, is_work)
        {
            return Some(rest);
        }
    }
    if let Some(rest) = text.strip_prefix("Merged PR ") {
        return rest.split_once(':').filter(|(number, _)| is_digits(number)).map(|(_, rest)| rest);
    }
    if let Some((head, rest)) = text.split_once(':')
        && is_sort(head)
        && rest.starts_with(' ')
    {
        return Some(rest);
    }
    let end = text.find([' ', ':', ',']).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    if are_ids(word, is_work) {
        return Some(rest);
    }
    // `Bug 2023209 - title`
    let behind = rest.trim_start_matches([' ', ':']);
    let end = behind.find([' ', ':', ',']).unwrap_or(behind.len());
    let second = behind.get(..end)?;
    let both = format!("{word} {second}");
    (second.contains(|c: char| c.is_ascii_digit()) && are_ids(&both, is_work))
        .then(|| behind.get(end..))
        .flatten()
}

fn without_end<'t>(text: &'t str, is_work: &IsWork<'_>) -> Option<&'t str> {
    let text = text.trim_end_matches(is_joint);
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        if let Some((rest, inside)) = inside
            && are_ids(inside.strip_prefix("pull request ").unwrap_or(inside), is_work)
        {
            return Some(rest);
        }
    }
    None
}

fn is_sort(head: &str) -> bool {
    let head = head.strip_suffix('!').unwrap_or(head);
    let word = match head.split_once('(') {
        Some((word, scope)) if scope.ends_with(')') => word,
        Some(_) => return false,
        None => head,
    };
    SORTS.contains(&word.to_ascii_lowercase().as_str())
}

fn are_ids(text: &str, is_work: &IsWork<'_>) -> bool {
    let is_id = |word: &str| {
        Named::written(word).is_some_and(|named| matches!(named.id, Id::Number(..)) || is_work(&named.id))
    };
    if is_id(text) {
        return true;
    }
    let mut words = text.split([' ', ',', '/', '+', '&']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_id)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A title is a line on a page, not a paragraph.
fn clip(title: &str) -> String {
    const MOST: usize = 100;
    if title.chars().nth(MOST).is_none() {
        return title.to_owned();
    }
    title.chars().take(MOST.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_neither_ids_nor_the_sort_of_change() {
        let is_work = |id: &Id| id.word() == Some("bill") || id.word() == Some("bug");
        for (subject, told) in [
            ("BILL-101 Billing dashboard", "Billing dashboard"),
            ("BILL-101: Billing dashboard (#57)", "Billing dashboard"),
            ("[BILL-101][BILL-7] Billing   dashboard", "Billing dashboard"),
            ("feat(billing)!: dashboard (BILL-101)", "dashboard"),
            ("fix(BILL-101): totals", "totals"),
            ("bill-101 - totals", "totals"),
            ("Merged PR 12: Totals", "Totals"),
            ("Totals (pull request #12)", "Totals"),
            ("[2.4] Export (#12) (#21)", "[2.4] Export"),
            ("Note: this stays", "Note: this stays"),
            ("Follow-up of BILL-7 for exports", "Follow-up of BILL-7 for exports"),
            ("Bug 2023209 - Totals", "Totals"),
            ("BILL-101", ""),
            ("BILL-101 ... [", ""),
            ("", ""),
        ] {
            assert_eq!(title(subject, &is_work), told, "{subject}");
        }
        assert_eq!(title(&"x".repeat(300), &is_work).chars().count(), 100);
    }
}
