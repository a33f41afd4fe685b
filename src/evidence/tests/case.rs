//! One case that did not simply pass, and how its outcome is found while the report is read.

use crate::untrusted::Untrusted;

use super::names::{clip, key, subject};
use super::status::{Status, status};

/// How long a reason may be, in characters.
const REASON: usize = 200;

/// How a case ended. The order is the order of weight: a case that shows several results has the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// It passed after it had failed.
    Flaky,
    /// It did not run.
    Skipped,
    /// It found what it looks for to be wrong.
    Failed,
    /// It, or its suite, broke.
    Errored,
}

/// A case that failed, broke, was skipped or is flaky; or a suite that broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    /// The one name it is known by: `classname::name`; `name` alone when there is no class, or the name holds it
    /// already; the name of the suite for a suite.
    pub subject: Untrusted,
    /// Other names people know it by, for globs: `name`, `classname.name`, `classname#name`, `classname name`,
    /// `suite::name`. The subject is not among them.
    pub aliases: Vec<Untrusted>,
    /// How it ended.
    pub kind: Kind,
    /// The first line of what the report says about it.
    pub reason: Option<Untrusted>,
    /// A number that the same test has wherever it stands; 0 for what is no test.
    pub key: u64,
}

impl Case {
    /// The bytes of text in it.
    pub(super) fn size(&self) -> usize {
        let aliases = self.aliases.iter().map(|alias| alias.raw().len());
        let reason = self.reason.as_ref().map_or(0, |reason| reason.raw().len());
        aliases.fold(self.subject.raw().len().saturating_add(reason), usize::saturating_add)
    }
}

/// A case whose end has not been read. The strings are used again for the next one: a passing case allocates nothing.
#[derive(Debug, Default)]
pub(super) struct OpenCase {
    pub(super) class: String,
    pub(super) name: String,
    /// What tells the test from others of its name, where the format has ids.
    pub(super) id: String,
    /// The heaviest result so far; none: it passed.
    pub(super) kind: Option<Kind>,
    /// Whether an element showed a failure, and not only a status.
    pub(super) shown: bool,
    /// Whether something said that it did not run.
    pub(super) was_skipped: bool,
    reason: String,
    reason_is_whole: bool,
    /// The type of the result, where it says nothing else.
    fallback: String,
}

impl OpenCase {
    /// Forgets the case before.
    pub(super) fn begin(&mut self, class: &str, name: &str) {
        self.class.clear();
        self.class.push_str(clip(class));
        self.name.clear();
        self.name.push_str(clip(name));
        self.id.clear();
        self.kind = None;
        self.shown = false;
        self.was_skipped = false;
        self.forget_reason();
    }

    /// Takes in a result; whether what it says is wanted as the reason.
    pub(super) fn result(&mut self, kind: Kind, message: &str, of_type: &str) -> bool {
        self.shown |= kind != Kind::Skipped;
        self.was_skipped |= kind == Kind::Skipped;
        if self.kind.is_some_and(|known| known > kind) || (self.kind == Some(kind) && self.has_reason()) {
            return false;
        }
        self.kind = Some(kind);
        self.forget_reason();
        self.fallback.push_str(clip(of_type));
        self.say(message);
        // A line of a message that ends without a line break is whole all the same.
        self.reason_is_whole |= !self.reason.is_empty();
        true
    }

    /// Takes in a word for the outcome. One that is no word for "passed" or "not run" is a failure, and is quoted.
    pub(super) fn status(&mut self, word: &str) {
        match status(word) {
            None | Some(Status::Passed) => {}
            Some(Status::Not(kind)) => self.outcome(kind, word),
            Some(Status::Unknown) => self.outcome(Kind::Failed, word),
        }
    }

    /// Takes in a word that is none for "passed" here, whatever it means elsewhere.
    pub(super) fn fail(&mut self, word: &str) {
        self.outcome(Kind::Failed, word);
    }

    fn outcome(&mut self, kind: Kind, word: &str) {
        self.was_skipped |= kind == Kind::Skipped;
        if Some(kind) <= self.kind {
            return;
        }
        self.kind = Some(kind);
        self.forget_reason();
        if kind > Kind::Skipped {
            self.fallback.push_str("its status is \"");
            self.fallback.push_str(clip(word.trim()));
            self.fallback.push('"');
        }
    }

    /// Goes on with the reason, up to the end of its first line that is not blank.
    pub(super) fn say(&mut self, text: &str) {
        if self.reason_is_whole {
            return;
        }
        let text = if self.reason.is_empty() { text.trim_start() } else { text };
        let mut room = REASON.saturating_sub(self.reason.chars().count());
        for letter in text.chars() {
            if room == 0 || matches!(letter, '\n' | '\r') {
                self.reason_is_whole = true;
                return;
            }
            self.reason.push(letter);
            room = room.saturating_sub(1);
        }
    }

    /// The case as it stands at its end; `suite` is the name of the suite around it.
    pub(super) fn close(&self, kind: Kind, suite: &str) -> Case {
        let (subject, aliases) = self.names(suite);
        let aliases = aliases.into_iter().map(Untrusted::new).collect();
        let key = self.key(suite);
        Case { subject: Untrusted::new(subject), aliases, kind, reason: self.reason(), key }
    }

    /// The one name it is known by, and the others.
    pub(super) fn names(&self, suite: &str) -> (String, Vec<String>) {
        let (class, name) = (self.class.trim(), self.name.trim());
        let subject = subject(class, name);
        let mut aliases = Vec::new();
        let mut alias = |text: String| {
            if text != subject && !text.is_empty() && !aliases.contains(&text) {
                aliases.push(text);
            }
        };
        if class.is_empty() {
            if !suite.is_empty() {
                alias(format!("{suite}::{name}"));
            }
        } else if !name.is_empty() {
            alias(name.to_owned());
            for joint in ["::", ".", "#", " "] {
                alias(format!("{class}{joint}{name}"));
            }
        }
        (subject, aliases)
    }

    /// The number by which it is compared with other tests.
    pub(super) fn key(&self, suite: &str) -> u64 {
        let class = self.class.trim();
        let around = [self.id.as_str(), class].into_iter().find(|text| !text.is_empty()).unwrap_or(suite);
        key(around, self.name.trim())
    }

    /// The bytes of text in it.
    pub(super) fn size(&self) -> usize {
        let texts = [&self.class, &self.name, &self.id, &self.reason, &self.fallback];
        texts.iter().fold(0, |all, text| all.saturating_add(text.len()))
    }

    /// The first line of what the report says about it.
    pub(super) fn reason(&self) -> Option<Untrusted> {
        [&self.reason, &self.fallback]
            .iter()
            .map(|text| text.trim())
            .find(|text| !text.is_empty())
            .map(Untrusted::new)
    }

    fn has_reason(&self) -> bool {
        !self.reason.trim().is_empty()
    }

    fn forget_reason(&mut self) {
        self.reason.clear();
        self.reason_is_whole = false;
        self.fallback.clear();
    }
}
