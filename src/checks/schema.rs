//! The JSON Schemas of the release file and the policy: the declared tables, and what `examine` asks beyond them.

use serde_json::{Map, Value, json};

use super::policy::Policy;
use super::release::Release;
use crate::evidence::ssh::KINDS;
use crate::limits;
use crate::rule::Rule;
use crate::shape::Decode;
use crate::shape::schema::{choice, document};
use crate::site;

/// The schema of a release file. Editors offer the ids of `rules` for acceptances.
pub(crate) fn release(rules: &[&Rule]) -> Value {
    let mut schema = document("A gonogo release file", &id("release"), &Release::form());
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
    narrow(&mut schema, "/properties/accept", &json!({ "maxItems": limits::ACCEPTANCES }));
    narrow(&mut schema, "/properties/people/additionalProperties/properties/keys/items", &key());
    // An unknown id is a finding and not a fault of form: it is offered, not forced.
    let any_rule = json!({ "anyOf": [words(rules), { "type": "string" }] });
    narrow(&mut schema, "/properties/accept/items/properties/rule", &any_rule);
    narrow(&mut schema, "/properties/call/items/properties/cause/items", &any_rule);
    schema
}

/// The schema of a team policy. The ids of `rules` may have a level.
pub(crate) fn policy(rules: &[&Rule]) -> Value {
    let mut schema = document("A gonogo team policy", &id("policy"), &Policy::form());
    narrow(&mut schema, "/properties/build/properties/ignore/items", &names_something());
    let windows = json!({ "examples": ["Mon-Thu 09:00-16:00", "Mon-Thu 09:00-16:00, Fri 09:00-12:00"] });
    narrow(&mut schema, "/properties/limits/properties/launch_window", &windows);
    narrow(&mut schema, "/properties/people/additionalProperties/properties/keys/items", &key());
    let levels = schema.pointer("/properties/rules/additionalProperties").cloned().unwrap_or_default();
    let level = |rule: &&Rule| (rule.id.to_owned(), described(&levels, &sentence(rule.title)));
    let properties: Map<String, Value> = rules.iter().map(level).collect();
    let known = json!({ "properties": properties, "additionalProperties": false });
    narrow(&mut schema, "/properties/rules", &known);
    schema
}

/// What a schema is called wherever it lies: its address, once there is one.
pub(crate) fn id(of: &str) -> String {
    site::schema(of).unwrap_or_else(|| format!("urn:gonogo:schema:{of}"))
}

/// The ids of rules, each with what it finds.
fn words(rules: &[&Rule]) -> Value {
    choice(rules.iter().map(|rule| (rule.id, rule.title)))
}

/// A title as a sentence of its own.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// The same schema about something else.
fn described(schema: &Value, words: &str) -> Value {
    let mut schema = schema.clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".into(), words.into());
    }
    schema
}

/// The one line of a public key, as far as a pattern can tell.
fn key() -> Value {
    let kinds = KINDS.map(|kind| kind.replace('.', r"\."));
    let pattern = format!(r"^\s*({})\s+AAAA[A-Za-z0-9+/]{{56,}}={{0,2}}(\s.*)?$", kinds.join("|"));
    json!({ "pattern": pattern })
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

    fn rules() -> Vec<&'static Rule> {
        crate::checks::catalogue::catalogue().all().to_vec()
    }

    fn accepts(schema: &Value, document: &Value) -> bool {
        jsonschema::validator_for(schema).unwrap().is_valid(document)
    }

    #[test]
    fn what_the_reader_refuses_the_schema_refuses() {
        let schema = release(&rules());
        for good in [
            json!({}),
            json!({ "name": "x", "date": "2026-12-01", "scope": { "in": ["A 1", { "id": "B", "commits": ["abcdef1"] }] } }),
            json!({ "build": { "from": "a", "to": "b", "ignore": [{ "author": "bot*" }] } }),
            json!({ "build": { "changes": "a.json" } }),
            json!({ "$schema": "release.schema.json" }),
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
            json!({ "$schema": 1 }),
            json!({ "owner": "A".repeat(201) }),
            json!({ "timezone": "Middle of Spain" }),
            json!({ "tests": { "skips": [{ "test": "" }] } }),
            json!({ "people": { "Ana": { "keys": ["ssh-dss AAAA"] } } }),
            json!({ "rollback": { "max_minutes": 1_000_001 } }),
            json!({ "rollback": { "max_minutes": -1 } }),
            json!({ "facts": { "bugs": { "max_age_hours": 24 } } }),
        ] {
            assert!(!accepts(&schema, &bad), "{bad}");
        }
    }

    #[test]
    fn levels_are_for_rules_that_exist() {
        let schema = policy(&rules());
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
        walk("release", &release(&rules()));
        walk("policy", &policy(&rules()));
    }
}
