//! TOML, with every syntax error of the file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{DEPTH, MOST, empty};
use crate::shape::Faults;
use crate::shape::tree::{Entry, Node, Table, Value};
use crate::source;
use crate::source::{FileId, Span, floor_boundary};
use crate::untrusted::{Untrusted, message};

/// Bytes after which a reading is tried: the library holds every error, and a text made for it has more errors than
/// letters.
const STRIDE: usize = 256 * 1024;

/// Errors in the beginning of a file that end its reading. A beginning that is cut off has but a few of its own.
const FLOOD: usize = 1_000;

/// Reads a document; behind an error the reader goes on as well as it can.
pub(super) fn parse(file: FileId, text: &str) -> (Node, Faults) {
    let mut faults = Faults::default();
    if let Some(head) = flooded(text) {
        let (_, errors) = DeTable::parse_recoverable(head);
        let mut reader = Reader { file, text, faults: &mut faults };
        errors.iter().take(MOST.saturating_sub(1)).for_each(|error| reader.syntax(error));
        faults.add(
            Span::top(file),
            message!("the file has more than {} errors and was not read to its end", FLOOD),
        );
        return (empty(file), faults);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file, text, faults: &mut faults };
    for (told, error) in errors.iter().enumerate() {
        if told < MOST {
            reader.syntax(error);
        } else {
            // Only counted: looking at the line of each takes too long where all are on one.
            reader.faults.add(Span::top(file), "one more");
        }
    }
    let value = Value::Table(reader.table(table.get_ref(), 0));
    (Node { span: Span::top(file), value }, faults)
}

/// The beginning of a long text, if it already has too many errors.
fn flooded(text: &str) -> Option<&str> {
    let ends = (1..).map(|times: usize| times.saturating_mul(STRIDE)).take_while(|end| *end < text.len());
    let heads = ends.filter_map(|end| text.get(..floor_boundary(text, end)));
    heads.into_iter().find(|head| DeTable::parse_recoverable(head).1.len() > FLOOD)
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, floor_boundary(self.text, range.start), floor_boundary(self.text, range.end))
    }

    fn syntax(&mut self, error: &toml::de::Error) {
        let range = error.span().unwrap_or_default();
        let said = error.message().trim().trim_end_matches('.').replace('\n', "; ");
        let span = self.span(range);
        let line = self.line(span.start);
        self.faults.add_with_help(span, message!("this is not TOML: {}", said), help(line, &said));
    }

    fn line(&self, at: usize) -> &str {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    fn table(&mut self, table: &DeTable<'_>, depth: usize) -> Table {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let node = self.node(value, depth.saturating_add(1));
            let key = source::Spanned::new(self.span(key.span()), key.get_ref().to_string());
            entries.push(Entry { key, node });
        }
        Table { entries }
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Node {
        let span = self.span(value.span());
        if depth > DEPTH {
            self.faults.add(span, message!("lists and tables are nested more than {} levels deep", DEPTH));
            return Node { span, value: Value::Null };
        }
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Datetime(_) => {
                Value::Date(self.text.get(span.start..span.end).unwrap_or_default().to_owned())
            }
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => self.bad_number(span),
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => self.bad_number(span),
            },
            DeValue::Array(array) => {
                Value::List(array.iter().map(|value| self.node(value, depth.saturating_add(1))).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
        };
        Node { span, value }
    }

    fn bad_number(&mut self, span: Span) -> Value {
        let help = "put it in quotes if it is a text: version = \"2.4.0\"";
        self.faults.add_with_help(span, "this number is too large, or is none", help);
        Value::Null
    }
}

/// Whether the value of a line should be a date, as far as its key tells.
fn is_about_a_date(line: &str) -> bool {
    let key = line.split('=').next().unwrap_or_default().trim();
    ["date", "_on", "freeze", "until"].iter().any(|ending| key.ends_with(ending)) || key == "on"
}

/// The slips that people make who do not write TOML every day.
fn help(line: &str, said: &str) -> Untrusted {
    let text = if line.contains(['“', '”', '„', '‘', '’']) {
        "use straight quotes (\"), not those of a word processor"
    } else if said.contains("duplicate key") {
        "keep one of the two"
    } else if ["day", "month", "year", "hour", "time", "offset", "date"]
        .iter()
        .any(|part| said.contains(part))
        || is_about_a_date(line)
    {
        "write dates as 2026-12-01, 2026-12-01T09:00 or 2026-12-01T09:00:00+01:00"
    } else if line.trim_start().starts_with('[') {
        "a section starts with its name in square brackets on a line of its own: [scope]"
    } else if !line.contains('=') {
        "each line is a key, an equals sign and a value: owner = \"Ana Ruiz\""
    } else {
        "texts stand in double quotes, lists in square brackets: owner = \"Ana Ruiz\""
    };
    Untrusted::from(text)
}
