//! The table of checks: plain columns without a frame, so that a log shows it as well as a terminal does.

use std::io;

use tabled::builder::Builder;
use tabled::settings::{
    Color, Modify, Padding, Style, object::Cell, object::Columns, object::Rows, style::HorizontalLine,
};

use crate::render::escape::terminal;
use crate::report::{CheckRow, ReleaseReport};
use crate::row::Outcome;

use super::page::Page;
use super::wrap::{columns, wrap_cell};

/// The names above the columns.
const HEAD: [&str; 5] = ["Check", "Result", "Stands on", "Why", "Next"];

/// Columns that the first three take, and the gaps between all five.
const FIXED: usize = 22 + 6 + 9 + 4 * 2;

/// Where the result stands.
const RESULT: usize = 1;

/// Draws the rows.
pub(super) fn checks(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    if release.checks.is_empty() {
        return Ok(());
    }
    let (why, next) = widths(page.width(), &release.checks);
    let mut builder = Builder::default();
    builder.push_record(HEAD);
    for row in &release.checks {
        builder.push_record([
            row.id.name().to_owned(),
            word(row.result).to_owned(),
            row.basis.word().to_owned(),
            wrap_cell(&terminal(&row.summary), why),
            wrap_cell(&next_of(row), next),
        ]);
    }
    let mut table = builder.build();
    table.with(Style::empty().horizontals([(1, HorizontalLine::new('-'))]));
    table.with(Padding::new(0, 2, 0, 0));
    table.with(Modify::new(Columns::last()).with(Padding::zero()));
    if page.has_colour() {
        table.with(Modify::new(Rows::first()).with(Color::BOLD));
        for (at, row) in release.checks.iter().enumerate() {
            table.with(Modify::new(Cell::new(at.saturating_add(1), RESULT)).with(colour(row.result)));
        }
    }
    let drawn = table.to_string();
    page.lines(&drawn)
}

fn next_of(row: &CheckRow) -> String {
    row.next.as_ref().map_or_else(|| "-".to_owned(), terminal)
}

/// What fails is in capitals: it is found without colour.
fn word(result: Outcome) -> &'static str {
    match result {
        Outcome::Pass => "pass",
        Outcome::Warn => "warn",
        Outcome::Fail => "FAIL",
    }
}

fn colour(result: Outcome) -> Color {
    match result {
        Outcome::Pass => Color::FG_GREEN,
        Outcome::Warn => Color::FG_MAGENTA | Color::BOLD,
        Outcome::Fail => Color::FG_RED | Color::BOLD,
    }
}

/// The room for the reason and for the person: names get what they need, up to a third.
fn widths(page: usize, rows: &[CheckRow]) -> (usize, usize) {
    let room = page.saturating_sub(FIXED);
    let longest = rows.iter().map(|row| columns(&next_of(row))).max().unwrap_or_default();
    let next = longest.clamp(4, room.checked_div(3).unwrap_or(room));
    (room.saturating_sub(next), next)
}
