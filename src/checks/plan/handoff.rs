//! What goes from one release to the next, and from one owner to another.

use crate::checks::case::Case;
use crate::checks::checkpoints::asked::HANDOVER;
use crate::checks::checkpoints::keys::Confirmed;
use crate::checks::directory::{folded, is_same};
use crate::checks::own_word::at;
use crate::checks::placeholder::is_no_name;
use crate::checks::release::Release;
use crate::checks::risks::keys::KnownIssue;
use crate::finding::Findings;
use crate::row::CheckId;
use crate::rule::Rule;
use crate::shape::Visit;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// Tells of an owner who is another than before, where nobody confirmed the handover.
pub(super) fn missing(case: &Case, rule: &'static Rule, out: &mut Findings) {
    if !case.policy.releases.is_given() || has_handover(case.release) {
        return;
    }
    let Some(owner) = case.release.owner.get() else { return };
    let other = |release: &Release| {
        let before = release.owner.get().map(|owner| &owner.name);
        before.filter(|before| !is_no_name(before.raw()) && !is_same(before, &owner.name)).cloned()
    };
    let own = case.past().and_then(|past| {
        past.line.iter().find_map(|version| {
            Some(message!("{} owned this plan ({})", other(version.own()?)?, at(case, version)))
        })
    });
    let last = || {
        let earlier = case.earlier();
        let (file, release) = earlier.last()?;
        Some(message!("{} owned the release before it ({})", other(release)?, file))
    };
    if let Some(before) = own.or_else(last) {
        out.raise(rule, owner.span).subject(&owner.name).say(message!(
            "{} owns the release, and {}: nobody confirmed the handover",
            owner.name,
            before
        ));
    }
}

fn has_handover(release: &Release) -> bool {
    let entries = release.confirmed.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    let is_said = |said: &Confirmed| said.by.is_given() && said.from.is_given() && !said.not.is_given();
    entries.iter().any(|(id, said)| id.value == HANDOVER && is_said(said))
}

/// Tells of known issues of the last release that stand nowhere in this file.
pub(super) fn dropped(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let earlier = case.earlier();
    let Some((file, last)) = earlier.last() else { return };
    let texts = texts(case.release);
    for issue in last.known_issues.items() {
        let Some(label) = label(issue).filter(|label| !stands(&texts, label)) else { continue };
        out.raise(rule, case.release.known_issues.key_or(Span::default())).subject(&label).say(message!(
            "{}, a known issue of {}, stands nowhere in this file",
            label,
            file
        ));
    }
}

/// What an issue is called: its id, else what happens.
fn label(issue: &KnownIssue) -> Option<Untrusted> {
    let named = issue.id.get().or(issue.summary.get());
    named.map(|text| text.words.clone()).filter(|words| !words.is_blank())
}

/// Whether a text holds an id, and not as the beginning of another one.
fn stands(texts: &[String], label: &Untrusted) -> bool {
    let label = folded(label.raw());
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let holds = |text: &String| {
        text.match_indices(&label).any(|(at, found)| {
            let end = at.saturating_add(found.len());
            is_end(text.get(..at).and_then(|before| before.chars().next_back()))
                && is_end(text.get(end..).and_then(|behind| behind.chars().next()))
        })
    };
    texts.iter().any(holds)
}

/// All that the file says in words.
fn texts(release: &Release) -> Vec<String> {
    struct Texts(Vec<String>);
    impl Visit for Texts {
        fn text(&mut self, _: Span, words: &Untrusted) {
            self.0.push(folded(words.raw()));
        }
        fn person(&mut self, _: Span, _: &Untrusted) {}
    }
    let mut texts = Texts(Vec::new());
    for check in CheckId::ALL {
        release.visit_keys_of(*check, &mut texts);
    }
    texts.0
}
