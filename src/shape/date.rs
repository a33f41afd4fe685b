//! Dates as people write them, and how two of them compare.
//!
//! A date without a time stands for its whole day in the release's zone (specification, section 2, "Dates"): it is
//! before something only when the day is over by then, after something only when the day has not begun.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use crate::shape::tree::{Node, Value};
use crate::shape::{Decode, Faults, Form, day, suggest};
use crate::source::Span;
use crate::untrusted::message;

/// The zone data that comes with the program, so that a machine without any gives the same verdict.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A date in one of its three written forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// `2026-12-01`: a whole day.
    Day(Date),
    /// `2026-12-01T09:00`: a local time in the release's zone.
    Local(DateTime),
    /// `2026-12-01T09:00:00+01:00`: an instant.
    Exact(Timestamp, Offset),
}

/// A date and the place it was written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub moment: Moment,
}

/// An IANA time zone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone {
    /// Where it stands.
    pub span: Span,
    /// The zone.
    pub zone: TimeZone,
}

/// A date on the time line: an instant, or the stretch of a whole day (`end` is the next day's first instant).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    /// Its first instant.
    pub start: Timestamp,
    /// Its end: for an instant the instant itself.
    pub end: Timestamp,
}

impl Period {
    /// An instant.
    pub(crate) fn instant(at: Timestamp) -> Self {
        Self { start: at, end: at }
    }

    /// Whether this is over when `other` begins. A day is over with its last instant.
    pub(crate) fn is_before(self, other: Self) -> bool {
        if self.is_day() { self.end <= other.start } else { self.start < other.start }
    }

    /// Whether this begins only when `other` is over.
    pub(crate) fn is_after(self, other: Self) -> bool {
        other.is_before(self)
    }

    fn is_day(self) -> bool {
        self.start != self.end
    }
}

impl When {
    /// Where the date lies on the time line, given the zone of local dates.
    pub(crate) fn period(&self, zone: &TimeZone) -> Period {
        match self.moment {
            Moment::Exact(at, _) => Period::instant(at),
            Moment::Local(at) => Period::instant(instant(zone, at)),
            Moment::Day(day) => day_in(zone, day),
        }
    }

    /// The whole day the date falls on, in its own zone: the offset it names, else the release's.
    pub(crate) fn day(&self, zone: &TimeZone) -> Period {
        match self.moment {
            Moment::Exact(at, offset) => day_in(&TimeZone::fixed(offset), offset.to_datetime(at).date()),
            Moment::Local(at) => day_in(zone, at.date()),
            Moment::Day(day) => day_in(zone, day),
        }
    }

    /// Whether it names an hour, and not a whole day.
    pub(crate) fn has_time(&self) -> bool {
        !matches!(self.moment, Moment::Day(_))
    }

    /// The offset that the date itself names.
    pub(crate) fn offset(&self) -> Option<Offset> {
        match self.moment {
            Moment::Exact(_, offset) => Some(offset),
            Moment::Local(_) | Moment::Day(_) => None,
        }
    }

    /// Whether it needs the release's zone to mean an instant.
    pub(crate) fn is_local(&self) -> bool {
        !matches!(self.moment, Moment::Exact(..))
    }

    /// The date as it was written, in the one form of RFC 3339: no zone of the release comes into it.
    pub(crate) fn written(&self) -> String {
        match self.moment {
            Moment::Exact(at, offset) => at.display_with_offset(offset).to_string(),
            Moment::Local(local) => local.to_string(),
            Moment::Day(day) => day.to_string(),
        }
    }

    /// How machine formats write it: RFC 3339, or the plain day.
    pub(crate) fn machine(&self, zone: &TimeZone) -> String {
        match self.moment {
            Moment::Exact(at, offset) => at.display_with_offset(offset).to_string(),
            Moment::Local(local) => {
                let at = instant(zone, local);
                at.display_with_offset(zone.to_offset(at)).to_string()
            }
            Moment::Day(day) => day.to_string(),
        }
    }

    /// How people read it: `Tue 1 Dec 2026, 09:00 +01:00`, with the zone's name for local dates.
    pub(crate) fn people(&self, zone: &TimeZone) -> String {
        match self.moment {
            Moment::Exact(at, offset) => {
                let local = offset.to_datetime(at);
                format!("{}, {} {}", day_words(local.date()), local.strftime("%H:%M"), offset_words(offset))
            }
            Moment::Local(local) => {
                let zone = zone_words(zone, local);
                format!("{}, {} {zone}", day_words(local.date()), local.strftime("%H:%M"))
            }
            Moment::Day(day) => day_words(day),
        }
    }

