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
    /// A change, by its subject as it is quoted, and the number behind it.
    Quoted(String, Option<Digits>),
    /// The parent of a merge that is gone back to.
    BackTo(String),
}

/// Things that one message may name; one that names more is taken to name nothing.
const MOST: usize = 100;

/// In front of a quoted subject.
const QUOTES: [&str; 2] = ["revert \"", "reapply \""];

/// All that a message takes back: what its body names, else the subject that it quotes.
pub(super) fn claims(head: &str, body: &str) -> Vec<Reverted> {
    let mut all = reverted(body);
    all.extend(backed_out(body));
    if all.len() > MOST {
        return Vec::new();
    }
    if all.is_empty() {
        return quoted(head).into_iter().collect();
    }
    all.extend(back_to(body));
    all
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
    Digits::of(digits).map(|digits| Reverted::Request(sigil, digits))
}

/// `Backed out changeset 3f2a1c9d0e4b (bug 12)`, several on lines of their own or in one sentence.
fn backed_out(body: &str) -> Vec<Reverted> {
    if !body.contains("acked out changeset") {
        return Vec::new();
    }
    let words: Vec<&str> = body.split_whitespace().collect();
    let is_sign = |words: &[&str]| {
        let [first, second, third] = words else { return false };
        first.eq_ignore_ascii_case("backed") && *second == "out" && third.starts_with("changeset")
    };
    let behind = words.windows(3).enumerate().filter(|(_, words)| is_sign(words));
    let hash = |(at, _): (usize, &[&str])| words.get(at.saturating_add(3)).map(|word| bare(word));
    let hashes = behind.filter_map(hash).filter(|word| is_hash(word));
    hashes.map(|hash| Reverted::Commit(hash.to_ascii_lowercase())).collect()
}

/// `reversing changes made to 3f2a1c9d.`, wrapped or not.
fn back_to(body: &str) -> Option<Reverted> {
    if !body.contains("reversing") {
        return None;
    }
    let words: Vec<&str> = body.split_whitespace().collect();
    let at = words.windows(4).position(|words| words == ["reversing", "changes", "made", "to"])?;
    let hash = bare(words.get(at.checked_add(4)?)?);
    is_hash(hash).then(|| Reverted::BackTo(hash.to_ascii_lowercase()))
}

/// What a subject quotes, and the number behind it: `Revert "Retry" (#12)`. Of quotations in one another the outermost
/// counts: what was reverted is itself a revert then.
fn quoted(head: &str) -> Option<Reverted> {
    // Nearly every message quotes nothing.
    memchr(b'"', head.as_bytes())?;
    let flat = head.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let lower = flat.to_ascii_lowercase();
    let sign = QUOTES.iter().find(|sign| lower.starts_with(*sign))?;
    let rest = flat.get(sign.len()..)?;
    let (subject, behind) = rest.rsplit_once('"')?;
    let number = behind.trim().strip_prefix("(#").and_then(|rest| rest.strip_suffix(')'));
    let number = number.and_then(Digits::of);
    // `Reapply "x"` undoes `Revert "x"`.
    let subject =
        if sign.starts_with("reapply") { format!("Revert \"{subject}\"") } else { subject.to_owned() };
    (!subject.is_empty()).then_some(Reverted::Quoted(subject, number))
}

/// What a line says of where the change was picked from; the hash ends it. Git counts none of them among its trailers.
const ORIGINS: [&str; 3] = ["(cherry picked from commit ", "(cherry-picked from commit ", "backport-of:"];

/// The commits that the body names as origins.
pub(super) fn picked_from(body: &str) -> Vec<String> {
    if !body.contains("(cherry") && !body.contains("-of:") && !body.contains("-Of:") {
        return Vec::new();
    }
    let is_origin = |line: &&str| {
        let begins =
            |sign: &str| line.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
        ORIGINS.iter().any(|sign| begins(sign))
    };
    let lines = body.lines().map(str::trim).filter(is_origin);
    lines
        .filter_map(|line| line.rsplit([' ', ':']).next())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &str, body: &str) -> Vec<Reverted> {
        claims(head, body)
    }

    fn commit(hash: &str) -> Reverted {
        Reverted::Commit(hash.to_owned())
    }

    #[test]
    fn a_backout_names_its_changesets() {
        let body = "Backed out changeset 3f2a1c9d0e4b (bug 12)\nBacked out changeset 0123456789ab";
        assert_eq!(of("Back out two changes", body), [commit("3f2a1c9d0e4b"), commit("0123456789ab")]);
        assert_eq!(of("x", "It was backed out changeset by changeset"), []);
    }

    #[test]
    fn a_quotation_counts_where_nothing_is_named() {
        let quoted = |subject: &str, number: Option<&str>| {
            vec![Reverted::Quoted(subject.to_owned(), number.and_then(Digits::of))]
        };
        assert_eq!(of("Revert \"Retry\"", ""), quoted("Retry", None));
        assert_eq!(of("Revert \"Retry (#7)\" (#12)", "Why"), quoted("Retry (#7)", Some("12")));
        assert_eq!(of("Revert \"Revert \"Retry\"\"", ""), quoted("Revert \"Retry\"", None));
        assert_eq!(of("Reapply \"Retry\"", ""), quoted("Revert \"Retry\"", None));
        assert_eq!(of("Revert the retry", ""), []);
        assert_eq!(of("Revert \"Retry\"", "This reverts commit 3f2a1c9d0e4b."), vec![commit("3f2a1c9d0e4b")]);
    }

    #[test]
    fn a_reverted_merge_says_what_is_gone_back_to() {
        let body = "This reverts commit 3f2a1c9d0e4b, reversing\nchanges made to 0123456789AB.";
        let wanted = [commit("3f2a1c9d0e4b"), Reverted::BackTo("0123456789ab".to_owned())];
        assert_eq!(of("x", body), wanted);
    }

    #[test]
    fn who_names_too_much_names_nothing() {
        let many = "This reverts commit 3f2a1c9d0e4b. ".repeat(MOST + 1);
        assert_eq!(of("Revert \"x\"", &many), []);
    }
}
