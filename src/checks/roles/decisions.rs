//! Who decides what: the decisions of the policy, or of the release where the policy has none.

use std::collections::HashSet;

use super::holders::Roles;
use super::keys::{Decides, Role};
use crate::checks::directory::folded;
use crate::rule::Catalogue;
use crate::shape::Maybe;
use crate::shape::decode::Map;
use crate::shape::wildcards::Wildcards;
use crate::source::{FileId, Spanned};
use crate::untrusted::{Untrusted, message};

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// What is on the list.
    Scope,
    /// What came late.
    Extras,
    /// That it ships.
    Ship,
    /// That it does not, or later.
    Stop,
    /// That what shipped is taken back.
    Rollback,
    /// Findings of some rules: that they ship.
    Findings,
    /// Something that people do; the program asks nothing of it.
    Activity,
}

/// The names of decisions.
const NAMES: &[(&str, What)] = &[
    ("scope", What::Scope),
    ("extras", What::Extras),
    ("ship", What::Ship),
    ("stop", What::Stop),
    ("rollback", What::Rollback),
];

/// One entry of `[decides]`.
#[derive(Debug, Clone)]
pub(crate) struct Decision<'c> {
    /// What it is called.
    pub name: &'c Spanned<String>,
    /// What it is.
    pub what: What,
    /// Who has which part.
    pub parts: &'c Decides,
    /// The rules whose findings it is about.
    pattern: Wildcards,
}

impl Decision<'_> {
    /// Whether the policy says it.
    pub(crate) fn is_policys(&self) -> bool {
        self.name.span.file == FileId::Policy
    }

    /// Whether findings of the rule may be accepted by it.
    fn is_over(&self, rule: &str) -> bool {
        self.what == What::Findings && self.pattern.fits(rule)
    }
}

/// All decisions and activities, the policy's first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decisions<'c> {
    /// In the order of the files.
    pub list: Vec<Decision<'c>>,
}

impl<'c> Decisions<'c> {
    /// The decisions of both files.
    pub(crate) fn of(
        rules: Catalogue,
        policy: &'c Maybe<Map<Decides>>,
        release: &'c Maybe<Map<Decides>>,
    ) -> Self {
        let entries = [policy, release].into_iter().filter_map(Maybe::get).flat_map(|map| &map.entries);
        let decision = |(name, parts): &'c (Spanned<String>, Decides)| {
            let pattern = Wildcards::new(&name.value);
            Decision { name, what: what(rules, &name.value, &pattern), parts, pattern }
        };
        Self { list: entries.map(decision).collect() }
    }

    /// Who decides it, where anybody says so.
    pub(crate) fn of_kind(&self, what: What) -> Option<&Decision<'c>> {
        self.list.iter().find(|decision| decision.what == what)
    }

    /// Who may accept findings of a rule: of all patterns that fit, the one that says most; of equals the first.
    pub(crate) fn over(&self, rule: &str) -> Option<&Decision<'c>> {
        let fitting = self.list.iter().filter(|decision| decision.is_over(rule));
        // Of equals `max_by_key` takes the last.
        fitting.rev().max_by_key(|decision| said(&decision.name.value))
    }
}

/// How much of a pattern is no wildcard.
fn said(pattern: &str) -> usize {
    pattern.chars().filter(|c| !matches!(c, '*' | '?')).count()
}

/// What a name stands for. A pattern is what fits a rule that there is.
fn what(rules: Catalogue, name: &str, pattern: &Wildcards) -> What {
    let known = folded(name);
    if let Some((_, what)) = NAMES.iter().find(|(word, _)| *word == known) {
        return *what;
    }
    if rules.ids().any(|rule| pattern.fits(rule)) { What::Findings } else { What::Activity }
}

/// People whose word counts in one decision.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authority<'c> {
    /// Who is accountable first, then the way up; a person once.
    pub people: Vec<&'c Untrusted>,
    folded: HashSet<String>,
}

impl<'c> Authority<'c> {
    /// The people of these roles.
    pub(crate) fn of(roles: &Roles<'c>, way_up: &'c [Role]) -> Self {
        way_up.iter().filter_map(|role| roles.person(role).ok()).collect()
    }

    /// Whether it is this person's to decide.
    pub(crate) fn has(&self, name: &Untrusted) -> bool {
        self.folded.contains(&folded(name.raw()))
    }

    /// Who is accountable.
    pub(crate) fn first(&self) -> Option<&'c Untrusted> {
        self.people.first().copied()
    }

    /// `Ana Ruiz, then Bo Lind`; the way up as far as it is told.
    pub(crate) fn words(&self) -> Untrusted {
        let mut people = self.people.iter().take(TOLD);
        let Some(first) = people.next() else { return Untrusted::from("nobody") };
        people.fold((*first).clone(), |words, person| message!("{}, then {}", words, person))
    }
}

/// Steps of a way up that a message names.
const TOLD: usize = 3;

impl<'c> FromIterator<&'c Untrusted> for Authority<'c> {
    fn from_iter<I: IntoIterator<Item = &'c Untrusted>>(names: I) -> Self {
        let mut authority = Self::default();
        for name in names {
            if authority.folded.insert(folded(name.raw())) {
                authority.people.push(name);
            }
        }
        authority
    }
}
