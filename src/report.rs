//! The frozen report: everything a renderer may know, and nothing it would have to work out.
//!
//! Built once by `verdict`; renderers read it. Text in it is [`Untrusted`]: it is escaped for its target when drawn.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::finding::ChangeLine;
use crate::row::{Basis, BuildNumbers, CheckId, Outcome, StopRow, TestCounts};
use crate::rule::{Level, Rule};
use crate::source::Location;
use crate::untrusted::Untrusted;

/// The answer, for one release or for all of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Verdict {
    /// The release may ship.
    Go,
    /// `lint` found nothing that blocks.
    Clean,
    /// `lint` found something that blocks.
    Findings,
    /// The release may not ship.
    NoGo,
    /// The file could not be read as a release.
    Invalid,
}

impl Verdict {
    /// The word used by machine formats.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::NoGo => "no-go",
            Self::Invalid => "invalid",
        }
    }

    /// The word people read.
    pub(crate) fn headline(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::Clean => "CLEAN",
            Self::Findings => "FINDINGS",
            Self::NoGo => "NO-GO",
            Self::Invalid => "NO VERDICT",
        }
    }
}

/// Everything one run has to say.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// The instant everything was judged at, RFC 3339; `None` for `lint`, which knows no clock.
    pub as_of: Option<String>,
    /// The same for people: `Mon 30 Nov 2026, 18:00 +01:00`.
    pub as_of_words: Option<String>,
    /// Whether warnings block (`--strict`).
    pub strict: bool,
    /// The worst of the releases' verdicts.
    pub verdict: Verdict,
    /// One entry a file, in the order they were given.
    pub releases: Vec<ReleaseReport>,
    /// The catalogue of rules, sorted by id, for formats that must describe them.
    pub rules: &'static [&'static Rule],
}

/// What was found about one file.
#[derive(Debug, Clone)]
pub(crate) struct ReleaseReport {
    /// The file, as the user named it.
    pub file: Untrusted,
    /// The texts that findings point into (the release file, and the policy if there is one).
    pub sources: Vec<Arc<str>>,
    /// The answer.
    pub verdict: Verdict,
    /// Who, what and when.
    pub release: Headline,
    /// The team policy that was used.
    pub policy: PolicyUsed,
    /// The rows, in order; empty when the file is invalid and in `lint`.
    pub checks: Vec<CheckRow>,
    /// The stop rules, in file order.
    pub stop_rules: Vec<StopRow>,
    /// All findings, sorted by check, line, column, rule and subject.
    pub findings: Vec<ReportedFinding>,
    /// What the evidence showed.
    pub evidence: EvidenceSummary,
    /// The newest call, where there is one.
    pub call: Option<CallSummary>,
    /// What is about to be deployed, where the gate was asked.
    pub gate: Option<GateSummary>,
    /// The files that were read for it, where that is attested.
    pub attested: Vec<FileDigest>,
    /// What stands in a calendar.
    pub dates: Dates,
    /// The lists of the shared status note.
    pub note: Note,
    /// What is still to come, soonest first; none where no checkpoint is asked for.
    pub to_come: Option<Vec<ToCome>>,
    /// Changes in the range that ship nothing, and why; for `-v`.
    pub set_aside: Vec<SetAside>,
    /// Whether all environments are set as production is, where that was compared.
    pub is_mirrored: Option<bool>,
    /// What changed since an earlier report, where one was named.
    pub since: Option<Since>,
    /// What each person has to do next, blocking things first; people in order of their first todo.
    pub todos: Vec<Todo>,
}

/// What is open now and was not then, and the other way round, as messages.
#[derive(Debug, Clone)]
pub(crate) struct Since {
    /// When the earlier report was made, as it says.
    pub as_of: Option<Untrusted>,
    /// What is new.
    pub new: Vec<Untrusted>,
    /// What is no longer open: repaired, or accepted.
    pub fixed: Vec<Untrusted>,
}

/// Which policy was used, and what it lets pass that would be told or block without it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PolicyUsed {
    /// The file, as the user would name it; `None` where there is none.
    pub file: Option<Untrusted>,
    /// The rules it lowers or turns off, sorted.
    pub softened: Vec<&'static str>,
}

/// What ships, as far as the headline tells it.
#[derive(Debug, Clone, Default)]
pub(crate) struct BuildLine {
    /// Where it was read from, as the file names it: `v2.3.0..v2.4.0-rc.1`, or a change list.
    pub range: Option<Untrusted>,
    /// The full id of the commit that was judged.
    pub commit: Option<String>,
    /// Changes that ship.
    pub changes: u64,
    /// How far `HEAD` is from it, where that is known and not nothing.
    pub head: Option<Untrusted>,
}

