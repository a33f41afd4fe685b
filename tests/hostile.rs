//! Untrusted text in every place that can hold some, through every format: it may be seen, and do nothing.
//!
//! What a machine reads must still parse and hold the text whole; what a person reads has no character that moves
//! the cursor, hides or reorders; no line begins a workflow command; and no text changes an exit code.

#![cfg(unix)]

mod bytes;
mod limits;

use std::fs;

use serde_json::Value;

use crate::support::gonogo::Told;
use crate::support::history::History;
use crate::support::story::{FORMATS, Story};
use crate::support::syntax::{from_toml, to_json, to_toml, to_yaml};

/// What somebody might write into a title, a commit or a test.
const PAYLOADS: [&str; 10] = [
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}\u{9b}2J\u{8}\u{7f}",
    "first\n::error file=x::pwned\n::set-output name=a::b\n::stop-commands::t",
    "a\r\n##[error]boom ##vso[task.setvariable variable=a]b\r::warning::x",
    "\u{202e}gnp.exe\u{2066}x\u{2069} a\u{200b}b\u{feff}c\u{ad}d \u{2028}::error::e \u{e0041}",
    "| a | b |\n|---|---|\n</details><script>alert(1)</script> <!-- x --> @octocat #1 !2 ![i](http://e.vil/i.png) [x](javascript:1)",
    "`code` **b** __c__ ~~~ <img src=x onerror=alert(1)> www.e.vil $x$ :tada: GH-1 0123456789abcdef0123456789abcdef01234567",
    "]]> </testcase></testsuite> & < > \" ' <?xml?> <![CDATA[ &amp; &#x1b; %0A::error::x %1b",
    "\", \\ } ] { null \\u001b \"verdict\": \"go\"",
    "---\n- a: !!python/object b\n...\n*alias &anchor %TAG ? | >",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} 表 🚀\u{fe0f} \u{ffff}",
];

/// Prose of a release: what may stand there is free.
const PROSE: [&str; 17] = [
    "name",
    "version",
    "goal",
    "title",
    "reason",
    "told",
    "why",
    "ran",
    "notice",
    "confusing",
    "reply",
    "where",
    "summary",
    "workaround",
    "reach",
    "role",
    "triggers",
];

/// Puts a text behind all prose of a model.
fn poison(model: &mut Value, payload: &str) {
    let Value::Object(map) = model else { return };
    for (key, value) in map {
        match value {
            Value::String(words) if PROSE.contains(&key.as_str()) => words.push_str(payload),
            Value::Array(list) if PROSE.contains(&key.as_str()) || key == "steps" => {
                for words in list {
                    *words = Value::from(format!("{}{payload}", words.as_str().expect("a text")));
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| poison(value, payload)),
            Value::Object(_) => poison(value, payload),
            _ => {}
        }
    }
}

/// Whether a character moves the cursor, reorders text or cannot be seen.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Takes the colours away.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(part.len());
        assert_eq!(part[end..].chars().next(), Some('m'), "no colour: {part:?}");
        out.push_str(&part[end + 1..]);
    }
    out
}

/// What must hold of every report, whatever stands in it.
fn assert_harmless(format: &str, out: &str) {
    // The line ends of calendars; what they part, and what they fold, is one text again.
    let unfolded = out.replace("\r\n ", "").replace("\r\n", "\n");
    let out = if format == "ics" { unfolded.as_str() } else { out };
    if let Some(at) = out.find(is_hidden) {
        panic!("{format} holds {:?}", out[at..].chars().take(40).collect::<String>());
    }
    assert!(!out.contains("##["), "{format}: {out}");
    for line in out.lines().map(str::trim_start).filter(|line| line.starts_with("::")) {
        let ours = ["::error ", "::warning ", "::notice "];
        let ours = ours.iter().any(|command| {
            let told = line.strip_prefix(command);
            told.is_some_and(|told| {
                ["file=", "title="].iter().any(|start| told.starts_with(start))
                    && !told.starts_with("file=x::")
            })
        });
        assert!(format == "github" && ours, "{format}: {line}");
    }
    match format {
        "json" | "gitlab" | "sarif" => drop(serde_json::from_str::<Value>(out).expect(format)),
        "yaml" => drop(serde_yaml::from_str::<Value>(out).expect(format)),
        "junit" => assert_xml(out),
        "markdown" => assert_markdown(out),
        _ => {}
    }
}

