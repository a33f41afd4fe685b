//! The names of tests: the one that people see, the others that they use, and a number by which two are compared.

use crate::source::floor_boundary;

/// How many bytes of a name or a message are held.
const LONGEST_VALUE: usize = 2048;

/// The name of a case that has none.
const UNNAMED: &str = "(a test without a name)";

/// The beginning of a text, as much of it as is held.
pub(super) fn clip(text: &str) -> &str {
    text.get(..floor_boundary(text, LONGEST_VALUE)).unwrap_or_default()
}

/// The one name of a test: `class::name`; `name` alone when there is no class, or the name holds it already.
pub(super) fn subject(class: &str, name: &str) -> String {
    match (class, name) {
        ("", "") => UNNAMED.to_owned(),
        (only, "") | ("", only) => only.to_owned(),
        (class, name) if holds_class(name, class) => name.to_owned(),
        (class, name) => format!("{class}::{name}"),
    }
}

/// Whether a name begins with the whole of a class: `pdf.Export draws` with `pdf.Export`, not `pdfs` with `pdf`.
fn holds_class(name: &str, class: &str) -> bool {
    name.strip_prefix(class).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A number for a test, by its class (else its suite) and name: reports of millions of tests are compared by it. Two
/// tests may by malice share one, and then a message names a file too many. A test without a name has none: 0.
pub(super) fn key(class: &str, name: &str) -> u64 {
    if name.is_empty() {
        return 0;
    }
    mix(mix(0x9e37_79b9_7f4a_7c15, class.as_bytes()), name.as_bytes()) | 1
}

fn mix(seed: u64, bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0xff51_afd7_ed55_8ccd;
    let mut hash = seed ^ u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR).rotate_left(29);
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(FACTOR).rotate_left(29);
    }
    (hash ^ (hash >> 32)).wrapping_mul(FACTOR)
}