/// The head of the report.
#[derive(Debug, Clone, Default)]
pub(crate) struct Headline {
    /// `name`.
    pub name: Option<Untrusted>,
    /// `version`.
    pub version: Option<Untrusted>,
    /// `goal`.
    pub goal: Option<Untrusted>,
    /// `owner`.
    pub owner: Option<Untrusted>,
    /// The digest of the plan.
    pub plan: Option<String>,
    /// `date`, as machine formats write it (RFC 3339 or a plain date).
    pub date: Option<String>,
    /// `date` for people: `Tue 1 Dec 2026, 09:00 (Europe/Madrid)`.
    pub launch: Option<String>,
    /// How far off the launch is: `in 15 hours`, `today`, `3 days ago`.
    pub distance: Option<String>,
    /// `backup_date`, for people.
    pub backup_date: Option<String>,
    /// What ships, where a build was read.
    pub build: Option<BuildLine>,
    /// Who says ship.
    pub ship: Option<Untrusted>,
    /// Who says stop.
    pub stop: Option<Untrusted>,
    /// Who stands in.
    pub backup: Option<Untrusted>,
    /// Where they can be reached.
    pub reach: Option<Untrusted>,
}

/// The newest call.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallSummary {
    /// What was decided.
    pub say: Option<&'static str>,
    /// Who decided.
    pub by: Option<Untrusted>,
    /// When, as machine formats write it.
    pub on: Option<String>,
    /// When, for people, with no more than differs from today and the release's zone.
    pub on_words: Option<String>,
    /// Why.
    pub why: Option<Untrusted>,
    /// The old launch of a delay.
    pub was: Option<String>,
    /// The new one.
    pub date: Option<String>,
    /// What it was about, as ids of rules.
    pub cause: Vec<Untrusted>,
    /// Who was told.
    pub told: Vec<Untrusted>,
    /// The commit it is about.
    pub build: Option<Untrusted>,
    /// The plan it is about.
    pub plan: Option<Untrusted>,
    /// Until when it holds, as machine formats write it; for a ship call alone.
    pub until: Option<String>,
    /// Until when, for people, with no more than differs from when it was made.
    pub until_words: Option<String>,
    /// What its signature proves: `good`, `bad`, `unproven`; none without one.
    pub signature: Option<&'static str>,
    /// The old launch of a delay and the new one, the same way.
    pub moved: Option<(String, String)>,
    /// What the release has come to by it; none where it does not count.
    pub standing: Option<Standing>,
    /// Whether it is a ship call that stands.
    pub stands: bool,
    /// Whether it is in force now.
    pub in_force: bool,
}

/// What a release has come to by the newest call, where that call counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It ships.
    Shipped,
    /// It does not.
    Stopped,
    /// It does so later.
    Delayed,
    /// It was taken back.
    RolledBack,
}

/// What the gate was asked about.
#[derive(Debug, Clone)]
pub(crate) struct GateSummary {
    /// The commit, as it was named.
    pub commit: Untrusted,
    /// Its full id, where a repository knows it.
    pub id: Option<String>,
    /// Whether it is the build.
    pub is_build: bool,
    /// What opens the gate; none where it is open.
    pub step: Option<Untrusted>,
}

/// A file by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileDigest {
    /// Its path, as it was named.
    pub name: Untrusted,
    /// Of its bytes, in hex.
    pub sha256: String,
}

/// The dates of a release.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dates {
    /// What tells this release from all others, and stays when its dates move.
    pub key: Untrusted,
    /// How often the launch was moved by a call.
    pub moved: usize,
    /// The dates, in order.
    pub list: Vec<Appointment>,
}

/// One date of a release.
#[derive(Debug, Clone)]
pub(crate) struct Appointment {
    /// Which: it stays when the date moves.
    pub kind: Untrusted,
    /// What it is for people, the release's name behind it.
    pub what: Untrusted,
    /// When.
    pub at: At,
}

/// A whole day, or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum At {
    /// A day of the release's zone.
    Day(Date),
    /// An instant.
    Time(Timestamp),
}

/// One row of the table.
#[derive(Debug, Clone)]
pub(crate) struct CheckRow {
    /// Which check.
    pub id: CheckId,
    /// How it came out.
    pub result: Outcome,
    /// What it stands on.
    pub basis: Basis,
    /// Why, in a few words.
    pub summary: Untrusted,
    /// Who acts next; `None` when nobody has to.
    pub next: Option<Untrusted>,
}

