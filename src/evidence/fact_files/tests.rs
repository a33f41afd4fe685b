//! Tests of what the entries of `facts` lead to.

use crate::limits;
use std::fs;

use super::*;
use crate::evidence::root::Trees;
use crate::source::{Span, Spanned};
use crate::untrusted::Untrusted;

fn gather_from(files: &[(&str, &str)], facts: &[(&str, &str)]) -> BTreeMap<String, Gathered<Datum>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let root =
        Root::around(Some(&folder.path().join("release.toml")), Some(folder.path()), &Trees::default())
            .unwrap();
    let entries = facts.iter().map(|(name, path)| {
        let token = Token { span: Span::default(), text: Untrusted::from(*path) };
        (Spanned::new(Span::default(), (*name).to_owned()), token)
    });
    gather(&root, &Map { entries: entries.collect() }, "fact")
}

fn broken(fact: &Gathered<Datum>) -> &str {
    match fact {
        Gathered::Broken(fault) => fault.message.raw(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_fact_is_read_under_its_name() {
    let facts = gather_from(&[("a.json", "1"), ("b.yaml", "[2]")], &[("one", "a.json"), ("two", "./b.yaml")]);
    assert_eq!(facts["one"].read(), Some(&Datum::Int(1)));
    assert_eq!(facts["two"].read(), Some(&Datum::List(vec![Datum::Int(2)])));
}

#[test]
fn a_broken_fact_names_itself_and_its_file() {
    let files = [("bad.json", "{"), ("data.txt", "1")];
    let named = [
        ("a", "bad.json"),
        ("b", "no.json"),
        ("c", "../x.json"),
        ("d", "data.txt"),
        ("e", "*.json"),
        ("f", "."),
    ];
    let facts = gather_from(&files, &named);
    assert!(broken(&facts["a"]).starts_with("the fact \"a\" (bad.json): the file is not well-formed JSON"));
    assert_eq!(broken(&facts["b"]), "the fact \"b\" (no.json): there is no such file");
    assert_eq!(broken(&facts["c"]), "the fact \"c\" (../x.json): it climbs out of the root with `..`");
    assert!(broken(&facts["d"]).starts_with("the fact \"d\" (data.txt): the name does not say which format"));
    assert_eq!(broken(&facts["e"]), "the fact \"e\" (*.json): there is no such file");
    assert_eq!(broken(&facts["f"]), "the fact \"f\" (.): it is a folder, not a file");
}

#[test]
fn a_fact_file_beyond_the_limit_is_not_held() {
    let text = " ".repeat(limits::FACT_FILE_BYTES + 1);
    let facts = gather_from(&[("a.json", &text)], &[("a", "a.json")]);
    assert_eq!(broken(&facts["a"]), "the fact \"a\" (a.json): it is larger than 8 MiB");
}
