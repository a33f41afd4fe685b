//! What a rule says: findings, as a check adds them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;

use crate::limits;
use crate::row::CheckId;
use crate::rule::{Level, Rule};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// One thing that is wrong, as a rule raised it. Levels, acceptances and `--strict` act later, in `verdict`.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// The rule that raised it.
    pub rule: &'static Rule,
    /// The check it counts for.
    pub check: CheckId,
    /// Where in the file it points.
    pub span: Span,
    /// What it is about: a change, a test, an item. Acceptances match on it.
    pub subject: Option<Untrusted>,
    /// Other spellings of the subject that an acceptance may use.
    pub aliases: Vec<Untrusted>,
    /// What is wrong: lower case, no full stop.
    pub message: Untrusted,
    /// What to do about it.
    pub help: Untrusted,
    /// Who acts next, when somebody is named.
    pub next: Option<Untrusted>,
    /// Whom it goes up to where that person is late.
    pub up: Option<Untrusted>,
    /// The line to paste into the release file, where one would answer the finding.
    pub paste: Option<Untrusted>,
    /// The report file that it stands in, for findings about tests.
    pub report: Option<Untrusted>,
    /// What it shares with others of its rule, behind their number: `name no id`, a test's reason to fail.
    pub cause: Option<Untrusted>,
    /// The change it is about.
    pub change: Option<ChangeLine>,
    /// Whether it is a doubt, which warns and does not block.
    pub is_doubt: bool,
    /// Whether an acceptance may let it ship.
    pub acceptable: bool,
    /// Its level, where the case decides it and neither rule nor policy.
    pub level: Option<Level>,
    /// Since when there is something to be found, where that is known: no earlier acceptance was about it.
    pub came: Option<Timestamp>,
}

/// A change as a list of many shows it, in the order of the history: oldest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ChangeLine {
    /// When it was committed, in seconds of Unix time.
    pub committed: Option<i64>,
    /// When it was written: what tells changes apart that were rebased together.
    pub authored: Option<i64>,
    /// The day it was committed on, in the release's zone: `26 Nov 2026`. Filled for the report.
    pub day: Option<String>,
    /// Its subject line.
    pub title: Untrusted,
    /// Its short id.
    pub id: Untrusted,
    /// The name of its author.
    pub author: Untrusted,
}

impl Finding {
    /// Names what the finding is about.
    pub(crate) fn subject(&mut self, subject: impl Into<Untrusted>) -> &mut Self {
        self.subject = Some(subject.into());
        self
    }

    /// Adds spellings of the subject that an acceptance may use as well.
    pub(crate) fn aliases(&mut self, aliases: impl IntoIterator<Item = Untrusted>) -> &mut Self {
        self.aliases.extend(aliases);
        self
    }

    /// Says what is wrong.
    pub(crate) fn say(&mut self, message: impl Into<Untrusted>) -> &mut Self {
        self.message = message.into();
        self
    }

    /// Names the report file that it stands in.
    pub(crate) fn report(&mut self, file: &Untrusted) -> &mut Self {
        self.report = Some(file.clone());
        self
    }

    /// Marks the finding as a doubt: where nobody can tell, it warns.
    pub(crate) fn doubt(&mut self) -> &mut Self {
        self.is_doubt = true;
        self
    }

    /// Says what to do.
    pub(crate) fn help(&mut self, help: impl Into<Untrusted>) -> &mut Self {
        self.help = help.into();
        self
    }

    /// Gives the line to paste.
    pub(crate) fn paste(&mut self, line: impl Into<Untrusted>) -> &mut Self {
        self.paste = Some(line.into());
        self
    }

    /// Says what it shares with others of its rule.
    pub(crate) fn cause(&mut self, cause: impl Into<Untrusted>) -> &mut Self {
        self.cause = Some(cause.into());
        self
    }

    /// Says who acts next; nobody leaves the check's own answer in place.
    pub(crate) fn next(&mut self, person: Option<&Untrusted>) -> &mut Self {
        if let Some(person) = person.filter(|person| !person.is_blank()) {
            self.next = Some(person.clone());
        }
        self
    }

    /// Says whom it goes up to where who acts next is late.
    pub(crate) fn goes_up(&mut self, to: Option<&Untrusted>) -> &mut Self {
        self.up = to.cloned();
        self
    }

    /// Who acts next, and whom it goes up to, in one line.
    pub(crate) fn turn(&self) -> Option<Untrusted> {
        match (&self.next, &self.up) {
            (Some(next), Some(up)) => Some(message!("{}, then {}", next, up)),
            (next, up) => next.as_ref().or(up.as_ref()).cloned(),
        }
    }

