//! Two drawings of the review, as SVG without scripts: when each release was planned and shipped, and how long going
//! back took. Each says in words what it shows, for who cannot see it; colours come from the style sheet.

use jiff::civil::Date;
use maud::{Markup, html};

use super::frame::say;
use crate::render::escape::clip;
use crate::render::words::short_day;
use crate::review::story::{Ended, Story};

/// Releases that are drawn: the last ones.
const DRAWN: usize = 24;

/// Units across a drawing; a letter is twelve high, so that a phone shows it legibly.
const WIDTH: i64 = 400;
/// Where the lines of the timeline begin and end.
const LEFT: i64 = 120;
const RIGHT: i64 = 390;
/// Units of a row.
const ROW: i64 = 24;
/// Letters of a name beside a line.
const NAME: usize = 16;

/// When each release was planned, and when it shipped.
pub(super) fn timeline(past: &[Story]) -> Markup {
    let rows: Vec<(&Story, Date, Option<Date>)> = past
        .iter()
        .filter_map(|story| Some((story, story.planned?.date, story.shipped.map(|shipped| shipped.date))))
        .collect();
    let rows = rows.get(rows.len().saturating_sub(DRAWN)..).unwrap_or_default();
    let days = rows.iter().flat_map(|(_, planned, shipped)| std::iter::once(*planned).chain(*shipped));
    let Some((first, last)) = days.clone().min().zip(days.max()) else { return html! {} };
    let height = i64::try_from(rows.len()).unwrap_or(0).saturating_mul(ROW).saturating_add(30);
    let foot = height.saturating_sub(8);
    html! {
        svg.chart viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label="When each release was planned and when it shipped; the table below says the same" {
            @for (at, (story, planned, shipped)) in rows.iter().enumerate() {
                (bar(story, middle(at), (place(*planned, first, last), shipped.map(|day| place(day, first, last)))))
            }
            text.small x=(LEFT) y=(foot) { (short_day(first, false)) }
            text.small x=(RIGHT) y=(foot) text-anchor="end" { (short_day(last, false)) }
        }
        p.faint { "Hollow: the first date. Full: shipped. Crossed: stopped or taken back." }
    }
}

fn middle(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(0).saturating_mul(ROW).saturating_add(14)
}

fn bar(story: &Story, y: i64, (planned, shipped): (i64, Option<i64>)) -> Markup {
    let end = shipped.unwrap_or(planned);
    let is_held = matches!(story.ended, Some(Ended::Stopped | Ended::RolledBack));
    let (low, high) = (y.saturating_sub(5), y.saturating_add(5));
    html! {
        text x="0" y=(y.saturating_add(4)) { (say(&clip(&story.label, NAME))) }
        line.rail x1=(LEFT) y1=(y) x2=(RIGHT) y2=(y) {}
        line class=(if end > planned { "late" } else { "plain" }) x1=(planned) y1=(y) x2=(end) y2=(y) {}
        @if shipped.is_some() { circle.full cx=(end) cy=(y) r="5" {} }
        circle.hollow cx=(planned) cy=(y) r="5" {}
        @if is_held {
            line.cross x1=(end.saturating_sub(5)) y1=(low) x2=(end.saturating_add(5)) y2=(high) {}
            line.cross x1=(end.saturating_sub(5)) y1=(high) x2=(end.saturating_add(5)) y2=(low) {}
        }
    }
}

/// Where a day lies between the first and the last.
fn place(day: Date, first: Date, last: Date) -> i64 {
    let days = |to: Date| first.until(to).map_or(0, |span| i64::from(span.get_days()));
    share(days(day), days(last), (LEFT.saturating_add(6), RIGHT.saturating_sub(6)))
}

/// The part of a stretch that belongs to `of` of `all`.
fn share(of: i64, all: i64, (from, to): (i64, i64)) -> i64 {
    let long = to.saturating_sub(from).saturating_mul(of);
    from.saturating_add(long.checked_div(all).unwrap_or(0))
}

/// How long each rehearsal took.
pub(super) fn minutes(past: &[Story]) -> Markup {
    // Minutes are at most a million: whole ones are exact enough for a drawing.
    #[allow(clippy::cast_possible_truncation, reason = "at most a million")]
    let all: Vec<(&Story, i64)> = past
        .iter()
        .filter_map(|story| Some((story, story.rehearsal.as_ref()?.minutes.round() as i64)))
        .collect();
    let all = all.get(all.len().saturating_sub(DRAWN / 2)..).unwrap_or_default();
    let most = all.iter().map(|(_, minutes)| *minutes).max().unwrap_or(0);
    if all.len() < 2 || most == 0 {
        return html! {};
    }
    let last = i64::try_from(all.len().saturating_sub(1)).unwrap_or(1);
    let point = |at: usize, minutes: i64| {
        let x = share(i64::try_from(at).unwrap_or(0), last, (24, WIDTH.saturating_sub(24)));
        (x, share(most.saturating_sub(minutes), most, (24, 110)))
    };
    let points: Vec<(i64, i64)> =
        all.iter().enumerate().map(|(at, (_, minutes))| point(at, *minutes)).collect();
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    html! {
        h2 { "Minutes to go back, rehearsed" }
        svg.chart viewBox=(format!("0 0 {WIDTH} 140")) role="img" aria-label="Minutes of the rehearsals, from release to release; the list below says the same" {
            line.rail x1="0" y1="110" x2=(WIDTH) y2="110" {}
            polyline.minutes points=(line.join(" ")) {}
            @for (at, ((x, y), (story, minutes))) in points.iter().zip(all).enumerate() {
                circle.full cx=(x) cy=(y) r="4" {}
                text.small x=(x) y=(y.saturating_sub(9)) text-anchor="middle" { (minutes) }
                // Where there are many, every other name would stand on its neighbour.
                @if all.len() <= 6 || at % 2 == 0 {
                    text.small x=(x) y="128" text-anchor="middle" { (say(&clip(&story.label, NAME / 2))) }
                }
            }
        }
    }
}
