//! JSON Schema from the declared tables: what editors complete and explain is what the reader reads.
//!
//! Draft 7, which every editor plugin understands.

use serde_json::{Map, Value, json};

use super::decode::{Form, TableForm};
use crate::limits;

/// The schema of a whole document: a table that may also name its own schema.
pub(crate) fn document(title: &str, id: &str, form: &Form) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("$id".into(), id.into());
    schema.insert("title".into(), title.into());
    if let Value::Object(body) = of(form) {
        schema.extend(body);
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        let own = json!({ "type": "string", "description": "The JSON Schema of this file, for editors." });
        properties.insert("$schema".into(), own);
    }
    Value::Object(schema)
}

fn of(form: &Form) -> Value {
    match form {
        Form::Text => json!({ "type": "string" }),
        Form::Person(longest) => json!({
            "type": "string",
            "description": "One named person: no team, no list.",
            "maxLength": longest,
        }),
        Form::Pattern(longest) => json!({ "type": "string", "minLength": 1, "maxLength": longest }),
        Form::Date => date(),
        Form::Zone => json!({
            "type": "string",
            "pattern": r"^[A-Za-z][A-Za-z0-9_+/-]*$",
            "examples": ["Europe/Madrid", "America/New_York", "UTC"],
        }),
        Form::Bool => json!({ "type": "boolean" }),
        Form::Whole => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Form::Amount(most) => json!({ "type": "number", "minimum": 0, "maximum": most }),
        Form::Hex(shortest) => {
            json!({ "type": "string", "pattern": format!("^[0-9a-fA-F]{{{shortest},64}}$") })
        }
        Form::Choice(words) => choice(words.iter().copied()),
        Form::List(form) => json!({ "type": "array", "maxItems": limits::LIST_ENTRIES, "items": of(form) }),
        Form::Either(one, other) => json!({ "anyOf": [of(one), of(other)] }),
        Form::Table(table) => of_table(table),
        Form::Map(form) => {
            json!({ "type": "object", "maxProperties": limits::LIST_ENTRIES, "additionalProperties": of(form) })
        }
    }
}

/// One of a few words, each with what it means.
pub(crate) fn choice<'w>(words: impl Iterator<Item = (&'w str, &'w str)>) -> Value {
    let (words, meanings): (Vec<&str>, Vec<&str>) = words.unzip();
    json!({ "type": "string", "enum": words, "enumDescriptions": meanings })
}

/// A day, a local time, or a time with an offset, as the reader takes them.
///
/// YAML and JSON have texts for them, TOML has types of its own: an editor that tells these apart takes a plain text
/// for something else, so each type is named by its format.
fn date() -> Value {
    const DATE: &str = r"^\s*\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}(:?\d{2})?(:?\d{2})?)?)?\s*$";
    let typed = |format: &str| json!({ "type": "string", "format": format, "pattern": DATE });
    json!({
        "anyOf": [
            { "type": "string", "pattern": DATE },
            typed("date-time"),
            typed("date-time-local"),
            typed("date"),
        ],
    })
}

fn of_table(table: &TableForm) -> Value {
    let mut properties = Map::new();
    for field in &table.fields {
        let mut schema = of(&field.form);
        if let Value::Object(schema) = &mut schema {
            // What the key means says more than what any value of its form is.
            schema.insert("description".into(), field.doc.as_str().into());
        }
        properties.insert(field.key.into(), schema);
    }
    json!({
        "type": "object",
        "description": table.doc,
        "properties": properties,
        "additionalProperties": false,
    })
}
