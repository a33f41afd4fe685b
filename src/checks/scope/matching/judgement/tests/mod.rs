//! The sentences of the specification, section 2, check 1, one by one: histories as lists of commits, lists as TOML.

use std::sync::Arc;

use super::*;
use crate::checks::scope::item::Listed;
use crate::checks::scope::matching::listing::Reason;
use crate::evidence::history::change::Change;
use crate::evidence::history::change::Parent;
use crate::evidence::history::message::Reader;
use crate::input::{Syntax, parse};
use crate::shape::decode::document;
use crate::shape::{Decode, Faults};
use crate::source::FileId;
use crate::untrusted::Untrusted;

mod counted;
mod ids;
mod merges;
mod picks;
mod reverts;
mod shuffled;
mod trees;

/// The lists of most tests: keys alone.
const KEYS: &str = r#"
[scope]
in = ["BILL-101 Dashboard", "BILL-118 Export"]
out = [{ id = "BILL-120", title = "Templates", reason = "Later" }]
[[scope.extra]]
id = "BILL-131"
decision = "ship"
[[scope.extra]]
id = "BILL-132"
decision = "remove"
"#;

/// Numbers alone: issues and pull requests.
const NUMBERS: &str = r##"
[scope]
in = ["#12 Dashboard", "#21 Export"]
out = [{ id = "#30", title = "Templates", reason = "Later" }]
"##;

/// Keys and numbers.
const BOTH: &str = r##"
[scope]
in = ["BILL-101 Dashboard", "#12 Export"]
out = [{ id = "BILL-120" }, { id = "#30" }]
"##;

/// Merge requests.
const BANGS: &str = "[scope]\nin = [\"!12 Export\"]\nout = [{ id = \"!30\" }]\n";

fn read<T: Decode + Default>(text: &str) -> T {
    let (node, broken) = parse(FileId::Release, Syntax::Toml, text);
    let mut faults = Faults::default();
    let value = document(FileId::Release, node, &mut faults);
    assert!(broken.is_empty() && faults.is_empty(), "{text}: {broken:?} {faults:?}");
    value
}

/// The hash of a commit: what a name alone gives, so that lists and messages can quote it.
fn hash(name: &str) -> String {
    let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{seed:016x}{seed:016x}{:08x}", seed >> 32)
}

/// Puts hashes where `<name>` stands.
fn with_hashes(text: &str) -> String {
    let mut parts = text.split('<');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('>') {
            Some((name, rest)) if !name.contains([' ', '@']) => whole.push_str(&(hash(name) + rest)),
            _ => whole.push_str(&format!("<{part}")),
        }
    }
    whole
}

