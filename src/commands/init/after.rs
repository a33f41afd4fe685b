//! The next release from the last: what holds for every release of a team comes along, and nothing that somebody said
//! about that one. Each confirmation, approval and call has to be given anew.

use std::io;
use std::path::Path;

use anyhow::bail;
use jiff::{SignedDuration, Timestamp};

use super::carried::written_key;
use super::draft::{Answers, Draft, Key, Part, Place, Value};
use super::propose::{Proposal, propose};
use crate::checks::case::{Case, conditions, person};
use crate::checks::catalogue::catalogue;
use crate::checks::rollback::keys::Rehearsal;
use crate::cli::Init;
use crate::commands::file::shown;
use crate::commands::load::{Loaded, Loader};
use crate::evidence::Evidence;
use crate::evidence::git::Version;
use crate::input;
use crate::shape::date::{self, Period, When};
use crate::shape::tree::{Entry, Node, Table, Value as Written};
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};
use crate::verdict::{self, Mode, Strictness};

/// The last release's file.
pub(super) struct After {
    loaded: Loaded,
    /// Its tree, without what `lint` finds fault with.
    tree: Node,
    /// How it was named.
    name: Untrusted,
    /// Whether its rehearsal is young enough for the next launch.
    is_rehearsed: bool,
}

/// Tables that say how a team works, whatever ships.
const TABLES: [&str; 7] = ["people", "facts", "roles", "decides", "checkpoint", "flows", "rescue"];

/// Keys of a section that come along, each with what there is to say of it.
type Keys = &'static [(&'static str, &'static str)];

/// Sections of which some keys come along. The others hold somebody's word, or belong to one release.
const SECTIONS: [(&str, Keys); 5] = [
    ("build", &[("ignore", "As last time. Does each reason still hold?")]),
    (
        "tests",
        &[
            ("reports", "Where they lay last time"),
            ("at_least", "As last time"),
            ("runs", "Where they lay last time"),
            ("workflows", "As last time"),
        ],
    ),
    ("support", &[("contact", "As last time. Who in support is told? One person")]),
    (
        "rollback",
        &[
            ("triggers", "As last time. What must be seen to go back?"),
            ("decided_by", "As last time. Who decides to go back? One person"),
            ("run_by", "As last time. Who does it? One person"),
            ("verified_by", "As last time. Who checks that it worked? One person"),
            ("steps", "As last time. Do they still name the right version?"),
            ("max_minutes", "As last time"),
        ],
    ),
    (
        "caller",
        &[
            ("ship", "As last time. Who says ship? One person"),
            ("stop", "As last time. Who says stop? One person"),
            ("backup", "As last time. Who stands in for them? One person"),
            ("reach", "As last time. Where can they be reached?"),
        ],
    ),
];

/// Words about one release, in entries that come along without them.
const WORDS: [&str; 6] = ["state", "checked_by", "checked_on", "accepted_by", "accepted_on", "why"];

impl After {
    /// Reads the last release; a file that is none gives no next one.
    pub(super) fn read(file: &Path, asked: &Init, now: Timestamp) -> anyhow::Result<Self> {
        let name = shown(file);
        let loaded = match Loader::within(None, None, None)?.load_alone(file, &mut io::empty()) {
            Ok(loaded) => loaded,
            Err(report) => {
                let first = report.findings.first();
                let what = first.map_or(String::new(), |finding| finding.message.raw().to_owned());
                bail!("{name} is no release file: {what}; `gonogo lint {name}` shows where")
            }
        };
        let text = loaded.sources.release_text();
        let (mut tree, _) = input::parse(FileId::Release, input::detect(file, &text), &text);
        strike(&mut tree, &faulty(&loaded));
        let launch = asked.date.as_deref().and_then(|date| date::parse(date).ok());
        let launch =
            launch.map(|moment| When { span: Span::default(), moment }.period(&loaded.release.zone()));
        let is_rehearsed = is_young(&loaded, launch, now);
        Ok(Self { loaded, tree, name: name.into(), is_rehearsed })
    }

