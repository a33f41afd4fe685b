//! Evaluates a condition: from left to right, with an answer only if every part that was looked at has one.
//!
//! `&&` and `||` stop as soon as the answer is settled, so `has(x.y) && x.y > 0` works; but an error met before that
//! is an error of the whole, whatever stands on the other side. Nothing here may turn an error into "false".

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::arithmetic;
use super::datum::Datum;
use super::fault::{BadCondition, refused};
use super::tree::{Constant, Convert, Each, Node, Order, Part, Texts, Wanted};
use super::value::{self, NotComparable, Value, text_cost};
use crate::limits;

/// Steps for an element of a list that the condition makes.
const STEPS_PER_MADE_ELEMENT: u64 = 8;

/// One evaluation: the evidence, the element at hand, and the steps that are left.
pub(super) struct Machine<'a> {
    values: BTreeMap<&'a str, &'a Datum>,
    source: &'a str,
    element: Option<Value<'a>>,
    steps: u64,
}

type Outcome<'a> = Result<Value<'a>, BadCondition>;

impl<'a> Machine<'a> {
    pub(super) fn new(values: BTreeMap<&'a str, &'a Datum>, source: &'a str, steps: u64) -> Self {
        Self { values, source, element: None, steps }
    }

    /// The steps that were not taken.
    pub(super) fn left(&self) -> u64 {
        self.steps
    }

    /// The answer of the whole condition.
    pub(super) fn answer(&mut self, root: &'a Node) -> Result<bool, BadCondition> {
        match self.run(root)? {
            Value::Bool(answer) => Ok(answer),
            other => Err(BadCondition::NotBoolean { what: other.name(), at: root.at.clone() }),
        }
    }

