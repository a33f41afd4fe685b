//! What one release file tells of its release: when it was to ship and when it did, what held it, what came late.
//!
//! First the file itself: its calls, its dates, its `[review]`. The versions that the file had before, where somebody
//! reads them, tell of launches that moved without a call, and of owners that changed.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::checks::call::keys::{Call, Say};
pub(crate) use crate::checks::call::review::Ended;
use crate::checks::case::person;
use crate::checks::checkpoints::asked::HANDOVER;
use crate::checks::past::{Past, Version, since_when};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::changed::came_late;
use crate::checks::scope::item::Listed;
use crate::checks::stop_rules::keys::HandState;
use crate::report::Dates;
use crate::shape::Maybe;
use crate::shape::date::{Moment, Period, When};
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::{Text, Token};
use crate::untrusted::{Untrusted, message};
use crate::verdict::dates;

/// Entries of one release that are kept of a list that may be long.
const KEPT: usize = 100;

/// What a release file tells.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    /// The file, as it was named.
    pub file: Untrusted,
    /// What the release is called in a list of them: its version, else its name, else its file.
    pub label: Untrusted,
    /// `name`.
    pub name: Option<Untrusted>,
    /// Who answers for it.
    pub owner: Option<Untrusted>,
    /// Who answered for it before, in the file's own earlier versions.
    pub owners: Vec<Untrusted>,
    /// Whether its owner confirmed that it was handed over.
    pub is_handed_over: bool,
    /// When it was to launch at first.
    pub planned: Option<Day>,
    /// When it is to launch now.
    pub launch: Option<Period>,
    /// When users had it.
    pub shipped: Option<Day>,
    /// How far that is from the first date.
    pub slip: Option<Slip>,
    /// Why it launches on another day than the first, where no call says why: who moved it.
    pub moved: Option<Moved>,
    /// How it ended; none where it has not, or nobody says.
    pub ended: Option<Ended>,
    /// What held it, the first first.
    pub holds: Vec<Hold>,
    /// What came onto the list after its approval and shipped.
    pub extras: Vec<Extra>,
    /// The rehearsal of the rollback.
    pub rehearsal: Option<Rehearsal>,
    /// What support heard.
    pub support: Support,
    /// The stop rules, each with whether it was seen to come true.
    pub stop_rules: Vec<(Untrusted, bool)>,
    /// Whether test reports or CI runs are named.
    pub is_tested: bool,
    /// Who says what was tested.
    pub account: Option<Untrusted>,
    /// What `[review]` says: the key, and the words.
    pub said: Vec<(&'static str, Untrusted)>,
    /// Whether there is a `[review]`.
    pub is_reviewed: bool,
    /// For a calendar.
    pub dates: Dates,
}

/// A date of a release, with its day in the release's zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    /// The day.
    pub date: Date,
    /// Where it lies on the time line.
    pub at: Period,
    /// Whether an hour is named.
    pub has_time: bool,
}

impl Day {
    fn of(when: &When, zone: &TimeZone) -> Self {
        let at = when.period(zone);
        let date = match when.moment {
            Moment::Day(day) => day,
            Moment::Local(local) => local.date(),
            Moment::Exact(at, offset) => offset.to_datetime(at).date(),
        };
        Self { date, at, has_time: when.has_time() }
    }
}

/// How far a release shipped from its first date.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    /// Minutes; below zero where it was early.
    pub minutes: i64,
    /// The same for people: `+8 days`, `5 hours`, `on the day`.
    pub words: String,
}

/// A call that held a release.
#[derive(Debug, Clone)]
pub(crate) struct Hold {
    /// Stop, delay or roll back.
    pub say: &'static str,
    /// When, as machine formats write it.
    pub on: Option<String>,
    /// Why.
    pub why: Option<Untrusted>,
    /// What it was about, as ids of rules.
    pub cause: Vec<Untrusted>,
    /// Who was told.
    pub told: Vec<Untrusted>,
}

