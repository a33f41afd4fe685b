//! What a commit message says: the ids of its subject, trailers and body, the number of its own, what it reverts,
//! and what it was picked from.
//!
//! A message is read once, while git prints it, and then dropped: what stays is small.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use super::id::{Id, Sigil, is_number};
use super::lexicon::{Lexicon, Mention, Mentions, whole_number};
use super::undo;
use crate::untrusted::Untrusted;

/// What one message says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The first line, shortened for display.
    pub subject: Untrusted,
    /// Ids in the subject.
    pub in_subject: Mentions,
    /// Ids in its trailers (`Refs`, `Fixes`, `Closes`, `Issue` …).
    pub in_trailers: Mentions,
    /// Ids in the rest.
    pub in_body: Mentions,
    /// The number of the pull or merge request that this is.
    pub own: Option<Mention>,
    /// What it says it reverts.
    pub reverts: Vec<Reverted>,
    /// Whether undoing is all it does; a squash that undoes one thing among others is a change of its own.
    pub is_pure_revert: bool,
    /// The commits it was picked from: hexadecimal, lower case.
    pub picked_from: Vec<String>,
}

/// What a revert names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// A commit, by (the beginning of) its hash.
    Commit(String),
    /// A pull or merge request, by its number.
    Request(Sigil, String),
    /// A change, by its subject as it is quoted, and the number behind it.
    Quoted(String, Option<String>),
    /// The parent of a merge that is gone back to.
    BackTo(String),
}

/// Longest subject that is kept, in characters.
const SUBJECT: usize = 200;

/// Reads a message. `is_merge` says that the commit has several parents: then the subject's `into …` names where
/// it went and not what it brought.
pub(crate) fn read(message: &str, is_merge: bool, lexicon: &Lexicon) -> Reading {
    let has_returns = memchr(b'\r', message.as_bytes()).is_some();
    let message: Cow<str> = if has_returns { message.replace('\r', "").into() } else { message.into() };
    let message = message.trim_start_matches('\n');
    let (head, body) = paragraphs(message);
    let first = head.lines().next().unwrap_or_default().trim();
    let subject = Revert::own_words(head);
    let subject = if is_merge { source_of_merge(&subject).to_owned().into() } else { subject };
    let reverts = undo::claims(reverted(body), head, body);
    let mut reading = Reading {
        subject: Untrusted::new(clipped(first)),
        own: own_number(&subject, body, lexicon),
        is_pure_revert: !reverts.is_empty() && (Revert::of(head).is_named || !has_bullets(body)),
        reverts,
        picked_from: picked_from(body),
        ..Reading::default()
    };
    lexicon.find(&subject, &mut reading.in_subject);
    words_of_subject(&subject, lexicon, &mut reading.in_subject);
    for line in body.lines() {
        read_body_line(line.trim(), lexicon, &mut reading);
    }
    reading
}

/// The first paragraph, and what follows its empty line.
fn paragraphs(message: &str) -> (&str, &str) {
    let mut breaks = memchr_iter(b'\n', message.as_bytes());
    let end = breaks.find(|at| message.as_bytes().get(at.saturating_add(1)) == Some(&b'\n'));
    let split = end.and_then(|at| Some((message.get(..at)?, message.get(at.saturating_add(2)..)?)));
    split.unwrap_or((message, ""))
}

fn clipped(subject: &str) -> &str {
    if subject.len() <= SUBJECT {
        return subject;
    }
    let end = subject.char_indices().nth(SUBJECT).map(|(at, _)| at);
    end.and_then(|at| subject.get(..at)).unwrap_or(subject)
}

