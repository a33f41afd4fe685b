//! Commit messages: whatever a message says must stand in it, however its lines end.

use std::sync::OnceLock;

use crate::evidence::history::id::Id;
use crate::evidence::history::lexicon::{Lexicon, Mention};
use crate::evidence::history::message::{Reading, Reverted, read};

/// Ids of every kind, as a release may list them.
const LISTED: [&str; 9] =
    ["BILL-101", "BILL-118", "CVE-2024-1", "#12", "#21", "!12", "T1234", "AB#12", "billing"];

/// A lexicon in which every kind of id is in use.
pub(super) fn lexicon() -> &'static Lexicon {
    static MADE: OnceLock<Lexicon> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        for id in LISTED {
            lexicon.add(Id::parse(id).expect("an id"));
        }
        lexicon
    })
}

pub fn target(data: &[u8]) {
    let message = String::from_utf8_lossy(data);
    let lexicon = lexicon();
    check(&message, &read(&message, true, lexicon));
    let reading = read(&message, false, lexicon);
    check(&message, &reading);
    assert_eq!(reading, read(&format!("{message}\n"), false, lexicon), "one line break more");
    if !message.contains('\r') {
        let untrusted = message.replace('\n', "\r\n");
        assert_eq!(reading, read(&untrusted, false, lexicon), "line ends of another system");
    }
}

/// Nothing is read from a message that is not in it.
pub(super) fn check(message: &str, reading: &Reading) {
    let bare = message.replace('\r', "");
    let lower = bare.to_lowercase();
    let first = bare.trim_start_matches('\n').lines().next().unwrap_or_default().trim();
    let subject = reading.subject.raw();
    assert!(first.starts_with(subject) && subject.chars().count() <= 200, "{subject:?}");
    for mentions in [&reading.in_subject, &reading.in_trailers, &reading.in_body] {
        for mention in &mentions.keys {
            assert!(!matches!(*mention.id, Id::Number(..)), "{mention:?}");
            assert!(lower.contains(&written(mention)), "{mention:?} is not in {message:?}");
        }
        for mention in &mentions.numbers {
            assert!(matches!(*mention.id, Id::Number(..)), "{mention:?}");
            assert!(lower.contains(&written(mention)), "{mention:?} is not in {message:?}");
        }
    }
    if let Some(own) = &reading.own {
        let Id::Number(_, digits) = &*own.id else { panic!("{own:?}") };
        assert!(lower.contains(digits), "{own:?} is not in {message:?}");
    }
    for reverted in &reading.reverts {
        let words = match reverted {
            Reverted::Commit(hash) | Reverted::BackTo(hash) => hash.clone(),
            Reverted::Request(sigil, number) => format!("{}{number}", sigil.sign()),
            // A quotation may have lost its line breaks, or be put into another.
            Reverted::Quoted(..) => continue,
        };
        assert!(lower.contains(&words), "{words:?} is not in {message:?}");
    }
    for hash in &reading.picked_from {
        assert!((7..=64).contains(&hash.len()) && lower.contains(hash), "{hash:?} is not in {message:?}");
    }
    assert!(!reading.is_pure_revert || !reading.reverts.is_empty());
}

fn written(mention: &Mention) -> String {
    mention.id.display().to_lowercase()
}
