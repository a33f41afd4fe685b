//! What can be known of a condition without evidence: that its parts go together, and that it answers yes or no.
//!
//! It is strict where kinds are known (counts, results of checks) and silent where they are not (facts); `eval`
//! then decides. It must never let pass a comparison that could only ever have one answer.

use super::fault::{BadCondition, refused};
use super::kind::{CHECK_WORDS, Kind};
use super::names;
use super::tree::{Arithmetic, Constant, Convert, Each, Node, Part};

/// Refuses a condition that cannot be a yes-or-no question.
pub(super) fn check(root: &Node) -> Result<(), BadCondition> {
    let kind = kind_of(root, &Kind::Any)?;
    if kind.may_be_bool() {
        Ok(())
    } else {
        Err(BadCondition::NotBoolean { what: kind.name(), at: root.at.clone() })
    }
}

/// What a part gives; `element` is the kind of the element in reach.
fn kind_of(node: &Node, element: &Kind) -> Result<Kind, BadCondition> {
    match &node.part {
        Part::Constant(constant) => Ok(constant_kind(constant)),
        Part::Evidence(path) => {
            names::kind_of(path).ok_or_else(|| BadCondition::Missing { name: path.clone() })
        }
        Part::Element => Ok(element.clone()),
        Part::Field(inner, _) => opened(inner, element).map(|()| Kind::Any),
        Part::Has(inner, _) => opened(inner, element).map(|()| Kind::Bool),
        Part::Index(pair) => index_kind(pair, element),
        Part::List(nodes) => list_kind(nodes, element),
        Part::Not(inner) => yes_or_no(inner, element),
        Part::Negate(inner) => number(inner, element),
        Part::Every(nodes) | Part::Either(nodes) => {
            nodes.iter().try_for_each(|node| yes_or_no(node, element).map(drop))?;
            Ok(Kind::Bool)
        }
        Part::Choose(nodes) => choose_kind(nodes, element),
        Part::Equal(_, pair) => equal_kind(pair, element),
        Part::Order(_, pair) => order_kind(pair, element),
        Part::Arithmetic(operation, pair) => arithmetic_kind(*operation, pair, element),
        Part::In(pair) => in_kind(pair, element),
        Part::Convert(convert, inner) => convert_kind(*convert, inner, element),
        Part::Texts(_, pair) => {
            pair.iter().try_for_each(|node| text(node, element))?;
            Ok(Kind::Bool)
        }
        Part::Each(each, pair) => each_kind(*each, pair, element),
    }
}

fn constant_kind(constant: &Constant) -> Kind {
    match constant {
        Constant::Null => Kind::Null,
        Constant::Bool(_) => Kind::Bool,
        Constant::Int(_) => Kind::Int,
        Constant::Float(_) => Kind::Float,
        Constant::Text(_) => Kind::Text,
    }
}

fn mismatch(node: &Node, is: &Kind, wanted: &str) -> BadCondition {
    refused(
        &format!("this is {}, where {wanted} is needed", is.name()),
        "compare like with like: numbers with numbers, texts with texts",
        node.at.clone(),
    )
}

fn opened(node: &Node, element: &Kind) -> Result<(), BadCondition> {
    match kind_of(node, element)? {
        Kind::Any => Ok(()),
        kind => Err(refused(
            &format!("this is {}, and has nothing inside", kind.name()),
            "only facts have something inside",
            node.at.clone(),
        )),
    }
}

fn yes_or_no(node: &Node, element: &Kind) -> Result<Kind, BadCondition> {
    let kind = kind_of(node, element)?;
    if kind.may_be_bool() { Ok(Kind::Bool) } else { Err(mismatch(node, &kind, "yes or no")) }
}

fn number(node: &Node, element: &Kind) -> Result<Kind, BadCondition> {
    let kind = kind_of(node, element)?;
    if kind.may_be_number() { Ok(kind) } else { Err(mismatch(node, &kind, "a number")) }
}

fn text(node: &Node, element: &Kind) -> Result<(), BadCondition> {
    let kind = kind_of(node, element)?;
    if kind.may_be_text() { Ok(()) } else { Err(mismatch(node, &kind, "a text")) }
}

