//! The lists themselves: approved, finished, decided, and without contradictions.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::rules::{
    SCOPE_APPROVED_WITHOUT_AUTHORITY, SCOPE_DECIDED_AFTER_LAUNCH, SCOPE_DECIDED_WITHOUT_AUTHORITY,
    SCOPE_DUPLICATE, SCOPE_EMPTY, SCOPE_EXTRA_NO_REASON, SCOPE_IN_AND_OUT, SCOPE_NO_ID, SCOPE_NOT_APPROVED,
    SCOPE_OUT_NO_REASON, SCOPE_OUT_UNTOLD, SCOPE_UNDECIDED_EXTRA, SCOPE_UNFINISHED,
};
use crate::checks::case::Case;
use crate::checks::placeholder as text;
use crate::checks::roles::decisions::What;
use crate::checks::scope::item::{Extra, Listed};
use crate::checks::scope::matching::listing::is_hash;
use crate::evidence::Gathered;
use crate::evidence::history::id::{Id, Named};
use crate::finding::Findings;
use crate::untrusted::message;

pub(super) fn run(case: &Case, out: &mut Findings) {
    let scope = &case.release.scope;
    // Issues that could not be read are told as that.
    if scope.included.items().is_empty() && !matches!(case.evidence.issues, Gathered::Broken(_)) {
        out.raise(&SCOPE_EMPTY, scope.included.key_or(scope.span()));
    }
    approved(case, out);
    for item in scope.excluded.items().iter().filter(|item| !item.reason.is_given()) {
        out.raise(&SCOPE_OUT_NO_REASON, item.span())
            .subject(item.label())
            .say(message!("{} was left out without a reason", item.label()));
    }
    nameless(case, out);
    for item in scope.excluded.items().iter().filter(|item| !item.told.is_given()) {
        out.raise(&SCOPE_OUT_UNTOLD, item.span())
            .subject(item.label())
            .say(message!("nobody was told that {} was left out", item.label()));
    }
    twice(case, out);
    finished(case, out);
    for extra in scope.extras.items() {
        decided(case, extra, out);
        reasoned(case, extra, out);
    }
}

/// An extra is let in, or taken out, for a reason, and before the launch.
fn reasoned(case: &Case, extra: &Extra, out: &mut Findings) {
    if !extra.why.is_given() {
        out.raise(&SCOPE_EXTRA_NO_REASON, extra.span())
            .subject(extra.label())
            .say(message!("the extra {} has no reason", extra.label()));
    }
    let Some((on, launch)) = extra.on.get().zip(case.launch()) else { return };
    if case.period(on).is_after(launch) {
        out.raise(&SCOPE_DECIDED_AFTER_LAUNCH, on.span).subject(extra.label()).say(message!(
            "the extra {} was decided on {}, after the launch",
            extra.label(),
            on.short()
        ));
    }
}

fn approved(case: &Case, out: &mut Findings) {
    let scope = &case.release.scope;
    if let Some(by) = scope.approved_by.get().filter(|by| !text::is_no_name(by.name.raw()))
        && let Some(decide) = case.authority(What::Scope)
        && !decide.has(&by.name)
    {
        out.raise(&SCOPE_APPROVED_WITHOUT_AUTHORITY, by.span)
            .subject(&by.name)
            .next(decide.first())
            .say(message!("{} approved the list, but that is for {} to decide", by.name, decide.words()));
    }
    if case.is_said(&scope.approved_by, &scope.approved_on) {
        return;
    }
    let finding = out.raise(&SCOPE_NOT_APPROVED, scope.span());
    match (scope.approved_by.get(), scope.approved_on.get()) {
        (Some(_), Some(on)) => {
            finding.span = on.span;
            finding.say(message!("the approval is dated {}, which is still to come", on.short()));
        }
        (Some(person), None) => {
            finding.span = person.span;
            finding
                .say(message!("{} approved the list, but on no date", person.name))
                .next(Some(&person.name));
        }
        _ => {}
    }
}

/// What an id is known as: spellings that mean the same are one.
pub(super) fn known_as(text: &str) -> Id {
    let named = Named::written(text).filter(|named| named.of.is_none());
    named.map_or_else(|| Id::Own(text.trim().to_lowercase().into()), |named| named.id)
}

