//! Every function that opens untrusted text: what comes out acts in no target, and what reads it back reads the text.

use super::harmless::{assert_inert, links_to_web, outside_code};
use crate::render::escape::{
    chat, is_hidden, lines, markdown, markdown_code, path, plain, terminal, terminal_block, uri,
    workflow_data, workflow_path, workflow_property, xml,
};
use crate::untrusted::Untrusted;

pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let untrusted = Untrusted::new(text.as_ref());
    let line = terminal(&untrusted);
    for (name, drawn) in [
        ("terminal", line.clone()),
        ("workflow data", workflow_data(&untrusted)),
        ("workflow property", workflow_property(&untrusted)),
        ("workflow path", workflow_path(&untrusted)),
        ("plain", plain(&untrusted)),
        ("chat", chat(&untrusted)),
        ("path", path(&untrusted)),
        ("xml", xml(&untrusted)),
        ("markdown", markdown(&untrusted)),
        ("code", markdown_code(&untrusted)),
    ] {
        assert!(!drawn.contains('\n'), "{name}: {drawn:?}");
        assert_inert(name, &drawn, false);
        assert!(!drawn.contains("##"), "{name}: {drawn:?}");
    }
    let block = terminal_block(&untrusted);
    assert_inert("block", &block, false);
    assert_eq!(block.lines().count().max(1), lines(&untrusted).len().max(1));
    check_workflow(&untrusted, &line);
    check_uri(&untrusted);
    // Read back, the text is what it was, where nothing of it had to be written out.
    let is_plain = !text.contains(is_hidden) && text.trim() == text && terminal(&untrusted) == text;
    check_markdown(&untrusted, is_plain.then_some(&text));
    if is_plain && !text.contains(['\u{fffe}', '\u{ffff}']) {
        let read = quick_xml::escape::unescape(&xml(&untrusted)).expect("XML").into_owned();
        assert_eq!(read, text);
    }
}

fn check_workflow(untrusted: &Untrusted, line: &str) {
    let decoded = |text: &str| {
        text.replace("%2C", ",")
            .replace("%3A", ":")
            .replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%")
    };
    let (data, property) = (workflow_data(untrusted), workflow_property(untrusted));
    assert!(!property.contains([':', ',']), "{property:?}");
    assert_eq!(data.replace("%25", "%"), line);
    assert_eq!(decoded(&property), line);
}

fn check_uri(untrusted: &Untrusted) {
    let uri = uri(untrusted);
    let path = uri.strip_prefix("file:///").unwrap_or(&uri);
    assert!(path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%".contains(c)), "{uri}");
    assert!(!path.starts_with('/'), "{uri}");
}

fn check_markdown(untrusted: &Untrusted, exact: Option<&str>) {
    for drawn in [markdown(untrusted), markdown_code(untrusted)] {
        let inner = outside_code(&drawn);
        let inner = inner.replace("<span>&#36;</span>", "&#36;").replace("<code>", "").replace("</code>", "");
        let signs = ['\\', '`', '*', '~', '[', ']', '<', '>', '|', '$'];
        assert!(!inner.contains(signs), "{inner:?}");
        assert!(!inner.contains("://") && !links_to_web(&inner), "{inner:?}");
        let unbroken = inner.replace("@&#8203;", "").replace("&#64;&#8203;", "");
        let is_mention = |sign: &str| {
            unbroken
                .match_indices(sign)
                .any(|(at, _)| unbroken[at + sign.len()..].starts_with(|next: char| !next.is_whitespace()))
        };
        assert!(!is_mention("@") && !is_mention("&#64;"), "{inner:?}");
        assert!(!inner.starts_with(['-', '+', '=', '/', ':']), "{inner:?}");
        if let Some(text) = exact {
            assert_eq!(read_back(&drawn), text.replace('`', ""), "{drawn:?}");
        }
    }
}

/// Entities by number as their letters; what else begins with `&` stays.
fn decoded(text: &str) -> String {
    let mut parts = text.split("&#");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').expect("an entity");
        out.push(number.parse().ok().and_then(char::from_u32).expect("a letter"));
        out.push_str(rest);
    }
    out
}

/// What a reader of the page copies, our own marks of code type aside.
fn read_back(drawn: &str) -> String {
    let drawn = drawn.replace("<span>&#36;</span>", "&#36;").replace("<code>", "").replace("</code>", "");
    let parts = drawn.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => decoded(part),
        _ => part.to_owned(),
    });
    parts.collect::<String>().replace(['\u{200b}', '`'], "")
}
