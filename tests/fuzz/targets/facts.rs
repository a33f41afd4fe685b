//! Fact files: what is read stays the same when it is written as JSON, and every reader of JSON agrees.
//!
//! The first byte says in which format the rest is.

use serde_json::Value;

use crate::condition::Datum;
use crate::evidence::facts::read;

pub fn target(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else { return };
    let name = ["facts.json", "facts.yaml", "facts.toml", "facts.YML"][usize::from(*kind) % 4];
    let found = read(name, bytes);
    assert_eq!(found, read(name, bytes), "the second time");
    match found {
        Ok(datum) => {
            check(&datum, 0);
            let twin = json(&datum);
            let again = read("facts.json", twin.to_string().as_bytes());
            let is_empty = datum == Datum::Null;
            assert!(is_empty || is_same(again.as_ref().expect("JSON"), &datum), "{again:?} {datum:?}");
            if name == "facts.json" {
                check_json(bytes, &twin);
            }
        }
        Err(fault) => assert!(!fault.to_string().is_empty() && !fault.help().is_empty()),
    }
}

fn check(datum: &Datum, depth: usize) {
    assert!(depth <= 64);
    match datum {
        Datum::Float(float) => assert!(float.is_finite()),
        Datum::List(list) => list.iter().for_each(|datum| check(datum, depth + 1)),
        Datum::Map(map) => map.values().for_each(|datum| check(datum, depth + 1)),
        _ => {}
    }
}

fn check_json(bytes: &[u8], ours: &Value) {
    let text = std::str::from_utf8(bytes).expect("what was read is text");
    let other: Value = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).expect("JSON");
    assert_eq!(*ours, other);
}

fn json(datum: &Datum) -> Value {
    match datum {
        Datum::Null => Value::Null,
        Datum::Bool(value) => Value::from(*value),
        Datum::Int(value) => Value::from(*value),
        Datum::Float(value) => Value::from(*value),
        Datum::Text(value) => Value::from(value.as_str()),
        Datum::List(list) => list.iter().map(json).collect(),
        Datum::Map(map) => map.iter().map(|(key, datum)| (key.clone(), json(datum))).collect(),
    }
}

/// The same values; of a fraction, the reader of JSON may miss the last bit.
fn is_same(left: &Datum, right: &Datum) -> bool {
    match (left, right) {
        (Datum::Float(left), Datum::Float(right)) => (left - right).abs() <= right.abs() * 1e-15,
        (Datum::List(left), Datum::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Datum::Map(left), Datum::Map(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| left.0 == right.0 && is_same(left.1, right.1))
        }
        _ => left == right,
    }
}
