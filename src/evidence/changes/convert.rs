//! From an entry to a change: who, when, which one, and what its message says.
//!
//! The same thing has many names in many clients; the first that is given counts, but each that is given must be
//! readable. Pure.

use std::sync::Arc;

use super::author::author;
use super::entry::{Entry, Who};
use crate::evidence::given::{Given, Key, ListOf, Part, Problem, first_text, shortened, text, wrong_part};
use crate::evidence::history::change::Change;
use crate::evidence::history::claim::{By, Claim};
use crate::evidence::history::id::{Digits, Id, Named, Sigil, is_number};
use crate::evidence::history::message::{Reader, Reading};
use crate::untrusted::Untrusted;

/// What an entry is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// A commit, by its hash.
    Commit,
    /// A pull or merge request, by its number.
    Request(Sigil, u64),
}

/// The change that an entry stands for; none when it was never merged.
pub(super) fn change(entry: &Entry, reader: &mut Reader<'_>) -> Result<Option<(Name, Change)>, Problem> {
    let message = whole_message(entry)?;
    let request = request(entry)?;
    let hash = hash(entry, request.is_some())?;
    let dates = Dates::of(entry, request.is_some())?;
    let author = author(entry)?;
    // A request stands for all it brought; a commit with several parents brings nothing of its own.
    let is_merge = is_merge(entry)? && request.is_none();
    let mut reading = reader.read(&message, is_merge);
    let (name, id) = match request {
        None => {
            let hash = hash.ok_or(Problem::NoName)?;
            (Name::Commit, hash)
        }
        Some(_) if !is_merged(entry, dates.is_merged)? => return Ok(None),
        Some((sigil, number)) => {
            // A request is its own number, whatever number its title ends with.
            is_request(&mut reading, sigil, number);
            let shown = || format!("{}{number}", sigil.sign());
            (Name::Request(sigil, number), hash.unwrap_or_else(shown))
        }
    };
    let change = Change {
        is_request: request.is_some(),
        is_merge,
        author: Arc::new(Untrusted::new(author)),
        authored: dates.written,
        committed: dates.shipped,
        ..Change::read(id, reading)
    };
    Ok(Some((name, change)))
}

/// Whatever number the title of a request ends with is no other request.
fn is_request(reading: &mut Reading, sigil: Sigil, number: u64) {
    let Some(own) = Digits::of(&number.to_string()).map(|digits| Id::Number(sigil, digits)) else { return };
    let claims = std::mem::take(&mut reading.said.claims).into_vec();
    let claim = Claim { named: Named::alone(own.clone()), by: By::Request };
    let others = claims.into_iter().filter(|claim| claim.by != By::Request);
    reading.said.claims = std::iter::once(claim).chain(others).collect();
    reading.own = Some(own);
}

fn whole_message(entry: &Entry) -> Result<String, Problem> {
    let commit = match &entry.commit {
        Part::Object(commit) => &commit.message,
        Part::Given(_) => &Given::Missing,
    };
    let whole = first_text(&[("commit.message", commit), ("message", &entry.message)])?;
    let titles = [("title", &entry.title), ("subject", &entry.subject), ("messageHeadline", &entry.headline)];
    let title = first_text(&titles)?;
    let bodies =
        [("body", &entry.body), ("description", &entry.description), ("messageBody", &entry.message_body)];
    let body = first_text(&bodies)?.unwrap_or_default();
    if let Some(whole) = whole {
        return Ok(whole.to_owned());
    }
    // A title is one line, whatever stands in it: what follows must not be taken for the body.
    let title = title.ok_or(Problem::NoTitle)?.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(format!("{title}\n\n{body}"))
}

/// The number of a request, with the sign that its forge puts in front.
fn request(entry: &Entry) -> Result<Option<(Sigil, u64)>, Problem> {
    let iid = number("iid", &entry.iid, Sigil::Bang)?;
    let number = number("number", &entry.number, Sigil::Hash)?;
    Ok(iid.or(number))
}

fn number(key: &'static str, given: &Given, sigil: Sigil) -> Result<Option<(Sigil, u64)>, Problem> {
    match given {
        Given::Missing | Given::Null => Ok(None),
        Given::Whole(number) => Ok(Some((sigil, *number))),
        Given::Text(text) => {
            let bare = text.trim();
            let signed = bare.chars().next().and_then(Sigil::of);
            let digits = if signed.is_some() { bare.get(1..).unwrap_or_default() } else { bare };
            let number = digits.parse().ok().filter(|_| is_number(digits));
            let bad = || Problem::BadNumber { key, text: shortened(text) };
            Ok(Some((signed.unwrap_or(sigil), number.ok_or_else(bad)?)))
        }
        Given::Flag(_) | Given::Other(_) => {
            Err(Problem::WrongKind { key, wanted: "a whole number", found: given.kind() })
        }
    }
}

/// The commit that it is, or was merged as: in lower case, as git prints it.
fn hash(entry: &Entry, is_request: bool) -> Result<Option<String>, Problem> {
    let oid = match &entry.merge_commit {
        Part::Object(commit) => &commit.oid,
        Part::Given(Given::Missing | Given::Null) => &Given::Missing,
        Part::Given(given) => return Err(wrong_part("mergeCommit", given)),
    };
    let merged = [
        ("mergeCommit.oid", oid),
        ("merge_commit_sha", &entry.merge_commit_sha),
        ("squash_commit_sha", &entry.squash_commit_sha),
    ];
    let own = [("sha", &entry.sha), ("oid", &entry.oid)];
    let first = first_hash(merged.iter().chain(&own))?;
    // GitLab's commits have their hash there, and nowhere else; with other entries it is a number or a code.
    if first.is_some() || is_request { Ok(first) } else { first_hash([("id", &entry.id)].iter()) }
}

