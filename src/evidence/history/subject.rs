//! The ids of a subject: those that lead it, the number of its request, the branch that a merge names.

use super::claim::{By, Saying};
use super::id::{Digits, Id, Named, Sigil, is_number};
use super::scan::{self, Found};
use super::words::{Role, Words, is_line, role};

/// What the first line of a message names.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// The number of the request that it is.
    pub own: Option<Id>,
    /// Whether it merges a main, develop or release line.
    pub merges_line: bool,
    /// Whether it has the form of a merge.
    pub is_merge: bool,
}

/// Reads a subject that quotes nothing.
pub(super) fn read(subject: &str, words: &mut Words, saying: &mut Saying) -> Subject {
    let subject = subject.trim();
    if let Some(merge) = Merge::of(subject) {
        return merge.read(words, saying);
    }
    let (rest, own) = squash(subject);
    if let Some(own) = &own {
        saying.claim(Named::alone(own.clone()), By::Request);
        if let (Id::Number(Sigil::Bang, digits), true) = (own, starts(subject, "Merged PR ")) {
            // Azure writes no sign; a list may use either.
            saying.claim(Named::alone(Id::Number(Sigil::Hash, *digits)), By::Request);
        }
    }
    let is_led = lead(rest, By::Lead, words, saying);
    let mut found = Vec::new();
    let behind = subject.get(rest.len()..).filter(|_| subject.starts_with(rest)).unwrap_or("");
    scan::ids(behind, words, &mut found);
    let others = found.into_iter().filter(|found| own.as_ref() != Some(&found.named.id));
    others.for_each(|found| saying.mention(found.named));
    if !is_led {
        all(rest, words, saying);
    }
    Subject { own, ..Subject::default() }
}

/// Claims the ids that lead a text, and mentions the others; false where none leads it.
pub(super) fn lead(text: &str, by: By, words: &mut Words, saying: &mut Saying) -> bool {
    let mut found = Vec::new();
    scan::ids(text, words, &mut found);
    if let Some(bare) = bare(text) {
        saying.claim(Named::alone(Id::Bare(bare)), by);
        for found in found {
            saying.mention(found.named);
        }
        return true;
    }
    let is_led = found.first().is_some_and(|first| text.get(..first.start).is_some_and(is_prefix));
    if !is_led {
        return false;
    }
    let mut end = None;
    for one in found {
        let leads = end.is_none_or(|end| text.get(end..one.start).is_some_and(is_joint));
        if leads {
            end = Some(one.end);
            claim(one, by, saying);
        } else {
            // Behind the first word nothing leads any more.
            end = Some(text.len());
            saying.mention(one.named);
        }
    }
    true
}

pub(super) fn claim(found: Found, by: By, saying: &mut Saying) {
    if let Some(also) = found.also {
        saying.claim(Named::alone(also), by);
    }
    saying.claim(found.named, by);
}

/// `8312345: title`
fn bare(text: &str) -> Option<Digits> {
    let text = text.trim_start();
    let end = text.bytes().position(|byte| !byte.is_ascii_digit())?;
    let rest = text.get(end..)?.strip_prefix(':')?;
    let digits = Digits::of(text.get(..end)?)?;
    (digits.len() >= super::id::BARE && rest.starts_with(' ')).then_some(digits)
}

/// Claims every id of a subject that none leads; behind `See` or `Follow-up to` it is a reference.
fn all(text: &str, words: &mut Words, saying: &mut Saying) {
    let mut found = Vec::new();
    scan::ids(text, words, &mut found);
    let mut start = 0;
    for one in found {
        let before = text.get(start..one.start).unwrap_or_default();
        start = one.end;
        if points_elsewhere(before) {
            saying.refer(one.named);
        } else {
            claim(one, By::Subject, saying);
        }
    }
}

fn points_elsewhere(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "([:".contains(c));
    let words: Vec<&str> = before.rsplit([' ', '(', ',']).take(3).filter(|word| !word.is_empty()).collect();
    let phrase = |count: usize| words.iter().take(count).rev().copied().collect::<Vec<_>>().join("-");
    (1..=words.len()).any(|count| {
        let phrase = phrase(count);
        phrase != "for" && phrase != "For" && role(&phrase) == Some(Role::Reference)
    })
}

/// Whether the text in front of an id is types, tags and brackets alone: `feat(`, `[2.4] [`, `net: `.
fn is_prefix(text: &str) -> bool {
    const PIECES: usize = 6;
    let mut rest = text;
    for _ in 0..PIECES {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":-*,".contains(c));
        if rest.is_empty() || matches!(rest, "[" | "(" | "{" | "<") {
            return true;
        }
        let bracket =
            [('[', ']'), ('(', ')'), ('{', '}')].into_iter().find(|(open, _)| rest.starts_with(*open));
        if let Some((_, close)) = bracket {
            match rest.split_once(close) {
                Some((_, behind)) => rest = behind,
                None => return false,
            }
            continue;
        }
        let end = rest.find([':', '(', '[', ' ']).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        match behind.chars().next() {
            // `feat(BILL-101)`, `feat[BILL-101]`
            Some('(' | '[') if behind.len() == 1 => return true,
            Some('(') => match behind.split_once(')') {
                Some((_, behind)) if behind.starts_with([':', '!']) => rest = behind.trim_start_matches('!'),
                _ => return false,
            },
            Some(':') if !word.is_empty() => rest = behind,
            // `feature/BILL-101`
            None if word.ends_with('/') => return true,
            _ => return false,
        }
    }
    false
}

