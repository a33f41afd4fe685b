//! The list that a range suggests: its ids, each once, and the changes that name none.
//!
//! What ships and what belongs to an item is asked of the same matching that `check` uses, so that the two cannot
//! disagree about one file. The range was read once; nothing here opens anything.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::recurring::{Recurring, recurring};
use super::text::quoted;
use super::title::title;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::matching::graph::Shape;
use crate::checks::scope::matching::judgement::{Asked, Disposition, judge};
use crate::checks::scope::matching::listing::{Listing, Lists, Reason};
use crate::commands::parse::parse;
use crate::evidence::history::change::{Change, History};
use crate::evidence::history::claim::By;
use crate::evidence::history::id::{Id, Named, Sigil};
use crate::evidence::history::words::is_lookalike;
use crate::input::Syntax;
use crate::shape::Faults;
use crate::source::FileId;
use crate::untrusted::Untrusted;

/// What the range suggests for `[scope]`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Suggested {
    /// Items as `ID title`, the oldest first.
    pub items: Vec<Untrusted>,
    /// Items beyond what one list may hold.
    pub more_items: Vec<Untrusted>,
    /// Changes that would be on no list.
    pub nameless: Vec<Nameless>,
    /// Changes of a kind that comes again and again, and would be on no list.
    pub recurring: Vec<Recurring>,
    /// How many changes ship.
    pub changes: usize,
}

/// A change that no id leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nameless {
    /// The beginning of its hash.
    pub hash: String,
    /// Its subject as a title.
    pub title: Untrusted,
}

/// Items that are written as such: a list may have 5,000 entries, and somebody will want to add some.
const ITEMS: usize = 4_900;
/// Digits of a hash that tell it apart in any repository.
const DIGITS: usize = 12;
/// Claims that make a project the own one.
const SEVERAL: usize = 2;
/// How often the list is held against the range and what it still misses is added.
const ROUNDS: usize = 4;

/// Suggests a list for a range.
pub(super) fn suggest(history: &History, policy: &Policy, asked: Asked) -> Suggested {
    let shape = Shape::of(&history.changes, history.has_graph);
    let nothing = Release::default();
    let judgement = judge(history, &nothing, policy, asked);
    let lists = Lists::of(&nothing, policy, history);
    let qualified = Qualified::of(history, &lists);
    let lists = lists.or_project(qualified.project.clone());
    let ships: Vec<usize> = shape
        .newest_first
        .iter()
        .rev()
        .copied()
        .filter(|at| matches!(judgement.dispositions.get(*at), Some(Disposition::Ships(_))))
        .collect();
    let customs = Customs::of(history, &lists, policy);
    let mut list = List {
        history,
        customs: &customs,
        lists: &lists,
        qualified,
        items: Vec::new(),
        seen: HashSet::new(),
    };
    for at in &ships {
        list.take(&shape, *at);
    }
    let nameless = list.complete(policy, asked);
    let (recurring, nameless) = recurring(history, &nameless);
    let mut items = list.items;
    let more_items = items.split_off(items.len().min(ITEMS));
    Suggested {
        items,
        more_items,
        nameless: nameless.into_iter().filter_map(|at| history.changes.get(at)).map(Nameless::of).collect(),
        recurring,
        changes: ships.len(),
    }
}

impl Nameless {
    fn of(change: &Change) -> Self {
        let hash = change.id.raw().chars().take(DIGITS).collect();
        let title = title(change.subject.raw(), &|_| false);
        let title = if title.is_empty() { change.subject.clone() } else { Untrusted::new(title) };
        Self { hash, title }
    }
}

/// Kinds of ids: those of one kind are told apart by their numbers alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Hash,
    Bang,
    Bare,
    Word(String),
    Own,
}

impl Kind {
    fn of(id: &Id) -> Self {
        match id {
            Id::Number(Sigil::Hash, _) => Self::Hash,
            Id::Number(Sigil::Bang, _) => Self::Bang,
            Id::Bare(_) => Self::Bare,
            Id::Word(word, ..) => Self::Word(word.to_string()),
            Id::Own(_) => Self::Own,
        }
    }
}

