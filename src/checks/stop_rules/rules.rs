//! Stop rules: plain sentences, agreed beforehand, that pause the release when one comes true.
//!
//! A rule is decided by a condition over the evidence, by a person, or by both: then either may trip it. Where
//! neither can tell, its state is unknown, which blocks like a rule that tripped.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::keys::{HandState, StopRule};
use super::{facts, struck};
use crate::checks::case::{Answer, Case, Compiled};
use crate::checks::check::Check;
use crate::checks::placeholder::TEXT_PLACEHOLDER;
use crate::checks::scope::matching::numbers::numbers;
use crate::checks::{accept, own_word, rehearsal};
use crate::condition::{BadCondition, Condition, Datum, Steps};
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::row::{StopRow, StopState};
use crate::rule::{Rule, rules};
use crate::shape::leaf::Token;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

rules! {
    in "stop_rules/":
    STOP_BAD_CONDITION = "stop/bad-condition", Error, Lint,
        "a stop rule's condition cannot be evaluated" / "conditions of stop rules cannot be evaluated",
        "correct the condition, or supply the evidence it asks for";
    STOP_NONE = "stop/none", Error, Full,
        "no stop rule is written" / "releases have no stop rule",
        "agree on at least one [[stop_rule]]: a plain sentence that pauses the release when it comes true";
    STOP_STALE_FACT = "stop/stale-fact", Error, Full,
        "a fact file is too old, or nobody can tell how old it is" / "fact files are too old or undated",
        "export it again, and name under `dated_by` the key that says when that was";
    STOP_STALE_CHECK = "stop/stale-check", Warning, Full,
        "a stop rule was checked before the build changed" / "stop rules were checked before the build changed",
        "check it again on the newest build, and set `checked_on`";
    STOP_STRUCK = "stop/struck", Warning, Full,
        "a stop rule was struck or softened" / "stop rules were struck or softened",
        "put it back as it was agreed, or approve the list anew with the rule as it is";
    STOP_TRIPPED = "stop/tripped", Error, Full,
        "a stop rule has come true" / "stop rules have come true",
        "pause the release until it is no longer true";
    STOP_UNCHECKED = "stop/unchecked", Error, Full,
        "nobody checked a stop rule" / "stop rules are unchecked",
        "let one person check it, and set `state`, `checked_by` and `checked_on`, or give it a condition under `when`";
}

/// What pauses the release.
pub(crate) struct StopRules;

impl Check for StopRules {
    fn id(&self) -> CheckId {
        CheckId::STOP_RULES
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let rules = case.release.stop_rules.items();
        if rules.is_empty() {
            out.raise(&STOP_NONE, case.release.stop_rules.key_or(Span::default()));
        }
        for decided in decide(case) {
            tell(case, &decided, out);
        }
        struck::run(case, &STOP_STRUCK, out);
        unused_facts(case, out);
        facts::run(case, &STOP_STALE_FACT, out);
        let by_hand = rules.iter().any(|rule| !rule.when.is_given());
        if rules.is_empty() || by_hand { Basis::Declared } else { Basis::Verified }
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let all = case.release.stop_rules.items().len();
        match (clear(case), all) {
            (1, 1) => Untrusted::from("the one stop rule is clear"),
            (2, 2) => Untrusted::from("both stop rules are clear"),
            (clear, all) if clear == all => message!("all {} stop rules are clear", all),
            (clear, all) => message!("{} of {} stop rules clear", clear, all),
        }
    }
}

/// How many stop rules are clear where nothing is open: all but those that the caller accepted.
fn clear(case: &Case) -> usize {
    if case.release.accepts.items().iter().any(accept::is_about_stop_rules) {
        rows(case).iter().filter(|row| row.state == StopState::Clear).count()
    } else {
        case.release.stop_rules.items().len()
    }
}

/// The states, for the report.
pub(crate) fn rows(case: &Case) -> Vec<StopRow> {
    let vouched = own_word::vouched(case, CheckId::STOP_RULES);
    let by_hand = |rule: &StopRule| {
        let is_vouched = rule.checked_by.get().is_some_and(|by| vouched.contains(&by.span));
        if is_vouched { Basis::Vouched } else { Basis::Declared }
    };
    let row = |decided: Decided| StopRow {
        rule: sentence(decided.rule),
        state: state(case, &decided),
        basis: if decided.rule.when.is_given() { Basis::Verified } else { by_hand(decided.rule) },
    };
    decide(case).map(row).collect()
}

