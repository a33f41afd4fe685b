//! `gonogo lint`: files, folders, standard input, and what it leaves alone.

use std::fs;
use std::path::Path;

use crate::support::gonogo::{Gonogo, Told, repository};

const CLEAN: &str = "name = \"A\"\nowner = \"Ana Ruiz\"\n";
const FOUND: &str = "name = \"A\"\nowner = \"QA team\"\n";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn lint(folder: &Path, arguments: &[&str]) -> Told {
    Gonogo::new(folder, &[&["lint"], arguments].concat()).run()
}

#[test]
fn a_folder_is_searched_by_name_in_the_order_of_the_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["z/release.toml", "a/release.yaml", "b/release-2.4.toml", "c/x.release.json", "release.yml"]
    {
        let text = if name.ends_with("toml") { FOUND } else { "{\"owner\": \"QA team\"}" };
        write(folder.path(), name, text);
    }
    for name in ["a/other.toml", "prerelease.toml", ".git/release.toml", "ignored/release.toml"] {
        write(folder.path(), name, FOUND);
    }
    write(folder.path(), ".ignore", "ignored/\n");
    let told = lint(folder.path(), &[]);
    let places: Vec<&str> = told.out.lines().filter_map(|line| line.trim().strip_prefix("--> ")).collect();
    assert_eq!(
        places,
        [
            "a/release.yaml:1:11",
            "b/release-2.4.toml:2:9",
            "c/x.release.json:1:11",
            "release.yml:1:11",
            "z/release.toml:2:9"
        ],
        "{}",
        told.out
    );
    assert_eq!(told.out.lines().last(), Some("5 files, 5 errors"));
    assert_eq!(told.code, Some(1));
}

#[test]
fn globs_replace_the_usual_names() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "release.toml", FOUND);
    write(folder.path(), "plans/2026/spring.toml", CLEAN);
    write(folder.path(), "plans/2026/summer.toml", CLEAN);
    let told = lint(folder.path(), &["--glob", "spring.toml", "--glob", "plans/*/summer.toml", "."]);
    assert_eq!((told.code, told.out.as_str()), (Some(0), "2 files, no findings\n"));
    let told = lint(folder.path(), &["--glob", "plans/[", "."]);
    assert_eq!(told.code, Some(2), "{told:?}");
}

#[test]
fn a_folder_without_release_files_is_no_clean_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = lint(folder.path(), &[]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("holds no release file"), "{told:?}");
    assert_eq!(lint(folder.path(), &["missing.toml"]).code, Some(2));
}

#[test]
fn a_named_file_is_read_whatever_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "plan.txt", FOUND);
    assert_eq!(lint(folder.path(), &["plan.txt"]).code, Some(1));
    write(folder.path(), "plan.txt", CLEAN);
    assert_eq!(lint(folder.path(), &["plan.txt"]).code, Some(0));
}

#[test]
fn one_invalid_file_among_many_ends_with_two() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a/release.toml", CLEAN);
    write(folder.path(), "b/release.toml", "nmae = 3\n");
    write(folder.path(), "c/release.toml", FOUND);
    let told = lint(folder.path(), &[]);
    assert_eq!(told.code, Some(2));
    assert!(told.out.contains("did you mean \"name\"") && told.out.contains("QA team"), "{}", told.out);
}

#[test]
fn standard_input_is_read_in_every_syntax() {
    for text in [FOUND, "name: A\nowner: QA team\n", "{\"name\": \"A\", \"owner\": \"QA team\"}\n"] {
        let told = Gonogo::new(repository(), &["lint", "--format", "json", "-"]).input(text).run();
        assert_eq!(told.code, Some(1), "{text}{}", told.out);
        assert!(told.out.contains("person/group"), "{}", told.out);
    }
}

#[test]
fn lint_asks_neither_evidence_nor_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "owner = \"Ana Ruiz\"\ndate = 1999-01-01T00:00:00Z\n[build]\nfrom = \"a\"\nto = \"b\"\n[tests]\nreports = [\"none.xml\"]\n\
                [facts]\nx = \"none.json\"\n[[stop_rule]]\nrule = \"A test fails\"\nwhen = \"tests.failed > 0 || facts.x.y\"\n";
    write(folder.path(), "release.toml", text);
    let told = lint(folder.path(), &["--strict"]);
    assert_eq!((told.code, told.out.as_str()), (Some(0), "1 file, no findings\n"));
}

#[test]
fn the_shipped_files_are_clean() {
    let told = lint(&repository(), &["examples", "release.toml.example"]);
    assert_eq!(told.code, Some(0), "{}", told.out);
}

/// What a machine or a clone is set to ignore is its own affair: the same folder has one verdict everywhere.
#[test]
fn settings_of_git_hide_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "work/release.toml", FOUND);
    write(folder.path(), "work/.git/info/exclude", "release.toml\n");
    write(folder.path(), "work/.git/HEAD", "ref: refs/heads/main\n");
    write(folder.path(), "home/.config/git/ignore", "release.toml\n");
    write(folder.path(), "home/.gitconfig", "[core]\n\texcludesFile = ~/.config/git/ignore\n");
    let home = folder.path().join("home");
    let run = Gonogo::new(folder.path().join("work"), &["lint"]).env("HOME", home.to_str().expect("a path"));
    let told = run.env("XDG_CONFIG_HOME", home.join(".config").to_str().expect("a path")).run();
    assert_eq!(told.code, Some(1), "{told:?}");
    // What the folder itself says does.
    write(folder.path(), "work/.gitignore", "release.toml\n");
    assert_eq!(lint(&folder.path().join("work"), &[]).code, Some(2));
}
