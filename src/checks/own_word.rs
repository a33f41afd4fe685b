//! Whose words they are: whether each was committed by the person whose name it bears, or signed.
//!
//! An author line proves no more than that whoever may push put up with it. It shows a word that somebody else wrote,
//! which is what happens when a plan is filled in for others.

use std::collections::HashSet;

use jiff::Timestamp;

use super::call::stands;
use super::case::Case;
use super::directory::is_same;
use super::past::{Owner, Past, Version};
use super::people::PERSON_NOT_OWN_WORD;
use super::words::{Word, words};
use crate::evidence::Gathered;
use crate::evidence::ssh::Proof;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::shape::date::short_day;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// Tells of words of a check that are somebody else's, and says what the check stands on then.
pub(crate) fn run(check: CheckId, case: &Case, basis: Basis, out: &mut Findings) -> Basis {
    let Some(past) = case.past else { return basis };
    let all = words(case.release);
    let mut own = all.iter().filter(|word| word.check == check).peekable();
    let mut is_vouched = own.peek().is_some();
    for word in own {
        let doubt = match past {
            _ if is_signed(case, word) => None,
            Gathered::Read(past) => doubt(case, past, word),
            Gathered::Broken(fault) => Some(nobody_knows(word, &fault.message)),
            Gathered::Absent => Some(nobody_knows(word, &"the file is in no git repository".into())),
        };
        let Some(doubt) = doubt else { continue };
        is_vouched = false;
        if is_asked(case, &word.by.name) {
            let finding = out.raise(&PERSON_NOT_OWN_WORD, word.by.span);
            finding.subject(&word.by.name).next(Some(&word.by.name)).say(doubt).help(step(word));
        }
    }
    if is_vouched && basis == Basis::Declared { Basis::Vouched } else { basis }
}

/// The places of names of a check whose words are their own.
pub(crate) fn vouched(case: &Case, check: CheckId) -> HashSet<Span> {
    let Some(past) = case.past() else { return HashSet::new() };
    let own = words(case.release).into_iter().filter(|word| word.check == check);
    own.filter(|word| doubt(case, past, word).is_none()).map(|word| word.by.span).collect()
}

/// Only who commits under a known address can be held to it.
fn is_asked(case: &Case, who: &Untrusted) -> bool {
    case.addresses.has(who)
}

fn is_signed(case: &Case, word: &Word) -> bool {
    word.call.is_some_and(|call| matches!(stands::proof(case, call), Some(Proof::Good)))
}

/// What keeps a word from being the person's own.
fn doubt(case: &Case, past: &Past, word: &Word) -> Option<Untrusted> {
    let origins = past.origins(&word.said);
    if origins.is_empty() {
        return Some(message!("{} is not committed yet, so nothing shows who wrote it", quoted(word)));
    }
    origins.into_iter().find_map(|origin| of_version(case, past, word, origin))
}

fn of_version(case: &Case, past: &Past, word: &Word, origin: &Version) -> Option<Untrusted> {
    if origin.commit.is_cut {
        let why = past.gap.as_ref().map(|gap| gap.message.clone());
        return Some(nobody_knows(word, &why.unwrap_or_else(|| "its history is cut off".into())));
    }
    let name = &word.by.name;
    match case.addresses.owner(&origin.commit.address, name) {
        Owner::Theirs => None,
        Owner::Shared => Some(message!(
            "{} was written under {}, which is listed for several people and proves none of them ({})",
            quoted(word),
            origin.commit.address,
            at(case, origin)
        )),
        Owner::Other if is_same(&origin.commit.author, name) => Some(message!(
            "{} was written under {}, which is not among the addresses of {} ({})",
            quoted(word),
            origin.commit.address,
            name,
            at(case, origin)
        )),
        Owner::Other => {
            Some(message!("{} was written by {} ({})", quoted(word), origin.commit.author, at(case, origin)))
        }
    }
}

/// Who changed something, and where: not yet committed where no version shows it.
pub(crate) fn by_whom(case: &Case, version: Option<&Version>) -> Untrusted {
    match version {
        Some(version) => message!("{} ({})", version.commit.author, at(case, version)),
        None => "not committed yet".into(),
    }
}

/// Which commit, and when: `commit 4be0912, 30 Nov 2026`.
pub(crate) fn at(case: &Case, version: &Version) -> Untrusted {
    let short: String = version.commit.id.chars().take(7).collect();
    match Timestamp::from_second(version.commit.committed) {
        Ok(at) => message!("commit {}, {}", short, short_day(at.to_zoned(case.zone.clone()).date())),
        Err(_) => message!("commit {}", short),
    }
}

fn nobody_knows(word: &Word, why: &Untrusted) -> Untrusted {
    message!("nobody can tell who wrote {}: {}", quoted(word), why)
}

fn quoted(word: &Word) -> Untrusted {
    message!("\"{} = {}\"", word.key, word.by.name)
}

fn step(word: &Word) -> Untrusted {
    let name = &word.by.name;
    match &word.confirm {
        Some(what) => message!("let {} say it: gonogo confirm {} --by \"{}\"", name, what, name),
        None if word.call.is_some() => {
            message!("let {} make the call, and commit it: gonogo call --by \"{}\"", name, name)
        }
        None => message!("let {} write it, in a commit of their own", name),
    }
}
