//! The list that a range suggests: its ids, each once, and the changes that name none.
//!
//! What ships and what belongs to an item is asked of the same matching that `check` uses, so that the two cannot
//! disagree about one file.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::text::quoted;
use super::title::{Projects, title};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::matching::graph::Shape;
use crate::checks::scope::matching::judgement::{Asked, Disposition, judge};
use crate::checks::scope::matching::listing::{Listing, Lists};
use crate::commands::load;
use crate::evidence::build;
use crate::evidence::git::{CommitId, GitError, GitTrees, Repository};
use crate::evidence::history::change::{Change, History};
use crate::evidence::history::id::{Id, Sigil};
use crate::evidence::history::lexicon::{Lexicon, Mentions};
use crate::evidence::history::message::{self, Reading};
use crate::input::Syntax;
use crate::shape::Faults;
use crate::source::FileId;
use crate::untrusted::{Untrusted, message};

/// Items that are written out, and changes without an id that are.
const ITEMS: usize = 50;
const NAMELESS: usize = 20;

/// What the range suggests for `[scope]`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Suggested {
    /// Items as `ID title`, the oldest first.
    pub items: Vec<Untrusted>,
    /// Items beyond those.
    pub more_items: usize,
    /// Changes that would be on no list, as `abc1234 subject`.
    pub nameless: Vec<Untrusted>,
    /// Such changes beyond those.
    pub more_nameless: usize,
    /// How many changes ship.
    pub changes: usize,
}

/// The ids by which commits name their work, by hash.
type Named = HashMap<String, Vec<Id>>;

/// A range to look at.
#[derive(Clone, Copy)]
pub(super) struct Range<'r> {
    /// Where it is.
    pub repository: &'r Repository,
    /// What the team ignores.
    pub policy: &'r Policy,
    /// The last release.
    pub first: &'r CommitId,
    /// What will ship.
    pub last: &'r CommitId,
}

impl Range<'_> {
    /// Reads the range again and again: for the kinds of ids in use, for the items, for what they leave out.
    pub(super) fn suggest(self) -> Result<Suggested, GitError> {
        let projects = self.projects()?;
        let nothing = Release::default();
        let lists = Lists::of_none(lexicon(&projects));
        let history = self.read(&nothing, &lists)?;
        let named = self.named(&lists.lexicon)?;
        let (history, trees) = history;
        let asked = Asked { trees: Some(&trees), ..Asked::default() };
        let (items, changes) = items(&history, &named, (self.policy, asked), &projects);
        let release = listing(&items);
        let (history, trees) = self.read(&release, &Lists::of(&release))?;
        let asked = Asked { trees: Some(&trees), ..Asked::default() };
        let mut nameless = nameless(&history, &release, (self.policy, asked));
        let mut suggested = Suggested {
            more_items: items.len().saturating_sub(ITEMS),
            more_nameless: nameless.len().saturating_sub(NAMELESS),
            changes,
            ..Suggested::default()
        };
        nameless.truncate(NAMELESS);
        suggested.nameless = nameless;
        suggested.items = items.into_iter().take(ITEMS).collect();
        Ok(suggested)
    }

    fn read(self, release: &Release, lists: &Lists) -> Result<(History, GitTrees), GitError> {
        build::between(self.repository, release, self.policy, (self.first, self.last), lists)
    }

    /// The ids by which each commit names its work.
    fn named(self, lexicon: &Lexicon) -> Result<Named, GitError> {
        let mut named = Named::new();
        self.repository.walk(self.first, self.last, &mut |commit| {
            let reading = message::read(commit.message, commit.parents.len() > 1, lexicon);
            named.insert(commit.hex.to_owned(), ids_of(&reading));
        })?;
        Ok(named)
    }

    fn projects(self) -> Result<BTreeSet<String>, GitError> {
        let mut projects = Projects::default();
        self.repository.walk(self.first, self.last, &mut |commit| {
            projects.look_at(commit.message.trim_start().lines().next().unwrap_or_default());
        })?;
        Ok(projects.in_use())
    }
}

/// A lexicon in which every id that may be one is of a kind in use.
fn lexicon(projects: &BTreeSet<String>) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let zero = || "0".to_owned();
    for project in projects {
        lexicon.add(Id::Key(project.clone(), zero()));
    }
    lexicon.add(Id::Number(Sigil::Hash, zero()));
    lexicon.add(Id::Number(Sigil::Bang, zero()));
    lexicon
}

/// The items and how many changes ship. The oldest change of an item gives it its title.
fn items(
    history: &History,
    named: &Named,
    (policy, asked): (&Policy, Asked),
    projects: &BTreeSet<String>,
) -> (Vec<Untrusted>, usize) {
    let judgement = judge(history, &Release::default(), policy, asked);
    let shape = Shape::of(&history.changes, history.has_graph);
    let (mut items, mut seen, mut count) = (Vec::new(), HashSet::new(), 0_usize);
    for at in shape.newest_first.iter().rev() {
        let ships = matches!(judgement.dispositions.get(*at), Some(Disposition::Ships(_)));
        let Some(change) = history.changes.get(*at).filter(|_| ships) else { continue };
        count = count.saturating_add(1);
        for id in ids(history, named, &shape, *at) {
            let shown = id.display();
            if seen.insert(id) {
                let title = title(change.subject.raw(), projects);
                items.push(Untrusted::new(format!("{shown} {title}").trim_end()));
            }
        }
    }
    (items, count)
}

/// The ids of a change: its own, else those of the merge that brought it in.
fn ids(history: &History, named: &Named, shape: &Shape, at: usize) -> Vec<Id> {
    let around = std::iter::once(at).chain(shape.merges_around(at));
    let changes = around.filter_map(|place| history.changes.get(place));
    let mut ids = changes.filter_map(|change| named.get(change.id.raw()));
    ids.find(|ids| !ids.is_empty()).cloned().unwrap_or_default()
}

fn ids_of(reading: &Reading) -> Vec<Id> {
    let all = |mentions: &Mentions| {
        let list = if mentions.keys.is_empty() { &mentions.numbers } else { &mentions.keys };
        list.iter().map(|mention| Id::clone(&mention.id)).collect::<Vec<_>>()
    };
    if reading.in_subject.keys.is_empty()
        && let Some(own) = &reading.own
    {
        return vec![Id::clone(&own.id)];
    }
    let in_subject = all(&reading.in_subject);
    if in_subject.is_empty() { all(&reading.in_trailers) } else { in_subject }
}

/// A release with this list and nothing else.
fn listing(items: &[Untrusted]) -> Release {
    let items: Vec<String> = items.iter().map(|item| quoted(item.raw())).collect();
    let text = format!("[scope]\nin = [{}]\n", items.join(", "));
    load::parse(FileId::Release, Syntax::Toml, &text, &mut Faults::default())
}

/// The changes that no item covers, the oldest first.
fn nameless(history: &History, release: &Release, (policy, asked): (&Policy, Asked)) -> Vec<Untrusted> {
    let judgement = judge(history, release, policy, asked);
    let shape = Shape::of(&history.changes, history.has_graph);
    let unlisted = |at: &&usize| {
        matches!(judgement.dispositions.get(**at), Some(Disposition::Ships(Listing::Unlisted(_))))
    };
    let changes = shape.newest_first.iter().rev().filter(unlisted).filter_map(|at| history.changes.get(*at));
    changes.map(|change: &Change| message!("{} {}", change.short(), change.subject)).collect()
}
