//! The schemas that editors use agree with the reader: every shipped file validates. The cases hold theirs themselves.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::gonogo::{Gonogo, repository};
use crate::support::schema::schema;
use crate::support::syntax::from_toml;

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
fn every_shipped_release_validates() {
    let schema = schema("release");
    let is_release = |name: &str| {
        name.rsplit_once('.').is_some_and(|(_, ending)| ending == "toml") && name != "gonogo.toml"
    };
    let mut all = files("examples", is_release);
    all.push(repository().join("release.toml.example"));
    for path in all {
        let document = from_toml(&fs::read_to_string(&path).expect("a file"));
        assert!(schema.is_valid(&document), "{}", path.display());
    }
}

#[test]
fn every_shipped_policy_validates() {
    let schema = schema("policy");
    for path in files("examples", |name| name == "gonogo.toml") {
        let document = from_toml(&fs::read_to_string(&path).expect("a file"));
        assert!(schema.is_valid(&document), "{}", path.display());
    }
}

#[test]
fn a_file_may_name_its_schema_and_says_the_same_without_it() {
    let plan = |name: &str, text: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(name), text).expect("a file");
        let told = Gonogo::new(folder.path(), &["check", name, "--format", "json"]).run();
        assert_eq!(told.code, Some(1), "{told:?}");
        let report: Value = serde_json::from_str(&told.out).expect("JSON");
        report["releases"][0]["release"]["plan"].as_str().expect("a digest").to_owned()
    };
    let without = plan("release.toml", "name = \"A\"\n");
    for (name, text) in [
        ("release.json", "{\"$schema\": \"release.schema.json\", \"name\": \"A\"}"),
        ("release.yaml", "# yaml-language-server: $schema=x.json\n$schema: x.json\nname: A\n"),
        ("release.toml", "#:schema x.json\n\"$schema\" = \"x.json\"\nname = \"A\"\n"),
    ] {
        assert_eq!(plan(name, text), without, "{name}");
    }
}

#[test]
fn only_an_address_at_the_top_is_a_schema() {
    for text in ["\"$schema\" = 1\n", "[scope]\n\"$schema\" = \"x.json\"\n"] {
        let told = Gonogo::new(repository(), &["lint", "-"]).input(text).run();
        assert_eq!(told.code, Some(2), "{told:?}");
        assert!(told.out.contains("$schema") || told.out.contains("address of a JSON Schema"), "{told:?}");
    }
}

#[test]
fn a_policy_may_name_its_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("gonogo.toml"), "\"$schema\" = \"x\"\n").expect("a file");
    fs::write(folder.path().join("release.toml"), "name = \"A\"\n").expect("a file");
    let told = Gonogo::new(folder.path(), &["check"]).run();
    assert_eq!(told.code, Some(1), "{told:?}");
}