fn read_body_line(line: &str, lexicon: &Lexicon, reading: &mut Reading) {
    if line.starts_with("This reverts") || line.starts_with("(cherry") || line.starts_with("Reverts ") {
        return;
    }
    match reference(line) {
        Some(value) => {
            let value = without_quoted_commit(value);
            lexicon.find(value, &mut reading.in_trailers);
            if lexicon.has_words() {
                let words = value.split(|c: char| c == ',' || c.is_whitespace());
                words.filter_map(|word| lexicon.word(word)).for_each(|word| reading.in_trailers.add(word));
            }
        }
        // Merges and squashes quote the subjects of what they brought, reverts among them.
        None => lexicon.find(&Revert::own_words(line), &mut reading.in_body),
    }
}

/// Words in front of ids: the keys of trailers that say what a change is for.
const REFERENCES: &[&str] = &[
    "addresses",
    "bug",
    "bugs",
    "close",
    "closed",
    "closes",
    "feature",
    "fix",
    "fixed",
    "fixes",
    "implement",
    "implements",
    "issue",
    "issues",
    "jira",
    "jira-issue",
    "part-of",
    "ref",
    "reference",
    "references",
    "refs",
    "related",
    "related-to",
    "relates-to",
    "resolve",
    "resolved",
    "resolves",
    "see",
    "see-also",
    "story",
    "task",
    "ticket",
    "tickets",
    "work-item",
];

/// The value of a line that says what the change is for: `Refs: BILL-101`, or `Closes #12, #13` without a colon
/// when nothing but ids follows.
fn reference(line: &str) -> Option<&str> {
    if let Some(colon) = memchr(b':', line.as_bytes()) {
        let value = line.get(colon.saturating_add(1)..)?;
        return is_reference(line.get(..colon)?.trim()).then_some(value.trim());
    }
    let (key, value) = line.split_once(' ')?;
    let only_ids = || {
        value.split([',', ' ']).filter(|word| !word.is_empty()).all(|word| {
            word == "and"
                || word == "&"
                || Id::parse(word).is_some_and(|id| matches!(id, Id::Key(..) | Id::Number(..)))
        })
    };
    (is_reference(key) && only_ids()).then_some(value)
}

/// Whether a text is one of the words, in any case, its parts joined in any way. Nearly every line is asked.
fn is_reference(key: &str) -> bool {
    let usual = |byte: u8| if matches!(byte, b' ' | b'_') { b'-' } else { byte.to_ascii_lowercase() };
    let is_it = |known: &&str| known.len() == key.len() && known.bytes().eq(key.bytes().map(usual));
    REFERENCES.iter().any(is_it)
}

/// `Fixes: 3f2a1c9 ("BILL-99 Title")` names the commit that was wrong; the ids in its title are not this change's.
fn without_quoted_commit(value: &str) -> &str {
    let hash = value.split([' ', '(']).next().unwrap_or_default();
    if is_hash(hash) { hash } else { value }
}

/// Words that are ids, where ids stand in a subject: `[word]`, `word:`, `feat(word):`, `… (word)`.
fn words_of_subject(subject: &str, lexicon: &Lexicon, found: &mut Mentions) {
    if !lexicon.has_words() {
        return;
    }
    let subject = subject.trim();
    let bracket = subject.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(word, _)| word);
    let scope = subject.split_once(':').map(|(head, _)| head.trim_end_matches('!'));
    let inner = scope.and_then(|head| head.split_once('(')).and_then(|(_, rest)| rest.strip_suffix(')'));
    let last = subject.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, word)| word);
    let words = [bracket, scope, inner, last].into_iter().flatten().filter_map(|word| lexicon.word(word));
    words.for_each(|word| found.add(word));
}

/// A subject of the form `Revert "…"`.
struct Revert {
    is_named: bool,
}

impl Revert {
    fn of(head: &str) -> Self {
        const SIGNS: [&str; 8] =
            ["revert", "reapply", "undo", "undone", "back out", "backout", "rollback", "roll back"];
        let lower = head.to_lowercase();
        Self { is_named: SIGNS.iter().any(|sign| lower.contains(sign)) }
    }