/// A finding after levels and acceptances were applied.
#[derive(Debug, Clone)]
pub(crate) struct ReportedFinding {
    /// The rule's id; `file/invalid` for a file that cannot be read.
    pub rule: &'static str,
    /// Its level here.
    pub level: Level,
    /// The check it counts for; `None` for `file/invalid`.
    pub check: Option<CheckId>,
    /// Whether the caller accepted it, on the record.
    pub accepted: bool,
    /// What it is about.
    pub subject: Option<Untrusted>,
    /// What is wrong.
    pub message: Untrusted,
    /// What to do.
    pub help: Untrusted,
    /// The line to paste into the release file, where one would answer the finding.
    pub paste: Option<Untrusted>,
    /// The report file that it stands in, for findings about tests.
    pub report: Option<Untrusted>,
    /// What it shares with others of its rule, behind their number.
    pub cause: Option<Untrusted>,
    /// The change it is about.
    pub change: Option<ChangeLine>,
    /// Who acts next.
    pub next: Option<Untrusted>,
    /// Where it points.
    pub location: Location,
    /// Which of [`ReleaseReport::sources`] it points into, and the byte range in it; `None` when nothing was read.
    pub excerpt: Option<Excerpt>,
}

/// The bytes a snippet marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// Index into [`ReleaseReport::sources`].
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

/// The numbers behind the verdict.
#[derive(Debug, Clone, Default)]
pub(crate) struct EvidenceSummary {
    /// The build, if it could be compared.
    pub build: Option<BuildNumbers>,
    /// The test reports, if all could be read.
    pub tests: Option<TestCounts>,
}

/// The lists of the status note.
#[derive(Debug, Clone, Default)]
pub(crate) struct Note {
    /// What is in.
    pub included: Vec<NoteItem>,
    /// What is out, and why.
    pub excluded: Vec<NoteItem>,
    /// What slipped in, and who decided.
    pub extras: Vec<NoteItem>,
    /// Known issues that ship.
    pub known_issues: Vec<NoteItem>,
    /// Findings that ship anyway.
    pub accepted: Vec<NoteItem>,
    /// What users will notice.
    pub notice: Option<Untrusted>,
    /// What may confuse them.
    pub confusing: Option<Untrusted>,
    /// What to reply.
    pub reply: Option<Untrusted>,
}

/// A line of the status note.
#[derive(Debug, Clone, Default)]
pub(crate) struct NoteItem {
    /// The id, if it has one.
    pub id: Option<Untrusted>,
    /// The title or summary.
    pub title: Option<Untrusted>,
    /// The reason, the workaround, or the decision.
    pub detail: Option<Untrusted>,
    /// Why it may ship, for what is known and ships.
    pub why: Option<Untrusted>,
    /// Who stands behind it.
    pub by: Option<Untrusted>,
    /// When.
    pub on: Option<String>,
    /// Until when it holds, for what was accepted.
    pub until: Option<String>,
    /// How many findings it lets ship, for what was accepted.
    pub count: Option<usize>,
}

/// What somebody still has to say.
#[derive(Debug, Clone)]
pub(crate) struct ToCome {
    /// What.
    pub what: Untrusted,
    /// Who says it; none where nobody fills the role.
    pub who: Option<Untrusted>,
    /// A handoff: from or to whom.
    pub with: Option<(&'static str, Untrusted)>,
    /// By when, RFC 3339.
    pub due: String,
    /// By when, for people.
    pub due_words: String,
}

/// A change that ships nothing.
#[derive(Debug, Clone)]
pub(crate) struct SetAside {
    /// Its short id.
    pub id: Untrusted,
    /// Its subject line.
    pub subject: Untrusted,
    /// Why it ships nothing: `merge`, `ignored: lock file only`, `reverted by 1a2b3c4`, `already in v2.3.0`.
    pub why: Untrusted,
}

/// What one person has to do next.
#[derive(Debug, Clone)]
pub(crate) struct Todo {
    /// The person; `None` where nobody is named, which is a finding of its own.
    pub person: Option<Untrusted>,
    /// What to do, one line each, blocking things first.
    pub tasks: Vec<Task>,
}

/// One line of a to-do list.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    /// What to do.
    pub what: Untrusted,
    /// The same in fewer words: what it is about, without what to do.
    pub short: Untrusted,
    /// Whether the release waits for it.
    pub blocks: bool,
}
