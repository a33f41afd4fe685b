//! The one tree that TOML, YAML and JSON are read into: values with the place each was written at.
//!
//! Order is the order of the file. Nothing here knows what a release is.

use crate::source::{Span, Spanned};

/// A value as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// YAML's or JSON's null.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A TOML date, time or date-time, in its written form (`2026-12-01`, `2026-12-01T09:00:00+01:00`).
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table, mapping or object.
    Table(Table),
}

/// A value with its place. The place of a TOML table that has a header is its header.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Where it stands.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// Keys and values in file order. Readers refuse equal keys, so a key stands once.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// The value.
    pub node: Node,
}

impl Value {
    /// What to call this kind of value in a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing (null)",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Text(_) => "a text",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}