    /// Says since when there is something to be found.
    pub(crate) fn came(&mut self, at: Option<Timestamp>) -> &mut Self {
        self.came = at;
        self
    }

    /// Gives the finding a level that no policy changes.
    pub(crate) fn weigh(&mut self, level: Level) -> &mut Self {
        self.level = Some(level);
        self
    }

    /// Marks the finding as one that nobody can accept away.
    pub(crate) fn refuse(&mut self) -> &mut Self {
        self.acceptable = false;
        self
    }
}

/// The findings of one check, as it adds them.
#[derive(Debug)]
pub(crate) struct Findings {
    check: CheckId,
    next: Option<Untrusted>,
    /// By the order they were raised in. A map, because its entries hand out what was put in without a doubt.
    list: BTreeMap<usize, Finding>,
    raised: usize,
    told: BTreeMap<&'static str, usize>,
    surplus: BTreeMap<&'static str, Surplus>,
}

/// What one rule found beyond what is told: one finding that stands for all of them.
#[derive(Debug)]
struct Surplus {
    /// The last of them, as whoever raised it fills it in.
    last: Finding,
    count: u64,
    span: Span,
    acceptable: bool,
    came: Option<Timestamp>,
}

impl Surplus {
    /// `count` is how many it stands for.
    fn add(&mut self, finding: Finding, count: u64) -> &mut Finding {
        self.acceptable &= self.last.acceptable;
        self.came = self.came.max(self.last.came);
        self.count = self.count.saturating_add(count);
        self.last = finding;
        &mut self.last
    }

    /// It has no subject: what nobody has seen is accepted only by who accepts all findings of the rule.
    fn close(self, next: Option<&Untrusted>) -> Finding {
        let rule = self.last.rule;
        let message = match self.count {
            1 => message!("1 more: {}", rule.title),
            many => message!("{} more {}", many, rule.titles),
        };
        Finding {
            span: self.span,
            subject: None,
            aliases: Vec::new(),
            message,
            help: rule.remedy.into(),
            next: next.cloned(),
            up: None,
            paste: None,
            report: None,
            cause: None,
            change: None,
            acceptable: self.acceptable && self.last.acceptable,
            came: self.came.max(self.last.came),
            ..self.last
        }
    }
}

impl Findings {
    /// An empty list for one check; `next` is who acts when a finding names nobody.
    pub(crate) fn new(check: CheckId, next: Option<Untrusted>) -> Self {
        Self {
            check,
            next,
            list: BTreeMap::new(),
            raised: 0,
            told: BTreeMap::new(),
            surplus: BTreeMap::new(),
        }
    }

    /// Adds a finding. Its message starts as the rule's title and its help as the rule's remedy.
    pub(crate) fn raise(&mut self, rule: &'static Rule, span: Span) -> &mut Finding {
        let finding = self.blank(rule, span);
        self.raised = self.raised.saturating_add(1);
        let told = self.told.entry(rule.id).or_default();
        *told = told.saturating_add(1);
        if *told <= limits::FINDINGS_OF_A_RULE {
            let next = self.list.len();
            return self.list.entry(next).or_insert(finding);
        }
        self.beyond(finding, 1)
    }

    /// Adds so many findings of which nothing but their number is known.
    pub(crate) fn raise_counted(&mut self, rule: &'static Rule, span: Span, count: u64) {
        if count > 0 {
            self.raised = self.raised.saturating_add(1);
            let finding = self.blank(rule, span);
            self.beyond(finding, count);
        }
    }

    fn blank(&self, rule: &'static Rule, span: Span) -> Finding {
        Finding {
            rule,
            check: self.check,
            span,
            subject: None,
            aliases: Vec::new(),
            message: Untrusted::from(rule.title),
            help: Untrusted::from(rule.remedy),
            next: self.next.clone(),
            up: None,
            paste: None,
            report: None,
            cause: None,
            change: None,
            is_doubt: false,
            acceptable: true,
            level: None,
            came: None,
        }
    }

    fn beyond(&mut self, finding: Finding, count: u64) -> &mut Finding {
        match self.surplus.entry(finding.rule.id) {
            Entry::Occupied(surplus) => surplus.into_mut().add(finding, count),
            Entry::Vacant(place) => {
                let span = finding.span;
                &mut place.insert(Surplus { last: finding, count, span, acceptable: true, came: None }).last
            }
        }
    }

    /// Hands the findings over.
    pub(crate) fn into_list(self) -> Vec<Finding> {
        let next = self.next;
        let surplus = self.surplus.into_values().map(|surplus| surplus.close(next.as_ref()));
        self.list.into_values().chain(surplus).collect()
    }

    /// How many were raised so far.
    pub(crate) fn count(&self) -> usize {
        self.raised
    }
}
