//! One model of a release in three syntaxes.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

/// Keys whose values are dates.
const DATES: [&str; 11] = [
    "date",
    "backup_date",
    "freeze",
    "approved_on",
    "matched_on",
    "on",
    "until",
    "confirmed_on",
    "told_on",
    "checked_on",
    "accepted_on",
];

/// Reads TOML; dates become texts.
pub(crate) fn from_toml(text: &str) -> Value {
    let table = DeTable::parse(text).expect("TOML");
    from_table(table.get_ref())
}

fn from_table(table: &DeTable<'_>) -> Value {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), from_value(value.get_ref()))).collect()
}

fn from_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => Value::from(number.as_str().parse::<i64>().expect("a number")),
        DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(list) => list.iter().map(|value| from_value(value.get_ref())).collect(),
        DeValue::Table(table) => from_table(table),
    }
}

/// Writes JSON.
pub(crate) fn to_json(model: &Value) -> String {
    serde_json::to_string_pretty(model).expect("JSON")
}

/// Writes YAML: every text in quotes, as JSON writes it, for YAML reads that as well.
pub(crate) fn to_yaml(model: &Value) -> String {
    let mut out = String::new();
    block(model, 0, &mut out);
    out
}

fn block(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let _ = write!(out, "\n{indent}{}:", text(key));
                block(value, depth + 1, out);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for value in list {
                let _ = write!(out, "\n{indent}-");
                block(value, depth + 1, out);
            }
        }
        Value::String(words) => {
            let _ = write!(out, " {}", text(words));
        }
        plain => {
            let _ = write!(out, " {plain}");
        }
    }
    if depth == 0 {
        out.push('\n');
    }
}

/// Writes TOML: a line for each key, tables inline.
pub(crate) fn to_toml(model: &Value) -> String {
    let Value::Object(map) = model else { panic!("a table") };
    map.iter()
        .fold(String::new(), |out, (key, value)| out + &format!("{} = {}\n", text(key), inline(key, value)))
}

fn inline(key: &str, value: &Value) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::String(date) if DATES.contains(&key) => date.clone(),
        Value::String(words) => text(words),
        Value::Array(values) => format!("[{}]", list(values.iter().map(|value| inline("", value)).collect())),
        Value::Object(map) => format!("{{ {} }}", list(pairs(map))),
        plain => plain.to_string(),
    }
}

fn pairs(map: &Map<String, Value>) -> Vec<String> {
    map.iter().map(|(key, value)| format!("{} = {}", text(key), inline(key, value))).collect()
}

/// A text in double quotes; what one of the three takes for no character of a text is written as its number.
fn text(words: &str) -> String {
    let mut out = String::new();
    for c in Value::from(words).to_string().chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}
