//! Paths as web interfaces match them: forward slashes, no `./`, percent-encoded where a URI is asked for.

use std::fmt::Write as _;

/// Forward slashes and no `./` at the start.
pub(super) fn normal(raw: &str) -> String {
    let slashed = if std::path::MAIN_SEPARATOR == '\\' { raw.replace('\\', "/") } else { raw.to_owned() };
    let mut rest = slashed.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    rest.to_owned()
}

/// A URI reference: `file:` only for a path that is absolute, so that the rest stays relative to the work tree.
pub(super) fn uri(raw: &str) -> String {
    let path = normal(raw);
    let mut out = String::with_capacity(path.len());
    if is_absolute(&path) {
        out.push_str("file:///");
    }
    for byte in path.trim_start_matches('/').bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into());
            }
            // Writing to a string cannot fail.
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || (std::path::MAIN_SEPARATOR == '\\' && path.chars().nth(1) == Some(':'))
}
