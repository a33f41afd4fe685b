//! By when something is due, told from the launch: `7 days before`, `1 hour after`, `launch`.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span as Stretch, Timestamp};

use crate::limits;
use crate::shape::date::{Moment, When};
use crate::shape::leaf::Token;
use crate::shape::tree::Node;
use crate::shape::{Decode, Faults, Form};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// A moment before, at or after the launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    /// As it was written.
    pub text: Untrusted,
    side: Side,
    count: u32,
    unit: Unit,
}

/// On which side of the launch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hours,
    Days,
    Weeks,
}

impl Due {
    /// At the launch itself.
    pub(crate) fn launch() -> Self {
        Self { text: "launch".into(), side: Side::Before, count: 0, unit: Unit::Hours }
    }

    /// Reads it from a text; nothing where it is none, or farther away than anybody plans.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (count, unit, side) = match words.as_slice() {
            ["launch"] => return Some(Self::launch()),
            [count, unit, side] => (count.parse().ok()?, *unit, *side),
            _ => return None,
        };
        let unit = match unit {
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            "week" | "weeks" => Unit::Weeks,
            _ => return None,
        };
        let side = match side {
            "before" => Side::Before,
            "after" => Side::After,
            _ => return None,
        };
        let due = Self { text: text.into(), side, count, unit };
        (due.hours() <= limits::DUE_DAYS.saturating_mul(24)).then_some(due)
    }

    fn hours(&self) -> u32 {
        self.count.saturating_mul(match self.unit {
            Unit::Hours => 1,
            Unit::Days => 24,
            Unit::Weeks => 24 * 7,
        })
    }

    /// Whether it is due when the launch is over.
    pub(crate) fn is_after_launch(&self) -> bool {
        self.side == Side::After && self.count > 0
    }

    /// Whether no more than a day lies between it and the launch.
    pub(crate) fn is_near_launch(&self) -> bool {
        self.hours() <= 24
    }

    /// When that is. Days and weeks are days of the calendar, so the hour stays; a launch without an hour has days
    /// that are due as a whole, and hours are counted from its ends.
    pub(crate) fn of(&self, launch: &When, zone: &TimeZone) -> When {
        let moment = match (launch.moment, self.unit) {
            (moment, _) if self.count == 0 => moment,
            (Moment::Day(day), Unit::Days | Unit::Weeks) => {
                Moment::Day(self.moved(day.at(0, 0, 0, 0)).date())
            }
            (Moment::Local(at), Unit::Days | Unit::Weeks) => Moment::Local(self.moved(at)),
            (Moment::Exact(at, _), Unit::Days | Unit::Weeks) => {
                let civil = self.moved(zone.to_datetime(at));
                exact(zone.to_timestamp(civil).unwrap_or(self.end_of_time()), zone)
            }
            (_, Unit::Hours) => {
                let launch = launch.period(zone);
                let hours = SignedDuration::from_hours(self.hours().into());
                let at = match self.side {
                    Side::Before => launch.start.checked_sub(hours),
                    Side::After => launch.end.checked_add(hours),
                };
                exact(at.unwrap_or(self.end_of_time()), zone)
            }
        };
        When { span: Span::default(), moment }
    }

    fn moved(&self, at: DateTime) -> DateTime {
        let days = Stretch::new().try_days(self.hours() / 24).unwrap_or_default();
        match self.side {
            Side::Before => at.checked_sub(days).unwrap_or(DateTime::MIN),
            Side::After => at.checked_add(days).unwrap_or(DateTime::MAX),
        }
    }

    /// Where the calendar ends on this side.
    fn end_of_time(&self) -> Timestamp {
        match self.side {
            Side::Before => Timestamp::MIN,
            Side::After => Timestamp::MAX,
        }
    }
}

fn exact(at: Timestamp, zone: &TimeZone) -> Moment {
    Moment::Exact(at, zone.to_offset(at))
}

impl Decode for Due {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let token = Token::decode(node, faults)?;
        let due = Self::read(token.text.raw());
        if due.is_none() {
            faults.add_with_help(
                token.span,
                message!(
                    "\"{}\" is not a moment before or after the launch, at most {} days away",
                    token.text,
                    limits::DUE_DAYS
                ),
                "write it as \"7 days before\", \"1 hour after\" or \"launch\": hours, days or weeks",
            );
        }
        due
    }

    fn form() -> Form {
        Form::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::date::parse;

    fn due(text: &str, launch: &str, zone: &TimeZone) -> String {
        let launch = When { span: Span::default(), moment: parse(launch).unwrap() };
        Due::read(text).unwrap().of(&launch, zone).written()
    }

    #[test]
    fn days_keep_the_hour_where_the_clocks_change() {
        let madrid = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Madrid").unwrap();
        // The clocks went back on 25 October.
        let launch = "2026-10-26T09:00:00+01:00";
        assert_eq!(due("1 day before", launch, &madrid), "2026-10-25T09:00:00+01:00");
        assert_eq!(due("2 days before", launch, &madrid), "2026-10-24T09:00:00+02:00");
        assert_eq!(due("48 hours before", launch, &madrid), "2026-10-24T10:00:00+02:00");
        assert_eq!(due("1 week after", launch, &madrid), "2026-11-02T09:00:00+01:00");
    }

    #[test]
    fn a_launch_without_an_hour_has_whole_days_and_hours_from_its_ends() {
        let utc = TimeZone::UTC;
        assert_eq!(due("7 days before", "2026-12-01", &utc), "2026-11-24");
        assert_eq!(due("launch", "2026-12-01", &utc), "2026-12-01");
        assert_eq!(due("2 hours before", "2026-12-01", &utc), "2026-11-30T22:00:00+00:00");
        assert_eq!(due("2 hours after", "2026-12-01", &utc), "2026-12-02T02:00:00+00:00");
        assert_eq!(due("1 day after", "2026-12-01T09:00", &utc), "2026-12-02T09:00:00");
    }

    #[test]
    fn the_ends_of_the_calendar_are_ends() {
        for launch in ["9999-12-30T09:00:00Z", "9999-12-31", "9999-12-31T23:00", "0001-01-01"] {
            for text in ["1000 days after", "1000 days before", "24000 hours after", "142 weeks before"] {
                due(text, launch, &TimeZone::UTC);
            }
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "before",
            "7 days",
            "-1 days before",
            "1.5 hours after",
            "7 days ago",
            "1001 days before",
            "4294967295 weeks after",
            "99999999999 hours after",
            "7 Days before",
            "soon",
        ] {
            assert_eq!(Due::read(text), None, "{text}");
        }
        assert!(!Due::read("0 days after").unwrap().is_after_launch());
        assert!(Due::read("24 hours before").unwrap().is_near_launch());
        assert!(!Due::read("2 days before").unwrap().is_near_launch());
    }
}
