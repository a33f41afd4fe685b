//! One case that did not simply pass, and how its outcome is found while the report is read.

use crate::untrusted::Untrusted;

use super::attributes::clip;

/// How long a reason may be, in characters.
const REASON: usize = 200;

/// The name of a case that has none.
const UNNAMED: &str = "(a test without a name)";

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
    /// The heaviest result so far; none: it passed.
    pub(super) kind: Option<Kind>,
    /// Whether an element showed a failure, and not only a status.
    pub(super) shown: bool,
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
        self.kind = None;
        self.shown = false;
        self.forget_reason();
    }

    /// Takes in a result; whether what it says is wanted as the reason.
    pub(super) fn result(&mut self, kind: Kind, message: &str, of_type: &str) -> bool {
        self.shown |= kind != Kind::Skipped;
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

    /// Takes in a status that came as an attribute.
    pub(super) fn status(&mut self, kind: Option<Kind>) {
        if kind > self.kind {
            self.kind = kind;
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
        let aliases = aliases.into_iter().map(Untrusted::new).collect();
        Case { subject: Untrusted::new(subject), aliases, kind, reason: self.reason() }
    }

    fn reason(&self) -> Option<Untrusted> {
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

fn subject(class: &str, name: &str) -> String {
    match (class, name) {
        ("", "") => UNNAMED.to_owned(),
        (only, "") | ("", only) => only.to_owned(),
        (class, name) if holds_class(name, class) => name.to_owned(),
        (class, name) => format!("{class}::{name}"),
    }
}

/// Whether a name begins with the whole of a class: `pdf.Export draws` with `pdf.Export`, not `pdfs` with `pdf`.
fn holds_class(name: &str, class: &str) -> bool {
    name.strip_prefix(class).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What a `status` or `result` attribute of a case says, in the words of the tools that write one. A word that is not
/// known says nothing: results are elements, and a status is only heard beside them.
pub(super) fn status(word: &str) -> Option<Kind> {
    const FAILED: [&str; 10] = [
        "failed",
        "fail",
        "failure",
        "broken",
        "undefined",
        "timeout",
        "timedout",
        "timed out",
        "aborted",
        "interrupted",
    ];
    const ERRORED: [&str; 4] = ["error", "errored", "crash", "crashed"];
    const SKIPPED: [&str; 10] = [
        "notrun",
        "not run",
        "not_run",
        "disabled",
        "skipped",
        "skip",
        "ignored",
        "pending",
        "suppressed",
        "untested",
    ];
    let word = word.trim();
    if word.is_empty() {
        return None;
    }
    let is_in = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is_in(&ERRORED) {
        Some(Kind::Errored)
    } else if is_in(&FAILED) {
        Some(Kind::Failed)
    } else if is_in(&SKIPPED) {
        Some(Kind::Skipped)
    } else {
        None
    }
}
