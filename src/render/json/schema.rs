//! The JSON Schema of the `json` report, for scripts: its shape from the types that are written, its words from the
//! types that have them.
//!
//! A later program may add keys, so a reader that holds a report to this schema lets keys pass that it does not know.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::document::{Document, SCHEMA};
use crate::report::Verdict;
use crate::row::{CheckId, Outcome, StopState};
use crate::rule::Level;

/// The schema, called by this id. `checks` are the rows that a report may have.
pub(crate) fn schema(id: &str, checks: &[CheckId]) -> Value {
    let root = SchemaSettings::draft07().into_generator().into_root_schema_for::<Document>();
    let mut schema = root.to_value();
    for (key, value) in [("$id", json!(id)), ("title", json!("A report of gonogo"))] {
        set(&mut schema, "", key, value);
    }
    set(&mut schema, "/properties/schema", "const", json!(SCHEMA));
    let verdicts = [Verdict::Go, Verdict::Clean, Verdict::Findings, Verdict::NoGo, Verdict::Invalid];
    let basis = ["verified", "vouched", "declared"];
    let rows: Vec<&str> = checks.iter().map(|check| check.word()).collect();
    for (place, words) in [
        ("/properties/verdict", &verdicts.map(Verdict::word)[..]),
        ("/definitions/ReleaseEntry/properties/verdict", &verdicts.map(Verdict::word)),
        ("/definitions/Check/properties/id", &rows),
        ("/definitions/Check/properties/basis", &basis),
        (
            "/definitions/Check/properties/result",
            &[Outcome::Pass, Outcome::Warn, Outcome::Fail].map(Outcome::word),
        ),
        ("/definitions/StopRule/properties/basis", &basis),
        (
            "/definitions/StopRule/properties/state",
            &[StopState::Clear, StopState::Tripped, StopState::Unknown].map(StopState::word),
        ),
        ("/definitions/Finding/properties/level", &[Level::Error, Level::Warning].map(Level::word)),
    ] {
        set(&mut schema, place, "enum", json!(words));
    }
    schema
}

fn set(schema: &mut Value, place: &str, key: &str, value: Value) {
    if let Some(part) = schema.pointer_mut(place).and_then(Value::as_object_mut) {
        part.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_where_it_is_looked_for() {
        let text = schema("urn:x", CheckId::ALL).to_string();
        assert_eq!(text.matches("\"enum\"").count(), 8, "{text}");
        assert!(text.contains("\"const\":1"), "{text}");
    }
}
