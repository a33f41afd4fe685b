//! The form of a file: a spanned tree, typed readers over it, and the problems they collect.
//!
//! A table is declared once with [`table!`]; reading it, listing its keys in "did you mean", walking its texts and
//! names, and describing it to editors as JSON Schema all come from that one declaration.

pub(crate) mod date;
pub(crate) mod day;
pub(crate) mod decode;
pub(crate) mod fault;
pub(crate) mod id_pattern;
pub(crate) mod leaf;
mod letters;
pub(crate) mod schema;
pub(crate) mod suggest;
pub(crate) mod table;
pub(crate) mod tree;
pub(crate) mod wildcards;
pub(crate) mod window;

pub(crate) use decode::{Decode, Form, Maybe, Section, Visit};
pub(crate) use fault::{Fault, Faults};
pub(crate) use table::table;