    /// The subject without what it quotes: the ids in there belong to what was reverted. A revert of a revert
    /// ships the first change again, so its quotation counts.
    fn own_words(head: &str) -> Cow<'_, str> {
        let head = head.trim();
        let flat: Cow<str> = if memchr(b'\n', head.as_bytes()).is_some() {
            head.lines().map(str::trim).collect::<Vec<_>>().join(" ").into()
        } else {
            head.into()
        };
        // Nearly every message quotes nothing.
        if memchr(b'"', flat.as_bytes()).is_none() {
            return flat;
        }
        let Some((depth, quoted_from)) = quotation(&flat) else { return flat };
        if depth % 2 == 0 {
            return flat;
        }
        let quoted = flat.get(quoted_from..).unwrap_or_default();
        let behind = match quoted.rfind('"') {
            Some(at) => quoted.get(at..).unwrap_or_default(),
            // A forge cut the title: only a number in brackets at the end is the revert's own.
            None => quoted
                .rfind(" (")
                .and_then(|at| quoted.get(at..))
                .filter(|end| end.ends_with(')'))
                .unwrap_or_default(),
        };
        format!("{} {}", flat.get(..quoted_from).unwrap_or_default(), behind.trim_start_matches('"')).into()
    }
}

/// How often `Revert "` (or `Reapply "`, which counts twice) stands in a row, and where the quotation begins. Something
/// may stand in front of it: `[2.4] Revert "…"`.
fn quotation(subject: &str) -> Option<(usize, usize)> {
    const SIGNS: [(&str, usize); 2] = [("revert \"", 1), ("reapply \"", 2)];
    let lower = subject.to_ascii_lowercase();
    let begins = |(sign, _): &(&str, usize)| {
        let is_word = |at: &usize| {
            !lower.get(..*at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric)
        };
        lower.match_indices(sign).map(|(at, _)| at).find(is_word)
    };
    let mut rest = lower.get(SIGNS.iter().filter_map(begins).min()?..)?;
    let (mut depth, mut first) = (0_usize, None);
    while let Some((behind, steps)) =
        SIGNS.iter().find_map(|(sign, steps)| rest.strip_prefix(sign).map(|behind| (behind, steps)))
    {
        depth = depth.saturating_add(*steps);
        rest = behind;
        first = first.or(lower.len().checked_sub(rest.len()));
    }
    first.map(|start| (depth, start))
}

/// A squash merge lists the commits it folded; a revert by hand does not.
fn has_bullets(body: &str) -> bool {
    body.lines().any(|line| line.starts_with("* ") || line.starts_with("- "))
}

/// What of a merge's subject names its source: not the branch it went `into`, nor the address it came from.
fn source_of_merge(subject: &str) -> &str {
    let lower = subject.to_ascii_lowercase();
    let cut = |mark: &str| lower.rfind(mark).and_then(|at| subject.get(..at));
    if lower.starts_with("merge pull request") || lower.starts_with("pull request") {
        let source = if lower.contains(" in ") { cut(" to ").unwrap_or(subject) } else { subject };
        return without_reverted_branch(source);
    }
    let source = cut(" into ").unwrap_or(subject);
    let end = source.to_ascii_lowercase().find("' of ").map_or(source.len(), |at| at);
    source.get(..end).unwrap_or(source)
}

/// A forge calls the branch of a revert `revert-12-` and then as the branch that it undoes; the ids in there are not
/// the revert's own.
fn without_reverted_branch(subject: &str) -> &str {
    let mut places = subject.match_indices("/revert-").map(|(at, sign)| (at, at.saturating_add(sign.len())));
    let branch = places.find(|(_, behind)| {
        subject.get(*behind..).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()))
    });
    branch.and_then(|(at, _)| subject.get(..at)).unwrap_or(subject)
}

/// In front of the request's number in the merges that GitLab makes.
const GITLAB: &str = "See merge request ";

