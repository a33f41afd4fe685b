//! The matrix of roles in Markdown, for a pull request or a wiki.

use std::io::{self, Write};

use crate::limits::MATRIX_CELLS;
use crate::matrix::Matrix;
use crate::render::escape::{clip, markdown};
use crate::untrusted::Untrusted;

/// Writes the page.
pub(crate) fn render(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = vec![format!("## Who decides what: {}", title(matrix))];
    if matrix.people.len().saturating_mul(matrix.duties.len()) > MATRIX_CELLS {
        parts.push("The matrix is too large to be drawn; `--format json` has it.".to_owned());
    } else if matrix.duties.is_empty() {
        parts.push("No decision is written down: add `[decides]` to the policy.".to_owned());
    } else {
        parts.push(table(matrix));
        parts.push("R does it, A is accountable, 2 and 3 are the way up, C is asked, I is told.".to_owned());
    }
    let ups = matrix.duties.iter().filter(|duty| duty.up.len() > 1);
    let ups: Vec<String> = ups
        .map(|duty| {
            let steps: Vec<String> = duty.up.iter().map(|seat| matrix.named(seat, &say)).collect();
            format!("- **{}:** {}", say(&duty.name), steps.join(", then "))
        })
        .collect();
    if !ups.is_empty() {
        parts.push(format!("### The way up\n\n{}", ups.join("\n")));
    }
    let stop: Vec<String> = matrix.stop.iter().map(say).collect();
    let stop = if stop.is_empty() { "nobody is named".to_owned() } else { stop.join(", then ") };
    parts.push(format!("**May stop the launch:** {stop}"));
    parts.extend(points(matrix));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn say(text: &Untrusted) -> String {
    markdown(&clip(text, 200))
}

fn title(matrix: &Matrix) -> String {
    let name = say(matrix.name.as_ref().unwrap_or(&matrix.file));
    matrix.version.as_ref().map_or_else(|| name.clone(), |version| format!("{name} {}", say(version)))
}

fn table(matrix: &Matrix) -> String {
    let heads: Vec<String> = matrix
        .people
        .iter()
        .map(|holder| {
            let roles: Vec<String> = holder.roles.iter().map(say).collect();
            let who = holder.person.as_ref().map_or_else(|| "nobody".to_owned(), say);
            format!("{who}<br>{}", roles.join(", "))
        })
        .collect();
    let mut lines = vec![format!("| | {} |", heads.join(" | "))];
    lines.push(format!("| --- |{}", " :-: |".repeat(heads.len())));
    for duty in &matrix.duties {
        let cells: Vec<String> = (0..matrix.people.len()).map(|at| duty.part(at)).collect();
        lines.push(format!("| {} | {} |", say(&duty.name), cells.join(" | ")));
    }
    lines.join("\n")
}

fn points(matrix: &Matrix) -> Option<String> {
    let mut lines = Vec::new();
    for (at, holder) in matrix.people.iter().enumerate() {
        // A role that nobody fills is told by its name.
        let roles = || holder.roles.iter().map(say).collect::<Vec<_>>().join(", ");
        let who = holder.person.as_ref().map_or_else(|| format!("nobody as {}", roles()), say);
        let own = matrix.points_of(at).into_iter().map(|point| {
            format!("- {who}, {}: {} ({})", point.side.word(), say(&point.what), say(&point.due))
        });
        lines.extend(own);
    }
    (!lines.is_empty()).then(|| format!("### What each role confirms\n\n{}", lines.join("\n")))
}
