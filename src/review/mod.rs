//! What several releases show together: what is coming, what came of the last ones, what came back, and how far the way
//! of releasing has got. A reading, never a gate: nothing here blocks anything, and nobody is graded.
//!
//! Each file becomes a small [`story::Story`], so that a folder of any size is read in little memory; [`of`] puts the
//! stories together.

mod patterns;
mod stage;
pub(crate) mod story;
mod words;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::checks::directory::folded;
use crate::report::{Report, ReportedFinding};
use crate::untrusted::{Untrusted, message};

use story::{Ended, Story};

/// What held a release, in a few words.
pub(crate) fn held(story: &Story) -> Option<Untrusted> {
    patterns::held(&story.holds)
        .or_else(|| story.moved.as_ref().map(|_| "moved, and no delay says why".into()))
}

/// All that there is to read.
#[derive(Debug)]
pub(crate) struct Review {
    /// When it was, RFC 3339.
    pub as_of: String,
    /// The same for people.
    pub as_of_words: String,
    /// The releases that are coming, judged: the next first.
    pub coming: Report,
    /// Releases that are planned behind these.
    pub planned: Vec<Story>,
    /// What came of the others: the first first.
    pub past: Vec<Story>,
    /// The past in a sentence.
    pub summary: Untrusted,
    /// What shows over several releases.
    pub patterns: Vec<Pattern>,
    /// How far the way of releasing has got.
    pub stage: Stage,
    /// The one thing to do next.
    pub next_step: Untrusted,
    /// What is wrong with files that could not be read.
    pub unread: Vec<ReportedFinding>,
}

/// Something that shows over several releases.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// The id that scripts see.
    pub id: &'static str,
    /// The same for people, short.
    pub title: &'static str,
    /// What it is.
    pub text: Untrusted,
    /// The releases it shows in.
    pub releases: Vec<Untrusted>,
}

/// How far the way of releasing has got.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    /// 0 to [`Stage::OF`].
    pub reached: u8,
    /// What it is made of.
    pub ingredients: Vec<Ingredient>,
}

impl Stage {
    /// The last stage.
    pub(crate) const OF: u8 = 3;
}

/// One thing that a calm release stands on.
#[derive(Debug, Clone)]
pub(crate) struct Ingredient {
    /// The id that scripts see.
    pub id: &'static str,
    /// The same for people.
    pub title: &'static str,
    /// Whether the evidence shows it.
    pub is_there: bool,
    /// What the evidence shows.
    pub shows: Untrusted,
    /// What to do where it is missing.
    step: &'static str,
}

/// Parts the stories into what is coming and what is past, each in the order of their launches.
///
/// Coming is what has not ended and whose day is not over. Of those whose day is over without a word, the newest is
/// still open: somebody has to say what becomes of it.
pub(crate) fn part(stories: Vec<Story>, now: Timestamp) -> (Vec<Story>, Vec<Story>) {
    let mut stories = stories;
    let names: BTreeSet<String> =
        stories.iter().filter_map(|story| story.name.as_ref()).map(|name| folded(name.raw())).collect();
    if names.len() > 1 {
        stories.iter_mut().for_each(Story::tell_apart);
    }
    stories.sort_by(|one, other| one.order().cmp(&other.order()));
    let newest = stories.iter().filter_map(|story| story.launch).map(|launch| launch.start).max();
    let is_coming = |story: &Story| {
        let Some(launch) = story.launch.filter(|_| story.ended.is_none()) else {
            return story.ended.is_none();
        };
        launch.end > now || Some(launch.start) == newest
    };
    stories.into_iter().partition(is_coming)
}

/// Puts everything together. `coming` are the first of the releases that are coming, judged; `planned` are the others.
pub(crate) fn of(
    (past, planned): (Vec<Story>, Vec<Story>),
    coming: Report,
    (as_of, as_of_words): (String, String),
    unread: Vec<ReportedFinding>,
) -> Review {
    let stage = stage::of(&past, &coming);
    let next = coming.releases.first().and_then(|release| release.release.version.clone());
    let next = next.unwrap_or_else(|| Untrusted::from("the next release"));
    Review {
        as_of,
        as_of_words,
        summary: summary(&past),
        patterns: patterns::of(&past),
        next_step: stage::next_step(&stage, &next),
        stage,
        coming,
        planned,
        past,
        unread,
    }
}

/// `4 releases, Aug to Nov 2026: 1 shipped on its first date, 2 slipped, 1 held`.
fn summary(past: &[Story]) -> Untrusted {
    if past.is_empty() {
        return Untrusted::from("No release is over yet");
    }
    let slipped = |story: &&Story| {
        story.planned.zip(story.shipped).is_some_and(|(planned, shipped)| planned.date < shipped.date)
    };
    let (late, in_time): (Vec<&Story>, Vec<&Story>) =
        past.iter().filter(|story| story.shipped.is_some()).partition(slipped);
    let count = |ended: Option<Ended>| past.iter().filter(|story| story.ended == ended).count();
    let back = count(Some(Ended::RolledBack));
    let parts = [
        (in_time.len(), "shipped on its first date", "shipped on their first dates"),
        (late.len(), "slipped", "slipped"),
        (back, "was taken back", "were taken back"),
        (count(Some(Ended::Stopped)), "held", "held"),
        (
            past.iter().filter(|story| story.is_undated()).count(),
            "shipped on a day that nobody wrote down",
            "shipped on days that nobody wrote down",
        ),
        (count(None), "ended without a word", "ended without a word"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    message!("{}{}: {}", words::count(past.len(), "release"), words::months(past), parts.join(", "))
}
