//! Names with dots and brackets: what `tests.failed` or `facts["smoke-run"].ok` stands for.
//!
//! A path is collected as far as it goes before it is looked up, so that one that does not exist is told whole.

use std::ops::Range;

use super::fault::{BadCondition, meant};
use super::names::{self, FACTS, Names};
use super::tree::{Constant, Node, Part};

/// What names can mean where a path stands.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    /// The evidence.
    pub names: &'a Names,
    /// The name of the element, inside of `exists` and its like.
    pub element: Option<String>,
}

/// The beginning of an operand, while more of it may follow.
#[derive(Debug)]
pub(super) enum Head {
    Path(Path),
    Value(Node),
}

/// A name and what is asked of it.
#[derive(Debug)]
pub(super) struct Path {
    root: String,
    start: usize,
    root_end: usize,
    steps: Vec<Step>,
}

/// One part of a path behind its first.
#[derive(Debug)]
struct Step {
    key: Key,
    end: usize,
}

#[derive(Debug)]
enum Key {
    /// `.open`
    Dotted(String),
    /// `["open"]`: a part of its own, which `has` cannot ask for.
    Quoted(Node),
}

impl Key {
    fn word(&self) -> &str {
        match self {
            Self::Dotted(word) => word,
            Self::Quoted(node) => node.text().unwrap_or_default(),
        }
    }
}

impl Head {
    /// What is called so in this.
    pub(super) fn field(self, word: &str, end: usize) -> Result<Self, BadCondition> {
        let key = Key::Dotted(word.to_owned());
        match self {
            Self::Path(path) => Ok(Self::Path(path.with(key, end))),
            Self::Value(node) => inside(node, key, end).map(Self::Value),
        }
    }

    /// What stands in this at an index.
    pub(super) fn index(self, index: Node, end: usize, seen: &Seen<'_>) -> Result<Self, BadCondition> {
        match self {
            Self::Path(path) if index.text().is_some() => Ok(Self::Path(path.with(Key::Quoted(index), end))),
            head => inside(head.resolve(seen)?, Key::Quoted(index), end).map(Self::Value),
        }
    }

    /// The part that this is, once nothing more follows.
    pub(super) fn resolve(self, seen: &Seen<'_>) -> Result<Node, BadCondition> {
        match self {
            Self::Path(path) => path.resolve(seen),
            Self::Value(node) => Ok(node),
        }
    }
}

impl Path {
    pub(super) fn new(root: &str, at: Range<usize>) -> Self {
        Self { root: root.to_owned(), start: at.start, root_end: at.end, steps: Vec::new() }
    }

    fn with(mut self, key: Key, end: usize) -> Self {
        self.steps.push(Step { key, end });
        self
    }

    /// The element, a fact and something in it, or a piece of evidence.
    fn resolve(mut self, seen: &Seen<'_>) -> Result<Node, BadCondition> {
        let at = self.start..self.root_end;
        if seen.element.as_ref() == Some(&self.root) {
            return all_inside(Node::new(Part::Element, at)?, self.steps);
        }
        if self.root == FACTS
            && let Some(fact) = self.steps.first()
            && seen.names.has_fact(fact.key.word())
        {
            let fact = self.steps.remove(0);
            let name = format!("{FACTS}.{}", fact.key.word());
            return all_inside(Node::new(Part::Evidence(name), self.start..fact.end)?, self.steps);
        }
        self.fixed(seen)
    }

    /// A piece of evidence that every release has.
    fn fixed(self, seen: &Seen<'_>) -> Result<Node, BadCondition> {
        let at = self.start..self.steps.last().map_or(self.root_end, |step| step.end);
        let words = std::iter::once(self.root.as_str()).chain(self.steps.iter().map(|step| step.key.word()));
        let name = words.collect::<Vec<_>>().join(".");
        match self.steps.first() {
            None if names::is_group(&self.root) => {
                Err(BadCondition::Group { known: seen.names.inside(&self.root), name, at })
            }
            Some(step) if self.root == "checks" && ["stop_rules", "call"].contains(&step.key.word()) => {
                Err(BadCondition::Circular { at })
            }
            _ if self.root != FACTS && names::kind_of(&name).is_some() => Node::new(Part::Evidence(name), at),
            _ => Err(unknown(name, at, seen)),
        }
    }
}

fn unknown(name: String, at: Range<usize>, seen: &Seen<'_>) -> BadCondition {
    let mut known = seen.names.all();
    known.extend(seen.element.clone());
    let near = meant(&name).map_or_else(|| seen.names.near(&name), |meant| vec![meant.to_owned()]);
    BadCondition::UnknownName { near, known, name, at }
}

fn all_inside(root: Node, steps: Vec<Step>) -> Result<Node, BadCondition> {
    steps.into_iter().try_fold(root, |node, step| inside(node, step.key, step.end))
}

fn inside(node: Node, key: Key, end: usize) -> Result<Node, BadCondition> {
    let at = node.at.start..end;
    let part = match key {
        Key::Dotted(word) => Part::Field(Box::new(node), word),
        Key::Quoted(index) => Part::Index(Box::new([node, index])),
    };
    Node::new(part, at)
}

impl Node {
    /// The text that was written here, if it is one.
    fn text(&self) -> Option<&str> {
        match &self.part {
            Part::Constant(Constant::Text(text)) => Some(text),
            _ => None,
        }
    }
}