    /// The same without what a reader of today knows anyway: this year, and the offset of the release's own zone.
    pub(crate) fn people_soon(&self, zone: &TimeZone, now: Timestamp) -> String {
        let Moment::Exact(at, offset) = self.moment else { return self.people(zone) };
        let local = offset.to_datetime(at);
        let is_this_year = local.year() == now.to_zoned(zone.clone()).year();
        let day = local.strftime(if is_this_year { "%a %-d %b" } else { "%a %-d %b %Y" });
        let far =
            if zone.to_offset(at) == offset { String::new() } else { format!(" {}", offset_words(offset)) };
        format!("{day}, {}{far}", local.strftime("%H:%M"))
    }

    /// The same without the day, where that is another date's as well.
    pub(crate) fn people_after(&self, other: &Self, zone: &TimeZone, now: Timestamp) -> String {
        let (Moment::Exact(at, offset), Moment::Exact(before, its)) = (self.moment, other.moment) else {
            return self.people_soon(zone, now);
        };
        let is_same_day = offset == its && offset.to_datetime(at).date() == its.to_datetime(before).date();
        if is_same_day {
            offset.to_datetime(at).strftime("%H:%M").to_string()
        } else {
            self.people_soon(zone, now)
        }
    }

    /// How people read it in a list of days: `Tue 1 Dec`, with the hour where there is one.
    pub(crate) fn brief(&self) -> String {
        let local = match self.moment {
            Moment::Exact(at, offset) => offset.to_datetime(at),
            Moment::Local(local) => local,
            Moment::Day(day) => return day.strftime("%a %-d %b").to_string(),
        };
        local.strftime("%a %-d %b, %H:%M").to_string()
    }

    /// The day alone, short, for a message: `1 Dec 2026`.
    pub(crate) fn short(&self) -> String {
        short_day(match self.moment {
            Moment::Exact(at, offset) => offset.to_datetime(at).date(),
            Moment::Local(local) => local.date(),
            Moment::Day(day) => day,
        })
    }
}