    /// What can be known of the next release: name and owner stay, the version is later, and the range begins where the
    /// last one ended.
    pub(super) fn propose(&self, path: &Path, asked: &Init, answers: &mut Answers) -> Proposal {
        let last = &self.loaded.release;
        let mut asked = asked.clone();
        asked.name = asked.name.or_else(|| self.text("name"));
        answers.owner = answers.owner.take().or_else(|| self.text("owner").map(Untrusted::new));
        let mut proposal = propose(path, &asked);
        let Some(shipped) = last.version.get() else { return proposal };
        let Some(version) = Version::of(&format!("v{}", shipped.words.raw().trim_start_matches('v'))) else {
            return proposal;
        };
        let tagged = proposal.tag.as_ref().and_then(|tag| Version::of(tag.raw()));
        let is_untagged = tagged.as_ref().is_none_or(|tagged| version.is_after(tagged));
        if is_untagged && asked.from.is_none() {
            // The last release has no tag of its own: its file says where it ended.
            asked.from = last.build.to.get().map(|to| to.text.raw().to_owned());
            let other = propose(path, &asked);
            if other.unseen.is_empty() {
                proposal = other;
            }
        }
        let next = proposal.version.as_deref().and_then(|next| Version::of(&format!("v{next}")));
        if next.is_none_or(|next| !next.is_after(&version)) {
            proposal.version = version.next();
            proposal.follows = shipped.words.clone();
        }
        proposal
    }

    /// Puts what comes along into the page, and says what it is. `items` are what will ship: a known issue among them is
    /// taken for repaired.
    pub(super) fn fill(self, draft: &mut Draft, items: &[Untrusted]) -> Untrusted {
        let mut carried = Vec::new();
        if let Some(zone) = self.at(&["timezone"]) {
            put(draft, Place::Top, "timezone", Value::Carried(zone.clone()), "As last time");
        }
        for (section, keys) in SECTIONS {
            let there = keys.iter().filter_map(|(key, note)| Some((*key, *note, self.at(&[section, key])?)));
            let there: Vec<_> = there.collect();
            carried.extend((!there.is_empty()).then_some(section));
            for (key, note, node) in there {
                put(draft, Place::Table(section), key, value(node), note);
            }
        }
        if let Some(rehearsal) = self.at(&["rollback", "rehearsal"]).filter(|_| self.is_rehearsed) {
            let note = "Of the last release, and still young enough. Would it go the same way now?";
            put(draft, Place::Table("rollback"), "rehearsal", Value::Carried(rehearsal.clone()), note);
        }
        if let Some(rules) = self.entries("stop_rule") {
            let note =
                "As last time. Look anew: a rule without `when` needs a state, checked_by and checked_on";
            put(draft, Place::Top, "stop_rule", Value::Lines(rules, Vec::new()), note);
            carried.push("stop rules");
        }
        let (open, repaired) = self.known_issues(items);
        if !open.is_empty() {
            let note = "Open last time. Each needs accepted_by, accepted_on and why anew";
            put(draft, Place::Top, "known_issue", Value::Lines(open, Vec::new()), note);
            carried.push("known issues");
        }
        for table in TABLES {
            if let Some(Written::Table(entries)) = self.at(&[table]).map(|node| &node.value) {
                entries.entries.iter().for_each(|entry| {
                    let key = written_key(&entry.key.value);
                    put(draft, Place::Table(table), key, Value::Carried(entry.node.clone()), "");
                });
                carried.push(table);
            }
        }
        let what = if carried.is_empty() { "nothing".to_owned() } else { carried.join(", ") };
        let said = message!("from {}: {}; each word about that release is left open", self.name, what);
        repaired.iter().fold(said, |said, id| message!("{}; {} is on the list, taken for repaired", said, id))
    }

    /// The known issues that are still open, as far as the list tells, and the ids of those that are on it.
    fn known_issues(&self, items: &[Untrusted]) -> (Vec<Value>, Vec<Untrusted>) {
        let Some(Written::List(issues)) = self.at(&["known_issue"]).map(|node| &node.value) else {
            return (Vec::new(), Vec::new());
        };
        let is_repaired =
            |issue: &&Node| id(issue).is_some_and(|id| items.iter().any(|item| names(item, id)));
        let (repaired, open): (Vec<&Node>, Vec<&Node>) = issues.iter().partition(is_repaired);
        let repaired = repaired.into_iter().filter_map(id).map(Untrusted::from).collect();
        (open.into_iter().map(without_words).collect(), repaired)
    }

