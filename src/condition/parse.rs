//! From a condition's text to our tree: the one place that knows the expression library, and only its parser.
//!
//! The library's own evaluator is not used: it lets `error && false` come out as false, calls values of different
//! kinds unequal instead of incomparable, and has no bound on its work.

use std::ops::Range;
use std::thread;

use cel::IdedExpr;
use cel::common::ast::{Expr, SourceInfo};
use cel::{Env, ParseErrors};

use super::convert::Converter;
use super::fault::BadCondition;
use super::limits;
use super::names::Names;
use super::tree::Node;
use crate::source::floor_boundary;

/// Reads conditions, in order, and does something else meanwhile. A thread of its own has a known stack, and holds a
/// panic of the library.
pub(super) fn parse<T>(
    sources: &[&str],
    names: &Names,
    meanwhile: impl FnOnce() -> T,
) -> (Vec<Result<Node, BadCondition>>, T) {
    if sources.is_empty() {
        return (Vec::new(), meanwhile());
    }
    let work = || {
        let mut all = 0_usize;
        let one = |source: &&str| {
            all = all.saturating_add(source.len());
            if all > limits::ALL_SOURCE_BYTES {
                return Err(BadCondition::TooLongTogether);
            }
            parse_here(source, names)
        };
        sources.iter().map(one).collect::<Vec<_>>()
    };
    let (parsed, other) = thread::scope(|scope| {
        let builder = thread::Builder::new().name("condition".to_owned()).stack_size(limits::STACK_BYTES);
        let started = builder.spawn_scoped(scope, work);
        let other = meanwhile();
        (started.ok().and_then(|started| started.join().ok()), other)
    });
    (parsed.unwrap_or_else(|| vec![Err(BadCondition::Library); sources.len()]), other)
}

fn parse_here(source: &str, names: &Names) -> Result<Node, BadCondition> {
    if source.len() > limits::SOURCE_BYTES {
        return Err(BadCondition::TooLong);
    }
    if source.trim().is_empty() {
        return Err(BadCondition::Empty);
    }
    // Without macros, `has`, `all` and their like stay calls, which are easier to read than what they expand to.
    let nesting = u16::try_from(limits::NESTING).unwrap_or(u16::MAX);
    let parser = Env::default().with_optional_support(false).parser().max_recursion_depth(nesting);
    let (root, places) = parser.parse_with_source_info(source).map_err(|errors| syntax(source, &errors))?;
    Converter::new(source, names, places).convert(&root)
}

/// The first error of the library, in plain words: its own speak of tokens and rules.
fn syntax(source: &str, errors: &ParseErrors) -> BadCondition {
    let Some(first) = errors.errors.first() else {
        return BadCondition::Syntax { what: "it does not follow the grammar".to_owned(), at: None };
    };
    if errors.errors.iter().any(too_deep) {
        return BadCondition::TooDeep { at: 0..source.len() };
    }
    let start = offset(source, first.pos);
    let rest = source.get(start..).unwrap_or_default();
    let Some(next) = rest.chars().next() else {
        return BadCondition::Syntax { what: "it ends too early".to_owned(), at: Some(start..start) };
    };
    let word: String =
        rest.chars().take_while(|char| char.is_alphanumeric() || *char == '_').take(40).collect();
    let (what, length) = if first.msg.starts_with("reserved") {
        (format!("the word `{word}` is reserved"), word.len())
    } else if first.msg.starts_with("invalid int") || first.msg.starts_with("invalid uint") {
        ("the number is too large".to_owned(), word.len())
    } else if first.msg.starts_with("invalid string") {
        ("the text in quotes is not well formed".to_owned(), next.len_utf8())
    } else if first.msg.contains("no viable") {
        (format!("it does not hold together from `{}` on", next.escape_debug()), next.len_utf8())
    } else if word.is_empty() {
        (format!("`{}` is not expected here", next.escape_debug()), next.len_utf8())
    } else {
        (format!("`{word}` is not expected here"), word.len())
    };
    BadCondition::Syntax { what, at: Some(start..start.saturating_add(length)) }
}

fn too_deep(error: &cel::ParseError) -> bool {
    let said = |text: &str| text.contains("Recursion limit");
    said(&error.msg) || error.source.as_ref().is_some_and(|source| said(&source.to_string()))
}

/// The byte at a line and column, both from one, columns in characters.
fn offset(source: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let before: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let text = source.get(before..).unwrap_or_default();
    let within: usize = text.chars().take(column).map(char::len_utf8).sum();
    before.saturating_add(within).min(source.len())
}

/// Where the library says that a part stands: one token of it, as a rule its operator.
pub(super) fn token(source: &str, places: &SourceInfo, expr: &IdedExpr) -> Range<usize> {
    let Some((start, last)) = places.offset_for(expr.id) else { return 0..source.len() };
    let start = floor_boundary(source, usize::try_from(start).unwrap_or(usize::MAX));
    let last = floor_boundary(source, usize::try_from(last).unwrap_or(usize::MAX)).max(start);
    let width = source.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    start..last.saturating_add(width)
}

/// The name that an expression is, if it is nothing but a name.
pub(super) fn identifier(expr: &IdedExpr) -> Option<&str> {
    match &expr.expr {
        Expr::Ident(name) => Some(name),
        _ => None,
    }
}
