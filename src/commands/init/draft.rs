//! The page that `init` writes, before it is TOML or YAML: its sections, its questions, and what is known already.

use std::borrow::Cow;

use super::carried;
use super::points::Point;
use super::propose::{Git, Proposal};
use super::recurring::Recurring;
use super::text::quoted;
use crate::shape::tree::Node;
use crate::untrusted::{Untrusted, message};

/// A page.
#[derive(Debug)]
pub(super) struct Draft {
    /// Remarks at its top.
    pub head: Vec<String>,
    /// The keys above all sections, then the sections.
    pub parts: Vec<Part>,
    /// What the policy's checkpoints ask for.
    pub points: Vec<Point>,
}

/// A section.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is about, above it.
    pub title: &'static str,
    /// Its name and kind.
    pub place: Place,
    /// What stands in it.
    pub keys: Vec<Key>,
}

/// Where the keys of a part belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Above all sections.
    Top,
    /// In a table of this name.
    Table(&'static str),
}

/// What stands behind the entries of a list.
#[derive(Debug)]
pub(super) enum Remark {
    /// A sentence.
    Words(Untrusted),
    /// An entry that waits for its answer.
    Form(Value),
}

/// A key with its answer, or one that waits for it behind a `#`.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What stands there, or the form of what should.
    pub value: Value,
    /// Whether it stands there already.
    pub is_answered: bool,
    /// The question, or where the answer comes from.
    pub note: Untrusted,
}