/// A day as people write it in a sentence: `1 Dec 2026`.
pub(crate) fn short_day(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

fn day_words(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// The zone of a local time: its name, or the offset where it has none.
fn zone_words(zone: &TimeZone, local: DateTime) -> String {
    match zone.iana_name() {
        Some(name) => format!("({name})"),
        None => offset_words(zone.to_offset(instant(zone, local))),
    }
}

/// An offset as people read it.
pub(crate) fn offset_words(offset: Offset) -> String {
    if offset.is_zero() {
        return "UTC".to_owned();
    }
    let minutes = offset.seconds().unsigned_abs() / 60;
    format!("{}{:02}:{:02}", if offset.is_negative() { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// A local time as an instant. In the hour that a clock change skips or repeats, the usual reading is taken; at
/// the ends of the calendar the nearest instant there is.
fn instant(zone: &TimeZone, local: DateTime) -> Timestamp {
    zone.to_timestamp(local).unwrap_or(if local.year() < 2000 { Timestamp::MIN } else { Timestamp::MAX })
}

fn day_in(zone: &TimeZone, day: Date) -> Period {
    let start = instant(zone, day.at(0, 0, 0, 0));
    let end = day.tomorrow().map_or(Timestamp::MAX, |next| instant(zone, next.at(0, 0, 0, 0)));
    Period { start, end }
}

/// Reads a date in any of its forms.
pub(crate) fn parse(text: &str) -> Result<Moment, String> {
    const FORMS: &str = "expected a date such as 2026-12-01, 2026-12-01T09:00 or 2026-12-01T09:00:00+01:00";
    let text = text.trim();
    let shape: String = text.chars().take(10).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape != "0000-00-00" {
        return Err(FORMS.to_owned());
    }
    let pieces = Pieces::parse(text).map_err(|error| format!("\"{text}\" is not a date: {error}"))?;
    if pieces.time_zone_annotation().is_some() {
        return Err(FORMS.to_owned());
    }
    match (pieces.time(), pieces.offset()) {
        (None, None) => Ok(Moment::Day(pieces.date())),
        (None, Some(_)) => Err(FORMS.to_owned()),
        (Some(time), None) => Ok(Moment::Local(pieces.date().to_datetime(time))),
        (Some(time), Some(offset)) => {
            let offset = offset.to_numeric_offset();
            let at = offset.to_timestamp(pieces.date().to_datetime(time));
            at.map(|at| Moment::Exact(at, offset))
                .map_err(|error| format!("\"{text}\" is not a date: {error}"))
        }
    }
}

impl Decode for When {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let (Value::Date(text) | Value::Text(text)) = &node.value else {
            faults.add_with_help(
                node.span,
                message!("expected a date, found {}", node.value.kind()),
                "write it as 2026-12-01, 2026-12-01T09:00 or 2026-12-01T09:00:00+01:00",
            );
            return None;
        };
        match parse(text) {
            Ok(moment) => Some(Self { span: node.span, moment }),
            Err(why) => {
                let help = match day::iso(text) {
                    Some(day) => format!("write it as {day}"),
                    None => {
                        "write it as 2026-12-01, 2026-12-01T09:00 or 2026-12-01T09:00:00+01:00".to_owned()
                    }
                };
                faults.add_with_help(node.span, why, help);
                None
            }
        }
    }

    fn form() -> Form {
        Form::Date
    }
}

impl Decode for Zone {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let Value::Text(name) = &node.value else {
            faults.add_with_help(
                node.span,
                message!("expected a time zone, found {}", node.value.kind()),
                "write its IANA name in quotes, such as \"Europe/Madrid\"",
            );
            return None;
        };
        if let Ok(zone) = ZONES.get(name) {
            return Some(Self { span: node.span, zone });
        }
        let known: Vec<String> = ZONES.available().map(|zone| zone.to_string()).collect();
        let hint = suggest::hint(name, known.iter().map(String::as_str));
        faults.add_with_help(
            node.span,
            message!("no time zone is called \"{}\"{}", name, hint),
            "write an IANA name, such as \"Europe/Madrid\" or \"UTC\"",
        );
        None
    }

    fn form() -> Form {
        Form::Zone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        ZONES.get(name).unwrap()
    }

    fn when(text: &str) -> When {
        When { span: Span::default(), moment: parse(text).unwrap() }
    }

    fn before(left: &str, right: &str, name: &str) -> bool {
        when(left).period(&zone(name)).is_before(when(right).period(&zone(name)))
    }

    #[test]
    fn a_day_is_before_something_only_when_it_is_over() {
        assert!(!before("2026-12-01", "2026-12-01T23:59:00Z", "UTC"));
        assert!(before("2026-12-01", "2026-12-02T00:00:00Z", "UTC"));
        assert!(before("2026-12-01", "2026-12-02", "UTC"));
        assert!(!before("2026-12-01", "2026-12-01", "UTC"));
    }

    #[test]
    fn a_day_is_after_something_only_when_it_has_not_begun() {
        assert!(before("2026-11-30T23:59:00Z", "2026-12-01", "UTC"));
        assert!(!before("2026-12-01T00:00:00Z", "2026-12-01", "UTC"));
    }

    #[test]
    fn days_are_days_of_the_zone() {
        assert!(before("2026-12-01", "2026-12-01T23:30:00Z", "Europe/Madrid"));
        assert!(!before("2026-12-01", "2026-12-01T23:30:00Z", "UTC"));
    }

    #[test]
    fn instants_compare_with_their_offsets() {
        assert!(before("2026-12-01T09:00:00+02:00", "2026-12-01T08:00:00Z", "UTC"));
        assert!(!before("2026-12-01T09:00:00+01:00", "2026-12-01T08:00:00Z", "UTC"));
    }

    #[test]
    fn the_launch_day_of_an_instant_is_the_day_of_its_offset() {
        let launch = when("2026-12-01T23:30:00-05:00");
        assert_eq!(launch.day(&zone("UTC")).end, "2026-12-02T05:00:00Z".parse().unwrap());
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "soon",
            "20261201",
            "2026-12-01T25:00",
            "2026-12-01[UTC]",
            "09:00",
            "2026-W49-1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_written_form_is_read() {
        for text in [
            "2026-12-01",
            "2026-12-01T09:00",
            "2026-12-01 09:00:00",
            "2026-12-01T09:00Z",
            "2026-12-01t09:00:00.5z",
            "2026-12-31T23:59:60Z",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn a_skipped_hour_still_means_an_instant() {
        let gap = when("2026-03-29T02:30").period(&zone("Europe/Madrid"));
        assert_eq!(gap.start, "2026-03-29T01:30:00Z".parse().unwrap());
    }
}
