//! The rules: pure functions over a `Case`. No files, processes, environment, clock or printing below here.
//!
//! A rule is declared once, in the `rules!` table of the file of its check; everything else that lists rules (the
//! catalogue, `explain`, SARIF, the schema, the tests) is derived from these tables.

use crate::finding::Level;

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// In `lint` and in `check`: the file alone decides.
    Lint,
    /// Only in `check`: evidence or the clock decides.
    Full,
}

/// A rule as it is declared.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The public id; once released it is never renamed or reused.
    pub id: &'static str,
    /// The level it has unless the policy says otherwise; `None` is off.
    pub level: Option<Level>,
    /// When it runs.
    pub stage: Stage,
    /// What it finds, in a few words: lower case, no full stop.
    pub title: &'static str,
    /// What to do about it, in a sentence without its full stop.
    pub remedy: &'static str,
    /// Why it exists, an example, how to fix it: the Markdown page of `explain`.
    pub page: &'static str,
}

impl Rule {
    /// Whether nobody can accept its findings away (specification, section 2, `accept/refused`).
    pub fn is_refused(&self) -> bool {
        let prefix = self.id.split('/').next().unwrap_or_default();
        matches!(prefix, "plan" | "caller" | "person" | "accept" | "file")
            || matches!(self.id, "rollback/no-steps" | "stop/none")
    }
}
