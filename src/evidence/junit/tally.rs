//! What the elements of a report mean: suites, cases, results, and how they add up.
//!
//! Cases are counted wherever they stand; only an element right below a case or a suite is a result of it. Headers are
//! never counted, only held against what is shown below them.

use crate::untrusted::Untrusted;

use super::attributes::{Attributes, clip};
use super::case::{Case, Kind, OpenCase, status};
use super::kept::Shelf;
use super::{Contradiction, Counts, Report, Stamp, Unreadable};

const MEBIBYTE: usize = 1024 * 1024;

/// The name of a suite that has none.
const UNNAMED: &str = "(a suite without a name)";

/// What an element is, by its name without a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Suite,
    Case,
    Result(Kind),
    Other,
}

impl Tag {
    /// The element of that name.
    pub(super) fn of(local_name: &str) -> Self {
        match local_name {
            "testcase" => Self::Case,
            "testsuite" | "testsuites" => Self::Suite,
            "failure" => Self::Result(Kind::Failed),
            "error" => Self::Result(Kind::Errored),
            "skipped" | "notrun" | "disabled" | "ignored" => Self::Result(Kind::Skipped),
            "flakyFailure" | "flakyError" | "rerunFailure" | "rerunError" => Self::Result(Kind::Flaky),
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

/// An open suite.
#[derive(Debug, Default)]
struct Suite {
    name: String,
    admitted: u64,
    /// [`Tally::shown`] when it opened.
    shown_before: u64,
    /// [`Tally::reported`] when it opened.
    reported_before: u64,
}

/// A report while it is read.
pub(super) struct Tally {
    frames: Vec<Frame>,
    suites: Vec<Suite>,
    /// Open cases, as many as `open` says; those behind them were closed, and are used again.
    cases: Vec<OpenCase>,
    open: usize,
    /// Results that show a failure or an error, those of reruns included.
    shown: u64,
    /// Failures and errors that contradictions so far spoke of: a header around them shall not repeat them.
    reported: u64,
    counts: Counts,
    failed: Shelf<Case>,
    skipped: Shelf<Case>,
    flaky: Shelf<Case>,
    contradictions: Shelf<Contradiction>,
    newest: Option<Stamp>,
}

impl Tally {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            frames: Vec::new(),
            suites: Vec::new(),
            cases: Vec::new(),
            open: 0,
            shown: 0,
            reported: 0,
            counts: Counts::default(),
            failed: Shelf::new(10_000, 4 * MEBIBYTE),
            skipped: Shelf::new(100_000, 8 * MEBIBYTE),
            flaky: Shelf::new(1_000, MEBIBYTE),
            contradictions: Shelf::new(1_000, MEBIBYTE),
            newest: None,
        }
    }

    /// An element begins.
    pub(super) fn open(&mut self, tag: Tag, with: &Attributes<'_>, at: u64) -> Result<(), Unreadable> {
        let frame = match (tag, self.frames.last()) {
            (Tag::Suite, _) => {
                self.open_suite(with, at)?;
                Frame::Suite
            }
            (Tag::Case, _) => {
                self.open_case(with);
                Frame::Case
            }
            (Tag::Result(kind), Some(Frame::Case)) => self.result(kind, with),
            (Tag::Result(Kind::Failed | Kind::Errored), Some(Frame::Suite)) => self.suite_error(with),
            _ => Frame::Other,
        };
        self.frames.push(frame);
        Ok(())
    }

    /// The innermost element ends.
    pub(super) fn close(&mut self) {
        match self.frames.pop() {
            Some(Frame::Suite) => self.close_suite(),
            Some(Frame::Case) => self.close_case(),
            Some(Frame::SuiteError) => self.close_suite_error(),
            Some(Frame::Result(_) | Frame::Other) | None => {}
        }
    }

    /// Text of the innermost element.
    pub(super) fn text(&mut self, text: &str) {
        if let (Some(Frame::Result(true) | Frame::SuiteError), Some(case)) =
            (self.frames.last(), innermost(&mut self.cases, self.open))
        {
            case.say(text);
        }
    }

    /// The report, once the last element has closed.
    pub(super) fn end(self) -> Report {
        Report {
            counts: self.counts,
            failed: self.failed.close(),
            skipped: self.skipped.close(),
            flaky: self.flaky.close(),
            contradictions: self.contradictions.close(),
            newest: self.newest,
        }
    }

    fn open_suite(&mut self, with: &Attributes<'_>, at: u64) -> Result<(), Unreadable> {
        for (attribute, value) in [("tests", &with.tests), ("skipped", &with.skipped)] {
            count(attribute, value, at)?;
        }
        let failures = count("failures", &with.failures, at)?;
        let errors = count("errors", &with.errors, at)?;
        if let Some(stamp) = Stamp::read(&with.timestamp) {
            self.newest = Some(self.newest.map_or(stamp, |newest| newest.later(stamp)));
        }
        self.suites.push(Suite {
            name: clip(with.name.trim()).to_owned(),
            admitted: failures.saturating_add(errors),
            shown_before: self.shown,
            reported_before: self.reported,
        });
        Ok(())
    }

    fn close_suite(&mut self) {
        let Some(suite) = self.suites.pop() else { return };
        let shown = self.shown.saturating_sub(suite.shown_before);
        let reported = self.reported.saturating_sub(suite.reported_before);
        let missing = suite.admitted.saturating_sub(shown);
        if missing <= reported {
            return;
        }
        self.reported = suite.reported_before.saturating_add(missing);
        self.contradictions.put(suite.name.len(), || Contradiction {
            suite: Untrusted::new(if suite.name.is_empty() { UNNAMED } else { &suite.name }),
            admitted: suite.admitted,
            shown,
        });
    }

    fn open_case(&mut self, with: &Attributes<'_>) {
        self.begin(|case| {
            case.begin(&with.class, &with.name);
            case.status(status(&with.status));
            case.status(status(&with.result));
        });
    }

    fn result(&mut self, kind: Kind, with: &Attributes<'_>) -> Frame {
        if kind != Kind::Skipped {
            self.shown = self.shown.saturating_add(1);
        }
        let wanted = innermost(&mut self.cases, self.open)
            .is_some_and(|case| case.result(kind, &with.message, &with.of_type));
        Frame::Result(wanted)
    }

    fn close_case(&mut self) {
        let Some(case) = innermost(&mut self.cases, self.open) else { return };
        self.open = self.open.saturating_sub(1);
        let suite = self.suites.last().map_or("", |suite| suite.name.as_str());
        let counts = &mut self.counts;
        counts.total = counts.total.saturating_add(1);
        let (counted, shelf) = match case.kind {
            None => (&mut counts.passed, None),
            Some(Kind::Flaky) => {
                counts.flaky = counts.flaky.saturating_add(1);
                (&mut counts.passed, Some(&mut self.flaky))
            }
            Some(Kind::Skipped) => (&mut counts.skipped, Some(&mut self.skipped)),
            Some(Kind::Failed) => (&mut counts.failed, Some(&mut self.failed)),
            Some(Kind::Errored) => (&mut counts.errors, Some(&mut self.failed)),
        };
        *counted = counted.saturating_add(1);
        if let (Some(kind), Some(shelf)) = (case.kind, shelf) {
            let closed = case.close(kind, suite);
            shelf.put(closed.size(), || closed);
        }
        if case.kind >= Some(Kind::Failed) && !case.shown {
            self.shown = self.shown.saturating_add(1);
        }
    }

    fn suite_error(&mut self, with: &Attributes<'_>) -> Frame {
        self.shown = self.shown.saturating_add(1);
        let suite = self.suites.last().map(|suite| suite.name.clone()).filter(|name| !name.is_empty());
        self.begin(|case| {
            case.begin("", suite.as_deref().unwrap_or(UNNAMED));
            case.result(Kind::Errored, &with.message, &with.of_type);
        });
        Frame::SuiteError
    }

    fn close_suite_error(&mut self) {
        let Some(case) = innermost(&mut self.cases, self.open) else { return };
        self.open = self.open.saturating_sub(1);
        self.counts.errors = self.counts.errors.saturating_add(1);
        let closed = case.close(Kind::Errored, "");
        self.failed.put(closed.size(), || closed);
    }

    /// One more open case, in the memory of one that was closed, if there is any.
    fn begin(&mut self, fill: impl FnOnce(&mut OpenCase)) {
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
