//! What shows over several releases: what came back, what came late, who rehearsed, what support heard. Each names its
//! releases; none names a grade.

use std::collections::{BTreeMap, BTreeSet};

use super::Pattern;
use super::story::{Ended, Extra, Hold, Rehearsal, Story, Support};
use super::words::{count, list, minutes};
use crate::checks::directory::{folded, is_same};
use crate::untrusted::{Untrusted, message};

/// Releases in which a stop rule must have stood before its silence says anything.
const SILENT: usize = 3;

/// All that shows, in the order people ask.
pub(super) fn of(past: &[Story]) -> Vec<Pattern> {
    let one = [rolled_back(past), moved(past), extras(past), rehearsals(past), support(past), handoffs(past)];
    let mut patterns = came_back(past);
    patterns.extend(one.into_iter().flatten());
    patterns.extend(untold(past));
    patterns.extend(unreviewed(past));
    patterns.extend(silent(past));
    patterns.extend(unended(past));
    patterns.extend(learned(past));
    patterns
}

fn pattern(id: &'static str, title: &'static str, text: Untrusted, releases: Vec<Untrusted>) -> Pattern {
    Pattern { id, title, text, releases }
}

/// The releases of which something holds.
fn labels(past: &[Story], holds: impl Fn(&Story) -> bool) -> Vec<Untrusted> {
    past.iter().filter(|story| holds(story)).map(|story| story.label.clone()).collect()
}

/// Twice is the system: what held two releases, or kept people from testing in two.
fn came_back(past: &[Story]) -> Vec<Pattern> {
    let mut found: BTreeMap<String, (Untrusted, Vec<Untrusted>)> = BTreeMap::new();
    for story in past {
        let causes = story.holds.iter().flat_map(|hold| &hold.cause);
        let blocked = story.said.iter().filter(|(key, _)| *key == "blocked_testing").map(|(_, text)| text);
        let mut seen = BTreeSet::new();
        for cause in causes.chain(blocked) {
            if seen.insert(folded(cause.raw())) {
                let (_, releases) = found.entry(folded(cause.raw())).or_insert((cause.clone(), Vec::new()));
                releases.push(story.label.clone());
            }
        }
    }
    let back = found.into_values().filter(|(_, releases)| releases.len() > 1);
    back.map(|(cause, releases)| {
        let text = message!(
            "{} held {} ({}): a part of the system, not bad luck",
            cause,
            count(releases.len(), "release"),
            list(&releases)
        );
        pattern("came_back", "Came back", text, releases)
    })
    .collect()
}

fn rolled_back(past: &[Story]) -> Option<Pattern> {
    let back = |story: &&Story| story.ended == Some(Ended::RolledBack) || why(story).is_some();
    let stories: Vec<&Story> = past.iter().filter(back).collect();
    let told: Vec<Untrusted> = stories
        .iter()
        .map(|story| match why(story) {
            Some(why) => message!("{}, {}", story.label, why),
            None => story.label.clone(),
        })
        .collect();
    let releases: Vec<Untrusted> = stories.iter().map(|story| story.label.clone()).collect();
    (!releases.is_empty()).then(|| pattern("rolled_back", "Taken back", list(&told), releases))
}

/// Why a release was taken back.
fn why(story: &Story) -> Option<&Untrusted> {
    story.holds.iter().rev().find(|hold| hold.say == "roll back")?.why.as_ref()
}

/// What launches on another day, and nobody says why.
fn moved(past: &[Story]) -> Option<Pattern> {
    let all = past.iter().filter_map(|story| Some((story, story.moved.as_ref()?)));
    let told: Vec<Untrusted> = all
        .map(|(story, moved)| {
            let by = moved.by.clone().unwrap_or_else(|| "nobody yet: it is not committed".into());
            let (from, to) = (moved.from.strftime("%-d %b"), moved.to.strftime("%-d %b %Y"));
            message!("{} from {} to {}, by {}", story.label, from.to_string(), to.to_string(), by)
        })
        .collect();
    let text = message!("{}; no delay says why", joined(&told));
    let releases = labels(past, |story| story.moved.is_some());
    (!releases.is_empty()).then(|| pattern("moved", "Moved", text, releases))
}

