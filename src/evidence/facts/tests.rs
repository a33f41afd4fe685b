use super::*;
use crate::limits;
use std::fmt::Write as _;

fn map<const N: usize>(entries: [(&str, Datum); N]) -> Datum {
    Datum::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

const TEXTS: [(&str, &str); 3] = [
    ("f.json", r#"{"open": 2, "rate": 0.5, "done": true, "names": ["a", "b"]}"#),
    ("f.YML", "open: 2\nrate: 0.5\ndone: true\nnames: [a, b]\n"),
    ("f.toml", "open = 2\nrate = 0.5\ndone = true\nnames = ['a', \"b\"]\n"),
];

#[test]
fn the_three_formats_read_alike() {
    let wanted = map([
        ("open", Datum::Int(2)),
        ("rate", Datum::Float(0.5)),
        ("done", Datum::Bool(true)),
        ("names", Datum::List(vec![Datum::Text("a".into()), Datum::Text("b".into())])),
    ]);
    for (name, text) in TEXTS {
        assert_eq!(read(name, text.as_bytes()).as_ref(), Ok(&wanted), "{name}");
        assert_eq!(
            read(name, format!("\u{feff}{text}").as_bytes()).as_ref(),
            Ok(&wanted),
            "{name} with a mark"
        );
    }
}

#[test]
fn nothing_is_no_fact() {
    for name in ["f.json", "f.yaml", "f.toml"] {
        for text in ["", "  \n", "\u{feff}"] {
            assert_eq!(read(name, text.as_bytes()), Err(FactFault::Empty), "{name} {text:?}");
        }
    }
    for text in ["# only words\n", "---\n", "null\n"] {
        assert_eq!(read("f.yaml", text.as_bytes()), Err(FactFault::Empty), "{text:?}");
    }
}

#[test]
fn equal_keys_are_refused_also_deep_inside() {
    for (name, text) in [
        ("f.json", r#"{"a": {"b": 1, "b": 2}}"#),
        ("f.json", r#"[{"b": 1, "\u0062": 1}]"#),
        ("f.yaml", "a:\n  b: 1\n  b: 2\n"),
        ("f.yaml", "{a: {b: 1, 'b': 2}}"),
        ("f.toml", "[a]\nb = 1\nb = 2\n"),
    ] {
        assert_eq!(
            read(name, text.as_bytes()),
            Err(FactFault::DuplicateKey { key: "b".into() }),
            "{name} {text}"
        );
    }
}

#[test]
fn numbers_that_do_not_fit_are_refused() {
    for (name, text) in [
        ("f.json", "9223372036854775808"),
        ("f.json", "1e400"),
        ("f.json", "-99999999999999999999999"),
        ("f.yaml", "a: .inf"),
        ("f.yaml", "a: .nan"),
        ("f.yaml", "a: 9223372036854775808"),
        ("f.toml", "a = inf"),
        ("f.toml", "a = nan"),
        ("f.toml", "a = 9223372036854775808"),
        ("f.toml", "a = 1e400"),
    ] {
        assert!(read(name, text.as_bytes()).is_err(), "{name} {text} {:?}", read(name, text.as_bytes()));
    }
    assert_eq!(read("f.json", b"9223372036854775807"), Ok(Datum::Int(i64::MAX)));
    let huge = read("f.yaml", b"a: 99999999999999999999999999999999999999999999");
    assert!(
        !matches!(huge, Ok(Datum::Map(ref map)) if matches!(map.get("a"), Some(Datum::Int(_) | Datum::Float(_)))),
        "{huge:?}"
    );
}

#[test]
fn yaml_words_are_texts_not_answers() {
    assert_eq!(
        read("f.yaml", b"a: yes\nb: off\n"),
        Ok(map([("a", Datum::Text("yes".into())), ("b", Datum::Text("off".into()))]))
    );
}

#[test]
fn toml_dates_and_radices() {
    let found = read("f.toml", b"d = 2026-12-01T09:00:00+01:00\nx = 0xff\nn = 1_000\n");
    let wanted = map([
        ("d", Datum::Text("2026-12-01T09:00:00+01:00".into())),
        ("x", Datum::Int(255)),
        ("n", Datum::Int(1000)),
    ]);
    assert_eq!(found, Ok(wanted));
}

#[test]
fn half_files_and_second_documents_are_refused_with_their_place() {
    for (name, text) in [
        ("f.json", "{\"a\": 1"),
        ("f.json", "{} {}"),
        ("f.json", "{\"a\": 1,}"),
        ("f.json", "{\"a\": NaN}"),
        ("f.yaml", "a: 1\n---\nb: 2\n"),
        ("f.yaml", "a: [1, 2"),
        ("f.toml", "a = [1, 2"),
        ("f.toml", "a = "),
    ] {
        let found = read(name, text.as_bytes());
        assert!(matches!(found, Err(FactFault::Malformed { .. })), "{name} {text:?} {found:?}");
    }
    let place = read("f.toml", b"a = 1\nb = = 2\n").unwrap_err();
    assert_eq!(place.to_string(), "the file is not well-formed TOML (line 2, column 5)");
    assert_eq!(read("f.txt", b"1"), Err(FactFault::UnknownFormat));
    assert_eq!(read("f.json", b"\"\xff\""), Err(FactFault::NotText));
}

#[test]
fn each_limit_has_its_own_fault() {
    let wide = format!("[{}1]", "1,".repeat(limits::FACT_LIST_ELEMENTS));
    let deep = format!("{}1{}", "[".repeat(limits::FACT_DEPTH + 1), "]".repeat(limits::FACT_DEPTH + 1));
    let most = format!("{}1{}", "[".repeat(limits::FACT_DEPTH), "]".repeat(limits::FACT_DEPTH));
    let row = format!("[{}1]", "1,".repeat(89_999));
    let many = format!("[{}{row}]", format!("{row},").repeat(2));
    for (name, before) in [("f.json", ""), ("f.yaml", ""), ("f.toml", "a = ")] {
        let found = |text: &str| read(name, format!("{before}{text}").as_bytes());
        assert_eq!(found(&wide).err(), Some(FactFault::LongList), "{name}");
        assert_eq!(found(&deep).err(), Some(FactFault::TooDeep), "{name}");
        assert_eq!(found(&many).err(), Some(FactFault::TooManyValues), "{name}");
        assert_eq!(found(&most).is_ok(), name != "f.toml", "{name}: the table is a level of its own");
    }
    assert_eq!(read("f.json", &vec![b' '; limits::FACT_FILE_BYTES + 1]), Err(FactFault::TooLarge));
    let large = format!("a = \"{}\"", "x".repeat(limits::FACT_TOML_BYTES));
    assert_eq!(read("f.toml", large.as_bytes()), Err(FactFault::LargeToml));
    assert!(read("f.yaml", large.as_bytes()).is_ok());
}

#[test]
fn files_share_what_they_may_hold() {
    let mut room = Room::default();
    let row = format!("[{}1]", "1,".repeat(limits::FACT_LIST_ELEMENTS - 2));
    assert!(read_within("f.json", row.as_bytes(), &mut room).is_ok());
    assert_eq!(read_within("f.yaml", row.as_bytes(), &mut room).err(), None);
    assert_eq!(read_within("f.json", row.as_bytes(), &mut room), Err(FactFault::TooManyValues));
    let mut room = Room::default();
    let text = format!("\"{}\"", "x".repeat(limits::FACT_FILE_BYTES - 2));
    assert!(read_within("f.json", text.as_bytes(), &mut room).is_ok());
    assert!(read_within("f.json", text.as_bytes(), &mut room).is_ok());
    assert_eq!(read_within("f.json", b"[1]", &mut room), Err(FactFault::TooLargeTogether));
}

#[test]
fn bombs_and_depths_end_soon() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = level - 1;
        writeln!(bomb, "a{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]").unwrap();
    }
    let many = 1_000_000;
    for (name, text) in [
        ("f.yaml", bomb),
        ("f.yaml", "{a:".repeat(many)),
        ("f.yaml", "[".repeat(many)),
        ("f.yaml", "- ".repeat(many)),
        ("f.json", "[".repeat(many)),
        ("f.json", "{\"a\":".repeat(many)),
        ("f.toml", format!("a = {}", "[".repeat(many))),
        ("f.toml", format!("{}a = 1", "a.".repeat(many))),
        ("f.toml", format!("[{}a]", "a.".repeat(many))),
        ("f.toml", format!("a = {}", "{a=".repeat(many))),
    ] {
        let found = read(name, text.as_bytes());
        assert!(found.is_err(), "{name} {}", text.chars().take(20).collect::<String>());
    }
}
