//! Sums and conversions of a condition. What has no exact answer has none: overflow, division by nothing, a fraction
//! that would be dropped.

use std::ops::Range;

use super::check::inexact;
use super::fault::{BadCondition, refused};
use super::tree::Arithmetic;
use super::value::{self, Value};
use crate::limits;

type Outcome<'a> = Result<Value<'a>, BadCondition>;

/// One value put together from two.
pub(super) fn combine<'a>(
    operation: Arithmetic,
    left: &Value<'a>,
    right: &Value<'a>,
    at: &Range<usize>,
) -> Outcome<'a> {
    if operation == Arithmetic::Add
        && let (Some(left), Some(right)) = (left.text(), right.text())
    {
        return join(left, right);
    }
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => ints(operation, *left, *right, at).map(Value::Int),
        _ => match (as_float(left), as_float(right)) {
            (Some(left), Some(right)) => floats(operation, left, right, at).map(Value::Float),
            _ => Err(refused(
                &format!("{} and {} cannot be put together", left.name(), right.name()),
                "calculate with numbers; large whole numbers not together with fractions",
                at.clone(),
            )),
        },
    }
}

fn join<'a>(left: &str, right: &str) -> Outcome<'a> {
    if left.len().saturating_add(right.len()) > limits::CONDITION_TEXT_BYTES {
        return Err(BadCondition::TooCostly);
    }
    Ok(Value::MadeText([left, right].concat().into()))
}

fn ints(operation: Arithmetic, left: i64, right: i64, at: &Range<usize>) -> Result<i64, BadCondition> {
    let divides = matches!(operation, Arithmetic::Divide | Arithmetic::Remainder);
    if divides && right == 0 {
        return Err(by_zero(at));
    }
    match operation {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Remainder => left.checked_rem(right),
        Arithmetic::Divide if left.checked_rem(right).is_some_and(|rest| rest != 0) => {
            return Err(inexact(at.clone()));
        }
        Arithmetic::Divide => left.checked_div(right),
    }
    .ok_or_else(|| too_large(at))
}

fn floats(operation: Arithmetic, left: f64, right: f64, at: &Range<usize>) -> Result<f64, BadCondition> {
    let result = match operation {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide if right == 0.0 => return Err(by_zero(at)),
        Arithmetic::Divide => left / right,
        Arithmetic::Remainder => {
            return Err(refused(
                "a remainder is for whole numbers only",
                "write `int(…)` around the numbers",
                at.clone(),
            ));
        }
    };
    if result.is_finite() { Ok(result) } else { Err(too_large(at)) }
}

fn by_zero(at: &Range<usize>) -> BadCondition {
    refused("this divides by zero", "ask first whether the divisor is more than 0", at.clone())
}

fn too_large(at: &Range<usize>) -> BadCondition {
    refused("the result is too large a number", "calculate with smaller numbers", at.clone())
}

fn as_float(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Int(int) => value::exact(*int),
        Value::Float(float) => Some(*float),
        _ => None,
    }
}

/// The number with the other sign.
pub(super) fn negate<'a>(value: &Value<'a>, at: &Range<usize>) -> Outcome<'a> {
    match value {
        Value::Int(int) => int.checked_neg().map(Value::Int).ok_or_else(|| too_large(at)),
        Value::Float(float) => Ok(Value::Float(-float)),
        other => Err(refused(
            &format!("this is {}, where a number is needed", other.name()),
            "look at the fact file and correct the condition",
            at.clone(),
        )),
    }
}

/// How many there are, as a value.
pub(super) fn count<'a>(length: usize) -> Outcome<'a> {
    i64::try_from(length).map(Value::Int).map_err(|_| BadCondition::TooCostly)
}

/// The value as a whole number; a fraction is dropped, which is what was asked for.
pub(super) fn to_int<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    match value {
        Value::Int(int) => Some(*int),
        Value::Float(float) => value::whole(*float),
        other => other.text()?.parse().ok(),
    }
    .map(Value::Int)
}

/// The value as a number with a fraction.
pub(super) fn to_float<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    match value.text() {
        Some(text) => text.parse().ok().filter(|float: &f64| float.is_finite()),
        None => as_float(value),
    }
    .map(Value::Float)
}

/// The value in writing.
pub(super) fn to_text<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    match value {
        Value::Text(_) | Value::MadeText(_) => Some(value.clone()),
        Value::Bool(answer) => Some(Value::MadeText(answer.to_string().into())),
        Value::Int(int) => Some(Value::MadeText(int.to_string().into())),
        Value::Float(float) => Some(Value::MadeText(float.to_string().into())),
        _ => None,
    }
}
