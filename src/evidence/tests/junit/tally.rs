//! What the elements of a report mean: suites, cases, results, and how they add up.
//!
//! Cases are counted wherever they stand, and results count at any depth inside a case. Headers are never counted, only
//! held against what is shown below them.

use quick_xml::events::BytesStart;

use crate::untrusted::Untrusted;

use super::super::case::{Kind, OpenCase};
use super::super::ledger::{Claim, Header, Ledger};
use super::super::names::clip;
use super::super::status::{Status, status};
use super::super::watch::Watch;
use super::super::xml::{self, Sink};
use super::super::{Report, Unreadable};
use super::attributes::Attributes;

/// The name of a suite that has none.
const UNNAMED: &str = "(a suite without a name)";

/// What an element is, by its name without a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Suite,
    Case,
    Result(Kind),
    /// An attempt that failed before the last one; whether the element says that a later one passed.
    Attempt(Kind),
    Property,
    Other,
}

impl Tag {
    /// The element of that name.
    pub(super) fn of(local_name: &str) -> Self {
        match local_name {
            "testcase" => Self::Case,
            "testsuite" | "testsuites" => Self::Suite,
            "failure" | "failed" => Self::Result(Kind::Failed),
            "error" => Self::Result(Kind::Errored),
            "skipped" | "notrun" | "disabled" | "ignored" | "pending" | "todo" => Self::Result(Kind::Skipped),
            // A flaky element says that a later attempt passed; a rerun element alone says nothing of the kind.
            "flakyFailure" | "flakyError" => Self::Attempt(Kind::Flaky),
            "rerunFailure" | "rerunError" => Self::Attempt(Kind::Failed),
            "property" => Self::Property,
            _ => Self::Other,
        }
    }
}

/// An open element, by what its end means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Suite,
    Case,
    /// A result of a case; whether its text is wanted.
    Result(bool),
    /// An error of a suite as a whole, kept as a case of its own until it closes.
    SuiteError,
    Other,
}

/// A report while it is read.
pub(in crate::evidence::tests) struct Tally {
    frames: Vec<Frame>,
    suites: Vec<Header>,
    /// Open cases, as many as `open` says; those behind them were closed, and are used again.
    cases: Vec<OpenCase>,
    open: usize,
    ledger: Ledger,
}

impl Tally {
    /// Nothing yet.
    pub(in crate::evidence::tests) fn new(watch: Watch) -> Self {
        Self {
            frames: Vec::new(),
            suites: Vec::new(),
            cases: Vec::new(),
            open: 0,
            ledger: Ledger::new(watch),
        }
    }

    /// The report, once the last element has closed.
    pub(in crate::evidence::tests) fn end(self) -> Report {
        self.ledger.end()
    }

    fn begin_element(&mut self, tag: Tag, with: &Attributes<'_>, at: u64) -> Result<(), Unreadable> {
        let frame = match tag {
            Tag::Suite => {
                self.open_suite(with, at)?;
                Frame::Suite
            }
            Tag::Case => {
                self.open_case(with);
                Frame::Case
            }
            Tag::Result(kind) => self.result_of(kind, with),
            Tag::Attempt(kind) => {
                self.ledger.show_attempt();
                self.result_of(kind, with)
            }
            Tag::Property => {
                self.property(with);
                Frame::Other
            }
            Tag::Other => {
                self.other(with);
                Frame::Other
            }
        };
        self.frames.push(frame);
        Ok(())
    }

    fn open_suite(&mut self, with: &Attributes<'_>, at: u64) -> Result<(), Unreadable> {
        let tests = count("tests", &with.tests, at)?;
        let failures = count("failures", &with.failures, at)?;
        let errors = count("errors", &with.errors, at)?;
        let skipped = count("skipped", &with.skipped, at)?;
        let disabled = count("disabled", &with.disabled, at)?;
        self.ledger.date(&with.timestamp);
        // Some tools count a disabled test among the skipped ones as well.
        let claim = Claim { faults: failures.saturating_add(errors), skips: skipped.max(disabled), tests };
        self.suites.push(self.ledger.open_header(&with.name, claim));
        Ok(())
    }

    fn open_case(&mut self, with: &Attributes<'_>) {
        self.begin_case(|case| {
            case.begin(&with.class, &with.name);
            case.status(&with.status);
            case.status(&with.result);
        });
    }

    /// A result belongs to the case around it, at any depth, else to the suite.
    fn result_of(&mut self, kind: Kind, with: &Attributes<'_>) -> Frame {
        let around = self.frames.iter().rev().find(|frame| matches!(frame, Frame::Case | Frame::Suite));
        match around {
            Some(Frame::Case) => self.result(kind, with),
            Some(_) if kind >= Kind::Failed => self.suite_error(with),
            _ => Frame::Other,
        }
    }

