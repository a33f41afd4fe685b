//! From a subject line to the title of an item, and to the issue keys in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::history::id::{Id, is_project};

/// What looks like the project of an issue key and is none.
const STANDARDS: &[&str] = &[
    "aes", "base", "cp", "cve", "cwe", "din", "ed", "en", "es", "gb", "gpt", "http", "ieee", "iec", "ipv",
    "iso", "jep", "jsr", "kip", "latin", "md", "pep", "rc", "rfc", "rsa", "sha", "ssl", "tls", "ucs", "utf",
    "x",
];

/// Projects of issue keys that are told apart at once; no team has more.
const MOST: usize = 1000;

/// Gathers the projects whose issue keys the subjects use.
#[derive(Debug, Default)]
pub(super) struct Projects {
    seen: BTreeMap<String, Sightings>,
}

#[derive(Debug, Default)]
struct Sightings {
    /// Whether a key stood where keys stand: at the start, in brackets, behind a colon, in a branch's name.
    is_in_place: bool,
    numbers: BTreeSet<String>,
}

impl Projects {
    /// Looks at one subject. Only capitals make a key here; once a project is known, its keys count in any case.
    pub(super) fn look_at(&mut self, subject: &str) {
        let breaks = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let mut at = 0_usize;
        while let Some((before, rest)) = subject.split_at_checked(at).filter(|(_, rest)| !rest.is_empty()) {
            let end = rest.find(breaks).unwrap_or(rest.len());
            let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.look_at_word(word, before, behind);
            let gap = behind.chars().next().map_or(0, char::len_utf8);
            at = at.saturating_add(end).saturating_add(gap);
        }
    }

    fn look_at_word(&mut self, word: &str, before: &str, behind: &str) {
        let Some((project, rest)) = word.split_once('-') else { return };
        let digits = rest.split('-').next().unwrap_or_default();
        let is_key = is_project(project)
            && project.len() > 1
            && !project.bytes().any(|byte| byte.is_ascii_lowercase())
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        // `CVE-2024-1` has several groups, `X-1.2` is a version, `éAB-1` the end of some other word.
        let is_other = rest
            .split('-')
            .nth(1)
            .is_some_and(|group| group.starts_with(|c: char| c.is_ascii_digit()))
            || behind.strip_prefix('.').is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()))
            || behind.starts_with(char::is_alphanumeric)
            || before.ends_with(|c: char| c.is_alphanumeric() || c == '.');
        let project = project.to_lowercase();
        if !is_key || is_other || STANDARDS.contains(&project.as_str()) {
            return;
        }
        if self.seen.len() >= MOST && !self.seen.contains_key(&project) {
            return;
        }
        let sightings = self.seen.entry(project).or_default();
        let before = before.trim_end();
        sightings.is_in_place |= before.is_empty() || before.ends_with(['[', '(', '/', ':']);
        if sightings.numbers.len() < 2 {
            sightings.numbers.insert(digits.to_owned());
        }
    }

    /// The projects that are in use: met in their place, or with different numbers.
    pub(super) fn in_use(self) -> BTreeSet<String> {
        let used = self.seen.into_iter().filter(|(_, seen)| seen.is_in_place || seen.numbers.len() > 1);
        used.map(|(project, _)| project).collect()
    }
}

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
pub(super) fn title(subject: &str, projects: &BTreeSet<String>) -> String {
    let flat = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = flat.as_str();
    while let Some(shorter) = without_start(rest, projects).or_else(|| without_end(rest, projects)) {
        rest = shorter;
    }
    // Marks alone say nothing, and `check` would take them for a blank.
    if rest.chars().any(char::is_alphanumeric) { clip(rest.trim_matches(is_joint)) } else { String::new() }
}

/// What stands between an id and a title.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || ":-–—,;|/".contains(c)
}

fn without_start<'t>(text: &'t str, projects: &BTreeSet<String>) -> Option<&'t str> {
    let text = text.trim_start_matches(is_joint);
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((inside, rest)) = inside
            && are_ids(inside, projects)
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
    (are_ids(word, projects)).then_some(rest)
}

fn without_end<'t>(text: &'t str, projects: &BTreeSet<String>) -> Option<&'t str> {
    let text = text.trim_end_matches(is_joint);
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        if let Some((rest, inside)) = inside
            && are_ids(inside.strip_prefix("pull request ").unwrap_or(inside), projects)
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

fn are_ids(text: &str, projects: &BTreeSet<String>) -> bool {
    let is_id = |word: &str| match Id::parse(word) {
        Some(Id::Number(..)) => true,
        Some(Id::Key(project, _)) => projects.contains(&project),
        _ => false,
    };
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

    fn projects(subjects: &[&str]) -> Vec<String> {
        let mut projects = Projects::default();
        for subject in subjects {
            projects.look_at(subject);
        }
        projects.in_use().into_iter().collect()
    }

    #[test]
    fn projects_are_told_from_look_alikes() {
        assert_eq!(
            projects(&["BILL-101 Dashboard", "[OPS-7] Pool", "feat(WEB-3): x"]),
            ["bill", "ops", "web"]
        );
        assert_eq!(projects(&["fix: DATA-9 export", "Merge branch 'feature/APP-12-x'"]), ["app", "data"]);
        assert_eq!(projects(&["Switch to UTF-8", "UTF-16 is gone", "SHA-256 and CVE-2024-1"]), [""; 0]);
        assert_eq!(projects(&["Fix the login for BILL-1"]), [""; 0]);
        assert_eq!(projects(&["Fix the login for BILL-1", "See BILL-2"]), ["bill"]);
        assert_eq!(projects(&["LIB-1.2 is out", "éAB-1", "step-1: x", "A-1 x"]), [""; 0]);
    }

    #[test]
    fn a_title_has_neither_ids_nor_the_sort_of_change() {
        let projects = BTreeSet::from(["bill".to_owned()]);
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
            ("BILL-101", ""),
            ("BILL-101 ... [", ""),
            ("", ""),
        ] {
            assert_eq!(title(subject, &projects), told, "{subject}");
        }
        assert_eq!(title(&"x".repeat(300), &projects).chars().count(), 100);
    }
}
