//! The way of any text into a file: quoted, or as a comment. Nothing that is put in can end its string or its line.
//!
//! TOML's basic strings and YAML's double-quoted ones share the escapes that are used here, so one writer serves both.

use std::fmt::Write as _;

use crate::render::escape::{is_hidden, terminal};
use crate::site;
use crate::untrusted::Untrusted;

/// Where editors find the schema: its address, once there is one, else a file that the next line of the page tells how
/// to write.
pub(super) fn schema() -> String {
    site::schema("release").unwrap_or_else(|| format!("release.schema.json\n# {LOCAL}"))
}

/// What makes the name of a local schema true.
const LOCAL: &str = "For an editor that completes and explains each key: gonogo schema > release.schema.json";

/// The text in double quotes, valid in TOML and in YAML; it reads back as exactly this text.
pub(super) fn quoted(text: &str) -> String {
    let brackets = has_odd_brackets(text);
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '[' | '{' if brackets => push_code(&mut out, c),
            _ if is_hidden(c) || is_no_character(c) => push_code(&mut out, c),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The text as one line that may stand behind a `#`.
pub(super) fn comment(text: &Untrusted) -> String {
    let line = terminal(text);
    let brackets = has_odd_brackets(&line);
    let harmless = |c: char| match c {
        '[' | '{' if brackets => '(',
        ']' | '}' if brackets => ')',
        c if is_no_character(c) => '?',
        c => c,
    };
    line.chars().map(harmless).collect()
}

/// A key with its value, and what there is to say about it: behind it, where there is room.
pub(super) fn with_note(indent: &str, line: &str, note: &str) -> String {
    const COLUMN: usize = 34;
    const ROOM: usize = 60;
    if note.is_empty() {
        return format!("{indent}{line}\n");
    }
    let width = indent.len().saturating_add(line.chars().count());
    if width > ROOM {
        return format!("{indent}# {note}\n{indent}{line}\n");
    }
    let gap = COLUMN.saturating_sub(width).max(2);
    format!("{indent}{line}{}# {note}\n", " ".repeat(gap))
}

/// Our reader of YAML counts brackets without regard to quotes; a pile of open ones would be taken for nesting.
fn has_odd_brackets(text: &str) -> bool {
    const DEPTH: usize = 8;
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '[' | '{' => open = open.saturating_add(1),
            ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > DEPTH {
            return true;
        }
    }
    open > 0
}

/// What YAML forbids even where it cannot be seen.
fn is_no_character(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe
}

fn push_code(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing to a string cannot fail.
    let _ = if code > 0xffff { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::input::{Syntax, parse};
    use crate::shape::tree::Value;
    use crate::source::FileId;

    /// What is read where the text was written as a value, in both syntaxes.
    fn read_back(text: &str) -> [Option<String>; 2] {
        let documents = [
            (Syntax::Toml, format!("name = {}  # {}\n", quoted(text), comment(&text.into()))),
            (Syntax::Yaml, format!("name: {}  # {}\n", quoted(text), comment(&text.into()))),
        ];
        documents.map(|(syntax, document)| {
            let (node, faults) = parse(FileId::Release, syntax, &document);
            assert!(faults.is_empty(), "{document:?}: {faults:?}");
            let Value::Table(table) = node.value else { return None };
            match table.entries.as_slice() {
                [entry] if entry.key.value == "name" => match &entry.node.value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                },
                _ => None,
            }
        })
    }

    #[test]
    fn hostile_texts_read_back_as_they_are() {
        let brackets = "[{".repeat(300);
        let texts = [
            "",
            " ",
            "\"",
            "\"\"\"\nowner = \"x\"",
            "a\\",
            "\\\"",
            "'''",
            "${x} %n",
            "a\nowner: x",
            "a\r\n[scope]",
            "\u{1b}[2J\u{7}",
            "\u{202e}gpj.exe",
            "\u{2028}x\u{85}y\u{feff}",
            "# no comment",
            "{{ }} [ ] - ? : , &a *b !c",
            "\u{0}\u{fffe}\u{10ffff}",
            "é 说明 👩‍👩‍👧",
            &brackets,
        ];
        for text in texts {
            assert_eq!(read_back(text), [Some(text.to_owned()), Some(text.to_owned())], "{text:?}");
        }
    }

    #[test]
    fn a_comment_is_one_line_that_hides_nothing() {
        let line = comment(&"a\nowner = \"x\"\u{202e}\u{1b}[2J ##[error] {".into());
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}' || c == '{'), "{line}");
        assert!(line.starts_with("a\\nowner"), "{line}");
    }

    proptest! {
        #[test]
        fn any_text_reads_back_as_it_is(text in any::<String>()) {
            prop_assert_eq!(read_back(&text), [Some(text.clone()), Some(text)]);
        }

        #[test]
        fn texts_of_marks_read_back_as_they_are(text in "[\"'\\\\#\\[\\]{}:,\\-\r\n\t a=\u{85}\u{2028}\u{202e}]{0,60}") {
            prop_assert_eq!(read_back(&text), [Some(text.clone()), Some(text)]);
        }
    }
}
