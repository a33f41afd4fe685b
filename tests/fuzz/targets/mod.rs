//! The door for fuzzing: one function a target, each takes any bytes and holds what was read to its properties.
//!
//! Not part of the product: compiled for fuzzers (`--cfg fuzzing`) and for tests, which replay the committed corpora.
//! A property that does not hold panics; nothing here may be called by the program.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a target says by panicking that a property does not hold"
)]

pub mod changes;
pub mod condition;
pub mod ctrf;
pub mod escape;
pub mod facts;
mod harmless;
pub mod history;
pub mod issues;
pub mod junit;
pub mod message;
pub mod policy;
pub mod release_json;
pub mod release_toml;
pub mod release_yaml;
pub mod render;
#[cfg(test)]
mod replay;
pub mod runs;
mod syntax;
mod trial;
pub mod trx;
pub mod verdict;

/// A target: any bytes go in, and it panics if what comes of them is wrong.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its corpus as well.
pub const TARGETS: &[(&str, Target)] = &[
    ("changes", changes::target),
    ("condition", condition::target),
    ("ctrf", ctrf::target),
    ("escape", escape::target),
    ("facts", facts::target),
    ("history", history::target),
    ("junit", junit::target),
    ("message", message::target),
    ("policy", policy::target),
    ("release_json", release_json::target),
    ("release_toml", release_toml::target),
    ("release_yaml", release_yaml::target),
    ("render", render::target),
    ("issues", issues::target),
    ("runs", runs::target),
    ("trx", trx::target),
    ("verdict", verdict::target),
];
