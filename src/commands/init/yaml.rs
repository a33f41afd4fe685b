//! The page as YAML. A section without any answer waits behind a `#` as its keys do: an empty one would be no table.

use super::draft::{Draft, Key, Part, Place, Remark, Value};
use super::points;
use super::text::{comment, schema, with_note};

/// Draws the page.
pub(super) fn draw(draft: &Draft) -> String {
    let mut out = format!("# yaml-language-server: $schema={}\n", schema());
    for line in &draft.head {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
    out.push_str("# Where a section has no answer yet, its name has a # too: take that away first.\n");
    for part in &draft.parts {
        out.push('\n');
        draw_part(part, &mut out);
    }
    out + &points::yaml(&draft.points)
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
    };
    for (at, key) in part.keys.iter().enumerate() {
        draw_key(key, indent, if at == 0 { first } else { indent }, out);
    }
}

/// The `#` stands where nothing moves when it is taken away.
fn draw_key(key: &Key, indent: &str, first: &str, out: &mut String) {
    let mark = if key.is_answered { "" } else { "#" };
    let note = comment(&key.note);
    let Value::Lines(entries, remarks) = &key.value else {
        let line = format!("{}: {}", key.name, key.value.inline(": "));
        let drawn = with_note("", &format!("{mark}{first}{line}"), &note);
        out.push_str(&drawn);
        return;
    };
    out.push_str(&with_note("", &format!("{mark}{first}{}:", key.name), &note));
    for entry in entries {
        out.push_str(&format!("{indent}  - {}\n", entry.inline(": ")));
    }
    for remark in remarks {
        match remark {
            Remark::Words(words) => out.push_str(&format!("{indent}  # {}\n", comment(words))),
            Remark::Form(form) => out.push_str(&format!("#{indent}  - {}\n", form.inline(": "))),
        }
    }
}
