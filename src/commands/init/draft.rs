//! The page that `init` writes, before it is TOML or YAML: its sections, its questions, and what is known already.

use super::propose::{Git, Proposal};
use crate::foreign::{Foreign, message};

/// A page.
#[derive(Debug)]
pub(super) struct Draft {
    /// Remarks at its top.
    pub head: Vec<String>,
    /// The keys above all sections, then the sections.
    pub parts: Vec<Part>,
}

/// A section.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is about, above it.
    pub title: &'static str,
    /// Its name and kind.
    pub place: Place,
    /// What stands in it.
    pub lines: Vec<Line>,
}

/// Where the keys of a part belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Above all sections.
    Top,
    /// In a table of this name.
    Table(&'static str),
    /// In the first entry of a list of tables.
    Entry(&'static str),
}

/// A line of a section.
#[derive(Debug)]
pub(super) enum Line {
    /// A remark.
    Remark(Foreign),
    /// A key.
    Key(Key),
}

/// A key with its answer, or one that waits for it behind a `#`.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands there, or the form of what should.
    pub value: Value,
    /// Whether it stands there already.
    pub is_answered: bool,
    /// The question, or where the answer comes from.
    pub note: Foreign,
}

/// A value.
#[derive(Debug)]
pub(super) enum Value {
    /// A text in quotes.
    Text(Foreign),
    /// A date or a number.
    Bare(String),
    /// A list on one line.
    List(Vec<Value>),
    /// A table on one line.
    Table(Vec<(&'static str, Value)>),
    /// A list with an entry on each line, and remarks behind them.
    Lines(Vec<Foreign>, Vec<Foreign>),
}

impl Part {
    /// Whether anything in it is answered.
    pub(super) fn is_begun(&self) -> bool {
        self.lines.iter().any(|line| matches!(line, Line::Key(key) if key.is_answered))
    }
}

impl Draft {
    /// How many questions are open.
    pub(super) fn open(&self) -> usize {
        let keys = self.parts.iter().flat_map(|part| &part.lines);
        keys.filter(|line| matches!(line, Line::Key(key) if !key.is_answered && !is_optional(key))).count()
    }
}

fn is_optional(key: &Key) -> bool {
    key.note.reveal().starts_with(OPTIONAL)
}

const OPTIONAL: &str = "if need be: ";

/// What somebody said who was asked, or on the command line.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The owner.
    pub owner: Option<Foreign>,
    /// The launch date as the file writes it.
    pub date: Option<String>,
}

/// The form of a date.
fn day() -> Value {
    Value::Bare("YYYY-MM-DD".to_owned())
}

fn blank() -> Value {
    Value::Text(Foreign::default())
}

fn open(name: &'static str, value: Value, question: &str) -> Line {
    Line::Key(Key { name, value, is_answered: false, note: question.into() })
}

fn ask(name: &'static str, question: &str) -> Line {
    open(name, blank(), question)
}

fn given(name: &'static str, value: Value, note: impl Into<Foreign>) -> Line {
    Line::Key(Key { name, value, is_answered: true, note: note.into() })
}

/// A proposed text, else a question.
fn maybe(name: &'static str, text: Option<&Foreign>, note: impl Into<Foreign>, question: &str) -> Line {
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
        "A line that begins with a # and a key waits for an answer: take the # away and write the answer where the",
        "blank is. What stands there already is a proposal: correct it. `gonogo check` says what is still missing.",
    ];
    let mut parts = vec![plan(proposal, answers), scope(proposal)];
    if proposal.git == Git::Here || proposal.from.is_some() || proposal.to.is_some() {
        parts.push(build(proposal));
    }
    parts.extend([tests(), support(), rollback(proposal), caller(), stop_rule()]);
    Draft { head: head.map(str::to_owned).to_vec(), parts }
}

fn plan(proposal: &Proposal, answers: &Answers) -> Part {
    let tag = proposal.tag.clone().unwrap_or_default();
    let version = proposal.version.as_deref().map(Foreign::from);
    let date = match &answers.date {
        Some(date) => given("date", Value::Bare(date.clone()), "the launch"),
        None => {
            open("date", day(), "when does it launch? a day, or a time such as 2026-12-01T09:00:00+01:00")
        }
    };
    let lines = vec![
        maybe(
            "name",
            proposal.name.as_ref(),
            "what people call the release",
            "what do people call the release?",
        ),
        maybe(
            "version",
            version.as_ref(),
            message!("is it this one? a guess: the next after {}", tag),
            "which version ships? keep the quotes: 2.10 is not 2.1",
        ),
        ask("goal", "what can users do afterwards that they could not do before? one sentence"),
        maybe(
            "owner",
            answers.owner.as_ref(),
            "the one person who answers for the release",
            "who answers for the release? one person, here and wherever a name stands: no team",
        ),
        date,
        ask("timezone", "in which time zone is that day? such as Europe/Madrid"),
        open("backup_date", day(), "if need be: the day to fall back to"),
        open("freeze", day(), "if need be: from when on is the list closed?"),
    ];
    Part { title: "", place: Place::Top, lines }
}

