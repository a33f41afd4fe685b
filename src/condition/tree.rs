//! A condition as a tree of our own: names resolved, functions known, depth bounded.
//!
//! `parse` makes it, `check` and `eval` walk it. A tree deeper than [`limits::CONDITION_LEVELS`] cannot be made, so whoever
//! walks one needs no more stack than that.

use std::ops::Range;

use super::fault::BadCondition;
use crate::limits;

/// A part of a condition and the bytes it was written in.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) part: Part,
    pub(super) at: Range<usize>,
    /// This part and the longest way down from it.
    levels: usize,
}

/// What a part does.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Constant(Constant),
    /// A value of the evidence, by its whole path.
    Evidence(String),
    /// The element that the enclosing [`Part::Each`] is at. There is one at most: these are not nested.
    Element,
    Field(Box<Node>, String),
    Index(Box<[Node; 2]>),
    Has(Box<Node>, String),
    List(Vec<Node>),
    Not(Box<Node>),
    Negate(Box<Node>),
    /// `&&`
    Every(Vec<Node>),
    /// `||`
    Either(Vec<Node>),
    /// `question ? yes : no`
    Choose(Box<[Node; 3]>),
    Equal(Wanted, Box<[Node; 2]>),
    Order(Order, Box<[Node; 2]>),
    Arithmetic(Arithmetic, Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    /// A function of one value.
    Convert(Convert, Box<Node>),
    /// A question about two texts.
    Texts(Texts, Box<[Node; 2]>),
    /// Goes through a list: the list, then what is asked of each element.
    Each(Each, Box<[Node; 2]>),
}

/// A value that stands in the condition itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

/// Which answer to "are they equal" is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Same,
    Different,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Convert {
    Size,
    Int,
    Double,
    String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Each {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

/// A function as it may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Has,
    Convert(Convert),
    Texts(Texts),
    Each(Each),
}

/// Every function a condition may call, by its name in the expression language.
const FUNCTIONS: [(&str, Function); 13] = [
    ("has", Function::Has),
    ("size", Function::Convert(Convert::Size)),
    ("int", Function::Convert(Convert::Int)),
    ("double", Function::Convert(Convert::Double)),
    ("string", Function::Convert(Convert::String)),
    ("contains", Function::Texts(Texts::Contains)),
    ("startsWith", Function::Texts(Texts::StartsWith)),
    ("endsWith", Function::Texts(Texts::EndsWith)),
    ("all", Function::Each(Each::All)),
    ("exists", Function::Each(Each::Exists)),
    ("exists_one", Function::Each(Each::ExistsOne)),
    ("filter", Function::Each(Each::Filter)),
    ("map", Function::Each(Each::Map)),
];

/// The names alone, for messages.
pub(super) fn function_names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

impl Part {
    /// The parts that it is made of, in the order in which they are written.
    pub(super) fn inner(&self) -> &[Node] {
        match self {
            Self::Constant(_) | Self::Evidence(_) | Self::Element => &[],
            Self::Field(inner, _)
            | Self::Has(inner, _)
            | Self::Not(inner)
            | Self::Negate(inner)
            | Self::Convert(_, inner) => std::slice::from_ref(inner.as_ref()),
            Self::List(nodes) | Self::Every(nodes) | Self::Either(nodes) => nodes,
            Self::Choose(nodes) => nodes.as_slice(),
            Self::Index(pair)
            | Self::Equal(_, pair)
            | Self::Order(_, pair)
            | Self::Arithmetic(_, pair)
            | Self::In(pair)
            | Self::Texts(_, pair)
            | Self::Each(_, pair) => pair.as_slice(),
        }
    }
}

impl Function {
    /// The function of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }
}

impl Node {
    /// A part around others, unless that makes it too deep.
    pub(super) fn new(part: Part, at: Range<usize>) -> Result<Self, BadCondition> {
        let below = part.inner().iter().map(|node| node.levels).max().unwrap_or(0);
        let levels = below.saturating_add(1);
        if levels > limits::CONDITION_LEVELS {
            return Err(BadCondition::TooDeep { at });
        }
        Ok(Self { part, at, levels })
    }

    /// Whether `null` itself was written here.
    pub(super) fn is_null(&self) -> bool {
        matches!(self.part, Part::Constant(Constant::Null))
    }
}
