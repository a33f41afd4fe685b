//! Stop-rule conditions: a subset of the expression language CEL.
//!
//! [`compile`] finds all that is wrong without evidence; [`Condition::evaluate`] gives yes, no or a reason why there
//! is no answer. What is accepted means what it means in CEL, except that no error ever becomes "no".

mod advice;
mod arithmetic;
mod call;
mod check;
mod datum;
mod eval;
mod fault;
mod kind;
mod literal;
mod names;
mod parse;
mod path;
mod token;
mod tree;
mod value;

use crate::limits;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use datum::Datum;
pub(crate) use fault::BadCondition;
pub(crate) use names::Names;

use kind::{CHECK_WORDS, Kind};
use tree::{Node, Part};

/// A condition that holds together: it only lacks the evidence.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    source: String,
    root: Node,
    uses: BTreeSet<String>,
}

/// What all conditions of one release may still do.
#[derive(Debug)]
pub(crate) struct Steps {
    left: u64,
}

impl Default for Steps {
    fn default() -> Self {
        Self { left: limits::CONDITIONS_STEPS }
    }
}

/// Reads the conditions of one release, and finds all that can be wrong with them before there is any evidence.
pub(crate) fn compile(sources: &[&str], names: &Names) -> Vec<Result<Condition, BadCondition>> {
    let mut all = 0_usize;
    let one = |source: &&str| {
        all = all.saturating_add(source.len());
        if all > limits::CONDITIONS_BYTES {
            return Err(BadCondition::TooLongTogether);
        }
        compile_one(source, names)
    };
    sources.iter().map(one).collect()
}

fn compile_one(source: &str, names: &Names) -> Result<Condition, BadCondition> {
    let root = parse::parse(source, names)?;
    check::check(&root)?;
    let mut uses = BTreeSet::new();
    collect(&root, &mut uses);
    Ok(Condition { source: source.to_owned(), root, uses })
}

impl Condition {
    /// The values it reads, by their dotted paths: `tests.failed`, `facts.bugs`. Empty for a condition whose answer
    /// is always the same.
    pub(crate) fn uses(&self) -> &BTreeSet<String> {
        &self.uses
    }

    /// The answer for these values, which are keyed by the same dotted paths. Every value that the condition
    /// [`uses`](Self::uses) must be there, whether or not the answer turns out to depend on it.
    pub(crate) fn evaluate<D: Borrow<Datum>>(
        &self,
        values: &BTreeMap<String, D>,
        steps: &mut Steps,
    ) -> Result<bool, BadCondition> {
        let mut seen = BTreeMap::new();
        for name in &self.uses {
            match (values.get(name).map(Borrow::borrow), names::kind_of(name)) {
                (Some(value), Some(kind)) if is_a(value, &kind) => seen.insert(name.as_str(), value),
                _ => return Err(BadCondition::Missing { name: name.clone() }),
            };
        }
        let allowed = limits::CONDITION_STEPS.min(steps.left);
        let mut machine = eval::Machine::new(seen, &self.source, allowed);
        let answer = machine.answer(&self.root);
        steps.left = steps.left.saturating_sub(allowed.saturating_sub(machine.left()));
        match answer {
            Err(BadCondition::TooCostly) if allowed < limits::CONDITION_STEPS => {
                Err(BadCondition::TooCostlyTogether)
            }
            answer => answer,
        }
    }
}

/// Whether a value is what its name promises. What is not is no better than missing.
fn is_a(value: &Datum, kind: &Kind) -> bool {
    match (value, kind) {
        (Datum::Float(float), Kind::Int | Kind::Float | Kind::Number) => float.is_finite(),
        (_, Kind::Any)
        | (Datum::Int(_), Kind::Int | Kind::Float | Kind::Number)
        | (Datum::Bool(_), Kind::Bool) => true,
        (Datum::Text(word), Kind::Check) => CHECK_WORDS.contains(&word.as_str()),
        _ => false,
    }
}

fn collect(node: &Node, uses: &mut BTreeSet<String>) {
    if let Part::Evidence(path) = &node.part {
        uses.insert(path.clone());
    }
    for inner in node.part.inner() {
        collect(inner, uses);
    }
}

#[cfg(test)]
mod tests;
