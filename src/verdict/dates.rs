//! The dates of a release as a calendar holds them: when it launches, the day in reserve, when the scope is closed, and
//! when each checkpoint is due.

use jiff::tz::TimeZone;

use crate::checks::call::keys::Say;
use crate::checks::checkpoints::asked::asked;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::report::{Appointment, At, Dates};
use crate::shape::date::{Moment, When};
use crate::untrusted::{Untrusted, message};

/// The dates that the file names, and when its checkpoints are due.
pub(crate) fn of(release: &Release, policy: &Policy) -> Dates {
    let zone = release.zone();
    let all = [
        ("freeze", "Scope closes", &release.freeze),
        ("launch", "Launch", &release.date),
        ("backup", "Backup date", &release.backup_date),
    ];
    let named = all.into_iter().filter_map(|(kind, what, date)| Some((kind, what, date.get()?)));
    let mut list: Vec<Appointment> = named
        .map(|(kind, what, date)| Appointment { kind: kind.into(), what: what.into(), at: at(date, &zone) })
        .collect();
    if let Some(launch) = release.date.get() {
        let points = asked(release, policy).into_iter().filter(|asked| asked.point.is_some());
        list.extend(points.map(|asked| Appointment {
            kind: message!("checkpoint {}", asked.id),
            what: asked.what(),
            at: at(&asked.due.of(launch, &zone), &zone),
        }));
    }
    let is_delay = |say: Option<&Say>| say == Some(&Say::Delay);
    let moved = release.calls.items().iter().filter(|call| is_delay(call.say.get())).count();
    Dates { key: key(release), moved, list }
}

/// Name and version: neither changes when a date moves or the file does.
fn key(release: &Release) -> Untrusted {
    let words = |text: &crate::shape::Maybe<crate::shape::leaf::Text>| {
        text.get().map(|text| text.words.raw().trim().to_owned()).unwrap_or_default()
    };
    message!("{}\n{}", words(&release.name), words(&release.version))
}

/// A date on the time line, or a day.
fn at(date: &When, zone: &TimeZone) -> At {
    match date.moment {
        Moment::Day(day) => At::Day(day),
        Moment::Exact(..) | Moment::Local(_) => At::Time(date.period(zone).start),
    }
}
