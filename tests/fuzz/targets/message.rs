//! Commit messages: whatever a message says must stand in it, however its lines end.

use crate::evidence::history::message::{Reader, Reading};
use crate::evidence::history::undo::Reverted;

pub fn target(data: &[u8]) {
    let message = String::from_utf8_lossy(data);
    let mut reader = Reader::default();
    check(&message, &reader.read(&message, true));
    let reading = reader.read(&message, false);
    check(&message, &reading);
    assert_eq!(reading, reader.read(&format!("{message}\n"), false), "one line break more");
    if !message.contains('\r') {
        let other = message.replace('\n', "\r\n");
        assert_eq!(reading, reader.read(&other, false), "line ends of another system");
    }
}

/// Nothing is read from a message that is not in it.
pub(super) fn check(message: &str, reading: &Reading) {
    let bare = message.replace('\r', "");
    let lower = bare.to_lowercase();
    let first = bare.trim_start_matches('\n').lines().next().unwrap_or_default().trim();
    let subject = reading.subject.raw();
    assert!(first.starts_with(subject) && subject.chars().count() <= 200, "{subject:?}");
    let said = &reading.said;
    let claims = said.claims.iter().map(|claim| &claim.named);
    for named in claims.chain(&said.references).chain(&said.mentions).filter(|_| message.is_ascii()) {
        let shown = named.id.display();
        let digits = shown.trim_start_matches(|c: char| !c.is_ascii_digit());
        assert!(
            lower.contains(digits.rsplit('-').next().unwrap_or(digits)),
            "{named:?} is not in {message:?}"
        );
    }
    for reverted in &reading.reverts {
        let words = match reverted {
            Reverted::Commit(hash) | Reverted::BackTo(hash) => hash.clone(),
            Reverted::Request(sigil, number) => format!("{}{}", sigil.sign(), number.show()),
            // A quotation may have lost its line breaks, or be put into another.
            Reverted::Quoted(..) => continue,
        };
        assert!(!message.is_ascii() || lower.contains(&words), "{words:?} is not in {message:?}");
    }
    for hash in &reading.picked_from {
        assert!((7..=64).contains(&hash.len()), "{hash:?}");
    }
    assert!(!reading.is_pure_revert || !reading.reverts.is_empty());
}
