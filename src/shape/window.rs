//! The hours in which a team launches: `Mon-Thu 09:00-16:00`, several of them behind commas.

use jiff::civil::{Date, Time, Weekday};

use super::tree::{Node, Value};
use super::{Decode, Faults, Form};
use crate::untrusted::{Untrusted, message};

/// A launch window.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window {
    /// As it was written.
    pub text: Untrusted,
    spans: Vec<Open>,
}

/// Some days, and the hours of each.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    days: Vec<Weekday>,
    from: Time,
    to: Time,
}

/// The days of a week, as they are written.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

impl Window {
    /// Whether a launch lies inside: without a time its whole day may be meant, and only the day is compared.
    pub(crate) fn holds(&self, day: Date, time: Option<Time>) -> bool {
        self.spans.iter().any(|open| {
            open.days.contains(&day.weekday()) && time.is_none_or(|time| open.from <= time && time <= open.to)
        })
    }

    fn parse(text: &str) -> Option<Vec<Open>> {
        let mut spans = Vec::new();
        let mut days = Vec::new();
        for part in text.split(',') {
            let mut words = part.split_whitespace();
            let first = words.next()?;
            days.extend(parse_days(first)?);
            match (words.next(), words.next()) {
                (Some(hours), None) => {
                    let (from, to) = parse_hours(hours)?;
                    spans.push(Open { days: std::mem::take(&mut days), from, to });
                }
                (None, _) => {}
                (Some(_), Some(_)) => return None,
            }
        }
        (days.is_empty() && !spans.is_empty()).then_some(spans)
    }
}

/// `Mon` or `Mon-Thu`; a stretch may run over the end of the week.
fn parse_days(text: &str) -> Option<Vec<Weekday>> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (mut day, last) = (parse_day(first)?, parse_day(last)?);
    let mut days = vec![day];
    while day != last {
        day = day.next();
        days.push(day);
    }
    Some(days)
}

fn parse_day(text: &str) -> Option<Weekday> {
    let lower = text.to_lowercase();
    DAYS.iter().find(|(short, _)| *short == lower).map(|(_, day)| *day)
}

fn parse_hours(text: &str) -> Option<(Time, Time)> {
    let (from, to) = text.split_once(['-', '–'])?;
    let (from, to) = (parse_time(from)?, parse_time(to)?);
    (from < to).then_some((from, to))
}

/// `09:00`; midnight at the end of a day is written `24:00`.
fn parse_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    if (hour, minute) == ("24", "00") {
        return Some(Time::MAX);
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

impl Decode for Window {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let help = "write days and hours, such as \"Mon-Thu 09:00-16:00\" or \"Mon-Thu 09:00-16:00, Fri 09:00-12:00\"";
        let Value::Text(text) = &node.value else {
            faults.add_with_help(
                node.span,
                message!("expected days and hours, found {}", node.value.kind()),
                help,
            );
            return None;
        };
        let spans = Self::parse(text);
        if spans.is_none() {
            faults.add_with_help(node.span, message!("\"{}\" is not a launch window", text.as_str()), help);
        }
        Some(Self { text: Untrusted::new(text.as_str()), spans: spans? })
    }

    fn form() -> Form {
        Form::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(window: &str, at: &str) -> bool {
        let at: jiff::civil::DateTime = at.parse().unwrap();
        let spans = Window::parse(window).unwrap();
        Window { text: "".into(), spans }.holds(at.date(), Some(at.time()))
    }

    #[test]
    fn a_launch_is_held_against_days_and_hours() {
        // 2026-12-01 is a Tuesday.
        for (at, is_inside) in [
            ("2026-12-01T09:00", true),
            ("2026-12-01T16:00", true),
            ("2026-12-01T16:01", false),
            ("2026-12-01T08:59", false),
            ("2026-12-04T10:00", false),
            ("2026-12-06T10:00", false),
        ] {
            assert_eq!(holds("Mon-Thu 09:00-16:00", at), is_inside, "{at}");
        }
        assert!(holds("Mon-Thu 09:00-16:00, Fri 09:00-12:00", "2026-12-04T10:00"));
        assert!(holds("mon, wed 09:00-16:00", "2026-12-02T10:00"));
        assert!(!holds("Mon, Wed 09:00-16:00", "2026-12-01T10:00"));
        assert!(holds("Sat-Mon 20:00-24:00", "2026-12-06T23:30"));
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in [
            "",
            "Mon",
            "09:00-16:00",
            "Mon 9-16",
            "Mon 16:00-09:00",
            "Mon-Thu 09:00-16:00 CET",
            "Mo 09:00-10:00",
            "Mon 25:00-26:00",
        ] {
            assert_eq!(Window::parse(text), None, "{text}");
        }
    }
}
