//! The review in Markdown, for a pull request or a wiki.

use std::io::{self, Write};

use crate::render::escape::{clip, markdown, markdown_code};
use crate::render::words::{count, launch, sentence, short_day, title};
use crate::report::{ReleaseReport, Report};
use crate::review::story::{Ended, Story};
use crate::review::{Review, Stage, held};
use crate::untrusted::Untrusted;

/// Releases that are told; the others are counted.
const LISTED: usize = 100;

/// Writes the review.
pub(crate) fn render(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    let mut parts: Vec<String> =
        review.coming.releases.iter().map(|release| coming(&review.coming, release)).collect();
    if !review.planned.is_empty() {
        parts.push(format!("{} planned behind.", count(review.planned.len(), "more release")));
    }
    parts.push(format!("## {}", say(&review.summary)));
    parts.extend(table(&review.past));
    let patterns = review.patterns.iter();
    let patterns: Vec<String> =
        patterns.map(|pattern| format!("- **{}:** {}", pattern.title, say(&pattern.text))).collect();
    if !patterns.is_empty() {
        parts.push(patterns.join("\n"));
    }
    parts.push(stage(review));
    parts.push(format!("**Next step:** {}", say(&review.next_step)));
    parts.extend(unread(review));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn say(text: &Untrusted) -> String {
    const TEXT: usize = 2_000;
    markdown(&clip(text, TEXT))
}

fn coming(report: &Report, release: &ReleaseReport) -> String {
    let owner = release.release.owner.as_ref().map_or_else(|| "nobody".to_owned(), say);
    format!(
        "## Coming: {}\n\n- **Launch:** {}\n- **Owner:** {owner}\n- **{}:** {}",
        title(&release.release, &release.file, &say),
        launch(&release.release, &say),
        release.verdict.headline(),
        sentence(report, release, &say)
    )
}

fn table(past: &[Story]) -> Option<String> {
    let left = past.len().saturating_sub(LISTED);
    let shown = past.get(left..).unwrap_or_default();
    let row = |story: &Story| {
        let planned = story.planned.map(|planned| short_day(planned.date, false)).unwrap_or_default();
        let ended = story.ended.map_or("no ending", Ended::word);
        let shipped =
            story.shipped.map(|shipped| format!(" {}", short_day(shipped.date, false))).unwrap_or_default();
        let slip = story.slip.as_ref().map(|slip| slip.words.clone()).unwrap_or_default();
        let held = held(story).map(|held| say(&held)).unwrap_or_default();
        format!("| {} | {planned} | {ended}{shipped} | {slip} | {held} |", say(&story.label))
    };
    let rows: Vec<String> = shown.iter().map(row).collect();
    let more = if left > 0 { format!("\n\n{} before these.", count(left, "release")) } else { String::new() };
    let head = "| Release | Planned | Ended | From its first date | Held |\n| --- | --- | --- | --- | --- |";
    (!rows.is_empty()).then(|| format!("{head}\n{}{more}", rows.join("\n")))
}

fn stage(review: &Review) -> String {
    let line = |one: &crate::review::Ingredient| {
        format!("- {} {}: {}", if one.is_there { "yes," } else { "no," }, one.title, say(&one.shows))
    };
    let lines: Vec<String> = review.stage.ingredients.iter().map(line).collect();
    format!("**Stage {} of {}**\n\n{}", review.stage.reached, Stage::OF, lines.join("\n"))
}

fn unread(review: &Review) -> Option<String> {
    let line = |finding: &crate::report::ReportedFinding| {
        format!(
            "- {}, line {}: {}",
            markdown_code(&finding.location.file),
            finding.location.line,
            say(&finding.message)
        )
    };
    let lines: Vec<String> = review.unread.iter().take(LISTED).map(line).collect();
    let head = format!("## {} could not be read", count(review.unread.len(), "file"));
    (!lines.is_empty()).then(|| format!("{head}\n\n{}", lines.join("\n")))
}
