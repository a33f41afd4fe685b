//! The page as TOML.

use super::draft::{Draft, Key, Line, Part, Place, Value};
use super::text::{comment, quoted, with_note};

/// Draws the page.
pub(super) fn draw(draft: &Draft) -> String {
    let mut out = String::new();
    for line in &draft.head {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
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
    match part.place {
        Place::Top => {}
        // The section stands there even without an answer: what is missing in it can then be pointed at.
        Place::Table(name) => out.push_str(&format!("[{name}]\n")),
        Place::Entry(name) => {
            out.push_str(&format!("{}[[{name}]]\n", if part.is_begun() { "" } else { "#" }))
        }
    }
    for line in &part.lines {
        match line {
            Line::Remark(text) => out.push_str(&format!("# {}\n", comment(text))),
            Line::Key(key) => draw_key(key, out),
        }
    }
}

fn draw_key(key: &Key, out: &mut String) {
    let mark = if key.is_answered { "" } else { "#" };
    let note = comment(&key.note);
    let Value::Lines(entries, remarks) = &key.value else {
        out.push_str(&with_note("", &format!("{mark}{} = {}", key.name, value(&key.value)), &note));
        return;
    };
    out.push_str(&with_note("", &format!("{} = [", key.name), &note));
    for entry in entries {
        out.push_str(&format!("  {},\n", quoted(entry.reveal())));
    }
    for remark in remarks {
        out.push_str(&format!("  # {}\n", comment(remark)));
    }
    out.push_str("]\n");
}

fn value(of: &Value) -> String {
    let joined = |values: &[Value]| values.iter().map(value).collect::<Vec<_>>().join(", ");
    match of {
        Value::Text(text) => quoted(text.reveal()),
        Value::Bare(bare) => bare.clone(),
        Value::List(values) => format!("[{}]", joined(values)),
        Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(name, inner)| format!("{name} = {}", value(inner))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Lines(entries, _) => {
            let entries: Vec<String> = entries.iter().map(|entry| quoted(entry.reveal())).collect();
            format!("[{}]", entries.join(", "))
        }
    }
}
