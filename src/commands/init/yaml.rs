//! The page as YAML. A section without any answer waits behind a `#` as its keys do: an empty one would be no table.

use super::draft::{Draft, Key, Line, Part, Place, Value};
use super::text::{comment, quoted, with_note};

/// Draws the page.
pub(super) fn draw(draft: &Draft) -> String {
    let mut out = String::new();
    for line in &draft.head {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
    out.push_str("# Where a section has no answer yet, its name has a # too: take that away first.\n");
    for part in &draft.parts {
        out.push('\n');
        draw_part(part, &mut out);
    }
    out
}

fn draw_part(part: &Part, out: &mut String) {
    if !part.title.is_empty() {
        out.push_str(&format!("# {}\n", part.title));
    }
    let mark = if part.is_begun() { "" } else { "#" };
    let (indent, first) = match part.place {
        Place::Top => ("", ""),
        Place::Table(name) => {
            out.push_str(&format!("{mark}{name}:\n"));
            ("  ", "  ")
        }
        Place::Entry(name) => {
            out.push_str(&format!("{mark}{name}:\n"));
            ("    ", "  - ")
        }
    };
    for (at, line) in part.lines.iter().enumerate() {
        match line {
            Line::Remark(text) => out.push_str(&format!("{indent}# {}\n", comment(text))),
            Line::Key(key) => draw_key(key, indent, if at == 0 { first } else { indent }, out),
        }
    }
}

/// The `#` stands where nothing moves when it is taken away.
fn draw_key(key: &Key, indent: &str, first: &str, out: &mut String) {
    let mark = if key.is_answered { "" } else { "#" };
    let note = comment(&key.note);
    let Value::Lines(entries, remarks) = &key.value else {
        let line = format!("{}: {}", key.name, value(&key.value));
        let drawn = with_note("", &format!("{mark}{first}{line}"), &note);
        out.push_str(&drawn);
        return;
    };
    out.push_str(&with_note("", &format!("{first}{}:", key.name), &note));
    for entry in entries {
        out.push_str(&format!("{indent}  - {}\n", quoted(entry.reveal())));
    }
    for remark in remarks {
        out.push_str(&format!("{indent}  # {}\n", comment(remark)));
    }
}

fn value(of: &Value) -> String {
    let joined = |values: &[Value]| values.iter().map(value).collect::<Vec<_>>().join(", ");
    match of {
        Value::Text(text) => quoted(text.reveal()),
        Value::Bare(bare) => bare.clone(),
        Value::List(values) => format!("[{}]", joined(values)),
        Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(name, inner)| format!("{name}: {}", value(inner))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Lines(entries, _) => {
            let entries: Vec<String> = entries.iter().map(|entry| quoted(entry.reveal())).collect();
            format!("[{}]", entries.join(", "))
        }
    }
}
