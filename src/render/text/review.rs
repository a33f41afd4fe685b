//! The review as people read it on a terminal: first what is coming, then what was, then the one next step.

use std::io::{self, Write};

use super::page::Page;
use super::paint::{Piece, Role};
use super::wrap::columns;
use super::{Style, Verbosity};
use crate::render::escape::{clip, path, terminal};
use crate::render::words::{count, launch, sentence, short_day, stage, title};
use crate::report::{ReleaseReport, Report};
use crate::review::story::Story;
use crate::review::{Review, Stage, held};
use crate::untrusted::Untrusted;

/// Columns of the name of a release.
const LABEL: usize = 24;

/// Where what is said of something begins.
const COLUMN: usize = 15;

/// Releases and tasks that are told; the others are counted.
const LISTED: usize = 60;
const TASKS: usize = 3;

/// Columns of a page that is not a terminal.
const WIDTH: usize = 80;

/// Writes the review.
pub(crate) fn render(review: &Review, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = Some(style.width.unwrap_or(WIDTH));
    let mut page = Page::new(out, Style { width, verbosity: Verbosity::Normal, ..*style });
    for release in &review.coming.releases {
        coming(&mut page, &review.coming, release)?;
        page.blank()?;
    }
    let behind = review.planned.len();
    if behind > 0 {
        let (noun, from) = (count(behind, "more release"), review.planned.first());
        let first = from.map(|story| format!(", the next is {}", say(&story.label))).unwrap_or_default();
        page.flow(&[Piece::plain(format!("{noun} planned behind{first}"))], 0, 2)?;
        page.blank()?;
    }
    page.flow(&[Piece::new(Role::Strong, say(&review.summary))], 0, 2)?;
    table(&mut page, &review.past)?;
    for pattern in &review.patterns {
        page.field(pattern.title, &say(&pattern.text), COLUMN)?;
    }
    page.field(&format!("Stage {} of {}", review.stage.reached, Stage::OF), &stage(review, &say), COLUMN)?;
    page.field("Next step", &say(&review.next_step), COLUMN)?;
    unread(&mut page, review)
}

/// One line of untrusted text; a long one is cut.
fn say(text: &Untrusted) -> String {
    const TEXT: usize = 2_000;
    terminal(&clip(text, TEXT))
}

fn coming(page: &mut Page<'_>, report: &Report, release: &ReleaseReport) -> io::Result<()> {
    let head = &release.release;
    let owner = head.owner.as_ref().map_or_else(|| "nobody".to_owned(), say);
    let named = title(head, &release.file, &say);
    page.flow(&[Piece::plain("Coming: "), Piece::new(Role::Strong, named)], 0, 8)?;
    page.field("  Launch", &launch(head, &say), 10)?;
    page.field("  Owner", &owner, 10)?;
    let verdict = format!("{}: {}", release.verdict.headline(), sentence(report, release, &say));
    page.field("  Verdict", &verdict, 10)?;
    let mut tasks: Vec<String> = Vec::new();
    for todo in &release.todos {
        let person = todo.person.as_ref().map_or_else(|| "Nobody is named yet".to_owned(), say);
        tasks.extend(
            todo.tasks
                .iter()
                .filter(|task| task.blocks)
                .map(|task| format!("{person}: {}", say(&task.short))),
        );
    }
    for (at, task) in tasks.iter().take(TASKS).enumerate() {
        page.field(if at == 0 { "  Next" } else { "" }, task, 10)?;
    }
    let left = tasks.len().saturating_sub(TASKS);
    if left > 0 {
        page.field("", &format!("and {left} more: gonogo check {}", path(&release.file)), 10)?;
    }
    Ok(())
}

/// A line a release, the columns as wide as what stands in them.
fn table(page: &mut Page<'_>, past: &[Story]) -> io::Result<()> {
    let left = past.len().saturating_sub(LISTED);
    let shown = past.get(left..).unwrap_or_default();
    if left > 0 {
        page.flow(&[Piece::plain(format!("{} before these", count(left, "release")))], 2, 4)?;
    }
    let years = shown.iter().filter_map(|story| story.planned.map(|planned| planned.date.year()));
    let is_one_year = years.clone().min() == years.max();
    let rows: Vec<[String; 4]> = shown.iter().map(|story| cells(story, is_one_year)).collect();
    let widths: Vec<usize> = (0..4)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| columns(cell)).max().unwrap_or(0))
        .collect();
    for (story, row) in shown.iter().zip(&rows) {
        let padded: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| pad(cell, *width)).collect();
        let line = padded.join("  ");
        let (line, why) = match held(story) {
            Some(why) => (format!("  {line}  "), say(&why)),
            None => (format!("  {line}"), String::new()),
        };
        let indent = columns(&line);
        let room = page.width().saturating_sub(indent);
        // Beside the columns where there is room, else below them.
        if why.is_empty() {
            page.lines(line.trim_end())?;
        } else if room >= 20 {
            page.field(line.trim_end(), &why, indent.max(1))?;
        } else {
            page.lines(&line)?;
            page.flow(&[Piece::plain(why)], 4, 4)?;
        }
    }
    Ok(())
}

fn pad(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(columns(cell))))
}

fn cells(story: &Story, is_one_year: bool) -> [String; 4] {
    let day = |day: jiff::civil::Date| short_day(day, is_one_year);
    let planned = story
        .planned
        .map_or_else(|| "no date".to_owned(), |planned| format!("planned {}", day(planned.date)));
    let ended = story.ended.map_or("no ending", crate::review::story::Ended::word);
    let ended = match story.shipped {
        Some(shipped) => format!("{ended} {}", day(shipped.date)),
        None => ended.to_owned(),
    };
    let slip = story.slip.as_ref().map_or_else(|| "-".to_owned(), |slip| slip.words.clone());
    [say(&clip(&story.label, LABEL)), planned, ended, slip]
}

fn unread(page: &mut Page<'_>, review: &Review) -> io::Result<()> {
    if review.unread.is_empty() {
        return Ok(());
    }
    page.heading(&format!("{} could not be read", count(review.unread.len(), "file")), "")?;
    for finding in review.unread.iter().take(LISTED) {
        let at = &finding.location;
        let line = format!("{}:{}: {}", path(&at.file), at.line, say(&finding.message));
        page.flow(&[Piece::plain(line)], 2, 4)?;
    }
    let left = review.unread.len().saturating_sub(LISTED);
    if left > 0 {
        page.flow(&[Piece::plain(format!("and {left} more"))], 2, 4)?;
    }
    Ok(())
}
