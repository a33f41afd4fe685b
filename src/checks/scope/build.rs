//! The build held against the lists.

use super::rules::{
    BUILD_AMBIGUOUS_COMMIT, BUILD_DIVERGED, BUILD_EMPTY, BUILD_SHALLOW, BUILD_UNKNOWN_REVISION,
    BUILD_UNREADABLE, SCOPE_LATE_CHANGE, SCOPE_NOT_COMPARED, SCOPE_NOT_IN_BUILD, SCOPE_ONLY_DECLARED,
    SCOPE_OUT_OF_SCOPE_CHANGE, SCOPE_REMOVED_STILL_IN_BUILD, SCOPE_UNLISTED_CHANGE,
};
use super::shown;
use crate::checks::case::Case;
use crate::checks::paste;
use crate::checks::scope::item::Listed;
use crate::checks::scope::matching::judgement::{Disposition, Matched};
use crate::checks::scope::matching::listing::{Listing, Place};
use crate::evidence::history::change::{Change, History};
use crate::evidence::history::id::Id;
use crate::evidence::{BuildFault, BuildFaultKind, Gathered};
use crate::finding::{ChangeLine, Finding, Findings};
use crate::rule::Rule;
use crate::shape::date::Period;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

pub(super) fn run(case: &Case, out: &mut Findings) {
    shown::other_commit(case, out);
    match &case.evidence.build {
        Gathered::Absent => not_compared(case, out),
        Gathered::Broken(faults) => faults.iter().for_each(|fault| broken(fault, out)),
        Gathered::Read(history) => {
            if let Some(judgement) = case.judgement {
                compared(case, history, judgement, out);
            }
        }
    }
}

fn not_compared(case: &Case, out: &mut Findings) {
    let scope = &case.release.scope;
    let build = &case.release.build;
    if case.is_said(&scope.matched_by, &scope.matched_on) {
        out.raise(&SCOPE_ONLY_DECLARED, scope.matched_by.key_or(scope.span()));
        return;
    }
    let place = if build.is_given() { build.span() } else { scope.span() };
    let finding = out.raise(&SCOPE_NOT_COMPARED, place);
    match (build.from.is_given(), build.to.is_given()) {
        (true, false) => {
            finding.say("the build says where it comes from, but not what will ship");
        }
        (false, true) => {
            finding.say("the build says what will ship, but not since which release");
        }
        _ => {}
    }
}

fn broken(fault: &BuildFault, out: &mut Findings) {
    let rule = match fault.kind {
        BuildFaultKind::UnknownRevision => &BUILD_UNKNOWN_REVISION,
        BuildFaultKind::AmbiguousCommit => &BUILD_AMBIGUOUS_COMMIT,
        BuildFaultKind::Shallow => &BUILD_SHALLOW,
        BuildFaultKind::Empty => &BUILD_EMPTY,
        BuildFaultKind::Unreadable => &BUILD_UNREADABLE,
    };
    out.raise(rule, fault.fault.span).say(&fault.fault.message).help(&fault.fault.help);
}

fn compared(case: &Case, history: &History, judgement: &Matched, out: &mut Findings) {
    let release = case.release;
    if history.is_diverged {
        out.raise(&BUILD_DIVERGED, release.build.from.key_or(release.build.span()));
    }
    shown::run(case, history, judgement, out);
    for (change, disposition) in history.changes.iter().zip(&judgement.dispositions) {
        let Disposition::Ships(listing) = disposition else { continue };
        judge(case, change, listing, out);
        late(case, change, out);
    }
    absent(case, judgement, out);
}

fn judge(case: &Case, change: &Change, listing: &Listing, out: &mut Findings) {
    let scope = &case.release.scope;
    match listing {
        Listing::Unlisted(id) => {
            let place = scope.included.key_or(scope.span());
            let named = id.as_deref().filter(|id| change.own.as_deref().is_none_or(|own| own != *id));
            about(out, &SCOPE_UNLISTED_CHANGE, place, change)
                .say(unlisted(change, named))
                .cause(if named.is_some() { "name an id that is on no list" } else { "name no id" })
                .paste(paste::extra(case, change, named));
        }
        Listing::Out(at) => {
            let Some(item) = scope.excluded.items().get(*at) else { return };
            about(out, &SCOPE_OUT_OF_SCOPE_CHANGE, item.span(), change).say(message!(
                "{} \"{}\" is in the build, but {} was left out",
                change.short(),
                change.subject,
                item.label()
            ));
        }
        Listing::Removed(at) => {
            let Some(extra) = scope.extras.items().get(*at) else { return };
            about(out, &SCOPE_REMOVED_STILL_IN_BUILD, extra.span(), change).say(message!(
                "{} \"{}\" is still in the build, but {} was to be removed",
                change.short(),
                change.subject,
                extra.label()
            ));
        }
        Listing::Listed(_) => {}
    }
}

pub(super) fn about<'f>(
    out: &'f mut Findings,
    rule: &'static Rule,
    place: Span,
    change: &Change,
) -> &'f mut Finding {
    let came = change.committed.and_then(|at| jiff::Timestamp::from_second(at).ok());
    let finding = out.raise(rule, place).subject(change.short()).aliases([change.id.clone()]).came(came);
    finding.change = Some(line(change));
    finding
}

/// The change as a list of many shows it.
fn line(change: &Change) -> ChangeLine {
    let author = change.author.raw();
    ChangeLine {
        committed: change.committed,
        authored: change.authored,
        day: None,
        title: change.subject.clone(),
        id: change.short(),
        author: author.split_once(" <").map_or(author, |(name, _)| name).into(),
    }
}

fn unlisted(change: &Change, id: Option<&Id>) -> Untrusted {
    match id {
        // Where the number is the change itself, its title says it already.
        Some(id) => message!(
            "{} \"{}\" is in the build, but {} is on no list",
            change.short(),
            change.subject,
            id.display()
        ),
        None => message!("{} \"{}\" is in the build but on no list", change.short(), change.subject),
    }
}

fn late(case: &Case, change: &Change, out: &mut Findings) {
    let Some(freeze) = case.release.freeze.get() else { return };
    let Some(at) = change.committed.and_then(|at| jiff::Timestamp::from_second(at).ok()) else { return };
    if Period::instant(at).is_after(case.period(freeze)) {
        about(out, &SCOPE_LATE_CHANGE, freeze.span, change).say(message!(
            "{} \"{}\" came after the freeze",
            change.short(),
            change.subject
        ));
    }
}

/// Items and shipping extras that no change is left for.
fn absent(case: &Case, judgement: &Matched, out: &mut Findings) {
    let scope = &case.release.scope;
    let items =
        scope.included.items().iter().enumerate().map(|(at, item)| (Place::In(at), item as &dyn Listed));
    let extras = scope.extras.items().iter().enumerate().filter(|(_, extra)| extra.ships());
    let extras = extras.map(|(at, extra)| (Place::Extra(at), extra as &dyn Listed));
    for (place, item) in items.chain(extras) {
        if !item.is_without_code() && !item.is_unfinished() && !judgement.covered.contains(&place) {
            out.raise(&SCOPE_NOT_IN_BUILD, item.span())
                .subject(item.label())
                .next(item.owner().map(|owner| &owner.name))
                .say(if judgement.undone.contains(&place) {
                    message!("{} is on the list, but its change was reverted in the build", item.label())
                } else {
                    message!("{} is on the list, but no change in the build belongs to it", item.label())
                });
        }
    }
}
