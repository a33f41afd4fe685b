//! What is printed for readers is what happens: every command of README and examples is run as it stands there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::gonogo::{Gonogo, repository};

/// The text of each fenced block of one language, with the line it begins at.
fn blocks(markdown: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let parts = markdown.split(&fence).skip(1);
    parts.map(|part| part.split("\n```").next().unwrap_or_default().to_owned() + "\n").collect()
}

/// Runs the commands of a console block and compares all that is printed between them.
fn replay(folder: &Path, block: &str) {
    let mut code = None;
    let mut parts = block.split("\n$ ").map(|part| part.strip_prefix("$ ").unwrap_or(part));
    assert!(block.starts_with("$ "), "{block}");
    for part in &mut parts {
        let (command, printed) = part.split_once('\n').unwrap_or((part, ""));
        let printed = printed.trim_end();
        if command == "echo $?" {
            assert_eq!(code, Some(Some(printed.parse::<i32>().expect("a code"))), "{}", folder.display());
            continue;
        }
        let arguments: Vec<&str> =
            command.strip_prefix("gonogo ").expect("our own command").split(' ').collect();
        let told = Gonogo::new(folder, &arguments).run();
        assert_eq!(told.out.trim_end(), printed, "{} $ {command}", folder.display());
        assert_eq!(told.err, "");
        code = Some(told.code);
    }
}

fn stories() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("examples")).expect("the examples");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("a story").path()).collect();
    folders.sort();
    folders
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(repository().join(path)).expect("a file")
}

#[test]
fn every_story_runs_as_printed() {
    let stories = stories();
    assert!(stories.len() >= 5);
    for story in stories {
        let told = blocks(&read(story.join("README.md")), "console");
        assert!(!told.is_empty(), "{}", story.display());
        for block in &told {
            replay(&story, block);
        }
    }
}

#[test]
fn the_stories_give_the_verdicts_they_are_written_for() {
    let as_of = |story: &str, file: &str, at: &str| {
        Gonogo::new(repository().join("examples").join(story), &["check", file, "--as-of", at, "-q"]).run()
    };
    for (story, file, at, code) in [
        ("minimal", "release.toml", "2026-11-30T18:00:00+01:00", 0),
        ("billing-dashboard", "release.toml", "2026-11-30T18:00:00+01:00", 0),
        ("launch-morning", "release.toml", "2026-12-01T07:30:00+01:00", 1),
        ("launch-morning", "delayed.toml", "2026-12-02T17:00:00+01:00", 0),
        ("friday-update", "release.toml", "2026-12-04T10:00:00+01:00", 1),
        ("rescue", "release.toml", "2026-11-30T18:00:00+01:00", 0),
    ] {
        assert_eq!(as_of(story, file, at).code, Some(code), "{story}/{file}");
    }
    let minimal = read("examples/minimal/release.toml");
    assert!(minimal.lines().count() < 35);
}

#[test]
fn the_readme_runs_as_printed() {
    let readme = read("README.md");
    let story = repository().join("examples/friday-update");
    for block in blocks(&readme, "console") {
        replay(&story, &block);
    }
    assert_eq!(blocks(&readme, "toml")[0], read("examples/minimal/release.toml"));
    let main =
        blocks(&readme, "sh").into_iter().find(|block| block.contains(" -- check")).expect("the main job");
    let arguments: Vec<&str> = main.trim().split_once(" -- ").expect("our arguments").1.split(' ').collect();
    let told = Gonogo::new(repository(), &arguments).run();
    assert_eq!(told.code, Some(0), "{}{}", told.out, told.err);
    assert!(told.out.contains("\nGO: "), "{}", told.out);
}

#[test]
fn the_fragments_of_the_readme_are_valid() {
    for block in blocks(&read("README.md"), "toml") {
        let told = Gonogo::new(repository(), &["lint", "--format", "json", "-"]).input(block.clone()).run();
        assert_ne!(told.code, Some(2), "{block}\n{}", told.out);
    }
}

#[test]
fn the_example_names_every_key_of_the_schema() {
    fn keys(schema: &serde_json::Value, found: &mut Vec<String>) {
        if !schema.is_object() {
            return;
        }
        let properties = schema["properties"].as_object().into_iter().flatten();
        for (key, property) in properties.filter(|(key, _)| *key != "$schema") {
            found.push(key.clone());
            keys(property, found);
        }
        for part in ["items", "additionalProperties"] {
            keys(&schema[part], found);
        }
        schema["anyOf"].as_array().into_iter().flatten().for_each(|part| keys(part, found));
    }
    let schema = Gonogo::new(repository(), &["schema"]).run().out;
    let mut found = Vec::new();
    keys(&serde_json::from_str(&schema).expect("JSON"), &mut found);
    assert!(found.len() > 80, "{found:?}");
    let example = read("release.toml.example");
    for key in found {
        let word = |c: char| !(c.is_alphanumeric() || c == '_');
        assert!(example.split(word).any(|token| token == key), "{key} is not in release.toml.example");
    }
}

#[test]
fn the_example_is_go_as_of_the_instant_it_names_and_not_strictly_worse() {
    let at = "2026-11-30T18:00:00+01:00";
    assert!(read("release.toml.example").contains(at));
    let told = Gonogo::new(repository(), &["check", "release.toml.example", "--as-of", at, "--strict"]).run();
    assert_eq!(told.code, Some(0), "{}", told.out);
}

#[test]
fn readme_and_help_name_every_format_and_every_exit_code() {
    let help = Gonogo::new(repository(), &["check", "--help"]).run().out;
    let readme = read("README.md");
    for format in [
        "text", "brief", "concise", "json", "yaml", "markdown", "html", "github", "gitlab", "sarif", "junit",
        "ics",
    ] {
        assert!(help.contains(format) && readme.contains(&format!("`{format}`")), "{format}");
    }
    let help = Gonogo::new(repository(), &["--help"]).run().out;
    for code in ["0 GO", "1 NO-GO", "2 no verdict"] {
        assert!(help.contains(code), "{help}");
    }
}

#[test]
fn every_rule_has_a_page_whose_fragments_can_be_read() {
    let rules: serde_json::Value =
        serde_json::from_str(&Gonogo::new(repository(), &["rules", "--format", "json"]).run().out)
            .expect("JSON");
    for rule in rules.as_array().expect("a list") {
        let id = rule["id"].as_str().expect("an id");
        let told = Gonogo::new(repository(), &["explain", id]).run();
        assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{id}");
        let headings: Vec<&str> =
            told.out.lines().filter(|line| line.starts_with("# ") || line.starts_with("## ")).collect();
        let headings: Vec<&str> =
            headings.into_iter().filter(|line| !line.starts_with("# ") || line.ends_with(id)).collect();
        assert_eq!(headings, [format!("# {id}").as_str(), "## Why", "## Example", "## Fix"], "{id}");
        assert!(told.out.lines().all(|line| line.chars().count() <= 100), "{id}");
        let fragments = blocks(&told.out, "toml");
        assert!(fragments.len() == 2 || blocks(&told.out, "xml").len() == 2, "{id}");
        for fragment in fragments {
            let read = Gonogo::new(repository(), &["lint", "-"]).input(fragment.clone()).run();
            let is_invalid = read.code == Some(2);
            assert!(!is_invalid || id == "file/invalid", "{id}: {fragment}\n{}", read.out);
        }
    }
    let unknown = Gonogo::new(repository(), &["explain", "scope/unlisted-chnage"]).run();
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("did you mean \"scope/unlisted-change\""), "{}", unknown.err);
}
