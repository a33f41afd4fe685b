//! Which list one change belongs to, by what its message and its hash say.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::item::{Decision, Extra, Item, Listed, OutItem};
use crate::evidence::history::change::{Change, History};
use crate::evidence::history::claim::{By, Claim};
use crate::evidence::history::id::{Digits, Id, Named, Sigil};
use crate::evidence::history::scan::project;
use crate::evidence::history::words;

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
    /// It is on no list.
    Unlisted(Reason),
}

/// Why a change is on no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It names nothing.
    Nothing,
    /// It says that it is something that no list knows.
    Stranger(Id),
    /// It mentions this listed id, and does not say that it is that.
    Mention(Id),
    /// It names what only looks like this listed id.
    Masked(Id),
    /// It claims more ids than are read.
    TooMany,
}

/// What the lists say of one change by itself, before its merge is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Opinion {
    /// Which list it belongs to, where it says so.
    pub listing: Option<Listing>,
    /// Whether that holds whatever merge brought it.
    pub is_firm: bool,
    /// A key of a project that no list uses, which leads its subject: inside a listed merge it is a stranger.
    pub leads: Option<Id>,
    /// A listed id that it mentions.
    pub mention: Option<Id>,
    /// What else of it is on no list, or on the wrong one: bullets of a squash.
    pub more: Vec<Listing>,
}

/// The lists of a release, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    entries: HashMap<Id, Vec<Place>>,
    hashes: HashMap<String, Vec<Place>>,
    hash_lengths: BTreeSet<usize>,
    kinds: Kinds,
    /// The own project; ids of any other name nothing.
    project: Option<Arc<str>>,
}

/// Kinds of ids that the lists use.
#[derive(Debug, Clone, Default)]
struct Kinds {
    hash: bool,
    bang: bool,
    bare: bool,
    words: HashSet<Arc<str>>,
    /// Words of issue keys.
    projects: HashSet<Arc<str>>,
    /// Listed keys by their number; none where two projects share it.
    numbers: HashMap<Digits, Option<Id>>,
}

impl Kinds {
    fn add(&mut self, id: &Id) {
        match id {
            Id::Number(Sigil::Hash, _) => self.hash = true,
            Id::Number(Sigil::Bang, _) => self.bang = true,
            Id::Bare(_) => self.bare = true,
            Id::Own(_) => {}
            Id::Word(word, digits, _) => {
                self.words.insert(Arc::clone(word));
                if id.is_key() {
                    self.projects.insert(Arc::clone(word));
                    let known = self.numbers.entry(*digits).or_insert_with(|| Some(id.clone()));
                    if known.as_ref().is_some_and(|known| known != id) {
                        *known = None;
                    }
                }
            }
        }
    }

    /// Whether an id that is on no list is of a kind that the lists use.
    fn uses(&self, id: &Id) -> bool {
        match id {
            Id::Number(Sigil::Hash, _) => self.hash,
            Id::Number(Sigil::Bang, _) => self.bang,
            Id::Bare(_) => self.bare || self.projects.len() == 1,
            Id::Own(_) => true,
            Id::Word(word, ..) => self.words.contains(word),
        }
    }
}

/// What the lists know of an id.
enum Known<'l> {
    /// It is on them.
    Listed(&'l [Place]),
    /// It is not, and others of its kind are.
    Stranger,
    /// It means nothing.
    Nothing,
}

impl Lists {
    /// The lists of a release, for a build that has this history.
    pub(crate) fn of(release: &Release, policy: &Policy, history: &History) -> Self {
        let mut lists = Self::default();
        let mut written = Vec::new();
        let scope = &release.scope;
        for (at, item) in scope.included.items().iter().enumerate() {
            lists.add::<Item>(item, Place::In(at), &mut written);
        }
        for (at, item) in scope.excluded.items().iter().enumerate() {
            lists.add::<OutItem>(item, Place::Out(at), &mut written);
        }
        for (at, extra) in scope.extras.items().iter().enumerate() {
            let removed = extra.decision.get() == Some(&Decision::Remove);
            lists.add::<Extra>(
                extra,
                if removed { Place::Removed(at) } else { Place::Extra(at) },
                &mut written,
            );
        }
        let own = policy.build.project.get().map(|text| project(text.text.raw()));
        let of_list = || most(written.iter().filter_map(|(named, _)| named.of.as_ref()));
        let of_requests = || most(history.changes.iter().filter_map(|change| change.project.as_ref()));
        lists.project = own.or_else(of_list).or_else(of_requests);
        for (named, place) in written {
            if lists.is_own(&named) {
                lists.kinds.add(&named.id);
                lists.entries.entry(named.id).or_default().push(place);
            }
        }
        for name in policy.build.projects.items() {
            let word: Arc<str> = project(name.text.raw());
            lists.kinds.projects.insert(Arc::clone(&word));
            lists.kinds.words.insert(word);
        }
        lists
    }

