//! JSON Schema from the declared tables: what editors complete and explain is what the reader reads.
//!
//! Draft 7, which every editor plugin understands. TOML dates reach a schema as texts.

use serde_json::{Map, Value, json};

use super::decode::{Form, TableForm};

/// The schema of a whole document.
pub(crate) fn document(title: &str, form: &Form) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".into(), title.into());
    if let Value::Object(body) = of(form) {
        schema.extend(body);
    }
    Value::Object(schema)
}

fn of(form: &Form) -> Value {
    match form {
        Form::Text => json!({ "type": "string" }),
        Form::Person => json!({ "type": "string", "description": "One named person: no team, no list." }),
        Form::Date => json!({ "type": "string", "pattern": DATE }),
        Form::Zone => json!({ "type": "string", "examples": ["Europe/Madrid", "America/New_York", "UTC"] }),
        Form::Bool => json!({ "type": "boolean" }),
        Form::Whole => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Form::Amount => json!({ "type": "number", "minimum": 0 }),
        Form::Hex(shortest) => {
            json!({ "type": "string", "pattern": format!("^[0-9a-fA-F]{{{shortest},64}}$") })
        }
        Form::Choice(words) => json!({ "enum": words }),
        Form::List(form) => json!({ "type": "array", "items": of(form) }),
        Form::Either(one, other) => json!({ "anyOf": [of(one), of(other)] }),
        Form::Table(table) => of_table(table),
        Form::Map(form) => json!({ "type": "object", "additionalProperties": of(form) }),
    }
}

/// A day, a local time, or a time with an offset, as the reader takes them.
const DATE: &str = r"^\s*\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}(:?\d{2})?(:?\d{2})?)?)?\s*$";

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
