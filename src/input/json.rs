//! JSON, with the place of each value.

use jsonc_parser::ast::{ObjectPropName, Value as Ast};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde::de::IgnoredAny;

use super::empty;
use crate::limits;
use crate::shape::Faults;
use crate::shape::tree::{Entry, Node, Table, Value};
use crate::source::{FileId, Span, Spanned, floor_boundary};
use crate::untrusted::message;

/// Plain JSON: what other readers of the file refuse is refused here too.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads a document up to its first error.
pub(super) fn parse(file: FileId, text: &str) -> (Node, Faults) {
    let mut faults = Faults::default();
    let mut reader = Reader { file, text, faults: &mut faults };
    let node = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => {
            reader.hold_to_the_letter();
            parsed.value.map(|value| reader.node(&value, 0))
        }
        Err(error) => {
            let span = reader.span(error.range());
            let said = error.kind().to_string().to_lowercase();
            if said.contains("nesting depth") {
                let deep =
                    message!("lists and tables are nested more than {} levels deep", limits::FILE_DEPTH);
                reader.faults.add(span, deep);
            } else {
                reader.faults.add_with_help(span, message!("this is not JSON: {}", said), HELP);
            }
            None
        }
    };
    (node.unwrap_or_else(|| empty(file)), faults)
}

const HELP: &str = "check quotes, commas and brackets around this place";

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn span(&self, range: Range) -> Span {
        Span::new(self.file, floor_boundary(self.text, range.start), floor_boundary(self.text, range.end))
    }

    fn node(&mut self, value: &Ast<'_>, depth: usize) -> Node {
        let span = self.span(value.range());
        if depth > limits::FILE_DEPTH {
            self.faults.add(
                span,
                message!("lists and tables are nested more than {} levels deep", limits::FILE_DEPTH),
            );
            return Node { span, value: Value::Null };
        }
        let inside = depth.saturating_add(1);
        let value = match value {
            Ast::StringLit(text) => Value::Text(text.value.to_string()),
            Ast::NumberLit(number) => self.number(number.value, span),
            Ast::BooleanLit(bool) => Value::Bool(bool.value),
            Ast::NullKeyword(_) => Value::Null,
            Ast::Array(array) => {
                Value::List(array.elements.iter().map(|value| self.node(value, inside)).collect())
            }
            Ast::Object(object) => {
                let mut table = Table::default();
                let mut seen = std::collections::HashSet::new();
                for property in &object.properties {
                    let node = self.node(&property.value, inside);
                    let (key, range) = match &property.name {
                        ObjectPropName::String(name) => (name.value.to_string(), name.range),
                        ObjectPropName::Word(name) => (name.value.to_owned(), name.range),
                    };
                    let key = Spanned::new(self.span(range), key);
                    if seen.insert(key.value.clone()) {
                        table.entries.push(Entry { key, node });
                    } else {
                        let said = message!("the key \"{}\" stands twice", key.value);
                        self.faults.add_with_help(key.span, said, "keep one of the two");
                    }
                }
                Value::Table(table)
            }
        };
        Node { span, value }
    }

    /// The library lets some things through that no other reader of JSON takes: control characters in texts, odd blanks
    /// between values.
    fn hold_to_the_letter(&mut self) {
        let Err(error) = serde_json::from_str::<IgnoredAny>(self.text) else { return };
        let before: usize =
            self.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = floor_boundary(self.text, before.saturating_add(error.column().saturating_sub(1)));
        let words = error.to_string();
        let said = words.split(" at line ").next().unwrap_or_default();
        let span = Span::new(self.file, at, at);
        self.faults.add_with_help(span, message!("this is not JSON: {}", said), HELP);
    }

    fn number(&mut self, text: &str, span: Span) -> Value {
        if let Ok(whole) = text.parse::<i64>() {
            return Value::Integer(whole);
        }
        let is_whole = !text.contains(['.', 'e', 'E']);
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && !is_whole => Value::Float(number),
            _ => {
                self.faults.add(span, "this number is too large, or is none");
                Value::Null
            }
        }
    }
}