/// A value.
#[derive(Debug)]
pub(super) enum Value {
    /// A text in quotes.
    Text(Untrusted),
    /// A date or a number.
    Bare(String),
    /// A list on one line.
    List(Vec<Value>),
    /// A table on one line.
    Table(Vec<(&'static str, Value)>),
    /// A list with an entry on each line, and remarks behind them.
    Lines(Vec<Value>, Vec<Remark>),
    /// What stands in the last release's file.
    Carried(Node),
}

impl Value {
    /// The value on one line; `sign` stands between a key and its value.
    pub(super) fn inline(&self, sign: &str) -> String {
        match self {
            Self::Text(text) => quoted(text.raw()),
            Self::Bare(bare) => bare.clone(),
            Self::List(values) => {
                let values: Vec<String> = values.iter().map(|value| value.inline(sign)).collect();
                format!("[{}]", values.join(", "))
            }
            Self::Table(entries) => {
                let entry = |(name, value): &(&str, Self)| format!("{name}{sign}{}", value.inline(sign));
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Self::Lines(entries, _) => {
                let entries: Vec<String> = entries.iter().map(|entry| entry.inline(sign)).collect();
                format!("[{}]", entries.join(", "))
            }
            Self::Carried(node) => carried::inline(node, sign),
        }
    }
}

impl Part {
    /// Whether anything in it is answered.
    pub(super) fn is_begun(&self) -> bool {
        self.keys.iter().any(|key| key.is_answered)
    }
}

impl Draft {
    /// How many questions are open.
    pub(super) fn open(&self) -> usize {
        let keys = self.parts.iter().flat_map(|part| &part.keys);
        keys.filter(|key| !key.is_answered && !is_optional(key)).count()
    }
}

fn is_optional(key: &Key) -> bool {
    key.note.raw().starts_with(OPTIONAL)
}

const OPTIONAL: &str = "Optional: ";

/// What somebody said who was asked, or on the command line.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The owner.
    pub owner: Option<Untrusted>,
    /// The launch date as the file writes it.
    pub date: Option<String>,
}

/// The form of a date. In quotes, so that one that nobody filled in is told as a date and not as broken syntax.
fn day() -> Value {
    Value::Text("YYYY-MM-DD".into())
}

fn blank() -> Value {
    Value::Text(Untrusted::default())
}

fn open(name: &'static str, value: Value, question: &str) -> Key {
    Key { name: name.into(), value, is_answered: false, note: question.into() }
}

fn ask(name: &'static str, question: &str) -> Key {
    open(name, blank(), question)
}

fn given(name: &'static str, value: Value, note: impl Into<Untrusted>) -> Key {
    Key { name: name.into(), value, is_answered: true, note: note.into() }
}

/// A proposed text, else a question.
fn maybe(name: &'static str, text: Option<&Untrusted>, note: impl Into<Untrusted>, question: &str) -> Key {
    match text {
        Some(text) => given(name, Value::Text(text.clone()), note),
        None => ask(name, question),
    }
}

/// Writes the page.
pub(super) fn draft(proposal: &Proposal, answers: &Answers) -> Draft {
    let head = [
        "The plan of one release: what ships, who answers for it, and how to go back.",
        "",
        "A line that begins with a # and a key waits for an answer: take the # away and put the answer where the",
        "blank is. What stands there already is a proposal: correct it. `gonogo check` says what is still missing.",
    ];
    let mut parts = vec![plan(proposal, answers), scope(proposal)];
    if proposal.git == Git::Here || proposal.from.is_some() || proposal.to.is_some() {
        parts.push(build(proposal));
    }
    parts.extend([tests(), support(), rollback(proposal), caller()]);
    Draft { head: head.map(str::to_owned).to_vec(), parts, points: proposal.points.clone() }
}

fn plan(proposal: &Proposal, answers: &Answers) -> Part {
    let version = proposal.version.as_deref().map(Untrusted::from);
    let name_note = if proposal.is_named_by_folder {
        "A guess: the folder's name. What do people call it?"
    } else {
        "What people call the release"
    };
    let date = match &answers.date {
        Some(date) => given("date", Value::Bare(date.clone()), "The launch"),
        None => {
            open("date", day(), "When does it launch? Such as 2026-12-01, or 2026-12-01T09:00 with the hour")
        }
    };
    let lines = vec![
        maybe("name", proposal.name.as_ref(), name_note, "What do people call the release?"),
        maybe(
            "version",
            version.as_ref(),
            message!("A guess: the next after {}. Is it right?", proposal.follows),
            "Which version ships? Such as 2.4.0",
        ),
        ask("goal", "What can users do afterwards that they cannot do now? One sentence"),
        maybe(
            "owner",
            answers.owner.as_ref(),
            "The one person who answers for the release",
            "Who answers for the release? One person, not a team",
        ),
        date,
        ask("timezone", "In which time zone are these dates? Such as Europe/Madrid"),
        open("backup_date", day(), "Optional: the day to fall back to"),
        open("freeze", day(), "Optional: from when on is the list closed?"),
        stop_rule(),
    ];
    Part { title: "", place: Place::Top, keys: lines }
}

fn scope(proposal: &Proposal) -> Part {
    let mut lines = vec![
        ask("approved_by", "Who approved the list below? One person"),
        open("approved_on", day(), "On which day?"),
    ];
    lines.extend(list(proposal));
    let entry = ["id", "title", "reason", "told"].map(|name| (name, blank())).into();
    lines.push(open(
        "out",
        Value::List(vec![Value::Table(entry)]),
        "Optional: what was left out, why, and who was told?",
    ));
    let extra = vec![
        ("id", blank()),
        ("title", blank()),
        ("decision", Value::Text("ship".into())),
        ("by", blank()),
        ("on", day()),
        ("why", blank()),
    ];
    lines.push(open(
        "extra",
        Value::List(vec![Value::Table(extra)]),
        "Optional: what slipped in after the approval, and who decided that it ships, or to \"remove\" it?",
    ));
    if proposal.git == Git::None && proposal.from.is_none() {
        lines.push(ask("matched_by", "Who compared what ships with the list, by hand? There is no git here"));
        lines.push(open("matched_on", day(), "On which day?"));
    }
    Part {
        title: "1. What ships? Does the build match the list that was approved?",
        place: Place::Table("scope"),
        keys: lines,
    }
}

fn list(proposal: &Proposal) -> Vec<Key> {
    let scope = &proposal.scope;
    let mut remarks: Vec<Remark> = Vec::new();
    if !scope.more_items.is_empty() {
        remarks.push(Remark::Words("More than one list may hold. Put these into a further release:".into()));
        remarks.extend(scope.more_items.iter().map(|item| Remark::Form(Value::Text(item.clone()))));
    }
    if !scope.nameless.is_empty() {
        remarks.push(Remark::Words(
            "On no list yet, since no id stands in their messages. Take the # away in front of what ships:"
                .into(),
        ));
    }
    remarks.extend(scope.nameless.iter().map(|change| {
        let commits = Value::List(vec![Value::Text(change.hash.as_str().into())]);
        Remark::Form(Value::Table(vec![("title", Value::Text(change.title.clone())), ("commits", commits)]))
    }));
    if !scope.items.is_empty() || !remarks.is_empty() {
        let note = "Correct the titles; what should not ship moves to `out`";
        let value = Value::Lines(scope.items.iter().cloned().map(Value::Text).collect(), remarks);
        return vec![Key { name: "in".into(), value, is_answered: true, note: note.into() }];
    }
    let question = "What ships? A text for each item, its id first: \"BILL-101 Dashboard\"";
    vec![open("in", Value::List(vec![blank()]), question)]
}

/// Entries that set aside what comes again and again.
fn ignores(proposal: &Proposal) -> Option<Key> {
    let recurring = &proposal.scope.recurring;
    if recurring.is_empty() {
        return None;
    }
    let form = |kind: &Recurring| {
        let entry =
            vec![(kind.key, Value::Text(kind.pattern.clone())), ("why", Value::Text(kind.why.into()))];
        Remark::Form(Value::Table(entry))
    };
    let note =
        "Changes of a kind that come again and again. Take the # away in front of those that need no item";
    let value = Value::Lines(Vec::new(), recurring.iter().map(form).collect());
    Some(Key { name: "ignore".into(), value, is_answered: true, note: note.into() })
}

fn build(proposal: &Proposal) -> Part {
    let is_tag = proposal.from.is_some() && proposal.from == proposal.tag;
    let from_note =
        if is_tag { "The last release: the newest tag. Is it the right one?" } else { "The last release" };
    let to_note = "What will ship";
    let question = format!("{}What was the last release? Its tag", proposal.why_no_range);
    let mut lines = vec![
        maybe("from", proposal.from.as_ref(), from_note, &question),
        maybe(
            "to",
            proposal.to.as_ref(),
            to_note,
            "What will ship? A tag, a branch, or HEAD for the newest commit",
        ),
    ];
    lines.extend(ignores(proposal));
    Part {
        title: "What changed since the last release, as git tells it.",
        place: Place::Table("build"),
        keys: lines,
    }
}

fn tests() -> Part {
    let lines = vec![
        ask("confirmed_by", "Who looked at the results and says they are good enough? One person"),
        open("confirmed_on", day(), "On which day? After the last change"),
        ask("ran", "What was tested, on which build, and where?"),
        open(
            "skips",
            Value::List(vec![Value::Table(vec![("test", blank()), ("why", blank())])]),
            "Which tests were skipped, and why? skips = [] says: none",
        ),
        open(
            "reports",
            Value::List(vec![blank()]),
            "Optional: where are the JUnit reports? Such as reports/**/*.xml",
        ),
    ];
    Part { title: "2. Did a person confirm the tests?", place: Place::Table("tests"), keys: lines }
}

fn support() -> Part {
    let lines = vec![
        ask("contact", "Who in support was told? One person"),
        open("told_on", day(), "On which day? At least a day before the launch"),
        ask("notice", "What will users notice?"),
        ask("confusing", "What may confuse them? \"Nothing: no screen changes\" is an answer"),
        ask("reply", "What should support answer when somebody asks?"),
    ];
    Part { title: "3. Does support know?", place: Place::Table("support"), keys: lines }
}

fn rollback(proposal: &Proposal) -> Part {
    let rehearsal =
        vec![("on", day()), ("by", blank()), ("where", blank()), ("minutes", Value::Bare("0".to_owned()))];
    let lines = vec![
        open(
            "triggers",
            Value::List(vec![blank()]),
            "What must be seen to go back? Such as \"Sign-in fails\"",
        ),
        ask("decided_by", "Who decides to go back? One person"),
        ask("run_by", "Who does it? One person"),
        ask("verified_by", "Who checks that it worked? One person"),
        maybe(
            "restores",
            proposal.restores.as_ref(),
            "The version to go back to. Is it the right one?",
            "Which version do you go back to? A tag, or a few words",
        ),
        open("steps", Value::List(vec![blank(), blank()]), "What is done, step by step?"),
        open(
            "rehearsal",
            Value::Table(rehearsal),
            "When was it tried, by whom, where, and how long did it take?",
        ),
    ];
    Part { title: "4. Can we go back?", place: Place::Table("rollback"), keys: lines }
}

fn caller() -> Part {
    let lines = vec![
        ask("ship", "Who says ship? One person"),
        ask("stop", "Who says stop? One person"),
        ask("backup", "Who stands in for them? One person"),
        ask("reach", "Where can they be reached? A channel, a phone"),
    ];
    Part {
        title: "5. Who says ship, and who says stop, in the last hour?",
        place: Place::Table("caller"),
        keys: lines,
    }
}

/// On one line above all sections, so that it works whatever else is answered first.
fn stop_rule() -> Key {
    let rule = vec![
        ("rule", blank()),
        ("state", Value::Text("clear".into())),
        ("checked_by", blank()),
        ("checked_on", day()),
    ];
    open(
        "stop_rule",
        Value::List(vec![Value::Table(rule)]),
        "What pauses the release, such as \"A bug in billing is open\"? Is it clear or \"tripped\", and who checked?",
    )
}
