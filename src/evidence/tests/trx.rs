//! TRX, the XML of .NET's `dotnet test --logger trx` and of Visual Studio.
//!
//! A result stands right below `Results` or `InnerResults`; one that holds others is their sum and no case of its own.
//! The class of a test stands elsewhere, in its definition, before the results or behind them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use crate::untrusted::Untrusted;

use super::case::{Kind, OpenCase};
use super::ledger::{Claim, Header, Ledger};
use super::names::clip;
use super::status::{Status, status};
use super::watch::Watch;
use super::xml::{self, Sink, Slots};
use super::{Report, Unreadable};

/// Classes of tests that are kept before the results are read.
const KEPT: usize = 20_000;

/// Bytes of results that wait for their classes.
const WAITING: usize = 16 * 1024 * 1024;

/// Bytes of one of them beside its text, about.
const ENTRY: usize = 256;

/// What an element is, by its name and what is around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Run,
    Results,
    Result,
    Message,
    Definition,
    Summary,
    RunInfo,
    Other,
}

/// A result whose end has not been read.
#[derive(Debug, Default)]
struct Open {
    case: OpenCase,
    /// Whether results stand inside it, and whether one of them did not pass.
    has_inner: bool,
    has_broken: bool,
}

/// A run while it is read.
pub(super) struct Run {
    frames: Vec<Frame>,
    open: Vec<Open>,
    /// Cases that did not pass, until the class of each is known.
    waiting: Vec<OpenCase>,
    /// Bytes that those may still have.
    room: usize,
    wanted: BTreeSet<String>,
    classes: BTreeMap<String, String>,
    definition: String,
    has_results: bool,
    name: String,
    summary: String,
    counters: Claim,
    info: Option<OpenCase>,
    ledger: Ledger,
}

impl Run {
    /// Nothing yet.
    pub(super) fn new(watch: Watch) -> Self {
        Self {
            frames: Vec::new(),
            open: Vec::new(),
            waiting: Vec::new(),
            room: WAITING,
            wanted: BTreeSet::new(),
            classes: BTreeMap::new(),
            definition: String::new(),
            has_results: false,
            name: String::new(),
            summary: String::new(),
            counters: Claim::default(),
            info: None,
            ledger: Ledger::new(watch),
        }
    }

    /// The report, once the last element has closed.
    pub(super) fn end(mut self) -> Report {
        // What the run as a whole says was read before or behind what it is about.
        let header = Header::of_all(&self.name, self.counters);
        for mut case in std::mem::take(&mut self.waiting) {
            if let Some(class) = self.classes.get(&case.id) {
                case.class.clone_from(class);
            }
            self.ledger.close(&case, "");
        }
        if !self.is_summed_up() {
            let mut case = OpenCase::default();
            case.begin("", if self.name.is_empty() { "the run" } else { &self.name });
            case.status(&self.summary);
            self.ledger.show_fault();
            self.ledger.broke(&case);
        }
        self.ledger.close_header(&header);
        self.ledger.end()
    }

    /// Whether the outcome of the run says no more than its results do.
    fn is_summed_up(&self) -> bool {
        let word = self.summary.trim();
        match status(word) {
            None | Some(Status::Passed) => true,
            _ if word.eq_ignore_ascii_case("warning") => true,
            _ => word.eq_ignore_ascii_case("failed") && self.ledger.faults() > 0,
        }
    }

    fn frame(&self, name: &str) -> Frame {
        match (self.frames.last(), name) {
            (None, "TestRun") => Frame::Run,
            (Some(Frame::Run), "Results") | (Some(Frame::Result), "InnerResults") => Frame::Results,
            (Some(Frame::Results), _) => Frame::Result,
            (Some(Frame::Run), "ResultSummary") => Frame::Summary,
            (_, "RunInfo") if self.frames.contains(&Frame::Summary) => Frame::RunInfo,
            (_, "Message") if !self.open.is_empty() => Frame::Message,
            (_, "UnitTest" | "ManualTest" | "GenericTest" | "OrderedTest") if self.open.is_empty() => {
                Frame::Definition
            }
            _ => Frame::Other,
        }
    }