fn assert_xml(out: &str) {
    let mut reader = quick_xml::Reader::from_str(out);
    let (mut open, mut roots) = (Vec::new(), 0);
    loop {
        use quick_xml::events::Event;
        match reader.read_event().expect("XML") {
            Event::Start(tag) => {
                roots += usize::from(open.is_empty());
                tag.attributes().for_each(|attribute| drop(attribute.expect("an attribute")));
                open.push(tag.name().0.to_owned());
            }
            Event::End(tag) => assert_eq!(open.pop().as_deref(), Some(tag.name().0)),
            Event::Empty(tag) => {
                tag.attributes().for_each(|attribute| drop(attribute.expect("an attribute")));
            }
            Event::Text(text) => assert!(!open.is_empty() || text.trim().is_empty()),
            Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => panic!("{out}"),
            Event::GeneralRef(name) => {
                let known = ["amp", "lt", "gt", "quot"].iter().any(|known| **known == *name);
                assert!(known || name.is_char_ref(), "{name:?}");
            }
            Event::Eof => break,
            Event::Decl(_) => {}
        }
    }
    assert_eq!((open.len(), roots), (0, 1), "{out}");
    assert!(!out.contains(['\u{fffe}', '\u{ffff}']), "not a character of XML");
}

/// Only our own tags, no mention, no link, no picture, no reference.
fn assert_markdown(out: &str) {
    let tags = [
        "code>",
        "/code>",
        "details>",
        "/details>",
        "summary>",
        "/summary>",
        "br>",
        "sub>",
        "/sub>",
        "span>",
        "/span>",
    ];
    for part in out.split('<').skip(1) {
        assert!(
            tags.iter().any(|tag| part.starts_with(tag)),
            "<{}",
            part.chars().take(30).collect::<String>()
        );
    }
    for sign in ["](", "![", "@octocat", "www.e.vil", "http://", "javascript:1)", "~~~", "GH-1 ", ":tada:"] {
        let found = out.find(sign).map(|at| out[at..].chars().take(60).collect::<String>());
        let is_escaped = sign == "javascript:1)" && !out.contains("](javascript");
        assert!(found.is_none() || is_escaped, "{sign}: {found:?}");
    }
    for rows in out.split("\n\n").filter(|part| part.starts_with('|')) {
        assert!(rows.trim().lines().all(|row| row.matches('|').count() == 6), "{rows}");
    }
}

/// Runs all formats, and text in colour.
fn run(story: &Story, file: &str) -> Vec<(&'static str, Told)> {
    let mut told: Vec<_> =
        FORMATS.iter().map(|format| (*format, story.gonogo(format, &["-v", file]).run())).collect();
    let mut coloured = story.gonogo("text", &["--color", "always", file]).run();
    coloured.out = uncoloured(&coloured.out);
    told.push(("text", coloured));
    told
}

#[test]
fn hostile_prose_stays_go_and_does_nothing() {
    let plain = from_toml(&Story::new().read("release.toml"));
    for payload in PAYLOADS {
        let mut model = plain.clone();
        poison(&mut model, payload);
        let story = Story::new();
        story.write("release.toml", to_toml(&model)).write("release.json", to_json(&model));
        story.write("release.yaml", to_yaml(&model));
        for file in ["release.toml", "release.json"] {
            for (format, told) in run(&story, file) {
                assert_eq!(told.code, Some(0), "{payload:?}, {file}, {format}\n{}{}", told.out, told.err);
                assert_harmless(format, &told.out);
                assert_harmless("text", &told.err);
            }
        }
        // The machine gets every character.
        let json: Value =
            serde_json::from_str(&story.gonogo("json", &["release.yaml"]).run().out).expect("JSON");
        let yaml: Value =
            serde_yaml::from_str(&story.gonogo("yaml", &["release.yaml"]).run().out).expect("YAML");
        assert_eq!(json["releases"][0]["release"]["name"], model["name"], "{payload:?}\n{json:#}");
        assert_eq!(json, yaml, "{payload:?}");
    }
}

