//! A launch that moved since the list was approved, and no delay says why.

use crate::checks::call::keys::Say;
use crate::checks::case::Case;
use crate::checks::own_word::by_whom;
use crate::checks::past::Version;
use crate::checks::release::Release;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::shape::date::{Period, When};
use crate::untrusted::message;

/// Tells of each move that no delay explains.
pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let release = case.release;
    let since = case.past().map(|past| past.since_approval(release)).unwrap_or_default();
    if let Some(why) = case.doubt_since_approval(since).filter(|_| case.is_error(rule)) {
        out.raise(rule, release.date.key_or(crate::source::Span::default()))
            .say(message!("nobody can tell whether the launch moved: {}", why.message))
            .help(why.help.clone());
    }
    let (Some(date), Some(first)) = (release.date.get(), since.last().and_then(launch)) else { return };
    if lies(release, date) == first.1 {
        return;
    }
    // From the newest to the oldest: the file as it stands, then its versions.
    let mut later = (date, lies(release, date), None);
    for version in since {
        let Some((written, at)) = launch(version) else { continue };
        if at != later.1 && !is_explained(release, later.1) {
            out.raise(rule, date.span).say(message!(
                "the launch moved from {} to {}, and no delay says why: {}",
                written.people(&case.zone),
                later.0.people(&case.zone),
                by_whom(case, later.2)
            ));
        }
        later = (written, at, Some(version));
    }
}

fn launch(version: &Version) -> Option<(&When, Period)> {
    let own = version.own()?;
    let date = own.date.get()?;
    Some((date, lies(own, date)))
}

fn lies(release: &Release, date: &When) -> Period {
    date.period(&release.zone())
}

/// Whether a delay leads to this launch.
fn is_explained(release: &Release, to: Period) -> bool {
    let delays = release.calls.items().iter().filter(|call| call.say.get() == Some(&Say::Delay));
    delays.filter_map(|call| call.date.get()).any(|date| lies(release, date) == to)
}
