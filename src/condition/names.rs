//! The names a condition may use, and what kind of value each stands for.
//!
//! They are known without any evidence, so that a misspelt name is found before the day of the launch. What is
//! inside a fact is not known here.

use std::collections::BTreeSet;

use super::kind::Kind;
use crate::limits;

/// Everything but the facts.
const EVIDENCE: [(&str, Kind); 25] = [
    ("tests.total", Kind::Int),
    ("tests.passed", Kind::Int),
    ("tests.failed", Kind::Int),
    ("tests.errors", Kind::Int),
    ("tests.skipped", Kind::Int),
    ("tests.flaky", Kind::Int),
    ("build.changes", Kind::Int),
    ("build.unlisted", Kind::Int),
    ("build.out_of_scope", Kind::Int),
    ("build.ignored", Kind::Int),
    ("rollback.rehearsed", Kind::Bool),
    ("rollback.minutes", Kind::Number),
    ("rollback.rehearsal_age_days", Kind::Number),
    ("checks.plan", Kind::Check),
    ("checks.scope", Kind::Check),
    ("checks.tests", Kind::Check),
    ("checks.support", Kind::Check),
    ("checks.rollback", Kind::Check),
    ("checks.caller", Kind::Check),
    ("checks.risks", Kind::Check),
    ("checks.checkpoints", Kind::Check),
    ("checks.roles", Kind::Check),
    ("checks.rescue", Kind::Check),
    ("known_issues", Kind::Int),
    ("hours_to_launch", Kind::Float),
];

/// The first part of every name that has two.
const GROUPS: [&str; 5] = ["tests", "build", "rollback", "checks", FACTS];

/// The group of the facts.
pub(super) const FACTS: &str = "facts";

/// How alike two names must be before one is proposed for the other.
const LIKENESS: f64 = 0.84;

/// Which names exist: the fixed ones, and the facts that the release declares.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    facts: BTreeSet<String>,
}

impl Names {
    /// The fixed names and these facts.
    pub(crate) fn new(facts: impl IntoIterator<Item = String>) -> Self {
        Self { facts: facts.into_iter().collect() }
    }

    /// Whether a fact of this name is declared.
    pub(super) fn has_fact(&self, name: &str) -> bool {
        self.facts.contains(name)
    }

    /// The names to choose from, as they would be written; of many facts the first, and how many more there are.
    pub(super) fn all(&self) -> Vec<String> {
        fixed().map(str::to_owned).chain(self.told_facts()).collect()
    }

    fn told_facts(&self) -> impl Iterator<Item = String> {
        let more = self.facts.len().saturating_sub(limits::FACTS_TOLD);
        let told = self.facts.iter().take(limits::FACTS_TOLD).map(|fact| written(fact));
        told.chain((more > 0).then(|| format!("{more} more facts")))
    }

    /// The names in one group, as they would be written.
    pub(super) fn inside(&self, group: &str) -> Vec<String> {
        if group != FACTS {
            let inside = |name: &&str| name.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
            return fixed().filter(inside).map(str::to_owned).collect();
        }
        let facts: Vec<_> = self.told_facts().collect();
        if facts.is_empty() { vec!["(no fact is declared)".to_owned()] } else { facts }
    }

    /// Names that may be meant by one that does not exist, best first; at most three.
    pub(super) fn near(&self, name: &str) -> Vec<String> {
        if name.len() > limits::FACT_NAME_LENGTH {
            return Vec::new();
        }
        let tail = name.rsplit('.').next().unwrap_or(name);
        let facts = self.facts.iter().filter(|fact| fact.len() <= limits::FACT_NAME_LENGTH);
        let facts = facts.take(limits::FACTS_COMPARED).map(|fact| written(fact));
        let mut rated: Vec<(f64, String)> = fixed()
            .map(str::to_owned)
            .chain(facts)
            .map(|known| (likeness(name, tail, &known), known))
            .filter(|(likeness, _)| *likeness >= LIKENESS)
            .collect();
        rated.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
        let best = rated.first().map_or(0.0, |(likeness, _)| *likeness);
        rated.retain(|(likeness, _)| best - likeness < 0.03);
        rated.into_iter().take(3).map(|(_, known)| known).collect()
    }
}

/// How alike a wrong name and a known one are. The last part alone may name it (`failed` for `tests.failed`).
fn likeness(name: &str, tail: &str, known: &str) -> f64 {
    let whole = strsim::jaro_winkler(name, known);
    match known.rsplit_once('.') {
        Some((_, known_tail)) if known_tail == tail => whole.max(0.95),
        // Two names of one group share a long beginning, which says nothing: their ends must be alike too.
        Some((group, known_tail)) if name.rsplit_once('.').is_some_and(|(start, _)| start == group) => {
            strsim::jaro_winkler(tail, known_tail)
        }
        _ => whole,
    }
}

fn fixed() -> impl Iterator<Item = &'static str> {
    EVIDENCE.iter().map(|(name, _)| *name)
}

/// How the fact of this name is written in a condition.
fn written(fact: &str) -> String {
    let plain = fact.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && fact.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    if plain { format!("{FACTS}.{fact}") } else { format!("{FACTS}[\"{fact}\"]") }
}

/// What a name stands for, if it exists; of facts only that they may be anything.
pub(super) fn kind_of(path: &str) -> Option<Kind> {
    if path.strip_prefix(FACTS).is_some_and(|rest| rest.starts_with('.')) {
        return Some(Kind::Any);
    }
    EVIDENCE.iter().find(|(name, _)| *name == path).map(|(_, kind)| kind.clone())
}

/// Whether the word begins names, so that it is neither a value by itself nor free for other use.
pub(super) fn is_group(word: &str) -> bool {
    GROUPS.contains(&word)
}
