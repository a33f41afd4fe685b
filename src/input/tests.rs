use super::*;
use crate::limits;
use crate::source::SourceFile;

fn parsed(syntax: Syntax, text: &str) -> Node {
    let (node, faults) = parse(FileId::Release, syntax, text);
    assert!(faults.is_empty(), "{faults:?}");
    node
}

fn faults(syntax: Syntax, text: &str) -> Vec<(usize, usize, String)> {
    let source = SourceFile::new("f", text);
    let (_, faults) = parse(FileId::Release, syntax, text);
    let shown = faults.list.iter().map(|fault| {
        let at = source.location(fault.span);
        (at.line, at.column, fault.message.raw().to_owned())
    });
    shown.collect()
}

/// `path line:column-line:column value`, one line a key.
fn places(text: &str, node: &Node) -> Vec<String> {
    fn walk(source: &SourceFile, path: &str, node: &Node, out: &mut Vec<String>) {
        match &node.value {
            Value::Table(table) => {
                for entry in &table.entries {
                    let at = source.location(entry.key.span);
                    let value = source.location(entry.node.span);
                    let path = format!("{path}.{}", entry.key.value);
                    out.push(format!(
                        "{path} {}:{}-{} = {}:{}-{}",
                        at.line, at.column, at.end_column, value.line, value.column, value.end_column
                    ));
                    walk(source, &path, &entry.node, out);
                }
            }
            Value::List(list) => {
                for (at, node) in list.iter().enumerate() {
                    let value = source.location(node.span);
                    out.push(format!("{path}[{at}] {}:{}-{}", value.line, value.column, value.end_column));
                    walk(source, &format!("{path}[{at}]"), node, out);
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk(&SourceFile::new("f", text), "", node, &mut out);
    out
}

#[test]
fn toml_keys_and_values_know_their_places() {
    let text = "\"é\" = \"ü\"\n[scope]\nin = [\"A 1\", { id = \"B\" }]\n[[stop_rule]]\nrule = 'x'\n";
    let expected = [
        ".é 1:1-4 = 1:7-10",
        ".scope 2:2-7 = 2:1-8",
        ".scope.in 3:1-3 = 3:6-27",
        ".scope.in[0] 3:7-12",
        ".scope.in[1] 3:14-26",
        ".scope.in[1].id 3:16-18 = 3:21-24",
        ".stop_rule 4:3-12 = 4:1-14",
        ".stop_rule[0] 4:1-14",
        ".stop_rule[0].rule 5:1-5 = 5:8-11",
    ];
    assert_eq!(places(text, &parsed(Syntax::Toml, text)), expected);
}

#[test]
fn yaml_keys_and_values_know_their_places() {
    let text = "é: \"ü\"\nscope:\n  in:\n    - A 1\n    - { id: B }\n";
    let found = places(text, &parsed(Syntax::Yaml, text));
    assert!(found.contains(&".é 1:1-2 = 1:4-7".to_owned()), "{found:?}");
    assert!(found.iter().any(|place| place.starts_with(".scope.in 3:3-5")), "{found:?}");
    assert!(found.contains(&".scope.in[0] 4:7-10".to_owned()), "{found:?}");
    assert!(found.iter().any(|place| place.starts_with(".scope.in[1].id 5:9-11 = 5:13-14")), "{found:?}");
}

#[test]
fn json_keys_and_values_know_their_places() {
    let text = "{\n  \"é\": \"ü\",\n  \"in\": [1, {\"id\": true}]\n}";
    let expected = [
        ".é 2:3-6 = 2:8-11",
        ".in 3:3-7 = 3:9-26",
        ".in[0] 3:10-11",
        ".in[1] 3:13-25",
        ".in[1].id 3:14-18 = 3:20-24",
    ];
    assert_eq!(places(text, &parsed(Syntax::Json, text)), expected);
}

#[test]
fn toml_tells_every_error_of_a_file() {
    let found = faults(Syntax::Toml, "a = \nb = 1\nb = 2\nc = 2026-02-30\nd = “x”\n");
    let lines: Vec<usize> = found.iter().map(|fault| fault.0).collect();
    for line in [1, 3, 4, 5] {
        assert!(lines.contains(&line), "line {line}: {found:?}");
    }
}

#[test]
fn equal_keys_are_refused_in_every_syntax() {
    assert_eq!(faults(Syntax::Toml, "a = 1\na = 2\n")[0].0, 2);
    let yaml = faults(Syntax::Yaml, "a: 1\na: 2\n");
    assert!(yaml[0].2.contains("\"a\" is given twice"), "{yaml:?}");
    assert_eq!(yaml[0].0, 2);
    assert_eq!(faults(Syntax::Json, "{\"a\": 1,\n\"a\": 2}")[0].0, 2);
}

#[test]
fn words_and_dates_of_yaml_stay_texts() {
    let node = parsed(Syntax::Yaml, "a: yes\nb: 2026-12-01\nc: 2026-12-01T09:00:00+01:00\nd: 1.10\n");
    let Value::Table(table) = node.value else { unreachable!() };
    let values: Vec<Value> = table.entries.into_iter().map(|entry| entry.node.value).collect();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        values,
        [text("yes"), text("2026-12-01"), text("2026-12-01T09:00:00+01:00"), Value::Float(1.1)]
    );
}

#[test]
fn hostile_texts_end_soon_with_an_error() {
    let bomb = (0..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        format!("{text}a{}: &a{} [*a{n}, *a{n}, *a{n}, *a{n}]\n", n + 1, n + 1)
    });
    for (syntax, text) in [
        (Syntax::Toml, format!("a = {}", "[".repeat(500_000))),
        (Syntax::Toml, format!("a = {}{}", "[".repeat(200), "]".repeat(200))),
        (Syntax::Toml, "[".repeat(500_000)),
        (Syntax::Toml, format!("{} = 1", vec!["a"; 5_000].join("."))),
        (Syntax::Json, "[".repeat(500_000)),
        (Syntax::Json, format!("{}{}", "[".repeat(200), "]".repeat(200))),
        (Syntax::Yaml, format!("a: {}", "[".repeat(500_000))),
        (Syntax::Yaml, "- ".repeat(500_000)),
        (Syntax::Yaml, "? ".repeat(500_000)),
        (Syntax::Yaml, (0..1_400).map(|n| " ".repeat(n) + "a:\n").collect()),
        (Syntax::Yaml, format!("a: {}", "{a: ".repeat(100_000))),
        (Syntax::Yaml, format!("a: {}", "{a: ".repeat(250))),
        (Syntax::Yaml, format!("a: {}", "{? ".repeat(250))),
        (Syntax::Yaml, format!("a: {}", "&a ".repeat(300_000))),
        (Syntax::Yaml, format!("a: {}", "!!str ".repeat(150_000))),
        (Syntax::Yaml, bomb),
        (Syntax::Yaml, "a: 1\n---\na: 2\n".to_owned()),
        (Syntax::Json, "{\"a\": 1} {}".to_owned()),
        (Syntax::Json, "{\"a\": 1,}".to_owned()),
        (Syntax::Json, "{\"a\": \"\u{1}\"}".to_owned()),
        (Syntax::Json, "{\"a\nb\": 1}".to_owned()),
        (Syntax::Json, "{\u{b}\"a\": 1}".to_owned()),
        (Syntax::Json, "{\"a\": 99999999999999999999}".to_owned()),
        (Syntax::Toml, "a = inf\n".to_owned()),
    ] {
        let (_, faults) = parse(FileId::Release, syntax, &text);
        assert!(!faults.is_empty(), "{syntax:?} {}", text.chars().take(40).collect::<String>());
        assert!(faults.list.len() <= limits::SYNTAX_ERRORS + 1);
    }
}

#[test]
fn a_text_without_values_is_an_empty_table() {
    for syntax in [Syntax::Toml, Syntax::Yaml, Syntax::Json] {
        assert_eq!(parsed(syntax, " \n").value, Value::Table(Table::default()));
    }
    assert_eq!(parsed(Syntax::Yaml, "# nothing\n").value, Value::Table(Table::default()));
}

#[test]
fn bytes_become_text_or_say_why_not() {
    assert_eq!(decode(b"\xef\xbb\xbfa = 1".to_vec()).as_deref(), Ok("a = 1"));
    let told = |bytes: &[u8]| decode(bytes.to_vec()).map_err(|fault| fault.to_string()).unwrap_err();
    assert!(told(b"a\n\xff").contains("line 2"));
    assert!(told(b"\xff\xfea\0").contains("UTF-16"));
    assert!(told(b"a\n\n\0").contains("line 3"));
    assert!(told(&vec![b'['; limits::RELEASE_BYTES + 1]).contains("1 MiB"));
}

#[test]
fn the_syntax_follows_from_the_name_else_from_the_text() {
    use std::path::Path;
    let by = |name: &str, text: &str| detect(Path::new(name), text);
    assert_eq!(by("release.YML", "a = 1"), Syntax::Yaml);
    assert_eq!(by("release.toml.example", "{}"), Syntax::Toml);
    assert_eq!(by("-", "# x\n\n{\"a\": 1}"), Syntax::Json);
    assert_eq!(by("-", "name: Billing"), Syntax::Yaml);
    assert_eq!(by("-", "name = \"a: b\""), Syntax::Toml);
    assert_eq!(by("-", "[scope]"), Syntax::Toml);
}

/// Where the one problem of a text is, what is said of it, and the line to write.
fn slip(text: &str) -> (String, String, String) {
    let (_, faults) = parse(FileId::Release, Syntax::Toml, text);
    let [fault] = faults.list.as_slice() else { panic!("{text:?}: {:#?}", faults.list) };
    let at = text.get(fault.span.start..fault.span.end).unwrap().to_owned();
    let help = fault.help.as_ref().unwrap().raw().trim_start_matches("write it as: ").to_owned();
    (at, fault.message.raw().to_owned(), help)
}

#[test]
fn a_slip_is_one_problem_at_its_place_with_the_line_as_it_should_be() {
    for (text, at, said, shown) in [
        ("a = [\"x\", \"y\"\nb = 1\n", "", "the list is not closed", "a = [\"x\", \"y\"]"),
        ("a = [\n \"x\",\n \"y\"\n[s]\nb = 1\n", "", "the list is not closed", "\"y\"]"),
        ("a = \"x\"]\n", "\"x\"]", "the list is not opened", "a = [\"x\"]"),
        ("a = [\"x\" \"y\"]\n", "", "a comma is missing", "a = [\"x\", \"y\"]"),
        ("a = [\n \"x\"\n \"y\"\n]\n", "", "a comma is missing", "\"x\","),
        (
            "a = { on = 2026-11-26 by = \"x\" }\n",
            "",
            "a comma is missing",
            "a = { on = 2026-11-26, by = \"x\" }",
        ),
        ("a = \"x\nb = 1\n", "\"x", "is not closed", "a = \"x\""),
        ("a = x y\n", "x y", "double quotes", "a = \"x y\""),
        ("v = 2.4.0\n", "2.4.0", "double quotes", "v = \"2.4.0\""),
        ("a = “x”\n", "“", "curly quote", "a = \"x\""),
        ("on = 24.11.2026\n", "24.11.2026", "not how a date is written", "on = 2026-11-24"),
        (
            "date = 24 November 2026 # soon\n",
            "24 November 2026 # soon",
            "not how a date",
            "date = 2026-11-24",
        ),
        (
            "date = 2026-02-30\n",
            "2026-02-30",
            "no day of the calendar",
            "date = 2026-12-01, or with a time date = 2026-12-01T09:00",
        ),
        ("[s\na = 1\n", "[s", "square brackets", "[s]"),
        ("s]\na = 1\n", "s]", "square brackets", "[s]"),
        ("a: \"x\"\n", ":", "an equals sign is missing", "a = \"x\""),
        ("a = True\n", "True", "true or false", "a = true"),
        ("a = { b = 1\n", "", "the braces are not closed", "a = { b = 1 }"),
        ("a = 1; \n", ";", "nothing may stand behind", "a = 1"),
    ] {
        let (place, message, help) = slip(text);
        assert_eq!((place.as_str(), help.as_str()), (at, shown), "{text:?}");
        assert!(message.contains(said), "{text:?}: {message}");
    }
}

#[test]
fn two_slips_are_two_problems() {
    let (_, faults) = parse(FileId::Release, Syntax::Toml, "a = x y\nb = 1\non = 24.11.2026\n");
    assert_eq!(faults.list.len(), 2);
}
