//! Files that are made to exhaust, confuse or slip through: each ends with a finding that names the file, in any of
//! the three syntaxes, from a file or from standard input.

use rayon::prelude::*;
use serde_json::Value;

use crate::support::story::{Story, findings};
use crate::support::syntax::{from_toml, to_json, to_toml, to_yaml};

const MIB: usize = 1024 * 1024;

/// Texts of these many bytes that open without end.
fn towers(size: usize) -> Vec<String> {
    let fill = |head: &str, part: &str| format!("{head}{}", part.repeat(size / part.len()));
    let many = |part: &dyn Fn(usize) -> String| (0..size / 9).map(part).collect::<Vec<_>>().concat();
    vec![
        fill("", "["),
        fill("a = ", "["),
        fill("a = ", "{a="),
        fill("", "[a."),
        fill("a", ".a"),
        fill("", "{\"a\":"),
        fill("a: ", "{a: "),
        fill("", "- "),
        fill("", "? "),
        fill("", "a: &a [*a, "),
        fill("", "<a>"),
        fill("<testsuite>", "<testsuite>"),
        fill("", "]"),
        fill("\"", "\\"),
        fill("", "\n"),
        fill("", "\"a\" = 1 # \n"),
        fill("[[a]]\n", "[[a.b]]\n"),
        format!("x = {{ {} }} <", many(&|at| format!("a{at} = 1,"))),
        format!("{{ \"a\": 1 {} }}", many(&|at| format!(",\"a{at}\": 1"))),
        fill("<!DOCTYPE a [", "<!ENTITY a \"&a;&a;\">"),
    ]
}

/// Lists of lists of aliases: a billion values in half a page.
fn bomb(head: &str) -> String {
    let mut text = format!("{head}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("a{level}: &a{level} [{inner}]\n");
    }
    text
}

/// The report of one run in JSON, which must end in this way and name this in a finding.
fn ends(story: &Story, arguments: &[&str], code: i32, named: &str) -> Value {
    let told = story.gonogo("json", arguments).run();
    assert_eq!(told.code, Some(code), "{arguments:?}, {named}\n{}{}", head(&told.out), told.err);
    let report: Value = serde_json::from_str(&told.out).expect("JSON");
    let is_named = findings(&report).iter().any(|finding| {
        [&finding["message"], &finding["location"]["file"]]
            .iter()
            .any(|text| text.as_str().is_some_and(|text| text.contains(named)))
    });
    assert!(is_named, "{named}\n{}", head(&told.out));
    report
}

fn head(text: &str) -> String {
    text.chars().take(2_000).collect()
}

#[test]
fn towers_of_brackets_end_soon() {
    // Long enough for what grows with the square to take minutes, short enough for an unoptimised build.
    let size = MIB / 40;
    let kinds = [
        "release",
        "gonogo.toml",
        "facts/bugs.json",
        "facts/bugs.yaml",
        "facts/bugs.toml",
        "changes.json",
        "reports/unit.xml",
    ];
    kinds.par_iter().for_each(|kind| {
        towers(size).par_iter().for_each(|tower| {
            let story = Story::new();
            match *kind {
                "release" => ["toml", "yaml", "json"].iter().for_each(|ending| {
                    let name = format!("tower.{ending}");
                    story.write(&name, tower);
                    let told = story.gonogo("json", &[&name]).run();
                    // Blank lines are a release that says nothing.
                    let codes: &[i32] = if tower.trim().is_empty() { &[1, 2] } else { &[2] };
                    assert!(
                        told.code.is_some_and(|code| codes.contains(&code)),
                        "{name}, {:?}: {}{}",
                        head(tower).get(..40),
                        head(&told.out),
                        told.err
                    );
                }),
                "gonogo.toml" if tower.trim().is_empty() => {}
                "gonogo.toml" => drop(ends(story.write(kind, tower), &[], 2, kind)),
                _ => {
                    if kind.starts_with("facts") {
                        story.edit("facts/bugs.json", kind);
                    }
                    story.write(kind, tower);
                    let told = story.gonogo("json", &[]).run();
                    assert_eq!(told.code, Some(1), "{kind}, {:?}: {}", head(tower).get(..40), told.err);
                    assert!(
                        told.out.contains(kind) || told.out.contains("stop/bad-condition"),
                        "{kind}: {}",
                        head(&told.out)
                    );
                }
            }
        });
    });
}

