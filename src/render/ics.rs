//! `ics`: the dates of releases as a calendar (RFC 5545), to be imported or subscribed to.
//!
//! An entry keeps its UID when its date moves, and its SEQUENCE rises with each delay, so that a calendar moves the
//! entry it has. Nothing comes from a clock: DTSTAMP is the instant everything was judged at. A release without a date
//! is something to do: it must not vanish.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::render::escape::{calendar, clip, hashed};
use crate::render::words::{sentence, title};
use crate::report::{Appointment, At, Dates, ReleaseReport, Report, ReportedFinding, Verdict};
use crate::review::Review;
use crate::review::story::{Ended, Story};
use crate::rule::Level;
use crate::untrusted::{Untrusted, message};

/// Octets of a line, its end left out.
const LINE: usize = 75;

/// Characters of one untrusted text: calendars cut longer ones anywhere.
const TEXT: usize = 500;

/// Findings that an entry names.
const NAMED: usize = 10;

/// A release as a calendar tells it.
struct Source<'r> {
    /// Its dates.
    dates: &'r Dates,
    /// What it is called, escaped.
    title: String,
    /// How it stands, in its status.
    status: &'static str,
    /// What there is to say, a line each, escaped.
    lines: Vec<String>,
}

/// Writes the calendar of a report.
pub(super) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let sources: Vec<Source> = report.releases.iter().map(|release| source(report, release)).collect();
    write(report.as_of.as_deref(), &sources, out)
}

/// Writes the calendar of all releases of a review.
pub(super) fn review(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    let judged = review.coming.releases.iter().map(|release| source(&review.coming, release));
    let others = review.planned.iter().chain(&review.past).map(known);
    let sources: Vec<Source> = judged.chain(others).collect();
    write(Some(&review.as_of), &sources, out)
}

/// A release that was not judged.
fn known(story: &Story) -> Source<'_> {
    let name = story.name.as_ref().filter(|name| **name != story.label);
    let name = name.map(|name| format!("{} ", say(name))).unwrap_or_default();
    let (ended, status) = match story.ended {
        Some(ended @ Ended::Shipped) => (format!(" ({})", ended.word()), "CONFIRMED"),
        Some(ended) => (format!(" ({})", ended.word()), "CANCELLED"),
        None => (String::new(), "TENTATIVE"),
    };
    let owner = story.owner.iter().map(|owner| format!("Owner: {}", say(owner)));
    let title = format!("{name}{}{ended}", say(&story.label));
    Source { dates: &story.dates, title, status, lines: owner.collect() }
}

/// A text, escaped.
fn say(text: &Untrusted) -> String {
    calendar(&clip(text, TEXT))
}

/// A release that was judged.
fn source<'r>(report: &Report, release: &'r ReleaseReport) -> Source<'r> {
    let named = title(&release.release, &release.file, &say);
    let title = format!("{} ({})", named, release.verdict.headline());
    let call = release.call.as_ref();
    let status = match call.and_then(|call| call.say) {
        Some("ship") if call.is_some_and(|call| call.stands) => "CONFIRMED",
        Some("stop" | "roll back") => "CANCELLED",
        _ => "TENTATIVE",
    };
    let mut lines = vec![format!("{}: {}", release.verdict.headline(), sentence(report, release, &say))];
    let open: Vec<&ReportedFinding> = release
        .findings
        .iter()
        .filter(|finding| !finding.accepted && (report.strict || finding.level == Level::Error))
        .collect();
    lines.extend(open.iter().take(NAMED).map(|finding| told(finding)));
    let left = open.len().saturating_sub(NAMED);
    lines.extend((left > 0).then(|| format!("and {left} more")));
    if release.verdict != Verdict::Invalid {
        lines.extend(release.release.owner.as_ref().map(|owner| format!("Owner: {}", say(owner))));
        lines.extend(release.release.ship.as_ref().map(|ship| format!("Says ship: {}", say(ship))));
    }
    Source { dates: &release.dates, title, status, lines }
}

fn told(finding: &ReportedFinding) -> String {
    let at = &finding.location;
    let next = finding.next.as_ref().map(|next| message!("{}: ", next)).unwrap_or_default();
    say(&message!("{}{} ({}:{}) [{}]", next, finding.message, at.file, at.line, finding.rule))
}