    fn add<I: Listed>(&mut self, item: &I, place: Place, written: &mut Vec<(Named, Place)>) {
        if let Some(id) = item.id() {
            let text = id.words.raw();
            written.extend(Named::written(text).map(|named| (named, place)));
            self.entries.entry(own(text)).or_default().push(place);
            if is_hash(text) {
                self.hash(&text.to_ascii_lowercase(), place);
            }
        }
        item.commits().iter().for_each(|prefix| self.hash(&prefix.hex, place));
    }

    fn hash(&mut self, hex: &str, place: Place) {
        self.hash_lengths.insert(hex.len());
        self.hashes.entry(hex.to_owned()).or_default().push(place);
    }

    /// The same with this as the own project, where nothing says which that is.
    pub(crate) fn or_project(mut self, project: Option<Arc<str>>) -> Self {
        self.project = self.project.or(project);
        self
    }

    /// Whether nothing says which project is the own one.
    pub(crate) fn has_no_project(&self) -> bool {
        self.project.is_none()
    }

    /// Whether an id is one of the own project.
    pub(crate) fn is_own(&self, named: &Named) -> bool {
        named.of.is_none() || named.of == self.project
    }

    fn know(&self, named: &Named) -> Known<'_> {
        if !self.is_own(named) {
            return Known::Nothing;
        }
        let listed = self.entries.get(&named.id).or_else(|| match &named.id {
            // `8312345: title` and `JDK-8312345` are one, where nothing else has that number.
            Id::Bare(digits) => self.entries.get(self.kinds.numbers.get(digits)?.as_ref()?),
            Id::Word(_, digits, _) if named.id.is_key() => self.entries.get(&Id::Bare(*digits)),
            _ => None,
        });
        match listed {
            Some(places) => Known::Listed(places),
            None if self.kinds.uses(&named.id) => Known::Stranger,
            None => Known::Nothing,
        }
    }

    fn places(&self, named: &Named) -> &[Place] {
        match self.know(named) {
            Known::Listed(places) => places,
            Known::Stranger | Known::Nothing => &[],
        }
    }

    /// What the file says of a commit by its hash, and what its own message says.
    pub(crate) fn opinion(&self, change: &Change) -> Opinion {
        let by_message = self.by_message(change);
        match (self.by_hash(change.id.raw()), by_message.listing.as_ref()) {
            // The file names this very commit: an id that no list knows does not matter, one that is barred does.
            (None, _) | (Some(Listing::Listed(_)), Some(Listing::Out(_) | Listing::Removed(_))) => by_message,
            (Some(Listing::Listed(places)), Some(Listing::Listed(more))) => {
                let all = places.iter().chain(more.iter()).copied().collect();
                Opinion { listing: settle(all), is_firm: true, ..Opinion::default() }
            }
            (Some(listing), _) => Opinion { listing: Some(listing), is_firm: true, ..Opinion::default() },
        }
    }

    /// Whether the file itself names a commit by its hash.
    pub(crate) fn by_hash(&self, id: &str) -> Option<Listing> {
        let prefixes = self.hash_lengths.iter().filter_map(|length| id.get(..*length));
        settle(prefixes.filter_map(|prefix| self.hashes.get(prefix)).flatten().copied().collect())
    }

    fn by_message(&self, change: &Change) -> Opinion {
        let said = &change.said;
        let claimed: Vec<Place> =
            said.claims.iter().flat_map(|claim| self.places(&claim.named)).copied().collect();
        let claimed = settle(claimed);
        let mut wrong = self.wrong(&said.claims, matches!(claimed, Some(Listing::Listed(_))));
        if let Some(barred @ (Listing::Out(_) | Listing::Removed(_))) = &claimed {
            wrong.retain(|one| one != barred);
            return Opinion { listing: claimed, is_firm: true, more: wrong, ..Opinion::default() };
        }
        let masked = said.masked.iter().find(|id| self.entries.contains_key(id));
        if let Some(id) = masked {
            wrong.insert(0, Listing::Unlisted(Reason::Masked(id.clone())));
        } else if said.is_cut {
            wrong.insert(0, Listing::Unlisted(Reason::TooMany));
        }
        if !wrong.is_empty() {
            let first = wrong.remove(0);
            return Opinion { listing: Some(first), is_firm: true, more: wrong, ..Opinion::default() };
        }
        if claimed.is_some() {
            return Opinion { listing: claimed, is_firm: true, ..Opinion::default() };
        }
        self.without_listed_claim(change)
    }

    /// What neither the list of what ships nor a barred id settles: strangers, references, mentions.
    fn without_listed_claim(&self, change: &Change) -> Opinion {
        let said = &change.said;
        let mut strangers =
            said.claims.iter().filter(|claim| matches!(self.know(&claim.named), Known::Stranger));
        let first = strangers.next();
        let stands_in_subject = |claim: &Claim| matches!(claim.by, By::Lead | By::Subject | By::Request);
        let firm = first.into_iter().chain(strangers).find(|claim| stands_in_subject(claim));
        let references = said.references.iter().flat_map(|named| self.places(named)).copied();
        let listing = match firm.or(first) {
            Some(claim) => Some(Listing::Unlisted(Reason::Stranger(claim.named.id.clone()))),
            // To point at what was left out does not make it that.
            None => {
                settle(references.filter(|place| matches!(place, Place::In(_) | Place::Extra(_))).collect())
            }
        };
        let leads = said.claims.iter().find(|claim| claim.by == By::Lead && leads_anywhere(&claim.named.id));
        let mention = said.mentions.iter().find(|named| !self.places(named).is_empty());
        Opinion {
            is_firm: firm.is_some(),
            listing,
            leads: leads.map(|claim| claim.named.id.clone()),
            mention: mention.map(|named| named.id.clone()),
            more: Vec::new(),
        }
    }

    /// Bullets that are on no list or on the wrong one; and, where the change is on a list, keys that it closes and that
    /// are on none.
    fn wrong(&self, claims: &[Claim], is_listed: bool) -> Vec<Listing> {
        let mut wrong = Vec::new();
        for claim in claims {
            let counts = match claim.by {
                By::Bullet => true,
                By::Closing => {
                    is_listed && claim.named.id.word().is_some_and(|word| self.kinds.projects.contains(word))
                }
                _ => false,
            };
            let listing = match self.know(&claim.named) {
                Known::Stranger if counts => Listing::Unlisted(Reason::Stranger(claim.named.id.clone())),
                Known::Listed(places) if claim.by == By::Bullet => match settle(places.to_vec()) {
                    Some(barred @ (Listing::Out(_) | Listing::Removed(_))) => barred,
                    _ => continue,
                },
                _ => continue,
            };
            if !wrong.contains(&listing) {
                wrong.push(listing);
            }
        }
        wrong
    }

    /// What a merge says of all that it brings: by the request or the branch that it names.
    pub(crate) fn of_merge(&self, change: &Change) -> Option<Listing> {
        if let Some(listing) = self.by_hash(change.id.raw()) {
            return Some(listing);
        }
        let said = &change.said;
        if said.merges_line {
            return None;
        }
        let counts = |claim: &&Claim| match claim.by {
            By::Request | By::Branch => true,
            By::Title | By::Closing => said.merges_request,
            By::Lead | By::Subject | By::Bullet | By::Pattern => false,
        };
        let claims = || said.claims.iter().filter(counts);
        let listed = settle(claims().flat_map(|claim| self.places(&claim.named)).copied().collect());
        listed.or_else(|| {
            let stranger = claims().find(|claim| matches!(self.know(&claim.named), Known::Stranger))?;
            Some(Listing::Unlisted(Reason::Stranger(stranger.named.id.clone())))
        })
    }
}

/// Whether a key that leads a subject names work even where no list uses its project.
fn leads_anywhere(id: &Id) -> bool {
    id.is_key() && !id.word().is_none_or(words::is_lookalike)
}

/// The id that a pattern of the team would capture.
fn own(text: &str) -> Id {
    Id::Own(text.trim().to_lowercase().into())
}

/// Whether an id is the hash of a commit, as findings print it.
pub(crate) fn is_hash(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The project that is named most often; of equals, the first in the order of their names.
fn most<'p>(projects: impl Iterator<Item = &'p Arc<str>>) -> Option<Arc<str>> {
    let mut counts: HashMap<&Arc<str>, usize> = HashMap::new();
    for project in projects {
        let count = counts.entry(project).or_default();
        *count = count.saturating_add(1);
    }
    let most = counts.into_iter().max_by(|(one, count), (other, more)| count.cmp(more).then(other.cmp(one)));
    most.map(|(project, _)| Arc::clone(project))
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