fn scope(proposal: &Proposal) -> Part {
    let mut lines = vec![
        ask("approved_by", "who approved the list below? one person"),
        open("approved_on", day(), "on which day?"),
    ];
    lines.extend(list(proposal));
    let entry = ["id", "title", "reason", "told"].map(|name| (name, blank())).into();
    lines.push(open(
        "out",
        Value::List(vec![Value::Table(entry)]),
        "if need be: what was left out, why, and who was told?",
    ));
    if proposal.git == Git::None && proposal.from.is_none() {
        lines
            .push(ask("matched_by", "there is no git here: who compared what ships with the list, by hand?"));
        lines.push(open("matched_on", day(), "on which day?"));
    }
    Part {
        title: "1. What ships? Does the build match the list that was approved?",
        place: Place::Table("scope"),
        lines,
    }
}

fn list(proposal: &Proposal) -> Vec<Line> {
    let scope = &proposal.scope;
    let mut remarks: Vec<Foreign> = Vec::new();
    if scope.more_items > 0 {
        remarks.push(message!("and {} more that are not written here", scope.more_items));
    }
    if !scope.nameless.is_empty() {
        remarks.push("These changes name no id. Put one in front of each that ships (an id of yours will do for several),".into());
        remarks.push("as { id = …, title = …, commits = [the seven signs] }, or tell the team's policy to ignore its kind.".into());
    }
    remarks.extend(scope.nameless.iter().map(|change| message!("no id: {}", change)));
    if scope.more_nameless > 0 {
        remarks.push(message!("no id: and {} more", scope.more_nameless));
    }
    if !scope.items.is_empty() {
        let note = "strike what should not ship, correct the titles";
        return vec![given("in", Value::Lines(scope.items.clone(), remarks), note)];
    }
    let mut lines = vec![open(
        "in",
        Value::List(vec![blank()]),
        "what ships? one text for each item, its id in front: \"BILL-101 Billing dashboard\"",
    )];
    lines.extend(remarks.into_iter().map(Line::Remark));
    lines
}

fn build(proposal: &Proposal) -> Part {
    let is_tag = proposal.from.is_some() && proposal.from == proposal.tag;
    let from_note =
        if is_tag { "the last release: the newest tag. is it the right one?" } else { "the last release" };
    let is_head = proposal.to.as_ref().is_some_and(|to| to.reveal() == "HEAD");
    let to_note = if is_head {
        "what will ship: the newest commit. better: a tag or release candidate"
    } else {
        "what will ship"
    };
    let question = format!("{}what was the last release? its tag", proposal.why_no_range);
    let lines = vec![
        maybe("from", proposal.from.as_ref(), from_note, &question),
        maybe(
            "to",
            proposal.to.as_ref(),
            to_note,
            "what will ship? its tag, a branch, or HEAD for the newest commit",
        ),
    ];
    Part {
        title: "What changed since the last release, as git tells it.",
        place: Place::Table("build"),
        lines,
    }
}

fn tests() -> Part {
    let lines = vec![
        ask("confirmed_by", "who looked at the results and says that they are good enough? one person"),
        open("confirmed_on", day(), "on which day? after the last change"),
        ask("ran", "what was tested, on which build, and where?"),
        open(
            "skips",
            Value::List(Vec::new()),
            "was nothing skipped? then this is the answer. else: which test, and why",
        ),
        open(
            "reports",
            Value::List(vec![blank()]),
            "if need be: where are the JUnit reports? such as reports/**/*.xml",
        ),
    ];
    Part { title: "2. Did a person confirm the tests?", place: Place::Table("tests"), lines }
}

fn support() -> Part {
    let lines = vec![
        ask("contact", "who in support was told? one person"),
        open("told_on", day(), "on which day? at least a day before the launch"),
        ask("notice", "what will users notice?"),
        ask("confusing", "what may confuse them? \"Nothing: no screen changes\" is an answer"),
        ask("reply", "what should support answer when somebody asks?"),
    ];
    Part { title: "3. Does support know?", place: Place::Table("support"), lines }
}

fn rollback(proposal: &Proposal) -> Part {
    let rehearsal =
        vec![("on", day()), ("by", blank()), ("where", blank()), ("minutes", Value::Bare("0".to_owned()))];
    let lines = vec![
        open(
            "triggers",
            Value::List(vec![blank()]),
            "what must be seen to go back? such as \"Sign-in fails\"",
        ),
        ask("decided_by", "who decides to go back? one person"),
        ask("run_by", "who does it?"),
        ask("verified_by", "who checks that it worked?"),
        maybe(
            "restores",
            proposal.restores.as_ref(),
            "the version to go back to. is it the right one?",
            "which version do you go back to? a tag, or a few words",
        ),
        open("steps", Value::List(vec![blank(), blank()]), "what is done, step by step?"),
        open("rehearsal", Value::Table(rehearsal), "when was it tried, and how long did it take?"),
    ];
    Part { title: "4. Can we go back?", place: Place::Table("rollback"), lines }
}

fn caller() -> Part {
    let lines = vec![
        ask("ship", "who says ship? one person"),
        ask("stop", "who says stop? one person"),
        ask("backup", "who stands in for them?"),
        ask("reach", "where can they be reached? a channel, a phone"),
    ];
    Part {
        title: "5. Who says ship, and who says stop, in the last hour?",
        place: Place::Table("caller"),
        lines,
    }
}

fn stop_rule() -> Part {
    let lines = vec![
        ask("rule", "what pauses the release when it comes true? such as \"A bug in billing is open\""),
        open("state", Value::Text("clear".into()), "is it clear, or \"tripped\"?"),
        ask("checked_by", "who checked?"),
        open("checked_on", day(), "on which day?"),
    ];
    Part {
        title: "What pauses the release? At least one rule, agreed beforehand; copy the lines for each further one.",
        place: Place::Entry("stop_rule"),
        lines,
    }
}
