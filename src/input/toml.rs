//! TOML, with every syntax error of the file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::empty;
use super::slip::{Echo, Place, diagnose};
use crate::limits;
use crate::shape::Faults;
use crate::shape::tree::{Entry, Node, Table, Value};
use crate::source;
use crate::source::{FileId, Span, floor_boundary};
use crate::untrusted::message;

/// Bytes after which a reading is tried: the library holds every error, and a text made for it has more errors than
/// letters.
const STRIDE: usize = 256 * 1024;

/// Reads a document; behind an error the reader goes on as well as it can.
pub(super) fn parse(file: FileId, text: &str) -> (Node, Faults) {
    let mut faults = Faults::default();
    if let Some(head) = flooded(text) {
        let (_, errors) = DeTable::parse_recoverable(head);
        let mut reader = Reader { file, text, faults: &mut faults, told: None };
        errors.iter().take(limits::SYNTAX_ERRORS.saturating_sub(1)).for_each(|error| reader.syntax(error));
        faults.add(
            Span::top(file),
            message!("the file has more than {} errors and was not read to its end", limits::SYNTAX_FLOOD),
        );
        return (empty(file), faults);
    }
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    let mut reader = Reader { file, text, faults: &mut faults, told: None };
    for (told, error) in errors.iter().enumerate() {
        if told < limits::SYNTAX_ERRORS {
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
    heads.into_iter().find(|head| DeTable::parse_recoverable(head).1.len() > limits::SYNTAX_FLOOD)
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    faults: &'a mut Faults,
    /// The start of the last line that the last slip makes look wrong, and how far that reaches.
    told: Option<(usize, Echo)>,
}

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, floor_boundary(self.text, range.start), floor_boundary(self.text, range.end))
    }

    /// Tells of a slip; what follows from it in the same line, or in the line that it swallows, is no slip of its own.
    fn syntax(&mut self, error: &toml::de::Error) {
        let at = self.span(error.span().unwrap_or_default()).start;
        let line = self.line_start(at);
        let said = error.message().trim().trim_end_matches('.').replace('\n', "; ");
        if let Some((last, echo)) = &mut self.told {
            let is_next =
                |last| self.text.get(last..line).is_some_and(|between| between.trim().lines().count() == 1);
            let is_echo = match echo {
                Echo::Line => false,
                Echo::LineBelow => is_next(*last),
                Echo::List => said.contains("array"),
            };
            if *last == line || is_echo {
                if *last != line && *echo == Echo::LineBelow {
                    *echo = Echo::Line;
                }
                *last = line;
                self.unread(line);
                return;
            }
        }
        let slip = diagnose(&Place::new(self.file, self.text, at), &said);
        self.told = Some((line, slip.echo));
        self.unread(line);
        self.faults.list.push(slip.fault);
    }

    /// Notes the line that starts here as one in which nothing was read as it was meant.
    fn unread(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        self.faults.unread.push(Span::new(self.file, start, start.saturating_add(length)));
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        before.rfind('\n').map_or(0, |end| end.saturating_add(1))
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
        if depth > limits::FILE_DEPTH {
            self.faults.add(
                span,
                message!("lists and tables are nested more than {} levels deep", limits::FILE_DEPTH),
            );
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
        let is_in = |line: &Span| (line.start..=line.end).contains(&span.start);
        if !self.faults.unread.iter().any(is_in) {
            let help = "put it in quotes if it is a text: version = \"2.4.0\"";
            self.faults.add_with_help(span, "not a valid number, or too large", help);
        }
        Value::Null
    }
}
