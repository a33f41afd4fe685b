//! The schemas that `gonogo schema` prints.

use jsonschema::Validator;

use super::gonogo::{Gonogo, repository};

/// The schema of releases or policies.
pub(crate) fn schema(of: &str) -> Validator {
    let told = Gonogo::new(repository(), &["schema", of]).run();
    assert_eq!(told.code, Some(0), "{told:?}");
    jsonschema::validator_for(&serde_json::from_str(&told.out).expect("JSON")).expect("a schema")
}