/// Items that no message can name and that name no commit.
fn nameless(case: &Case, out: &mut Findings) {
    let scope = &case.release.scope;
    let items = scope.included.items().iter().map(|item| item as &dyn Listed);
    let extras = scope.extras.items().iter().map(|extra| extra as &dyn Listed);
    let has_patterns = !case.policy.build.ids.items().is_empty();
    for item in items.chain(extras).filter(|item| !item.is_without_code() && item.commits().is_empty()) {
        let id = item.id().map(|id| id.words.raw());
        let is_id = id.is_some_and(|id| has_patterns || Named::written(id).is_some() || is_hash(id));
        if !is_id && !text::is_placeholder(item.label().raw()) {
            out.raise(&SCOPE_NO_ID, item.span()).subject(item.label()).say(message!(
                "\"{}\" begins with no id, so no message of a change can name it",
                item.label()
            ));
        }
    }
}

/// Which list an id stands on, as far as contradictions go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ships,
    StaysOut,
}

fn twice(case: &Case, out: &mut Findings) {
    let scope = &case.release.scope;
    let mut entries: Vec<(&dyn Listed, Side)> = Vec::new();
    entries.extend(scope.included.items().iter().map(|item| (item as &dyn Listed, Side::Ships)));
    entries.extend(scope.excluded.items().iter().map(|item| (item as &dyn Listed, Side::StaysOut)));
    let mut seen: HashMap<Id, Side> = HashMap::new();
    let mut check = |item: &dyn Listed, side: Side, out: &mut Findings, is_extra: bool| {
        let Some(text) = item.id().filter(|text| !text::is_placeholder(text.words.raw())) else { return };
        let id = known_as(text.words.raw());
        let first = match seen.entry(id) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(place) => {
                place.insert(side);
                return;
            }
        };
        if first != side {
            out.raise(&SCOPE_IN_AND_OUT, text.span)
                .subject(&text.words)
                .say(message!("{} is both in and out", item.label()));
        } else if !is_extra || side == Side::Ships {
            out.raise(&SCOPE_DUPLICATE, text.span)
                .subject(&text.words)
                .say(message!("{} is listed twice", item.label()));
        }
        // An extra that is to be removed may stand on the out list: both say the same.
    };
    for (item, side) in entries {
        check(item, side, out, false);
    }
    for extra in scope.extras.items() {
        let removed = extra.decision.is_given() && !extra.ships();
        check(extra, if removed { Side::StaysOut } else { Side::Ships }, out, true);
    }
}

fn finished(case: &Case, out: &mut Findings) {
    let scope = &case.release.scope;
    let extras = scope.extras.items().iter().filter(|extra| extra.ships()).map(|extra| extra as &dyn Listed);
    let items = scope.included.items().iter().map(|item| item as &dyn Listed);
    for item in items.chain(extras).filter(|item| item.is_unfinished()) {
        out.raise(&SCOPE_UNFINISHED, item.span())
            .subject(item.label())
            .next(item.owner().map(|owner| &owner.name))
            .say(message!("{} is on the list but not finished", item.label()));
    }
}

fn decided(case: &Case, extra: &Extra, out: &mut Findings) {
    let label = extra.label();
    if !extra.decision.is_given() || !case.is_said(&extra.by, &extra.on) {
        let missing = if !extra.decision.is_given() {
            "has no decision: does it ship or is it removed"
        } else if !extra.by.is_given() {
            "was decided, but nobody says by whom"
        } else if !extra.on.is_given() {
            "was decided, but nobody says when"
        } else {
            "has a decision dated in the future"
        };
        out.raise(&SCOPE_UNDECIDED_EXTRA, extra.span()).subject(&label).say(message!(
            "the extra {} {}",
            label,
            missing
        ));
    }
    let Some(by) = extra.by.get().filter(|by| !text::is_no_name(by.name.raw())) else { return };
    let decide = case.authority(What::Extras);
    if decide.as_ref().map_or_else(|| case.is_owner_or_caller(&by.name), |decide| decide.has(&by.name)) {
        return;
    }
    let finding = out.raise(&SCOPE_DECIDED_WITHOUT_AUTHORITY, by.span).subject(&label);
    match decide {
        Some(decide) => finding
            .next(decide.first())
            .say(message!(
                "{} decided about {}, but that is for {} to decide",
                by.name,
                label,
                decide.words()
            ))
            .help("let one of them decide, and set `by`"),
        None => finding.say(message!(
            "{} decided about {}, and is neither the owner nor the final caller",
            by.name,
            label
        )),
    };
}