/// What came after approval, and who let it in.
fn extras(past: &[Story]) -> Option<Pattern> {
    let all: Vec<(&Story, &Extra)> =
        past.iter().flat_map(|story| story.extras.iter().map(move |extra| (story, extra))).collect();
    let by: BTreeSet<Option<String>> =
        all.iter().map(|(_, extra)| extra.by.as_ref().map(|by| folded(by.raw()))).collect();
    let shared = all.first().and_then(|(_, extra)| extra.by.as_ref()).filter(|_| by.len() == 1);
    let told: Vec<Untrusted> = all
        .iter()
        .map(|(story, extra)| match (&extra.by, shared) {
            (Some(by), None) => message!("{} in {} (let in by {})", extra.label, story.label, by),
            _ => message!("{} in {}", extra.label, story.label),
        })
        .collect();
    let text = match (shared, told.len()) {
        (Some(by), 1) => message!("{}, let in by {}", list(&told), by),
        (Some(by), 2) => message!("{}, both let in by {}", list(&told), by),
        (Some(by), _) => message!("{}, all let in by {}", list(&told), by),
        (None, _) => list(&told),
    };
    let releases = labels(past, |story| !story.extras.is_empty());
    (!releases.is_empty()).then(|| pattern("came_late", "Came late", text, releases))
}

/// How long going back took, and whose hands did it.
fn rehearsals(past: &[Story]) -> Option<Pattern> {
    let all: Vec<&Rehearsal> = past.iter().filter_map(|story| story.rehearsal.as_ref()).collect();
    let took: Vec<Untrusted> = all.iter().map(|one| minutes(one.minutes).into()).collect();
    let last = all.last()?;
    let took = message!(
        "{} {}",
        list_plain(&took),
        if all.len() == 1 && minutes(last.minutes) == "1" { "minute" } else { "minutes" }
    );
    let by = people(all.iter().filter_map(|one| one.by.as_ref()));
    let text = match by.as_slice() {
        [] => message!("{}; nobody wrote down who did it", took),
        [one] if all.len() > 1 => message!("{}; always {}: let somebody else do the next", took, one),
        by => message!("{}; by {}", took, list(by)),
    };
    Some(pattern("rehearsals", "Rollback", text, labels(past, |story| story.rehearsal.is_some())))
}

fn list_plain(all: &[Untrusted]) -> String {
    all.iter().map(Untrusted::raw).collect::<Vec<_>>().join(", ")
}

/// Each person once, in order.
pub(super) fn people<'u>(names: impl Iterator<Item = &'u Untrusted>) -> Vec<Untrusted> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(folded(name.raw()))).cloned().collect()
}

/// What support heard late, or never.
fn support(past: &[Story]) -> Option<Pattern> {
    let kinds = [
        (Support::BeforeExtra, "heard before something was added"),
        (Support::AfterLaunch, "heard after the launch"),
        (Support::Untold, "not told, as far as the file says,"),
    ];
    let part = |(support, words): (Support, &str)| {
        let releases = labels(past, |story| story.support == support && story.ended != Some(Ended::Stopped));
        (!releases.is_empty()).then(|| {
            (message!("{} in {} of {} ({})", words, releases.len(), past.len(), list(&releases)), releases)
        })
    };
    let (texts, releases): (Vec<Untrusted>, Vec<Vec<Untrusted>>) = kinds.into_iter().filter_map(part).unzip();
    let text = texts.iter().map(Untrusted::raw).collect::<Vec<_>>().join("; ");
    (!texts.is_empty()).then(|| pattern("support", "Support", text.into(), releases.concat()))
}

/// Who took over from whom: between releases, and within one where its file tells.
fn handoffs(past: &[Story]) -> Option<Pattern> {
    let mut told = Vec::new();
    let mut releases = Vec::new();
    let mut owners: BTreeMap<String, &Untrusted> = BTreeMap::new();
    for story in past {
        let product = folded(story.name.as_ref().map_or("", Untrusted::raw));
        for owner in story.owners.iter().chain(&story.owner) {
            let last = owners.insert(product.clone(), owner);
            if let Some(from) = last.filter(|from| !is_same(from, owner)) {
                let how = if story.is_handed_over { ", both say so" } else { "" };
                told.push(message!("{} took over from {} for {}{}", owner, from, story.label, how));
                releases.push(story.label.clone());
            }
        }
    }
    (!told.is_empty()).then(|| pattern("handoffs", "Handed over", list(&told), releases))
}

