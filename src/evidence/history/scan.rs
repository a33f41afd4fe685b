//! Where ids stand in a text, whatever they may be of: no list is known here.
//!
//! Every id has digits, so digits are looked for and what stands around them is read. Ids are whole tokens: `BILL-10` is
//! not in `BILL-101`, `#12` not in `#123`. Code, addresses, versions and the numbers inside of links are none.

use std::sync::Arc;

use memchr::{memchr2, memmem};

use super::id::{Digits, Id, Named, Sigil, Style, is_number};
use super::words::{Words, is_forge, is_lookalike, is_name};

/// An id in a text, with the word that belongs to it (`Bug` in `Bug #12`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it names.
    pub named: Named,
    /// What else it may be called: `Bug #12` is `#12` or `Bug 12`.
    pub also: Option<Id>,
    /// The address it stands in, if it does.
    pub link: Option<Sort>,
}

/// Letters of a word in front of a number.
const LONGEST_WORD: usize = 32;
/// Letters of one that stands right before its number, and digits that such a number has at least.
const LONGEST_JOINED: usize = 8;
const JOINED_DIGITS: usize = 2;

/// Adds the ids of a text, in order.
pub(crate) fn ids(text: &str, words: &mut Words, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let Some(special) = next_special(rest) else {
            plain(text, from, text.len(), words, found);
            return;
        };
        plain(text, from, from.saturating_add(special.start), words, found);
        if let Special { link: true, .. } = special
            && let Some(address) = rest.get(special.start..special.end)
            && let Some((named, sort)) = self::address(address, words)
        {
            let (start, end) = (from.saturating_add(special.start), from.saturating_add(special.end));
            found.push(Found { start, end, named, also: None, link: Some(sort) });
        }
        from = from.saturating_add(special.end);
    }
}

/// The id that all of a text is.
pub(crate) fn whole(text: &str, words: &mut Words) -> Option<Named> {
    let mut found = Vec::new();
    ids(text, words, &mut found);
    let last = found.pop()?;
    if last.start > 0 || last.end < text.len() {
        return None;
    }
    Some(match last.also {
        Some(also) => Named::alone(also),
        None => last.named,
    })
}

/// A link, or code between backticks.
#[derive(Clone, Copy)]
struct Special {
    start: usize,
    end: usize,
    link: bool,
}

fn next_special(text: &str) -> Option<Special> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = memchr2(b'`', b':', bytes.get(from..)?)?.saturating_add(from);
        from = at.saturating_add(1);
        let rest = text.get(from..)?;
        if bytes.get(at) == Some(&b'`') {
            if let Some(end) = memmem::find(rest.as_bytes(), b"`") {
                return Some(Special {
                    start: at,
                    end: from.saturating_add(end).saturating_add(1),
                    link: false,
                });
            }
        } else if rest.starts_with("//") {
            let before = bytes.get(..at)?;
            let start = before.iter().rposition(|byte| !byte.is_ascii_alphabetic());
            let end =
                rest.find(|c: char| c.is_whitespace() || "<>()[]{}\"'`|".contains(c)).unwrap_or(rest.len());
            let address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let start = start.map_or(0, |start| start.saturating_add(1));
            return Some(Special { start, end: from.saturating_add(address.len()), link: true });
        }
    }
}

/// Ids of a part of a text without links and code.
fn plain(text: &str, from: usize, to: usize, words: &mut Words, found: &mut Vec<Found>) {
    let Some(bytes) = text.as_bytes().get(..to) else { return };
    let mut at = from;
    while let Some(start) = position(bytes, at, u8::is_ascii_digit) {
        let end = position(bytes, start, |byte| !byte.is_ascii_digit()).unwrap_or(to);
        at = end;
        if let Some(text) = text.get(..to)
            && let Some(id) = (Number { text, from, start, end }).id(words)
        {
            found.push(id);
        }
    }
}

fn position(bytes: &[u8], from: usize, is: impl Fn(&u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(is).map(|at| at.saturating_add(from))
}

/// Digits in a text, and where the part begins that may be looked at.
#[derive(Clone, Copy)]
struct Number<'t> {
    text: &'t str,
    from: usize,
    start: usize,
    end: usize,
}

impl<'t> Number<'t> {
    fn id(self, words: &mut Words) -> Option<Found> {
        if !self.ends() {
            return None;
        }
        let digits = Digits::of(self.text.get(self.start..self.end)?)?;
        let mark = self.start.checked_sub(1).filter(|mark| *mark >= self.from)?;
        match self.text.as_bytes().get(mark)? {
            b'#' => self.signed(mark, Sigil::Hash, digits, words),
            b'!' => self.signed(mark, Sigil::Bang, digits, words),
            b'-' | b'_' => self.dashed(mark, digits, words),
            b' ' | b':' => self.blank(digits, words),
            byte if byte.is_ascii_alphabetic() => self.joined(digits, words),
            _ => None,
        }
    }

