//! Plan: who owns the release, when it launches, and what for.

use super::{carried, handoff, misses, moved, people};
use crate::checks::call::stands;
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::checks::roles::decisions::What;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::shape::date::{Period, When, offset_words};
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

rules! {
    in "plan/":
    HANDOFF_MISSING = "handoff/missing", Warning, Full,
        "the owner changed, and nobody confirmed the handover" / "owners changed without a handover",
        "let both say so: gonogo confirm handover --by \"…\"";
    HANDOFF_DROPPED = "handoff/dropped", Warning, Full,
        "a known issue of the last release stands nowhere" / "known issues of the last release stand nowhere",
        "list it as fixed, as left out, or as a known issue of this release";
    PLAN_BAD_HOUR = "plan/bad-hour", Warning, Full,
        "the launch is outside the hours that the team agreed on" / "launches are outside the agreed hours",
        "launch inside `launch_window` of the policy, when people are there to go back";
    PLAN_CARRIED_OVER = "plan/carried-over", Error, Full,
        "an answer was carried over from an earlier release" / "words were carried over from earlier releases",
        "let the same people say it about this release, with the day on which they do";
    PLAN_DATE_MOVED = "plan/date-moved", Warning, Full,
        "the launch moved, and no delay says why" / "launches moved without a delay",
        "record it: gonogo call delay --date … --why \"…\"";
    PLAN_DATE_ORDER = "plan/date-order", Error, Lint,
        "the dates are out of order" / "dates are out of order",
        "put them in order: freeze, then date, then backup_date";
    PLAN_NO_DATE = "plan/no-date", Error, Full,
        "no launch date is set" / "launch dates are missing",
        "set `date`, such as 2026-12-01 or 2026-12-01T09:00:00+01:00";
    PLAN_NO_GOAL = "plan/no-goal", Warning, Full,
        "nobody wrote what the release is for" / "goals are missing",
        "set `goal`: what users can do afterwards, in one sentence";
    PLAN_NO_NAME = "plan/no-name", Warning, Full,
        "the release has no name or no version" / "names and versions are missing",
        "set `name` and `version`, so that nobody talks about another release";
    PLAN_NO_OWNER = "plan/no-owner", Error, Full,
        "nobody owns the release" / "owners are missing",
        "set `owner` to the one person who answers for the release";
    PLAN_NO_TIMEZONE = "plan/no-timezone", Warning, Lint,
        "a date has no time zone" / "dates have no time zone",
        "set `timezone` to an IANA name such as \"Europe/Madrid\", or give the date an offset";
    PLAN_THREE_MISSES = "plan/three-misses", Warning, Full,
        "the last three releases missed their launch days" / "launch days were missed three times in a row",
        "make this one a [rescue]: the smallest thing that helps, and a way back";
    PLAN_OVERDUE = "plan/overdue", Error, Full,
        "the launch day is over" / "launch days are over",
        "set a new date, or take the release off the list";
}

/// The row above the five.
pub(crate) struct Plan;

impl Check for Plan {
    fn id(&self) -> CheckId {
        CheckId::PLAN
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let release = case.release;
        let top = Span::top(FileId::Release);
        if !release.owner.is_given() {
            out.raise(&PLAN_NO_OWNER, top);
        }
        if !release.date.is_given() {
            out.raise(&PLAN_NO_DATE, top);
        }
        if !release.goal.is_given() {
            out.raise(&PLAN_NO_GOAL, top);
        }
        for (key, is_given) in [("name", release.name.is_given()), ("version", release.version.is_given())] {
            if !is_given {
                let finding = out.raise(&PLAN_NO_NAME, top).subject(key);
                finding.say(message!("the release has no {}", key)).help(message!("set `{}`", key));
            }
        }
        overdue(case, out);
        bad_hour(case, out);
        carried::run(case, &PLAN_CARRIED_OVER, out);
        moved::run(case, &PLAN_DATE_MOVED, out);
        misses::run(case, &PLAN_THREE_MISSES, out);
        handoff::missing(case, &HANDOFF_MISSING, out);
        handoff::dropped(case, &HANDOFF_DROPPED, out);
        people::run(case, out);
        date_order(case, out);
        no_timezone(case, out);
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        match (case.owner(), case.release.date.get()) {
            (Some(owner), Some(date)) => message!("{} owns it; launch on {}", owner, date.short()),
            _ => Untrusted::from("owner, date and goal are set"),
        }
    }
}

fn overdue(case: &Case, out: &mut Findings) {
    let (Some(date), Some(now)) = (case.release.date.get(), case.now) else { return };
    if date.day(&case.zone).is_before(Period::instant(now)) && stands::standing(case).is_none() {
        let ship = case.decisions.of_kind(What::Ship);
        let up = ship.zip(case.owner()).and_then(|(ship, owner)| case.roles.above(ship.parts.up(), owner));
        out.raise(&PLAN_OVERDUE, date.span)
            .goes_up(up)
            .say(message!("the launch day, {}, is over", date.short()));
    }
}

/// The hour counts where people are: in the release's zone, else at the launch's own offset.
fn bad_hour(case: &Case, out: &mut Findings) {
    let Some(date) = case.release.date.get() else { return };
    let Some(window) = case.policy.limits.launch_window.get() else { return };
    let at = case.period(date).start.to_zoned(case.zone.clone()).datetime();
    let time = date.has_time().then(|| at.time());
    if !window.holds(at.date(), time) {
        out.raise(&PLAN_BAD_HOUR, date.span).say(message!(
            "the launch, {}, is outside the team's launch window ({})",
            date.people(&case.zone),
            window.text
        ));
    }
}

fn date_order(case: &Case, out: &mut Findings) {
    let release = case.release;
    let dates = [
        ("freeze", release.freeze.get()),
        ("date", release.date.get()),
        ("backup_date", release.backup_date.get()),
    ];
    let given: Vec<(&str, &When)> = dates.into_iter().filter_map(|(key, date)| Some((key, date?))).collect();
    for (earlier, later) in given.iter().zip(given.iter().skip(1)) {
        if case.period(later.1).is_before(case.period(earlier.1)) {
            out.raise(&PLAN_DATE_ORDER, later.1.span).subject(later.0).say(message!(
                "{} ({}) is before {} ({})",
                later.0,
                later.1.short(),
                earlier.0,
                earlier.1.short()
            ));
        }
    }
}

/// The other dates of a file are days on which something happened; hours of doubt matter for these three alone.
fn no_timezone(case: &Case, out: &mut Findings) {
    let release = case.release;
    if release.timezone.is_given() {
        return;
    }
    let dates = [&release.date, &release.freeze, &release.backup_date];
    if let Some(local) = dates.into_iter().filter_map(|date| date.get()).find(|date| date.is_local()) {
        let read_as = match release.date.get().and_then(When::offset) {
            Some(offset) => message!("with the launch's own offset, {}", offset_words(offset)),
            None => Untrusted::from("as UTC"),
        };
        out.raise(&PLAN_NO_TIMEZONE, local.span).say(message!(
            "{} has no time zone, so it is read {}",
            local.short(),
            read_as
        ));
    }
}
