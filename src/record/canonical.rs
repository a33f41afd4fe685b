//! The digest of a plan: one line of text for all spellings of the same values, and its SHA-256.
//!
//! The form of each key says what its value is, so a date that TOML writes bare and YAML in quotes is one value, while
//! a sentence that happens to look like a date stays the sentence it is. Order of keys, comments, quotes and syntax do
//! not matter; values, and the order of lists, do.

use std::collections::BTreeMap;

use serde_json::{Number, Value as Json};
use sha2::{Digest, Sha256};

use crate::shape::Form;
use crate::shape::date::{self, When};
use crate::shape::tree::{Node, Table, Value};
use crate::source::Span;

/// Keys of the file that are no part of the plan: what is said about it, before and after, and what editors read.
const BESIDE: [&str; 3] = ["$schema", "call", "review"];

/// The digest of the plan in a release file, such as `sha256:7be0…`.
pub(crate) fn digest(file: &Node, form: &Form) -> String {
    let plan = match &file.value {
        Value::Table(table) => {
            let is_plan = |key: &str| !BESIDE.contains(&key);
            let entries = table.entries.iter().filter(|entry| is_plan(&entry.key.value)).cloned().collect();
            canonical(&Value::Table(Table { entries }), Some(form))
        }
        other => canonical(other, Some(form)),
    };
    let digest = Sha256::digest(plan.to_string().as_bytes());
    digest.iter().fold("sha256:".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// What each key of the plan says, in the one way that stands for all its spellings.
pub(crate) fn tables(file: &Node, form: &Form) -> BTreeMap<String, String> {
    let Value::Table(table) = &file.value else { return BTreeMap::new() };
    let entries = table.entries.iter().filter(|entry| !BESIDE.contains(&entry.key.value.as_str()));
    let one = |entry: &crate::shape::tree::Entry| {
        let key = entry.key.value.clone();
        let said = canonical(&entry.node.value, at(form, &key)).to_string();
        (key, said)
    };
    entries.map(one).collect()
}

/// A value in the one way that stands for all its spellings. Tables are sorted by their keys.
fn canonical(value: &Value, form: Option<&Form>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(number) => Json::Number((*number).into()),
        Value::Float(number) => float(*number),
        Value::Text(text) if is_date(form) => date(text),
        // A line end is one, whatever the machine that wrote the file takes for it.
        Value::Text(text) => Json::String(text.replace("\r\n", "\n")),
        Value::Date(text) => date(text),
        Value::List(nodes) => {
            let of = form.and_then(list_of);
            Json::Array(nodes.iter().map(|node| canonical(&node.value, of)).collect())
        }
        Value::Table(table) => {
            let entry = |key: &str, node: &Node| canonical(&node.value, form.and_then(|form| at(form, key)));
            let entries = table.entries.iter();
            let sorted: BTreeMap<String, Json> =
                entries.map(|each| (each.key.value.clone(), entry(&each.key.value, &each.node))).collect();
            Json::Object(sorted.into_iter().collect())
        }
    }
}

/// A number with nothing behind its point is the whole number.
fn float(number: f64) -> Json {
    let plain = format!("{number}");
    match plain.parse::<i64>() {
        Ok(whole) => Json::Number(whole.into()),
        Err(_) => Number::from_f64(number).map_or(Json::String(plain), Json::Number),
    }
}

/// A date as RFC 3339 with its own offset.
fn date(text: &str) -> Json {
    let when = date::parse(text).map(|moment| When { span: Span::default(), moment });
    Json::String(when.map_or_else(|_| text.to_owned(), |when| when.written()))
}

fn is_date(form: Option<&Form>) -> bool {
    match form {
        Some(Form::Date) => true,
        Some(Form::Either(one, other)) => is_date(Some(one)) || is_date(Some(other)),
        _ => false,
    }
}

fn list_of(form: &Form) -> Option<&Form> {
    match form {
        Form::List(of) => Some(of),
        Form::Either(one, other) => list_of(one).or_else(|| list_of(other)),
        _ => None,
    }
}

fn at<'f>(form: &'f Form, key: &str) -> Option<&'f Form> {
    match form {
        Form::Table(table) => table.fields.iter().find(|field| field.key == key).map(|field| &field.form),
        Form::Map(of) => Some(of),
        Form::Either(one, other) => at(one, key).or_else(|| at(other, key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::release::Release;
    use crate::input::{Syntax, parse};
    use crate::shape::Decode;
    use crate::source::FileId;

    fn of(syntax: Syntax, text: &str) -> String {
        let (node, faults) = parse(FileId::Release, syntax, text);
        assert!(faults.is_empty(), "{faults:?}");
        digest(&node, &Release::form())
    }

    const PLAN: &str = "name = \"A\"\ndate = 2026-12-01T09:00:00+01:00\n[rollback]\nmax_minutes = 15\n\
        triggers = [\"One\", \"Two\"]\n[scope]\nin = [{ id = \"A-1\", title = \"First\", done = true }]\n";

    #[test]
    fn spelling_order_comments_and_syntax_do_not_matter() {
        let plan = of(Syntax::Toml, PLAN);
        assert!(plan.starts_with("sha256:") && plan.len() == 71);
        let same = "# A remark\r\ndate = \"2026-12-01 09:00+01:00\"  # when\nname = 'A'\n[[scope.in]]\ndone = true\n\
            title = \"First\"\nid = \"A-1\"\n[rollback]\ntriggers = [\n\"One\",\n 'Two', ]\nmax_minutes = 15.0\n";
        assert_eq!(of(Syntax::Toml, same), plan);
        let yaml = "scope: {in: [{title: First, id: A-1, done: true}]}\nrollback:\n  max_minutes: 15\n  triggers:\n    - One\n    \
            - Two\ndate: 2026-12-01T09:00:00+01:00\nname: A\n";
        assert_eq!(of(Syntax::Yaml, yaml), plan);
        let json = r#"{"$schema": "x", "name": "A", "date": "2026-12-01T09:00:00+01:00", "rollback": {"max_minutes": 15,
            "triggers": ["One", "Two"]}, "scope": {"in": [{"id": "A-1", "title": "First", "done": true}]}}"#;
        assert_eq!(of(Syntax::Json, json), plan);
    }

    #[test]
    fn calls_and_reviews_are_no_part_of_the_plan() {
        let with = format!("{PLAN}[[call]]\nsay = \"ship\"\n[review]\noutcome = \"shipped\"\n");
        assert_eq!(of(Syntax::Toml, &with), of(Syntax::Toml, PLAN));
    }

    #[test]
    fn every_value_and_the_order_of_lists_matter() {
        for (old, new) in [
            ("\"A\"", "\"B\""),
            ("09:00:00+01:00", "08:00:00Z"),
            ("09:00:00+01:00", "09:00:00"),
            ("15", "16"),
            ("\"One\", \"Two\"", "\"Two\", \"One\""),
            ("true", "false"),
            ("A-1", "A-2"),
            ("\"A\"", "\"A \""),
            ("name = \"A\"", "name = \"A\"\nversion = \"1\""),
        ] {
            assert_ne!(of(Syntax::Toml, &PLAN.replacen(old, new, 1)), of(Syntax::Toml, PLAN), "{new}");
        }
        let prose = |day: &str| of(Syntax::Toml, &format!("goal = \"{day}\""));
        assert_ne!(prose("2026-12-01 09:00"), prose("2026-12-01T09:00"));
    }
}
