//! What the address of an issue or a request names.

use super::id::{Digits, Id, Named, Sigil, Style, is_number};
use super::scan;
use super::words::Words;

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
pub(super) fn read(address: &str, words: &mut Words) -> Option<(Named, Sort)> {
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
    let named = scan::whole(text, words)?;
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
