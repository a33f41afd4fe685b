//! The shape of the `json` matrix of roles, version 1. Fields are never renamed, and new ones only added.

use std::io::{self, Write};

use serde::Serialize;

use crate::matrix::{Duty, Matrix, Point, Seat};
use crate::render::escape::{Exact, exact};

/// The version of this shape.
const SCHEMA: u32 = 1;

/// Writes the matrix.
pub(crate) fn render(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let page = Page {
        schema: SCHEMA,
        file: exact(&matrix.file),
        policy: matrix.policy.as_ref().map(exact),
        name: matrix.name.as_ref().map(exact),
        version: matrix.version.as_ref().map(exact),
        people: matrix
            .people
            .iter()
            .map(|holder| Person {
                person: holder.person.as_ref().map(exact),
                roles: holder.roles.iter().map(exact).collect(),
            })
            .collect(),
        decisions: matrix.duties.iter().map(|duty| Entry::of(matrix, duty)).collect(),
        stop: matrix.stop.iter().map(exact).collect(),
        checkpoints: matrix.points.iter().map(|point| Checkpoint::of(matrix, point)).collect(),
    };
    super::write(&page, out)
}

#[derive(Serialize)]
struct Page<'m> {
    schema: u32,
    file: Exact<'m>,
    policy: Option<Exact<'m>>,
    name: Option<Exact<'m>>,
    version: Option<Exact<'m>>,
    people: Vec<Person<'m>>,
    decisions: Vec<Entry<'m>>,
    /// Who may stop the launch, who is accountable first.
    stop: Vec<Exact<'m>>,
    checkpoints: Vec<Checkpoint<'m>>,
}

#[derive(Serialize)]
struct Person<'m> {
    person: Option<Exact<'m>>,
    roles: Vec<Exact<'m>>,
}

/// A role with the one person who fills it; null where nobody does.
#[derive(Serialize)]
struct Holder<'m> {
    role: Exact<'m>,
    person: Option<Exact<'m>>,
}

#[derive(Serialize)]
struct Entry<'m> {
    name: Exact<'m>,
    kind: &'static str,
    responsible: Vec<Holder<'m>>,
    accountable: Option<Holder<'m>>,
    consulted: Vec<Holder<'m>>,
    informed: Vec<Holder<'m>>,
    /// Whom it goes up to, step by step.
    way_up: Vec<Holder<'m>>,
}

#[derive(Serialize)]
struct Checkpoint<'m> {
    id: Exact<'m>,
    what: Exact<'m>,
    from: Option<Holder<'m>>,
    who: Option<Holder<'m>>,
    way_up: Vec<Holder<'m>>,
    due: Exact<'m>,
    side: &'static str,
}

fn holder<'m>(matrix: &'m Matrix, seat: &'m Seat) -> Holder<'m> {
    Holder { role: exact(&seat.role), person: matrix.person(seat).map(exact) }
}

fn all<'m>(matrix: &'m Matrix, seats: &'m [Seat]) -> Vec<Holder<'m>> {
    seats.iter().map(|seat| holder(matrix, seat)).collect()
}

impl<'m> Entry<'m> {
    fn of(matrix: &'m Matrix, duty: &'m Duty) -> Self {
        Self {
            name: exact(&duty.name),
            kind: duty.kind,
            responsible: all(matrix, &duty.does),
            accountable: duty.up.first().map(|seat| holder(matrix, seat)),
            consulted: all(matrix, &duty.asks),
            informed: all(matrix, &duty.tells),
            way_up: all(matrix, duty.up.get(1..).unwrap_or_default()),
        }
    }
}

impl<'m> Checkpoint<'m> {
    fn of(matrix: &'m Matrix, point: &'m Point) -> Self {
        Self {
            id: exact(&point.id),
            what: exact(&point.what),
            from: point.from.as_ref().map(|seat| holder(matrix, seat)),
            who: point.up.first().map(|seat| holder(matrix, seat)),
            way_up: all(matrix, point.up.get(1..).unwrap_or_default()),
            due: exact(&point.due),
            side: point.side.word(),
        }
    }
}
