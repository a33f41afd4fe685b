//! Typed readers over the tree: each collects what is wrong with its value instead of stopping at it.

use std::ops::{Deref, DerefMut};

use super::fault::Faults;
use super::suggest;
use super::tree::{Entry, Node, Value};
use crate::limits;
use crate::source::{FileId, Span, Spanned};
use crate::untrusted::{Untrusted, message};

/// A type that can be read from a node of the tree.
pub(crate) trait Decode: Sized {
    /// Reads the node; on a problem notes it and gives nothing.
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self>;

    /// What is expected here, for editors.
    fn form() -> Form;

    /// Shows every text and every name below this value to the visitor.
    fn visit(&self, _visitor: &mut dyn Visit) {}
}

/// Sees the texts and names of a release, wherever they stand.
pub(crate) trait Visit {
    /// A place where prose is expected.
    fn text(&mut self, span: Span, words: &Untrusted);
    /// A place where one named person is expected.
    fn person(&mut self, span: Span, name: &Untrusted);
}

/// What a value may look like: the source of the JSON Schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// Any text.
    Text,
    /// A pattern of at most so many characters.
    Pattern(usize),
    /// The name of one person, in at most so many characters.
    Person(usize),
    /// A date, a local date-time, or a date-time with an offset.
    Date,
    /// An IANA time zone.
    Zone,
    /// True or false.
    Bool,
    /// A whole number from 0.
    Whole,
    /// A number from 0 to this one.
    Amount(u32),
    /// A text of hexadecimal digits, this many at least.
    Hex(usize),
    /// One of these words, each with what it means.
    Choice(Vec<(&'static str, &'static str)>),
    /// A list of one form.
    List(Box<Form>),
    /// One of two forms.
    Either(Box<Form>, Box<Form>),
    /// A table with known keys.
    Table(TableForm),
    /// A table whose keys are free.
    Map(Box<Form>),
}

/// A table with known keys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableForm {
    /// What the table is for.
    pub doc: String,
    /// Its keys.
    pub fields: Vec<FieldForm>,
}

/// One key of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldForm {
    /// The key.
    pub key: &'static str,
    /// What it means.
    pub doc: String,
    /// What it holds.
    pub form: Form,
}

/// Where a field of a table puts what it reads; missing is never a problem of form.
pub(crate) trait Slot: Default {
    /// Reads the value of a key.
    fn fill(key: Span, node: &Node, faults: &mut Faults) -> Self;
    /// What the value may look like.
    fn form() -> Form;
    /// Shows its texts and names to the visitor.
    fn visit(&self, visitor: &mut dyn Visit);
}

/// A key that may be missing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Maybe<T>(Option<(Span, T)>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Maybe<T> {
    /// The value, if the key is there.
    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub(crate) fn is_given(&self) -> bool {
        self.0.is_some()
    }

    /// Where the key stands, or else the given place.
    pub(crate) fn key_or(&self, place: Span) -> Span {
        self.0.as_ref().map_or(place, |(key, _)| *key)
    }

    /// A value that stands at a key, for readers of short forms.
    pub(crate) fn given(key: Span, value: T) -> Self {
        Self(Some((key, value)))
    }
}

impl<T> Maybe<Vec<T>> {
    /// The values of a list; none when the key is missing.
    pub(crate) fn items(&self) -> &[T] {
        self.get().map_or(&[], Vec::as_slice)
    }
}

impl<T: Decode> Slot for Maybe<T> {
    fn fill(key: Span, node: &Node, faults: &mut Faults) -> Self {
        Self(T::decode(node, faults).map(|value| (key, value)))
    }

    fn form() -> Form {
        T::form()
    }

    fn visit(&self, visitor: &mut dyn Visit) {
        if let Some(value) = self.get() {
            value.visit(visitor);
        }
    }
}

/// A table that may be missing and then reads as an empty one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Section<T> {
    present: bool,
    span: Span,
    table: T,
}

impl<T> Section<T> {
    /// Whether the table is there.
    pub(crate) fn is_given(&self) -> bool {
        self.present
    }

    /// Where the table begins; the top of the file when it is missing.
    pub(crate) fn span(&self) -> Span {
        self.span
    }
}

impl<T> Deref for Section<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.table
    }
}

impl<T> DerefMut for Section<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.table
    }
}

impl<T: Decode + Default> Slot for Section<T> {
    fn fill(_key: Span, node: &Node, faults: &mut Faults) -> Self {
        let table = T::decode(node, faults);
        Self { present: true, span: node.span, table: table.unwrap_or_default() }
    }

    fn form() -> Form {
        T::form()
    }

    fn visit(&self, visitor: &mut dyn Visit) {
        self.table.visit(visitor);
    }
}

