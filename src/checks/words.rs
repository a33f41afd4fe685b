//! The words of people in a release file: a name with its date and what it answers for, as one.
//!
//! Owns what belongs to a word: change any of it, and it is another word, said by whoever changed it.

use super::call::keys::Call;
use super::checkpoints::asked::confirmed_as;
use super::directory::folded;
use super::release::Release;
use super::scope::item::Listed;
use crate::row::CheckId;
use crate::shape::Maybe;
use crate::shape::date::When;
use crate::shape::leaf::{Person, Text, Token};
use crate::untrusted::{Untrusted, message};

/// One word.
#[derive(Debug, Clone)]
pub(crate) struct Word<'r> {
    /// The check it counts for.
    pub check: CheckId,
    /// The key that the name stands at.
    pub key: &'static str,
    /// Whose word it is.
    pub by: &'r Person,
    /// All of it, in one text: equal for equal words alone.
    pub said: String,
    /// What `gonogo confirm` calls it, if that writes it.
    pub confirm: Option<Untrusted>,
    /// The call that it stands in.
    pub call: Option<&'r Call>,
}

impl<'r> Word<'r> {
    /// A word, where a name is given.
    fn new(check: CheckId, key: &'static str, by: &'r Maybe<Person>, answers: &[&str]) -> Option<Self> {
        let by = by.get().filter(|by| !by.name.is_blank())?;
        let name = folded(by.name.raw());
        let parts = [&[check.word(), key, name.as_str()], answers].concat();
        let said = serde_json::Value::from(parts).to_string();
        Some(Self { check, key, by, said, confirm: None, call: None })
    }

    fn confirmed_as(self, what: impl Into<Untrusted>) -> Self {
        Self { confirm: Some(what.into()), ..self }
    }
}

/// All words of a release, in the order of its checks.
pub(crate) fn words(release: &Release) -> Vec<Word<'_>> {
    let mut all = scope(release);
    all.extend(tests(release));
    let support = &release.support;
    let contact = Word::new(CheckId::SUPPORT, "contact", &support.contact, &[&date(&support.told_on)]);
    all.extend(contact.map(|word| word.confirmed_as("support")));
    all.extend(rehearsal(release));
    all.extend(stop_rules(release));
    all.extend(confirmed(release));
    all.extend(risks(release));
    all.extend(release.calls.items().iter().filter_map(|call| {
        let word = Word::new(CheckId::CALL, "call.by", &call.by, &[&call.unchanging()])?;
        Some(Word { call: Some(call), ..word })
    }));
    all
}

fn scope(release: &Release) -> Vec<Word<'_>> {
    let scope = &release.scope;
    let approved = Word::new(CheckId::SCOPE, "approved_by", &scope.approved_by, &[&date(&scope.approved_on)]);
    let matched = Word::new(CheckId::SCOPE, "matched_by", &scope.matched_by, &[&date(&scope.matched_on)]);
    let extras = scope.extras.items().iter().filter_map(|extra| {
        let label = extra.label();
        let answers = [label.raw(), &date(&extra.on), if extra.ships() { "ship" } else { "" }];
        Word::new(CheckId::SCOPE, "extra.by", &extra.by, &answers)
    });
    let approved = approved.map(|word| word.confirmed_as("scope"));
    approved.into_iter().chain(matched).chain(extras).collect()
}

fn tests(release: &Release) -> Option<Word<'_>> {
    let tests = &release.tests;
    let mut answers = vec![date(&tests.confirmed_on), prose(&tests.ran), token(&tests.build)];
    for skip in tests.skips.items() {
        answers.extend(skip.test.get().map(|test| test.text.raw().to_owned()));
        answers.extend(skip.report.get().map(|report| report.text.raw().to_owned()));
        answers.push(prose(&skip.why));
    }
    answers.push(tests.skips.is_given().to_string());
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    let word = Word::new(CheckId::TESTS, "confirmed_by", &tests.confirmed_by, &answers);
    word.map(|word| word.confirmed_as("tests"))
}

fn rehearsal(release: &Release) -> Option<Word<'_>> {
    let rehearsal = &release.rollback.rehearsal;
    let minutes = rehearsal.minutes.get().map(|minutes| minutes.value.to_string()).unwrap_or_default();
    let answers = [&date(&rehearsal.on), &prose(&rehearsal.place), minutes.as_str()];
    let word = Word::new(CheckId::ROLLBACK, "rehearsal.by", &rehearsal.by, &answers);
    word.map(|word| word.confirmed_as("rehearsal"))
}

fn stop_rules(release: &Release) -> Vec<Word<'_>> {
    let rules = release.stop_rules.items().iter().filter_map(|rule| {
        let state = rule.state.get().map(|state| format!("{state:?}")).unwrap_or_default();
        let (on, sentence) = (date(&rule.checked_on), prose(&rule.rule));
        let said = Word::new(CheckId::STOP_RULES, "checked_by", &rule.checked_by, &[&on, &sentence, &state])?;
        Some(
            said.confirmed_as(rule.rule.get().map(|rule| message!("\"{}\"", rule.words)).unwrap_or_default()),
        )
    });
    rules.collect()
}

fn confirmed(release: &Release) -> Vec<Word<'_>> {
    let entries = release.confirmed.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    let both = entries.iter().flat_map(|(id, said)| {
        let (on, build, not) = (date(&said.on), token(&said.build), prose(&said.not));
        let answers = [id.value.as_str(), &on, &build, &not];
        let by = Word::new(CheckId::CHECKPOINTS, "confirmed.by", &said.by, &answers);
        let answers = [id.value.as_str(), &date(&said.from_on), &build];
        let from = Word::new(CheckId::CHECKPOINTS, "confirmed.from", &said.from, &answers);
        [by, from].into_iter().flatten().map(|word| word.confirmed_as(confirmed_as(&id.value)))
    });
    both.collect()
}

fn risks(release: &Release) -> Vec<Word<'_>> {
    let issues = release.known_issues.items().iter().filter_map(|issue| {
        let (on, id, summary) = (date(&issue.accepted_on), prose(&issue.id), prose(&issue.summary));
        let answers = [on.as_str(), &id, &summary];
        Word::new(CheckId::RISKS, "accepted_by", &issue.accepted_by, &answers)
    });
    let accepts = release.accepts.items().iter().filter_map(|accept| {
        let subject = accept.subject.get().map(|subject| subject.text.raw()).unwrap_or_default();
        let report = accept.report.get().map(|report| report.text.raw()).unwrap_or_default();
        let (on, until) = (date(&accept.on), date(&accept.until));
        let answers = [on.as_str(), &token(&accept.rule), subject, report, &until];
        Word::new(CheckId::RISKS, "accept.by", &accept.by, &answers)
    });
    issues.chain(accepts).collect()
}

fn date(date: &Maybe<When>) -> String {
    date.get().map(When::written).unwrap_or_default()
}

fn prose(text: &Maybe<Text>) -> String {
    text.get().map(|text| text.words.raw().to_owned()).unwrap_or_default()
}

fn token(token: &Maybe<Token>) -> String {
    token.get().map(|token| token.text.raw().to_owned()).unwrap_or_default()
}
