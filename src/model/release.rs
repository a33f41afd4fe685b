//! The release file (specification, section 1).

use std::ops::Deref;

use jiff::tz::TimeZone;

use super::date::{When, Zone};
use super::item::{Extra, Item, OutItem};
use crate::shape::decode::{Map, OneOrMany};
use crate::shape::leaf::{Amount, NamePattern, Pattern, Person, Text, Token, Whole};
use crate::shape::table::choice;
use crate::shape::tree::{Node, Value};
use crate::shape::{Decode, Faults, Form, Maybe, Section, table};
use crate::source::{FileId, Span, Spanned};
use crate::untrusted::message;

table! {
    /// One release on one page: what ships, who stands behind it, and what would stop it.
    struct Release {
        /// What the release is called.
        name: Maybe<Text>,
        /// The version that ships, in quotes.
        version: Maybe<Text>,
        /// What users can do afterwards that they could not do before, in one sentence.
        goal: Maybe<Text>,
        /// The one person who answers for the release.
        owner: Maybe<Person>,
        /// When it launches: a date, a local date-time, or a date-time with an offset.
        date: Maybe<When>,
        /// The IANA zone of local dates, such as "Europe/Madrid"; when absent the launch's own offset, else UTC.
        timezone: Maybe<Zone>,
        /// The day to fall back to.
        backup_date: Maybe<When>,
        /// When testing starts and the scope is closed.
        freeze: Maybe<When>,
        /// What is in, what is out, and what slipped in.
        scope: Section<Scope>,
        /// What will ship, as git or a change list shows it.
        build: Section<Build>,
        /// What ran, what was skipped, and who confirms it.
        tests: Section<Tests>,
        /// What support knows.
        support: Section<Support>,
        /// How to go back.
        rollback: Section<Rollback>,
        /// Who says ship and who says stop, in the last hour.
        caller: Section<Caller>,
        /// Plain sentences that pause the release when one comes true.
        stop_rules as "stop_rule": Maybe<Vec<StopRule>>,
        /// JSON, YAML or TOML files that the conditions of stop rules may read, by name.
        facts: Maybe<Map<FactFile>>,
        /// Issues that ship with the release.
        known_issues as "known_issue": Maybe<Vec<KnownIssue>>,
        /// Findings that ship anyway, on the record.
        accepts as "accept": Maybe<Vec<Accept>>,
        /// The directory: when it names anybody, every name in the file must be in it.
        people: Maybe<Map<PersonEntry>>,
    }
}

table! {
    /// What is in, what is out, and what slipped in.
    struct Scope {
        /// Who approved the list.
        approved_by: Maybe<Person>,
        /// When it was approved.
        approved_on: Maybe<When>,
        /// What ships: texts ("ID title") or tables.
        included as "in": Maybe<Vec<Item>>,
        /// What was left out, and why.
        excluded as "out": Maybe<Vec<OutItem>>,
        /// What slipped in after approval, named and decided.
        extras as "extra": Maybe<Vec<Extra>>,
        /// Who compared the build with the list by hand, where there is no build to read.
        matched_by: Maybe<Person>,
        /// When it was compared by hand.
        matched_on: Maybe<When>,
    }
}

table! {
    /// What will ship. Either a git range or a change list.
    struct Build {
        /// The last release: any git revision.
        from: Maybe<Token>,
        /// What will ship: any git revision.
        to: Maybe<Token>,
        /// A change list instead of git: JSON as the clients of GitHub and GitLab print it.
        changes: Maybe<Token>,
        /// Changes that need no place on the list.
        ignore: Maybe<Vec<Ignore>>,
    }
}

table! {
    /// Changes that need no place on the list. All the keys that are given must fit.
    struct Ignore {
        /// Pattern on the author (`*` and `?` alone): the name, the e-mail address, or both as git prints them.
        author: Maybe<OneOrMany<NamePattern>>,
        /// Globs on changed paths: every path of the change must fit one of them.
        paths: Maybe<OneOrMany<Pattern>>,
        /// Pattern on the subject line (`*` and `?` alone).
        subject: Maybe<OneOrMany<NamePattern>>,
        /// Why such changes need no place on the list.
        why: Maybe<Text>,
    }
}

