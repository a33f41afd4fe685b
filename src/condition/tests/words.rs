//! What people are told: where, in which words, and what to write instead.

use super::*;

/// The list in the README is complete, and what it shows is accepted.
#[test]
fn the_readme_lists_what_a_condition_may_use() {
    let readme = include_str!("../../../README.md");
    let section =
        readme.split("## Conditions").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    for name in Names::default().all().into_iter().chain(tree::function_names().map(str::to_owned)) {
        assert!(section.contains(&format!("`{name}")), "{name}");
    }
    assert!(section.contains(&format!("{} levels", limits::CONDITION_LEVELS)));
    for shown in section
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|shown| shown.starts_with("facts") || shown.starts_with("has("))
    {
        parse::parse(shown, &names()).expect(shown);
    }
}

/// Thousands of facts and of wrong names are told of in the memory of a few.
#[test]
fn of_many_facts_a_message_names_the_first() {
    let names = Names::new((0..5000).map(|number| format!("f{number:04}")));
    let long = "x".repeat(900);
    for (source, told) in [("zzz > 0", true), ("facts > 0", true), (long.as_str(), true)] {
        let help = compile(source, &names).map(|_| ()).expect_err(source).help();
        assert_eq!(help.contains("facts.f0019, 4980 more facts"), told, "{help}");
        assert!(!help.contains("facts.f0020"), "{help}");
    }
    let help = compile("facts.f001 > 0", &names).map(|_| ()).expect_err("facts.f001").help();
    assert!(help.starts_with("did you mean `facts.f001"), "{help}");
}

/// Which bytes are meant: the whole part, no more and no less.
#[test]
fn a_fault_points_at_the_part_that_it_is_about() {
    for (source, place) in [
        ("1 < 2 && (tests.failed + 'a') == 'b'", "tests.failed"),
        ("(tests.failed > 0) == (1 + 1)", "(tests.failed > 0) == (1 + 1)"),
        ("true && tests . failed", "tests . failed"),
        ("true && -tests.failed", "-tests.failed"),
        ("true && [1, 2]", "[1, 2]"),
        ("true && size( [1] )", "size( [1] )"),
        ("true && 'ab'.size()", "'ab'.size()"),
        ("true && facts.bugs.list.map(b, b.days)", "facts.bugs.list.map(b, b.days)"),
        ("true && facts['bgs'] . open", "facts['bgs'] . open"),
        ("true ? 1 : [2][0] / 3 == 1", "[2][0] / 3"),
        ("'é' == 'é' && tests.failed", "tests.failed"),
        ("true && (1", "("),
        ("true && [1, (2)", "["),
        ("true && 'é", "'"),
        ("true && 'é\\q'", "\\q"),
        ("true && 12_000 > 1", "12_000"),
        ("true && “a” == 'a'", "“"),
        ("true && 99999999999999999999 > 1", "99999999999999999999"),
        ("true && -99999999999999999999 > 1", "-99999999999999999999"),
        ("true && facts.bugs.opne.x", "facts.bugs.opne"),
        ("true && facts.bugs[\"opne\"]", "facts.bugs[\"opne\"]"),
    ] {
        let fault = answer(source).expect_err(source);
        assert_eq!(fault.at().and_then(|at| source.get(at)), Some(place), "{source}: {fault}");
    }
}

/// What people write who know other languages, and what they are told.
#[test]
fn what_is_written_otherwise_in_other_languages_is_told() {
    for (source, help) in [
        ("tests.failed > 0 and true", "write `&&`"),
        ("tests.failed > 0 OR true", "write `||`"),
        ("not true", "did you mean `!`?"),
        ("rollback.rehearsed == True", "did you mean `true`?"),
        ("facts.bugs.owner == None", "did you mean `null`?"),
        ("tests.failed = 0", "write `==`"),
        ("true & true", "write `&&`"),
        ("true | true", "write `||`"),
        ("checks.scope == “fail”", "put texts in straight quotes"),
        ("tests.failed ≥ 1", "write `>=`"),
        ("tests.failed > 1_000", "write digits alone"),
        ("tests.failed\u{a0}> 1", "delete this character"),
        ("facts.`smoke-run`.ok", "write the name in brackets"),
        ("facts.bugs.in > 1", "write it in brackets and quotes, as in `facts.bugs[\"in\"]`"),
        ("facts.naïve > 1", "names have English letters"),
        ("facts.bugs.?open", "ask whether it is there before"),
        ("[?facts.bugs.open] == [1]", "ask whether it is there before"),
        ("facts.bugs[?'open'] == 1", "ask whether it is there before"),
        ("true ? false ? true : false : true", "write `a ? (b ? c : d) : e`"),
        ("!-facts.n", "put brackets around"),
        ("has(facts.bugs['open'])", "for a name in quotes ask `in`"),
        (
            "facts.bugs.list.map(b, b.open, b.days) == [1]",
            "write it as in `facts.bugs.filter(bug, bug.open).map(bug, bug.days)`",
        ),
        ("facts.bugs.list.all()", "write it as in `facts.bugs.all(bug, bug.open)`"),
        ("facts.bugs.list.all(b)", "write it as in `facts.bugs.all(bug, bug.open)`"),
        ("timestamp('2026-11-24') < 1", "dates are not available"),
        ("checks.scope.matches('f.*')", "patterns are not available"),
        ("checks.scope == 'a\nb'", "end the text with `'`"),
        ("(tests.failed > 0", "put a `)` where it ends"),
        ("if == 1", "a value of a fact that is called so"),
        ("facts.bugs.title == 'C:\\temp\\q'", "write `\\\\` for a backslash"),
    ] {
        let fault = compile(source, &names()).map(|_| ()).expect_err(source);
        assert!(fault.help().starts_with(help), "{source}: {fault}: {}", fault.help());
    }
    let help = answer("facts.bugs['opne-x'] > 0").expect_err("no key").help();
    assert!(help.ends_with("ask `\"opne-x\" in facts.bugs` first"), "{help}");
}
