//! Untrusted text in GitHub and GitLab flavoured Markdown: it reads as it was written and does nothing.
//!
//! Two things must be stopped, and they need different means. Markdown's own signs act while the source is parsed, so
//! an entity (`&#42;`) stops them. Mentions, references (`#12`, `!12`, `~label`), commit ids, emoji names and bare
//! links are found *after* that, in the text of the page, where the entity is already decoded again; markup around
//! them is lost in e-mail replies. A zero-width space inside them, as the large update bots use it, stops them in
//! each of these places. It is put only where such a thing begins, since it is copied along; ids that people copy
//! belong into [`code`], which needs far fewer.

/// The break inside what would become a link: seen by nobody, and no part of a name, a number or a protocol.
const BREAK: &str = "&#8203;";

/// Commit ids link from this many hexadecimal digits on.
const SHORTEST_COMMIT: usize = 7;

/// Digits between two breaks in what may be a commit id.
const DIGITS_PER_PIECE: usize = 5;

/// Escapes one line of inline text.
pub(super) fn inline(line: &str) -> String {
    let line = line.trim();
    let mut out = String::with_capacity(line.len());
    let mut digits = Digits::default();
    let mut seen = Seen::default();
    let mut at_number = true;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        if digits.breaks_before(seen.last, c, rest) {
            out.push_str(BREAK);
        }
        let starts_block = match seen.last {
            None => matches!(c, '-' | '+' | '=' | ':' | '/' | '%' | '.'),
            Some(_) => at_number && matches!(c, '.' | ')'),
        };
        push(&mut out, seen.last, c, rest, starts_block);
        if breaks_after(seen, c, rest) {
            out.push_str(BREAK);
        }
        at_number = at_number && c.is_ascii_digit();
        seen = seen.and(c);
    }
    out
}

/// The characters just before, nearest last.
#[derive(Clone, Copy, Default)]
struct Seen {
    third: Option<char>,
    second: Option<char>,
    last: Option<char>,
}

impl Seen {
    fn and(self, c: char) -> Self {
        Self { third: self.second, second: self.last, last: Some(c) }
    }

    /// `GH` or `GL` as a word of its own: with a number behind, GitHub and GitLab take it for an issue.
    fn is_forge(self) -> bool {
        matches!(self.second, Some('g' | 'G'))
            && matches!(self.last, Some('h' | 'H' | 'l' | 'L'))
            && !self.third.is_some_and(char::is_alphanumeric)
    }
}

/// Escapes an id or a name and puts it in code type. The pages look for no references there; only Markdown's own
/// links to web and mail addresses must still be broken, and mentions for the sake of e-mail replies.
pub(super) fn code(line: &str) -> String {
    let mut out = String::from("<code>");
    let mut before = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        push(&mut out, before, c, rest, !c.is_ascii_alphanumeric());
        if is_address(before, c, rest) {
            out.push_str(BREAK);
        }
        before = Some(c);
    }
    out.push_str("</code>");
    out
}

/// Writes one character, as an entity if Markdown or HTML could take it for a sign.
fn push(out: &mut String, before: Option<char>, c: char, rest: &str, forced: bool) {
    let sign = match c {
        // Inside a word an underscore means nothing, and test names are full of them.
        '_' => !before.is_some_and(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric),
        // `::command` where a line could be broken.
        ':' => before.is_none_or(char::is_whitespace) && rest.starts_with(':'),
        _ => matches!(c, '\\' | '`' | '*' | '~' | '[' | ']' | '<' | '>' | '&' | '|' | '#' | '"' | '\''),
    };
    if c == '$' {
        // The documented way to show a dollar sign where formulas are possible.
        out.push_str("<span>&#36;</span>");
    } else if sign || (forced && c.is_ascii_punctuation()) {
        out.push_str("&#");
        out.push_str(&u32::from(c).to_string());
        out.push(';');
    } else {
        out.push(c);
    }
}

/// Whether something that would become a link, a mention or a picture begins with this character.
fn breaks_after(seen: Seen, c: char, rest: &str) -> bool {
    let next = rest.chars().next();
    let digit_follows = next.is_some_and(|next| next.is_ascii_digit());
    match c {
        '#' | '!' | '&' => digit_follows,
        // GitLab: labels and milestones, by name or number.
        '~' | '%' => next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '_')),
        '-' => digit_follows && seen.is_forge(),
        ':' => is_address(seen.last, c, rest) || names_emoji(rest),
        // GitLab: `[issue:12]`, `[[page]]`, `[TOC]`, and `[+ +]` or `{- -}` for changed words.
        '[' => matches!(next, Some('[' | '+' | '-')) || rest.starts_with("TOC]") || names_object(rest),
        '{' => matches!(next, Some('+' | '-')),
        _ => is_address(seen.last, c, rest),
    }
}

/// Whether a web or mail address, or a mention, is broken behind this character.
fn is_address(before: Option<char>, c: char, rest: &str) -> bool {
    match c {
        '@' => rest.starts_with(|next: char| !next.is_whitespace()),
        ':' => rest.starts_with("//"),
        'w' | 'W' => {
            !before.is_some_and(char::is_alphanumeric)
                && rest.get(..3).is_some_and(|next| next.eq_ignore_ascii_case("ww."))
        }
        _ => false,
    }
}

/// `:name:`, seen from behind the first colon.
fn names_emoji(rest: &str) -> bool {
    let end = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'));
    end.len() < rest.len() && end.starts_with(':')
}

/// `[kind:`, seen from behind the bracket.
fn names_object(rest: &str) -> bool {
    let end = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '_');
    end.len() < rest.len() && end.starts_with(':')
}

/// Where in a run of hexadecimal digits we are.
#[derive(Default)]
struct Digits {
    /// Digits since the last break; `None` outside what may be a commit id.
    since_break: Option<usize>,
}

impl Digits {
    fn breaks_before(&mut self, before: Option<char>, c: char, rest: &str) -> bool {
        if !c.is_ascii_hexdigit() {
            self.since_break = None;
            return false;
        }
        if !before.is_some_and(|before| before.is_ascii_alphanumeric()) {
            self.since_break = may_be_commit(rest).then_some(0);
        }
        let Some(since) = self.since_break else { return false };
        let full = since == DIGITS_PER_PIECE;
        self.since_break = Some(if full { 1 } else { since.saturating_add(1) });
        full
    }
}

/// Whether the rest of a word, behind its first hexadecimal digit, makes it as long as a commit id, and a word of
/// its own.
fn may_be_commit(rest: &str) -> bool {
    let end = rest.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    let digits = rest.len().saturating_sub(end.len()).saturating_add(1);
    digits >= SHORTEST_COMMIT && !end.starts_with(|c: char| c.is_ascii_alphanumeric())
}