table! {
    /// What ran, what was skipped, and who confirms it.
    struct Tests {
        /// JUnit XML files, as paths or globs relative to this file.
        reports: Maybe<Vec<Token>>,
        /// Who confirms that the tests are good enough to ship.
        confirmed_by: Maybe<Person>,
        /// When they confirmed it.
        confirmed_on: Maybe<When>,
        /// What ran, in a sentence.
        ran: Maybe<Text>,
        /// What was skipped, and why; an empty list says that nothing was.
        skips: Maybe<Vec<Skip>>,
    }
}

table! {
    /// Tests that were skipped for a reason.
    struct Skip {
        /// Pattern on the test's name: `*` and `?` alone.
        test: Maybe<NamePattern>,
        /// Why it may be skipped.
        why: Maybe<Text>,
    }
}

table! {
    /// What support knows.
    struct Support {
        /// Who in support was told.
        contact: Maybe<Person>,
        /// When they were told.
        told_on: Maybe<When>,
        /// What users will notice.
        notice: Maybe<Text>,
        /// What may confuse them.
        confusing: Maybe<Text>,
        /// What to reply.
        reply: Maybe<Text>,
        /// What must reach somebody at once, and whom.
        urgent: Maybe<Text>,
    }
}

table! {
    /// How to go back.
    struct Rollback {
        /// What makes us go back.
        triggers: Maybe<Vec<Text>>,
        /// Who decides it.
        decided_by: Maybe<Person>,
        /// Who does it.
        run_by: Maybe<Person>,
        /// Who checks that it worked.
        verified_by: Maybe<Person>,
        /// What it restores: the last stable version, a git revision or free text.
        restores: Maybe<Text>,
        /// The steps, in order.
        steps: Maybe<Vec<Text>>,
        /// False when something (a migration, a sent mail) cannot be undone.
        reversible: Maybe<Spanned<bool>>,
        /// How many minutes it may take.
        max_minutes: Maybe<Amount>,
        /// When it was tried.
        rehearsal: Section<Rehearsal>,
    }
}

table! {
    /// A rollback that was tried and timed.
    struct Rehearsal {
        /// When.
        on: Maybe<When>,
        /// Who did it.
        by: Maybe<Person>,
        /// Where.
        place as "where": Maybe<Text>,
        /// How many minutes it took.
        minutes: Maybe<Amount>,
    }
}

table! {
    /// Who says ship and who says stop, in the last hour.
    struct Caller {
        /// The one person who says ship.
        ship: Maybe<Person>,
        /// The one person who says stop.
        stop: Maybe<Person>,
        /// Who stands in.
        backup: Maybe<Person>,
        /// Where they can be reached.
        reach: Maybe<Text>,
    }
}

choice! {
    /// What a person saw when they checked a stop rule.
    enum HandState {
        /// It has not come true.
        Clear = "clear",
        /// It has come true.
        Tripped = "tripped",
    }
}

table! {
    /// A plain sentence that pauses the release when it comes true: decided by evidence or by a person.
    struct StopRule {
        /// The sentence.
        rule: Maybe<Text>,
        /// A CEL expression that trips the rule when it is true.
        when: Maybe<Token>,
        /// What a person saw: clear or tripped.
        state: Maybe<HandState>,
        /// Who checked.
        checked_by: Maybe<Person>,
        /// When they checked.
        checked_on: Maybe<When>,
    }
}

table! {
    /// A file that the conditions of stop rules may read.
    struct FactTable {
        /// The file, relative to the release file.
        path: Maybe<Token>,
        /// How many hours old its data may be.
        max_age_hours: Maybe<Whole>,
        /// The key of the file that says when its data was written, such as `exported_at` or `meta.exported_at`.
        dated_by: Maybe<Token>,
    }
}

/// A fact file: its path alone, or a table that also says how old it may be.
#[derive(Debug, Clone, Default)]
pub(crate) struct FactFile(pub(crate) FactTable);

impl Deref for FactFile {
    type Target = FactTable;

    fn deref(&self) -> &FactTable {
        &self.0
    }
}

impl Decode for FactFile {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Value::Table(_) = node.value {
            return FactTable::decode(node, faults).map(Self);
        }
        let path = Token::decode(node, faults)?;
        Some(Self(FactTable { span: node.span, path: Maybe::given(node.span, path), ..FactTable::default() }))
    }

    fn form() -> Form {
        Form::Either(Box::new(Form::Text), Box::new(FactTable::form()))
    }
}

