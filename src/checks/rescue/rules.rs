//! Rescue: the smallest thing that helps, and a way back.

use std::collections::BTreeSet;

use super::keys::Rescue as Table;
use super::{attempts, goal};
use crate::checks::case::{Case, person};
use crate::checks::check::Check;
use crate::checks::scope::item::{Item, Listed};
use crate::checks::{directory as name, own_word, paste};
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

rules! {
    in "rescue/":
    RESCUE_EXTRA = "rescue/extra", Error, Full,
        "something is added to a rescue" / "things are added to a rescue",
        "decide that it is removed, and leave it to the next release";
    RESCUE_GOAL_NOT_ONE = "rescue/goal-not-one", Error, Full,
        "the goal of a rescue is more than one" / "goals of rescues are more than one",
        "say in one sentence what customers can do afterwards, and cut the rest";
    RESCUE_LEFT_EARLY = "rescue/left-early", Warning, Full,
        "a rescue was left before two calm releases followed" / "rescues were left before two calm releases followed",
        "make this release a [rescue] as well, or one as small as one";
    RESCUE_NO_BACKUP_DATE = "rescue/no-backup-date", Error, Full,
        "a rescue has no backup date" / "rescues have no backup date",
        "set `backup_date`: the day to fall back to, before anybody needs it";
    RESCUE_NO_FREEZE = "rescue/no-freeze", Error, Full,
        "a rescue has no freeze" / "rescues have no freeze",
        "set `freeze`: when testing starts and nothing comes in any more";
    RESCUE_NOT_SMALLER = "rescue/not-smaller", Warning, Full,
        "a rescue is no smaller than the last attempt" / "rescues are no smaller than the last attempt",
        "cut what a customer can do without, and put it on `out` with its reason";
    RESCUE_ONE_HEAD = "rescue/one-head", Error, Full,
        "a rescue is not held by several people" / "rescues are not held by several people",
        "name who holds `scope`, `delivery` and `readiness` under [rescue], and let one person hold two at most";
    RESCUE_REFACTOR = "rescue/refactor", Error, Full,
        "a rescue holds work that no customer sees" / "rescues hold work that no customer sees",
        "move it to `out`, or say under `needed` what a customer cannot do without it";
    RESCUE_UNFILTERED = "rescue/unfiltered", Error, Full,
        "an item of a rescue does not answer the three questions" / "items of a rescue do not answer the three questions",
        "write `needed`, `owner` and `undo` to the item, or move it to `out`";
}

/// The row of a rescue.
pub(crate) struct Rescue;

impl Check for Rescue {
    fn id(&self) -> CheckId {
        CheckId::RESCUE
    }