    fn begin_element(&mut self, name: &str, with: &Attributes<'_>, at: u64) -> Result<(), Unreadable> {
        let frame = self.frame(name);
        match (frame, name) {
            (Frame::Run, _) => self.name.push_str(clip(&with.name)),
            (Frame::Result, _) => self.open_result(with),
            (Frame::Definition, _) => clip(&with.id).clone_into(&mut self.definition),
            (Frame::Summary, _) => clip(&with.outcome).clone_into(&mut self.summary),
            (Frame::RunInfo, _) => self.open_info(with),
            (_, "Times") => {
                let start = if with.start.is_empty() { &with.creation } else { &with.start };
                self.ledger.date(start);
            }
            (_, "Counters") => self.counters = with.counters(at)?,
            (_, "TestMethod") => self.define(&with.class),
            _ => {}
        }
        self.frames.push(frame);
        Ok(())
    }

    fn open_result(&mut self, with: &Attributes<'_>) {
        self.has_results = true;
        let mut open = Open::default();
        open.case.begin("", &with.test_name);
        clip(&with.test_id).clone_into(&mut open.case.id);
        match (status(&with.outcome), with.outcome.trim()) {
            // Where the outcome is left out, the test did not come to one.
            (None, _) => open.case.fail("none"),
            (Some(Status::Passed), word) if !word.eq_ignore_ascii_case("passed") => open.case.fail(word),
            (_, word) => open.case.status(word),
        }
        if let Some(around) = self.open.last_mut() {
            around.has_inner = true;
        }
        self.open.push(open);
    }

    fn close_result(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let is_broken = open.case.kind >= Some(Kind::Failed);
        if let Some(around) = self.open.last_mut() {
            around.has_broken |= is_broken || open.has_broken;
        }
        if open.has_inner && (!is_broken || open.has_broken) {
            // The sum of what stands inside it.
            self.ledger.show_attempt();
            if is_broken {
                self.ledger.show_fault();
            }
            return;
        }
        let size = open.case.size().saturating_add(ENTRY);
        if open.case.kind.is_none() || size > self.room {
            self.ledger.close(&open.case, "");
            return;
        }
        self.room = self.room.saturating_sub(size);
        if !self.classes.contains_key(&open.case.id) {
            self.wanted.insert(open.case.id.clone());
        }
        self.waiting.push(open.case);
    }

    fn define(&mut self, class: &str) {
        // Old ones name the assembly behind the class.
        let class = class.split(',').next().unwrap_or_default().trim();
        let is_wanted =
            if self.has_results { self.wanted.contains(&self.definition) } else { self.classes.len() < KEPT };
        if is_wanted && !class.is_empty() {
            self.classes.insert(self.definition.clone(), clip(class).to_owned());
        }
    }

    /// What went wrong beside the tests: a host that crashed, a test file that could not be loaded.
    fn open_info(&mut self, with: &Attributes<'_>) {
        let is_broken = matches!(status(&with.outcome), Some(Status::Not(kind)) if kind >= Kind::Failed);
        if is_broken {
            self.ledger.show_fault();
            let mut case = OpenCase::default();
            case.begin("", if self.name.is_empty() { "the run" } else { &self.name });
            case.status(&with.outcome);
            self.info = Some(case);
        }
    }
}

impl Sink for Run {
    fn begin(&mut self, root: &str) -> bool {
        root == "TestRun"
    }

    fn open(&mut self, element: &BytesStart<'_>, at: u64) -> Result<u64, Unreadable> {
        xml::check_name(element, at)?;
        let mut attributes = Attributes::default();
        let references = xml::read_attributes(element, at, &mut attributes)?;
        self.begin_element(element.local_name().into_inner(), &attributes, at)?;
        Ok(references)
    }

