use super::*;

mod grammar;
mod library;
mod words;

fn compile(source: &str, names: &Names) -> Result<Condition, BadCondition> {
    super::compile(&[source], names).remove(0)
}

fn names() -> Names {
    Names::new(["bugs", "smoke-run", "n", "nan"].map(str::to_owned))
}

fn map<const N: usize>(entries: [(&str, Datum); N]) -> Datum {
    Datum::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Datum {
    Datum::Text(text.to_owned())
}

fn bug(open: bool, severity: &str, days: i64) -> Datum {
    map([("open", Datum::Bool(open)), ("severity", text(severity)), ("days", Datum::Int(days))])
}

fn values() -> BTreeMap<String, Datum> {
    let bugs = Datum::List(vec![bug(true, "high", 3), bug(false, "low", 40)]);
    let facts = map([
        ("open", Datum::Int(2)),
        ("rate", Datum::Float(0.5)),
        ("owner", Datum::Null),
        ("title", text("Bills fail")),
        ("list", bugs),
        ("mixed", Datum::List(vec![Datum::Int(1), text("a")])),
        ("big", Datum::Int(9_007_199_254_740_993)),
        ("max", Datum::Int(i64::MAX)),
        ("zero", Datum::Int(0)),
    ]);
    let mut values: BTreeMap<String, Datum> = [
        ("tests.total", Datum::Int(412)),
        ("tests.failed", Datum::Int(1)),
        ("tests.errors", Datum::Int(0)),
        ("rollback.rehearsed", Datum::Bool(true)),
        ("rollback.minutes", Datum::Int(12)),
        ("checks.scope", text("fail")),
        ("checks.tests", text("pass")),
        ("known_issues", Datum::Int(1)),
        ("hours_to_launch", Datum::Float(14.5)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    values.insert("facts.bugs".to_owned(), facts);
    values.insert("facts.smoke-run".to_owned(), map([("ok", Datum::Bool(false))]));
    values.insert("facts.n".to_owned(), Datum::Int(7));
    values.insert("facts.nan".to_owned(), map([("x", Datum::Float(f64::NAN))]));
    values
}

fn answer(source: &str) -> Result<bool, BadCondition> {
    compile(source, &names())?.evaluate(&values(), &mut Steps::default())
}

#[test]
fn conditions_that_hold() {
    for source in [
        "tests.failed > 0",
        "tests.failed + tests.errors == 1",
        "tests['failed'] == 1",
        "hours_to_launch < 24",
        "hours_to_launch > 14 && hours_to_launch == 14.5",
        "rollback.minutes > 11.5",
        "rollback.minutes == 12.0",
        "12.0 == rollback.minutes",
        "rollback.minutes in [1, 12.0]",
        "hours_to_launch / 24 > 0.6",
        "double(tests.failed) / tests.total < 0.01",
        "tests.failed * 20 < tests.total",
        "!rollback.rehearsed || rollback.minutes < 15",
        "checks.scope == \"fail\"",
        "checks.scope != 'pass'",
        "checks.scope in ['warn', 'fail']",
        "'fail' in [checks.scope, checks.tests]",
        "[checks.scope, checks.tests].exists(c, c == 'fail')",
        "facts.n == 7",
        "!facts['smoke-run'].ok",
        "facts.bugs.open > 0",
        "facts.bugs.rate < 1",
        "facts.bugs.owner == null",
        "facts.bugs.title.contains('fail') && facts.bugs.title.startsWith('Bills')",
        "facts.bugs.list.exists(b, b.open && b.severity == 'high')",
        "facts.bugs.list.filter(b, b.open).all(b, b.days < 5)",
        "facts.bugs.list.exists_one(b, b.open)",
        "size(facts.bugs.list) == 2 && facts.bugs.list.size() == 2",
        "facts.bugs.list[1].days == 40",
        "40 in facts.bugs.list.map(b, b.days)",
        "has(facts.bugs.open) && !has(facts.bugs.closed)",
        "!has(facts.bugs.closed) || facts.bugs.closed > 0",
        "'open' in facts.bugs",
        "facts.bugs.exists(key, key == 'rate')",
        "facts.bugs.list == facts.bugs.list",
        "facts.bugs.big != 9007199254740992.0",
        "facts.bugs.big > 9007199254740992.0",
        "(tests.failed > 0 ? 'a' : 'b') == 'a'",
        "int('3') == 3 && string(3) == '3' && 7 % 4 == 3 && -1 < 0",
        "facts.bugs.title > 'B'",
        "tests.failed > 0 // a remark",
    ] {
        assert_eq!(answer(source), Ok(true), "{source}");
        assert_eq!(answer(&format!("!({})", source.replace(" // a remark", ""))), Ok(false), "not {source}");
    }
}

/// Each of these has no answer: were it "false", the rule would be clear.
#[test]
fn what_cannot_be_evaluated_is_never_clear() {
    for source in [
        "facts.bugs.opne > 0",
        "facts.bugs.opne > 0 && false",
        "facts.bugs.opne > 0 || true",
        "false || facts.bugs.opne > 0",
        "true && facts.bugs.opne > 0",
        "!(facts.bugs.opne > 0)",
        "facts.bugs.list.exists(b, b.sevrity == 'high')",
        "facts.bugs.list.all(b, b.opne) && false",
        "facts.bugs.list.filter(b, b.opne).size() > 0",
        "facts.bugs.mixed.exists(m, m == 'b')",
        "'b' in facts.bugs.mixed",
        "facts.bugs.open == '2'",
        "facts.bugs.open != '2'",
        "facts.bugs.owner == 'Ana'",
        "facts.bugs.owner > 0",
        "facts.bugs.owner",
        "facts.bugs.open",
        "facts.bugs.open && true",
        "facts.bugs.title > 1",
        "facts.bugs.list < 1",
        "facts.bugs.open / 4 > 0",
        "facts.bugs.open / facts.bugs.zero > 0",
        "facts.bugs.rate / facts.bugs.zero > 0",
        "facts.bugs.open % facts.bugs.zero > 0",
        "facts.bugs.max + 1 > 0",
        "facts.bugs.max * facts.bugs.max > 0",
        "-facts.bugs.max - 2 > 0",
        "facts.bugs.big + 0.5 > 0",
        "facts.bugs.rate * 1e308 * 1e308 > 0",
        "facts.bugs.list[2].open",
        "facts.bugs.list[-1].open",
        "facts.bugs.list['a']",
        "facts.bugs[facts.bugs.title] == 1",
        "has(facts.bugs.open.x)",
        "int(facts.bugs.title) > 0",
        "double('nan') > 0",
        "facts.n.size() > 0",
        "facts.nan.x == facts.nan.x",
        "facts.nan.x == null && false || facts.nan.x < 1",
    ] {
        assert!(compile(source, &names()).is_ok(), "{source}: {:?}", compile(source, &names()).err());
        assert!(answer(source).is_err(), "{source}: {:?}", answer(source));
    }
}

#[test]
fn evidence_that_is_missing_or_of_another_kind_is_an_error_wherever_it_stands() {
    for source in [
        "tests.failed > 0",
        "true || tests.failed > 0",
        "false && tests.failed > 0",
        "has(facts.bugs.x) && tests.failed > 0",
    ] {
        let condition = compile(source, &names()).unwrap();
        for bad in [None, Some(Datum::Null), Some(text("1")), Some(Datum::Float(f64::NAN))] {
            let mut values = values();
            values.remove("tests.failed");
            values.extend(bad.map(|bad| ("tests.failed".to_owned(), bad)));
            assert_eq!(
                condition.evaluate(&values, &mut Steps::default()),
                Err(BadCondition::Missing { name: "tests.failed".into() }),
                "{source}"
            );
        }
    }
    let check = compile("checks.scope == 'fail'", &names()).unwrap();
    let mut values = values();
    values.insert("checks.scope".into(), text("failed"));
    assert!(check.evaluate(&values, &mut Steps::default()).is_err());
}

/// Each condition is refused without evidence, with the place and the words that belong to it.
fn each_is_refused(cases: &[(&str, &str, &str)]) {
    for (source, place, words) in cases {
        let fault = compile(source, &names()).map(|_| ()).expect_err(source);
        assert!(fault.to_string().contains(words), "{source}: {fault}");
        assert!(!fault.help().is_empty(), "{source}");
        let at = fault.at().and_then(|at| source.get(at)).unwrap_or_default();
        assert!(at.contains(place), "{source}: points at {at:?} for {fault}");
    }
}

#[test]
fn names_that_do_not_exist_and_answers_that_are_none() {
    each_is_refused(&[
        ("", "", "empty"),
        ("tests.failed", "tests.failed", "gives a number"),
        ("1 + 1", "1 + 1", "gives a number"),
        ("'yes'", "'yes'", "gives a text"),
        ("null", "null", "gives nothing"),
        ("[true]", "true", "gives a list"),
        ("checks.scope", "checks.scope", "result of a check"),
        ("tests.faild > 0", "tests.faild", "no `tests.faild`"),
        ("tests.unknwon > 0 || false", "tests.unknwon", "no `tests.unknwon`"),
        ("true || tests.failed.count > 0", "tests.failed.count", "no `tests.failed.count`"),
        ("facts.bgs.open > 0", "facts.bgs.open", "no `facts.bgs.open`"),
        ("facts['bgs'].open > 0", "facts['bgs'].open", "no `facts.bgs.open`"),
        ("tests > 0", "tests", "is a group"),
        ("size(facts) > 0", "facts", "is a group"),
        (".tests.failed > 0", "tests.failed", "no `.tests.failed`"),
        ("checks.stop_rules == 'fail'", "checks.stop_rules", "cannot depend"),
        ("checks['stop_rules'] == 'fail'", "checks['stop_rules']", "cannot depend"),
    ]);
}

#[test]
fn comparisons_with_only_one_possible_answer() {
    each_is_refused(&[
        ("checks.scope == 'failed'", "'failed'", "never \"failed\""),
        ("'Fail' == checks.scope", "'Fail'", "never \"Fail\""),
        ("checks.scope in ['fail', 'wran']", "'wran'", "never \"wran\""),
        ("'failed' in [checks.scope]", "'failed'", "never \"failed\""),
        ("[checks.scope].exists(c, c == 'no')", "'no'", "never \"no\""),
        ("[checks.scope][0] == 'no'", "'no'", "never \"no\""),
        ("(true ? checks.scope : checks.tests) == 'no'", "'no'", "never \"no\""),
        ("[checks.scope] == ['no']", "'no'", "mixed"),
        ("checks.scope == facts.bugs.title", "facts.bugs.title", "something else"),
        ("checks.scope in facts.bugs.words", "facts.bugs.words", "mixed"),
        ("checks.scope < 'g'", "checks.scope", "number or a text"),
        ("checks.scope.startsWith('f')", "checks.scope", "a text is needed"),
        ("string(checks.scope) == 'no'", "checks.scope", "is needed"),
        ("tests.failed == '0'", "tests.failed == '0'", "never equal"),
        ("tests.failed == null", "tests.failed", "never null"),
        ("rollback.rehearsed == 'true'", "rollback.rehearsed == 'true'", "never equal"),
        ("!tests.failed", "tests.failed", "yes or no is needed"),
        ("tests.failed && true", "tests.failed", "yes or no is needed"),
        ("tests.failed / tests.total > 0.1", "tests.failed / tests.total", "drop the fraction"),
        ("tests.failed + 'a' == 'b'", "tests.failed", "a text is needed"),
    ]);
}

#[test]
fn functions_that_do_not_exist_or_are_called_wrongly() {
    each_is_refused(&[
        ("tests.failed.matches('a')", "matches(", "no function"),
        ("facts.bugs.matches('a')", "matches(", "no function `matches`"),
        ("sise(facts.bugs) > 0", "sise(", "no function `sise`"),
        ("facts.bugs.list.exist(b, b.open)", "exist(", "no function `exist`"),
        ("math.greatest(1, 2) > 1", "greatest(", "no function"),
        ("timestamp('2026-01-01T00:00:00Z') < 1", "timestamp(", "no function"),
        ("size() > 0", "size(", "not called like this"),
        ("has(tests.failed)", "tests.failed", "inside a fact"),
        ("has(facts.bugs)", "facts.bugs", "inside a fact"),
        ("has(1)", "1", "asks for a name"),
        ("facts.bugs.all(b, b.x.all(c, c))", "all(", "search inside a search"),
        ("facts.bugs.all(tests, tests.failed > 0)", "tests", "no meaning yet"),
        ("facts.bugs.all(1, true)", "1", "no meaning yet"),
        ("facts.bugs.all(b, true) && b", "b", "no `b`"),
    ]);
}

#[test]
fn texts_that_do_not_follow_the_grammar() {
    each_is_refused(&[
        ("{'a': 1} == {'a': 1}", "{", "record"),
        ("b'a' == b'a'", "b'", "begin with `b`"),
        ("1u == 1", "1u", "ending `u`"),
        ("facts.?bugs == 1", "?", "optional by `?`"),
        ("tests.failed = 0", "=", "`=` is not expected"),
        ("tests.failed >", "", "ends too early"),
        ("tests.failed > 0 and true", "and", "`and` is not expected"),
        ("'é' == 'é' == x", "x", "no `x`"),
        ("99999999999999999999 > 1", "99999999999999999999", "too large"),
        ("if == 1", "if", "reserved"),
    ]);
}

#[test]
fn what_is_meant_is_proposed() {
    for (source, proposal) in [
        ("tests.faild > 0", "did you mean `tests.failed`?"),
        ("test.failed > 0", "did you mean `tests.failed`?"),
        ("failed > 0", "did you mean `tests.failed`?"),
        ("hours_to_lunch < 4", "did you mean `hours_to_launch`?"),
        ("build.out_of_scop > 0", "did you mean `build.out_of_scope`?"),
        ("facts.smoke-run.ok", "did you mean `facts[\"smoke-run\"]`?"),
        ("checks.scope == 'failed'", "did you mean \"fail\"?"),
        ("checks.scope == 'PASS'", "did you mean \"pass\"?"),
        ("facts.n.starts_with('a')", "did you mean `startsWith`?"),
    ] {
        let help = compile(source, &names()).map(|_| ()).expect_err(source).help();
        assert!(help.starts_with(proposal), "{source}: {help}");
    }
    let help = compile("zzz > 0", &names()).map(|_| ()).expect_err("zzz").help();
    assert!(help.starts_with("a condition can see tests.total, "), "{help}");
}

#[test]
fn uses_are_whole_paths_without_what_is_inside_a_fact() {
    let source =
        "tests.failed > 0 || facts.bugs.list.exists(b, b.open && known_issues > 1) || facts['smoke-run'].ok";
    let uses: Vec<_> = compile(source, &names()).unwrap().uses().iter().cloned().collect();
    assert_eq!(uses, ["facts.bugs", "facts.smoke-run", "known_issues", "tests.failed"]);
    assert!(compile("1 < 2", &names()).unwrap().uses().is_empty());
}

/// The longest chains and deepest nests that fit in the text: refused or read, but never a crash or a long wait.
#[test]
fn the_worst_texts_of_the_allowed_length_end_soon() {
    for (part, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{1:", "}"),
        ("!", ""),
        ("-", ""),
        ("1+", ""),
        ("1-", ""),
        ("1<", ""),
        ("a.", ""),
        ("a?", ""),
        ("1?1:", ""),
        ("1&&", ""),
        ("1||", ""),
        ("size(", ")"),
        ("a[", "]"),
        ("x.all(x,", ")"),
        ("!(", ")"),
        ("-(", ")"),
        ("'", ""),
        ("\"", ""),
        ("1 in ", ""),
        ("{", ""),
        ("a.b(", ")"),
        ("/", ""),
        ("\\", ""),
        ("0x", ""),
        ("`", ""),
        ("\u{0}", ""),
        ("é", ""),
        ("(1 in [1,1]) in ", ""),
        ("1==", ""),
        ("[[", ""),
        ("a{", ""),
        (",", ""),
        ("?:", ""),
        ("r'''", ""),
    ] {
        let count = limits::CONDITION_BYTES.saturating_sub(1) / (part.len() + close.len());
        for source in [
            format!("{}1{}", part.repeat(count), close.repeat(count)),
            part.repeat(count),
            format!("{}1{}", part.repeat(30), close.repeat(30)),
        ] {
            if let Ok(condition) = compile(&source, &names()) {
                condition.evaluate(&values(), &mut Steps::default()).ok();
            }
        }
    }
    assert_eq!(compile(&" ".repeat(1025), &names()).err(), Some(BadCondition::TooLong));
    let chain = format!("tests.failed > 0{}", " || tests.errors > 0".repeat(48));
    assert_eq!(compile(&chain, &names()).unwrap().evaluate(&values(), &mut Steps::default()), Ok(true));
    let sum = format!("1{} > 0", " + 1".repeat(100));
    assert!(matches!(compile(&sum, &names()), Err(BadCondition::TooDeep { .. })));
}

#[test]
fn costly_conditions_are_stopped() {
    let numbers = Datum::List((0..100_000).map(Datum::Int).collect());
    let mut values = values();
    values.insert(
        "facts.n".into(),
        map([
            ("a", numbers.clone()),
            ("b", numbers),
            ("t", text(&"ab".repeat(2_000_000))),
            ("h", text(&"h".repeat(500_000))),
        ]),
    );
    let run = |source: &str| compile(source, &names()).unwrap().evaluate(&values, &mut Steps::default());
    assert_eq!(run("facts.n.a.all(x, x >= 0)"), Ok(true));
    for source in [
        "facts.n.a.exists(x, -1 in facts.n.b)",
        "facts.n.a.exists(x, facts.n.a != facts.n.b)",
        "facts.n.a.exists(x, facts.n.t.contains('bb'))",
        "facts.n.a.exists(x, size(facts.n.t) == 1)",
        "facts.n.a.map(x, [x, x, x, x, x, x, x, x, x, x, x, x, x]).size() == 1",
        "facts.n.a.map(x, facts.n.h + facts.n.h).size() == 1",
        "facts.n.t + facts.n.t == ''",
    ] {
        let found = run(source);
        assert!(found.is_err(), "{source} {found:?}");
    }
}