    fn is_asked(&self, case: &Case) -> bool {
        case.release.rescue.is_given() || attempts::left_early(case).is_some() || attempts::is_struck(case)
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn default_owner(&self, case: &Case) -> Option<Untrusted> {
        person(&case.release.rescue.scope).or(case.owner()).cloned()
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        if case.release.rescue.is_given() {
            heads(case, &case.release.rescue, out);
            plan(case, out);
            items(case, out);
            attempts::not_smaller(case, &RESCUE_NOT_SMALLER, out);
        } else {
            left_early(case, out);
        }
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let items = case.release.scope.included.items().len();
        let rescue = &case.release.rescue;
        let heads = [&rescue.scope, &rescue.delivery, &rescue.readiness].into_iter().filter_map(person);
        let heads: BTreeSet<String> = heads.map(|head| name::folded(head.raw())).collect();
        message!("{} {}, held by {} people", items, if items == 1 { "item" } else { "items" }, heads.len())
    }
}

/// No rescue any more, although it is too early: this plan was one, or an earlier one was.
fn left_early(case: &Case, out: &mut Findings) {
    let place = case.release.date.key_or(Span::top(FileId::Release));
    if attempts::is_struck(case) {
        let who = own_word::by_whom(case, attempts::struck(case));
        out.raise(&RESCUE_LEFT_EARLY, place).say(message!(
            "this release was a rescue when its list was approved, and is none any more: {}",
            who
        ));
    }
    if let Some((file, calm)) = attempts::left_early(case) {
        out.raise(&RESCUE_LEFT_EARLY, place).subject(file).say(message!(
            "{} was a rescue, and {} of 2 calm releases have followed it: shipped, and never stopped, delayed or rolled back",
            file,
            calm
        ));
    }
}

/// Three people hold a rescue, or two: who decides what is cut does not also say that it is ready.
fn heads(case: &Case, rescue: &Table, out: &mut Findings) {
    let place = case.release.rescue.span();
    let held = [("scope", &rescue.scope), ("delivery", &rescue.delivery), ("readiness", &rescue.readiness)];
    let missing: Vec<&str> =
        held.iter().filter(|(_, head)| person(head).is_none()).map(|(key, _)| *key).collect();
    if !missing.is_empty() {
        out.raise(&RESCUE_ONE_HEAD, place)
            .next(case.owner())
            .say(message!("nobody is named for {} of the rescue", missing.join(" and ")));
    }
    let mut names = held.iter().filter_map(|(_, head)| person(head));
    let Some(first) = names.next() else { return };
    if missing.is_empty() && names.all(|name| name::is_same(name, first)) {
        out.raise(&RESCUE_ONE_HEAD, place)
            .subject(first)
            .next(case.owner())
            .say(message!("{} holds scope, delivery and readiness of the rescue alone", first));
    }
}

/// A day to fall back to, a freeze, one goal, and nothing that is added.
fn plan(case: &Case, out: &mut Findings) {
    let release = case.release;
    let place = release.rescue.span();
    if !release.backup_date.is_given() {
        out.raise(&RESCUE_NO_BACKUP_DATE, place).next(case.owner());
    }
    if !release.freeze.is_given() {
        out.raise(&RESCUE_NO_FREEZE, place).next(case.owner());
    }
    if let Some(text) = release.goal.get()
        && let Some(why) = goal::not_one(text.words.raw())
    {
        let words = if why.contains(' ') && why != "and also" {
            message!("the goal has {}", why)
        } else {
            message!("the goal says \"{}\": that is more than one", why)
        };
        out.raise(&RESCUE_GOAL_NOT_ONE, text.span).next(case.owner()).say(words);
    }
    let is_removed = |extra: &&crate::checks::scope::item::Extra| extra.decision.is_given() && !extra.ships();
    for extra in release.scope.extras.items().iter().filter(|extra| !is_removed(extra)) {
        out.raise(&RESCUE_EXTRA, extra.span())
            .subject(extra.label())
            .say(message!("{} is added to a rescue", extra.label()));
    }
}

/// Kinds of work that no customer sees, without blanks and dashes.
const UNSEEN: [&str; 4] = ["refactor", "refactoring", "cleanup", "tooling"];

fn items(case: &Case, out: &mut Findings) {
    for item in case.release.scope.included.items() {
        let missing = missing(item);
        if !missing.is_empty() {
            let finding = out.raise(&RESCUE_UNFILTERED, item.span());
            let owner = item.owner().map(|owner| &owner.name);
            finding
                .subject(item.label())
                .next(owner)
                .say(message!("{} does not say {}", item.label(), missing.join(", ")))
                .paste(paste::rescued(item));
        }
        let Some(kind) = item.kind.get() else { continue };
        let plain: String = kind.words.raw().chars().filter(|c| c.is_alphanumeric()).collect();
        if UNSEEN.contains(&plain.to_lowercase().as_str()) && !is_answered(item.needed.get()) {
            out.raise(&RESCUE_REFACTOR, kind.span).subject(item.label()).say(message!(
                "{} is of the kind \"{}\", and nobody says what a customer needs it for",
                item.label(),
                kind.words
            ));
        }
    }
}

fn is_answered(text: Option<&crate::shape::leaf::Text>) -> bool {
    text.is_some_and(|text| !text.words.is_blank())
}

/// The questions that an item does not answer.
fn missing(item: &Item) -> Vec<&'static str> {
    let answers = [
        ("why a customer needs it (`needed`)", is_answered(item.needed.get())),
        ("who does it (`owner`)", item.owner().is_some_and(|owner| !owner.name.is_blank())),
        ("how it is taken back (`undo`)", is_answered(item.undo.get())),
    ];
    answers.into_iter().filter(|(_, is_given)| !is_given).map(|(words, _)| words).collect()
}
