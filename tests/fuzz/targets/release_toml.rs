//! Releases in TOML, against the same release in JSON.

use super::{syntax, trial};
use crate::input::Syntax;

pub fn target(data: &[u8]) {
    if let Some(text) = trial::text(data) {
        syntax::release(Syntax::Toml, &text);
    }
}