    fn run(&mut self, node: &'a Node) -> Outcome<'a> {
        self.pay(1)?;
        match &node.part {
            Part::Constant(constant) => Ok(constant_value(constant)),
            Part::Evidence(path) => self
                .values
                .get(path.as_str())
                .copied()
                .map(Value::of)
                .ok_or_else(|| BadCondition::Missing { name: path.clone() }),
            Part::Element => {
                self.element.clone().ok_or_else(|| BadCondition::Missing { name: self.written(node) })
            }
            Part::Field(inner, key) => self.field(inner, key, node),
            Part::Has(inner, key) => {
                let map = self.map(inner)?;
                Ok(Value::Bool(map.contains_key(key)))
            }
            Part::Index(pair) => self.index(pair, node),
            Part::List(nodes) => {
                self.pay_for(nodes.len())?;
                let elements: Result<Vec<_>, _> = nodes.iter().map(|node| self.run(node)).collect();
                Ok(Value::MadeList(Rc::from(elements?)))
            }
            Part::Not(inner) => self.yes(inner).map(|answer| Value::Bool(!answer)),
            Part::Negate(inner) => {
                let value = self.run(inner)?;
                arithmetic::negate(&value, &node.at)
            }
            Part::Every(nodes) => self.until(nodes, false),
            Part::Either(nodes) => self.until(nodes, true),
            Part::Choose(nodes) => {
                let [question, yes, no] = nodes.as_ref();
                if self.yes(question)? { self.run(yes) } else { self.run(no) }
            }
            Part::Equal(wanted, pair) => self.equal(*wanted, pair, node),
            Part::Order(order, pair) => self.order(*order, pair, node),
            Part::Arithmetic(operation, pair) => {
                let [left, right] = pair.as_ref();
                let (left, right) = (self.run(left)?, self.run(right)?);
                self.pay(joined_cost(&left, &right))?;
                arithmetic::combine(*operation, &left, &right, &node.at)
            }
            Part::In(pair) => self.contained(pair, node),
            Part::Convert(convert, inner) => self.convert(*convert, inner),
            Part::Texts(texts, pair) => self.texts(*texts, pair),
            Part::Each(each, pair) => self.each(*each, pair),
        }
    }

    /// The part as it was written.
    fn written(&self, node: &Node) -> String {
        self.source.get(node.at.clone()).unwrap_or("it").to_owned()
    }

    fn pay(&mut self, price: u64) -> Result<(), BadCondition> {
        value::pay(&mut self.steps, price).map_err(|_| BadCondition::TooCostly)
    }

    fn pay_for(&mut self, made: usize) -> Result<(), BadCondition> {
        let made = u64::try_from(made).unwrap_or(u64::MAX);
        self.pay(made.saturating_mul(STEPS_PER_MADE_ELEMENT))
    }

    fn yes(&mut self, node: &'a Node) -> Result<bool, BadCondition> {
        match self.run(node)? {
            Value::Bool(answer) => Ok(answer),
            other => Err(unfit(&other, "yes or no", node)),
        }
    }

    /// Goes through the terms until one gives the answer that settles the whole.
    fn until(&mut self, nodes: &'a [Node], settles: bool) -> Outcome<'a> {
        for node in nodes {
            if self.yes(node)? == settles {
                return Ok(Value::Bool(settles));
            }
        }
        Ok(Value::Bool(!settles))
    }

    fn map(&mut self, node: &'a Node) -> Result<&'a BTreeMap<String, Datum>, BadCondition> {
        match self.run(node)? {
            Value::Map(map) => Ok(map),
            other => Err(refused(
                &format!("this is {}, and has no names inside", other.name()),
                "look at the fact file and correct the condition",
                node.at.clone(),
            )),
        }
    }

    fn field(&mut self, inner: &'a Node, key: &str, node: &Node) -> Outcome<'a> {
        let map = self.map(inner)?;
        map.get(key).map(Value::of).ok_or_else(|| self.no_key(key, inner, node))
    }

    fn no_key(&self, key: &str, inner: &Node, node: &Node) -> BadCondition {
        BadCondition::NoKey { key: shortened(key), inside: self.written(inner), at: node.at.clone() }
    }

    fn index(&mut self, pair: &'a [Node; 2], node: &Node) -> Outcome<'a> {
        let [inner, index] = pair;
        let (list, at) = (self.run(inner)?, self.run(index)?);
        match (&list, &at) {
            (Value::Map(map), key) if key.text().is_some() => {
                let key = key.text().unwrap_or_default();
                map.get(key).map(Value::of).ok_or_else(|| self.no_key(key, inner, node))
            }
            (list, Value::Int(at)) if list.length().is_some() => {
                let element = usize::try_from(*at).ok().and_then(|at| list.element(at));
                element.ok_or_else(|| {
                    refused(
                        "the list has no element at this place",
                        "places count from 0; ask `size(…)` first",
                        node.at.clone(),
                    )
                })
            }
            (Value::Map(_), _) => Err(unfit(&at, "a name", index)),
            (list, _) if list.length().is_some() => Err(unfit(&at, "a whole number", index)),
            _ => Err(unfit(&list, "a list", inner)),
        }
    }

    fn equal(&mut self, wanted: Wanted, pair: &'a [Node; 2], node: &Node) -> Outcome<'a> {
        let [left, right] = pair;
        let values = (self.run(left)?, self.run(right)?);
        // Only a `null` that was written asks "is there anything?"; a null in the evidence is a value that is missing.
        let same = if left.is_null() || right.is_null() {
            matches!(values, (Value::Null, Value::Null))
        } else {
            self.same(&values.0, &values.1, &node.at)?
        };
        Ok(Value::Bool(same == (wanted == Wanted::Same)))
    }

    fn same(&mut self, left: &Value<'a>, right: &Value<'a>, at: &Range<usize>) -> Result<bool, BadCondition> {
        left.equals(right, &mut self.steps).map_err(|fault| incomparable(&fault, at))
    }

    fn order(&mut self, order: Order, pair: &'a [Node; 2], node: &Node) -> Outcome<'a> {
        let [left, right] = pair;
        let (left, right) = (self.run(left)?, self.run(right)?);
        let found = left.order(&right, &mut self.steps).map_err(|fault| incomparable(&fault, &node.at))?;
        Ok(Value::Bool(match order {
            Order::Less => found.is_lt(),
            Order::LessOrEqual => found.is_le(),
            Order::Greater => found.is_gt(),
            Order::GreaterOrEqual => found.is_ge(),
        }))
    }

    fn contained(&mut self, pair: &'a [Node; 2], node: &Node) -> Outcome<'a> {
        let [left, right] = pair;
        let (sought, place) = (self.run(left)?, self.run(right)?);
        if let Value::Map(map) = &place {
            let key = sought.text().ok_or_else(|| unfit(&sought, "a name", left))?;
            return Ok(Value::Bool(map.contains_key(key)));
        }
        let length = length_of(&place, right)?;
        for element in (0..length).filter_map(|at| place.element(at)) {
            let same = if left.is_null() {
                self.pay(1)?;
                matches!(element, Value::Null)
            } else {
                self.same(&sought, &element, &node.at)?
            };
            if same {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    }

    fn convert(&mut self, convert: Convert, inner: &'a Node) -> Outcome<'a> {
        let value = self.run(inner)?;
        self.pay(value.text().map_or(0, |text| text_cost(text.len())))?;
        match (convert, &value) {
            (Convert::Size, Value::Map(map)) => arithmetic::count(map.len()),
            (Convert::Size, value) => match (value.length(), value.text()) {
                (Some(length), _) => arithmetic::count(length),
                (None, Some(text)) => arithmetic::count(text.chars().count()),
                (None, None) => Err(unfit(value, "a list or a text", inner)),
            },
            (Convert::Int, value) => {
                arithmetic::to_int(value).ok_or_else(|| unreadable(value, "a whole number", inner))
            }
            (Convert::Double, value) => {
                arithmetic::to_float(value).ok_or_else(|| unreadable(value, "a number", inner))
            }
            (Convert::String, value) => {
                arithmetic::to_text(value).ok_or_else(|| unreadable(value, "a text", inner))
            }
        }
    }

    fn texts(&mut self, texts: Texts, pair: &'a [Node; 2]) -> Outcome<'a> {
        let [left, right] = pair;
        let (whole, part) = (self.run(left)?, self.run(right)?);
        let whole = whole.text().ok_or_else(|| unfit(&whole, "a text", left))?;
        let part = part.text().ok_or_else(|| unfit(&part, "a text", right))?;
        self.pay(text_cost(whole.len()).saturating_add(text_cost(part.len())))?;
        Ok(Value::Bool(match texts {
            Texts::Contains => whole.contains(part),
            Texts::StartsWith => whole.starts_with(part),
            Texts::EndsWith => whole.ends_with(part),
        }))
    }

    /// Goes through a list; of a map, through its names.
    fn each(&mut self, each: Each, pair: &'a [Node; 2]) -> Outcome<'a> {
        let [list_node, body] = pair;
        let mut list = self.run(list_node)?;
        if let Value::Map(map) = &list {
            self.pay_for(map.len())?;
            list = Value::MadeList(map.keys().map(|key| Value::Text(key)).collect());
        }
        let length = length_of(&list, list_node)?;
        let result = self.each_element(each, &list, length, body);
        self.element = None;
        result
    }

    fn each_element(&mut self, each: Each, list: &Value<'a>, length: usize, body: &'a Node) -> Outcome<'a> {
        let mut kept = Vec::new();
        let mut hits: usize = 0;
        for element in (0..length).filter_map(|at| list.element(at)) {
            self.element = Some(element.clone());
            if each == Each::Map {
                self.pay_for(1)?;
                kept.push(self.run(body)?);
                continue;
            }
            let hit = self.yes(body)?;
            match (each, hit) {
                (Each::All, false) | (Each::Exists, true) => return Ok(Value::Bool(hit)),
                (Each::Filter, true) => {
                    self.pay_for(1)?;
                    kept.push(element);
                }
                (_, true) => hits = hits.saturating_add(1),
                (_, false) => {}
            }
        }
        Ok(match each {
            Each::All => Value::Bool(true),
            Each::Exists => Value::Bool(false),
            Each::ExistsOne => Value::Bool(hits == 1),
            Each::Filter | Each::Map => Value::MadeList(Rc::from(kept)),
        })
    }
}

fn constant_value(constant: &Constant) -> Value<'_> {
    match constant {
        Constant::Null => Value::Null,
        Constant::Bool(value) => Value::Bool(*value),
        Constant::Int(value) => Value::Int(*value),
        Constant::Float(value) => Value::Float(*value),
        Constant::Text(text) => Value::Text(text),
    }
}

fn length_of(list: &Value<'_>, node: &Node) -> Result<usize, BadCondition> {
    match list.length() {
        Some(length) if length > limits::CONDITION_ELEMENTS => Err(BadCondition::TooCostly),
        Some(length) => Ok(length),
        None => Err(unfit(list, "a list", node)),
    }
}

fn unfit(value: &Value<'_>, wanted: &str, node: &Node) -> BadCondition {
    refused(
        &format!("this is {}, where {wanted} is needed", value.name()),
        "look at the fact file and correct the condition",
        node.at.clone(),
    )
}

fn unreadable(value: &Value<'_>, wanted: &str, node: &Node) -> BadCondition {
    refused(
        &format!("this is {} that cannot be read as {wanted}", value.name()),
        "look at the fact file and correct it or the condition",
        node.at.clone(),
    )
}

fn incomparable(fault: &NotComparable, at: &Range<usize>) -> BadCondition {
    match fault {
        NotComparable::Costly => BadCondition::TooCostly,
        NotComparable::Kinds(left, right) if left == right => {
            refused(&format!("{left} cannot be ordered"), "compare numbers or texts", at.clone())
        }
        NotComparable::Kinds(left, right) => refused(
            &format!("{left} cannot be compared with {right}"),
            "compare numbers with numbers and texts with texts; for a value that may be null ask `… != null &&` first",
            at.clone(),
        ),
    }
}

/// What a text of two costs: it takes memory, where looking takes only time.
fn joined_cost(left: &Value<'_>, right: &Value<'_>) -> u64 {
    let length = |value: &Value<'_>| value.text().map_or(0, |text| text_cost(text.len()).saturating_mul(8));
    length(left).saturating_add(length(right))
}

/// The beginning of a name from the evidence, for a message.
fn shortened(key: &str) -> String {
    key.chars().take(80).collect()
}
