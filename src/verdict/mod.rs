//! The verdict: one pure function over the findings of all checks.
//!
//! Levels of the policy, acceptances and `--strict` act here and nowhere else. What comes out is final: the report is
//! filled from it, renderers draw the report, and the exit code follows from the verdict alone.

mod call;
pub(crate) mod dates;
mod headline;
mod note;
pub(crate) mod report;
mod row;
#[cfg(test)]
mod tests;
mod to_come;
mod todo;

use crate::checks::accept::Cover;
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::checks::profile::level_in;
use crate::checks::{CHECKS, accept, own_word, stop_rules, values as shared};
use crate::condition::Steps;
use crate::finding::{Finding, Findings};
use crate::report::{CheckRow, Verdict};
use crate::row::{Basis, CheckId, Outcome, StopRow};
use crate::rule::{Level, Stage};
use crate::untrusted::Untrusted;

/// What is asked: the whole verdict, or what the file alone can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Every rule.
    Check,
    /// The rules that the file alone decides.
    Lint,
}

/// Whether warnings block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// Errors block.
    Usual,
    /// Warnings block as well.
    Strict,
}

/// A finding with what policy and caller made of it.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    /// The finding.
    pub finding: Finding,
    /// Its level here.
    pub level: Level,
    /// Whether the caller accepted it.
    pub accepted: bool,
}

impl Weighed {
    fn is_open(&self, level: Level) -> bool {
        self.level == level && !self.accepted
    }
}

/// How a release came out.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The answer.
    pub verdict: Verdict,
    /// The rows, in order; none in `lint`.
    pub rows: Vec<CheckRow>,
    /// The stop rules; none in `lint`.
    pub stop_rules: Vec<StopRow>,
    /// All findings, sorted.
    pub findings: Vec<Weighed>,
    /// What each acceptance lets ship, by its place in the file.
    pub used: Vec<Used>,
}

/// What one acceptance lets ship.
#[derive(Debug, Clone, Default)]
pub(crate) struct Used {
    /// How many findings it covers.
    pub count: usize,
    /// What the first of them says.
    pub first: Untrusted,
}

impl Used {
    fn add(&mut self, finding: &Finding) {
        if self.count == 0 {
            self.first = finding.message.clone();
        }
        self.count = self.count.saturating_add(1);
    }
}

/// Judges a case.
pub(crate) fn judge(mut case: Case, mode: Mode, strictness: Strictness) -> Judged {
    let mut evaluation = Evaluation::new(&case, mode);
    // Checkpoints and stop rules may ask how the other checks came out, so they are looked at when all others are done.
    for check in CHECKS.iter().filter(|check| !ASKING.contains(&check.id())) {
        if !check.is_asked(&case) {
            continue;
        }
        let outcome = evaluation.run_check(*check, &case);
        case.outcomes.insert(check.id(), outcome);
    }
    let outcome = evaluation.unused(&case, About::OtherChecks);
    case.outcomes.insert(CheckId::RISKS, outcome);
    let mut steps = Steps::default();
    case.checkpoint_answers = stop_rules::rules::answers(&case, &case.conditions.checkpoints, &mut steps);
    evaluation.run_asking(CheckId::CHECKPOINTS, &mut case);
    case.answers = stop_rules::rules::answers(&case, &case.conditions.stop_rules, &mut steps);
    evaluation.run_asking(CheckId::STOP_RULES, &mut case);
    evaluation.unused(&case, About::Asking);
    evaluation.conclude(&case, strictness)
}

/// Checks whose conditions may ask how the others came out; those of stop rules may ask about checkpoints as well.
const ASKING: [CheckId; 2] = [CheckId::CHECKPOINTS, CheckId::STOP_RULES];

/// Which acceptances are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Asking,
    OtherChecks,
}

/// The findings as they come in.
struct Evaluation {
    mode: Mode,
    in_force: Vec<bool>,
    used: Vec<Used>,
    /// Which acceptances would cover what came after them.
    outdated: Vec<bool>,
    bases: Vec<(CheckId, Basis)>,
    findings: Vec<Weighed>,
}

impl Evaluation {
    fn new(case: &Case, mode: Mode) -> Self {
        let in_force = accept::in_force(case);
        let used = vec![Used::default(); in_force.len()];
        let outdated = vec![false; in_force.len()];
        Self { mode, in_force, outdated, used, bases: Vec::new(), findings: Vec::new() }
    }

    /// Runs one of the checks that ask, where it is asked for.
    fn run_asking(&mut self, id: CheckId, case: &mut Case) {
        for check in CHECKS.iter().filter(|check| check.id() == id) {
            if check.is_asked(case) {
                let outcome = self.run_check(*check, case);
                case.outcomes.insert(id, outcome);
            }
        }
    }