fn index_kind(pair: &[Node; 2], element: &Kind) -> Result<Kind, BadCondition> {
    let [inner, index] = pair;
    let kind = kind_of(index, element)?;
    match kind_of(inner, element)? {
        Kind::Any if matches!(kind, Kind::Any | Kind::Int | Kind::Number | Kind::Text) => Ok(Kind::Any),
        Kind::List(kind_inside) if matches!(kind, Kind::Any | Kind::Int | Kind::Number) => Ok(*kind_inside),
        Kind::Any => Err(mismatch(index, &kind, "a whole number or a name")),
        Kind::List(_) => Err(mismatch(index, &kind, "a whole number")),
        other => Err(mismatch(inner, &other, "a list or a fact")),
    }
}

fn mixed(node: &Node) -> BadCondition {
    refused(
        "results of checks are mixed with other values",
        "compare each with \"pass\", \"warn\" or \"fail\" by itself",
        node.at.clone(),
    )
}

fn list_kind(nodes: &[Node], element: &Kind) -> Result<Kind, BadCondition> {
    let mut joined: Option<Kind> = None;
    for node in nodes {
        let kind = kind_of(node, element)?;
        joined = Some(match joined {
            None => kind,
            Some(before) => before.joined(kind).ok_or_else(|| mixed(node))?,
        });
    }
    Ok(Kind::List(Box::new(joined.unwrap_or(Kind::Any))))
}

fn choose_kind(nodes: &[Node; 3], element: &Kind) -> Result<Kind, BadCondition> {
    let [question, yes, no] = nodes;
    yes_or_no(question, element)?;
    kind_of(yes, element)?.joined(kind_of(no, element)?).ok_or_else(|| mixed(no))
}

fn equal_kind(pair: &[Node; 2], element: &Kind) -> Result<Kind, BadCondition> {
    let [left, right] = pair;
    let kinds = (kind_of(left, element)?, kind_of(right, element)?);
    comparable((left, &kinds.0), (right, &kinds.1))?;
    Ok(Kind::Bool)
}

/// Whether the two could be equal or not: a comparison with only one possible answer is refused.
fn comparable(left: (&Node, &Kind), right: (&Node, &Kind)) -> Result<(), BadCondition> {
    let ((left, left_kind), (right, right_kind)) = (left, right);
    match (left_kind, right_kind) {
        (Kind::Check, Kind::Check) => Ok(()),
        (Kind::Check, _) => check_word(right),
        (_, Kind::Check) => check_word(left),
        _ if left_kind.holds_check() || right_kind.holds_check() => Err(mixed(right)),
        _ if left_kind.can_equal(right_kind) => Ok(()),
        (_, Kind::Null) => Err(never_null(left, left_kind)),
        (Kind::Null, _) => Err(never_null(right, right_kind)),
        _ => Err(refused(
            &format!("{} is compared with {}, which are never equal", left_kind.name(), right_kind.name()),
            "compare like with like: numbers without quotes, texts with quotes",
            left.at.start.min(right.at.start)..right.at.end.max(left.at.end),
        )),
    }
}

fn never_null(node: &Node, kind: &Kind) -> BadCondition {
    refused(
        &format!("this is always {}, never null", kind.name()),
        "leave the comparison out: without its evidence a condition is never taken as clear",
        node.at.clone(),
    )
}

/// A result of a check may be compared with the words that results have, and with nothing else.
fn check_word(node: &Node) -> Result<(), BadCondition> {
    match &node.part {
        Part::Constant(Constant::Text(word)) if CHECK_WORDS.contains(&word.as_str()) => Ok(()),
        Part::Constant(Constant::Text(word)) => Err(BadCondition::CheckWord {
            word: word.clone(),
            near: CHECK_WORDS
                .into_iter()
                .map(|known| (strsim::jaro_winkler(&word.to_lowercase(), known), known))
                .filter(|(likeness, _)| *likeness > 0.75)
                .max_by(|left, right| left.0.total_cmp(&right.0))
                .map(|(_, known)| known),
            at: node.at.clone(),
        }),
        _ => Err(refused(
            "the result of a check is compared with something else",
            "compare it with \"pass\", \"warn\" or \"fail\"",
            node.at.clone(),
        )),
    }
}

fn order_kind(pair: &[Node; 2], element: &Kind) -> Result<Kind, BadCondition> {
    let [left, right] = pair;
    let (left_kind, right_kind) = (kind_of(left, element)?, kind_of(right, element)?);
    for (node, kind) in [(left, &left_kind), (right, &right_kind)] {
        if !kind.may_be_number() && !kind.may_be_text() {
            return Err(mismatch(node, kind, "a number or a text"));
        }
    }
    let numbers = left_kind.may_be_number() && right_kind.may_be_number();
    let texts = left_kind.may_be_text() && right_kind.may_be_text();
    if numbers || texts { Ok(Kind::Bool) } else { Err(mismatch(right, &right_kind, left_kind.name())) }
}