/// A stop rule with what its condition came to.
struct Decided<'c> {
    rule: &'c StopRule,
    /// The condition with its answer, where the rule has one.
    answer: Option<(&'c Token, &'c Answer)>,
    /// The names of the facts that the condition asks for.
    facts: Vec<String>,
    /// Whether it asks for nothing at all.
    is_constant: bool,
}

/// What conditions come to, each in its place. Asked once, when the checks that they may ask about are through.
pub(crate) fn answers(
    case: &Case,
    conditions: &[Option<Compiled>],
    steps: &mut Steps,
) -> Vec<Option<Answer>> {
    let values = values(case);
    let mut answer = |compiled: &Compiled| {
        let condition = compiled.as_ref().map_err(Clone::clone);
        condition.and_then(|condition| condition.evaluate(&values, steps))
    };
    conditions.iter().map(|condition| condition.as_ref().map(&mut answer)).collect()
}

/// The stop rules with what their conditions came to.
fn decide<'c>(case: &'c Case) -> impl Iterator<Item = Decided<'c>> {
    let conditions = case.conditions.stop_rules.iter().zip(&case.answers);
    case.release.stop_rules.items().iter().zip(conditions).map(|(rule, (condition, answer))| {
        let uses = condition.iter().flatten().flat_map(Condition::uses);
        let facts = uses.filter_map(|name| name.strip_prefix("facts.").map(ToOwned::to_owned)).collect();
        let is_constant = condition.iter().flatten().any(|condition| condition.uses().is_empty());
        Decided { rule, answer: rule.when.get().zip(answer.as_ref()), facts, is_constant }
    })
}

fn sentence(rule: &StopRule) -> Untrusted {
    rule.rule
        .get()
        .map_or_else(|| Untrusted::from("a stop rule without a sentence"), |text| text.words.clone())
}

/// What conditions may look at, by dotted names.
fn values<'c>(case: &Case<'c>) -> BTreeMap<String, Cow<'c, Datum>> {
    let mut values = Values::default();
    values.fill(case);
    values.values
}

/// The values while they are gathered.
#[derive(Default)]
struct Values<'c> {
    values: BTreeMap<String, Cow<'c, Datum>>,
}

impl<'c> Values<'c> {
    fn fill(&mut self, case: &Case<'c>) {
        let values = self;
        values.tests(case);
        values.build(case);
        values.rollback(case);
        for (check, outcome) in &case.outcomes {
            values.set(&format!("checks.{}", check.word()), Datum::Text(outcome.word().to_owned()));
        }
        let issues = case.release.known_issues.items().len();
        values.set("known_issues", Datum::Int(i64::try_from(issues).unwrap_or(i64::MAX)));
        if let Some((launch, now)) = case.launch().zip(case.now) {
            values.set(
                "hours_to_launch",
                Datum::Float(launch.start.duration_since(now).as_secs_f64() / 3600.0),
            );
        }
        for (name, fact) in &case.evidence.facts {
            if let Some(datum) = fact.read() {
                values.values.insert(format!("facts.{name}"), Cow::Borrowed(datum));
            }
        }
    }

    fn set(&mut self, name: &str, value: Datum) {
        self.values.insert(name.to_owned(), Cow::Owned(value));
    }

    fn count(&mut self, name: &str, count: u64) {
        self.set(name, Datum::Int(i64::try_from(count).unwrap_or(i64::MAX)));
    }

    /// Counts of reports that are missing, cut or contradict themselves are no counts.
    fn tests(&mut self, case: &Case) {
        let Some(evidence) =
            case.evidence.tests.read().filter(|tests| tests.is_whole() && tests.is_consistent())
        else {
            return;
        };
        let counts = evidence.counts();
        self.count("tests.total", counts.total);
        self.count("tests.passed", counts.passed);
        self.count("tests.failed", counts.failed);
        self.count("tests.errors", counts.errors);
        self.count("tests.skipped", counts.skipped);
        self.count("tests.flaky", counts.flaky);
    }

