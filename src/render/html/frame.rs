//! What every page of the family has around it: the head, the style sheet, nothing that is loaded and nothing that runs.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::render::escape::{self, clip};
use crate::untrusted::Untrusted;

const STYLE: &str = include_str!("page.css");

/// What a browser may do: draw, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Characters of one untrusted text: a page must stay one that a phone can show.
const TEXT: usize = 2_000;

/// A whole page.
pub(super) fn page(title: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                footer.faint { "Written by gonogo." }
            }
        }
    }
}

/// Untrusted text for a page, for words that are put together around it.
pub(super) fn escaped(text: &Untrusted) -> String {
    escape::html(&clip(text, TEXT))
}

/// Untrusted text between tags or as a quoted value.
pub(super) fn say(text: &Untrusted) -> Markup {
    PreEscaped(escaped(text))
}