fn arithmetic_kind(operation: Arithmetic, pair: &[Node; 2], element: &Kind) -> Result<Kind, BadCondition> {
    let [left, right] = pair;
    let (left_kind, right_kind) = (kind_of(left, element)?, kind_of(right, element)?);
    let texts = left_kind == Kind::Text || right_kind == Kind::Text;
    let open = left_kind == Kind::Any && right_kind == Kind::Any;
    if operation == Arithmetic::Add && (texts || open) {
        return match [(left, &left_kind), (right, &right_kind)].iter().find(|(_, kind)| !kind.may_be_text()) {
            Some((node, kind)) => Err(mismatch(node, kind, "a text")),
            None if open => Ok(Kind::Any),
            None => Ok(Kind::Text),
        };
    }
    for (node, kind) in [(left, &left_kind), (right, &right_kind)] {
        if !kind.may_be_number() {
            return Err(mismatch(node, kind, "a number"));
        }
    }
    match (operation, (left_kind, right_kind)) {
        (Arithmetic::Divide, (Kind::Int, Kind::Int)) => Err(inexact(left.at.start..right.at.end)),
        (Arithmetic::Remainder, (Kind::Float, _) | (_, Kind::Float)) => {
            Err(mismatch(right, &Kind::Float, "a whole number"))
        }
        (_, (Kind::Int, Kind::Int)) => Ok(Kind::Int),
        (_, (Kind::Float, _) | (_, Kind::Float)) => Ok(Kind::Float),
        _ => Ok(Kind::Number),
    }
}

/// Whole numbers divide to whole numbers in this language: five of a hundred would be none.
pub(super) fn inexact(at: std::ops::Range<usize>) -> BadCondition {
    refused(
        "dividing two whole numbers would drop the fraction",
        "write `double(…)` around the first number, as in `double(tests.failed) / tests.total`",
        at,
    )
}

fn in_kind(pair: &[Node; 2], element: &Kind) -> Result<Kind, BadCondition> {
    let [left, right] = pair;
    let left_kind = kind_of(left, element)?;
    if let Part::List(nodes) = &right.part {
        for node in nodes {
            comparable((left, &left_kind), (node, &kind_of(node, element)?))?;
        }
        return Ok(Kind::Bool);
    }
    match kind_of(right, element)? {
        Kind::List(inside) => comparable((left, &left_kind), (right, &inside)).map(|()| Kind::Bool),
        Kind::Any if left_kind.holds_check() => Err(mixed(right)),
        Kind::Any => Ok(Kind::Bool),
        kind => Err(mismatch(right, &kind, "a list")),
    }
}

fn convert_kind(convert: Convert, inner: &Node, element: &Kind) -> Result<Kind, BadCondition> {
    let kind = kind_of(inner, element)?;
    let (fits, wanted, result) = match convert {
        Convert::Size => (kind.may_be_text() || matches!(kind, Kind::List(_)), "a list or a text", Kind::Int),
        Convert::Int => (kind.may_be_text() || kind.may_be_number(), "a number or a text", Kind::Int),
        Convert::Double => (kind.may_be_text() || kind.may_be_number(), "a number or a text", Kind::Float),
        Convert::String => (
            kind.may_be_text() || kind.may_be_number() || kind.may_be_bool(),
            "a number or a text",
            Kind::Text,
        ),
    };
    if fits { Ok(result) } else { Err(mismatch(inner, &kind, wanted)) }
}

fn each_kind(each: Each, pair: &[Node; 2], element: &Kind) -> Result<Kind, BadCondition> {
    let [list, body] = pair;
    let inside = match kind_of(list, element)? {
        Kind::Any => Kind::Any,
        Kind::List(inside) => *inside,
        kind => return Err(mismatch(list, &kind, "a list")),
    };
    if each == Each::Map {
        return kind_of(body, &inside).map(|kind| Kind::List(Box::new(kind)));
    }
    yes_or_no(body, &inside)?;
    Ok(if each == Each::Filter { Kind::List(Box::new(inside)) } else { Kind::Bool })
}