    /// Runs a check and weighs what it found.
    fn run_check(&mut self, check: &dyn Check, case: &Case) -> Outcome {
        let mut found = Findings::new(check.id(), check.default_owner(case));
        let basis = check.run(case, &mut found);
        shared::run(check.id(), case, &mut found);
        let basis = own_word::run(check.id(), case, basis, &mut found);
        self.bases.push((check.id(), basis));
        self.weigh(found, case);
        self.outcome(check.id())
    }

    fn weigh(&mut self, found: Findings, case: &Case) {
        for finding in found.into_list() {
            if self.mode == Mode::Lint && finding.rule.stage != Stage::Lint {
                continue;
            }
            let Some(mut level) = finding.level.or_else(|| level_in(case.policy, case.release, finding.rule))
            else {
                continue;
            };
            if finding.is_doubt {
                level = Level::Warning;
            }
            let refused = !finding.acceptable || accept::is_refused(finding.rule, Some(level));
            let accepted = !refused && self.accept(case, &finding);
            self.findings.push(Weighed { finding, level, accepted });
        }
    }

    /// Whether an acceptance covers the finding. All that do are used.
    fn accept(&mut self, case: &Case, finding: &Finding) -> bool {
        let mut accepted = false;
        let states = self.in_force.iter().zip(&mut self.used).zip(&mut self.outdated);
        for (accept, ((in_force, used), outdated)) in case.release.accepts.items().iter().zip(states) {
            if !*in_force {
                continue;
            }
            match accept::cover(case, accept, finding) {
                Cover::No => {}
                Cover::Yes => {
                    used.add(finding);
                    accepted = true;
                }
                Cover::TooNew => *outdated = true,
            }
        }
        accepted
    }

    /// Tells of acceptances that turned out to be about nothing, or about what came after them.
    fn unused(&mut self, case: &Case, about: About) -> Outcome {
        let mut found = Findings::new(CheckId::RISKS, case.owner().cloned());
        let states = self.in_force.iter().zip(&self.used).zip(&self.outdated);
        for (accept, ((in_force, used), outdated)) in case.release.accepts.items().iter().zip(states) {
            if !*in_force || accept::is_about_asking(accept) != (about == About::Asking) {
                continue;
            }
            if *outdated {
                accept::too_new(case, accept, &mut found);
            } else if used.count == 0 {
                accept::unused(accept, &mut found);
            }
        }
        self.weigh(found, case);
        self.outcome(CheckId::RISKS)
    }

    fn outcome(&self, check: CheckId) -> Outcome {
        let mut own = self.findings.iter().filter(|weighed| weighed.finding.check == check);
        if own.clone().any(|weighed| weighed.is_open(Level::Error)) {
            Outcome::Fail
        } else if own.any(|weighed| weighed.is_open(Level::Warning)) {
            Outcome::Warn
        } else {
            Outcome::Pass
        }
    }

    fn conclude(mut self, case: &Case, strictness: Strictness) -> Judged {
        self.findings.sort_by(|left, right| place(&left.finding).cmp(&place(&right.finding)));
        let blocks = |weighed: &Weighed| {
            weighed.is_open(Level::Error)
                || (strictness == Strictness::Strict && weighed.is_open(Level::Warning))
        };
        let is_blocked = self.findings.iter().any(blocks);
        let verdict = match (self.mode, is_blocked) {
            (Mode::Check, true) => Verdict::NoGo,
            (Mode::Check, false) => Verdict::Go,
            (Mode::Lint, true) => Verdict::Findings,
            (Mode::Lint, false) => Verdict::Clean,
        };
        let (rows, stop_rules) = match self.mode {
            Mode::Check => (self.rows(case), stop_rules::rules::rows(case)),
            Mode::Lint => (Vec::new(), Vec::new()),
        };
        Judged { verdict, rows, stop_rules, findings: self.findings, used: self.used }
    }

    fn rows(&self, case: &Case) -> Vec<CheckRow> {
        let row = |check: &&dyn Check| {
            let id = check.id();
            let basis = self
                .bases
                .iter()
                .find(|(known, _)| *known == id)
                .map_or(Basis::Declared, |(_, basis)| *basis);
            let own: Vec<&Weighed> =
                self.findings.iter().filter(|weighed| weighed.finding.check == id).collect();
            row::draw(*check, case, (self.outcome(id), basis), &own)
        };
        CHECKS.iter().filter(|check| check.is_asked(case)).map(row).collect()
    }
}

/// By check, place, rule, the order of the history and subject; the words last, so that equal input gives equal bytes.
fn place(finding: &Finding) -> impl Ord + '_ {
    (finding.check, finding.span, finding.rule.id, &finding.change, &finding.subject, &finding.message)
}
