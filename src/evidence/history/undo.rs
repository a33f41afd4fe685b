//! What a message says that it takes back, and what it was picked from.

use std::borrow::Cow;

use memchr::memchr;

use super::id::{Digits, Sigil};

/// What a revert names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// A commit, by (the beginning of) its hash.
    Commit(String),
    /// A pull or merge request, by its number.
    Request(Sigil, Digits),
}

/// A subject of the form `Revert "…"`.
pub(super) struct Revert {
    pub(super) is_named: bool,
}

impl Revert {
    pub(super) fn of(head: &str) -> Self {
        const SIGNS: [&str; 8] =
            ["revert", "reapply", "undo", "undone", "back out", "backout", "rollback", "roll back"];
        let lower = head.to_lowercase();
        Self { is_named: SIGNS.iter().any(|sign| lower.contains(sign)) }
    }

    /// The subject without what it quotes: the ids in there belong to what was reverted. A revert of a revert
    /// ships the first change again, so its quotation counts.
    pub(super) fn own_words(head: &str) -> Cow<'_, str> {
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
pub(super) fn has_bullets(body: &str) -> bool {
    body.lines().any(|line| line.starts_with("* ") || line.starts_with("- "))
}

/// What the body says that it reverts. Git wraps the sentence when it names a merge, so words are read, not lines.
pub(super) fn reverted(body: &str) -> Vec<Reverted> {
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
    Digits::of(digits).map(|digits| Reverted::Request(sigil, digits))
}

/// `(cherry picked from commit …)`, which git does not count among its trailers.
pub(super) fn picked_from(body: &str) -> Vec<String> {
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

pub(super) fn is_hash(word: &str) -> bool {
    (7..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