/// Who was told when a release was held.
fn untold(past: &[Story]) -> Option<Pattern> {
    let mut told = Vec::new();
    for story in past {
        for hold in &story.holds {
            told.push(match hold.told.as_slice() {
                [] => message!("{} of {}: nobody, as far as the file says", hold.say, story.label),
                names => message!("{} of {}: {}", hold.say, story.label, list(names)),
            });
        }
    }
    let releases = labels(past, |story| !story.holds.is_empty());
    (!told.is_empty()).then(|| pattern("told", "Told", joined(&told), releases))
}

fn joined(all: &[Untrusted]) -> Untrusted {
    const SHOWN: usize = 10;
    let shown: Vec<&str> = all.iter().take(SHOWN).map(Untrusted::raw).collect();
    let left = all.len().saturating_sub(SHOWN);
    let more = if left > 0 { format!("; and {left} more") } else { String::new() };
    message!("{}{}", shown.join("; "), more)
}

fn unreviewed(past: &[Story]) -> Option<Pattern> {
    let releases = labels(past, |story| !story.holds.is_empty() && !story.is_reviewed);
    let text = message!("{} held, and nobody wrote down what was learned", list(&releases));
    (!releases.is_empty()).then(|| pattern("not_reviewed", "No review", text, releases))
}

/// Stop rules that stood in release after release and never stopped one.
fn silent(past: &[Story]) -> Option<Pattern> {
    let mut rules: BTreeMap<String, (Untrusted, Vec<Untrusted>, bool)> = BTreeMap::new();
    for story in past {
        for (rule, tripped) in &story.stop_rules {
            let entry = rules.entry(folded(rule.raw())).or_insert((rule.clone(), Vec::new(), false));
            entry.1.push(story.label.clone());
            entry.2 |= tripped;
        }
    }
    let silent: Vec<_> =
        rules.into_values().filter(|(_, releases, tripped)| !tripped && releases.len() >= SILENT).collect();
    let told: Vec<Untrusted> = silent
        .iter()
        .map(|(rule, releases, _)| message!("\"{}\" in {}", rule, count(releases.len(), "release")))
        .collect();
    let releases = silent.into_iter().flat_map(|(_, releases, _)| releases).collect::<BTreeSet<_>>();
    (!told.is_empty()).then(|| {
        let text = message!("{}: is it still looked at, and does it still ask the right thing?", list(&told));
        pattern("never_found", "Found nothing", text, releases.into_iter().collect())
    })
}

fn unended(past: &[Story]) -> Option<Pattern> {
    let releases = labels(past, |story| story.ended.is_none() || story.is_undated());
    let text = message!(
        "nobody wrote down how or when {} ended: outcome and shipped_on under [review]",
        list(&releases)
    );
    (!releases.is_empty()).then(|| pattern("no_ending", "No ending", text, releases))
}

/// What people wrote down, in their own words.
fn learned(past: &[Story]) -> Vec<Pattern> {
    let kinds = [
        ("slowed", "Slowed"),
        ("learned_late", "Learned late"),
        ("blocked_testing", "Blocked tests"),
        ("worked", "Worked"),
    ];
    let of = |(id, title): (&'static str, &'static str)| {
        let said = past.iter().flat_map(|story| {
            let own = story.said.iter().filter(move |(key, _)| *key == id);
            own.map(move |(_, text)| message!("{}: {}", story.label, text))
        });
        let said: Vec<Untrusted> = said.collect();
        let releases = labels(past, |story| story.said.iter().any(|(key, _)| *key == id));
        (!said.is_empty()).then(|| pattern(id, title, joined(&said), releases))
    };
    kinds.into_iter().filter_map(of).collect()
}

/// What held a release, in a few words: causes where they are named, else the reason.
pub(super) fn held(holds: &[Hold]) -> Option<Untrusted> {
    let last = holds.last()?;
    let delays = holds.iter().filter(|hold| hold.say == "delay").count();
    let causes: Vec<Untrusted> = people(holds.iter().flat_map(|hold| &hold.cause));
    let about = if causes.is_empty() { last.why.clone() } else { Some(list(&causes)) };
    let about = about.map(|about| message!(": {}", about)).unwrap_or_default();
    Some(match (last.say, delays) {
        ("delay", 1) => message!("delayed once{}", about),
        ("delay", 2) => message!("delayed twice{}", about),
        ("delay", many) => message!("delayed {} times{}", many, about),
        ("roll back", _) => message!("taken back{}", about),
        _ => message!("held{}", about),
    })
}
