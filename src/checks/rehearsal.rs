//! The rehearsal of the rollback, as several checks ask about it.

use jiff::SignedDuration;

use super::case::Case;
use super::rollback::keys::Rehearsal;
use crate::shape::Section;

/// Whether somebody ran it, on a day that is not still to come, and with the clock on.
pub(crate) fn is_rehearsed(case: &Case) -> bool {
    let rehearsal = &case.release.rollback.rehearsal;
    minutes(rehearsal).is_some() && case.is_said(&rehearsal.by, &rehearsal.on)
}

/// How long the rehearsal took.
pub(crate) fn minutes(rehearsal: &Section<Rehearsal>) -> Option<f64> {
    rehearsal.minutes.get().map(|minutes| minutes.value)
}

/// How many whole days old the rehearsal is at launch (without a launch date: now).
pub(crate) fn rehearsal_age_days(case: &Case) -> Option<i64> {
    let on = case.period(case.release.rollback.rehearsal.on.get()?);
    let at = case.launch().map(|launch| launch.start).or(case.now)?;
    let age = at.duration_since(on.end.min(at)).as_secs();
    age.checked_div(SignedDuration::from_hours(24).as_secs())
}
