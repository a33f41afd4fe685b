//! Which list one change belongs to, by what its message and the merges around it say.

use std::collections::{BTreeSet, HashMap};
use std::slice;
use std::sync::Arc;

use crate::checks::release::Release;
use crate::checks::scope::item::{Decision, Extra, Item, Listed, OutItem};
use crate::evidence::history::id::Id;
use crate::evidence::history::lexicon::{Lexicon, Mention};
use crate::evidence::history::message::Reading;

/// A place on one of the lists: the index of the item there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// On the list of what was left out.
    Out(usize),
    /// An extra that was decided to be removed.
    Removed(usize),
    /// On the list of what ships.
    In(usize),
    /// An extra that ships, or that nobody decided about yet.
    Extra(usize),
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Listing {
    /// It belongs to items that ship: their places, each once, in order.
    Listed(Arc<[Place]>),
    /// It belongs to an item that was left out.
    Out(usize),
    /// It belongs to an extra that was to be removed.
    Removed(usize),
    /// It is on no list; the id is the one that no list knows, where its message names one.
    Unlisted(Option<Arc<Id>>),
}

/// The lists of a release, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    /// The ids in use.
    pub lexicon: Lexicon,
    /// For each id, the places of the items that have it.
    entries: Vec<Vec<Place>>,
    /// For each id, what it says when it stands alone, as nearly all do.
    alone: Vec<Option<Listing>>,
    hashes: HashMap<String, Vec<Place>>,
    hash_lengths: BTreeSet<usize>,
}

impl Lists {
    /// Reads the lists of a release.
    pub(crate) fn of(release: &Release) -> Self {
        let mut lists = Self::default();
        for (at, item) in release.scope.included.items().iter().enumerate() {
            lists.add::<Item>(item, Place::In(at));
        }
        for (at, item) in release.scope.excluded.items().iter().enumerate() {
            lists.add::<OutItem>(item, Place::Out(at));
        }
        for (at, extra) in release.scope.extras.items().iter().enumerate() {
            let removed = extra.decision.get() == Some(&Decision::Remove);
            lists.add::<Extra>(extra, if removed { Place::Removed(at) } else { Place::Extra(at) });
        }
        lists.alone = lists.entries.iter().map(|places| settle(places.clone())).collect();
        lists
    }

    fn add<I: Listed>(&mut self, item: &I, place: Place) {
        if let Some(id) = item.id().and_then(|id| Id::parse(id.words.raw())) {
            let entry = self.lexicon.add(id);
            if self.entries.len() <= entry {
                self.entries.resize(entry.saturating_add(1), Vec::new());
            }
            if let Some(places) = self.entries.get_mut(entry) {
                places.push(place);
            }
        }
        for prefix in item.commits() {
            self.hash_lengths.insert(prefix.hex.len());
            self.hashes.entry(prefix.hex.clone()).or_default().push(place);
        }
    }

    /// No lists, and ids of kinds that somebody wants to be told of.
    pub(crate) fn of_none(lexicon: Lexicon) -> Self {
        Self { lexicon, ..Self::default() }
    }

    /// What the file says of a commit by its hash, and what its own message says.
    pub(crate) fn listing(&self, id: &str, reading: &Reading) -> Option<Listing> {
        match (self.by_hash(id), self.by_message(reading)) {
            // The file names this very commit: an id that no list knows does not matter, one that is barred does.
            (Some(Listing::Listed(places)), said) => match said {
                Some(Listing::Listed(more)) => settle(places.iter().chain(more.iter()).copied().collect()),
                Some(barred @ (Listing::Out(_) | Listing::Removed(_))) => Some(barred),
                _ => Some(Listing::Listed(places)),
            },
            (Some(barred), _) => Some(barred),
            (None, said) => said,
        }
    }

    /// What the file itself says of a commit, by its hash.
    fn by_hash(&self, id: &str) -> Option<Listing> {
        let prefixes = self.hash_lengths.iter().filter_map(|length| id.get(..*length));
        settle(prefixes.filter_map(|prefix| self.hashes.get(prefix)).flatten().copied().collect())
    }

    /// What a message says: its subject, else its trailers, else its body.
    fn by_message(&self, reading: &Reading) -> Option<Listing> {
        self.strictly(&reading.in_subject.keys, self.numbers_of_subject(reading))
            .or_else(|| self.strictly(&reading.in_trailers.keys, &reading.in_trailers.numbers))
            .or_else(|| self.settled(&reading.in_body.keys, &reading.in_body.numbers))
    }

    /// The subject's numbers as they count: where the change has a number of its own, the others are references.
    fn numbers_of_subject<'r>(&self, reading: &'r Reading) -> &'r [Mention] {
        match &reading.own {
            Some(own) if matches!(*own.id, Id::Number(sigil, _) if self.lexicon.uses(sigil)) => {
                slice::from_ref(own)
            }
            _ => &reading.in_subject.numbers,
        }
    }

    /// Every id of a kind in use must be listed; a listed key settles the change whatever number stands beside it. An
    /// id on the out list, or of an extra to be removed, wins over every other.
    fn strictly(&self, keys: &[Mention], numbers: &[Mention]) -> Option<Listing> {
        let settled = self.settled(keys, numbers);
        if matches!(settled, Some(Listing::Out(_) | Listing::Removed(_))) {
            return settled;
        }
        let deciding = if keys.is_empty() { numbers } else { keys };
        match deciding.iter().find(|mention| mention.entry.is_none()) {
            Some(stranger) => Some(Listing::Unlisted(Some(Arc::clone(&stranger.id)))),
            None => settled,
        }
    }

    /// What the listed ids come to; strangers mean nothing.
    fn settled(&self, keys: &[Mention], numbers: &[Mention]) -> Option<Listing> {
        let mut entries = keys.iter().chain(numbers).filter_map(|mention| mention.entry);
        let first = entries.next()?;
        match entries.next() {
            None => self.alone.get(first).cloned().flatten(),
            Some(second) => {
                let all = [first, second].into_iter().chain(entries);
                settle(all.filter_map(|entry| self.entries.get(entry)).flatten().copied().collect())
            }
        }
    }
}

/// What a set of places comes to: out before removed before listed.
fn settle(mut places: Vec<Place>) -> Option<Listing> {
    places.sort_unstable();
    places.dedup();
    match places.first()? {
        Place::Out(at) => Some(Listing::Out(*at)),
        Place::Removed(at) => Some(Listing::Removed(*at)),
        Place::In(_) | Place::Extra(_) => Some(Listing::Listed(places.into())),
    }
}
