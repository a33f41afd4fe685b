//! Functions: which there are, and how each is called.

use std::ops::Range;

use super::fault::{BadCondition, refused};
use super::names;
use super::parse::Parser;
use super::path::Head;
use super::tree::{Convert, Each, Function, Node, Part, function_names};

impl Parser<'_> {
    /// A call by name alone: `size(…)`. `at` is where the name stands.
    pub(super) fn function(&mut self, name: &str, at: Range<usize>) -> Result<Node, BadCondition> {
        let called = at.start..self.here().end;
        let function = known(name, called.clone())?;
        let arguments = match function {
            Function::Has | Function::Convert(_) => self.arguments()?,
            _ => return Err(wrong_call(name, function, called)),
        };
        let part = match (function, <[Node; 1]>::try_from(arguments)) {
            (Function::Has, Ok([field])) => has(field)?,
            (Function::Convert(convert), Ok([value])) => Part::Convert(convert, Box::new(value)),
            _ => return Err(wrong_call(name, function, called)),
        };
        Node::new(part, at.start..self.end())
    }

    /// A call on a value: `list.exists(…)`.
    pub(super) fn method(&mut self, head: Head, name: &str, at: Range<usize>) -> Result<Node, BadCondition> {
        let called = at.start..self.here().end;
        let function = known(name, called.clone())?;
        let value = head.resolve(&self.seen)?;
        let start = value.at.start;
        let wrong = || wrong_call(name, function, called.clone());
        let part = match function {
            Function::Each(each) => {
                let body = self.body(called.clone())?.ok_or_else(wrong)?;
                Part::Each(each, Box::new([value, body]))
            }
            Function::Texts(texts) => {
                let [other] = <[Node; 1]>::try_from(self.arguments()?).map_err(|_| wrong())?;
                Part::Texts(texts, Box::new([value, other]))
            }
            Function::Convert(Convert::Size) => {
                let [] = <[Node; 0]>::try_from(self.arguments()?).map_err(|_| wrong())?;
                Part::Convert(Convert::Size, Box::new(value))
            }
            Function::Has | Function::Convert(_) => return Err(wrong()),
        };
        Node::new(part, start..self.end())
    }

    fn arguments(&mut self) -> Result<Vec<Node>, BadCondition> {
        let open = self.here();
        self.advance()?;
        let mut arguments = Vec::new();
        while !self.is(")") || !arguments.is_empty() {
            arguments.push(self.expression()?);
            if !self.take(",")? {
                break;
            }
        }
        self.close(")", &open)?;
        Ok(arguments)
    }

    /// What is asked of each element, behind its name; nothing if there are not two arguments.
    fn body(&mut self, called: Range<usize>) -> Result<Option<Node>, BadCondition> {
        if self.seen.element.is_some() {
            return Err(refused(
                "a search inside a search is not possible",
                "compute the answer before and put it into a fact file",
                called,
            ));
        }
        let open = self.here();
        self.advance()?;
        if self.is(")") {
            return Ok(None);
        }
        let name = self.element_name()?;
        if self.is(")") {
            return Ok(None);
        }
        self.require(",")?;
        self.seen.element = Some(name);
        let body = self.expression()?;
        self.seen.element = None;
        if self.is(",") {
            return Ok(None);
        }
        self.close(")", &open)?;
        Ok(Some(body))
    }

    fn element_name(&mut self) -> Result<String, BadCondition> {
        let at = self.here();
        let name = self.word().filter(|name| names::kind_of(name).is_none() && !names::is_group(name));
        let name = name.map(str::to_owned);
        self.advance()?;
        name.filter(|_| self.is(",") || self.is(")")).ok_or_else(|| {
            refused(
                "the first part is the name of the element: a single word that has no meaning yet",
                "write it as in `facts.bugs.exists(bug, bug.open)`",
                at,
            )
        })
    }
}

fn known(name: &str, at: Range<usize>) -> Result<Function, BadCondition> {
    Function::named(name).ok_or_else(|| {
        let near = function_names()
            .map(|known| (strsim::jaro_winkler(name, known), known))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|left, right| left.0.total_cmp(&right.0))
            .map(|(_, known)| known.to_owned());
        BadCondition::UnknownFunction { name: name.to_owned(), near, at }
    })
}

fn has(field: Node) -> Result<Part, BadCondition> {
    match field.part {
        Part::Field(inner, key) => Ok(Part::Has(inner, key)),
        Part::Evidence(_) => Err(refused(
            "`has` asks for something inside a fact",
            "leave it out: without its evidence a condition is never taken as clear",
            field.at,
        )),
        Part::Index(_) => Err(refused(
            "`has` asks for a name behind a dot",
            "for a name in quotes ask `in`, as in `\"open-bugs\" in facts.bugs`",
            field.at,
        )),
        _ => Err(refused("`has` asks for a name", "write it as in `has(facts.bugs.open)`", field.at)),
    }
}

fn wrong_call(name: &str, function: Function, at: Range<usize>) -> BadCondition {
    let example = match function {
        Function::Has => "has(facts.bugs.open)".to_owned(),
        Function::Convert(_) => format!("{name}(facts.bugs.open)"),
        Function::Texts(_) => format!("facts.bugs.title.{name}(\"billing\")"),
        Function::Each(Each::Map) => "facts.bugs.filter(bug, bug.open).map(bug, bug.days)".to_owned(),
        Function::Each(_) => format!("facts.bugs.{name}(bug, bug.open)"),
    };
    refused(&format!("`{name}` is not called like this"), &format!("write it as in `{example}`"), at)
}
