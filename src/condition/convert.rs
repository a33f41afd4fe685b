//! Turns the library's tree into ours: resolves names, knows functions, refuses what conditions have not.
//!
//! Together with `parse` the only code that sees a type of the expression library. It knows nothing of kinds.

use std::ops::Range;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SelectExpr, SourceInfo, operators};

use super::fault::BadCondition;
use super::limits;
use super::names::{self, FACTS, Names};
use super::parse::{identifier, token};
use super::tree::{Arithmetic, Constant, Convert, Each, Function, Node, Order, Part, Wanted, function_names};

/// What the conversion knows while it walks.
pub(super) struct Converter<'a> {
    source: &'a str,
    names: &'a Names,
    places: SourceInfo,
    /// The name of the element, inside of `exists` and its like.
    element: Option<String>,
    depth: usize,
}

/// One step of a path: its word and where the path that ends with it stands.
type Step<'e> = (&'e str, Range<usize>);

impl<'a> Converter<'a> {
    pub(super) fn new(source: &'a str, names: &'a Names, places: SourceInfo) -> Self {
        Self { source, names, places, element: None, depth: 0 }
    }

    /// Converts an expression and all that is in it, counting levels.
    pub(super) fn convert(&mut self, expr: &IdedExpr) -> Result<Node, BadCondition> {
        if self.depth >= limits::NESTING {
            return Err(BadCondition::TooDeep { at: self.token(expr) });
        }
        self.depth = self.depth.saturating_add(1);
        let node = self.convert_part(expr);
        self.depth = self.depth.saturating_sub(1);
        node
    }

    fn convert_part(&mut self, expr: &IdedExpr) -> Result<Node, BadCondition> {
        let at = self.token(expr);
        match &expr.expr {
            Expr::Literal(literal) => {
                constant(literal, &at).map(|constant| Node { part: Part::Constant(constant), at })
            }
            Expr::Ident(_) | Expr::Select(_) => self.path(expr),
            Expr::Call(call) => self.call(expr, call),
            Expr::List(list) => {
                let elements = self.convert_all(&list.elements)?;
                let at = elements.last().map_or(at.clone(), |last| at.start..last.at.end);
                Ok(Node { part: Part::List(elements), at })
            }
            Expr::Map(_) | Expr::Struct(_) => Err(refused(
                "a condition cannot build a record with `{ }`",
                "compare the values one by one",
                at,
            )),
            Expr::Comprehension(_) | Expr::Unspecified => Err(BadCondition::Library),
        }
    }

    fn convert_all(&mut self, exprs: &[IdedExpr]) -> Result<Vec<Node>, BadCondition> {
        exprs.iter().map(|expr| self.convert(expr)).collect()
    }

    fn pair(&mut self, exprs: &[IdedExpr]) -> Result<Box<[Node; 2]>, BadCondition> {
        match exprs {
            [left, right] => Ok(Box::new([self.convert(left)?, self.convert(right)?])),
            _ => Err(BadCondition::Library),
        }
    }

    /// A name, or a field of something.
    fn path(&mut self, expr: &IdedExpr) -> Result<Node, BadCondition> {
        if let Some(steps) = self.steps(expr) {
            return self.resolve(&steps);
        }
        match &expr.expr {
            Expr::Select(select) => self.field(expr, select),
            _ => Err(BadCondition::Library),
        }
    }

    fn field(&mut self, expr: &IdedExpr, select: &SelectExpr) -> Result<Node, BadCondition> {
        let inner = self.convert(&select.operand)?;
        let at = inner.at.start..self.field_end(expr, &select.field);
        Ok(Node { part: Part::Field(Box::new(inner), select.field.clone()), at })
    }

