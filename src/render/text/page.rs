//! The sheet that the text report is written on: lines of the right width, painted or not.

use std::io::{self, Write};

use crate::site;

use super::paint::{Piece, Role, linked, paint};
use super::wrap::{Indent, columns, wrap};
use super::{Style, Verbosity};

/// Columns of a line that nobody breaks.
const UNBROKEN: usize = usize::MAX;

/// Columns of a file's line on a page of any width.
const EXCERPT: usize = 160;

/// Columns of a line across a page of any width.
const RULE: usize = 80;

/// A writer that knows its width.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    style: Style,
}

impl<'a> Page<'a> {
    /// A page of 60 to 120 columns; of any width where no terminal breaks its lines.
    pub(super) fn new(out: &'a mut dyn Write, style: Style) -> Self {
        let width = style.width.map(|width| width.clamp(60, 120));
        Self { out, style: Style { width, ..style } }
    }

    /// The columns of a line.
    pub(super) fn width(&self) -> usize {
        self.style.width.unwrap_or(UNBROKEN)
    }

    /// The columns for a line of a file: it is cut even where the page is not.
    pub(super) fn line_room(&self) -> usize {
        self.style.width.unwrap_or(EXCERPT)
    }

    /// Whether colour is shown.
    pub(super) fn has_colour(&self) -> bool {
        self.style.colour
    }

    /// Whether just so much is told.
    pub(super) fn is(&self, verbosity: Verbosity) -> bool {
        self.style.verbosity == verbosity
    }

    /// How many entries of a list are shown: `usual`, or all.
    pub(super) fn limit(&self, usual: usize) -> usize {
        if self.is(Verbosity::Verbose) { usize::MAX } else { usual }
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line across the page.
    pub(super) fn rule(&mut self) -> io::Result<()> {
        let line = "=".repeat(self.style.width.unwrap_or(RULE));
        writeln!(self.out, "{}", paint(Role::Faint, &line, self.style.colour))
    }

    /// A paragraph: its first line starts at one column, the others at another.
    pub(super) fn flow(&mut self, pieces: &[Piece], first: usize, rest: usize) -> io::Result<()> {
        wrap(pieces, Indent { first, rest }, self.width()).iter().try_for_each(|line| self.pieces(line))
    }

    /// A value behind its name; every line of the value starts at the same column.
    pub(super) fn field(&mut self, name: &str, value: &str, column: usize) -> io::Result<()> {
        let indent = Indent { first: column, rest: column };
        for (at, mut line) in wrap(&[Piece::plain(value)], indent, self.width()).into_iter().enumerate() {
            if at == 0 && !line.is_empty() {
                let blanks = column.saturating_sub(columns(name));
                let value: String = line.drain(..).map(|piece| piece.text).collect();
                line.push(Piece::new(Role::Faint, name));
                line.push(Piece::plain(format!("{}{}", " ".repeat(blanks), value.trim_start())));
            }
            self.pieces(&line)?;
        }
        Ok(())
    }

    fn pieces(&mut self, line: &[Piece]) -> io::Result<()> {
        for piece in line {
            let painted = paint(piece.role, &piece.text, self.style.colour);
            let address = if piece.role == Role::Rule && self.style.links {
                site::rule_page(piece.text.trim().trim_matches(['[', ']']))
            } else {
                None
            };
            let drawn = address.map_or_else(|| painted.clone(), |address| linked(&painted, &address));
            self.out.write_all(drawn.as_bytes())?;
        }
        writeln!(self.out)
    }

    /// The head of a section, with an empty line before it.
    pub(super) fn heading(&mut self, title: &str, detail: &str) -> io::Result<()> {
        self.blank()?;
        self.flow(&[Piece::new(Role::Strong, title), Piece::plain(detail)], 0, 2)
    }

    /// Lines that are as wide as they are.
    pub(super) fn lines(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| writeln!(self.out, "{}", line.trim_end()))
    }
}