/// Whether only marks, or `and`, part two ids.
fn is_joint(text: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || ",;/&+[](){}<>|:.".contains(c) || c == '-';
    text.split(is_mark).all(|word| word.is_empty() || word.eq_ignore_ascii_case("and"))
}

fn starts(subject: &str, mark: &str) -> bool {
    subject.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
}

fn after<'s>(subject: &'s str, mark: &str) -> Option<&'s str> {
    starts(subject, mark).then(|| subject.get(mark.len()..)).flatten()
}

/// A subject without the number of its request: `Title (#12) (#57)`, `Merged PR 57: Title`.
fn squash(subject: &str) -> (&str, Option<Id>) {
    if let Some(rest) = after(subject, "Merged PR ")
        && let Some((number, title)) = rest.split_once(':')
        && let Some(digits) = Digits::of(number)
    {
        return (title, Some(Id::Number(Sigil::Bang, digits)));
    }
    let (mut rest, mut own) = (subject, None);
    while let Some((shorter, id)) = last_number(rest) {
        own = own.or(Some(id));
        rest = shorter;
    }
    (rest, own)
}

/// `(#12)`, `(!12)` or `(pull request #12)` at the end.
fn last_number(subject: &str) -> Option<(&str, Id)> {
    let (rest, inside) = subject.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let inside = after(inside, "pull request ").unwrap_or(inside);
    let inside = after(inside, "PR ").unwrap_or(inside);
    let sigil = inside.chars().next().and_then(Sigil::of)?;
    let digits = inside.get(1..).filter(|digits| is_number(digits)).and_then(Digits::of)?;
    Some((rest, Id::Number(sigil, digits)))
}

/// What a merge says that it brings, in front of the name, and how the ids in that name are claimed: a branch is a piece
/// of work, a tag or a commit may hold any.
const KINDS: [(&str, By); 7] = [
    ("remote-tracking branches", By::Branch),
    ("remote-tracking branch", By::Branch),
    ("remote branch", By::Branch),
    ("branches", By::Branch),
    ("branch", By::Branch),
    ("tag", By::Subject),
    ("commit", By::Subject),
];

/// What a merge's subject names.
struct Merge<'s> {
    request: Option<Id>,
    /// The branches, and whatever else names the source.
    source: &'s str,
    /// How ids in there are claimed.
    by: By,
}

impl<'s> Merge<'s> {
    fn of(subject: &'s str) -> Option<Self> {
        for (mark, sigil) in [
            ("Merge pull request #", Sigil::Hash),
            ("Pull request #", Sigil::Hash),
            ("Auto merge of #", Sigil::Hash),
            ("Merge merge request !", Sigil::Bang),
        ] {
            if let Some(rest) = after(subject, mark) {
                let digits = scan::whole_number(rest)?;
                let source = rest.get(digits.len()..).unwrap_or_default();
                let source = without_target(source);
                return Some(Self {
                    request: Some(Id::Number(sigil, digits)),
                    source: without_reverted_branch(source),
                    by: By::Branch,
                });
            }
        }
        if let Some(rest) = after(subject, "Merged in ") {
            let (source, request) = last_number(rest)?;
            return Some(Self { request: Some(request), source, by: By::Branch });
        }
        let rest = after(subject, "Merge ")?;
        let named = KINDS.into_iter().find_map(|(kind, by)| Some((after(rest, kind)?, by)));
        // Without a word for it, only a name and where it went make the form: `Merge export into main`.
        let is_short = || rest.split_whitespace().nth(1).is_none_or(|word| word.eq_ignore_ascii_case("into"));
        let (source, by) = named.or_else(|| is_short().then_some((rest, By::Branch)))?;
        Some(Self { request: None, source: without_address(before_into(source)), by })
    }

    fn read(self, words: &mut Words, saying: &mut Saying) -> Subject {
        let mut found = Vec::new();
        scan::ids(self.source, words, &mut found);
        if let Some(request) = &self.request {
            saying.claim(Named::alone(request.clone()), By::Request);
        }
        for found in found {
            claim(found, self.by, saying);
        }
        let is_mark = |c: char| c.is_whitespace() || "'\",:()".contains(c);
        let from_fork =
            |name: &str| self.request.is_some().then(|| name.split_once('/').map(|(_, name)| is_line(name)));
        let merges_line = self
            .source
            .split(is_mark)
            .filter(|name| !name.is_empty())
            .any(|name| is_line(name) || from_fork(name).flatten().unwrap_or_default());
        Subject { own: self.request, merges_line, is_merge: true }
    }
}

/// The source of `from acme/export to main`, `in ACME/app from export to main`.
fn without_target(source: &str) -> &str {
    let lower = source.to_ascii_lowercase();
    let source = match lower.rfind(" to ") {
        Some(at) if lower.contains(" in ") => source.get(..at).unwrap_or(source),
        _ => source,
    };
    // Bitbucket names the project, too.
    let from = source.to_ascii_lowercase().find(" from ");
    match from {
        Some(at) if lower.starts_with(" in ") => source.get(at..).unwrap_or(source),
        _ => source,
    }
}

fn before_into(source: &str) -> &str {
    let at = source.to_ascii_lowercase().rfind(" into ");
    at.and_then(|at| source.get(..at)).unwrap_or(source)
}

/// Not the address that a branch came from: `'main' of host:acme/BILL-101`.
fn without_address(source: &str) -> &str {
    let at = source.to_ascii_lowercase().find("' of ");
    at.and_then(|at| source.get(..at)).unwrap_or(source)
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
