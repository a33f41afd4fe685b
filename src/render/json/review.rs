//! The shape of the `json` review, version 1. Fields are never renamed, and new ones only added.

use std::io::{self, Write};

use serde::Serialize;

use super::document::Document;
use crate::render::escape::{Exact, exact};
use crate::report::ReportedFinding;
use crate::review::story::{Day, Ended, Hold, Story, Support};
use crate::review::{Pattern, Review, Stage, held};
use crate::untrusted::Untrusted;

/// The version of this shape.
const SCHEMA: u32 = 1;

/// Writes the review.
pub(crate) fn render(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    super::write(&Page::of(review), out)
}

#[derive(Serialize)]
struct Page<'r> {
    schema: u32,
    as_of: &'r str,
    /// The report of the releases that are coming, as `check` writes it.
    coming: Document<'r>,
    planned: Vec<Release<'r>>,
    past: Vec<Release<'r>>,
    summary: Exact<'r>,
    patterns: Vec<Shown<'r>>,
    stage: StageEntry<'r>,
    next_step: Exact<'r>,
    unread: Vec<Unread<'r>>,
}

impl<'r> Page<'r> {
    fn of(review: &'r Review) -> Self {
        Self {
            schema: SCHEMA,
            as_of: &review.as_of,
            coming: Document::of(&review.coming),
            planned: review.planned.iter().map(Release::of).collect(),
            past: review.past.iter().map(Release::of).collect(),
            summary: exact(&review.summary),
            patterns: review.patterns.iter().map(Shown::of).collect(),
            stage: StageEntry::of(&review.stage),
            next_step: exact(&review.next_step),
            unread: review.unread.iter().map(Unread::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct Release<'r> {
    file: Exact<'r>,
    name: Option<Exact<'r>>,
    label: Exact<'r>,
    owner: Option<Exact<'r>>,
    planned: Option<String>,
    shipped: Option<String>,
    slip_minutes: Option<i64>,
    slip: Option<&'r str>,
    outcome: Option<&'static str>,
    held: Option<String>,
    holds: Vec<HoldEntry<'r>>,
    extras: Vec<ExtraEntry<'r>>,
    rehearsal: Option<RehearsalEntry<'r>>,
    support: &'static str,
    reviewed: bool,
}

impl<'r> Release<'r> {
    fn of(story: &'r Story) -> Self {
        Self {
            file: exact(&story.file),
            name: story.name.as_ref().map(exact),
            label: exact(&story.label),
            owner: story.owner.as_ref().map(exact),
            planned: story.planned.map(machine),
            shipped: story.shipped.map(machine),
            slip_minutes: story.slip.as_ref().map(|slip| slip.minutes),
            slip: story.slip.as_ref().map(|slip| slip.words.as_str()),
            outcome: story.ended.map(Ended::word),
            held: held(story).map(|held| crate::render::escape::terminal(&held)),
            holds: story.holds.iter().map(HoldEntry::of).collect(),
            extras: story
                .extras
                .iter()
                .map(|extra| ExtraEntry { id: exact(&extra.label), by: extra.by.as_ref().map(exact) })
                .collect(),
            rehearsal: story.rehearsal.as_ref().map(|one| RehearsalEntry {
                minutes: one.minutes,
                by: one.by.as_ref().map(exact),
                on: one.on.map(machine),
            }),
            support: support(story.support),
            reviewed: story.is_reviewed,
        }
    }
}

/// An instant where an hour is named, else the day.
fn machine(day: Day) -> String {
    if day.has_time { day.at.start.to_string() } else { day.date.to_string() }
}

fn support(support: Support) -> &'static str {
    match support {
        Support::InTime => "in time",
        Support::Untold => "not told",
        Support::AfterLaunch => "after the launch",
        Support::BeforeExtra => "before something was added",
    }
}

#[derive(Serialize)]
struct HoldEntry<'r> {
    say: &'static str,
    on: Option<&'r str>,
    why: Option<Exact<'r>>,
    cause: Vec<Exact<'r>>,
    told: Vec<Exact<'r>>,
}

impl<'r> HoldEntry<'r> {
    fn of(hold: &'r Hold) -> Self {
        Self {
            say: hold.say,
            on: hold.on.as_deref(),
            why: hold.why.as_ref().map(exact),
            cause: all(&hold.cause),
            told: all(&hold.told),
        }
    }
}

fn all(texts: &[Untrusted]) -> Vec<Exact<'_>> {
    texts.iter().map(exact).collect()
}

#[derive(Serialize)]
struct ExtraEntry<'r> {
    id: Exact<'r>,
    by: Option<Exact<'r>>,
}

#[derive(Serialize)]
struct RehearsalEntry<'r> {
    minutes: f64,
    by: Option<Exact<'r>>,
    on: Option<String>,
}

#[derive(Serialize)]
struct Shown<'r> {
    id: &'static str,
    text: Exact<'r>,
    releases: Vec<Exact<'r>>,
}

impl<'r> Shown<'r> {
    fn of(pattern: &'r Pattern) -> Self {
        Self { id: pattern.id, text: exact(&pattern.text), releases: all(&pattern.releases) }
    }
}

#[derive(Serialize)]
struct StageEntry<'r> {
    reached: u8,
    of: u8,
    ingredients: Vec<IngredientEntry<'r>>,
}

impl<'r> StageEntry<'r> {
    fn of(stage: &'r Stage) -> Self {
        let entry = |one: &'r crate::review::Ingredient| IngredientEntry {
            id: one.id,
            title: one.title,
            there: one.is_there,
            shows: exact(&one.shows),
        };
        Self {
            reached: stage.reached,
            of: Stage::OF,
            ingredients: stage.ingredients.iter().map(entry).collect(),
        }
    }
}

#[derive(Serialize)]
struct IngredientEntry<'r> {
    id: &'static str,
    title: &'static str,
    there: bool,
    shows: Exact<'r>,
}

#[derive(Serialize)]
struct Unread<'r> {
    file: Exact<'r>,
    line: usize,
    message: Exact<'r>,
}

impl<'r> Unread<'r> {
    fn of(finding: &'r ReportedFinding) -> Self {
        Self {
            file: exact(&finding.location.file),
            line: finding.location.line,
            message: exact(&finding.message),
        }
    }
}
