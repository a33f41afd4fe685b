//! Changes that come again and again and name no id: those of bots, of translations, of the release itself. One `ignore`
//! entry stands for all of a kind.

use std::collections::BTreeMap;

use crate::evidence::history::change::{Change, History};
use crate::untrusted::Untrusted;

/// An entry of `ignore` that fits several changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Recurring {
    /// The key: whose changes, or which subjects.
    pub key: &'static str,
    /// The pattern behind it.
    pub pattern: Untrusted,
    /// What they are, as a reason to ignore them.
    pub why: &'static str,
    /// How many there are.
    pub changes: usize,
}

/// How many changes make a kind.
const SEVERAL: usize = 2;

/// Beginnings of subjects that machines and routines write.
const SUBJECTS: &[(&str, &str)] = &[
    ("GIT_SILENT", "Written by the release scripts"),
    ("SVN_SILENT", "Written by the release scripts"),
    ("[maven-release-plugin]", "Written by the release tool"),
    ("Bump", "Versions of dependencies, or of the product itself"),
    ("Imported Translations", "Translations"),
    ("Localisation updates", "Translations"),
    ("Update Translations", "Translations"),
    ("Update translations", "Translations"),
    ("Updated translation", "Translations"),
    ("Translated using Weblate", "Translations"),
    ("Import translations", "Translations"),
    ("Import l10n", "Translations"),
    ("l10n daemon script", "Translations"),
    ("Automatic update", "Written by a machine"),
    ("Automated", "Written by a machine"),
    ("chore(deps)", "Versions of dependencies"),
    ("build(deps)", "Versions of dependencies"),
    ("fix(deps)", "Versions of dependencies"),
];

/// Parts a list of changes into kinds that recur and all others.
pub(super) fn recurring(history: &History, places: &[usize]) -> (Vec<Recurring>, Vec<usize>) {
    let mut kinds: BTreeMap<Recurring, Vec<usize>> = BTreeMap::new();
    let mut others = Vec::new();
    for at in places {
        match history.changes.get(*at).and_then(kind) {
            Some(kind) => kinds.entry(kind).or_default().push(*at),
            None => others.push(*at),
        }
    }
    let mut recurring = Vec::new();
    for (kind, places) in kinds {
        if places.len() < SEVERAL {
            others.extend(places);
        } else {
            recurring.push(Recurring { changes: places.len(), ..kind });
        }
    }
    let wanted: std::collections::HashSet<usize> = others.into_iter().collect();
    (recurring, places.iter().copied().filter(|at| wanted.contains(at)).collect())
}

fn kind(change: &Change) -> Option<Recurring> {
    let author = change.author.raw();
    let name = author.split_once(" <").map_or(author, |(name, _)| name);
    let lower = name.to_lowercase();
    let is_bot = lower.ends_with("[bot]")
        || ["bot", "-bot", "daemon script", "github actions"].iter().any(|end| lower.ends_with(end))
        || ["dependabot", "renovate", "weblate", "transifex", "translatewiki"]
            .iter()
            .any(|word| lower.contains(word));
    if is_bot && !name.is_empty() {
        let why = "Written by a machine";
        return Some(Recurring { key: "author", pattern: Untrusted::from(plain(name)), why, changes: 0 });
    }
    let subject = change.subject.raw();
    let (start, why) = SUBJECTS.iter().find(|(start, _)| subject.starts_with(start))?;
    Some(Recurring { key: "subject", pattern: Untrusted::new(format!("{}*", plain(start))), why, changes: 0 })
}

/// A text as a pattern that fits itself: where it has the signs of patterns, any character stands for them.
fn plain(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '*' | '?') { '?' } else { c }).collect()
}
