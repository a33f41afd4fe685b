//! The build held against the lists.

use super::rules::{
    BUILD_AMBIGUOUS_COMMIT, BUILD_DIVERGED, BUILD_EMPTY, BUILD_LIST_PERHAPS_CUT, BUILD_SHALLOW,
    BUILD_UNKNOWN_REVISION, BUILD_UNREADABLE, SCOPE_LATE_CHANGE, SCOPE_LISTED_BY_MENTION, SCOPE_LOOKALIKE_ID,
    SCOPE_NOT_COMPARED, SCOPE_NOT_IN_BUILD, SCOPE_ONLY_DECLARED, SCOPE_OUT_OF_SCOPE_CHANGE,
    SCOPE_REMOVED_STILL_IN_BUILD, SCOPE_UNLISTED_CHANGE,
};
use super::shown;
use super::told::about;
use crate::checks::case::Case;
use crate::checks::paste;
use crate::checks::scope::item::Listed;
use crate::checks::scope::matching::judgement::{Disposition, Matched};
use crate::checks::scope::matching::listing::{Listing, Place, Reason};
use crate::evidence::history::change::{Change, History};
use crate::evidence::{BuildFault, BuildFaultKind, Gathered};
use crate::finding::Findings;
use crate::shape::date::Period;
use crate::shape::leaf::Token;
use crate::untrusted::message;

pub(super) fn run(case: &Case, out: &mut Findings) {
    shown::other_commit(case, out);
    match &case.evidence.build {
        Gathered::Absent => not_compared(case, out),
        Gathered::Broken(faults) => faults.iter().for_each(|fault| broken(fault, out)),
        Gathered::Read(history) => {
            perhaps_cut(case.release.build.changes.get(), (history.entries, "entries"), out);
            if let Some(judgement) = case.judgement {
                compared(case, history, judgement, out);
            }
        }
    }
}

/// Lengths at which the clients of forges stop unless they are told otherwise: `gh` at 20, 30 or a limit that was asked
/// for, the APIs of GitHub and GitLab at 20, 30 or 100 a page.
const USUAL_ENDS: [usize; 5] = [20, 30, 50, 100, 1_000];

/// A list that ends exactly where its writer would have stopped may have gone on.
pub(super) fn perhaps_cut(list: Option<&Token>, (entries, what): (usize, &str), out: &mut Findings) {
    if let Some(list) = list.filter(|_| USUAL_ENDS.contains(&entries)) {
        out.raise(&BUILD_LIST_PERHAPS_CUT, list.span).subject(&list.text).say(message!(
            "{} holds exactly {} {}, where clients of forges stop by themselves: it may be cut off",
            list.text,
            entries,
            what
        ));
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
    for (at, (change, disposition)) in history.changes.iter().zip(&judgement.dispositions).enumerate() {
        let Disposition::Ships(listing) = disposition else { continue };
        judge(case, change, listing, out);
        let more = judgement.more.get(&at).into_iter().flatten();
        more.for_each(|listing| judge(case, change, listing, out));
        late(case, change, out);
    }
    absent(case, judgement, out);
}

fn judge(case: &Case, change: &Change, listing: &Listing, out: &mut Findings) {
    let scope = &case.release.scope;
    match listing {
        Listing::Unlisted(reason) => unlisted(case, change, reason, out),
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

/// A change that is on no list, and what of its message comes nearest to one.
fn unlisted(case: &Case, change: &Change, reason: &Reason, out: &mut Findings) {
    let scope = &case.release.scope;
    let place = scope.included.key_or(scope.span());
    let (short, subject) = (change.short(), &change.subject);
    let (rule, words) = match reason {
        Reason::Mention(id) => {
            let words = message!(
                "{} \"{}\" mentions {}, but does not say that it is part of it",
                short,
                subject,
                id.display()
            );
            (&SCOPE_LISTED_BY_MENTION, words)
        }
        Reason::Masked(id) => {
            let words = message!(
                "{} \"{}\" names what only looks like {}: it has letters of another alphabet",
                short,
                subject,
                id.display()
            );
            (&SCOPE_LOOKALIKE_ID, words)
        }
        Reason::Nothing => {
            (&SCOPE_UNLISTED_CHANGE, message!("{} \"{}\" is in the build but on no list", short, subject))
        }
        Reason::TooMany => {
            let words =
                message!("{} \"{}\" claims more ids than are read, so it is on no list", short, subject);
            (&SCOPE_UNLISTED_CHANGE, words)
        }
        // Where the number is the change itself, its title says it already.
        Reason::Stranger(id) if change.own.as_ref() == Some(id) => {
            (&SCOPE_UNLISTED_CHANGE, message!("{} \"{}\" is in the build but on no list", short, subject))
        }
        Reason::Stranger(id) => {
            let words =
                message!("{} \"{}\" is in the build, but {} is on no list", short, subject, id.display());
            (&SCOPE_UNLISTED_CHANGE, words)
        }
    };
    let (cause, named) = match reason {
        Reason::Mention(_) => ("only mention a listed id", None),
        Reason::Masked(_) => ("name what only looks like a listed id", None),
        Reason::TooMany => ("claim more ids than are read", None),
        Reason::Stranger(id) if change.own.as_ref() != Some(id) => {
            ("name an id that is on no list", Some(id))
        }
        Reason::Stranger(_) | Reason::Nothing => ("name no id", None),
    };
    let finding = about(out, rule, place, change);
    finding.say(words).cause(cause).paste(paste::extra(case, change, named));
    if let Reason::Mention(id) = reason {
        finding.help(message!(
            "write `Refs: {}` in its message, or add `commits = [\"{}\"]` to that item",
            id.display(),
            short
        ));
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