    /// Whether the token ends with the digits: no letter behind, no further part of a version, no address.
    fn ends(self) -> bool {
        let mut after = self.text.get(self.end..).unwrap_or_default().chars();
        match after.next() {
            Some('.') => !after.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => !c.is_alphanumeric() && c != '@',
            None => true,
        }
    }

    fn before(self, end: usize) -> &'t str {
        self.text.get(self.from..end).unwrap_or_default()
    }

    fn found(self, start: usize, id: Id) -> Found {
        let end = self.end;
        Found { start, end, named: Named::alone(id), also: None, link: None }
    }

    /// `#12`, `owner/repo#12`, `AB#12`, `Bug #12`.
    fn signed(self, mark: usize, sigil: Sigil, digits: Digits, words: &mut Words) -> Option<Found> {
        if self.text.get(self.end..)?.starts_with('_') {
            return None;
        }
        let before = self.before(mark);
        let id = Id::Number(sigil, digits);
        let token =
            last(before, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'/'));
        let front = before.get(..before.len().saturating_sub(token.len()))?;
        let is_joined = !token.is_empty() && !token.ends_with('/');
        if !is_joined {
            let end = before.chars().next_back();
            return if end.is_some_and(|c| c.is_alphanumeric() || "_#!&@".contains(c)) {
                None
            } else {
                self.with_word(mark, id, digits, words)
            };
        }
        if front.chars().next_back().is_some_and(|c| c.is_alphanumeric() || "@&#!".contains(c)) {
            return None;
        }
        let start = mark.checked_sub(token.len())?;
        let token = token.trim_start_matches(['/', '.', '-']);
        if token.split('/').filter(|part| !part.is_empty()).count() > 1 {
            let named = Named { id, of: Some(words.lower(token)) };
            return Some(Found { start, end: self.end, named, also: None, link: None });
        }
        if sigil == Sigil::Bang
            || token.len() > LONGEST_WORD
            || !token.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return None;
        }
        let id = if is_forge(token) { id } else { Id::Word(words.lower(token), digits, Style::Hash) };
        Some(self.found(start, id))
    }

    /// `issue #12` is `#12`; `Bug #12` may be called `Bug 12` as well.
    fn with_word(self, mark: usize, id: Id, digits: Digits, words: &mut Words) -> Option<Found> {
        let mut found = self.found(mark, id);
        let before = self.before(mark);
        let front = before.trim_end_matches([' ', ':']);
        let word = last(front, |byte| byte.is_ascii_alphabetic());
        let is_near = !word.is_empty() && before.len().saturating_sub(front.len()) <= 2;
        let start = self.from.saturating_add(front.len()).checked_sub(word.len())?;
        if is_near && is_name(word) {
            found.also = Some(Id::Word(words.lower(word), digits, Style::Blank));
            found.start = start;
        } else if is_near && is_forge(word) {
            found.start = start;
            let pull = self.before(start).trim_end();
            if word.eq_ignore_ascii_case("request") && ends_with(pull, "pull") {
                found.start = self.from.saturating_add(pull.len()).saturating_sub(4);
            }
        }
        Some(found)
    }

    /// `BILL-101`, `BILL_101`, `gh-12`, `CVE-2024-1`.
    fn dashed(self, mark: usize, digits: Digits, words: &mut Words) -> Option<Found> {
        let before = self.before(mark);
        let mut word = last(before, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            word = last(before, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let (project, groups) = word.split_once('-')?;
            if project.is_empty() || !groups.split('-').all(is_number) {
                return None;
            }
        }
        if word.len() > LONGEST_WORD || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let front = before.get(..before.len().saturating_sub(word.len()))?;
        if front.chars().next_back().is_some_and(|c| c.is_alphanumeric() || "@&#!$".contains(c)) {
            return None;
        }
        let start = mark.checked_sub(word.len())?;
        if word.eq_ignore_ascii_case("gh") {
            return Some(self.found(start, Id::Number(Sigil::Hash, digits)));
        }
        Some(self.found(start, Id::Word(words.lower(word), digits, Style::Dash)))
    }

    /// `T131`, `ch12`.
    fn joined(self, digits: Digits, words: &mut Words) -> Option<Found> {
        let before = self.before(self.start);
        let word = last(before, |byte| byte.is_ascii_alphabetic());
        let front = before.get(..before.len().saturating_sub(word.len()))?;
        let is_inside = |c: char| c.is_alphanumeric() || "_-.@#$%=\\&+!".contains(c);
        let is_short =
            digits.len() < JOINED_DIGITS && !["t", "ch", "sc"].contains(&&*word.to_ascii_lowercase());
        if word.len() > LONGEST_JOINED || is_short || front.chars().next_back().is_some_and(is_inside) {
            return None;
        }
        let lower = words.lower(word);
        if is_lookalike(&lower) {
            return None;
        }
        Some(self.found(self.start.checked_sub(word.len())?, Id::Word(lower, digits, Style::Joined)))
    }

    /// `Bug 12`, `BUG: 12`, `PR 12`, and `BILL 12` where the word has capitals alone.
    fn blank(self, digits: Digits, words: &mut Words) -> Option<Found> {
        let before = self.before(self.start);
        let front = before.trim_end_matches([' ', ':']);
        let gap = before.get(front.len()..)?;
        let word = last(front, |byte| byte.is_ascii_alphabetic());
        if gap.len() > 2 || word.is_empty() || word.len() > LONGEST_WORD {
            return None;
        }
        let start = self.from.saturating_add(front.len()).checked_sub(word.len())?;
        let before_word = self.before(start).chars().next_back();
        if before_word.is_some_and(|c| c.is_alphanumeric() || "_-.@/#".contains(c)) {
            return None;
        }
        if is_name(word) {
            return Some(self.found(start, Id::Word(words.lower(word), digits, Style::Blank)));
        }
        let is_shouted = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if gap != " " {
            return None;
        }
        if word.eq_ignore_ascii_case("pr") || word.eq_ignore_ascii_case("issue") {
            return Some(self.found(start, Id::Number(Sigil::Hash, digits)));
        }
        let lower = words.lower(word);
        (is_shouted && !is_lookalike(&lower))
            .then(|| self.found(start, Id::Word(lower, digits, Style::Blank)))
    }
}

