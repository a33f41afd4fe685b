//! Data that a condition may look at: plain values, read from fact files or handed over as evidence.
//!
//! It must not know where a value came from. Whoever makes one from untrusted bytes bounds its
//! depth and its size.

use std::collections::BTreeMap;

/// A data value a condition may see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Datum {
    /// Nothing was written there.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number; never infinite, never "not a number".
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Datum>),
    /// Values by name.
    Map(BTreeMap<String, Datum>),
}
