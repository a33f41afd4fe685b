//! The head of the report: who, what, when, and how far off.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::checks::case::{Case, person};
use crate::checks::scope::matching::numbers::numbers as build_numbers;
use crate::report::{BuildLine, Headline};
use crate::shape::Maybe;
use crate::shape::date::{Moment, When};
use crate::shape::leaf::{Text, Token};
use crate::untrusted::{Untrusted, message};

/// Fills the head.
pub(super) fn fill(case: &Case) -> Headline {
    let release = case.release;
    let date = release.date.get();
    Headline {
        name: words(&release.name),
        version: words(&release.version),
        goal: words(&release.goal),
        owner: case.owner().cloned(),
        plan: case.plan.map(str::to_owned),
        date: date.map(|date| date.machine(&case.zone)),
        launch: date.map(|date| date.people(&case.zone)),
        distance: date.zip(case.now).map(|(date, now)| distance(date, now, &case.zone)),
        backup_date: release.backup_date.get().map(|date| date.people(&case.zone)),
        build: build(case),
        ship: case.caller().cloned(),
        stop: person(&release.caller.stop).cloned(),
        backup: person(&release.caller.backup).cloned(),
        reach: words(&release.caller.reach),
    }
}

/// What ships, where a build was read.
fn build(case: &Case) -> Option<BuildLine> {
    let history = case.evidence.build.read()?;
    let build = &case.release.build;
    let text = |token: &Maybe<Token>| token.get().map(|token| token.text.clone());
    let range = match (text(&build.from), text(&build.to)) {
        (Some(from), Some(to)) => Some(message!("{}..{}", from, to)),
        _ => text(&build.changes),
    };
    let changes = build_numbers(history, case.judgement).changes;
    Some(BuildLine { range, commit: history.to.clone(), changes, head: head(case) })
}

/// The words at a key.
pub(super) fn words(text: &Maybe<Text>) -> Option<Untrusted> {
    text.get().map(|text| text.words.clone())
}

/// How far `HEAD` is from the commit that was judged.
fn head(case: &Case) -> Option<Untrusted> {
    let commits = |count: u64| format!("{count} {}", if count == 1 { "commit" } else { "commits" });
    Some(Untrusted::new(match case.evidence.shipping.head {
        None | Some((0, 0)) => return None,
        Some((ahead, 0)) => format!("HEAD is {} ahead", commits(ahead)),
        Some((0, behind)) => format!("HEAD is {} behind", commits(behind)),
        Some((ahead, behind)) => format!("HEAD is {} ahead and {} behind", commits(ahead), commits(behind)),
    }))
}

/// How far off the launch is. Within two days an instant is counted in hours, a plain date in days.
fn distance(date: &When, now: Timestamp, zone: &TimeZone) -> String {
    let start = date.period(zone).start;
    let minutes = start.duration_since(now).as_mins();
    if !matches!(date.moment, Moment::Day(_)) && minutes.unsigned_abs() < 48 * 60 {
        return in_hours(minutes);
    }
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    in_days(day(now), day(start))
}

fn in_hours(minutes: i64) -> String {
    let away = minutes.unsigned_abs();
    let text = match away {
        0 => return "now".to_owned(),
        1 => "1 minute".to_owned(),
        2..60 => format!("{away} minutes"),
        _ => match away.saturating_add(30) / 60 {
            1 => "1 hour".to_owned(),
            hours => format!("{hours} hours"),
        },
    };
    if minutes.is_negative() { format!("{text} ago") } else { format!("in {text}") }
}

fn in_days(today: Date, launch: Date) -> String {
    let days = today.until(launch).map_or(0, |span| i64::from(span.get_days()));
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {days} days"),
        _ => format!("{} days ago", days.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_within_two_days_is_told_in_hours_and_a_day_never() {
        let now: Timestamp = "2026-12-01T09:00:00Z".parse().unwrap();
        for (date, words) in [
            ("2026-12-03T08:59:59Z", "in 48 hours"),
            ("2026-12-03T09:00:00Z", "in 2 days"),
            ("2026-12-01T12:00", "in 3 hours"),
            ("2026-11-29T09:00:01Z", "48 hours ago"),
            ("2026-11-29T09:00:00Z", "2 days ago"),
            ("2026-12-01", "today"),
            ("2026-12-02", "tomorrow"),
        ] {
            let moment = crate::shape::date::parse(date).unwrap();
            let when = When { span: crate::source::Span::default(), moment };
            assert_eq!(distance(&when, now, &TimeZone::UTC), words, "{date}");
        }
    }

    #[test]
    fn the_distance_is_told_in_the_unit_people_plan_in() {
        for (minutes, words) in [
            (0, "now"),
            (1, "in 1 minute"),
            (59, "in 59 minutes"),
            (60, "in 1 hour"),
            (900, "in 15 hours"),
            (-90, "2 hours ago"),
        ] {
            assert_eq!(in_hours(minutes), words);
        }
        let day = |day| Date::constant(2026, 12, day);
        for (launch, words) in
            [(4, "yesterday"), (5, "today"), (6, "tomorrow"), (8, "in 3 days"), (2, "3 days ago")]
        {
            assert_eq!(in_days(day(5), day(launch)), words);
        }
    }
}
