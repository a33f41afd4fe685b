//! What is still to come: the checkpoints that nobody has confirmed and that are not judged yet, soonest first.

use crate::checks::case::Case;
use crate::checks::checkpoints::asked::{Asked, asked};
use crate::checks::checkpoints::rules::is_judged;
use crate::checks::checkpoints::whose;
use crate::report::ToCome;
use crate::shape::date::{Moment, When};

/// The list; none where no checkpoint is asked for.
pub(super) fn list(case: &Case) -> Option<Vec<ToCome>> {
    let all = asked(case.release, case.policy);
    case.now.filter(|_| !all.is_empty())?;
    let open = all.iter().filter(|asked| is_to_come(case, asked));
    let mut dated: Vec<(When, &Asked)> =
        open.filter_map(|asked| Some((asked.moment(case)?, asked))).collect();
    // Equal moments stay in the order of the files.
    dated.sort_by_key(|(due, _)| case.period(due).end);
    Some(dated.into_iter().map(|(due, asked)| entry(case, asked, due)).collect())
}

fn is_to_come(case: &Case, asked: &Asked) -> bool {
    let is_due = is_judged(case, asked) && asked.is_over(case);
    !is_due && !asked.is_refused() && !asked.is_complete(case)
}

/// Who has to speak next is who has not spoken yet; of a handoff that nobody began, who takes over.
fn entry(case: &Case, asked: &Asked, due: When) -> ToCome {
    let taker = whose::answerable(case, asked).first().copied().cloned();
    let giver = whose::giver(case, asked).unwrap_or_default().first().copied().cloned();
    let has_taken = asked.by(case).is_some();
    let (who, with) = if has_taken { (giver, taker) } else { (taker, giver) };
    let word = if has_taken { "to" } else { "from" };
    let with = with.filter(|_| asked.is_handoff()).map(|name| (word, name));
    ToCome { what: asked.what(), who, with, due: machine(case, &due), due_words: due.brief() }
}

/// RFC 3339; a whole day is due by its end.
fn machine(case: &Case, due: &When) -> String {
    if !matches!(due.moment, Moment::Day(_)) {
        return due.machine(&case.zone);
    }
    let end = case.period(due).end;
    let last = end.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(end);
    last.display_with_offset(case.zone.to_offset(last)).to_string()
}
