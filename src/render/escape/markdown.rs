//! Untrusted text in GitHub and GitLab flavoured Markdown: it reads as it was written, copies as it was written where
//! somebody may want to, and does nothing.
//!
//! Hashes, ids, names of tests, paths and addresses stand in code type between backticks, where nothing is parsed,
//! nothing links and nothing has to be escaped: what is copied, from the page or from the source, is what it was.
//! A number such as `#12` links, as it should. In all other text two things must be stopped, and they need different
//! means. Markdown's own signs act while the source is parsed, so an entity (`&#42;`) stops them. Mentions,
//! references, commit ids, emoji names and bare links are found *after* that, in the text of the page, where the
//! entity is already decoded again; markup around them is lost in e-mail replies. A zero-width space inside them, as
//! the large update bots use it, stops them in each of these places. It is put only where such a thing begins.

/// The break inside what would become a link: seen by nobody, and no part of a name, a number or a protocol.
const BREAK: &str = "&#8203;";

/// Commit ids link from this many hexadecimal digits on.
const SHORTEST_COMMIT: usize = 7;

/// Digits between two breaks in what may be a commit id.
const DIGITS_PER_PIECE: usize = 5;

/// Escapes one line of inline text. What stands in code type already, as a command in our own messages, stays so.
pub(super) fn inline(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.trim();
    while let Some((before, inner, after)) = span(rest) {
        out.push_str(&words(before, out.is_empty()));
        out.push('`');
        out.push_str(inner);
        out.push('`');
        rest = after;
    }
    out.push_str(&words(rest, out.is_empty()));
    out
}

fn words(text: &str, is_first: bool) -> String {
    let words = text.split(' ').enumerate().map(|(at, word)| self::word(word, is_first && at == 0));
    words.collect::<Vec<_>>().join(" ")
}

/// The first text in code type that can stay: what comes before it, what is in it, what comes behind. Nothing but
/// quotes, brackets and stops may touch it, for two of them side by side would be one.
fn span(text: &str) -> Option<(&str, &str, &str)> {
    let ticks: Vec<usize> = text.match_indices('`').map(|(at, _)| at).collect();
    ticks.iter().zip(ticks.iter().skip(1)).find_map(|(&open, &close)| {
        let (before, rest) = text.split_at_checked(open)?;
        let inner = rest.get(1..close.checked_sub(open)?)?;
        let after = text.get(close.checked_add(1)?..)?;
        let touches_before = before.rsplit(' ').next()?.trim_start_matches(['(', '"', '\'']);
        let touches_after = after.split(' ').next()?.trim_end_matches(AFTER);
        (touches_before.is_empty() && touches_after.is_empty() && is_whole(inner))
            .then_some((before, inner, after))
    })
}

/// Signs that end a word and are no part of it.
const AFTER: [char; 9] = [')', '"', '\'', ',', '.', ';', ':', '!', '?'];

/// One word: in code type where it may be copied or could act and code type is enough, else escaped.
fn word(word: &str, is_first: bool) -> String {
    let (before, rest) = word.split_at(word.find(|c| !matches!(c, '(' | '"' | '\'')).unwrap_or(word.len()));
    let core = rest.trim_end_matches(AFTER);
    let after = rest.get(core.len()..).unwrap_or_default();
    // A word that our own messages put into code type.
    let inner =
        core.strip_prefix('`').and_then(|core| core.strip_suffix('`')).filter(|core| !core.is_empty());
    let marked = if let Some(inner) = inner.filter(|inner| is_whole(inner)) {
        format!("`{inner}`")
    } else if is_number(core) {
        core.to_owned()
    } else if is_copied(core, is_first && before.is_empty()) && is_whole(core) {
        format!("`{core}`")
    } else {
        return escaped(word, is_first);
    };
    format!("{}{marked}{}", escaped(before, is_first), escaped(after, false))
}

/// A number that forges link, and nothing else: `#12`, `!12`.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix(['#', '!']).unwrap_or_default();
    (1..=9).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

/// Whether a word is one that people copy, or that would act as it stands: a hash, an address, a path with signs, the
/// name of a test.
fn is_copied(word: &str, is_first: bool) -> bool {
    let is_marked =
        word.contains(['*', '[', ']', '\\', '{', '}']) || word.starts_with('_') || word.ends_with('_');
    let is_path = word.contains("://") || (word.contains("::") && !word.starts_with(':'));
    let is_hash = word.len() >= SHORTEST_COMMIT && word.chars().all(|c| c.is_ascii_hexdigit());
    let has_number = word.contains('#') && word.contains(|c: char| c.is_ascii_digit());
    let begins = is_first && word.len() > 1 && word.starts_with(['/', '.', '=']);
    is_marked || is_path || is_hash || has_number || begins
}

/// Whether code type between backticks holds a text as it is: nothing ends it, parts a table, calls anybody, opens a
/// tag or is a command of a CI log.
fn is_whole(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let acts = ["](", "[[", "![", "~~", "##", "www.", "javascript:"].iter().any(|sign| lower.contains(sign));
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(':')
        && !text.contains(" :")
        && !text.contains(['`', '|', '@', '$', '<'])
        && !acts
}

/// Escapes a text in which signs act.
fn escaped(line: &str, is_first: bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut digits = Digits::default();
    let mut seen = Seen::default();
    let mut at_number = is_first;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        if digits.breaks_before(seen.last, c, rest) {
            out.push_str(BREAK);
        }
        let starts_block = match seen.last {
            // Without a space behind it, a hash begins no heading: `#releases` is a place to reach somebody.
            None if c == '#' => is_first && rest.is_empty(),
            None => is_first && matches!(c, '-' | '+' | '=' | ':' | '/' | '%' | '.'),
            Some(_) => at_number && rest.is_empty() && matches!(c, '.' | ')'),
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

/// Puts an id or a name in code type: as it is where it can be, else escaped, with addresses and mentions broken.
pub(super) fn code(line: &str) -> String {
    if is_whole(line) {
        return format!("`{line}`");
    }
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
        '#' => before == Some('#') || rest.starts_with('#') || rest.starts_with(|c: char| c.is_ascii_digit()),
        '&' => rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'),
        _ => matches!(c, '\\' | '`' | '*' | '~' | '[' | ']' | '<' | '>' | '|'),
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