/// How the messages of a range name work.
#[derive(Debug, Default)]
struct Customs {
    /// Kinds of ids that name work here, with the number of claims.
    kinds: BTreeMap<Kind, usize>,
}

/// What was seen of one kind.
#[derive(Default)]
struct Sightings {
    claims: usize,
    is_in_place: bool,
    numbers: HashSet<Id>,
}

impl Customs {
    fn of(history: &History, lists: &Lists, policy: &Policy) -> Self {
        let mut seen: HashMap<Kind, Sightings> = HashMap::new();
        for change in &history.changes {
            let said = &change.said;
            let claims = said.claims.iter().map(|claim| (&claim.named, claim.by != By::Subject));
            let references = said.references.iter().map(|named| (named, false));
            for (named, is_in_place) in claims.chain(references).filter(|(named, _)| lists.is_own(named)) {
                let sightings = seen.entry(Kind::of(&named.id)).or_default();
                sightings.claims = sightings.claims.saturating_add(1);
                sightings.is_in_place |= is_in_place;
                if sightings.numbers.len() < 2 {
                    sightings.numbers.insert(named.id.clone());
                }
            }
        }
        let projects: Vec<String> =
            policy.build.projects.items().iter().map(|name| name.text.raw().to_lowercase()).collect();
        let names_work = |kind: &Kind, seen: &Sightings| match kind {
            Kind::Word(word) => {
                projects.contains(word)
                    || !word.contains('-')
                        && word.len() > usize::from(!seen.is_in_place)
                        && !is_lookalike(word)
                        && (seen.is_in_place || seen.numbers.len() > 1)
            }
            _ => true,
        };
        let kinds = seen.into_iter().filter(|(kind, seen)| names_work(kind, seen));
        Self { kinds: kinds.map(|(kind, seen)| (kind, seen.claims)).collect() }
    }

    /// How many claims an id's kind has; none where it names no work.
    fn weight(&self, id: &Id) -> Option<usize> {
        self.kinds.get(&Kind::of(id)).copied()
    }
}

/// The project whose name stands in front of what messages close, where nothing else says which is the own one. A list
/// that writes it says so to `check`.
#[derive(Debug, Default)]
struct Qualified {
    project: Option<Arc<str>>,
    /// Numbers that it stands in front of.
    ids: HashSet<Id>,
}

impl Qualified {
    fn of(history: &History, lists: &Lists) -> Self {
        if !lists.has_no_project() {
            return Self::default();
        }
        let mut named: BTreeMap<&Arc<str>, (usize, HashSet<Id>)> = BTreeMap::new();
        let claims = history.changes.iter().flat_map(|change| &change.said.claims);
        for claim in claims.filter(|claim| matches!(claim.named.id, Id::Number(..))) {
            let Some(of) = &claim.named.of else { continue };
            let (count, ids) = named.entry(of).or_default();
            *count = count.saturating_add(1);
            ids.insert(claim.named.id.clone());
        }
        let all: usize = named.values().map(|(count, _)| count).sum();
        // Who closes what of several projects alike has none that is the own one.
        let is_most = |count: usize| count >= SEVERAL && count.saturating_mul(2) > all;
        let most = named.into_iter().find(|(_, (count, _))| is_most(*count));
        most.map_or_else(Self::default, |(of, (_, ids))| Self { project: Some(Arc::clone(of)), ids })
    }

    fn display(&self, id: &Id) -> String {
        match self.project.as_ref().filter(|_| self.ids.contains(id)) {
            Some(of) => format!("{of}{}", id.display()),
            None => id.display(),
        }
    }
}

/// The list while it grows.
struct List<'h> {
    history: &'h History,
    customs: &'h Customs,
    lists: &'h Lists,
    qualified: Qualified,
    items: Vec<Untrusted>,
    seen: HashSet<Id>,
}