/// What came late.
#[derive(Debug, Clone)]
pub(crate) struct Extra {
    /// Its id, else its title.
    pub label: Untrusted,
    /// Who let it in.
    pub by: Option<Untrusted>,
}

/// A launch that moved, and no delay says why.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    /// Where it stood when the list was approved.
    pub from: Date,
    /// Where it stands.
    pub to: Date,
    /// Who committed the date that stands; none where nobody has.
    pub by: Option<Untrusted>,
}

/// A rollback that was tried with the clock on.
#[derive(Debug, Clone)]
pub(crate) struct Rehearsal {
    /// By whom.
    pub by: Option<Untrusted>,
    /// How long it took.
    pub minutes: f64,
    /// When.
    pub on: Option<Day>,
}

/// What support heard, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Support {
    /// Before the launch, and of everything.
    InTime,
    /// Nobody wrote down that anybody was told.
    Untold,
    /// When users had it.
    AfterLaunch,
    /// Before something was added.
    BeforeExtra,
}

/// Reads a release, and the past of its file where there is one that is not cut off.
pub(crate) fn of(
    file: Untrusted,
    (release, policy): (&Release, &Policy),
    past: Option<&Past>,
    now: Timestamp,
) -> Story {
    let zone = release.zone();
    let day = |when: &Maybe<When>| when.get().map(|when| Day::of(when, &zone));
    let calls: Vec<&Call> = release.calls.items().iter().filter(|call| is_made(call, &zone, now)).collect();
    let planned = past.and_then(first_date);
    let planned =
        planned.or_else(|| calls.iter().find_map(|call| day(&call.was))).or_else(|| day(&release.date));
    let launch = day(&release.date);
    let ended = ended(release, &calls, launch, now);
    let shipped = ended.filter(|ended| *ended != Ended::Stopped).and_then(|_| {
        let called = calls.iter().rev().find(|call| call.is_ship()).and_then(|call| day(&call.on));
        let by_call =
            called.map(|called| launch.filter(|launch| launch.at.start > called.at.start).unwrap_or(called));
        day(&release.review.shipped_on).or(by_call)
    });
    Story {
        label: label(release).unwrap_or_else(|| file.clone()),
        file,
        name: words(&release.name),
        owner: person(&release.owner).cloned(),
        owners: past.map(owners).unwrap_or_default(),
        slip: planned.zip(shipped).map(|(planned, shipped)| slip(planned, shipped)),
        planned,
        launch: release.date.get().map(|date| date.day(&zone)),
        shipped,
        ended,
        holds: calls.iter().filter(|call| !call.is_ship()).take(KEPT).map(|call| hold(call)).collect(),
        extras: extras(release, past),
        moved: past.and_then(|past| moved(release, past, planned?)),
        rehearsal: rehearsal(release, &zone),
        support: support(release, launch),
        stop_rules: stop_rules(release),
        is_tested: release.tests.reports.get().is_some_and(|reports| !reports.is_empty())
            || release.tests.runs.is_given(),
        account: person(&release.tests.confirmed_by).filter(|_| release.tests.ran.is_given()).cloned(),
        said: said(release),
        is_reviewed: is_reviewed(release),
        dates: dates::of(release, policy),
        is_handed_over: is_handed_over(release),
    }
}

impl Story {
    /// Puts the name before the version, where there are releases of several names.
    pub(super) fn tell_apart(&mut self) {
        if let Some(name) = self.name.as_ref().filter(|name| **name != self.label && !name.is_blank()) {
            self.label = message!("{} {}", name, self.label);
        }
    }

    /// What stories are sorted by: the first date; what has none comes last.
    pub(super) fn order(&self) -> (bool, Option<Timestamp>, &Untrusted) {
        (self.planned.is_none(), self.planned.map(|planned| planned.at.start), &self.file)
    }

    /// Whether it shipped on a day that nobody wrote down.
    pub(super) fn is_undated(&self) -> bool {
        self.ended == Some(Ended::Shipped) && self.shipped.is_none()
    }
}

