//! The JSON Schemas of the release file and the policy: the declared tables, and what `examine` asks beyond them.

use serde_json::{Value, json};

use super::policy::Policy;
use super::release::Release;
use crate::shape::Decode;
use crate::shape::schema::document;

/// The schema of a release file. `rules` are the ids that editors offer for acceptances.
pub(crate) fn release(rules: &[&str]) -> Value {
    let mut schema = document("A gonogo release file", &Release::form());
    narrow(
        &mut schema,
        "/properties/build",
        &json!({
            "not": { "required": ["changes"], "anyOf": [{ "required": ["from"] }, { "required": ["to"] }] },
        }),
    );
    narrow(&mut schema, "/properties/build/properties/ignore/items", &names_something());
    narrow(&mut schema, "/properties/tests/properties/skips/items", &json!({ "required": ["test"] }));
    narrow(&mut schema, "/properties/facts/additionalProperties/anyOf/1", &json!({ "required": ["path"] }));
    // An unknown id is a finding and not a fault of form: it is offered, not forced.
    narrow(
        &mut schema,
        "/properties/accept/items/properties/rule",
        &json!({
            "anyOf": [{ "enum": rules }, { "type": "string" }],
        }),
    );
    schema
}

/// The schema of a team policy. `rules` are the ids that may have a level.
pub(crate) fn policy(rules: &[&str]) -> Value {
    let mut schema = document("A gonogo team policy", &Policy::form());
    narrow(&mut schema, "/properties/build/properties/ignore/items", &names_something());
    let windows = json!({ "examples": ["Mon-Thu 09:00-16:00", "Mon-Thu 09:00-16:00, Fri 09:00-12:00"] });
    narrow(&mut schema, "/properties/limits/properties/launch_window", &windows);
    narrow(&mut schema, "/properties/rules", &json!({ "propertyNames": { "enum": rules } }));
    schema
}

/// An ignore entry has at least one glob.
fn names_something() -> Value {
    let some = json!({ "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1 }] });
    let key = |key: &str| json!({ "required": [key] });
    json!({
        "anyOf": [key("author"), key("paths"), key("subject")],
        "allOf": [{ "properties": { "author": some, "paths": some, "subject": some } }],
    })
}

/// Adds keywords to a part of the schema. The parts are named by the tests, which fail when one is not there.
fn narrow(schema: &mut Value, pointer: &str, keywords: &Value) {
    let part = schema.pointer_mut(pointer).and_then(Value::as_object_mut);
    if let (Some(part), Some(keywords)) = (part, keywords.as_object()) {
        part.extend(keywords.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(schema: &Value, document: &Value) -> bool {
        jsonschema::validator_for(schema).unwrap().is_valid(document)
    }

    #[test]
    fn what_the_reader_refuses_the_schema_refuses() {
        let schema = release(&["tests/failed"]);
        for good in [
            json!({}),
            json!({ "name": "x", "date": "2026-12-01", "scope": { "in": ["A 1", { "id": "B", "commits": ["abcdef1"] }] } }),
            json!({ "build": { "from": "a", "to": "b", "ignore": [{ "author": "bot*" }] } }),
            json!({ "build": { "changes": "a.json" } }),
            json!({ "accept": [{ "rule": "no/such" }], "people": { "Ana": { "role": "x" } } }),
            json!({ "freeze": "2026-11-27T12:00:00+01:00", "backup_date": "2026-12-03T09:00" }),
        ] {
            assert!(accepts(&schema, &good), "{good}");
        }
        for bad in [
            json!({ "nmae": "x" }),
            json!({ "name": 1 }),
            json!({ "date": "soon" }),
            json!({ "scope": { "in": "A 1" } }),
            json!({ "scope": { "in": [{ "id": "A", "commits": ["abc"] }] } }),
            json!({ "scope": { "extra": [{ "id": "A", "decision": "maybe" }] } }),
            json!({ "build": { "from": "a", "changes": "b" } }),
            json!({ "build": { "ignore": [{ "why": "x" }] } }),
            json!({ "build": { "ignore": [{ "author": [] }] } }),
            json!({ "tests": { "skips": [{ "why": "x" }] } }),
            json!({ "rollback": { "max_minutes": -1 } }),
            json!({ "facts": { "bugs": { "max_age_hours": 24 } } }),
        ] {
            assert!(!accepts(&schema, &bad), "{bad}");
        }
    }

    #[test]
    fn levels_are_for_rules_that_exist() {
        let schema = policy(&["tests/failed"]);
        assert!(accepts(&schema, &json!({ "rules": { "tests/failed": "off" }, "profiles": ["core"] })));
        assert!(!accepts(&schema, &json!({ "rules": { "tests/fialed": "off" } })));
        assert!(!accepts(&schema, &json!({ "limits": { "rollback_max_steps": 1.5 } })));
    }

    #[test]
    fn every_key_is_explained() {
        fn walk(at: &str, schema: &Value) {
            let Some(schema) = schema.as_object() else { return };
            for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let words = property.get("description").and_then(Value::as_str).unwrap_or_default();
                assert!(words.ends_with('.'), "{at}.{key}: {words:?}");
            }
            for (key, value) in schema {
                walk(&format!("{at}.{key}"), value);
            }
        }
        walk("release", &release(&[]));
        walk("policy", &policy(&[]));
    }
}
