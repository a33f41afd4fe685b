//! One value of a JSON table, whatever it is: its text goes into a buffer that is used again.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::names::clip;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    /// It stands in the buffer; a list of texts is one text, joined.
    Text,
    /// A table, or a list that is not empty and not of texts.
    Other,
}

/// Reads one value; what it holds of text stands in the buffer then, and nothing else does.
pub(super) struct Scalar<'b>(pub(super) &'b mut String);

impl<'de> DeserializeSeed<'de> for Scalar<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.0.clear();
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        #[allow(clippy::cast_precision_loss, reason = "counts and milliseconds are far below that")]
        Ok(Value::Number(value as f64))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        #[allow(clippy::cast_precision_loss, reason = "counts and milliseconds are far below that")]
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.push_str(clip(value));
        Ok(Value::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let (mut part, mut all) = (String::new(), Value::Null);
        while let Some(value) = list.next_element_seed(Scalar(&mut part))? {
            all = if value == Value::Text && all != Value::Other { Value::Text } else { Value::Other };
            if all == Value::Text {
                if !self.0.is_empty() {
                    self.0.push_str(" > ");
                }
                self.0.push_str(&part);
                self.0.truncate(clip(self.0).len());
            }
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}
