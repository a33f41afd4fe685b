//! Colour, and only colour: what a role looks like when the reader's terminal shows it.
//!
//! Every role has words of its own as well, so nothing is lost where there is no colour. No role relies on
//! yellow, white or black, which vanish on one background or the other.

use owo_colors::OwoColorize as _;

/// What a stretch of text is, as far as its look is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Running text.
    Plain,
    /// Headings and names that are looked for.
    Strong,
    /// All is well.
    Good,
    /// A warning.
    Warn,
    /// Something blocks.
    Bad,
    /// Places and asides: needed, but not first.
    Faint,
    /// The id of a rule in square brackets.
    Rule,
}

/// A text and its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// How it looks.
    pub(super) role: Role,
    /// What it says, already escaped for a terminal.
    pub(super) text: String,
}

impl Piece {
    /// A piece in a role.
    pub(super) fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into() }
    }

    /// A piece of running text.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::new(Role::Plain, text)
    }
}

/// The text as it goes to the terminal.
pub(super) fn paint(role: Role, text: &str, colour: bool) -> String {
    if !colour || text.is_empty() {
        return text.to_owned();
    }
    match role {
        Role::Plain => text.to_owned(),
        Role::Strong => text.bold().to_string(),
        Role::Good => text.green().bold().to_string(),
        Role::Warn => text.magenta().bold().to_string(),
        Role::Bad => text.red().bold().to_string(),
        Role::Faint | Role::Rule => text.dimmed().to_string(),
    }
}

/// The text with a link behind it, for a terminal that opens links (OSC 8).
pub(super) fn linked(text: &str, address: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_link_begins_and_ends_around_its_text() {
        let link = super::linked("[a/b]", "https://example.org/rules/a/b.html");
        assert_eq!(link, "\u{1b}]8;;https://example.org/rules/a/b.html\u{1b}\\[a/b]\u{1b}]8;;\u{1b}\\");
    }
}