    fn result(&mut self, kind: Kind, with: &Attributes<'_>) -> Frame {
        if kind != Kind::Skipped {
            self.ledger.show_fault();
        }
        let wanted = innermost(&mut self.cases, self.open)
            .is_some_and(|case| case.result(kind, &with.message, &with.of_type));
        Frame::Result(wanted)
    }

    fn suite_error(&mut self, with: &Attributes<'_>) -> Frame {
        self.ledger.show_fault();
        let suite = self.suites.last().map(|suite| suite.name.clone()).filter(|name| !name.is_empty());
        self.begin_case(|case| {
            case.begin("", suite.as_deref().unwrap_or(UNNAMED));
            case.result(Kind::Errored, &with.message, &with.of_type);
        });
        Frame::SuiteError
    }

    /// Suites may name the commit that they ran on.
    fn property(&mut self, with: &Attributes<'_>) {
        if self.open == 0 && COMMIT.contains(&with.name.as_ref()) {
            self.ledger.commit(&with.value);
        }
    }

    /// A step or the like inside a case: a word for a failure says that the case has not passed.
    fn other(&mut self, with: &Attributes<'_>) {
        for word in [&with.status, &with.result] {
            if let Some(Status::Not(kind)) = status(word)
                && kind >= Kind::Failed
                && let Some(case) = innermost(&mut self.cases, self.open)
            {
                case.status(word);
            }
        }
    }

    fn close_case(&mut self) {
        let Some(case) = innermost(&mut self.cases, self.open) else { return };
        self.open = self.open.saturating_sub(1);
        let suite = self.suites.last().map_or("", |suite| suite.name.as_str());
        self.ledger.close(case, suite);
    }

    fn close_suite_error(&mut self) {
        let Some(case) = innermost(&mut self.cases, self.open) else { return };
        self.open = self.open.saturating_sub(1);
        self.ledger.broke(case);
    }

    /// One more open case, in the memory of one that was closed, if there is any.
    fn begin_case(&mut self, fill: impl FnOnce(&mut OpenCase)) {
        if let Some(case) = self.cases.get_mut(self.open) {
            fill(case);
        } else {
            let mut case = OpenCase::default();
            fill(&mut case);
            self.cases.push(case);
        }
        self.open = self.open.saturating_add(1);
    }
}

/// What properties of a suite are called that name a commit.
const COMMIT: [&str; 10] = [
    "commit",
    "git.commit",
    "git_commit",
    "git.commit.id",
    "git.sha",
    "commit.sha",
    "GIT_COMMIT",
    "CI_COMMIT_SHA",
    "GITHUB_SHA",
    "vcs.revision",
];

impl Sink for Tally {
    fn begin(&mut self, root: &str) -> bool {
        Tag::of(root) == Tag::Suite
    }

    fn open(&mut self, element: &BytesStart<'_>, at: u64) -> Result<u64, Unreadable> {
        // Nearly no report has prefixes.
        let plain = Tag::of(element.name().into_inner());
        let tag = if plain == Tag::Other { Tag::of(element.local_name().into_inner()) } else { plain };
        if plain == Tag::Other {
            xml::check_name(element, at)?;
        }
        let mut attributes = Attributes::default();
        let references = xml::read_attributes(element, at, &mut attributes)?;
        self.begin_element(tag, &attributes, at)?;
        Ok(references)
    }

    fn close(&mut self) {
        match self.frames.pop() {
            Some(Frame::Suite) => {
                if let Some(suite) = self.suites.pop() {
                    self.ledger.close_header(&suite);
                }
            }
            Some(Frame::Case) => self.close_case(),
            Some(Frame::SuiteError) => self.close_suite_error(),
            Some(Frame::Result(_) | Frame::Other) | None => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let (Some(Frame::Result(true) | Frame::SuiteError), Some(case)) =
            (self.frames.last(), innermost(&mut self.cases, self.open))
        {
            case.say(text);
        }
    }
}

/// The innermost open case.
fn innermost(cases: &mut [OpenCase], open: usize) -> Option<&mut OpenCase> {
    cases.get_mut(open.checked_sub(1)?)
}

/// A count of a header; absent and blank are 0.
fn count(attribute: &'static str, value: &str, at: u64) -> Result<u64, Unreadable> {
    let digits = value.trim();
    if digits.is_empty() {
        return Ok(0);
    }
    digits.parse().map_err(|_| Unreadable::NotANumber { attribute, value: Untrusted::new(clip(digits)), at })
}
