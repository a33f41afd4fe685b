//! Replays the committed corpora: every crash that was ever found stays found.

use std::fs;
use std::path::{Path, PathBuf};

use super::TARGETS;

/// Most files of all corpora together: each is looked at by people, who are told by its name what it shows.
const MOST: usize = 100;

/// Targets whose readers get what real tools wrote as well.
const REAL: [&str; 2] = ["changes", "junit"];

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

#[test]
fn every_committed_input_keeps_its_promises() {
    for (name, target) in TARGETS {
        let mut inputs = files(&tests().join("fuzz/corpus").join(name));
        if REAL.contains(name) {
            inputs.extend(files(&tests().join("corpus").join(name)));
        }
        for path in inputs {
            let bytes = fs::read(&path).unwrap();
            let held = std::panic::catch_unwind(|| target(&bytes));
            assert!(held.is_ok(), "{}", path.display());
        }
    }
}

#[test]
fn every_target_has_a_small_corpus_whose_names_say_what_it_shows() {
    let corpora = tests().join("fuzz/corpus");
    let mut folders: Vec<String> = fs::read_dir(&corpora)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(folders, known, "a corpus for each target, a target for each corpus");
    let all = files(&corpora);
    assert!(all.len() < MOST, "{} files", all.len());
    for path in all {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{} says nothing", path.display());
    }
}
