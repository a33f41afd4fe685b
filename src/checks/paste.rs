//! Lines to paste into a release file: TOML, with names and ids filled in, and blank where only a person knows. What
//! is left blank is a finding of its own, so nothing ships because it was pasted.

use std::fmt::Write as _;

use crate::checks::case::Case;
use crate::checks::scope::item::{Item, Listed};
use crate::evidence::history::change::Change;
use crate::evidence::history::id::Id;
use crate::shape::leaf::Text;
use crate::untrusted::{Untrusted, message};

/// Characters of a title: an entry stays one line.
const TITLE: usize = 100;

/// An entry for `extra` under `[scope]` that decides about a change.
pub(crate) fn extra(case: &Case, change: &Change, id: Option<&Id>) -> Untrusted {
    let own = change.own.as_ref().filter(|_| change.is_request);
    let written = id.or(own).map(Id::display);
    let subject = change.subject.raw();
    let title = written.as_deref().map_or(subject, |id| behind(subject, id));
    let title: String = title.chars().take(TITLE).collect();
    let named = match &written {
        Some(id) => format!("id = {}", quoted(id)),
        None => format!("commits = [{}]", quoted(change.short().raw())),
    };
    let by = case.owner().or(case.caller()).map(Untrusted::raw).unwrap_or_default();
    let on = case.now.map(|now| now.to_zoned(case.zone.clone()).date().to_string());
    message!(
        "{{ {}, title = {}, decision = \"ship\", by = {}, on = {}, why = \"\" }}",
        named,
        quoted(&title),
        quoted(by),
        on.unwrap_or_default()
    )
}

/// An entry for `skips` under `[tests]`.
pub(crate) fn skip(test: &Untrusted) -> Untrusted {
    message!("{{ test = {}, why = \"\" }}", quoted(test.raw()))
}

/// An entry for `[roles]`.
pub(crate) fn role(name: &Untrusted) -> Untrusted {
    message!("{} = \"\"", quoted(name.raw()))
}

/// An item of a rescue: what it says already, and blank what it does not.
pub(crate) fn rescued(item: &Item) -> Untrusted {
    let text = |text: Option<&Text>| quoted(text.map(|text| text.words.raw()).unwrap_or_default());
    let id = item.id().map(|id| message!("id = {}, ", text(Some(id)))).unwrap_or_default();
    message!(
        "{{ {}title = {}, owner = {}, needed = {}, undo = {} }}",
        id,
        text(item.title()),
        quoted(item.owner().map(|owner| owner.name.raw()).unwrap_or_default()),
        text(item.needed.get()),
        text(item.undo.get())
    )
}

/// A title without the id before it.
fn behind<'t>(subject: &'t str, id: &str) -> &'t str {
    let bare = subject.trim_start_matches('[');
    let head = bare.get(..id.len()).filter(|head| head.eq_ignore_ascii_case(id));
    let rest = head.and_then(|head| bare.get(head.len()..)).map(|rest| {
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ']' | ':' | '-' | '–'))
    });
    rest.filter(|rest| !rest.is_empty()).unwrap_or(subject)
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stands_without_the_id_before_it() {
        for subject in ["BILL-200 Tidy", "[BILL-200] Tidy", "bill-200: Tidy", "BILL-200 - Tidy"] {
            assert_eq!(behind(subject, "BILL-200"), "Tidy");
        }
        for subject in ["Tidy BILL-200", "BILL-200", "é", ""] {
            assert_eq!(behind(subject, "BILL-200"), subject);
        }
    }

    #[test]
    fn whatever_a_test_is_called_the_line_is_toml_that_holds_it() {
        for name in ["a\"b\\c", "x\u{1b}\n\u{7f}", "Test [1]", "ä\u{85}"] {
            let line = skip(&name.into());
            let parsed = toml::de::DeTable::parse(&format!("skip = {}", line.raw())).is_ok();
            assert!(parsed, "{}", line.raw());
            assert_eq!(line.raw().lines().count(), 1);
        }
    }
}
