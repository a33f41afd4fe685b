//! The matrix of roles as a page, of the same family as the report's.

use std::io::{self, Write};

use maud::{Markup, html};

use super::frame::{page, say};
use crate::limits::MATRIX_CELLS;
use crate::matrix::{Holder, Matrix, Seat};

/// Writes the page.
pub(crate) fn render(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let name = html! {
        "Who decides what: " (say(matrix.name.as_ref().unwrap_or(&matrix.file)))
        @if let Some(version) = &matrix.version { " " (say(version)) }
    };
    let body = html! {
        main {
            h1 { (name) }
            @if matrix.people.len().saturating_mul(matrix.duties.len()) > MATRIX_CELLS {
                p { "The matrix is too large to be drawn; --format json has it." }
            } @else { (table(matrix)) }
            (way_up(matrix))
            h2 { "May stop the launch" }
            p {
                @if matrix.stop.is_empty() { "Nobody is named." }
                @for (at, person) in matrix.stop.iter().enumerate() {
                    @if at > 0 { ", then " } (say(person))
                }
            }
            (points(matrix))
        }
    };
    writeln!(out, "{}", page(&name, &body).into_string())
}

fn who(holder: &Holder) -> Markup {
    html! { @if let Some(person) = &holder.person { (say(person)) } @else { span.bad { "nobody" } } }
}

fn table(matrix: &Matrix) -> Markup {
    html! {
        div.raci { table {
            thead { tr {
                th {}
                @for holder in &matrix.people {
                    th {
                        (who(holder))
                        @for role in &holder.roles { br; span.faint { (say(role)) } }
                    }
                }
            } }
            tbody {
                @for duty in &matrix.duties {
                    tr {
                        td { strong { (say(&duty.name)) } }
                        @for (at, holder) in matrix.people.iter().enumerate() {
                            td data-name=(say(holder.person.as_ref().or(holder.roles.first()).unwrap_or(&matrix.file))) { (duty.part(at)) }
                        }
                    }
                }
            }
        } }
        p.faint { "R does it, A is accountable, 2 and 3 are the way up, C is asked, I is told." }
    }
}

fn seat(matrix: &Matrix, seat: &Seat) -> Markup {
    html! {
        @if let Some(person) = matrix.person(seat) { (say(person)) } @else { "nobody" }
        " (" (say(&seat.role)) ")"
    }
}

fn way_up(matrix: &Matrix) -> Markup {
    html! {
        h2 { "The way up" }
        dl {
            @for duty in matrix.duties.iter().filter(|duty| duty.up.len() > 1) {
                dt { (say(&duty.name)) }
                dd { @for (at, step) in duty.up.iter().enumerate() {
                    @if at > 0 { ", then " } (seat(matrix, step))
                } }
            }
        }
    }
}

fn points(matrix: &Matrix) -> Markup {
    html! {
        @if !matrix.points.is_empty() {
            h2 { "What each role confirms" }
            @for (at, holder) in matrix.people.iter().enumerate() {
                @let points = matrix.points_of(at);
                @if !points.is_empty() {
                    h3 { (who(holder)) }
                    ul { @for point in points {
                        li { (point.side.word()) ": " (say(&point.what)) " (" (say(&point.due)) ")" }
                    } }
                }
            }
        }
    }
}
