//! Our evaluator beside the one of the library, and texts that nobody thought of.

use proptest::prelude::*;

use super::*;

/// Where the library's own evaluator and ours both have an answer, it is the same.
fn agrees(source: &str) -> Result<(), String> {
    let Ok(ours) = answer(source) else { return Ok(()) };
    let mut context = cel::Context::default();
    let mut roots: BTreeMap<String, std::collections::HashMap<String, cel::Value>> = BTreeMap::new();
    for (name, value) in values() {
        match name.split_once('.') {
            Some((root, rest)) => {
                roots.entry(root.to_owned()).or_default().insert(rest.to_owned(), theirs(&value));
            }
            None => context.add_variable_from_value(name, theirs(&value)),
        }
    }
    for (root, inner) in roots {
        context.add_variable_from_value(root, inner);
    }
    match cel::Program::compile(source).map(|program| program.execute(&context)) {
        Ok(Ok(cel::Value::Bool(theirs))) if theirs != ours => Err(format!("{source}: {theirs}, ours {ours}")),
        _ => Ok(()),
    }
}

fn theirs(value: &Datum) -> cel::Value {
    match value {
        Datum::Null => cel::Value::Null,
        Datum::Bool(value) => (*value).into(),
        Datum::Int(value) => (*value).into(),
        Datum::Float(value) => (*value).into(),
        Datum::Text(text) => text.as_str().into(),
        Datum::List(list) => list.iter().map(theirs).collect::<Vec<_>>().into(),
        Datum::Map(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), theirs(value)))
            .collect::<std::collections::HashMap<_, _>>()
            .into(),
    }
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "tests.failed",
        "tests.total",
        "hours_to_launch",
        "rollback.minutes",
        "rollback.rehearsed",
        "facts.bugs.open",
        "facts.bugs.rate",
        "facts.bugs.title",
        "facts.bugs.owner",
        "facts.bugs.list",
        "facts.bugs.big",
        "facts.n",
        "true",
        "false",
        "0",
        "1",
        "2",
        "14.5",
        "1.0",
        "12",
        "'a'",
        "'Bills fail'",
        "null",
        "[1, 2]",
        "[]",
        "b.open",
        "b.days",
        "b",
        "checks.scope",
        "'fail'",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let operator = prop::sample::select(vec!["&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "in"]);
        let call = prop::sample::select(vec!["all", "exists", "exists_one", "filter", "map"]);
        let convert = prop::sample::select(vec!["size", "int", "double", "string", "!", "-"]);
        prop_oneof![
            4 => (inner.clone(), operator, inner.clone()).prop_map(|(left, operator, right)| format!("({left} {operator} {right})")),
            1 => (convert, inner.clone()).prop_map(|(convert, value)| format!("{convert}({value})")),
            1 => (call, inner.clone()).prop_map(|(call, body)| format!("facts.bugs.list.{call}(b, {body})")),
            1 => (inner.clone(), inner.clone(), inner).prop_map(|(question, yes, no)| format!("({question} ? {yes} : {no})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer_or_a_reason(source in "\\PC{0,80}") {
        if let Err(fault) = answer(&source) {
            if let Some(at) = fault.at() {
                prop_assert!(source.get(at.clone()).is_some(), "{at:?} in {source:?}");
            }
            fault.help();
        }
    }

    #[test]
    fn any_mix_of_words_gets_an_answer_or_a_reason(words in prop::collection::vec(prop::sample::select(vec![
        "tests", ".", "failed", "facts", "bugs", "(", ")", "[", "]", "{", "}", "'", "\"", "&&", "||", "!", "-", "==", "in", "?", ":",
        "1", "1.5", "x", ",", "all", "exists", "has", "é", "\n", "\\", "//", "r", "b", "true", "null", " ", "0x", "`",
    ]), 0..40)) {
        let source = words.concat();
        if let Err(fault) = answer(&source)
            && let Some(at) = fault.at()
        {
            prop_assert!(source.get(at.clone()).is_some(), "{at:?} in {source:?}");
        }
    }

    #[test]
    fn our_answers_are_those_of_the_library(source in expression()) {
        if let Err(words) = agrees(&source) {
            prop_assert!(false, "{}", words);
        }
    }
}

#[test]
fn the_same_answers_as_the_library_on_plain_conditions() {
    for source in [
        "tests.failed > 0",
        "hours_to_launch < 24",
        "facts.bugs.list.exists(b, b.open)",
        "rollback.minutes == 12.0",
    ] {
        assert_eq!(agrees(source), Ok(()));
    }
}
