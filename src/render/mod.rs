//! Draws the frozen report, one module a format. Nothing here decides anything: verdicts and exit codes are settled.

pub(crate) mod escape;
mod fingerprint;
mod github;
mod gitlab;
mod json;
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
pub(crate) mod text;
mod words;
mod yaml;

use std::io;

use crate::report::Report;

/// What `--format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, in a terminal.
    Text,
    /// The whole report, versioned, for scripts.
    Json,
    /// The same tree as `json`.
    Yaml,
    /// The status note, for pull requests and job summaries.
    Markdown,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Code Quality report of GitLab.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML: the gate as a test suite.
    Junit,
}

/// Draws a report.
pub(crate) type Renderer = fn(&Report, &mut dyn io::Write) -> io::Result<()>;

/// The formats that need nothing but the report.
const RENDERERS: [(Format, Renderer); 6] = [
    (Format::Json, json::render),
    (Format::Yaml, yaml::render),
    (Format::Github, github::render),
    (Format::Gitlab, gitlab::render),
    (Format::Sarif, sarif::render),
    (Format::Junit, junit::render),
];

impl Format {
    /// What draws this format, if it needs nothing but the report.
    pub(crate) fn renderer(self) -> Option<Renderer> {
        RENDERERS.iter().find(|(format, _)| *format == self).map(|(_, renderer)| *renderer)
    }
}