/// The entries of a table while it is read: each key is taken once, what stays is unknown.
pub(crate) struct Fields<'n> {
    open: Vec<&'n Entry>,
}

impl<'n> Fields<'n> {
    /// Opens a table; anything else is a problem.
    pub(crate) fn open(node: &'n Node, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::Table(table) => Some(Self { open: table.entries.iter().collect() }),
            other => {
                faults.add(node.span, message!("expected a table, found {}", other.kind()));
                None
            }
        }
    }

    /// Takes one key.
    pub(crate) fn take<S: Slot>(&mut self, key: &str, faults: &mut Faults) -> S {
        match self.open.iter().position(|entry| entry.key.value == key) {
            Some(at) => {
                let entry = self.open.remove(at);
                S::fill(entry.key.span, &entry.node, faults)
            }
            None => S::default(),
        }
    }

    /// Reports the keys nobody took.
    pub(crate) fn close(self, known: &[&'static str], faults: &mut Faults) {
        if self.open.is_empty() {
            return;
        }
        let help = message!("the keys known here are {}", known.join(", "));
        for (at, entry) in self.open.into_iter().enumerate() {
            let (key, span) = (&entry.key.value, entry.key.span);
            if at < limits::HINTED_KEYS {
                let hint = suggest::hint(key, known.iter().copied());
                faults.add_unknown(key, span, message!("unknown key \"{}\"{}", key, hint), help.clone());
            } else {
                faults.add(span, message!("unknown key \"{}\"", key));
            }
        }
    }
}

/// Whether so many entries are read; nothing is read of a list that has more.
fn is_short(node: &Node, entries: usize, what: &str, faults: &mut Faults) -> bool {
    if entries > limits::LIST_ENTRIES {
        faults.add_with_help(
            node.span,
            message!("{} has more than {} entries", what, limits::LIST_ENTRIES),
            "a release file is one page: sum up what belongs together",
        );
    }
    entries <= limits::LIST_ENTRIES
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::List(nodes) => {
                if !is_short(node, nodes.len(), "the list", faults) {
                    return None;
                }
                let all: Vec<Option<T>> = nodes.iter().map(|node| T::decode(node, faults)).collect();
                Some(all.into_iter().flatten().collect())
            }
            other => {
                faults.add_with_help(
                    node.span,
                    message!("expected a list, found {}", other.kind()),
                    "put the value in square brackets, one entry for each",
                );
                None
            }
        }
    }

    fn form() -> Form {
        Form::List(Box::new(T::form()))
    }

    fn visit(&self, visitor: &mut dyn Visit) {
        for value in self {
            value.visit(visitor);
        }
    }
}

/// A table whose keys are free, in file order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map<T> {
    /// Keys and values.
    pub entries: Vec<(Spanned<String>, T)>,
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let fields = Fields::open(node, faults)?;
        if !is_short(node, fields.open.len(), "the table", faults) {
            return None;
        }
        let read = |entry: &Entry| T::decode(&entry.node, faults).map(|value| (entry.key.clone(), value));
        Some(Self { entries: fields.open.into_iter().filter_map(read).collect() })
    }

    fn form() -> Form {
        Form::Map(Box::new(T::form()))
    }

    fn visit(&self, visitor: &mut dyn Visit) {
        for (_, value) in &self.entries {
            value.visit(visitor);
        }
    }
}

/// One value, or a list of such values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OneOrMany<T> {
    /// The values; at least one was written, unless the list was empty.
    pub list: Vec<T>,
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self { list: Vec::new() }
    }
}

impl<T: Decode> Decode for OneOrMany<T> {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let list = match &node.value {
            Value::List(_) => Vec::decode(node, faults)?,
            _ => vec![T::decode(node, faults)?],
        };
        Some(Self { list })
    }

    fn form() -> Form {
        Form::Either(Box::new(T::form()), Box::new(Vec::<T>::form()))
    }
}

/// The key at the top of a file by which editors find its schema. It says nothing about the release.
const SCHEMA: &str = "$schema";

/// Whether an entry names the schema of the file, which only a text can.
fn names_schema(entry: &Entry, faults: &mut Faults) -> bool {
    let names = entry.key.value == SCHEMA;
    if names && !matches!(entry.node.value, Value::Text(_)) {
        let found = entry.node.value.kind();
        faults.add(entry.node.span, message!("expected the address of a JSON Schema, found {}", found));
    }
    names
}

/// Reads a whole file as one table. The root's own place is the top of the file.
pub(crate) fn document<T: Decode + Default>(file: FileId, node: Node, faults: &mut Faults) -> T {
    let mut root = Node { span: Span::top(file), value: node.value };
    if let Value::Table(table) = &mut root.value {
        table.entries.retain(|entry| !names_schema(entry, faults));
    }
    T::decode(&root, faults).unwrap_or_default()
}
