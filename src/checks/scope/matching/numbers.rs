//! What the range holds, counted: every commit of it once.

use super::judgement::{Disposition, Matched};
use super::listing::Listing;
use crate::evidence::history::change::History;
use crate::row::BuildNumbers;

/// What the range holds, counted.
pub(crate) fn numbers(history: &History, judgement: Option<&Matched>) -> BuildNumbers {
    let mut numbers =
        BuildNumbers { from: history.from.clone(), to: history.to.clone(), ..BuildNumbers::default() };
    for disposition in judgement.map(|judgement| judgement.dispositions.as_slice()).unwrap_or_default() {
        let count = match disposition {
            Disposition::Ships(listing) => {
                match listing {
                    Listing::Unlisted(_) => numbers.unlisted = numbers.unlisted.saturating_add(1),
                    Listing::Out(_) => numbers.out_of_scope = numbers.out_of_scope.saturating_add(1),
                    Listing::Listed(_) | Listing::Removed(_) => {}
                }
                &mut numbers.changes
            }
            Disposition::Merge => &mut numbers.merges,
            Disposition::Ignored(_) => &mut numbers.ignored,
            Disposition::Reverted(_) => &mut numbers.reverted,
            Disposition::AlreadyShipped => &mut numbers.already_shipped,
            Disposition::PlanOnly => &mut numbers.plan_only,
            Disposition::Inside => continue,
        };
        *count = count.saturating_add(1);
    }
    numbers
}
