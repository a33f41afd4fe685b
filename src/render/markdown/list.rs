//! Lists of the note: the first entries in sight, some more to unfold, the rest as a number.

use crate::render::escape::{clip, markdown, markdown_code};
use crate::report::NoteItem;
use crate::untrusted::Untrusted;

use super::Room;

/// Untrusted text in a sentence, shortened to its room.
pub(super) fn words(text: &Untrusted, room: Room) -> String {
    markdown(&clip(text, room.text))
}

/// A list; nothing when it is empty.
pub(super) fn list(entries: &[String], room: Room) -> Vec<String> {
    let mut blocks = Vec::new();
    let (shown, rest) = entries.split_at_checked(room.shown).unwrap_or((entries, &[]));
    let (folded, left) = rest.split_at_checked(room.folded).unwrap_or((rest, &[]));
    if !shown.is_empty() {
        blocks.push(bullets(shown));
    }
    if !folded.is_empty() {
        let summary = format!("<details><summary>{} more</summary>", folded.len());
        blocks.extend([summary, bullets(folded), "</details>".to_owned()]);
    }
    if !left.is_empty() {
        blocks.push(format!("… and {} more.", left.len()));
    }
    blocks
}

/// A heading with its count, and the list below it; nothing when there is nothing.
pub(super) fn section(title: &str, entries: &[String], room: Room) -> Vec<String> {
    if entries.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![format!("### {title} ({})", entries.len())];
    blocks.extend(list(entries, room));
    blocks
}

/// `BILL-101 Billing dashboard: the reason (Ana Ruiz, 2026-11-26)`, as far as it is known.
pub(super) fn item(item: &NoteItem, room: Room) -> String {
    let said = |text: &Option<Untrusted>| {
        text.as_ref().filter(|text| !text.is_blank()).map(|text| words(text, room))
    };
    let id = item.id.as_ref().filter(|id| !id.is_blank()).map(|id| markdown_code(&clip(id, room.text)));
    let mut line = [id, said(&item.title)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if let Some(detail) = said(&item.detail) {
        line.push_str(if line.is_empty() { "" } else { ": " });
        line.push_str(&detail);
    }
    let on = item.on.as_ref().map(|day| words(&day.as_str().into(), room));
    let record = [said(&item.by), on].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if !record.is_empty() {
        line.push_str(&format!(" ({record})"));
    }
    line
}

fn bullets(entries: &[String]) -> String {
    entries.iter().map(|entry| format!("- {entry}")).collect::<Vec<_>>().join("\n")
}
