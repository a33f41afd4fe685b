//! Our parser beside the one of the library: what both accept has one shape, and what ours accepts theirs does too.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use proptest::prelude::*;

use super::super::parse;
use super::super::tree::{Arithmetic, Constant, Convert, Each, Node, Order, Part, Texts, Wanted};
use super::*;

/// The shape of a condition as we read it.
fn ours(source: &str) -> Result<String, BadCondition> {
    parse::parse(source, &names()).map(|node| shape(&node))
}

/// The shape of a condition as the library reads it; none where it does not.
fn theirs(source: &str) -> Option<String> {
    let parser = cel::Env::default().with_optional_support(false).parser().max_recursion_depth(500);
    parser.parse(source).ok().map(|expr| their_shape(&expr))
}

/// Holds both against one another: one shape; and who of the two refuses is ours, with words that are no riddle.
fn holds(source: &str) -> Result<(), String> {
    match (ours(source), theirs(source)) {
        (Ok(ours), Some(theirs)) if ours == theirs => Ok(()),
        (Ok(ours), theirs) => Err(format!("{source:?}: ours {ours}, theirs {theirs:?}")),
        (Err(BadCondition::Syntax { what, .. }), Some(_))
            if !source.contains("[,") && !source.contains('{') =>
        {
            Err(format!("{source:?}: in CEL, but {what}"))
        }
        (Err(_), _) => Ok(()),
    }
}

fn shape(node: &Node) -> String {
    match &node.part {
        Part::Constant(Constant::Null) => "null".to_owned(),
        Part::Constant(Constant::Bool(value)) => value.to_string(),
        Part::Constant(Constant::Int(value)) => value.to_string(),
        Part::Constant(Constant::Float(value)) => format!("{value:?}"),
        Part::Constant(Constant::Text(value)) => format!("{value:?}"),
        Part::Evidence(name) => name.clone(),
        Part::Element => "b".to_owned(),
        Part::Field(inner, key) => format!("{}.{key}", shape(inner)),
        Part::Has(inner, key) => format!("has({}.{key})", shape(inner)),
        Part::Index(pair) => indexed(&shape(&pair[0]), &shape(&pair[1])),
        Part::List(nodes) => format!("[{}]", nodes.iter().map(shape).collect::<Vec<_>>().join(", ")),
        Part::Not(inner) => twice("!", &shape(inner)),
        Part::Negate(inner) => twice("-", &shape(inner)),
        Part::Every(nodes) => joined("&&", &nodes.iter().map(shape).collect::<Vec<_>>()),
        Part::Either(nodes) => joined("||", &nodes.iter().map(shape).collect::<Vec<_>>()),
        Part::Choose(nodes) => {
            format!("({} ? {} : {})", shape(&nodes[0]), shape(&nodes[1]), shape(&nodes[2]))
        }
        Part::Equal(wanted, pair) => two(if *wanted == Wanted::Same { "==" } else { "!=" }, pair),
        Part::Order(order, pair) => two(
            match order {
                Order::Less => "<",
                Order::LessOrEqual => "<=",
                Order::Greater => ">",
                Order::GreaterOrEqual => ">=",
            },
            pair,
        ),
        Part::Arithmetic(operation, pair) => two(
            match operation {
                Arithmetic::Add => "+",
                Arithmetic::Subtract => "-",
                Arithmetic::Multiply => "*",
                Arithmetic::Divide => "/",
                Arithmetic::Remainder => "%",
            },
            pair,
        ),
        Part::In(pair) => two("in", pair),
        Part::Convert(..) | Part::Texts(..) | Part::Each(..) => call_shape(&node.part),
    }
}

fn call_shape(part: &Part) -> String {
    match part {
        Part::Convert(convert, inner) => {
            let name = match convert {
                Convert::Size => "size",
                Convert::Int => "int",
                Convert::Double => "double",
                Convert::String => "string",
            };
            format!("{name}({})", shape(inner))
        }
        Part::Texts(texts, pair) => {
            let name = match texts {
                Texts::Contains => "contains",
                Texts::StartsWith => "startsWith",
                Texts::EndsWith => "endsWith",
            };
            format!("{}.{name}({})", shape(&pair[0]), shape(&pair[1]))
        }
        Part::Each(each, pair) => {
            let name = match each {
                Each::All => "all",
                Each::Exists => "exists",
                Each::ExistsOne => "exists_one",
                Each::Filter => "filter",
                Each::Map => "map",
            };
            format!("{}.{name}(b, {})", shape(&pair[0]), shape(&pair[1]))
        }
        _ => String::new(),
    }
}