    fn build(&mut self, case: &Case) {
        let Some((history, judgement)) = case.evidence.build.read().zip(case.judgement) else { return };
        let numbers = numbers(history, Some(judgement));
        self.count("build.changes", numbers.changes);
        self.count("build.unlisted", numbers.unlisted);
        self.count("build.out_of_scope", numbers.out_of_scope);
        self.count("build.ignored", numbers.ignored);
    }

    fn rollback(&mut self, case: &Case) {
        let is_rehearsed = rehearsal::is_rehearsed(case);
        self.set("rollback.rehearsed", Datum::Bool(is_rehearsed));
        if !is_rehearsed {
            return;
        }
        if let Some(minutes) = rehearsal::minutes(&case.release.rollback.rehearsal) {
            self.set("rollback.minutes", Datum::Float(minutes));
        }
        if let Some(age) = rehearsal::rehearsal_age_days(case) {
            self.set("rollback.rehearsal_age_days", Datum::Int(age));
        }
    }
}

fn state(case: &Case, decided: &Decided) -> StopState {
    let rule = decided.rule;
    let by_evidence = decided.answer.as_ref().map(|(_, answer)| answer);
    let by_hand = rule.state.get();
    if by_hand == Some(&HandState::Tripped) || matches!(by_evidence, Some(Ok(true))) {
        return StopState::Tripped;
    }
    let is_fresh = !decided.is_constant && !decided.facts.iter().any(|name| facts::is_stale(case, name));
    let evidence_is_clear = is_fresh && by_evidence.is_none_or(|answer| matches!(answer, Ok(false)));
    let hand_is_clear = match by_hand {
        Some(_) => case.is_said(&rule.checked_by, &rule.checked_on),
        None => by_evidence.is_some(),
    };
    if evidence_is_clear && hand_is_clear { StopState::Clear } else { StopState::Unknown }
}

fn tell(case: &Case, decided: &Decided, out: &mut Findings) {
    let rule = decided.rule;
    if !rule.rule.is_given() {
        out.raise(&TEXT_PLACEHOLDER, rule.span)
            .say("a stop rule has no sentence")
            .help("write under `rule` what would pause the release");
    }
    undecided(case, decided, out);
    if let Some((when, Ok(_))) = &decided.answer
        && decided.is_constant
    {
        out.raise(&STOP_BAD_CONDITION, when.span)
            .subject(sentence(rule))
            .say("the condition names none of the values it can see, so it always comes to the same")
            .help("compare something that was counted, such as `tests.failed > 0` or a fact file");
    }
    if state(case, decided) == StopState::Tripped {
        let stop = case.release.caller.stop.get().map(|person| &person.name);
        let came = rule.checked_on.get().filter(|_| rule.state.is_given()).map(|on| case.period(on).start);
        let place = match &decided.answer {
            Some((when, Ok(true))) => Some(when.span),
            _ => None,
        };
        out.raise(&STOP_TRIPPED, place.unwrap_or_else(|| rule.state.key_or(rule.span)))
            .subject(sentence(rule))
            .next(stop)
            .came(came)
            .say(message!("stop rule: {}", sentence(rule)));
        return;
    }
    let is_by_hand = rule.state.is_given() || !rule.when.is_given();
    if is_by_hand && !(rule.state.is_given() && case.is_said(&rule.checked_by, &rule.checked_on)) {
        unchecked(rule, out);
    } else {
        stale(case, rule, out);
    }
}

/// Tells why a condition gives no answer. In `lint` there is no evidence to ask for.
fn undecided(case: &Case, decided: &Decided, out: &mut Findings) {
    let Some((when, Err(bad))) = &decided.answer else { return };
    let rule = decided.rule;
    let BadCondition::Missing { name } = bad else {
        bad_condition(case, decided, when, bad, out);
        return;
    };
    if case.now.is_none() {
        return;
    }
    let fact = name.strip_prefix("facts.").and_then(|name| case.evidence.facts.get(name));
    if let Some(Gathered::Broken(fault)) = fact {
        out.raise(&STOP_BAD_CONDITION, when.span)
            .subject(sentence(rule))
            .say(message!("the condition cannot be evaluated: {}", fault.message))
            .help(&fault.help);
    } else {
        bad_condition(case, decided, when, bad, out);
    }
}

