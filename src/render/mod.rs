//! Draws the frozen report, one module a format. Nothing here decides anything: verdicts and exit codes are settled.

mod blocks;
mod brief;
mod concise;
mod decision;
pub(crate) mod escape;
mod fingerprint;
mod github;
mod gitlab;
mod html;
mod ics;
mod in_toto;
pub(crate) mod json;
mod junit;
pub(crate) mod markdown;
#[cfg(any(fuzzing, test))]
#[cfg_attr(fuzzing, allow(dead_code, reason = "fuzzers need but the hostile one"))]
#[allow(clippy::expect_used, reason = "a sample that does not hold together is a fault of the tests")]
pub(crate) mod sample;
mod sarif;
mod tally;
#[cfg(test)]
mod tests;
mod text;
mod words;
mod yaml;

use std::io;

use crate::matrix::Matrix;
use crate::report::Report;
use crate::review::Review;

pub(crate) use text::{Style, Verbosity};

/// What `--format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, in a terminal.
    Text,
    /// Plain text for a chat: under 3,000 characters.
    Brief,
    /// One line a finding, `file:line:column: level: message [rule]`.
    Concise,
    /// The whole report, versioned, for scripts.
    Json,
    /// The same tree as `json`.
    Yaml,
    /// The status note, for pull requests and job summaries.
    Markdown,
    /// One page for a browser, without scripts.
    Html,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Code Quality report of GitLab.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML: the gate as a test suite.
    Junit,
    /// An in-toto Statement v1, unsigned: of `gate` alone.
    InToto,
    /// Launch, backup date and freeze as calendar entries.
    Ics,
}

impl Format {
    /// Draws a report. `style` is for text alone.
    pub(crate) fn render(self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Text => text::render(report, style, out),
            Self::Brief => brief::render(report, out),
            Self::Concise => concise::render(report, out),
            Self::Json => json::render(report, out),
            Self::Yaml => yaml::render(report, out),
            Self::Markdown => markdown::render(report, out),
            Self::Html => html::render(report, out),
            Self::Github => github::render(report, out),
            Self::Gitlab => gitlab::render(report, out),
            Self::Sarif => sarif::render(report, out),
            Self::Junit => junit::render(report, out),
            Self::InToto => in_toto::render(report, out),
            Self::Ics => ics::render(report, out),
        }
    }
}

/// What `review --format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReviewFormat {
    /// For people, in a terminal.
    Text,
    /// For pull requests and wikis.
    Markdown,
    /// The whole review, versioned, for scripts.
    Json,
    /// One page for a browser, with a timeline, without scripts.
    Html,
    /// The dates of all releases as calendar entries.
    Ics,
}

impl ReviewFormat {
    /// Draws a review. `style` is for text alone.
    pub(crate) fn render(self, review: &Review, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Text => text::review::render(review, style, out),
            Self::Markdown => markdown::review::render(review, out),
            Self::Json => json::review::render(review, out),
            Self::Html => html::review::render(review, out),
            Self::Ics => ics::review(review, out),
        }
    }
}

/// What `roles --format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RolesFormat {
    /// For people, in a terminal.
    Text,
    /// For pull requests and wikis.
    Markdown,
    /// The whole matrix, versioned, for scripts.
    Json,
    /// One page for a browser, without scripts.
    Html,
}

impl RolesFormat {
    /// Draws a matrix of roles. `style` is for text alone.
    pub(crate) fn render(self, matrix: &Matrix, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Text => text::roles::render(matrix, style, out),
            Self::Markdown => markdown::roles::render(matrix, out),
            Self::Json => json::roles::render(matrix, out),
            Self::Html => html::roles::render(matrix, out),
        }
    }

    /// The format of a report that is told instead.
    pub(crate) fn report(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Json => Format::Json,
            Self::Html => Format::Html,
        }
    }
}
