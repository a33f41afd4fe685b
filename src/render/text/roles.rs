//! The matrix of roles on a terminal: people in columns by short names, as many side by side as there is room for.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::page::Page;
use super::paint::{Piece, Role};
use super::wrap::{columns, shorten};
use super::{Style, Verbosity};
use crate::limits::MATRIX_CELLS;
use crate::matrix::{Holder, Matrix};
use crate::render::escape::{clip, terminal};
use crate::untrusted::Untrusted;

/// Columns of a page that is not a terminal.
const WIDTH: usize = 80;

/// Columns of the name of a decision.
const NAME: usize = 22;

/// Columns of a person: room for every letter.
const CELL: usize = 6;

/// Writes the page.
pub(crate) fn render(matrix: &Matrix, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = Some(style.width.unwrap_or(WIDTH));
    let mut page = Page::new(out, Style { width, verbosity: Verbosity::Normal, ..*style });
    let shorts = shorts(&matrix.people);
    let strong = |text: String| Piece::new(Role::Strong, text);
    page.flow(&[strong(format!("Who decides what: {}", title(matrix)))], 0, 2)?;
    page.blank()?;
    if matrix.people.is_empty() && matrix.duties.is_empty() {
        page.flow(
            &[Piece::plain("No role is written down: add [roles] and [decides] to the policy.")],
            0,
            2,
        )?;
    }
    for (holder, short) in matrix.people.iter().zip(&shorts) {
        let who = holder.person.as_ref().map_or_else(|| "nobody".to_owned(), say);
        let roles: Vec<String> = holder.roles.iter().map(say).collect();
        page.field(&format!("  {short}"), &format!("{who}: {}", roles.join(", ")), 8)?;
    }
    if matrix.people.len().saturating_mul(matrix.duties.len()) > MATRIX_CELLS {
        page.blank()?;
        page.flow(&[Piece::plain("The matrix is too large to be drawn; --format json has it.")], 0, 2)?;
    } else if !matrix.duties.is_empty() {
        tables(&mut page, matrix, &shorts)?;
        let legend = "R does it, A is accountable, 2 and 3 are the way up, C is asked, I is told";
        page.flow(&[Piece::plain(legend)], 0, 2)?;
    }
    way_up(&mut page, matrix)?;
    page.blank()?;
    let stop: Vec<String> = matrix.stop.iter().map(say).collect();
    let stop = if stop.is_empty() { "nobody is named".to_owned() } else { stop.join(", then ") };
    page.field("May stop the launch:", &stop, 21)?;
    points(&mut page, matrix)
}

fn title(matrix: &Matrix) -> String {
    let name = matrix.name.as_ref().unwrap_or(&matrix.file);
    let version = matrix.version.as_ref().map(|version| format!(" {}", say(version))).unwrap_or_default();
    let policy = matrix.policy.as_ref().map(|policy| format!(", policy {}", say(policy))).unwrap_or_default();
    format!("{}{version}{policy}", say(name))
}

fn say(text: &Untrusted) -> String {
    terminal(&clip(text, 200))
}

fn tables(page: &mut Page, matrix: &Matrix, shorts: &[String]) -> io::Result<()> {
    let people: Vec<usize> = (0..matrix.people.len()).collect();
    let room = (page.width().saturating_sub(NAME) / CELL).max(1);
    for part in people.chunks(room) {
        page.blank()?;
        let cell = |text: &str| pad(text, CELL);
        let heads: String = part.iter().filter_map(|at| shorts.get(*at)).map(|short| cell(short)).collect();
        page.lines(format!("{}{heads}", pad("", NAME)).trim_end())?;
        for duty in &matrix.duties {
            let cells: String = part.iter().map(|at| cell(&duty.part(*at))).collect();
            let name = shorten(&say(&duty.name), NAME.saturating_sub(2));
            page.lines(format!("{}{cells}", pad(&name, NAME)).trim_end())?;
        }
    }
    page.blank()
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

fn way_up(page: &mut Page, matrix: &Matrix) -> io::Result<()> {
    let ups = matrix.duties.iter().filter(|duty| duty.up.len() > 1);
    for (at, duty) in ups.enumerate() {
        if at == 0 {
            page.blank()?;
            page.flow(&[Piece::new(Role::Strong, "The way up")], 0, 2)?;
        }
        let steps: Vec<String> = duty.up.iter().map(|seat| matrix.named(seat, &say)).collect();
        let name = shorten(&say(&duty.name), NAME.saturating_sub(2));
        page.field(&format!("  {name}"), &steps.join(", then "), NAME)?;
    }
    Ok(())
}

fn points(page: &mut Page, matrix: &Matrix) -> io::Result<()> {
    if matrix.points.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.flow(&[Piece::new(Role::Strong, "What each role confirms")], 0, 2)?;
    for (at, holder) in matrix.people.iter().enumerate() {
        let points = matrix.points_of(at);
        if points.is_empty() {
            continue;
        }
        let who = holder.person.as_ref().map_or_else(|| "nobody".to_owned(), say);
        let roles: Vec<String> = holder.roles.iter().map(say).collect();
        page.flow(&[Piece::plain(format!("{who}: {}", roles.join(", ")))], 2, 4)?;
        for point in points {
            let text = format!("{} ({})", say(&point.what), say(&point.due));
            page.field(&format!("    {}", point.side.word()), &text, 16)?;
        }
    }
    Ok(())
}

/// Letters that stand for people at the head of a column, each once.
fn shorts(people: &[Holder]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let short = |holder: &Holder| {
        let name = holder.person.as_ref().or(holder.roles.first()).map(say).unwrap_or_default();
        let letters: String = name
            .split_whitespace()
            .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
            .flat_map(char::to_uppercase)
            .take(3)
            .collect();
        let letters = if letters.is_empty() { "?".to_owned() } else { letters };
        let numbered = (2_usize..).map(|number| format!("{letters}{number}"));
        let free = std::iter::once(letters.clone()).chain(numbered).find(|short| !taken.contains(short));
        let free = free.unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    people.iter().map(short).collect()
}
