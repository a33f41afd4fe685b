//! The schemas that `gonogo schema` prints.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use super::gonogo::{Gonogo, Told, repository};

fn printed(of: &str) -> Value {
    let told = Gonogo::new(repository(), &["schema", of]).run();
    assert_eq!(told.code, Some(0), "{told:?}");
    serde_json::from_str(&told.out).expect("JSON")
}

/// The schema of releases or policies.
pub(crate) fn schema(of: &str) -> Validator {
    jsonschema::validator_for(&printed(of)).expect("a schema")
}

/// Holds every JSON report that a test meets to its schema, here without keys that it does not describe.
pub(crate) fn hold(told: &Told) {
    static SCHEMA: OnceLock<Validator> = OnceLock::new();
    if !told.out.starts_with("{\n  \"schema\": ") {
        return;
    }
    let schema = SCHEMA.get_or_init(|| {
        let mut schema = printed("report");
        close(&mut schema);
        jsonschema::validator_for(&schema).expect("a schema")
    });
    // What was cut off on its way is no report: the test that does so looks at it itself.
    let Ok(report) = serde_json::from_str(&told.out) else { return };
    let faults: Vec<String> =
        schema.iter_errors(&report).map(|why| format!("{why} at {}", why.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:?}\n{}", told.out);
}

/// Lets no table have other keys than those that are described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(close);
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}