fn two(operator: &str, pair: &[Node; 2]) -> String {
    format!("({} {operator} {})", shape(&pair[0]), shape(&pair[1]))
}

/// A name in quotes is a name.
fn indexed(inner: &str, index: &str) -> String {
    match index.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(name) => format!("{inner}.{name}"),
        None => format!("{inner}[{index}]"),
    }
}

/// Two signs are none.
fn twice(sign: &str, inner: &str) -> String {
    match inner.strip_prefix(&format!("{sign}(")).and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => inside.to_owned(),
        None => format!("{sign}({inner})"),
    }
}

/// A chain is one, however brackets cut it.
fn joined(operator: &str, terms: &[String]) -> String {
    let mark = format!("{{{operator} ");
    let terms: Vec<&str> = terms
        .iter()
        .map(|term| term.strip_prefix(&mark).and_then(|rest| rest.strip_suffix('}')).unwrap_or(term))
        .collect();
    format!("{mark}{}}}", terms.join(&format!(" {operator} ")))
}

fn their_shape(expr: &IdedExpr) -> String {
    match &expr.expr {
        Expr::Literal(LiteralValue::Null) => "null".to_owned(),
        Expr::Literal(LiteralValue::Boolean(value)) => value.inner().to_string(),
        Expr::Literal(LiteralValue::Int(value)) => value.inner().to_string(),
        Expr::Literal(LiteralValue::Double(value)) => format!("{:?}", value.inner()),
        Expr::Literal(LiteralValue::String(value)) => format!("{:?}", value.inner()),
        Expr::Ident(name) => name.clone(),
        Expr::Select(select) => format!("{}.{}", their_shape(&select.operand), select.field),
        Expr::List(list) => {
            format!("[{}]", list.elements.iter().map(their_shape).collect::<Vec<_>>().join(", "))
        }
        Expr::Call(call) => their_call(call),
        other => format!("{other:?}"),
    }
}

fn their_call(call: &CallExpr) -> String {
    let args: Vec<String> = call.args.iter().map(their_shape).collect();
    let target = call.target.as_deref().map(their_shape);
    let name = call.func_name.as_str();
    match (name, target, args.as_slice()) {
        (operators::LOGICAL_AND, None, terms) => joined("&&", terms),
        (operators::LOGICAL_OR, None, terms) => joined("||", terms),
        (operators::LOGICAL_NOT, None, [inner]) => twice("!", inner),
        (operators::NEGATE, None, [inner]) => twice("-", inner),
        (operators::CONDITIONAL, None, [question, yes, no]) => format!("({question} ? {yes} : {no})"),
        (operators::INDEX, None, [inner, index]) => indexed(inner, index),
        (operators::IN, None, [left, right]) => format!("({left} in {right})"),
        ("size", Some(target), []) => format!("size({target})"),
        (_, Some(target), args) => format!("{target}.{name}({})", args.join(", ")),
        (_, None, [left, right]) if name.starts_with('_') => {
            format!("({left} {} {right})", name.trim_matches('_'))
        }
        (_, None, args) => format!("{name}({})", args.join(", ")),
    }
}

fn operand() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "tests.failed",
        "tests [ 'failed' ]",
        "facts.bugs.list[0].days",
        "facts['smoke-run'].ok",
        "facts.n",
        "true",
        "null",
        "0",
        "-1",
        "0x1F",
        "1.5e3",
        ".5",
        "9223372036854775808",
        "'a'",
        "r'\\'",
        "\"\"\"b\n\"\"\"",
        "[]",
        "[1, 2,]",
        "b",
        "b.open",
    ])
    .prop_map(str::to_owned)
}