#[test]
fn ten_megabytes_are_refused_by_their_size() {
    let story = Story::new();
    let tower = "[".repeat(10 * MIB);
    for name in ["big.toml", "big.yaml", "big.json", "big"] {
        story.write(name, &tower);
        let report = ends(&story, &[name], 2, name);
        assert_eq!(findings(&report)[0]["message"], "the file is larger than 1 MiB");
    }
    let told = story.gonogo("json", &["-"]).input(tower.as_bytes()).run();
    assert_eq!(told.code, Some(2), "{}", told.err);
    story.write("facts/bugs.json", &tower);
    ends(&story, &[], 1, "facts/bugs.json");
}

#[test]
fn aliases_do_not_explode() {
    let story = Story::new();
    story.write("bomb.yaml", bomb("name: x\n"));
    ends(&story, &["bomb.yaml"], 2, "bomb.yaml");
    story.write("facts/bugs.yaml", bomb("open: []\n")).edit("facts/bugs.json", "facts/bugs.yaml");
    ends(&story, &[], 1, "facts/bugs.yaml");
}

#[test]
fn two_equal_keys_are_never_one() {
    let story = Story::new();
    for (name, text) in [
        ("twice.toml", "name = \"a\"\nowner = \"Ana Ruiz\"\nowner = \"Bo Lind\"\n"),
        ("twice.yaml", "name: a\nowner: Ana Ruiz\nowner: Bo Lind\n"),
        ("twice.json", "{\n\"owner\": \"Ana Ruiz\",\n\"owner\": \"Bo Lind\" }\n"),
        ("twice-deep.toml", "[scope]\nin = []\n[scope]\nin = []\n"),
        ("twice-deep.yaml", "scope:\n  in: []\n  in: []\n"),
        ("twice-deep.json", "{\"scope\": {\n \"in\": [],\n \"in\": []}}\n"),
    ] {
        story.write(name, text);
        let report = ends(&story, &[name], 2, name);
        assert_eq!(findings(&report)[0]["location"]["line"], 3, "{name}: {report:#}");
    }
    story.write("facts/bugs.json", "{\"open\": [], \"open\": []}");
    ends(&story, &[], 1, "facts/bugs.json");
    let story = Story::new();
    let changes = story.read("changes.json");
    story.write(
        "changes.json",
        changes.replacen("\"title\": ", "\"title\": \"BILL-101 Tab\", \"title\": ", 1),
    );
    ends(&story, &[], 1, "changes.json");
}

#[test]
fn a_mark_and_other_line_ends_change_no_verdict_and_no_line() {
    let story = Story::new();
    let model = from_toml(&story.read("release.toml"));
    let mut wrong = model.clone();
    wrong["supportt"] = Value::from(1);
    for (ending, write) in [("toml", to_toml as fn(&Value) -> String), ("yaml", to_yaml), ("json", to_json)] {
        let name = format!("written.{ending}");
        for mark in ["", "\u{feff}"] {
            for line_end in ["\n", "\r\n"] {
                let texts =
                    [&model, &wrong].map(|model| format!("{mark}{}", write(model).replace('\n', line_end)));
                story.write(&name, &texts[0]);
                let told = story.gonogo("json", &[&name]).run();
                assert_eq!(told.code, Some(0), "{name} {mark:?} {line_end:?}\n{}", head(&told.out));
                let told = story.gonogo("json", &["-"]).input(texts[0].as_str()).run();
                assert_eq!(told.code, Some(0), "- {name} {mark:?} {line_end:?}\n{}", head(&told.out));

                let report = ends(story.write(&name, &texts[1]), &[&name], 2, "supportt");
                let line = texts[1].lines().position(|line| line.contains("supportt")).expect("a line") + 1;
                let text = texts[1].lines().nth(line - 1).expect("a line").trim_start_matches('\u{feff}');
                let column = text.split_once("supportt").map_or(0, |(before, _)| before.chars().count()) + 1;
                let place = &findings(&report)[0]["location"];
                assert_eq!(place["line"], line, "{name} {mark:?} {line_end:?} {report:#}");
                // With or without its quotes.
                let found =
                    place["column"].as_u64().and_then(|found| usize::try_from(found).ok()).expect("a column");
                assert!(found == column || found + 1 == column, "{place} {column} {text}");
                assert!(
                    findings(&report)[0]["help"].as_str().is_some_and(|help| help.contains("support")),
                    "{report:#}"
                );
            }
        }
    }
}

