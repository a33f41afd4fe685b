//! Stop-rule conditions: the expression language CEL behind a narrow door.
//!
//! [`compile`] finds all that is wrong without evidence; [`Condition::evaluate`] gives yes, no or a reason why there
//! is no answer. No type of the expression library leaves this module, and no error ever becomes "no".

mod arithmetic;
mod check;
mod convert;
mod datum;
mod eval;
mod fault;
mod kind;
mod limits;
mod names;
mod parse;
mod tree;
mod value;

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
        Self { left: limits::ALL_STEPS }
    }
}

/// Reads conditions, and finds all that can be wrong with them before there is any evidence. That takes longer than
/// anything else about a small release, so something else may be done meanwhile.
pub(crate) fn compile<T>(
    sources: &[&str],
    names: &Names,
    meanwhile: impl FnOnce() -> T,
) -> (Vec<Result<Condition, BadCondition>>, T) {
    let hold = |(source, parsed): (&&str, Result<Node, BadCondition>)| {
        let root = parsed?;
        check::check(&root)?;
        let mut uses = BTreeSet::new();
        collect(&root, &mut uses);
        Ok(Condition { source: (*source).to_owned(), root, uses })
    };
    let (parsed, other) = parse::parse(sources, names, meanwhile);
    (sources.iter().zip(parsed).map(hold).collect(), other)
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
        let allowed = limits::STEPS.min(steps.left);
        let mut machine = eval::Machine::new(seen, &self.source, allowed);
        let answer = machine.answer(&self.root);
        steps.left = steps.left.saturating_sub(allowed.saturating_sub(machine.left()));
        match answer {
            Err(BadCondition::TooCostly) if allowed < limits::STEPS => Err(BadCondition::TooCostlyTogether),
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
    let inner: &[Node] = match &node.part {
        Part::Evidence(path) => {
            uses.insert(path.clone());
            &[]
        }
        Part::Constant(_) | Part::Element => &[],
        Part::Field(inner, _)
        | Part::Has(inner, _)
        | Part::Not(inner)
        | Part::Negate(inner)
        | Part::Convert(_, inner) => std::slice::from_ref(inner.as_ref()),
        Part::List(nodes) | Part::Every(nodes) | Part::Either(nodes) => nodes,
        Part::Choose(nodes) => nodes.as_slice(),
        Part::Index(pair)
        | Part::Equal(_, pair)
        | Part::Order(_, pair)
        | Part::Arithmetic(_, pair)
        | Part::In(pair)
        | Part::Texts(_, pair)
        | Part::Each(_, pair) => pair.as_slice(),
    };
    for node in inner {
        collect(node, uses);
    }
}

#[cfg(test)]
mod tests;
