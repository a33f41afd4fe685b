//! Tests of the jail: a tree for each, and what must not get out of it.

mod around;
mod find;
#[cfg(unix)]
mod links_in_a_walk;
mod open;
mod reading;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use super::walk::Walk;
use super::*;

/// A work tree `repo` with a release file in `repo/release`, and a secret beside it.
struct Tree {
    folder: TempDir,
}

impl Tree {
    fn new() -> Self {
        let tree = Self { folder: tempfile::tempdir().unwrap() };
        tree.write("secret.xml", "secret");
        tree.write("repo/.git", "gitdir: elsewhere");
        tree.write("repo/release/release.toml", "");
        tree
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn write(&self, below: &str, text: &str) {
        fs::create_dir_all(self.path(below).parent().unwrap()).unwrap();
        fs::write(self.path(below), text).unwrap();
    }

    /// Files below the release folder.
    fn with(self, files: &[&str]) -> Self {
        for file in files {
            self.write(&format!("repo/release/{file}"), file);
        }
        self
    }

    #[cfg(unix)]
    fn link(&self, target: &str, below: &str) {
        fs::create_dir_all(self.path(below).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, self.path(below)).unwrap();
    }

    fn root(&self) -> Root {
        Root::around(Some(&self.path("repo/release/release.toml")), None, &Trees::default()).unwrap()
    }

    fn refused(&self, name: &str) -> String {
        self.root().open(name).map(|file| file.name().to_owned()).unwrap_err().message().raw().to_owned()
    }

    fn found(&self, pattern: &str) -> Vec<String> {
        let found = self.root().find(pattern).unwrap();
        assert_eq!(found.faults, []);
        found.files.into_iter().map(|file| file.name).collect()
    }

    /// What `find` gives beside names: faults, or the one that ended it.
    fn faults(&self, pattern: &str) -> Vec<String> {
        let faults = match self.root().find(pattern) {
            Ok(found) => found.faults,
            Err(refusal) => vec![refusal],
        };
        faults.iter().map(|refusal| refusal.message().raw().to_owned()).collect()
    }
}

fn text(root: &Root, name: &str) -> String {
    let mut text = String::new();
    let mut file = root.open(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    file.finish().unwrap();
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Paths put together from what escapes are made of; everything outside says so when it is read.
    #[test]
    fn no_path_opens_anything_outside(
        parts in proptest::collection::vec(
            prop_oneof![
                Just(".."), Just("."), Just(""), Just("in"), Just("out"), Just("up"), Just("secret.xml"),
                Just("a.xml"), Just("release"), Just("repo"), Just("*"), Just("**"), Just("*.xml"), Just("C:"),
                Just("{in,..}"), Just("lead.xml"), Just("\\"), Just("[.].")
            ],
            0..7,
        ),
        junk in "\\PC{0,3}",
    ) {
        let tree = Tree::new().with(&["a.xml", "in/a.xml"]);
        #[cfg(unix)]
        {
            tree.link("../..", "repo/release/out");
            tree.link("..", "repo/release/up");
            tree.link("../../secret.xml", "repo/release/lead.xml");
        }
        let root = tree.root();
        for name in [parts.join("/"), format!("{}{junk}", parts.join("/")), format!("{junk}{}", parts.join("/"))] {
            let mut names = vec![name.clone()];
            names.extend(root.find(&name).unwrap_or_default().files.into_iter().map(|file| file.name));
            for name in names {
                if let Ok(file) = root.open(&name) {
                    prop_assert_ne!(file.read_whole(1_000).unwrap(), b"secret".to_vec(), "{}", name);
                }
            }
        }
    }
}