    /// The steps of `a.b["c"]`, if the expression is such a path from a name on. Walks a loop, not a recursion.
    fn steps<'e>(&self, expr: &'e IdedExpr) -> Option<Vec<Step<'e>>> {
        let mut steps = Vec::new();
        let mut here = expr;
        loop {
            match &here.expr {
                Expr::Ident(name) => {
                    steps.push((name.as_str(), self.token(here)));
                    break;
                }
                Expr::Select(select) => {
                    let end = self.field_end(here, &select.field);
                    steps.push((select.field.as_str(), end..end));
                    here = &select.operand;
                }
                Expr::Call(call) => {
                    let (inner, key, at) = self.text_index(call)?;
                    steps.push((key, at.clone()));
                    here = inner;
                }
                _ => return None,
            }
        }
        steps.reverse();
        let start = steps.first().map_or(0, |(_, at)| at.start);
        for (_, at) in &mut steps {
            at.start = start.min(at.end);
        }
        Some(steps)
    }

    /// The two sides of `a["b"]`.
    fn text_index<'e>(&self, call: &'e CallExpr) -> Option<(&'e IdedExpr, &'e str, Range<usize>)> {
        match call.args.as_slice() {
            [inner, index] if call.func_name == operators::INDEX => match &index.expr {
                Expr::Literal(LiteralValue::String(key)) => {
                    let end = self.behind(self.token(index).end, "]");
                    Some((inner, key.inner(), end..end))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Finds out what a path means: the element, a fact and something in it, or a piece of evidence.
    fn resolve(&self, steps: &[Step<'_>]) -> Result<Node, BadCondition> {
        let Some(((root, root_at), rest)) = steps.split_first() else { return Err(BadCondition::Library) };
        if self.element.as_deref() == Some(*root) {
            return self.fields(Node { part: Part::Element, at: root_at.clone() }, rest);
        }
        if *root == FACTS
            && let Some(((fact, at), inside)) = rest.split_first()
            && self.names.has_fact(fact)
        {
            return self
                .fields(Node { part: Part::Evidence(format!("{FACTS}.{fact}")), at: at.clone() }, inside);
        }
        let at = steps.last().map_or(root_at.clone(), |(_, at)| at.clone());
        let name = steps.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(".");
        match rest {
            [] if names::is_group(root) => {
                Err(BadCondition::Group { known: self.names.inside(root), name, at })
            }
            [("stop_rules", _), ..] if *root == "checks" => Err(BadCondition::Circular { at }),
            _ if *root != FACTS && names::kind_of(&name).is_some() => {
                Ok(Node { part: Part::Evidence(name), at })
            }
            _ => Err(self.unknown_name(name, at)),
        }
    }

    fn unknown_name(&self, name: String, at: Range<usize>) -> BadCondition {
        let mut known = self.names.all();
        known.extend(self.element.clone());
        BadCondition::UnknownName { near: self.names.near(&name), known, name, at }
    }

    fn fields(&self, root: Node, steps: &[Step<'_>]) -> Result<Node, BadCondition> {
        if self.depth.saturating_add(steps.len()) > limits::NESTING {
            return Err(BadCondition::TooDeep { at: root.at });
        }
        let field = |inner, (word, at): &Step<'_>| Node {
            part: Part::Field(Box::new(inner), (*word).to_owned()),
            at: at.clone(),
        };
        Ok(steps.iter().fold(root, field))
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Node, BadCondition> {
        let args = call.args.as_slice();
        let part = match call.func_name.as_str() {
            operators::INDEX => return self.index(expr, call),
            operators::LOGICAL_AND => Part::Every(self.chain(expr, operators::LOGICAL_AND)?),
            operators::LOGICAL_OR => Part::Either(self.chain(expr, operators::LOGICAL_OR)?),
            operators::LOGICAL_NOT | operators::NEGATE => return self.unary(expr, call),
            operators::CONDITIONAL => match args {
                [question, yes, no] => {
                    Part::Choose(Box::new([self.convert(question)?, self.convert(yes)?, self.convert(no)?]))
                }
                _ => return Err(BadCondition::Library),
            },
            operators::IN => Part::In(self.pair(args)?),
            name => match binary(name) {
                Some(make) => make(self.pair(args)?),
                None => return self.function(expr, call),
            },
        };
        let at = whole(&part).unwrap_or_else(|| self.token(expr));
        Ok(Node { part, at })
    }

    fn index(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Node, BadCondition> {
        if let Some(steps) = self.steps(expr) {
            return self.resolve(&steps);
        }
        let pair = self.pair(&call.args)?;
        let [inner, index] = pair.as_ref();
        let at = inner.at.start..self.behind(index.at.end, "]");
        if let Part::Constant(Constant::Text(key)) = &index.part {
            let part = Part::Field(Box::new(inner.clone()), key.clone());
            return Ok(Node { part, at });
        }
        Ok(Node { part: Part::Index(pair), at })
    }

    fn unary(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Node, BadCondition> {
        let [inner] = call.args.as_slice() else { return Err(BadCondition::Library) };
        let inner = self.convert(inner)?;
        let at = self.token(expr).start.min(inner.at.start)..inner.at.end;
        let inner = Box::new(inner);
        let part = if call.func_name == operators::NEGATE { Part::Negate(inner) } else { Part::Not(inner) };
        Ok(Node { part, at })
    }

    /// The terms of a chain of one operator, from left to right: the library hands it over as a balanced tree.
    fn chain(&mut self, expr: &IdedExpr, operator: &str) -> Result<Vec<Node>, BadCondition> {
        let mut terms = Vec::new();
        let mut waiting = vec![expr];
        while let Some(next) = waiting.pop() {
            match &next.expr {
                Expr::Call(call) if call.func_name == operator => waiting.extend(call.args.iter().rev()),
                _ => terms.push(self.convert(next)?),
            }
        }
        Ok(terms)
    }

    fn function(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Node, BadCondition> {
        let at = self.call_place(expr, call);
        let Some(function) = Function::named(&call.func_name) else {
            let near = function_names()
                .map(|known| (strsim::jaro_winkler(&call.func_name, known), known))
                .filter(|(likeness, _)| *likeness > 0.8)
                .max_by(|left, right| left.0.total_cmp(&right.0))
                .map(|(_, known)| known.to_owned());
            return Err(BadCondition::UnknownFunction { name: call.func_name.clone(), near, at });
        };
        let part = match (function, call.target.as_deref(), call.args.as_slice()) {
            (Function::Has, None, [field]) => self.has(field)?,
            (Function::Convert(convert), None, [value])
            | (Function::Convert(convert @ Convert::Size), Some(value), []) => {
                Part::Convert(convert, Box::new(self.convert(value)?))
            }
            (Function::Texts(texts), Some(text), [other]) => {
                Part::Texts(texts, Box::new([self.convert(text)?, self.convert(other)?]))
            }
            (Function::Each(_), Some(_), [_, _]) if self.element.is_some() => {
                return Err(refused(
                    "a search inside a search is not possible",
                    "compute the answer before and put it into a fact file",
                    at,
                ));
            }
            (Function::Each(each), Some(list), [element, body]) => self.each(each, list, element, body)?,
            _ => return Err(wrong_call(&call.func_name, function, at)),
        };
        Ok(Node { part, at })
    }

    fn has(&mut self, field: &IdedExpr) -> Result<Part, BadCondition> {
        let node = self.convert(field)?;
        match node.part {
            Part::Field(inner, key) => Ok(Part::Has(inner, key)),
            Part::Evidence(_) => Err(refused(
                "`has` asks for something inside a fact",
                "leave it out: without its evidence a condition is never taken as clear",
                node.at,
            )),
            _ => Err(refused("`has` asks for a name", "write it as in `has(facts.bugs.open)`", node.at)),
        }
    }

    fn each(
        &mut self,
        each: Each,
        list: &IdedExpr,
        element: &IdedExpr,
        body: &IdedExpr,
    ) -> Result<Part, BadCondition> {
        let list = self.convert(list)?;
        let name =
            identifier(element).filter(|name| names::kind_of(name).is_none() && !names::is_group(name));
        let Some(name) = name.filter(|name| !name.starts_with('.')) else {
            return Err(refused(
                "the first part is the name of the element: a single word that has no meaning yet",
                "write it as in `facts.bugs.exists(bug, bug.open)`",
                self.token(element),
            ));
        };
        self.element = Some(name.to_owned());
        let body = self.convert(body);
        self.element = None;
        Ok(Part::Each(each, Box::new([list, body?])))
    }

    fn token(&self, expr: &IdedExpr) -> Range<usize> {
        token(self.source, &self.places, expr)
    }

    /// Where a call stands: its name and what is in its brackets. The library marks the opening bracket.
    fn call_place(&self, expr: &IdedExpr, call: &CallExpr) -> Range<usize> {
        let bracket = self.token(expr);
        let before = self.source.get(..bracket.start).unwrap_or_default().trim_end();
        let start = before.strip_suffix(call.func_name.as_str()).map_or(bracket.start, str::len);
        start..bracket.end
    }

    /// Where a field's name ends; the library marks the point before it.
    fn field_end(&self, expr: &IdedExpr, field: &str) -> usize {
        self.behind(self.token(expr).end, field)
    }

    /// The offset behind a word that follows, blanks skipped; the offset itself if another word follows.
    fn behind(&self, from: usize, word: &str) -> usize {
        let rest = self.source.get(from..).unwrap_or_default();
        let trimmed = rest.trim_start();
        let blank = rest.len().saturating_sub(trimmed.len());
        if trimmed.starts_with(word) { from.saturating_add(blank).saturating_add(word.len()) } else { from }
    }
}

fn constant(literal: &LiteralValue, at: &Range<usize>) -> Result<Constant, BadCondition> {
    Ok(match literal {
        LiteralValue::Null => Constant::Null,
        LiteralValue::Boolean(value) => Constant::Bool(*value.inner()),
        LiteralValue::Int(value) => Constant::Int(*value.inner()),
        LiteralValue::Double(value) => Constant::Float(*value.inner()),
        LiteralValue::String(value) => Constant::Text(value.inner().to_owned()),
        LiteralValue::UInt(_) => {
            return Err(refused(
                "numbers with the ending `u` are not known here",
                "leave it out",
                at.clone(),
            ));
        }
        LiteralValue::Bytes(_) => {
            return Err(refused(
                "texts that begin with `b` are not known here",
                "leave the `b` out",
                at.clone(),
            ));
        }
    })
}

/// Makes a part of two operands.
type Make = fn(Box<[Node; 2]>) -> Part;

fn binary(operator: &str) -> Option<Make> {
    Some(match operator {
        operators::EQUALS => |pair| Part::Equal(Wanted::Same, pair),
        operators::NOT_EQUALS => |pair| Part::Equal(Wanted::Different, pair),
        operators::LESS => |pair| Part::Order(Order::Less, pair),
        operators::LESS_EQUALS => |pair| Part::Order(Order::LessOrEqual, pair),
        operators::GREATER => |pair| Part::Order(Order::Greater, pair),
        operators::GREATER_EQUALS => |pair| Part::Order(Order::GreaterOrEqual, pair),
        operators::ADD => |pair| Part::Arithmetic(Arithmetic::Add, pair),
        operators::SUBSTRACT => |pair| Part::Arithmetic(Arithmetic::Subtract, pair),
        operators::MULTIPLY => |pair| Part::Arithmetic(Arithmetic::Multiply, pair),
        operators::DIVIDE => |pair| Part::Arithmetic(Arithmetic::Divide, pair),
        operators::MODULO => |pair| Part::Arithmetic(Arithmetic::Remainder, pair),
        _ => return None,
    })
}

/// From the beginning of the first operand to the end of the last.
fn whole(part: &Part) -> Option<Range<usize>> {
    let nodes: &[Node] = match part {
        Part::Every(nodes) | Part::Either(nodes) => nodes,
        Part::Choose(nodes) => nodes.as_slice(),
        Part::Equal(_, pair) | Part::Order(_, pair) | Part::Arithmetic(_, pair) | Part::In(pair) => {
            pair.as_slice()
        }
        _ => return None,
    };
    let start = nodes.first()?.at.start;
    Some(start..nodes.last()?.at.end.max(start))
}

fn wrong_call(name: &str, function: Function, at: Range<usize>) -> BadCondition {
    let example = match function {
        Function::Has => "has(facts.bugs.open)".to_owned(),
        Function::Convert(_) => format!("{name}(facts.bugs.open)"),
        Function::Texts(_) => format!("facts.bugs.title.{name}(\"billing\")"),
        Function::Each(_) => format!("facts.bugs.{name}(bug, bug.open)"),
    };
    refused(&format!("`{name}` is not called like this"), &format!("write it as in `{example}`"), at)
}

pub(super) fn refused(what: &str, help: &str, at: Range<usize>) -> BadCondition {
    BadCondition::Refused { what: what.to_owned(), help: help.to_owned(), at }
}
