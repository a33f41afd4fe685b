//! What the trees of a build show beside the lists: merges with work of their own, reverts that leave something, picks
//! that differ, what was lost, and hashes that fit two commits.

use super::item::Listed;
use super::matching::judgement::{Disposition, Matched, Shown};
use super::rules::{
    BUILD_AMBIGUOUS_COMMIT, BUILD_EMPTY, BUILD_FROM_MISMATCH, BUILD_LOST_CHANGE, BUILD_OTHER_COMMIT,
    BUILD_UNREADABLE, SCOPE_MERGE_CHANGES, SCOPE_MERGE_DROPS, SCOPE_PARTIAL_REVERT, SCOPE_PICK_DIFFERS,
};
use super::told::about;
use crate::checks::call::stands;
use crate::checks::case::Case;
use crate::checks::release::is_full_id;
use crate::evidence::Gathered;
use crate::evidence::history::change::{Change, History};
use crate::evidence::ship::Restores;
use crate::finding::Findings;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

/// Paths, and commits, that one message names.
const NAMED: usize = 5;
/// Digits of a hash that people see.
const SHORT: usize = 7;

pub(super) fn run(case: &Case, history: &History, matched: &Matched, out: &mut Findings) {
    let build = &case.release.build;
    for doubt in &matched.doubts {
        out.raise(&BUILD_UNREADABLE, build.to.key_or(build.span())).say(&doubt.message).help(&doubt.help);
    }
    let shown = [
        (&SCOPE_MERGE_CHANGES, &matched.merges, "changes what no side of it explains, in"),
        (&SCOPE_MERGE_DROPS, &matched.drops, "drops what a side had changed, in"),
        (&SCOPE_PARTIAL_REVERT, &matched.partial, "leaves a little of what it reverts, in"),
    ];
    for (rule, list, words) in shown {
        for shown in list {
            say(case, (rule, words), (history, shown), out);
        }
    }
    for (at, held) in &matched.differing {
        let Some((change, held)) = history.changes.get(*at).zip(history.held.get(*held)) else { continue };
        about(out, &SCOPE_PICK_DIFFERS, build.from.key_or(build.span()), change).say(message!(
            "{} \"{}\" was released as {}, with a few other lines",
            change.short(),
            change.subject,
            held.short()
        ));
    }
    shipping(case, out);
    lost(case, history, matched, out);
    all_ignored(case, matched, out);
    ambiguous(case, history, out);
}

