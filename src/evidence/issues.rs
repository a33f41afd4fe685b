//! Lists of issues as trackers print them: what a release is to hold, told by `gh`, `glab`, Jira or Linear.
//!
//! Owns what one entry says: its id, its title, whether it is open, and who works on it. Which of them counts is for the
//! rules. A request that was closed unmerged is in no release and is left out.

use std::collections::HashSet;

use serde::Deserialize;

use super::entries::{self, Bounds, ListFault};
use super::given::{Given, ListOf, Part, Problem, first_text, text, wrong_part};
use super::root::Root;
use super::{Fault, Gathered};
use crate::limits;
use crate::shape::leaf::Token;
use crate::untrusted::{Untrusted, message};

const BOUNDS: Bounds = Bounds {
    bytes: limits::ISSUES_BYTES,
    entries: limits::ISSUES,
    inside: &["data", "issues", "nodes"],
    written_by: "gh issue list --milestone NAME --state all --limit 1000 --json number,title,state,assignees",
};

/// A list of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Issues {
    /// In the order of the list, each id once.
    pub list: Vec<Issue>,
    /// How many entries the file holds.
    pub entries: usize,
}

/// One issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Issue {
    /// As the tracker writes it, with the sign that changes name it by: `#12`, `!12`, `BILL-118`.
    pub id: Untrusted,
    /// What it is about; on one line.
    pub title: Option<Untrusted>,
    /// Who works on it.
    pub assignee: Option<Untrusted>,
    /// Whether it is open.
    pub state: IssueState,
}

/// How far an issue is. A word is the list's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IssueState {
    /// It is done, or was given up.
    Closed,
    /// Somebody still works on it, or nobody does yet.
    Open(Untrusted),
    /// The list does not say.
    Unknown,
}

/// Reads the list that `issues` names.
pub(crate) fn gather(root: &Root, token: &Token) -> Gathered<Issues> {
    let path = token.text.raw();
    let broken = |why: Untrusted, help: Untrusted| {
        Gathered::Broken(Fault { span: token.span, message: message!("{}: {}", path, why), help })
    };
    match root.open(path).and_then(|file| file.read_whole(limits::ISSUES_BYTES)) {
        Err(refusal) => {
            let help = message!("{}; it is written by, for example, `{}`", refusal.help, BOUNDS.written_by);
            broken(refusal.why, help)
        }
        Ok(bytes) => match read(&bytes) {
            Ok(issues) => Gathered::Read(issues),
            Err(fault) => broken(Untrusted::new(fault.to_string()), Untrusted::new(fault.help())),
        },
    }
}

/// Reads a list. Pages overlap when something changes meanwhile: an id that comes again is the same issue.
pub(crate) fn read(bytes: &[u8]) -> Result<Issues, ListFault> {
    let (mut list, mut known) = (Vec::<Issue>::new(), HashSet::<String>::new());
    let entries = entries::read(bytes, BOUNDS, &mut |entry: Entry| {
        let Some(issue) = entry.issue()? else { return Ok(()) };
        if known.insert(issue.id.raw().to_lowercase()) {
            list.push(issue);
        } else if issue.state != IssueState::Closed
            && let Some(first) = list.iter_mut().find(|first| first.id == issue.id)
        {
            // Of two that disagree, the one that is not done counts.
            first.state = issue.state;
        }
        Ok(())
    })?;
    Ok(Issues { list, entries })
}

/// One issue, or a request, in any of the known shapes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    number: Given,
    iid: Given,
    key: Given,
    identifier: Given,
    references: Part<References>,
    title: Given,
    summary: Given,
    state: Part<State>,
    status: Part<State>,
    #[serde(rename = "statusCategory")]
    category: Part<State>,
    assignee: Part<Who>,
    assignees: ListOf<Part<Who>>,
    fields: Part<Fields>,
    closed: Given,
    pull_request: Part<Merged>,
    #[serde(rename = "mergedAt")]
    merged_at_gh: Given,
    merged_at: Given,
}

/// What Jira puts under `fields`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    summary: Given,
    status: Part<State>,
    #[serde(rename = "statusCategory")]
    category: Part<State>,
    assignee: Part<Who>,
}