/// The number of the request that this change is: the forge's own words, or the last `(#12)` that ends the subject.
fn own_number(subject: &str, body: &str, lexicon: &Lexicon) -> Option<Mention> {
    let subject = subject.trim();
    let after = |mark: &str| {
        subject
            .get(..mark.len())
            .filter(|head| head.eq_ignore_ascii_case(mark))
            .and(subject.get(mark.len()..))
    };
    if let Some(rest) = after("Merged PR ") {
        let number = leading_number(rest)?;
        // Azure writes the number without a sign; the list may use either.
        let both = [Sigil::Hash, Sigil::Bang].map(|sigil| lexicon.number(sigil, number));
        let [hash, bang] = both;
        return Some(if bang.entry.is_some() || !lexicon.uses(Sigil::Hash) { bang } else { hash });
    }
    let named =
        ["Merge pull request #", "Pull request #"].into_iter().find_map(after).and_then(leading_number);
    let number = |sigil, number: &str| lexicon.number(sigil, number);
    if let Some(named) = named {
        return Some(number(Sigil::Hash, named));
    }
    let inside = subject.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, inside)| inside);
    if let Some(inside) = inside {
        let inside = inside.strip_prefix("pull request ").unwrap_or(inside);
        let sigil = inside.chars().next().and_then(Sigil::of);
        if let (Some(sigil), Some(digits)) = (sigil, inside.get(1..).filter(|digits| is_number(digits))) {
            return Some(number(sigil, digits));
        }
    }
    if !body.contains(GITLAB) {
        return None;
    }
    let line = body.lines().rev().find_map(|line| line.trim().strip_prefix(GITLAB))?;
    let (_, digits) = line.rsplit_once('!')?;
    is_number(digits).then(|| number(Sigil::Bang, digits))
}

fn leading_number(text: &str) -> Option<&str> {
    whole_number(text)
}

/// What the body says that it reverts. Git wraps the sentence when it names a merge, so words are read, not lines.
fn reverted(body: &str) -> Vec<Reverted> {
    // Every form of it holds this; most messages do not.
    if !body.contains("everts") {
        return Vec::new();
    }
    let words: Vec<&str> = body.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = |step: usize| words.get(at.saturating_add(step)).copied().unwrap_or_default();
        if *word == "This" && next(1) == "reverts" {
            if next(2).starts_with("commit") {
                let hashes = words.iter().skip(at.saturating_add(3)).map(|word| bare(word));
                let named =
                    hashes.filter(|word| *word != "and" && !word.is_empty()).take_while(|word| is_hash(word));
                found.extend(named.map(|hash| Reverted::Commit(hash.to_ascii_lowercase())));
            } else if next(2) == "merge" && next(3) == "request" {
                found.extend(request(next(4)));
            }
        } else if *word == "Reverts" {
            found.extend(request(next(1)));
        }
    }
    found
}

/// `group/project#12`, `#12` or `!12`.
fn request(word: &str) -> Option<Reverted> {
    let word = bare(word);
    let at = word.rfind(['#', '!'])?;
    let sigil = word.get(at..)?.chars().next().and_then(Sigil::of)?;
    let digits = word.get(at.saturating_add(1)..)?;
    is_number(digits).then(|| Reverted::Request(sigil, digits.to_owned()))
}

/// `(cherry picked from commit …)`, which git does not count among its trailers.
fn picked_from(body: &str) -> Vec<String> {
    if !body.contains("(cherry") {
        return Vec::new();
    }
    let lines = body.lines().map(str::trim).filter(|line| {
        line.starts_with("(cherry picked from commit ") || line.starts_with("(cherry-picked from commit ")
    });
    lines
        .filter_map(|line| line.rsplit(' ').next())
        .map(bare)
        .filter(|hash| is_hash(hash))
        .map(str::to_ascii_lowercase)
        .collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| ".,;:()[]\"'`".contains(c))
}

fn is_hash(word: &str) -> bool {
    (7..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