    fn close(&mut self) {
        match self.frames.pop() {
            Some(Frame::Result) => self.close_result(),
            Some(Frame::RunInfo) => {
                if let Some(case) = self.info.take() {
                    self.ledger.broke(&case);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(case) = &mut self.info {
            case.say(text);
        } else if self.frames.last() == Some(&Frame::Message)
            && let Some(open) = self.open.last_mut()
        {
            open.case.say(text);
        }
    }
}

/// The attributes that a run is read by, unescaped; empty when absent.
#[derive(Debug, Default)]
struct Attributes<'t> {
    id: Cow<'t, str>,
    name: Cow<'t, str>,
    test_id: Cow<'t, str>,
    test_name: Cow<'t, str>,
    class: Cow<'t, str>,
    outcome: Cow<'t, str>,
    start: Cow<'t, str>,
    creation: Cow<'t, str>,
    total: Cow<'t, str>,
    failed: Cow<'t, str>,
    error: Cow<'t, str>,
    timeout: Cow<'t, str>,
    aborted: Cow<'t, str>,
    not_executed: Cow<'t, str>,
}

impl Attributes<'_> {
    fn counters(&self, at: u64) -> Result<Claim, Unreadable> {
        let count = |attribute, value: &str| match value.trim() {
            "" => Ok(0_u64),
            digits => digits.parse().map_err(|_| Unreadable::NotANumber {
                attribute,
                value: Untrusted::new(clip(digits)),
                at,
            }),
        };
        let faults = [
            count("failed", &self.failed)?,
            count("error", &self.error)?,
            count("timeout", &self.timeout)?,
            count("aborted", &self.aborted)?,
        ];
        Ok(Claim {
            faults: faults.iter().fold(0, |all, one| all.saturating_add(*one)),
            skips: count("notExecuted", &self.not_executed)?,
            tests: count("total", &self.total)?,
        })
    }
}

impl<'t> Slots<'t> for Attributes<'t> {
    fn slot(&mut self, key: &str) -> Option<&mut Cow<'t, str>> {
        Some(match key {
            "id" => &mut self.id,
            "name" => &mut self.name,
            "testId" => &mut self.test_id,
            "testName" => &mut self.test_name,
            "className" => &mut self.class,
            "outcome" => &mut self.outcome,
            "start" => &mut self.start,
            "creation" => &mut self.creation,
            "total" => &mut self.total,
            "failed" => &mut self.failed,
            "error" => &mut self.error,
            "timeout" => &mut self.timeout,
            "aborted" => &mut self.aborted,
            "notExecuted" => &mut self.not_executed,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::tests::{Report, read};
    use crate::limits;

    const NAMESPACE: &str = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    fn run(inside: &str) -> Report {
        let text =
            format!("<?xml version='1.0'?><TestRun name='ana@box' xmlns='{NAMESPACE}'>{inside}</TestRun>");
        read(text.as_bytes(), &mut limits::REPORTS_TAGS.clone(), crate::evidence::tests::Watch::default())
            .unwrap_or_else(|fault| panic!("{:?} in {text}", fault.message()))
    }

    fn outcome(outcome: &str) -> &'static str {
        let counts = run(&format!("<Results><UnitTestResult testName='a' {outcome}/></Results>")).counts;
        assert_eq!(counts.total, 1);
        match (counts.passed, counts.failed, counts.errors, counts.skipped) {
            (1, ..) => "passed",
            (_, 1, ..) => "failed",
            (_, _, 1, _) => "errored",
            _ => "skipped",
        }
    }

    #[test]
    fn only_what_passed_has_passed() {
        for (word, expected) in [
            ("outcome='Passed'", "passed"),
            ("outcome='Failed'", "failed"),
            ("outcome='Error'", "errored"),
            ("outcome='NotExecuted'", "skipped"),
            ("outcome='Pending'", "skipped"),
            ("outcome='Inconclusive'", "failed"),
            ("outcome='Timeout'", "failed"),
            ("outcome='Aborted'", "failed"),
            ("outcome='PassedButRunAborted'", "failed"),
            ("outcome='Completed'", "failed"),
            ("outcome='InProgress'", "failed"),
            ("outcome='Odd'", "failed"),
            ("outcome=''", "failed"),
            ("", "failed"),
        ] {
            assert_eq!(outcome(word), expected, "{word}");
        }
    }

    const RESULT: &str = "<Results><UnitTestResult testId='1' testName='Adds' outcome='Failed'><Output><StdOut>x</StdOut>\
        <ErrorInfo><Message>\nexpected 14\nfound 12</Message></ErrorInfo></Output></UnitTestResult></Results>";
    const DEFINITION: &str = "<TestDefinitions><UnitTest id='1'><TestMethod className='Shop.Cart, Shop, Version=1' name='Adds'/></UnitTest></TestDefinitions>";

    #[test]
    fn a_class_is_found_before_and_behind_the_results() {
        for inside in [format!("{RESULT}{DEFINITION}"), format!("{DEFINITION}{RESULT}")] {
            let report = run(&inside);
            assert_eq!(report.failed.list[0].subject.raw(), "Shop.Cart::Adds");
            assert_eq!(report.failed.list[0].reason.as_ref().unwrap().raw(), "expected 14");
        }
    }

    #[test]
    fn a_result_around_others_is_their_sum() {
        let inner = |outer: &str, inner: &str| {
            run(&format!(
                "<Results><UnitTestResult testName='a' outcome='{outer}'><InnerResults>\
                 <UnitTestResult testName='a (1)' outcome='Passed'/><UnitTestResult testName='a (2)' outcome='{inner}'/>\
                 </InnerResults></UnitTestResult></Results><ResultSummary outcome='Completed'><Counters total='3'/></ResultSummary>"
            ))
        };
        let report = inner("Passed", "Passed");
        assert_eq!((report.counts.total, report.counts.passed, report.excess.count()), (2, 2, 0));
        let report = inner("Failed", "Failed");
        assert_eq!((report.counts.total, report.counts.failed), (2, 1));
        let report = inner("Failed", "Passed");
        assert_eq!((report.counts.total, report.counts.failed), (3, 1), "a sum that is worse than its parts");
        assert_eq!(inner("Passed", "Failed").counts.failed, 1);
    }

    #[test]
    fn what_the_run_says_is_heard() {
        let summary = |summary: &str| {
            run(&format!("<Results><UnitTestResult testName='a' outcome='Passed'/></Results>{summary}"))
        };
        assert_eq!(summary("<ResultSummary outcome='Completed'/>").counts.errors, 0);
        assert_eq!(summary("<ResultSummary outcome='Aborted'/>").counts.errors, 1);
        assert_eq!(summary("<ResultSummary outcome='Failed'/>").counts.errors, 1);
        let crashed = summary(
            "<ResultSummary outcome='Failed'><Counters total='1' passed='1' failed='0'/><RunInfos><RunInfo outcome='Error'>\
             <Text>The active test run was aborted.</Text></RunInfo></RunInfos></ResultSummary>",
        );
        assert_eq!(crashed.counts.errors, 1);
        assert_eq!(crashed.failed.list[0].reason.as_ref().unwrap().raw(), "The active test run was aborted.");
        let hidden = summary(
            "<ResultSummary outcome='Completed'><Counters total='4' failed='2' notExecuted='1'/></ResultSummary>",
        );
        assert_eq!((hidden.contradictions.count(), hidden.excess.count()), (2, 1));
    }

    #[test]
    fn times_of_a_run_are_read() {
        let report =
            run("<Times creation='2026-11-30T10:00:00.1234567+01:00' start='2026-11-30T09:59:00+01:00'/>");
        assert!(report.dates.oldest.is_some() && report.dates.odd.is_none());
    }
}