/// Operands and operators in a row, seldom in brackets: what binds tighter is for the parsers to say.
fn row() -> impl Strategy<Value = String> {
    let operator = prop::sample::select(vec![
        " && ", "||", " == ", "!=", " < ", "<=", " > ", ">=", "+", "-", " - ", "*", "/", "%", " in ", "\n&&",
        " ? 1 : ", " ? ", " : ", " /", "//\n+",
    ]);
    let sign = prop::sample::select(vec!["", "", "", "", "!", "!!", "-", "- -", "! "]);
    operand().prop_recursive(4, 40, 6, move |inner| {
        let link = (operator.clone(), sign.clone(), inner.clone());
        let row = (sign.clone(), inner.clone(), prop::collection::vec(link, 0..5)).prop_map(|(sign, first, rest)| {
            rest.into_iter().fold(format!("{sign}{first}"), |row, (operator, sign, next)| row + operator + sign + &next)
        });
        let function = prop::sample::select(vec!["size", "int", "double", "string", "has", "", " "]);
        let method = prop::sample::select(vec!["contains", "startsWith", "endsWith", "size", "int"]);
        let each = prop::sample::select(vec!["all", "exists", "exists_one", "filter", "map"]);
        prop_oneof![
            6 => row,
            2 => (function, inner.clone()).prop_map(|(name, inner)| format!("{name}({inner})")),
            1 => (inner.clone(), method, inner.clone()).prop_map(|(left, name, right)| format!("{left}.{name}({right})")),
            1 => (inner.clone(), each, inner.clone()).prop_map(|(list, name, body)| format!("{list}.{name}(b, {body})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("[{left}, {right}]")),
            1 => (inner.clone(), inner).prop_map(|(left, right)| format!("{left}[{right}]")),
        ]
    })
}

fn pieces(all: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(all), 0..most).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_row_of_operands_has_the_shape_that_the_library_gives_it(source in row()) {
        prop_assert_eq!(holds(&source), Ok(()));
    }

    #[test]
    fn any_mix_of_tokens_has_the_shape_that_the_library_gives_it(source in pieces(&[
        "tests.failed", "facts.n", ".", "failed", "(", ")", "[", "]", ",", "&&", "||", "!", "-", "==", "<", " in ", "?", ":",
        "1", "1.5", "'a'", "facts.bugs", ".all(b, ", ".size()", "size(", "has(", "true", "null", " ", "+", "*", "if", "\n", "// x\n",
        "b", "{", "}", "u", "r", "0x", "`", ".x", "b.x",
    ], 14)) {
        prop_assert_eq!(holds(&source), Ok(()));
    }

    #[test]
    fn any_text_in_quotes_is_the_text_that_the_library_reads(prefix in prop::sample::select(vec!["", "r", "R", "b"]), quote in prop::sample::select(vec!["'", "\"", "'''", "\"\"\""]), inside in pieces(&[
        "a", "é", "\\", "\\\\", "\\n", "\\x41", "\\X", "\\u00e9", "\\ud800", "\\U0001f431", "\\U00110000", "\\101", "\\377", "\\400", "\\'", "\\\"",
        "'", "\"", "\n", "\r", "\r\n", "\\?", "\\`", "\\q", "0", "f", " ", "//",
    ], 8)) {
        prop_assert_eq!(holds(&format!("{prefix}{quote}{inside}{quote}")), Ok(()));
    }

    #[test]
    fn any_number_is_the_number_that_the_library_reads(source in pieces(&[
        "0", "1", "9", "00", ".", "e", "E", "+", "-", "x", "0x", "f", "A", "u", "U", "_", " ", "in", "[", "]", "922337203685477580", "7", "8", "308",
        "7fffffffffffffff", "8000000000000000", "18446744073709551615",
    ], 7)) {
        prop_assert_eq!(holds(&source), Ok(()));
    }
}

const CORNERS: &[(&str, &str)] = &[
    ("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"),
    ("1 - 2 - 3", "((1 - 2) - 3)"),
    ("8 / 4 / 2 % 3", "(((8 / 4) / 2) % 3)"),
    ("1 < 2 == true", "((1 < 2) == true)"),
    ("1 == 2 != 3 in [4]", "(((1 == 2) != 3) in [4])"),
    ("1 in [1] == true", "((1 in [1]) == true)"),
    ("!true == false", "(!(true) == false)"),
    ("!true in [true]", "(!(true) in [true])"),
    ("true || false && false || true", "{|| true || {&& false && false} || true}"),
    ("true && (true && false) && true", "{&& true && true && false && true}"),
    ("true ? 1 : false ? 2 : 3", "(true ? 1 : (false ? 2 : 3))"),
    ("true || false ? 1 + 1 : 2 || false", "({|| true || false} ? (1 + 1) : {|| 2 || false})"),
    ("(true ? 1 : 2) + 1", "((true ? 1 : 2) + 1)"),
    ("true ? (false ? 1 : 2) : 3", "(true ? (false ? 1 : 2) : 3)"),
    ("-1", "-1"),
    ("- 1", "-1"),
    ("--1", "1"),
    ("---1", "-(1)"),
    ("2-1", "(2 - 1)"),
    ("2--1", "(2 - -1)"),
    ("-facts.n", "-(facts.n)"),
    ("-(1)", "-(1)"),
    ("!!true", "true"),
    ("!!!true", "!(true)"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775807", "9223372036854775807"),
    ("0x7fffffffffffffff", "9223372036854775807"),
    ("-0x8000000000000000", "-9223372036854775808"),
    ("0xFf", "255"),
    ("007", "7"),
    (".5", "0.5"),
    ("-.5e-1", "-0.05"),
    ("1e3", "1000.0"),
    ("1E+3", "1000.0"),
    ("1e-999", "0.0"),
    ("1in[1]", "(1 in [1])"),
    ("'a'in['a']", "(\"a\" in [\"a\"])"),
    ("tests . failed\n\t==\r\u{c}0", "(tests.failed == 0)"),
    ("tests//\n.//x\r//y\nfailed//", "tests.failed"),
    ("tests['failed']", "tests.failed"),
    ("facts.bugs.if", "facts.bugs.if"),
    ("facts.bugs.list[0].days", "facts.bugs.list[0].days"),
    ("facts.bugs['a.b']", "facts.bugs.a.b"),
    ("facts.bugs[facts.bugs.title]", "facts.bugs[facts.bugs.title]"),
    ("[1][0]", "[1][0]"),
    ("[1, 2,].size()", "size([1, 2])"),
    ("'abc'.contains('b')", "\"abc\".contains(\"b\")"),
    ("[1].map(b, b + 1).exists_one(b, b in [2])", "[1].map(b, (b + 1)).exists_one(b, (b in [2]))"),
    ("(facts.bugs).open", "facts.bugs.open"),
    ("has((facts.bugs.open))", "has(facts.bugs.open)"),
    (r"'\a\b\f\n\r\t\v\\\'\x22\?\`'", r#""\u{7}\u{8}\u{c}\n\r\t\u{b}\\'\"?`""#),
    (r"'\x41\X42\u0043\U00000044\105'", "\"ABCDE\""),
    (r"'\u00e9\377'", "\"éÿ\""),
    (r"r'\n\'", r#""\\n\\""#),
    ("'''a'b\r\n\"c\"'''", r#""a'b\n\"c\"""#),
    (r#""""a\"""" + 'b'"#, r#"("a\"" + "b")"#),
    ("R\"\"\"\\\"\"\"", r#""\\""#),
    ("''", "\"\""),
    ("\"\"\"\"\"\"", "\"\""),
    ("'\u{0}é\u{1f431}'", "\"\\0é🐱\""),
];

/// Where the two could differ by a hair. Each has the shape that is written here, and the library gives it as well.
#[test]
fn corner_cases_have_the_shape_that_the_library_gives_them() {
    for (source, expected) in CORNERS {
        assert_eq!(ours(source).as_deref(), Ok(*expected), "{source}");
        assert_eq!(theirs(source).as_deref(), Some(*expected), "{source}");
    }
}

const NEITHER: &[&str] = &[
    "1 +",
    "+ 1",
    "1 2",
    "(1",
    "1)",
    "[1",
    "1]",
    "[1,,2]",
    "size(1,)",
    "a..b",
    "tests.",
    ".",
    "tests.5",
    "tests.true",
    "tests.null",
    "!-facts.n",
    "-!true",
    "1 = 1",
    "1 === 1",
    "true & true",
    "true | true",
    "a ? b : c ? d",
    "a ? b ? c : d : e",
    "1 ? 2",
    "0x",
    "0X1F",
    "1.",
    "1e",
    "1_000",
    "1uu",
    "9223372036854775808",
    "0x8000000000000000",
    "1e999",
    "'",
    "'''",
    "'''a''",
    "'a",
    "'a\"",
    "'a\nb'",
    r"'\q'",
    r"'\'",
    r"'\x4'",
    r"'\u12'",
    r"'\ud800'",
    r"'\udfff'",
    r"'\U00110000'",
    r"'\400'",
    r"'\08'",
    "'''a''''",
    "if",
    "while(1)",
    "[1].all(if, true)",
    "in",
    "true.x.in",
    "tests.failed\u{a0}> 0",
    "tests.failed > 0;",
    "\u{0}",
    "é",
    "“fail”",
    "#",
    "$x",
    "@",
    "\\",
    "'a' 'b'",
    "tests.failed > 0 and true",
    "rb'a'",
    "\u{feff}true",
];

/// What neither accepts.
#[test]
fn what_is_not_in_the_language_is_refused_by_both() {
    for source in NEITHER {
        assert!(ours(source).is_err(), "{source:?}: {:?}", ours(source));
        assert_eq!(theirs(source), None, "{source:?}");
    }
}
