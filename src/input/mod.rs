//! Text to tree: TOML, YAML and JSON are read into one spanned form.
//!
//! Owns what is a readable file: its size, its encoding, its nesting, its syntax. What the keys mean is not known
//! here. Every key and every value keeps the place it was written at.

mod detect;
mod json;
mod slip;
#[cfg(test)]
mod tests;
mod text;
mod toml;
mod yaml;

use crate::limits;
use crate::shape::Faults;
use crate::shape::tree::{Node, Table, Value};
use crate::source::{FileId, Span};

pub(crate) use detect::detect;
pub(crate) use text::decode;
pub(crate) use yaml::too_deep;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// TOML 1.1.
    Toml,
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
}

/// Reads a text. What could be read comes with what is wrong: a reader that can go on behind an error does, so that one
/// run tells as much as possible.
pub(crate) fn parse(file: FileId, syntax: Syntax, text: &str) -> (Node, Faults) {
    if text.trim().is_empty() {
        return (empty(file), Faults::default());
    }
    let (node, mut faults) = match syntax {
        Syntax::Toml => toml::parse(file, text),
        Syntax::Yaml => yaml::parse(file, text),
        Syntax::Json => json::parse(file, text),
    };
    faults.limit(limits::SYNTAX_ERRORS, file);
    (node, faults)
}

/// What a file without a value reads as.
fn empty(file: FileId) -> Node {
    Node { span: Span::top(file), value: Value::Table(Table::default()) }
}
