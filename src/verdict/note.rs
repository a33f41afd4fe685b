//! The lists of the status note: what is in, what is out, what slipped in, what ships although it is known.

use super::Used;
use super::headline::words;
use crate::checks::case::{Case, person};
use crate::checks::scope::item::Listed;
use crate::checks::scope::matching::judgement::{Disposition, ignores};
use crate::evidence::history::change::Change;
use crate::report::{Note, NoteItem, SetAside};
use crate::shape::Maybe;
use crate::shape::date::When;
use crate::untrusted::{Untrusted, message};

/// Fills the lists. `used` says what each acceptance lets ship.
pub(super) fn fill(case: &Case, used: &[Used]) -> Note {
    let release = case.release;
    let scope = &release.scope;
    let support = &release.support;
    Note {
        included: scope.included.items().iter().map(listed).collect(),
        excluded: scope.excluded.items().iter().map(excluded).collect(),
        extras: scope.extras.items().iter().map(extra).collect(),
        known_issues: release.known_issues.items().iter().map(known_issue).collect(),
        accepted: accepted(case, used),
        notice: words(&support.notice),
        confusing: words(&support.confusing),
        reply: words(&support.reply),
    }
}

fn listed(item: &impl Listed) -> NoteItem {
    NoteItem {
        id: item.id().map(|text| text.words.clone()),
        title: item.title().map(|text| text.words.clone()),
        by: item.owner().map(|person| person.name.clone()),
        ..NoteItem::default()
    }
}

fn excluded(item: &crate::checks::scope::item::OutItem) -> NoteItem {
    let detail = match (words(&item.reason), words(&item.told)) {
        (Some(reason), Some(told)) => Some(message!("{} (told: {})", reason, told)),
        (reason, told) => reason.or_else(|| told.map(|told| message!("told: {}", told))),
    };
    NoteItem { detail, ..listed(item) }
}

fn extra(extra: &crate::checks::scope::item::Extra) -> NoteItem {
    let decision =
        extra.decision.get().map_or("undecided", |_| if extra.ships() { "ship" } else { "remove" });
    let detail = match words(&extra.why) {
        Some(why) => message!("{}: {}", decision, why),
        None => Untrusted::from(decision),
    };
    NoteItem { detail: Some(detail), by: person(&extra.by).cloned(), on: day(&extra.on), ..listed(extra) }
}

fn known_issue(issue: &crate::checks::risks::keys::KnownIssue) -> NoteItem {
    NoteItem {
        id: words(&issue.id),
        title: words(&issue.summary),
        detail: words(&issue.workaround),
        why: words(&issue.why),
        by: person(&issue.accepted_by).cloned(),
        on: day(&issue.accepted_on),
        ..NoteItem::default()
    }
}

fn accepted(case: &Case, used: &[Used]) -> Vec<NoteItem> {
    let accepts = case.release.accepts.items().iter().zip(used).filter(|(_, used)| used.count > 0);
    let item = |accept: &crate::checks::risks::keys::Accept, used: &Used| NoteItem {
        id: accept.rule.get().map(|rule| rule.text.clone()),
        title: Some(used.first.clone()),
        detail: words(&accept.why),
        why: words(&accept.why),
        by: person(&accept.by).cloned(),
        on: day(&accept.on),
        until: day(&accept.until),
        count: Some(used.count),
    };
    accepts.map(|(accept, used)| item(accept, used)).collect()
}

fn day(when: &Maybe<When>) -> Option<String> {
    when.get().map(When::short)
}

/// The changes of the range that ship nothing, and why.
pub(super) fn set_aside(case: &Case) -> Vec<SetAside> {
    let Some((history, judgement)) = case.evidence.build.read().zip(case.judgement) else {
        return Vec::new();
    };
    let entries = ignores(case.release, case.policy);
    let why = |disposition: &Disposition| {
        Some(match disposition {
            Disposition::Ships(_) => return None,
            Disposition::Merge => Untrusted::from("merge"),
            Disposition::PlanOnly => Untrusted::from("the plan alone"),
            Disposition::Inside => Untrusted::from("part of a merge"),
            Disposition::AlreadyShipped => Untrusted::from("in the last release already"),
            Disposition::Ignored(entry) => match entries.get(*entry).and_then(|ignore| words(&ignore.why)) {
                Some(why) => message!("ignored: {}", why),
                None => Untrusted::from("ignored"),
            },
            Disposition::Reverted(by) => match history.changes.get(*by) {
                Some(revert) => message!("undone, see {}", revert.short()),
                None => Untrusted::from("undone"),
            },
        })
    };
    let aside = |(change, disposition): (&Change, &Disposition)| {
        let why = why(disposition)?;
        Some(SetAside { id: change.short(), subject: change.subject.clone(), why })
    };
    history.changes.iter().zip(&judgement.dispositions).filter_map(aside).collect()
}
