//! The shared status note: one page of Markdown that a whole team reads in a pull request or a job summary.
//!
//! It shows the same report in GitHub's and GitLab's flavour and keeps within the 65,536 characters of a comment:
//! lists are folded, then counted instead of listed, then whole releases are. Nothing here decides anything.

mod list;
mod release;
pub(super) mod review;
pub(super) mod roles;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::render::words::{count, tally};
use crate::report::{Report, Verdict};

/// Characters that a comment may have, less a margin for what a bot may put around the note.
const MOST: usize = 64_000;

/// How much room the parts of a note get.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// Entries of a list that are seen at once.
    shown: usize,
    /// Further entries that can be unfolded.
    folded: usize,
    /// Characters of one untrusted text.
    text: usize,
    /// Releases.
    releases: usize,
}

/// From generous to narrow; the first that fits is used.
const ROOMS: [Room; 5] = [
    Room { shown: 10, folded: 190, text: 600, releases: usize::MAX },
    Room { shown: 10, folded: 30, text: 300, releases: usize::MAX },
    Room { shown: 5, folded: 0, text: 160, releases: 20 },
    Room { shown: 3, folded: 0, text: 60, releases: 10 },
    Room { shown: 1, folded: 0, text: 30, releases: 2 },
];

/// Writes the note.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut note = String::new();
    for room in ROOMS {
        note = draw(report, room);
        if note.chars().count() <= MOST {
            break;
        }
    }
    out.write_all(note.as_bytes())
}

fn draw(report: &Report, room: Room) -> String {
    let mut blocks = Vec::new();
    if report.as_of.is_none() {
        blocks.push(format!("## Lint: {}", lint_counts(report)));
    } else if report.releases.len() > 1 {
        blocks.push(format!("**{}**", release_counts(report)));
    }
    let is_worth_telling = |verdict| report.as_of.is_some() || verdict != Verdict::Clean;
    let told: Vec<_> = report
        .releases
        .iter()
        .filter(|release| is_worth_telling(release.verdict) || !release.findings.is_empty())
        .collect();
    for release in told.iter().take(room.releases) {
        blocks.extend(release::section(report, release, room));
    }
    let left = told.len().saturating_sub(room.releases);
    if left > 0 {
        blocks.push(format!(
            "{} more did not fit on this page; the text report shows all.",
            count(left, "file")
        ));
    }
    let mut note = blocks.join("\n\n");
    note.push('\n');
    note
}

fn lint_counts(report: &Report) -> String {
    let findings = report.releases.iter().flat_map(|release| &release.findings);
    format!("{}, {}", count(report.releases.len(), "file"), tally(findings))
}

fn release_counts(report: &Report) -> String {
    let parts: Vec<String> = [Verdict::Go, Verdict::NoGo, Verdict::Invalid]
        .into_iter()
        .map(|verdict| (report.releases.iter().filter(|release| release.verdict == verdict).count(), verdict))
        .filter(|(many, _)| *many > 0)
        .map(|(many, verdict)| format!("{many} {}", verdict.headline()))
        .collect();
    format!("{}: {}", count(report.releases.len(), "release"), parts.join(", "))
}