    fn entries(&self, key: &str) -> Option<Vec<Value>> {
        match &self.at(&[key])?.value {
            Written::List(nodes) if !nodes.is_empty() => Some(nodes.iter().map(without_words).collect()),
            _ => None,
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        match &self.at(&[key])?.value {
            Written::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(&self.tree, |node, key| entry(node, key))
    }
}

/// Places that `lint` finds fault with: a name that is none does not come along.
fn faulty(loaded: &Loaded) -> Vec<Span> {
    let evidence = Evidence::default();
    let conditions = conditions(&loaded.release, &loaded.policy);
    let case = Case::new(catalogue(), &loaded.release, &loaded.policy, &evidence, conditions);
    let judged = verdict::judge(case, Mode::Lint, Strictness::Usual);
    let spans = judged.findings.into_iter().map(|weighed| weighed.finding.span);
    spans.filter(|span| span.file == FileId::Release && span.end > span.start).collect()
}

/// Takes out of a tree what stands at one of these places.
fn strike(node: &mut Node, places: &[Span]) {
    let is_struck = |node: &Node| {
        let is_value = !matches!(node.value, Written::Table(_) | Written::List(_));
        let touches = |place: &Span| place.start < node.span.end && node.span.start < place.end;
        is_value && places.iter().any(touches)
    };
    match &mut node.value {
        Written::List(nodes) => {
            nodes.retain(|node| !is_struck(node));
            for node in nodes {
                strike(node, places);
            }
        }
        Written::Table(table) => {
            table.entries.retain(|entry| !is_struck(&entry.node));
            for entry in &mut table.entries {
                strike(&mut entry.node, places);
            }
        }
        _ => {}
    }
}

/// Whether the last rehearsal was somebody's, with the clock on, and is young enough at the launch; without a date, now.
fn is_young(loaded: &Loaded, launch: Option<Period>, now: Timestamp) -> bool {
    let Rehearsal { on, by, minutes, .. } = &*loaded.release.rollback.rehearsal;
    let Some(on) = on.get().map(|on| on.period(&loaded.release.zone())) else { return false };
    let most = i64::from(loaded.policy.rehearsal_max_age_days()).saturating_mul(24);
    let at = launch.map_or(now, |launch| launch.start);
    let is_past = on.start <= now;
    let age = at.duration_since(on.end.min(at));
    is_past && person(by).is_some() && minutes.is_given() && age <= SignedDuration::from_hours(most)
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Written::Table(table) => {
            table.entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.node)
        }
        _ => None,
    }
}

fn id(issue: &Node) -> Option<&str> {
    match &entry(issue, "id")?.value {
        Written::Text(id) if !id.trim().is_empty() => Some(id.trim()),
        _ => None,
    }
}

/// Whether an item of the list is about this id.
fn names(item: &Untrusted, id: &str) -> bool {
    item.raw().split_whitespace().next().is_some_and(|first| first.eq_ignore_ascii_case(id))
}

fn without_words(node: &Node) -> Value {
    let Written::Table(table) = &node.value else { return Value::Carried(node.clone()) };
    let is_kept = |entry: &&Entry| !WORDS.contains(&entry.key.value.as_str());
    let entries = table.entries.iter().filter(is_kept).cloned().collect();
    Value::Carried(Node { span: node.span, value: Written::Table(Table { entries }) })
}

/// A list gets a line for each entry.
fn value(node: &Node) -> Value {
    match &node.value {
        Written::List(nodes) if nodes.len() > 1 => {
            Value::Lines(nodes.iter().cloned().map(Value::Carried).collect(), Vec::new())
        }
        _ => Value::Carried(node.clone()),
    }
}

/// Answers a question of the page, or adds what it does not ask.
fn put(draft: &mut Draft, place: Place, name: impl Into<String>, value: Value, note: &str) {
    let key = Key { name: name.into().into(), value, is_answered: true, note: note.into() };
    let Some(part) = draft.parts.iter_mut().find(|part| part.place == place) else {
        draft.parts.push(Part { title: "", place, keys: vec![key] });
        return;
    };
    match part.keys.iter_mut().find(|there| there.name == key.name) {
        Some(there) => *there = key,
        None => part.keys.push(key),
    }
}
