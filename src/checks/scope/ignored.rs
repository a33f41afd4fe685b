//! Changes that need no place on a list: each entry says why, and a name alone is no reason.

use super::keys::Ignore;
use super::matching::judgement::{Disposition, ignores};
use super::rules::{BUILD_IGNORE_NO_REASON, BUILD_IGNORED_BY_NAME};
use crate::checks::case::Case;
use crate::checks::placeholder as text;
use crate::finding::Findings;
use crate::untrusted::{Untrusted, message};

pub(super) fn run(case: &Case, out: &mut Findings) {
    for (at, ignore) in ignores(case.release, case.policy).into_iter().enumerate() {
        if ignore.why.get().is_none_or(|why| text::is_placeholder(why.words.raw())) {
            out.raise(&BUILD_IGNORE_NO_REASON, ignore.span)
                .subject(named(ignore))
                .say(message!("changes are ignored without a reason: {}", named(ignore)));
        }
        by_name(case, at, ignore, out);
    }
}

/// Tells of an entry that kept changes off the lists by a name that anybody can write.
fn by_name(case: &Case, at: usize, ignore: &Ignore, out: &mut Findings) {
    let Some(judgement) = case.judgement.filter(|_| ignore.author.is_given() && !ignore.paths.is_given())
    else {
        return;
    };
    let is_its = |disposition: &&Disposition| **disposition == Disposition::Ignored(at);
    let count = judgement.dispositions.iter().filter(is_its).count();
    if count > 0 {
        let changes = if count == 1 { "1 change is".to_owned() } else { format!("{count} changes are") };
        out.raise(&BUILD_IGNORED_BY_NAME, ignore.span).subject(named(ignore)).say(message!(
            "{} ignored because of the author's name alone: {}",
            changes,
            named(ignore)
        ));
    }
}

/// What an entry goes by, in a few words.
fn named(ignore: &Ignore) -> Untrusted {
    let names = [&ignore.author, &ignore.subject];
    let name = names.into_iter().find_map(|list| list.get()?.list.first()).map(|pattern| &pattern.text);
    let path = || ignore.paths.get()?.list.first().map(|pattern| &pattern.text);
    name.or_else(path).cloned().unwrap_or_else(|| Untrusted::from("an entry of `ignore`"))
}
