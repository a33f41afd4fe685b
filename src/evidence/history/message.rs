//! What a commit message says: the ids it claims, refers to and mentions, the number of its own, what it reverts, and
//! what it was picked from.
//!
//! A message is read once, while git prints it, and then dropped: what stays is small. No list is known here.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use super::claim::{By, Said, Saying};
use super::id::{Id, Named};
use super::line::{Body, is_none_of_ours};
use super::normal::{normalised, unmasked};
use super::scan;
use super::subject;
use super::undo::{self, Revert, Reverted, has_bullets, picked_from};
use super::words::{Words, role};
use crate::shape::id_pattern::IdPattern;
use crate::untrusted::Untrusted;

/// What one message says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The first line, shortened for display.
    pub subject: Untrusted,
    /// What it says of ids.
    pub said: Said,
    /// The pull or merge request that this is.
    pub own: Option<Id>,
    /// The title of the request, where a merge has it in its body.
    pub title: Option<Untrusted>,
    /// The project of that request, where a line names it.
    pub project: Option<std::sync::Arc<str>>,
    /// What it says it reverts.
    pub reverts: Vec<Reverted>,
    /// Whether undoing is all it does; a squash that undoes one thing among others is a change of its own.
    pub is_pure_revert: bool,
    /// The commits it was picked from: hexadecimal, lower case.
    pub picked_from: Vec<String>,
}

/// Longest subject that is kept, in characters.
const SUBJECT: usize = 200;

/// Ids that one pattern of the team may capture in a message, and masked ids that are kept.
const CAPTURED: usize = 200;
const MASKED: usize = 16;

/// Reads messages.
#[derive(Debug, Default)]
pub(crate) struct Reader<'p> {
    words: Words,
    patterns: &'p [IdPattern],
}

impl<'p> Reader<'p> {
    /// One that knows the team's own patterns of ids.
    pub(crate) fn new(patterns: &'p [IdPattern]) -> Self {
        Self { words: Words::default(), patterns }
    }

    /// Reads a message; `is_merge` says that the commit has several parents.
    pub(crate) fn read(&mut self, message: &str, is_merge: bool) -> Reading {
        let has_returns = memchr(b'\r', message.as_bytes()).is_some();
        let message: Cow<str> = if has_returns { message.replace('\r', "").into() } else { message.into() };
        let first = message.trim_start_matches('\n').lines().next().unwrap_or_default().trim();
        let shown = Untrusted::new(clipped(first));
        let plain = normalised(&message);
        let mut reading = self.plain(plain.trim_start_matches('\n'), is_merge);
        // A quotation is held against subjects as they were written.
        let (head, body) = paragraphs(message.trim_start_matches('\n'));
        reading.reverts = undo::claims(head, body);
        reading.is_pure_revert =
            !reading.reverts.is_empty() && (Revert::of(head).is_named || !has_bullets(body));
        reading.subject = shown;
        reading
    }

    fn plain(&mut self, message: &str, is_merge: bool) -> Reading {
        let (head, body) = paragraphs(message);
        let mut saying = Saying::default();
        let subject = subject::read(&Revert::own_words(head), &mut self.words, &mut saying);
        let is_merge = is_merge || subject.is_merge;
        let mut lines = Body::of(is_merge);
        let mut rest = body.lines();
        let title = if subject.is_merge { self.title(&mut rest, &mut saying) } else { None };
        lines.read(rest, &mut self.words, &mut saying);
        self.captured(message, &mut saying);
        let masked = self.masked(message, &saying);
        let own = subject.own.or_else(|| lines.request.as_ref().map(|named| named.id.clone()));
        let said = Said {
            masked,
            merges_line: subject.merges_line,
            merges_request: is_merge && own.is_some(),
            ..saying.close()
        };
        Reading {
            said,
            title,
            own,
            project: lines.request.and_then(|named| named.of),
            picked_from: picked_from(body),
            ..Reading::default()
        }
    }

    /// The first line of a merge's body is the title of the request, if it is no trailer.
    fn title(&mut self, lines: &mut std::str::Lines<'_>, saying: &mut Saying) -> Option<Untrusted> {
        let mut ahead = lines.clone().skip_while(|line| line.trim().is_empty());
        let title = ahead.next()?.trim();
        if is_closing(title) || is_none_of_ours(title) {
            return None;
        }
        if subject::lead(&Revert::own_words(title), By::Title, &mut self.words, saying) {
            lines.by_ref().find(|line| !line.trim().is_empty());
        }
        Some(Untrusted::new(clipped(title)))
    }

    /// What the team's own patterns find.
    fn captured(&self, message: &str, saying: &mut Saying) {
        for pattern in self.patterns {
            for id in pattern.ids(message).take(CAPTURED) {
                saying.claim(Named::alone(Id::Own(id.to_lowercase().into())), By::Pattern);
            }
        }
    }

    /// Ids that are there only for whoever takes other letters for Latin ones.
    fn masked(&mut self, message: &str, saying: &Saying) -> Box<[Id]> {
        let Some(open) = unmasked(message) else { return Box::default() };
        let mut found = Vec::new();
        scan::ids(&open, &mut self.words, &mut found);
        let mut masked: Vec<Id> = Vec::new();
        let mut plain = Vec::new();
        scan::ids(message, &mut self.words, &mut plain);
        let plain: std::collections::HashSet<Id> = plain.into_iter().map(|found| found.named.id).collect();
        for found in found {
            let id = found.named.id;
            if masked.len() < MASKED && !plain.contains(&id) && !saying.has(&id) && !masked.contains(&id) {
                masked.push(id);
            }
        }
        masked.into()
    }
}

/// Whether a line is a trailer and no title.
fn is_closing(line: &str) -> bool {
    line.split_once([':', ' ']).is_some_and(|(word, _)| role(word).is_some())
        || line.starts_with("See merge request")
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

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
