//! The schema that editors use agrees with the reader: every shipped file validates, and what the reader refuses does not.

use std::fs;
use std::path::PathBuf;

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use crate::support::gonogo::{Gonogo, repository};

fn schema(of: &str) -> Validator {
    let told = Gonogo::new(repository(), &["schema", of]).run();
    assert_eq!(told.code, Some(0), "{told:?}");
    jsonschema::validator_for(&serde_json::from_str(&told.out).expect("JSON")).expect("a schema")
}

/// A file as editors hand it to a schema: dates are texts.
fn json_of(text: &str) -> Value {
    fn table(table: &DeTable<'_>, text: &str) -> Value {
        let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
            let key: &std::borrow::Cow<'_, str> = key.get_ref();
            (key.to_string(), json(value, text))
        };
        Value::Object(table.iter().map(entry).collect::<Map<_, _>>())
    }
    fn json(value: &toml::Spanned<DeValue<'_>>, text: &str) -> Value {
        match value.get_ref() {
            DeValue::String(value) => json!(value.as_ref()),
            DeValue::Integer(value) => json!(value.as_str().parse::<i64>().expect("a number")),
            DeValue::Float(value) => json!(value.as_str().parse::<f64>().expect("a number")),
            DeValue::Boolean(value) => json!(value),
            DeValue::Datetime(_) => json!(&text[value.span()]),
            DeValue::Array(values) => values.iter().map(|value| json(value, text)).collect(),
            DeValue::Table(inner) => table(inner, text),
        }
    }
    let (parsed, errors) = DeTable::parse_recoverable(text);
    assert!(errors.is_empty(), "{errors:?}");
    table(parsed.get_ref(), text)
}

/// Every file of this name under a folder.
fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let (mut open, mut found) = (vec![repository().join(folder)], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if wanted(&name) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn every_release_that_can_be_read_validates_and_no_other_does() {
    let schema = schema("release");
    let is_release = |name: &str| {
        name.rsplit_once('.').is_some_and(|(_, ending)| ending == "toml") && name != "gonogo.toml"
    };
    let mut all = files("tests/cases", is_release);
    all.extend(files("examples", is_release));
    all.push(repository().join("release.toml.example"));
    assert!(all.len() > 160);
    for path in all {
        let document = json_of(&fs::read_to_string(&path).expect("a file"));
        let is_invalid = path.ends_with("file/invalid/release.toml");
        assert_eq!(schema.is_valid(&document), !is_invalid, "{}", path.display());
    }
}

#[test]
fn every_policy_validates() {
    let schema = schema("policy");
    for path in files("tests/cases", |name| name == "gonogo.toml")
        .into_iter()
        .chain(files("examples", |name| name == "gonogo.toml"))
    {
        let document = json_of(&fs::read_to_string(&path).expect("a file"));
        assert!(schema.is_valid(&document), "{}", path.display());
    }
}