/// The end of a text that consists of such bytes.
fn last(text: &str, is: impl Fn(u8) -> bool) -> &str {
    let start = text.bytes().rposition(|byte| !is(byte)).map_or(0, |at| at.saturating_add(1));
    // A byte that does not fit may be the last of a character, never the first of one that follows.
    text.get(start..).unwrap_or_default()
}

fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// The digits at the start of a text, if they end as a whole token does.
pub(crate) fn whole_number(text: &str) -> Option<Digits> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let is_whole = !rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
    Digits::of(number).filter(|_| is_whole)
}

/// A project as it is compared: in lower case.
pub(crate) fn project(text: &str) -> Arc<str> {
    Arc::from(text.trim().trim_matches('/').to_ascii_lowercase())
}

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A piece of work in a tracker.
    Issue,
    /// A request to take a change.
    Request,
}

/// Parts of a path that are looked at.
const PARTS: usize = 16;

/// Reads an address with its scheme.
fn address(address: &str, words: &mut Words) -> Option<(Named, Sort)> {
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let rest = rest.split('#').next()?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/')?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).take(PARTS).collect();
    if parts.last() == Some(&"show_bug.cgi") {
        let number = query.split('&').find_map(|pair| pair.strip_prefix("id="))?;
        return word("bug", number, Style::Blank, words);
    }
    if let [only] = parts.as_slice()
        && let Some(number) = only.strip_prefix('T')
    {
        return word("t", number, Style::Joined, words);
    }
    parts.iter().enumerate().find_map(|(at, part)| {
        let next = parts.get(at.saturating_add(1))?;
        match *part {
            "browse" | "issue" | "issues" if !is_number(next) => key(next, words),
            "+bug" => word("bug", next, Style::Blank, words),
            "edit" if at > 0 && parts.get(at.saturating_sub(1)) == Some(&"_workitems") => {
                word("ab", next, Style::Hash, words)
            }
            "story" if host.contains("shortcut") || host.contains("clubhouse") => {
                word("sc", next, Style::Dash, words)
            }
            "issues" | "work_items" => {
                number(Sigil::Hash, next, host, parts.get(..at)?, words).map(|id| (id, Sort::Issue))
            }
            "pull" | "pulls" | "pull-requests" | "pullrequest" => {
                number(Sigil::Hash, next, host, parts.get(..at)?, words).map(|id| (id, Sort::Request))
            }
            "merge_requests" => {
                number(Sigil::Bang, next, host, parts.get(..at)?, words).map(|id| (id, Sort::Request))
            }
            _ => None,
        }
    })
}

fn word(word: &str, number: &str, style: Style, words: &mut Words) -> Option<(Named, Sort)> {
    let digits = Digits::of(number)?;
    Some((Named::alone(Id::Word(words.lower(word), digits, style)), Sort::Issue))
}

fn key(text: &str, words: &mut Words) -> Option<(Named, Sort)> {
    let named = whole(text, words)?;
    named.id.is_key().then_some((named, Sort::Issue))
}

/// `owner/repo` and the number; a tracker without projects in its addresses is known by its host.
fn number(sigil: Sigil, number: &str, host: &str, before: &[&str], words: &mut Words) -> Option<Named> {
    let digits = Digits::of(number)?;
    let mut parts: Vec<&str> = before.iter().copied().filter(|part| *part != "-").collect();
    if parts.first().is_some_and(|first| matches!(*first, "repos" | "projects")) {
        parts.remove(0);
    }
    let of = if parts.is_empty() { host.to_owned() } else { parts.join("/") };
    Some(Named { id: Id::Number(sigil, digits), of: Some(words.lower(&of)) })
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