/// Writes a calendar. Where two releases are one (a file and its copy), the one that was moved more often stands.
fn write(as_of: Option<&str>, sources: &[Source], out: &mut dyn Write) -> io::Result<()> {
    let stamp = as_of.and_then(|at| at.parse::<Timestamp>().ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut entries: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for source in sources {
        for (uid, lines) in all(source, stamp) {
            let there = entries.get(&uid).map(|(moved, _)| *moved);
            if there.is_none_or(|there| there < source.dates.moved) {
                entries.insert(uid, (source.dates.moved, lines));
            }
        }
    }
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gonogo//release dates//EN", "METHOD:PUBLISH"];
    let entries = entries.values().flat_map(|(_, lines)| lines.iter().map(String::as_str));
    for line in head.into_iter().chain(entries).chain(["END:VCALENDAR"]) {
        fold(line, out)?;
    }
    Ok(())
}

/// The entries of one release with their UIDs.
fn all(source: &Source, stamp: Timestamp) -> Vec<(String, Vec<String>)> {
    if source.dates.list.is_empty() {
        let uid = uid(source.dates, &Untrusted::from("undated"));
        let what = format!("SUMMARY:Set a launch date: {}", source.title);
        let lines =
            [vec!["BEGIN:VTODO".to_owned()], common(source, &uid, stamp), vec![what, "END:VTODO".to_owned()]];
        return vec![(uid, lines.concat())];
    }
    source.dates.list.iter().map(|appointment| event(source, appointment, stamp)).collect()
}

fn event(source: &Source, appointment: &Appointment, stamp: Timestamp) -> (String, Vec<String>) {
    let uid = uid(source.dates, &appointment.kind);
    let mut lines = vec!["BEGIN:VEVENT".to_owned()];
    lines.extend(common(source, &uid, stamp));
    match appointment.at {
        At::Day(day) => lines.push(format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d"))),
        At::Time(at) => lines.push(format!("DTSTART:{}", instant(at))),
    }
    lines.push(format!("STATUS:{}", source.status));
    lines.push("TRANSP:TRANSPARENT".to_owned());
    lines.push(format!("SUMMARY:{}: {}", appointment.what, source.title));
    lines.push("END:VEVENT".to_owned());
    (uid, lines)
}

/// What each entry has.
fn common(source: &Source, uid: &str, stamp: Timestamp) -> Vec<String> {
    vec![
        format!("UID:{uid}"),
        format!("DTSTAMP:{}", instant(stamp)),
        format!("SEQUENCE:{}", source.dates.moved),
        // Line breaks inside a text are written as these two characters.
        format!("DESCRIPTION:{}", source.lines.join("\\n")),
    ]
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Half of a digest tells any two entries apart.
fn uid(dates: &Dates, kind: &Untrusted) -> String {
    const BYTES: usize = 16;
    let mut digest = Sha256::new();
    digest.update(hashed(&dates.key));
    digest.update(b"\n");
    digest.update(hashed(kind));
    let digest = digest.finalize();
    digest.iter().take(BYTES).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")) + "@gonogo"
}

/// Writes a line, broken so that none is longer than it may be; no character is torn apart.
fn fold(line: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut used = 0_usize;
    let mut piece = String::new();
    for c in line.chars() {
        if used.saturating_add(c.len_utf8()) > LINE {
            write!(out, "{piece}\r\n ")?;
            piece.clear();
            used = 1;
        }
        piece.push(c);
        used = used.saturating_add(c.len_utf8());
    }
    write!(out, "{piece}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn drawn(report: &Report) -> String {
        let mut out = Vec::new();
        render(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_end_and_break_as_calendars_ask_for() {
        for report in [
            sample::go(),
            sample::no_go(),
            sample::many(40),
            sample::invalid(),
            sample::hostile("ü;,\\x\r\nEND:VCALENDAR"),
        ] {
            let out = drawn(&report);
            assert!(
                out.ends_with("END:VCALENDAR\r\n")
                    && out.split("\r\n").filter(|line| *line == "END:VCALENDAR").count() == 1,
                "{out}"
            );
            assert_eq!(out.matches('\n').count(), out.matches("\r\n").count());
            for line in out.split("\r\n") {
                assert!(line.len() <= LINE && !line.contains(['\r', '\n']), "{line:?}");
            }
        }
    }
}
