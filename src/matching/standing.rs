//! Which list one change belongs to, by what its message and the merges around it say.

use std::collections::{BTreeSet, HashMap};

use super::id::Id;
use super::lexicon::{Lexicon, Mention, Mentions};
use super::message::Reading;
use crate::model::item::{Decision, Extra, Item, Listed, OutItem};
use crate::model::release::Release;

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
pub(crate) enum Standing {
    /// It belongs to items that ship.
    Listed(Vec<Place>),
    /// It belongs to an item that was left out.
    Out(usize),
    /// It belongs to an extra that was to be removed.
    Removed(usize),
    /// It is on no list; the id is the one that no list knows, where its message names one.
    Unlisted(Option<Id>),
}

/// The lists of a release, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    /// The ids in use.
    pub lexicon: Lexicon,
    entries: Vec<Vec<Place>>,
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
        lists
    }

    fn add<I: Listed>(&mut self, item: &I, place: Place) {
        if let Some(id) = item.id().and_then(|id| Id::parse(id.words.reveal())) {
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

    fn places(&self, mention: &Mention) -> &[Place] {
        mention.entry.and_then(|entry| self.entries.get(entry)).map_or(&[], Vec::as_slice)
    }

    /// What the file itself says of a commit, by its hash.
    pub(crate) fn by_hash(&self, id: &str) -> Option<Standing> {
        let prefixes = self.hash_lengths.iter().filter_map(|length| id.get(..*length));
        settle(prefixes.filter_map(|prefix| self.hashes.get(prefix)).flatten().copied().collect())
    }

    /// What a message says: its subject, else its trailers, else its body.
    pub(crate) fn by_message(&self, reading: &Reading) -> Option<Standing> {
        let subject = self.with_own_number(reading);
        self.strictly(&subject)
            .or_else(|| self.strictly(&reading.in_trailers))
            .or_else(|| self.leniently(&reading.in_body))
    }

    /// The subject's ids as they count: where the change has a number of its own, the others are references.
    fn with_own_number(&self, reading: &Reading) -> Mentions {
        let mut subject = reading.in_subject.clone();
        if let Some(own) = &reading.own
            && matches!(own.id, Id::Number(sigil, _) if self.lexicon.uses(sigil))
        {
            subject.numbers = vec![own.clone()];
        }
        subject
    }

    /// Every id of a kind in use must be listed; a listed key settles the change whatever number stands beside it.
    fn strictly(&self, mentions: &Mentions) -> Option<Standing> {
        if let Some(barred) = self.barred(mentions) {
            return Some(barred);
        }
        let deciding = if mentions.keys.is_empty() { &mentions.numbers } else { &mentions.keys };
        if let Some(stranger) = deciding.iter().find(|mention| mention.entry.is_none()) {
            return Some(Standing::Unlisted(Some(stranger.id.clone())));
        }
        self.listed(mentions)
    }

    /// One listed id is enough; strangers mean nothing.
    fn leniently(&self, mentions: &Mentions) -> Option<Standing> {
        self.barred(mentions).or_else(|| self.listed(mentions))
    }

    /// An id on the out list, or of an extra to be removed, wins over every other.
    fn barred(&self, mentions: &Mentions) -> Option<Standing> {
        settle(self.all(mentions)).filter(|standing| !matches!(standing, Standing::Listed(_)))
    }

    fn listed(&self, mentions: &Mentions) -> Option<Standing> {
        settle(self.all(mentions))
    }

    fn all(&self, mentions: &Mentions) -> Vec<Place> {
        mentions
            .keys
            .iter()
            .chain(&mentions.numbers)
            .flat_map(|mention| self.places(mention))
            .copied()
            .collect()
    }
}

/// What a set of places comes to: out before removed before listed.
pub(crate) fn settle(mut places: Vec<Place>) -> Option<Standing> {
    places.sort_unstable();
    places.dedup();
    match places.first()? {
        Place::Out(at) => Some(Standing::Out(*at)),
        Place::Removed(at) => Some(Standing::Removed(*at)),
        Place::In(_) | Place::Extra(_) => Some(Standing::Listed(places)),
    }
}