fn is_made(call: &Call, zone: &TimeZone, now: Timestamp) -> bool {
    call.on.get().is_some_and(|on| on.period(zone).start <= now)
}

/// `[review]` says it; else the newest call, once its launch has come.
fn ended(release: &Release, calls: &[&Call], launch: Option<Day>, now: Timestamp) -> Option<Ended> {
    if let Some(ended) = release.review.outcome.get() {
        return Some(*ended);
    }
    if release.review.shipped_on.is_given() {
        return Some(Ended::Shipped);
    }
    let has_come = launch.is_none_or(|launch| launch.at.start <= now);
    match calls.last()?.say.get()? {
        Say::Ship => has_come.then_some(Ended::Shipped),
        Say::Stop => has_come.then_some(Ended::Stopped),
        Say::RollBack => Some(Ended::RolledBack),
        Say::Delay => None,
    }
}

fn slip(planned: Day, shipped: Day) -> Slip {
    let between = shipped.at.start.duration_since(planned.at.start);
    let is_short = between.abs() < SignedDuration::from_hours(48);
    let days = planned.date.until(shipped.date).map_or(0, |span| i64::from(span.get_days()));
    if planned.has_time && shipped.has_time && is_short {
        let minutes = between.as_mins();
        return Slip { minutes, words: hours(minutes) };
    }
    let words = match days {
        0 => "on the day".to_owned(),
        1 | -1 => format!("{days:+} day"),
        days => format!("{days:+} days"),
    };
    Slip { minutes: days.saturating_mul(24 * 60), words }
}

fn hours(minutes: i64) -> String {
    let away = minutes.unsigned_abs();
    let (number, noun) = if away < 60 { (away, "minute") } else { (away.saturating_add(30) / 60, "hour") };
    match away {
        0 => "on time".to_owned(),
        _ => format!(
            "{}{number} {noun}{}",
            if minutes < 0 { "-" } else { "+" },
            if number == 1 { "" } else { "s" }
        ),
    }
}

fn hold(call: &Call) -> Hold {
    Hold {
        say: call.say.get().map_or("hold", |say| say.word()),
        on: call.on.get().map(When::written),
        why: words(&call.why),
        cause: call.cause.items().iter().take(KEPT).map(|cause| cause.text.clone()).collect(),
        told: call.told.items().iter().take(KEPT).map(|told| told.words.clone()).collect(),
    }
}

/// What is named as an extra, and what came onto the list itself once it was approved.
fn extras(release: &Release, past: Option<&Past>) -> Vec<Extra> {
    let shipped = release.scope.extras.items().iter().filter(|extra| extra.ships());
    let named = shipped.map(|extra| Extra { label: extra.label(), by: person(&extra.by).cloned() });
    let late = past.map(|past| came_late(release, past)).unwrap_or_default().into_iter();
    let late = late
        .map(|(label, version)| Extra { label, by: version.map(|version| version.commit.author.clone()) });
    let mut all: Vec<Extra> = Vec::new();
    for extra in named.chain(late) {
        if all.len() < KEPT && !all.iter().any(|other| other.label == extra.label) {
            all.push(extra);
        }
    }
    all
}

/// The launch as it stood when the list was first approved; where it never was, as it stood first.
fn first_date(past: &Past) -> Option<Day> {
    let mut own = past.since_first_approval().iter().rev().filter_map(Version::own);
    own.find_map(|own| own.date.get().map(|date| Day::of(date, &own.zone())))
}

/// Who answered for it, the first first, each once in a row.
fn owners(past: &Past) -> Vec<Untrusted> {
    let own = past.line.iter().rev().filter_map(Version::own);
    let mut owners: Vec<Untrusted> = own.filter_map(|own| person(&own.owner).cloned()).collect();
    owners.dedup();
    owners
}

