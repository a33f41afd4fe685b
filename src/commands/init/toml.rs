//! The page as TOML.

use super::draft::{Draft, Key, Part, Place, Remark, Value};
use super::points;
use super::text::{comment, schema, with_note};

/// Draws the page.
pub(super) fn draw(draft: &Draft) -> String {
    let mut out = format!("#:schema {}\n", schema());
    for line in &draft.head {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
    for part in &draft.parts {
        out.push('\n');
        draw_part(part, &mut out);
    }
    out + &points::toml(&draft.points)
}

fn draw_part(part: &Part, out: &mut String) {
    if !part.title.is_empty() {
        out.push_str(&format!("# {}\n", part.title));
    }
    match part.place {
        Place::Top => {}
        // The section stands there even without an answer: what is missing in it can then be pointed at.
        Place::Table(name) => out.push_str(&format!("[{name}]\n")),
    }
    for key in &part.keys {
        draw_key(key, out);
    }
}

fn draw_key(key: &Key, out: &mut String) {
    let mark = if key.is_answered { "" } else { "#" };
    let note = comment(&key.note);
    let Value::Lines(entries, remarks) = &key.value else {
        out.push_str(&with_note("", &format!("{mark}{} = {}", key.name, key.value.inline(" = ")), &note));
        return;
    };
    out.push_str(&with_note("", &format!("{mark}{} = [", key.name), &note));
    for entry in entries {
        out.push_str(&format!("  {},\n", entry.inline(" = ")));
    }
    for remark in remarks {
        match remark {
            Remark::Words(words) => out.push_str(&format!("  # {}\n", comment(words))),
            Remark::Form(form) => out.push_str(&format!("  #{},\n", form.inline(" = "))),
        }
    }
    out.push_str(&format!("{mark}]\n"));
}