/// A commit: name, parents by name (`-` is one before the range), message.
type Step = (&'static str, &'static str, &'static str);

/// The changes of a history; each commit is a minute younger than the one listed before it.
fn changes(steps: &[Step]) -> Vec<Change> {
    let place = |name: &str| {
        let known = steps.iter().position(|(known, ..)| *known == name);
        assert!(known.is_some() || name == "-", "no such parent: {name}");
        known.map_or(Parent::Outside, inside)
    };
    let change = |(at, (name, parents, message)): (usize, &Step)| {
        let parents: Vec<Parent> = parents.split_whitespace().map(place).collect();
        let is_merge = parents.len() > 1;
        let at = i64::try_from(at).unwrap();
        let reading = Reader::default().read(&with_hashes(message), is_merge);
        Change {
            parents: parents.into_iter().collect(),
            is_merge,
            author: author("Ana Ruiz <ana@example.com>"),
            authored: Some(1_000 + at * 60),
            committed: Some(2_000 + at * 60),
            ..Change::read(hash(name), reading)
        }
    };
    steps.iter().enumerate().map(change).collect()
}

fn inside(at: usize) -> Parent {
    Parent::Inside(u32::try_from(at).unwrap())
}

fn author(name: &str) -> Arc<Untrusted> {
    Arc::new(Untrusted::from(name))
}

/// A build with everything that is needed to judge it.
struct Build {
    release: Release,
    policy: Policy,
    history: History,
    names: Vec<&'static str>,
}

impl Build {
    fn new(lists: &str, steps: &[Step]) -> Self {
        let release: Release = read(&with_hashes(lists));
        let changes = changes(steps);
        let history = History { has_graph: true, changes, ..History::default() };
        Self {
            release,
            policy: Policy::default(),
            history,
            names: steps.iter().map(|(name, ..)| *name).collect(),
        }
    }

    /// The same build, where `from` is no ancestor and holds these commits.
    fn held(mut self, steps: &[Step]) -> Self {
        self.history.held = changes(steps);
        self.history.is_diverged = true;
        self
    }

    fn policy(mut self, policy: &str) -> Self {
        self.policy = read(policy);
        self
    }

    fn judgement(&self) -> Matched {
        let trees = trees::Obedient::new(&self.history);
        self.judge_by(&trees)
    }

    /// Without trees a word is no fact.
    fn judge_by(&self, trees: &dyn Trees) -> Matched {
        let asked = Asked { trees: Some(trees), ..Asked::default() };
        judge(&self.history, &self.release, &self.policy, asked)
    }

    /// One line for each commit: its name and its disposition.
    fn dispositions(&self) -> Vec<String> {
        let judgement = self.judgement();
        let shown = self.history.changes.iter().zip(&judgement.dispositions);
        shown
            .map(|(change, disposition)| format!("{} {}", self.name(change), self.show(disposition)))
            .collect()
    }

    fn name(&self, change: &Change) -> &'static str {
        self.names.iter().find(|name| hash(name) == change.id.raw()).unwrap()
    }

    fn show(&self, disposition: &Disposition) -> String {
        match disposition {
            Disposition::Ships(listing) => self.show_standing(listing),
            Disposition::Merge => "merge".to_owned(),
            Disposition::Ignored(entry) => format!("ignored {entry}"),
            Disposition::Reverted(by) => format!("undone by {}", self.name(&self.history.changes[*by])),
            Disposition::PlanOnly => "plan".to_owned(),
            Disposition::AlreadyShipped => "shipped".to_owned(),
            Disposition::Inside => "inside".to_owned(),
        }
    }

    fn show_standing(&self, listing: &Listing) -> String {
        match listing {
            Listing::Listed(places) => {
                let places = places.iter().map(|place| self.show_place(*place));
                format!("in {}", places.collect::<Vec<_>>().join(" "))
            }
            Listing::Out(at) => format!("out {}", self.show_place(Place::Out(*at))),
            Listing::Removed(at) => format!("removed {}", self.show_place(Place::Removed(*at))),
            Listing::Unlisted(Reason::Nothing) => "unlisted".to_owned(),
            Listing::Unlisted(Reason::Stranger(id)) => format!("unlisted {}", id.display()),
            Listing::Unlisted(Reason::Mention(id)) => format!("mentions {}", id.display()),
            Listing::Unlisted(Reason::Masked(id)) => format!("masked {}", id.display()),
            Listing::Unlisted(Reason::TooMany) => "too many".to_owned(),
        }
    }

    fn show_place(&self, place: Place) -> String {
        let scope = &self.release.scope;
        let item: &dyn Listed = match place {
            Place::In(at) => &scope.included.items()[at],
            Place::Out(at) => &scope.excluded.items()[at],
            Place::Extra(at) | Place::Removed(at) => &scope.extras.items()[at],
        };
        item.id().map(|id| id.words.raw().to_owned()).unwrap_or_default()
    }
}

fn dispositions(lists: &str, steps: &[Step]) -> Vec<String> {
    Build::new(lists, steps).dispositions()
}

/// What becomes of one commit that stands alone.
fn alone(lists: &str, message: &'static str) -> String {
    let [disposition] = dispositions(lists, &[("x", "-", message)]).try_into().unwrap();
    disposition.strip_prefix("x ").unwrap().to_owned()
}

/// Checks a table of messages and what becomes of each.
fn table(lists: &str, rows: &[(&'static str, &str)]) {
    for (message, wanted) in rows {
        assert_eq!(alone(lists, message), *wanted, "{message}");
    }
}