#[test]
fn standard_input_is_read_in_each_syntax_and_fails_closed() {
    let story = Story::new();
    for (input, code) in [
        ("", 1),
        ("{", 2),
        ("{}", 1),
        ("[]", 2),
        ("name: [", 2),
        ("name = ", 2),
        ("---\nname: a\n---\nname: b\n", 2),
        ("name: a\nname = 1\n", 2),
        ("\u{0}", 2),
        ("42", 2),
        ("null", 2),
    ] {
        let told = story.gonogo("json", &["-"]).input(input).run();
        assert_eq!(told.code, Some(code), "{input:?}\n{}{}", head(&told.out), told.err);
        let report: Value = serde_json::from_str(&told.out).expect("JSON");
        assert_eq!(report["releases"][0]["file"], "-");
        assert!(!findings(&report).is_empty(), "{input:?}");
    }
    let told = story.gonogo("json", &["-"]).input(*b"name = \"\xff\"").run();
    assert_eq!(told.code, Some(2), "{}", told.out);
}

/// What looks harmless in one reader and means something else in another.
#[test]
fn values_that_are_nearly_right_are_not_taken() {
    let story = Story::new();
    for text in [
        "date = 2026-02-30\n",
        "date = 2026-12-01T25:00:00Z\n",
        "date = 2026-12-01T09:00:00+99:00\n",
        "date = 09:00:00\n",
        "timezone = \"Europe/Madird\"\n",
        "timezone = \"../../etc/localtime\"\n",
        "name = nan\n",
        "owner = [\"Ana Ruiz\"]\n",
        "rollback.max_minutes = 99999999999999999999\n",
        "rollback.max_minutes = -1\n",
        "rollback.reversible = \"yes\"\n",
        "scope.in = [{ id = \"A-1\", done = 1 }]\n",
        "scope.in = [[\"A-1\"]]\n",
        "scope.in = [{ id = \"A-1\", commits = [\"xyz\"] }]\n",
        "tests.skips = [{ test = \"\", why = \"x\" }]\n",
        "build.ignore = [{ paths = \"[\", why = \"x\" }]\n",
        "stop_rule = [{ rule = \"x\", state = \"Clear\" }]\n",
        "accept = [{ rule = \"tests/failed\", subject = \"\", by = \"Ana Ruiz\" }]\n",
    ] {
        ends(story.write("near.toml", text), &["near.toml"], 2, "near.toml");
    }
    for text in [
        "reversible: yes",
        "max_minutes: 1e400",
        "max_minutes: .inf",
        "max_minutes: !!str 5",
        "steps: *nowhere",
    ] {
        ends(story.write("near.yaml", format!("rollback:\n  {text}\n")), &["near.yaml"], 2, "near.yaml");
    }
    for text in [
        "{\"name\": \"a\",}",
        "{\"name\": \"a\"} x",
        "{name: \"a\"}",
        "{\"name\": 'a'}",
        "// c\n{\"name\": \"a\"}",
        "{\"name\": \"\\ud800\"}",
    ] {
        ends(story.write("near.json", text), &["near.json"], 2, "near.json");
    }
}
