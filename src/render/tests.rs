//! What holds for every machine format: schemas, equal bytes, and the hostile corpus.

use super::*;
use crate::report::Report;
use crate::untrusted::Untrusted;

const STYLE: Style = Style { width: None, colour: false, links: false, verbosity: Verbosity::Normal };

/// The formats for programs; those for people have tests of their own.
const MACHINES: [Format; 6] =
    [Format::Json, Format::Yaml, Format::Github, Format::Gitlab, Format::Sarif, Format::Junit];

/// The reports that every format must be able to draw.
fn samples() -> Vec<Report> {
    let mut all = vec![sample::go(), sample::no_go(), sample::many(40), sample::invalid(), sample::lint()];
    let named = |text: &&String| !text.trim().is_empty();
    all.extend(hostile_texts().iter().filter(named).map(|text| sample::hostile(text)));
    all
}

fn drawn(format: Format, report: &Report) -> String {
    let mut out = Vec::new();
    format.render(report, &STYLE, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn json_value(format: Format, report: &Report) -> serde_json::Value {
    serde_json::from_str(&drawn(format, report)).unwrap()
}

fn assert_valid(schema: &str, format: Format) {
    // The published SARIF schema closes a bracket that it never opened, which strict regex engines refuse.
    let schema = serde_json::from_str(&schema.replace("{2}]?$", "{2}$")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for report in samples() {
        let value = json_value(format, &report);
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

macro_rules! schema {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/", $name))
    };
}

#[test]
fn sarif_is_valid_by_its_published_schema() {
    assert_valid(schema!("sarif-schema-2.1.0.json"), Format::Sarif);
}

#[test]
fn gitlab_is_valid_and_its_fingerprints_are_unique() {
    assert_valid(schema!("gitlab-code-quality.json"), Format::Gitlab);
    let value = json_value(Format::Gitlab, &sample::many(40));
    let mut prints: Vec<&str> =
        value.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), 80);
    assert_eq!(drawn(Format::Gitlab, &sample::go()), "[]\n");
    let no_go = json_value(Format::Gitlab, &sample::no_go());
    let place = (&no_go[0]["location"]["path"], &no_go[0]["location"]["lines"]["begin"]);
    assert_eq!(place, (&"releases/2.4/release.toml".into(), &11.into()));
    let severities: Vec<_> = (0..4).map(|at| no_go[at]["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, ["critical", "critical", "info", "minor"]);
}

#[test]
fn every_format_draws_the_same_report_in_the_same_bytes() {
    for format in MACHINES {
        assert_eq!(drawn(format, &sample::no_go()), drawn(format, &sample::no_go()), "{format:?}");
    }
}

/// Texts that try to leave their place in one target or another.
fn hostile_texts() -> Vec<String> {
    let texts = [
        "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{1b}]8;;http://evil.example\u{1b}\\link",
        "\u{9b}31m c1 \u{85} next line \u{8d} \u{7f} del",
        "abc\u{202e}gpj.exe \u{2066}x\u{2069} \u{200f}\u{61c}",
        "zero\u{200b}width \u{feff}bom \u{ad}soft \u{e0041}\u{e007f}tags \u{2060}",
        "line\u{2028}sep\u{2029}para \u{b}\u{c}",
        "a\n::error::pwned\n::stop-commands::x",
        "a\r\n::set-output name=x::y\r::add-mask::z",
        "##[group]x ##[error]y ##vso[task.setvariable variable=a]b ##teamcity[x]",
        "::warning file=a,line=1::x",
        "%0A::error::x %25 %0D, :,",
        "| a | b |\n|---|---|\n| c | d |",
        "[click](http://evil.example) ![pic](https://evil.example/a.png) <http://evil.example>",
        "<img src=x onerror=alert(1)><script>alert(1)</script><!-- x --> &lt;b&gt; &#64;octocat",
        "@octocat @org/team user@example.com #12 !12 GH-12 org/repo#1 org/repo@0123456789abcdef",
        "http://evil.example www.evil.example ftp://evil.example HTTPS://EVIL.example Www.evil.example",
        ":tada: :+1: $a$ $$b$$ $`c`$ ~label ~\"a b\" %1 &1 [issue:1] [[_TOC_]]",
        "3f2a1c9d4b5a69788796a5b4c3d2e1f001122334 1234567",
        "# heading",
        "- [ ] task",
        "> quote",
        "1. one",
        "+ plus",
        "---",
        "=== set",
        "```\ncode",
        "/close",
        "    code",
        "`code` ``x`` *em* **st** _em_ __st__ ~~del~~ \\* a\\",
        "]]> <![CDATA[ x ]]> <?pi?> <!DOCTYPE x [<!ENTITY a \"b\">]> &a; \" '",
        "nul \u{0} \u{1} \u{fffe}\u{ffff} \u{fffd} \u{d7ff}\u{e000}",
        "- \"yaml: &a *a !!python/object\": {x} # c",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} z\u{489}",
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x\\y",
        "",
        " ",
        "-",
    ];
    let mut all: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    all.push("x".repeat(20_000));
    all.push("@:[#w".repeat(4_000));
    all
}

#[test]
fn hostile_text_acts_in_no_machine_format() {
    for text in hostile_texts() {
        let report = sample::hostile(&text);
        for format in MACHINES {
            let drawn = drawn(format, &report);
            let shown: String = text.chars().take(60).collect();
            let hidden: Vec<char> = drawn.chars().filter(|c| *c != '\n' && escape::is_hidden(*c)).collect();
            assert!(hidden.is_empty(), "{format:?} of {shown:?} lets {hidden:?} through");
            assert!(!drawn.contains("##"), "{format:?} of {shown:?}");
            for line in drawn.lines() {
                let ours = format == Format::Github && is_annotation(line);
                assert!(ours || !line.trim_start().starts_with("::"), "{format:?} of {shown:?}: {line}");
            }
        }
    }
}

/// A command that we mean: one of three names, with our properties and nothing unescaped in them.
fn is_annotation(line: &str) -> bool {
    let Some((head, _)) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")) else {
        return false;
    };
    let Some((name, properties)) = head.split_once(' ') else { return false };
    let keys: Vec<&str> = properties.split(',').map(|part| part.split('=').next().unwrap()).collect();
    matches!(name, "error" | "warning" | "notice")
        && keys.iter().all(|key| ["file", "line", "endLine", "col", "endColumn", "title"].contains(key))
}

#[test]
fn hostile_text_changes_no_line_count() {
    let lines = |format, text: &str| drawn(format, &sample::hostile(text)).lines().count();
    for text in hostile_texts().iter().filter(|text| !text.trim().is_empty() && *text != "-") {
        for format in MACHINES {
            assert_eq!(lines(format, text), lines(format, "plain"), "{format:?} of {text:.60?}");
        }
    }
}

#[test]
fn json_and_yaml_give_back_the_exact_text() {
    for text in hostile_texts() {
        let report = sample::hostile(&text);
        let json = json_value(Format::Json, &report);
        assert_eq!(json["releases"][0]["release"]["name"], text.as_str());
        let yaml: serde_json::Value = serde_yaml::from_str(&drawn(Format::Yaml, &report)).unwrap();
        assert_eq!(yaml, json, "{text:.60?}");
    }
}

#[test]
fn only_escape_opens_untrusted_text() {
    fn visit(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
            } else if std::fs::read_to_string(&path).unwrap().contains(concat!(".ra", "w()")) {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    visit(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render"), &mut found);
    assert_eq!(found, ["escape.rs"]);
}

#[test]
fn a_text_can_be_cut_without_being_opened() {
    assert_eq!(escape::terminal(&escape::clip(&Untrusted::from("äöüß"), 3)), "äö…");
    assert_eq!(escape::terminal(&escape::clip(&Untrusted::from("äöü"), 3)), "äöü");
}

/// Text without what stands in code type, in which nothing acts; and that what stands there stays there.
fn outside_code(drawn: &str) -> String {
    let parts: Vec<&str> = drawn.split('`').collect();
    assert!(parts.len() % 2 == 1, "a backtick is left open: {drawn:.200}");
    for code in parts.iter().skip(1).step_by(2) {
        assert!(!code.is_empty() && !code.contains(['\n', '|', '@', '<', '$']), "{code:.200}");
        assert!(!code.contains("##") && !code.contains("]("), "{code:.200}");
    }
    parts.into_iter().step_by(2).collect::<Vec<_>>().join("code")
}

#[test]
fn hostile_text_acts_in_no_markdown() {
    for text in hostile_texts() {
        let untrusted = Untrusted::from(text.as_str());
        for drawn in [escape::markdown(&untrusted), escape::markdown_code(&untrusted)] {
            let inner = outside_code(&drawn);
            let inner = inner.replace("<span>&#36;</span>", "").replace("<code>", "").replace("</code>", "");
            let signs = ['\n', '\\', '*', '~', '[', ']', '<', '>', '|', '$'];
            assert!(!inner.contains(signs), "{text:.60?}: {inner:.200}");
            assert!(!inner.contains("##") && !inner.contains(" ::"), "{text:.60?}: {inner:.200}");
            assert!(
                !inner.contains("://") && !inner.to_lowercase().contains("www."),
                "{text:.60?}: {inner:.200}"
            );
            let unbroken = inner.replace("@&#8203;", "").replace("&#64;&#8203;", "");
            assert!(!unbroken.contains('@') && !unbroken.contains("&#64;"), "{text:.60?}: {inner:.200}");
            assert!(
                !inner.starts_with(['-', '+', '=', '/', ':', '#']) || inner.starts_with("#12"),
                "{text:.60?}: {inner:.200}"
            );
        }
    }
}