fn bad_condition(case: &Case, decided: &Decided, when: &Token, bad: &BadCondition, out: &mut Findings) {
    out.raise(&STOP_BAD_CONDITION, inside(when, bad))
        .subject(sentence(decided.rule))
        .say(message!("the condition cannot be evaluated: {}{}", bad.to_string(), sources(case, decided)))
        .help(bad.help());
}

/// The fact files that a condition was held against: where it reads well, one of them may have another shape than it
/// asks for.
fn sources(case: &Case, decided: &Decided) -> Untrusted {
    let facts = case.release.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    let used = facts.iter().filter(|(name, _)| {
        decided.facts.contains(&name.value) && case.evidence.facts.contains_key(&name.value)
    });
    let named = used
        .filter_map(|(name, fact)| Some(format!("facts.{} is {}", name.value, fact.path.get()?.text.raw())));
    match named.collect::<Vec<_>>() {
        none if none.is_empty() => Untrusted::default(),
        some => Untrusted::new(format!(" ({})", some.join(", "))),
    }
}

/// The place inside the condition, where the text stands in the file letter by letter between two quotes.
fn inside(when: &Token, bad: &BadCondition) -> Span {
    let quoted = when.text.raw().len().saturating_add(2);
    match bad.at() {
        Some(at) if when.span.end.saturating_sub(when.span.start) == quoted => {
            let start = when.span.start.saturating_add(1);
            Span::new(when.span.file, start.saturating_add(at.start), start.saturating_add(at.end))
        }
        _ => when.span,
    }
}

fn unchecked(rule: &StopRule, out: &mut Findings) {
    let by = rule.checked_by.get();
    let finding = out.raise(&STOP_UNCHECKED, rule.span).subject(sentence(rule)).next(by.map(|by| &by.name));
    let what = match (rule.state.get(), by, rule.checked_on.get()) {
        (Some(_), Some(_), Some(on)) => {
            message!("the check is dated {}, which is still to come", on.short())
        }
        (Some(_), Some(_), None) => Untrusted::from("nobody says when this was checked"),
        (Some(_), None, _) => Untrusted::from("nobody says who checked"),
        _ => Untrusted::from("nobody checked"),
    };
    finding.say(message!("{}: {}", what, sentence(rule)));
}

/// A look at an older build says nothing about this one. Without a build, what was tested began with the freeze.
fn stale(case: &Case, rule: &StopRule, out: &mut Findings) {
    let Some(on) = rule.checked_on.get().filter(|_| rule.state.is_given()) else { return };
    let freeze = case.release.freeze.get().map(|freeze| case.period(freeze));
    let (Some(since), what) = (match case.newest_change() {
        Some(newest) => (Some(newest), "the build changed afterwards"),
        None => (freeze, "the freeze came afterwards"),
    }) else {
        return;
    };
    if case.period(on).is_before(since) {
        out.raise(&STOP_STALE_CHECK, on.span)
            .subject(sentence(rule))
            .next(rule.checked_by.get().map(|by| &by.name))
            .say(message!("checked on {}, but {}: {}", on.short(), what, sentence(rule)));
    }
}

/// A fact file that cannot be read is told even where no condition asks for it yet.
fn unused_facts(case: &Case, out: &mut Findings) {
    let used: Vec<&Condition> =
        case.conditions.stop_rules.iter().flatten().filter_map(|compiled| compiled.as_ref().ok()).collect();
    for (name, fact) in &case.evidence.facts {
        let Gathered::Broken(fault) = fact else { continue };
        let path = format!("facts.{name}");
        if !used.iter().any(|condition| condition.uses().contains(&path)) {
            out.raise(&STOP_BAD_CONDITION, fault.span)
                .subject(Untrusted::new(name.as_str()))
                .say(&fault.message)
                .help(&fault.help);
        }
    }
}
