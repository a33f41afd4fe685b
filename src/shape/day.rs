//! Days as people write them elsewhere, and how a release file has them: `28.11.2026` is 2026-11-28.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a text is a day in the form we read.
pub(crate) fn is_day(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}

/// Whether a bare value is meant as a day, whatever its key.
pub(crate) fn looks_like_one(value: &str) -> bool {
    parts(value).is_some_and(|parts| parts.iter().any(|part| part.len() == 4))
        && value.chars().any(|c| matches!(c, '.' | '/' | '-'))
        || value.get(..10).is_some_and(is_day)
}

/// The day in the form we read, where there is but one that can be meant.
pub(crate) fn iso(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'']);
    if let Some((day, time)) = text.split_once([' ', 'T']).filter(|(_, time)| time.contains(':')) {
        return Some(format!("{}T{}", iso(day)?, clock(time)?));
    }
    let (year, month, day) = numeric(text).or_else(|| named(text))?;
    Date::new(year, month, day).ok().map(|day| day.to_string())
}

/// `9:00` as `09:00`.
fn clock(text: &str) -> Option<String> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// Three numbers.
fn parts(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split(['.', '/', '-']).map(str::trim).filter(|part| !part.is_empty());
    let all = [parts.next()?, parts.next()?, parts.next()?];
    let is_number = |part: &&str| part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit());
    (parts.next().is_none() && all.iter().all(is_number)).then_some(all)
}

fn numeric(text: &str) -> Option<(i16, i8, i8)> {
    let [first, second, third] = parts(text)?;
    if first.len() == 4 {
        return Some((first.parse().ok()?, second.parse().ok()?, third.parse().ok()?));
    }
    let (year, one, two) =
        (third.parse().ok().filter(|_| third.len() == 4)?, first.parse().ok()?, second.parse().ok()?);
    match (one, two) {
        // A slash is written with the month first in one country and the day first in others.
        (1..=12, 1..=12) if text.contains('/') && one != two => None,
        (1..=12, 13..=31) => Some((year, one, two)),
        _ => Some((year, two, one)),
    }
}

/// `28 November 2026`, `Nov 28, 2026`, `28th of November 2026`.
fn named(text: &str) -> Option<(i16, i8, i8)> {
    let mut found = (None, None, None);
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let month = MONTHS.iter().zip(1_i8..).find(|(name, _)| lower.get(..3) == Some(*name));
        match (digits.len(), month) {
            (4, _) => found.0 = digits.parse().ok(),
            (1 | 2, _) => found.2 = digits.parse().ok(),
            (0, Some((_, number))) => found.1 = Some(number),
            _ => {}
        }
    }
    found.0.zip(found.1).zip(found.2).map(|((year, month), day)| (year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written_elsewhere_unless_two_are_meant() {
        for (text, day) in [
            ("28.11.2026", Some("2026-11-28")),
            ("8.11.2026", Some("2026-11-08")),
            ("11/28/2026", Some("2026-11-28")),
            ("28/11/2026", Some("2026-11-28")),
            ("5/6/2026", None),
            ("2026/11/28", Some("2026-11-28")),
            ("2026-11-8", Some("2026-11-08")),
            ("28 November 2026", Some("2026-11-28")),
            ("Nov 28, 2026", Some("2026-11-28")),
            ("Sat 28th of Nov 2026", Some("2026-11-28")),
            ("\"1 Dec 2026\"", Some("2026-12-01")),
            ("30.2.2026", None),
            ("2026-11-28 9:00", Some("2026-11-28T09:00")),
            ("28.11.2026 25:00", None),
            ("tomorrow", None),
            ("28.11.26", None),
            ("", None),
        ] {
            assert_eq!(iso(text).as_deref(), day, "{text}");
        }
    }
}