/// XML of a text: what XML cannot hold is left out.
fn xml(text: &str) -> String {
    let held = |c: &char| matches!(c, '\n' | '\t' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(held).fold(String::new(), |xml, c| xml + &format!("&#{};", u32::from(c)))
}

/// Everything that others write: commits, reports, facts, names.
fn poisoned(payload: &str) -> Story {
    let story = Story::with_git();
    let text = Value::from(payload);
    let mut history = History::new(story.folder());
    // What git itself takes out of a name is not for us to judge.
    let author: String = payload.chars().filter(|c| !"<>\n\r".contains(*c)).collect();
    history.at("2026-11-26T11:00:00Z");
    history.git(["rm", "--quiet", "--cached", "release.toml"]);
    story.write(".git/info/exclude", "*\n");
    for message in
        [payload.to_owned(), format!("BILL-777 {payload}"), format!("Words\n\n{payload}\nRefs: {payload}")]
    {
        history.git_with(
            &[
                "commit",
                "--quiet",
                "--allow-empty",
                "--cleanup=verbatim",
                "--author",
                &format!("A{author} <a{author}@b>"),
                "--file=-",
            ],
            message.as_bytes(),
        );
    }
    history.git(["tag", "--force", "v2.4.0-rc.1"]);
    let payload = xml(payload);
    story.write("reports/evil.xml", format!(
        "<testsuite name=\"s{payload}\"><testcase classname=\"c{payload}\" name=\"n{payload}\"><failure message=\"m{payload}\">t{payload}</failure></testcase>\
         <testcase classname=\"c\" name=\"e{payload}\"><error message=\"{payload}\"/></testcase>\
         <testcase classname=\"k\" name=\"k{payload}\"><skipped message=\"w{payload}\"/></testcase></testsuite>"
    ));
    story.write("facts/evil.json", format!("{{{text}: {text}, \"a\": [{text}]}}"));
    let mut model = from_toml(&story.read("release.toml"));
    model["facts"]["evil"] = "facts/evil.json".into();
    for when in ["facts.evil.a[0] == 1 && facts.evil.b", "facts.evil.a[0] > 3"] {
        let rule = serde_json::json!({ "rule": format!("It holds {text}"), "when": when });
        model["stop_rule"].as_array_mut().expect("a list").push(rule);
    }
    for (section, key) in
        [("rollback", "run_by"), ("tests", "confirmed_by"), ("caller", "backup"), ("support", "contact")]
    {
        model[section][key] = format!("Ana {}", text.as_str().expect("a text")).into();
    }
    model["scope"]["in"].as_array_mut().expect("a list").push(text.clone());
    model["accept"].as_array_mut().expect("a list").push(
        serde_json::json!({ "rule": text, "subject": "x", "by": text, "on": "2026-11-30", "why": text }),
    );
    model["tests"]["reports"]
        .as_array_mut()
        .expect("a list")
        .push(format!("no/{}", text.as_str().expect("a text")).into());
    story.write("release.toml", to_toml(&model));
    story
}

#[test]
fn hostile_commits_reports_facts_and_names_do_nothing() {
    for payload in PAYLOADS {
        let story = poisoned(payload);
        for (format, told) in run(&story, "release.toml") {
            assert_eq!(told.code, Some(1), "{payload:?}, {format}\n{}{}", told.out, told.err);
            assert_harmless(format, &told.out);
            assert_harmless("text", &told.err);
            if format == "json" {
                assert!(
                    told.out.contains("scope/unlisted-change") && told.out.contains("tests/failed"),
                    "{}",
                    told.out
                );
            }
        }
    }
}

/// Names of files, of the release and of its evidence; and files that are wrong in a hostile way.
#[test]
fn hostile_paths_keys_and_values_do_nothing() {
    for payload in PAYLOADS {
        let name: String = payload.chars().filter(|c| !"/\0".contains(*c)).take(60).collect();
        let story = Story::new();
        fs::create_dir(story.path("reports/more")).expect("a folder");
        fs::write(story.path("reports/more").join(format!("r{name}.xml")), "<testsuite><testcase name='a'>")
            .expect("a file");
        story.edit("\"reports/*.xml\"", "\"reports/**/*.xml\"");
        let broken = format!("{payload} = {payload}\n\"{name}\" = 3\n[scope]\nin = 4\n{payload}");
        let file = format!("r{name}.toml");
        fs::write(story.path("").join(&file), broken).expect("a file");
        let keys = serde_json::json!({ payload: payload, "owner": { payload: 1 }, "date": payload, "build": { "changes": payload } });
        story
            .write("keys.toml", to_toml(&keys).replace("date = ", "date = \"x\" #"))
            .write("keys.json", to_json(&keys))
            .write("keys.yaml", to_yaml(&keys));
        for (file, code) in [
            ("release.toml", 1),
            (&*file, 2),
            ("keys.json", 2),
            ("keys.yaml", 2),
            ("no\u{1b}[31m\n::error::x", 2),
        ] {
            for format in FORMATS {
                let told = story.gonogo(format, &["--", file]).run();
                assert_eq!(
                    told.code,
                    Some(code),
                    "{payload:?}, {file:?}, {format}\n{}{}",
                    told.out,
                    told.err
                );
                assert_harmless(format, &told.out);
                assert_harmless("text", &told.err);
            }
        }
        let usage = story.gonogo(payload, &[]).run();
        assert_eq!(usage.code, Some(2));
        assert_harmless("text", &usage.err);
        let explained = crate::support::gonogo::Gonogo::new(story.folder(), &["explain", payload]).run();
        assert_eq!(explained.code, Some(2));
        assert_harmless("text", &explained.err);
    }
}
