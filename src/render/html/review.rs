//! The review as a page: of the same family as the report's, with a timeline and the minutes of rehearsals.

use std::io::{self, Write};

use maud::{Markup, PreEscaped, html};

use super::chart;
use super::frame::{escaped, page, say};
use crate::render::words::{count, launch, sentence, short_day, title};
use crate::report::{ReleaseReport, Report, Verdict};
use crate::review::story::{Ended, Story};
use crate::review::{Ingredient, Review, Stage, held};

/// Releases of a list; the others are counted.
const LISTED: usize = 500;

/// Tasks of a release that is coming.
const TASKS: usize = 5;

/// Writes the page.
pub(crate) fn render(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    let name = html! { "Review: " (say(&review.summary)) };
    let body = html! {
        main {
            h1 { "Review" }
            p.faint { "As of " (review.as_of_words) }
            @for release in &review.coming.releases { (coming(&review.coming, release)) }
            @if !review.planned.is_empty() {
                p { (count(review.planned.len(), "more release")) " planned behind." }
            }
            h2 { (say(&review.summary)) }
            (chart::timeline(&review.past))
            (table(&review.past))
            (chart::minutes(&review.past))
            (patterns(review))
            (stage(review))
            (unread(review))
        }
    };
    writeln!(out, "{}", page(&name, &body).into_string())
}

fn tone(verdict: Verdict) -> &'static str {
    if matches!(verdict, Verdict::Go | Verdict::Clean) { "good" } else { "bad" }
}

fn coming(report: &Report, release: &ReleaseReport) -> Markup {
    let head = &release.release;
    let tasks = release.todos.iter().flat_map(|todo| todo.tasks.iter().map(move |task| (&todo.person, task)));
    let tasks: Vec<_> = tasks.filter(|(_, task)| task.blocks).collect();
    let left = tasks.len().saturating_sub(TASKS);
    html! {
        section.coming {
            h2 {
                "Coming: " (PreEscaped(title(head, &release.file, &escaped))) " "
                span class=(format!("verdict {}", tone(release.verdict))) { (release.verdict.headline()) }
            }
            dl {
                dt { "Launch" } dd { (PreEscaped(launch(head, &escaped))) }
                dt { "Owner" }
                dd { @if let Some(owner) = &head.owner { (say(owner)) } @else { "nobody is named" } }
                dt { "Stands" } dd { (PreEscaped(sentence(report, release, &escaped))) }
            }
            @if !tasks.is_empty() {
                ul {
                    @for (person, task) in tasks.iter().take(TASKS) {
                        li {
                            @if let Some(person) = person { strong { (say(person)) ": " } }
                            (say(&task.short))
                        }
                    }
                    @if left > 0 { li { "and " (left) " more" } }
                }
            }
        }
    }
}

fn table(past: &[Story]) -> Markup {
    let left = past.len().saturating_sub(LISTED);
    let shown = past.get(left..).unwrap_or_default();
    html! {
        @if left > 0 { p { (count(left, "release")) " before these." } }
        @if !shown.is_empty() {
            table {
                thead { tr { th { "Release" } th { "Planned" } th { "Ended" } th { "From its first date" } th { "Held" } } }
                tbody { @for story in shown { (row(story)) } }
            }
        }
    }
}

fn row(story: &Story) -> Markup {
    let day = |day: jiff::civil::Date| short_day(day, false);
    html! {
        tr {
            td { strong { (say(&story.label)) } }
            td data-name="Planned" { @if let Some(planned) = story.planned { (day(planned.date)) } }
            td data-name="Ended" {
                (story.ended.map_or("no ending", Ended::word))
                @if let Some(shipped) = story.shipped { " " (day(shipped.date)) }
            }
            td data-name="From its first date" { @if let Some(slip) = &story.slip { (slip.words) } }
            td data-name="Held" { @if let Some(held) = held(story) { (say(&held)) } }
        }
    }
}

fn patterns(review: &Review) -> Markup {
    html! {
        @if !review.patterns.is_empty() {
            h2 { "What shows over several releases" }
            dl.wide {
                @for pattern in &review.patterns { dt { (pattern.title) } dd { (say(&pattern.text)) } }
            }
        }
    }
}

fn stage(review: &Review) -> Markup {
    let mark = |one: &Ingredient| if one.is_there { ("good", "yes") } else { ("warn", "not yet") };
    html! {
        h2 { "Stage " (review.stage.reached) " of " (Stage::OF) }
        ul {
            @for one in &review.stage.ingredients {
                li { span class=(mark(one).0) { (mark(one).1) } ": " (one.title) " " span.faint { "(" (say(&one.shows)) ")" } }
            }
        }
        p { strong { "Next step: " (say(&review.next_step)) "." } }
    }
}

fn unread(review: &Review) -> Markup {
    html! {
        @if !review.unread.is_empty() {
            h2.bad { (count(review.unread.len(), "file")) " could not be read" }
            ul {
                @for finding in review.unread.iter().take(LISTED) {
                    li { code { (say(&finding.location.file)) } ", line " (finding.location.line) ": " (say(&finding.message)) }
                }
            }
        }
    }
}
