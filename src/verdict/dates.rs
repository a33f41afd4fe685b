//! The dates of a release as a calendar holds them: when it launches, the day in reserve, when the scope is closed.

use jiff::tz::TimeZone;

use crate::checks::call::keys::Say;
use crate::checks::release::Release;
use crate::report::{Appointment, At, Dates};
use crate::shape::date::{Moment, When};
use crate::untrusted::{Untrusted, message};

/// The dates that the file names.
pub(crate) fn of(release: &Release) -> Dates {
    let zone = release.zone();
    let all = [
        ("freeze", "Scope closes", &release.freeze),
        ("launch", "Launch", &release.date),
        ("backup", "Backup date", &release.backup_date),
    ];
    let appointment =
        |(kind, what, date): (&str, &'static str, &crate::shape::Maybe<When>)| -> Option<Appointment> {
            Some(Appointment { kind: kind.into(), what, at: at(date.get()?, &zone) })
        };
    let is_delay = |say: Option<&Say>| say == Some(&Say::Delay);
    Dates {
        key: key(release),
        moved: release.calls.items().iter().filter(|call| is_delay(call.say.get())).count(),
        list: all.into_iter().filter_map(appointment).collect(),
    }
}

/// Name and version: neither changes when a date moves or the file does.
fn key(release: &Release) -> Untrusted {
    let words = |text: &crate::shape::Maybe<crate::shape::leaf::Text>| {
        text.get().map(|text| text.words.raw().trim().to_owned()).unwrap_or_default()
    };
    message!("{}\n{}", words(&release.name), words(&release.version))
}

/// A date on the time line, or a day.
pub(crate) fn at(date: &When, zone: &TimeZone) -> At {
    match date.moment {
        Moment::Day(day) => At::Day(day),
        Moment::Exact(..) | Moment::Local(_) => At::Time(date.period(zone).start),
    }
}
