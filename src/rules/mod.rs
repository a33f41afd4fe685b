//! The rules: pure functions over a [`Case`]. No files, processes, environment, clock or printing below here.
//!
//! A rule is declared once, in the `rules!` table of the file of its check; everything else that lists rules (the
//! catalogue, `explain`, SARIF, the schema, the tests) is derived from these tables.

pub(crate) mod accept;
mod caller;
pub(crate) mod catalogue;
pub(crate) mod file;
mod person;
mod plan;
mod risks;
mod rollback;
mod scope;
pub(crate) mod shared;
mod stop_rules;
mod support;
mod tests;
mod text;

use crate::case::Case;
use crate::finding::{Basis, CheckId, Findings, Level};
use crate::report::StopRow;
use crate::untrusted::Untrusted;

pub(crate) use scope::numbers as build_numbers;

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// In `lint` and in `check`: the file alone decides.
    Lint,
    /// Only in `check`: evidence or the clock decides.
    Full,
}

/// A rule as it is declared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The public id; once released it is never renamed or reused.
    pub id: &'static str,
    /// The level it has unless the policy says otherwise; `None` is off.
    pub level: Option<Level>,
    /// When it runs.
    pub stage: Stage,
    /// What it finds, in a few words: lower case, no full stop.
    pub title: &'static str,
    /// The same for several findings, behind their number: `changes are on no list`.
    pub titles: &'static str,
    /// What to do about it, in a sentence without its full stop.
    pub remedy: &'static str,
    /// Why it exists, an example, how to fix it: the Markdown page of `explain`.
    pub page: &'static str,
}

impl Rule {
    /// Whether nobody can accept its findings away (specification, section 2, `accept/refused`).
    pub(crate) fn is_refused(&self) -> bool {
        let prefix = self.id.split('/').next().unwrap_or_default();
        matches!(prefix, "plan" | "caller" | "person" | "accept" | "file")
            || matches!(self.id, "rollback/no-steps" | "stop/none" | "scope/lookalike-id")
    }
}

/// Declares the rules of one check: statics by the name of their id, and `RULES`.
macro_rules! rules {
    ($( $name:ident = $id:literal, $level:ident, $stage:ident, $title:literal / $titles:literal, $remedy:literal; )*) => {
        $( pub(in $crate::rules) static $name: $crate::rules::Rule = $crate::rules::Rule {
            id: $id,
            level: $crate::rules::level!($level),
            stage: $crate::rules::Stage::$stage,
            title: $title,
            titles: $titles,
            remedy: $remedy,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/docs/", $id, ".md")),
        }; )*
        pub(super) static RULES: &[&$crate::rules::Rule] = &[$(&$name),*];
    };
}
pub(crate) use rules;

macro_rules! level {
    (Off) => {
        None
    };
    ($level:ident) => {
        Some($crate::finding::Level::$level)
    };
}
pub(crate) use level;

/// One row of the report.
pub(crate) trait Check: Sync {
    /// Which row.
    fn id(&self) -> CheckId;
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

/// All checks, in the order of the report.
pub(crate) static CHECKS: [&dyn Check; 8] = [
    &plan::Plan,
    &scope::Scope,
    &tests::Tests,
    &support::Support,
    &rollback::Rollback,
    &caller::Caller,
    &stop_rules::StopRules,
    &risks::Risks,
];

/// The states of the stop rules, for the report; the findings about them are raised by their check.
pub(crate) fn stop_rows(case: &Case) -> Vec<StopRow> {
    stop_rules::rows(case)
}
