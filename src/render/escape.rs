//! Makes untrusted text harmless for each target, one function a target.
//!
//! The only module below `render` that may open [`Untrusted`]; a test holds that line. What comes out of a function is
//! safe in its own target and nowhere else. Nothing here decides what is shown or where.
//!
//! Every target shares the first step: characters that move the cursor, reorder text or cannot be seen are written
//! as `\u{1b}`. And since any output may end in a CI log, whose runner obeys `::command::` at the start of a line
//! and `##[command]` anywhere in it, no target lets either of them through.

mod exact;
mod markdown;
mod path;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use unicode_normalization::char::is_combining_mark;

use crate::untrusted::Untrusted;

pub(crate) use exact::{Escapes, Exact, write_escaped};

/// Makes untrusted text harmless for the target of whoever hands it on.
pub(super) type Escape<'a> = &'a dyn Fn(&Untrusted) -> String;

/// Marks on one letter beyond this number are written out: a pile of them draws over the lines around it.
const MARKS_PER_LETTER: usize = 4;

/// One line for a terminal or a log. Line breaks and tabs inside it become `\n` and `\t`.
pub(crate) fn terminal(text: &Untrusted) -> String {
    inert(&one_line(text.raw()))
}

/// Several lines for a terminal or a log: line breaks stay, tabs become a space.
pub(crate) fn terminal_block(text: &Untrusted) -> String {
    let lines: Vec<String> = lines(text).iter().map(terminal).collect();
    lines.join("\n")
}

/// One line for a CI log: a line that starts with it starts no workflow command.
pub(crate) fn plain_log(text: &Untrusted) -> String {
    terminal(text)
}

/// The message of a GitHub workflow command.
pub(crate) fn workflow_data(text: &Untrusted) -> String {
    terminal(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a GitHub workflow command.
pub(crate) fn workflow_property(text: &Untrusted) -> String {
    workflow_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Inline text of GitHub and GitLab flavoured Markdown: in a paragraph, a list item or a table cell, at its start
/// too. Line breaks become spaces. It is valid inside inline HTML such as `<summary>` as well.
pub(crate) fn markdown(text: &Untrusted) -> String {
    markdown::inline(&one_line(&unbroken(text.raw())))
}

/// An id or a name in code type, for Markdown. Nothing in it becomes a reference, so that it can be copied whole.
pub(crate) fn markdown_code(text: &Untrusted) -> String {
    markdown::code(&one_line(text.raw()))
}

/// Text or a quoted attribute value of an XML 1.0 document, in one line.
pub(crate) fn xml(text: &Untrusted) -> String {
    let line = one_line(text.raw());
    let mut out = String::with_capacity(line.len());
    let mut before = ' ';
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '#' | ':' if before == c => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // The two that XML 1.0 forbids and no other list of ours holds.
            '\u{fffe}' | '\u{ffff}' => push_code(&mut out, c),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// Plain text that a web page shows (code scanning, merge request widgets): one line, and no `[text](link)`.
pub(crate) fn plain(text: &Untrusted) -> String {
    terminal(text).replace("](", "] (")
}

/// One line of a chat's message, in plain text: nobody is called, and no text hides where it leads.
pub(crate) fn chat(text: &Untrusted) -> String {
    let line = plain(text);
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        out.push(c);
        let next = chars.peek().copied().unwrap_or(' ');
        let opens = c == '<' && (next.is_alphabetic() || matches!(next, '!' | '/' | '@' | '#' | '?'));
        if opens || (c == '@' && !before.is_alphanumeric() && next.is_alphanumeric()) {
            out.push(' ');
        }
        before = c;
    }
    out
}

/// A text of a calendar (RFC 5545, 3.3.11), in one line.
pub(crate) fn calendar(text: &Untrusted) -> String {
    let mut out = String::new();
    for c in terminal(text).chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text or a quoted attribute value of a web page, in one line.
pub(crate) fn html(text: &Untrusted) -> String {
    xml(text)
}

/// The exact value for JSON and YAML; it can only be serialized, and their writers escape what it may hold.
pub(crate) fn exact(text: &Untrusted) -> Exact<'_> {
    Exact::new(text.raw())
}

/// A path as web interfaces match it: relative paths without `./`, forward slashes.
pub(crate) fn path(text: &Untrusted) -> String {
    inert(&one_line(&path::normal(text.raw())))
}

/// The same as a property of a GitHub workflow command.
pub(crate) fn workflow_path(text: &Untrusted) -> String {
    workflow_property(&Untrusted::new(path::normal(text.raw())))
}

/// Whether a file name stands for standard input, which no web interface can show.
pub(crate) fn is_standard_input(file: &Untrusted) -> bool {
    file.raw() == "-"
}

/// A file as one argument of a command that a shell reads. Still untrusted.
pub(crate) fn argument(file: &Untrusted) -> Untrusted {
    let raw = file.raw();
    let raw = if raw.starts_with('-') { format!("./{raw}") } else { raw.to_owned() };
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | ',' | '@' | '%');
    if raw.chars().all(is_plain) {
        return Untrusted::new(raw);
    }
    Untrusted::new(format!("'{}'", raw.replace('\'', "'\\''")))
}

/// A path as a URI reference: percent-encoded, relative unless the path is absolute.
pub(crate) fn uri(text: &Untrusted) -> String {
    path::uri(text.raw())
}

/// The raw bytes, for a fingerprint: they go into a hash and nowhere else.
pub(crate) fn hashed(text: &Untrusted) -> &[u8] {
    text.raw().as_bytes()
}

/// At most `most` characters of a text, with `…` in place of the rest. Still untrusted.
pub(crate) fn clip(text: &Untrusted, most: usize) -> Untrusted {
    let raw = text.raw();
    if raw.chars().nth(most).is_none() {
        return text.clone();
    }
    let kept: String = raw.chars().take(most.saturating_sub(1)).collect();
    Untrusted::new(kept + "…")
}

/// The lines of a text, blank ones at the end left out. Still untrusted.
pub(crate) fn lines(text: &Untrusted) -> Vec<Untrusted> {
    text.raw().trim_end().lines().map(|line| Untrusted::from(line.replace('\t', " "))).collect()
}

/// Whether a character moves the cursor, reorders text, or takes up no room of its own.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Line breaks and tabs as spaces, for targets that flow text.
fn unbroken(raw: &str) -> String {
    raw.trim().split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Writes out everything that is hidden. The result is one line.
fn one_line(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut before = ' ';
    let mut marks = 0_usize;
    for c in raw.trim_end().chars() {
        marks = if is_combining_mark(c) { marks.saturating_add(1) } else { 0 };
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Emoji and text style, behind the sign that it styles: `❤️` stays as it is.
            _ if marks > MARKS_PER_LETTER => push_code(&mut out, c),
            '\u{fe0e}' | '\u{fe0f}' if !before.is_ascii() && !is_hidden(before) => out.push(c),
            _ if is_hidden(c) => push_code(&mut out, c),
            // What stood at the start of a line counts as the start of a word, which the targets look at.
            ':' if is_hidden(before) => out.push_str(" :"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// Takes the meaning from `##[command]` anywhere and from `::command::` where a line may start.
fn inert(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let (mut earlier, mut before) = (' ', ' ');
    for c in line.chars() {
        let command = c == '#' && before == '#';
        let command = command || (c == ':' && before == ':' && earlier.is_whitespace());
        if command {
            out.push(' ');
        }
        out.push(c);
        (earlier, before) = (before, c);
    }
    out
}

fn push_code(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}