fn moved(release: &Release, past: &Past, planned: Day) -> Option<Moved> {
    let day = |release: &Release| release.date.get().map(|date| Day::of(date, &release.zone()));
    let to = day(release)?;
    let is_delay = |call: &&Call| call.say.get() == Some(&Say::Delay);
    let mut delays = release.calls.items().iter().filter(is_delay).filter_map(|call| call.date.get());
    let zone = release.zone();
    if to.at == planned.at || delays.any(|date| date.period(&zone) == to.at) {
        return None;
    }
    let since = past.since_first_approval();
    let version = since_when(since, |version| day(version).is_some_and(|day| day.at == to.at));
    let by = version.map(|version| version.commit.author.clone());
    Some(Moved { from: planned.date, to: to.date, by })
}

fn rehearsal(release: &Release, zone: &TimeZone) -> Option<Rehearsal> {
    let there = &release.rollback.rehearsal;
    Some(Rehearsal {
        minutes: there.minutes.get()?.value,
        by: person(&there.by).cloned(),
        on: there.on.get().map(|on| Day::of(on, zone)),
    })
}

fn support(release: &Release, launch: Option<Day>) -> Support {
    let zone = release.zone();
    let Some(told) = release.support.told_on.get().map(|told| told.period(&zone)) else {
        return Support::Untold;
    };
    if launch.is_some_and(|launch| told.is_after(launch.at)) {
        return Support::AfterLaunch;
    }
    let is_later = |on: &Maybe<When>| on.get().is_some_and(|on| on.period(&zone).is_after(told));
    let extras = release.scope.extras.items().iter().filter(|extra| extra.ships());
    let issues = release.known_issues.items().iter();
    let is_behind =
        extras.map(|extra| &extra.on).any(is_later) || issues.map(|issue| &issue.accepted_on).any(is_later);
    if is_behind { Support::BeforeExtra } else { Support::InTime }
}

/// A rule that evidence decides leaves no trace but a call about it.
fn stop_rules(release: &Release) -> Vec<(Untrusted, bool)> {
    let mut causes = release.calls.items().iter().flat_map(|call| call.cause.items());
    let held = causes.any(|cause| cause.text.raw().starts_with("stop/"));
    let rules = release.stop_rules.items().iter().take(KEPT);
    let tripped = |state: &Maybe<HandState>| state.get() == Some(&HandState::Tripped);
    rules.filter_map(|rule| Some((words(&rule.rule)?, held || tripped(&rule.state)))).collect()
}

fn is_handed_over(release: &Release) -> bool {
    let confirmed = release.confirmed.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    confirmed.iter().any(|(id, said)| id.value == HANDOVER && person(&said.by).is_some())
}

fn is_reviewed(release: &Release) -> bool {
    let review = &release.review;
    review.outcome.is_given() || review.shipped_on.is_given() || !said(release).is_empty()
}

fn said(release: &Release) -> Vec<(&'static str, Untrusted)> {
    let review = &release.review;
    let all: [(&'static str, &Maybe<OneOrMany<Token>>); 4] = [
        ("slowed", &review.slowed),
        ("learned_late", &review.learned_late),
        ("blocked_testing", &review.blocked_testing),
        ("worked", &review.worked),
    ];
    let texts = |texts: &'_ Maybe<OneOrMany<Token>>| -> Vec<Untrusted> {
        let list = texts.get().map(|texts| texts.list.as_slice()).unwrap_or_default();
        list.iter().filter(|text| !text.text.is_blank()).take(KEPT).map(|text| text.text.clone()).collect()
    };
    all.into_iter().flat_map(|(key, said)| texts(said).into_iter().map(move |text| (key, text))).collect()
}

fn label(release: &Release) -> Option<Untrusted> {
    let there = |text: &Maybe<Text>| words(text).filter(|words| !words.is_blank());
    there(&release.version).or_else(|| there(&release.name))
}

fn words(text: &Maybe<Text>) -> Option<Untrusted> {
    text.get().map(|text| text.words.clone())
}