impl List<'_> {
    /// Sees that a change is on the list, if it, or the merge that brought it, names anything.
    fn take(&mut self, shape: &Shape, at: usize) {
        let Some(change) = self.history.changes.get(at) else { return };
        let customs = self.customs;
        let is_key = |named: &Named| named.id.is_key() && customs.weight(&named.id).is_some();
        for claim in &change.said.claims {
            let must = claim.by == By::Bullet || claim.by == By::Closing && is_key(&claim.named);
            if must && self.names_work(&claim.named) {
                self.add(&claim.named.id, change.subject.raw());
            }
        }
        let claims = change.said.claims.iter().map(|claim| (&claim.named, claim.by == By::Request));
        if self.add_best(claims, change.subject.raw())
            || self.add_best(change.said.references.iter().map(|named| (named, false)), change.subject.raw())
        {
            return;
        }
        let merges = shape.merges_around(at).filter_map(|merge| self.history.changes.get(merge));
        let naming: Vec<&Change> = merges.take_while(|merge| !merge.said.merges_line).take(16).collect();
        for merge in naming {
            let counts = |by: By| matches!(by, By::Request | By::Branch | By::Lead) || by == By::Title;
            let claims = merge.said.claims.iter().filter(|claim| counts(claim.by));
            // Where the merge does not tell its title, the oldest change of it stands for it.
            let title = merge.title.as_ref().unwrap_or(&change.subject);
            if self.add_best(claims.map(|claim| (&claim.named, claim.by == By::Request)), title.raw()) {
                return;
            }
        }
    }

    fn names_work(&self, named: &Named) -> bool {
        self.lists.is_own(named) && self.customs.weight(&named.id).is_some()
    }

    /// Lists the id that most of the project's claims use, unless one of them is on the list; the number of a request
    /// only where there is nothing else. False where no id names work.
    fn add_best<'n>(&mut self, named: impl Iterator<Item = (&'n Named, bool)>, subject: &str) -> bool {
        let mut best: Option<(&Named, (bool, usize))> = None;
        for (named, is_request) in named.filter(|(named, _)| self.lists.is_own(named)) {
            if self.seen.contains(&named.id) {
                return true;
            }
            let Some(weight) = self.customs.weight(&named.id) else { continue };
            let rank = (!is_request, weight);
            if best.is_none_or(|(_, known)| rank > known) {
                best = Some((named, rank));
            }
        }
        let Some((named, _)) = best else { return false };
        self.add(&named.id, subject);
        true
    }

    fn add(&mut self, id: &Id, subject: &str) {
        if self.seen.insert(id.clone()) {
            let title = title(subject, &|id| self.customs.weight(id).is_some());
            let id = self.qualified.display(id);
            self.items.push(Untrusted::new(format!("{id} {title}").trim_end()));
        }
    }

    /// Holds the list against the range, adds the ids that it still misses, and gives the changes that name none.
    fn complete(&mut self, policy: &Policy, asked: Asked) -> Vec<usize> {
        let mut nameless = Vec::new();
        for _ in 0..ROUNDS {
            let judgement = judge(self.history, &listing(&self.items), policy, asked);
            let before = self.items.len();
            nameless.clear();
            for (at, disposition) in judgement.dispositions.iter().enumerate() {
                let more = judgement.more.get(&at).into_iter().flatten();
                let Disposition::Ships(own) = disposition else { continue };
                let subject = self.history.changes.get(at).map_or("", |change| change.subject.raw());
                for listing in std::iter::once(own).chain(more) {
                    match listing {
                        Listing::Unlisted(Reason::Stranger(id)) => self.add(id, subject),
                        Listing::Unlisted(_) => nameless.push(at),
                        _ => {}
                    }
                }
            }
            if self.items.len() == before {
                break;
            }
        }
        let shape = Shape::of(&self.history.changes, self.history.has_graph);
        let wanted: HashSet<usize> = nameless.into_iter().collect();
        shape.newest_first.iter().rev().copied().filter(|at| wanted.contains(at)).collect()
    }
}

/// A release with this list and nothing else.
fn listing(items: &[Untrusted]) -> Release {
    let mut release = Release::default();
    // One list holds no more than a file may; the matching takes them all together.
    let items: Vec<String> = items.iter().take(ITEMS).map(|item| quoted(item.raw())).collect();
    let text = format!("[scope]\nin = [{}]\n", items.join(", "));
    let read: Release = parse(FileId::Release, Syntax::Toml, &text, &mut Faults::default());
    release.scope = read.scope;
    release
}
