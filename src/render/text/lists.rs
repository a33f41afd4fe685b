//! The short lists behind the findings: stop rules, what was accepted, what ships nothing, and who does what next.

use std::io;

use crate::render::escape::terminal;
use crate::render::words::{self, acceptance};
use crate::report::{NoteItem, ReleaseReport, Todo};
use crate::row::StopState;

use super::Verbosity;
use super::page::Page;
use super::paint::{Piece, Role};
use super::wrap::columns;

/// Entries shown of a list unless all are asked for.
const USUAL: usize = 5;

/// The same of what is still to come: a usual policy asks for so many.
const TO_COME: usize = 10;

/// Columns of a name in a list.
const WHO: usize = 20;

/// The stop rules, for `-v`: those that are not clear are findings already.
pub(super) fn stop_rules(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    if !page.is(Verbosity::Verbose) || release.stop_rules.is_empty() {
        return Ok(());
    }
    page.heading("State of the stop rules", "")?;
    for row in &release.stop_rules {
        let (role, word) = match row.state {
            StopState::Clear => (Role::Good, "clear"),
            StopState::Tripped => (Role::Bad, "TRIPPED"),
            StopState::Unknown => (Role::Warn, "unknown"),
        };
        let rule = format!(" {}", terminal(&row.rule));
        let basis = Piece::new(Role::Faint, format!(" ({})", row.basis.word()));
        page.flow(&[Piece::new(role, format!("{word}:")), Piece::plain(rule), basis], 2, 4)?;
    }
    Ok(())
}

/// What ships although it is known: findings and issues that were accepted, by whom, why and until when.
pub(super) fn known(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let note = &release.note;
    let issues = note.known_issues.iter().filter(|issue| issue.by.is_some());
    let rows: Vec<&NoteItem> = note.accepted.iter().chain(issues).collect();
    if rows.is_empty() {
        return Ok(());
    }
    page.heading("Ships although it is known", "")?;
    for row in rows.iter().take(page.limit(USUAL)) {
        page.flow(&[Piece::plain(what(row))], 2, 4)?;
        let why = row.why.as_ref().map(|why| format!(", \"{}\"", terminal(why))).unwrap_or_default();
        page.flow(&[Piece::new(Role::Faint, format!("{}{why}", acceptance(row, &terminal)))], 4, 6)?;
    }
    more(page, rows.len(), 2)
}

/// What somebody still has to say: by when, who, and what.
pub(super) fn to_come(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let list = release.to_come.as_deref().unwrap_or_default();
    if list.is_empty() {
        return Ok(());
    }
    page.heading("Still to come", "")?;
    let shown = list.get(..page.limit(TO_COME).min(list.len())).unwrap_or(list);
    let rows: Vec<[String; 3]> = shown
        .iter()
        .map(|item| {
            [item.due_words.clone(), words::speaker(item, &terminal), words::subject(item, &terminal)]
        })
        .collect();
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|text| columns(text)).max();
    let (due, who) = (width(0).unwrap_or_default(), width(1).unwrap_or_default().min(WHO));
    let column = due.saturating_add(who).saturating_add(6);
    for [when, name, what] in &rows {
        let head = format!("  {}  {}", padded(when, due), padded(name, who));
        page.field(&head, what, column.max(columns(&head).saturating_add(2)))?;
    }
    let left = list.len().saturating_sub(shown.len());
    if left == 0 {
        return Ok(());
    }
    page.flow(&[Piece::new(Role::Faint, format!("and {left} more (-v lists them)"))], 2, 2)
}

/// A text with blanks behind it.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// What was accepted, and how many of it there are.
fn what(row: &NoteItem) -> String {
    let words: Vec<String> = [&row.id, &row.title].into_iter().flatten().map(terminal).collect();
    let others = row.count.unwrap_or(1).saturating_sub(1);
    let separator = if row.count.is_some() { ": " } else { " " };
    let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    format!("{}{more}", words.join(separator))
}

/// What changed since an earlier report.
pub(super) fn since(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    let Some(since) = &release.since else { return Ok(()) };
    page.heading(&words::since(since, &terminal), "")?;
    for (word, list) in [("new", &since.new), ("fixed", &since.fixed)] {
        for message in list.iter().take(page.limit(USUAL)) {
            page.flow(&[Piece::plain(format!("{word}: {}", terminal(message)))], 2, 4)?;
        }
        more(page, list.len(), 2)?;
    }
    Ok(())
}

/// Changes of the range that ship nothing; only with `-v`.
pub(super) fn set_aside(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    if !page.is(Verbosity::Verbose) || release.set_aside.is_empty() {
        return Ok(());
    }
    page.heading("Set aside", ": changes in the range that ship nothing")?;
    for row in &release.set_aside {
        let why = Piece::new(Role::Faint, format!(" ({})", terminal(&row.why)));
        let change = format!("- {} {}", terminal(&row.id), terminal(&row.subject));
        page.flow(&[Piece::plain(change), why], 2, 4)?;
    }
    Ok(())
}

/// What each person has to do, name first.
pub(super) fn next(page: &mut Page<'_>, release: &ReleaseReport) -> io::Result<()> {
    if release.todos.is_empty() {
        return Ok(());
    }
    page.heading("Who does what", "")?;
    release.todos.iter().try_for_each(|todo| one_person(page, todo))
}

fn one_person(page: &mut Page<'_>, todo: &Todo) -> io::Result<()> {
    let name = todo.person.as_ref().map_or_else(|| "Nobody is named yet".to_owned(), terminal);
    page.flow(&[Piece::new(Role::Strong, name)], 2, 4)?;
    for task in todo.tasks.iter().take(page.limit(USUAL)) {
        let what = Piece::plain(format!("- {}", terminal(&task.what)));
        let note = if task.blocks { "" } else { " (does not block)" };
        page.flow(&[what, Piece::new(Role::Faint, note)], 4, 6)?;
    }
    more(page, todo.tasks.len(), 4)
}

/// Says how many entries were left out.
fn more(page: &mut Page<'_>, total: usize, indent: usize) -> io::Result<()> {
    let left = total.saturating_sub(page.limit(USUAL));
    if left == 0 {
        return Ok(());
    }
    page.flow(&[Piece::new(Role::Faint, format!("and {left} more (-v lists them)"))], indent, indent)
}
