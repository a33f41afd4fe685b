//! The schemas that editors use agree with the reader: every shipped file validates. The cases hold theirs themselves.

use std::fs;
use std::path::PathBuf;

use crate::support::gonogo::repository;
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