fn first_hash<'e>(keys: impl Iterator<Item = &'e Key<'e>>) -> Result<Option<String>, Problem> {
    let mut first = None;
    for (key, given) in keys {
        if let Some(text) = text(key, given)?.map(str::trim).filter(|text| !text.is_empty()) {
            let is_hash = (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            if !is_hash {
                return Err(Problem::BadHash { key, text: shortened(text) });
            }
            first.get_or_insert_with(|| text.to_ascii_lowercase());
        }
    }
    Ok(first)
}

/// When it was written, and when it came in.
struct Dates {
    written: Option<i64>,
    shipped: Option<i64>,
    /// Whether a date says that a request was merged.
    is_merged: bool,
}

impl Dates {
    fn of(entry: &Entry, is_request: bool) -> Result<Self, Problem> {
        let (by_author, by_committer) = match &entry.commit {
            Part::Object(commit) => (date_of(&commit.author), date_of(&commit.committer)),
            Part::Given(_) => (&Given::Missing, &Given::Missing),
        };
        let written = first_date(&[
            ("commit.author.date", by_author),
            ("authoredDate", &entry.authored_date_gh),
            ("authored_date", &entry.authored_date),
            ("authored_at", &entry.authored_at),
        ])?;
        let merged = first_date(&[("mergedAt", &entry.merged_at_gh), ("merged_at", &entry.merged_at)])?;
        let committed = first_date(&[
            ("commit.committer.date", by_committer),
            ("committedDate", &entry.committed_date_gh),
            ("committed_date", &entry.committed_date),
            ("committed_at", &entry.committed_at),
            ("date", &entry.date),
        ])?;
        let created = first_date(&[("createdAt", &entry.created_at_gh), ("created_at", &entry.created_at)])?;
        let closed = first_date(&[("closedAt", &entry.closed_at_gh), ("closed_at", &entry.closed_at)])?;
        Ok(if is_request {
            // What says that it was merged, but not when, was merged when it was closed.
            let closed = closed.filter(|_| state(entry).as_deref() == Ok("merged"));
            let shipped = merged.or(committed).or(closed);
            Self { written: written.or(created), shipped, is_merged: merged.is_some() }
        } else {
            Self { written, shipped: committed.or(merged).or(created), is_merged: true }
        })
    }
}

fn date_of(who: &Part<Who>) -> &Given {
    match who {
        Part::Object(who) => &who.date,
        Part::Given(_) => &Given::Missing,
    }
}

/// What Go's programs print for a date that is not set.
const NO_DATE: &str = "0001-01-01T00:00:00Z";

fn first_date(keys: &[Key]) -> Result<Option<i64>, Problem> {
    let mut first = None;
    for (key, given) in keys {
        let Some(text) = text(key, given)?.filter(|text| *text != NO_DATE) else { continue };
        let bad = |_| Problem::BadDate { key, text: shortened(text) };
        let at = text.trim().parse::<jiff::Timestamp>().map_err(bad)?;
        first = first.or(Some(at.as_second()));
    }
    Ok(first)
}

/// Whether a request was merged. Where the entry says nothing about it, it counts: a change too many is seen, one
/// too few is not.
fn is_merged(entry: &Entry, has_date: bool) -> Result<bool, Problem> {
    let state = state(entry)?;
    let is_unmerged_date =
        [&entry.merged_at_gh, &entry.merged_at].into_iter().any(|given| *given != Given::Missing);
    let flag = flag("merged", &entry.merged)?;
    let drafts = [("isDraft", &entry.is_draft), ("draft", &entry.draft)];
    let mut is_draft = flag_is_set("work_in_progress", &entry.work_in_progress)?;
    for (key, given) in drafts {
        is_draft |= flag_is_set(key, given)?;
    }
    if has_date || flag == Some(true) || state == "merged" {
        return Ok(true);
    }
    if is_unmerged_date || flag == Some(false) || is_draft {
        return Ok(false);
    }
    match state.as_str() {
        "open" | "opened" => Ok(false),
        // GitHub's REST API calls merged ones closed as well; `gh` writes this word in capitals, GitLab tells them apart.
        "closed" if is_certainly_unmerged(entry) => Ok(false),
        "closed" => Err(Problem::MergedOrNot),
        _ => Ok(true),
    }
}

fn is_certainly_unmerged(entry: &Entry) -> bool {
    entry.iid.is_something() || entry.state == Given::Text("CLOSED".to_owned())
}

fn state(entry: &Entry) -> Result<String, Problem> {
    text("state", &entry.state).map(|state| state.unwrap_or_default().trim().to_ascii_lowercase())
}

fn flag(key: &'static str, given: &Given) -> Result<Option<bool>, Problem> {
    match given {
        Given::Missing | Given::Null => Ok(None),
        Given::Flag(flag) => Ok(Some(*flag)),
        _ => Err(Problem::WrongKind { key, wanted: "true or false", found: given.kind() }),
    }
}

fn flag_is_set(key: &'static str, given: &Given) -> Result<bool, Problem> {
    flag(key, given).map(Option::unwrap_or_default)
}

fn is_merge(entry: &Entry) -> Result<bool, Problem> {
    let mut most = 0;
    for (key, parents) in [("parents", &entry.parents), ("parent_ids", &entry.parent_ids)] {
        match parents {
            ListOf::These { length, .. } => most = most.max(*length),
            ListOf::Given(Given::Missing | Given::Null) => {}
            ListOf::Given(given) => {
                return Err(Problem::WrongKind { key, wanted: "a list", found: given.kind() });
            }
        }
    }
    Ok(most > 1)
}