fn say(
    case: &Case,
    (rule, words): (&'static Rule, &str),
    (history, shown): (&History, &Shown),
    out: &mut Findings,
) {
    let Some(change) = history.changes.get(shown.at) else { return };
    let scope = &case.release.scope;
    about(out, rule, scope.included.key_or(scope.span()), change).say(message!(
        "{} \"{}\" {} {}",
        change.short(),
        change.subject,
        words,
        listed(shown.paths.iter().cloned(), shown.paths.len())
    ));
}

/// The first few, and how many more there are.
fn listed(all: impl Iterator<Item = Untrusted>, count: usize) -> Untrusted {
    let mut text = Untrusted::default();
    for (at, one) in all.take(NAMED).enumerate() {
        text = if at == 0 { one } else { message!("{}, {}", text, one) };
    }
    match count.checked_sub(NAMED) {
        None | Some(0) => text,
        Some(more) => message!("{} and {} more", text, more),
    }
}

/// What lies around the commit that ships.
pub(super) fn shipping(case: &Case, out: &mut Findings) {
    let build = &case.release.build;
    let shipping = &case.evidence.shipping;
    let from = build.from.key_or(build.span());
    if let (Some(last), Some(written)) = (&shipping.last, build.from.get()) {
        out.raise(&BUILD_FROM_MISMATCH, from).say(message!(
            "the build begins at \"{}\", but the last release before it is {} ({})",
            written.text,
            last.tag,
            last.short
        ));
    }
    if let (Gathered::Read(Restores::Other), Some(written), Some(restores)) =
        (&shipping.restores, build.from.get(), case.release.rollback.restores.get())
    {
        out.raise(&BUILD_FROM_MISMATCH, from).say(message!(
            "the build begins at \"{}\", but a rollback goes back to \"{}\", which is another commit",
            written.text,
            restores.words
        ));
    }
}

/// The commit that is about to be deployed has to be the build.
pub(super) fn other_commit(case: &Case, out: &mut Findings) {
    let Some(asked) = &case.commit else { return };
    if stands::is_called_commit(case, asked) {
        return;
    }
    let build = &case.release.build;
    let finding = |out: &mut Findings, message: Untrusted| {
        out.raise(&BUILD_OTHER_COMMIT, build.to.key_or(build.span())).subject(asked).say(message);
    };
    match &case.evidence.shipping.asked {
        Gathered::Read(_) if case.judgement.is_some_and(|judgement| judgement.is_build) => {}
        Gathered::Read(found) => {
            let to = case.evidence.build.read().and_then(|history| history.to.as_deref()).unwrap_or_default();
            let to = to.get(..SHORT).unwrap_or(to);
            let words = match found.apart {
                (0, 0) => format!("it differs from {to} in more than the plan"),
                (ahead, 0) => format!("it is {} past {to}", commits(ahead)),
                (0, behind) => format!("it lacks {} of {to}", commits(behind)),
                (ahead, behind) => {
                    format!("it has {} that {to} lacks, and lacks {} of it", commits(ahead), commits(behind))
                }
            };
            let short = Untrusted::from(found.id.get(..SHORT).unwrap_or_default());
            let name = if is_full_id(asked.raw()) { short } else { message!("{} ({})", asked, short) };
            finding(out, message!("{} is not the build: {}{}", name, words, beyond(case)));
        }
        Gathered::Broken(fault) => {
            finding(out, message!("nobody could tell whether {} is the build: {}", asked, fault.message));
        }
        Gathered::Absent => {
            finding(out, message!("nobody could tell whether {} is the build: it names no commit", asked));
        }
    }
}

/// Which files differ, the first few by name.
fn beyond(case: &Case) -> Untrusted {
    let paths = case.judgement.map(|judgement| judgement.beyond.as_slice()).unwrap_or_default();
    let named = paths.iter().take(NAMED).fold(Untrusted::default(), |named, path| {
        if named.is_blank() { path.clone() } else { message!("{}, {}", named, path) }
    });
    let more = match paths.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match paths {
        [] => Untrusted::default(),
        [_] => message!("; one file beyond the plan differs: {}", named),
        _ => message!("; {} files beyond the plan differ: {}{}", paths.len(), named, more),
    }
}

fn commits(count: u64) -> String {
    format!("{count} {}", if count == 1 { "commit" } else { "commits" })
}

fn lost(case: &Case, history: &History, matched: &Matched, out: &mut Findings) {
    if matched.lost.is_empty() {
        return;
    }
    let build = &case.release.build;
    let lost: Vec<&Change> = matched.lost.iter().filter_map(|at| history.held.get(*at)).collect();
    let names = lost.iter().map(|change| message!("{} \"{}\"", change.short(), change.subject));
    let word = if lost.len() == 1 { "change that the build lacks" } else { "changes that the build lacks" };
    out.raise(&BUILD_LOST_CHANGE, build.from.key_or(build.span()))
        .aliases(lost.iter().map(|change| change.id.clone()))
        .say(message!("the last release holds {} {}: {}", lost.len(), word, listed(names, lost.len())));
}

/// A build whose changes are all ignored was compared with nothing.
fn all_ignored(case: &Case, matched: &Matched, out: &mut Findings) {
    let build = &case.release.build;
    let is_ignored = |disposition: &Disposition| matches!(disposition, Disposition::Ignored(_));
    let ships = |disposition: &Disposition| matches!(disposition, Disposition::Ships(_));
    let all = &matched.dispositions;
    if all.iter().any(is_ignored) && !all.iter().any(ships) {
        out.raise(&BUILD_EMPTY, build.ignore.key_or(build.span()))
            .say("every change of the build is ignored: it was compared with nothing")
            .help("ignore less: name the paths, and what is left goes on the list");
    }
}

/// Hashes of the lists that begin the ids of several changes: which one is meant is anybody's guess.
fn ambiguous(case: &Case, history: &History, out: &mut Findings) {
    let scope = &case.release.scope;
    let items = scope.included.items().iter().map(|item| item as &dyn Listed);
    let items = items.chain(scope.excluded.items().iter().map(|item| item as &dyn Listed));
    let items = items.chain(scope.extras.items().iter().map(|extra| extra as &dyn Listed));
    let hashes: Vec<_> = items.flat_map(|item| item.commits().iter().map(move |hash| (item, hash))).collect();
    if hashes.is_empty() {
        return;
    }
    let mut ids: Vec<&str> = history.changes.iter().map(|change| change.id.raw()).collect();
    ids.sort_unstable();
    for (item, hash) in hashes {
        let first = ids.partition_point(|id| *id < hash.hex.as_str());
        let fitting = ids.get(first..).unwrap_or_default();
        let fitting = fitting.iter().take_while(|id| id.starts_with(&hash.hex)).take(2).count();
        if fitting > 1 {
            out.raise(&BUILD_AMBIGUOUS_COMMIT, hash.span).subject(hash.hex.as_str()).say(message!(
                "{} names the commit {}, which begins the ids of several changes",
                item.label(),
                hash.hex.as_str()
            ));
        }
    }
}