table! {
    /// An issue that ships with the release.
    struct KnownIssue {
        /// Its id.
        id: Maybe<Text>,
        /// What happens, in a sentence.
        summary: Maybe<Text>,
        /// The flows it touches.
        touches: Maybe<Vec<Text>>,
        /// Who can hit it, and how often.
        hits: Maybe<Text>,
        /// What users can do about it.
        workaround: Maybe<Text>,
        /// Who accepted that it ships.
        accepted_by: Maybe<Person>,
        /// When it was accepted.
        accepted_on: Maybe<When>,
        /// Why it may ship.
        why: Maybe<Text>,
    }
}

table! {
    /// A finding that ships anyway, on the record.
    struct Accept {
        /// The id of the rule.
        rule: Maybe<Token>,
        /// Pattern on the finding's subject, `*` and `?` alone; absent: every finding of the rule.
        subject: Maybe<NamePattern>,
        /// The final caller.
        by: Maybe<Person>,
        /// When it was accepted.
        on: Maybe<When>,
        /// Until when the acceptance holds.
        until: Maybe<When>,
        /// Why it may ship.
        why: Maybe<Text>,
    }
}

table! {
    /// One person of the directory, keyed by name.
    struct PersonEntry {
        /// What they do.
        role: Maybe<Text>,
        /// Where they can be reached.
        reach: Maybe<Text>,
        /// Their e-mail addresses, as commits show them.
        emails: Maybe<Vec<Token>>,
        /// Their public keys, as OpenSSH writes them.
        keys: Maybe<Vec<Token>>,
    }
}

impl Release {
    /// The zone of local dates: the one that is named, else the launch's own offset, else UTC.
    pub(crate) fn zone(&self) -> TimeZone {
        let named = self.timezone.get().map(|zone| zone.zone.clone());
        let of_launch = || self.date.get().and_then(When::offset).map(TimeZone::fixed);
        named.or_else(of_launch).unwrap_or(TimeZone::UTC)
    }

    /// The fact files by name.
    pub(crate) fn fact_paths(&self) -> Map<Token> {
        let facts = self.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        let path = |(name, fact): &(Spanned<String>, FactFile)| Some((name.clone(), fact.path.get()?.clone()));
        Map { entries: facts.iter().filter_map(path).collect() }
    }

    /// What the tables alone cannot say is wrong: keys that exclude or need each other.
    pub(crate) fn examine(&self, faults: &mut Faults) {
        let build = &self.build;
        if build.changes.is_given() && (build.from.is_given() || build.to.is_given()) {
            faults.add_with_help(
                build.changes.key_or(build.span()),
                "a build is read from git or from a change list, not from both",
                "keep `from` and `to`, or keep `changes`",
            );
        }
        if self.accepts.items().len() > ACCEPTS {
            faults.add_with_help(
                self.accepts.key_or(Span::top(FileId::Release)),
                message!("the list has more than {} entries", ACCEPTS),
                "accept what belongs together in one entry, with a pattern as its `subject`",
            );
        }
        examine_ignores(build.ignore.items(), faults);
        let facts = self.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        for (name, fact) in facts.iter().filter(|(_, fact)| !fact.path.is_given()) {
            faults.add_with_help(
                fact.span,
                message!("the fact \"{}\" names no file", name.value),
                "add path = \"…\": the file, relative to this one",
            );
        }
        for skip in self.tests.skips.items().iter().filter(|skip| !skip.test.is_given()) {
            faults.add_with_help(
                skip.span,
                "this entry does not say which test was skipped",
                "add test = \"…\": a test's name, or a pattern on it (`*` and `?`)",
            );
        }
    }
}

/// Acceptances of one release: each is held against every finding.
const ACCEPTS: usize = 1_000;

/// An entry that names nothing would ignore everything, or nothing: nobody can have meant it.
pub(crate) fn examine_ignores(ignores: &[Ignore], faults: &mut Faults) {
    for ignore in ignores {
        let names = [&ignore.author, &ignore.subject].map(|list| list.get().map(|list| list.list.len()));
        let paths = ignore.paths.get().map(|list| list.list.len());
        let named = paths.is_some() || names.iter().any(Option::is_some);
        let empty = paths == Some(0) || names.contains(&Some(0));
        if !named || empty {
            faults.add_with_help(
                ignore.span,
                "this entry does not say which changes to ignore",
                "give it an author, paths or subject, each with at least one pattern",
            );
        }
    }
}