/// A state with its category, as Jira (`statusCategory`) and Linear (`type`) write it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct State {
    name: Given,
    key: Given,
    #[serde(rename = "type")]
    kind: Given,
    #[serde(rename = "statusCategory")]
    category: Part<Category>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Category {
    key: Given,
    name: Given,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct References {
    short: Given,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Merged {
    merged_at: Given,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Who {
    name: Given,
    #[serde(rename = "displayName")]
    display_name: Given,
    login: Given,
    username: Given,
    #[serde(rename = "emailAddress")]
    address: Given,
}

impl Entry {
    /// What the entry stands for; none for a request that was closed unmerged.
    fn issue(&self) -> Result<Option<Issue>, Problem> {
        let fields = match &self.fields {
            Part::Object(fields) => fields,
            Part::Given(Given::Missing | Given::Null) => &Fields::default(),
            Part::Given(given) => return Err(wrong_part("fields", given)),
        };
        let id = self.id()?;
        let titles =
            [("title", &self.title), ("summary", &self.summary), ("fields.summary", &fields.summary)];
        let title = first_text(&titles)?.map(one_line).filter(|title| !title.is_empty());
        let states = [
            ("statusCategory", &fields.category),
            ("status", &fields.status),
            ("statusCategory", &self.category),
            ("state", &self.state),
            ("status", &self.status),
        ];
        let state = match (first_state(&states)?, &self.closed) {
            (IssueState::Unknown, Given::Flag(true)) => IssueState::Closed,
            (IssueState::Unknown, Given::Flag(false)) => IssueState::Open("not closed".into()),
            (state, _) => state,
        };
        if state == IssueState::Closed && self.is_unmerged_request(&id) {
            return Ok(None);
        }
        // Anything but a list of them names nobody.
        let first = match &self.assignees {
            ListOf::These { first, .. } => first.as_ref(),
            ListOf::Given(_) => None,
        };
        let own = [&fields.assignee, &self.assignee].into_iter().chain(first);
        let assignee = own.into_iter().find_map(name).map(Untrusted::new);
        Ok(Some(Issue { id: Untrusted::new(id), title: title.map(Untrusted::new), assignee, state }))
    }

    /// Keys before numbers: who has both counts his issues in several projects at once.
    fn id(&self) -> Result<String, Problem> {
        let keys = [("key", &self.key), ("identifier", &self.identifier)];
        if let Some(key) = first_text(&keys)?.map(one_line).filter(|key| !key.is_empty()) {
            return Ok(key);
        }
        if let Part::Object(References { short: Given::Text(short) }) = &self.references
            && !short.trim().is_empty()
        {
            return Ok(one_line(short));
        }
        match (&self.iid, &self.number) {
            (Given::Whole(number), _) | (_, Given::Whole(number)) => Ok(format!("#{number}")),
            (Given::Text(text), _) | (_, Given::Text(text)) if is_digits(text) => {
                Ok(format!("#{}", text.trim()))
            }
            (Given::Missing | Given::Null, Given::Missing | Given::Null) => Err(Problem::NoId),
            (Given::Missing | Given::Null, given) | (given, _) => {
                Err(Problem::WrongKind { key: "number", wanted: "a whole number", found: given.kind() })
            }
        }
    }

    /// Whether a closed entry is a request that says that it was never merged.
    fn is_unmerged_request(&self, id: &str) -> bool {
        let is_merged = |given: &Given| matches!(given, Given::Text(_));
        let is_state = |word: &str| matches!(&self.state, Part::Given(Given::Text(text)) if text.eq_ignore_ascii_case(word));
        if is_state("merged") {
            return false;
        }
        match &self.pull_request {
            Part::Object(Merged { merged_at }) => *merged_at == Given::Null,
            Part::Given(_) if id.starts_with('!') => !is_merged(&self.merged_at),
            Part::Given(_) => {
                self.merged_at_gh == Given::Null || (self.merged_at == Given::Null && is_state("closed"))
            }
        }
    }
}

fn is_digits(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A title is one line, whatever stands in it, and no longer than people read.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(limits::ISSUE_TITLE_LENGTH).collect()
}

fn name(who: &Part<Who>) -> Option<String> {
    let texts = match who {
        Part::Object(who) => [&who.display_name, &who.name, &who.login, &who.username, &who.address],
        Part::Given(given) => [given; 5],
    };
    texts.into_iter().find_map(|given| match given {
        Given::Text(text) => Some(one_line(text)).filter(|name| !name.is_empty()),
        _ => None,
    })
}

/// The first of several keys that says how far the issue is; what its category says counts before what it is called.
fn first_state(keys: &[(&'static str, &Part<State>)]) -> Result<IssueState, Problem> {
    for (key, part) in keys {
        let words = match part {
            Part::Object(state) => state.words()?,
            Part::Given(given) => text(key, given)?,
        };
        if let Some(word) = words.map(str::trim).filter(|word| !word.is_empty()) {
            let folded: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            let is_closed = CLOSED.contains(&folded.to_lowercase().as_str());
            let word = || IssueState::Open(Untrusted::new(one_line(word)));
            return Ok(if is_closed { IssueState::Closed } else { word() });
        }
    }
    Ok(IssueState::Unknown)
}

impl State {
    fn words(&self) -> Result<Option<&str>, Problem> {
        let none = (&Given::Missing, &Given::Missing);
        let (category, called) = match &self.category {
            Part::Object(category) => (&category.key, &category.name),
            Part::Given(_) => none,
        };
        let keys = [
            ("statusCategory.key", category),
            ("statusCategory.name", called),
            ("type", &self.kind),
            ("key", &self.key),
            ("name", &self.name),
        ];
        first_text(&keys)
    }
}

/// Words of trackers for an issue that nobody works on any more, without blanks, marks and capitals. A word that is not
/// among them is open.
const CLOSED: [&str; 17] = [
    "canceled",
    "cancelled",
    "closed",
    "complete",
    "completed",
    "declined",
    "done",
    "duplicate",
    "finished",
    "fixed",
    "merged",
    "rejected",
    "released",
    "resolved",
    "shipped",
    "verified",
    "wontdo",
];

#[cfg(test)]
mod tests;
