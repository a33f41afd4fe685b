//! Values while a condition runs: views into the evidence, and what the condition makes itself.
//!
//! A copy of a value is cheap whatever its size. Comparing is strict: values of different kinds cannot be compared,
//! where the expression language would call them unequal.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::datum::Datum;

/// A value at hand.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    MadeText(Rc<str>),
    List(&'a [Datum]),
    MadeList(Rc<[Value<'a>]>),
    Map(&'a BTreeMap<String, Datum>),
}

/// Why two values have no answer to "equal?" or "less?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotComparable {
    /// What each of them is.
    Kinds(&'static str, &'static str),
    /// They are too large.
    Costly,
}

impl<'a> Value<'a> {
    /// Looks at a datum.
    pub(super) fn of(datum: &'a Datum) -> Self {
        match datum {
            Datum::Null => Self::Null,
            Datum::Bool(value) => Self::Bool(*value),
            Datum::Int(value) => Self::Int(*value),
            Datum::Float(value) => Self::Float(*value),
            Datum::Text(text) => Self::Text(text),
            Datum::List(list) => Self::List(list),
            Datum::Map(map) => Self::Map(map),
        }
    }

    /// What to call it in a message.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Null => "nothing (null)",
            Self::Bool(_) => "yes or no",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text(_) | Self::MadeText(_) => "a text",
            Self::List(_) | Self::MadeList(_) => "a list",
            Self::Map(_) => "a group of values",
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::MadeText(text) => Some(text),
            _ => None,
        }
    }

    /// How many elements it has, if it is a list.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::List(list) => Some(list.len()),
            Self::MadeList(list) => Some(list.len()),
            _ => None,
        }
    }

    /// The element at a place of a list.
    pub(super) fn element(&self, at: usize) -> Option<Self> {
        match self {
            Self::List(list) => list.get(at).map(Self::of),
            Self::MadeList(list) => list.get(at).cloned(),
            _ => None,
        }
    }

    /// Whether two values are equal. Takes from `steps` what it costs.
    pub(super) fn equals(&self, other: &Self, steps: &mut u64) -> Result<bool, NotComparable> {
        pay(steps, 1)?;
        match (self, other) {
            (Self::Null, Self::Null) => Ok(true),
            (Self::Bool(left), Self::Bool(right)) => Ok(left == right),
            (Self::Map(left), Self::Map(right)) => equal_maps(left, right, steps),
            _ => match (self.length(), other.length()) {
                (Some(left), Some(right)) => Ok(left == right && self.equal_elements(other, left, steps)?),
                _ => self.order(other, steps).map(Ordering::is_eq),
            },
        }
    }

    fn equal_elements(&self, other: &Self, length: usize, steps: &mut u64) -> Result<bool, NotComparable> {
        for at in 0..length {
            if let (Some(left), Some(right)) = (self.element(at), other.element(at))
                && !left.equals(&right, steps)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Which of two numbers or two texts comes first.
    pub(super) fn order(&self, other: &Self, steps: &mut u64) -> Result<Ordering, NotComparable> {
        if let (Some(left), Some(right)) = (self.text(), other.text()) {
            pay(steps, text_cost(left.len().min(right.len())))?;
            return Ok(left.cmp(right));
        }
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => Some(left.cmp(right)),
            (Self::Float(left), Self::Float(right)) => left.partial_cmp(right),
            // A number that is none comes before or after nothing.
            (Self::Int(_), Self::Float(float)) | (Self::Float(float), Self::Int(_)) if !float.is_finite() => {
                None
            }
            (Self::Int(left), Self::Float(right)) => Some(order_mixed(*left, *right)),
            (Self::Float(left), Self::Int(right)) => Some(order_mixed(*right, *left).reverse()),
            _ => None,
        }
        .ok_or(NotComparable::Kinds(self.name(), other.name()))
    }
}

fn equal_maps(
    left: &BTreeMap<String, Datum>,
    right: &BTreeMap<String, Datum>,
    steps: &mut u64,
) -> Result<bool, NotComparable> {
    if left.len() != right.len() {
        return Ok(false);
    }
    for ((left_key, left), (right_key, right)) in left.iter().zip(right) {
        pay(steps, text_cost(left_key.len().min(right_key.len())))?;
        if left_key != right_key || !Value::of(left).equals(&Value::of(right), steps)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What looking through a text costs.
pub(super) fn text_cost(bytes: usize) -> u64 {
    u64::try_from(bytes / 32).unwrap_or(u64::MAX).saturating_add(1)
}

/// Takes a price from the steps that are left.
pub(super) fn pay(steps: &mut u64, price: u64) -> Result<(), NotComparable> {
    *steps = steps.checked_sub(price).ok_or(NotComparable::Costly)?;
    Ok(())
}

/// Two to the power of 63: the first number above all whole ones.
const ABOVE_INT: f64 = 9_223_372_036_854_775_808.0;

/// Orders a whole number and a finite one exactly, also where the whole one has more digits than a float holds.
fn order_mixed(int: i64, float: f64) -> Ordering {
    match whole(float) {
        None if float > 0.0 => Ordering::Less,
        None => Ordering::Greater,
        Some(floor) => int.cmp(&floor).then_with(|| {
            if float.fract() > 0.0 {
                Ordering::Less
            } else if float.fract() < 0.0 {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        }),
    }
}

/// The number without its fraction, if it fits.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked before")]
pub(super) fn whole(float: f64) -> Option<i64> {
    (-ABOVE_INT..ABOVE_INT).contains(&float).then_some(float as i64)
}

/// A whole number as a float, if it is exactly one.
#[expect(clippy::cast_precision_loss, reason = "the result is compared with what went in")]
pub(super) fn exact(int: i64) -> Option<f64> {
    let float = int as f64;
    (whole(float) == Some(int)).then_some(float)
}
