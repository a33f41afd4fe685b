//! All that a rule may see: the release, the policy, what was gathered, and the instant everything is judged at.
//!
//! In `lint` there is no evidence and no clock; rules that need either say nothing there.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::alike::alike;
use super::checkpoints::asked;
use super::directory::{self as name, Directory};
use crate::checks::past::{Addresses, Past, Version, is_same_release};
use crate::checks::policy::Policy;
use crate::checks::profile::level_in;
use crate::checks::release::Release;
use crate::checks::roles::decisions::{Authority, Decisions, What};
use crate::checks::roles::holders::Roles;
use crate::checks::scope::matching::judgement::Matched;
use crate::condition::{self, BadCondition, Condition, Names};
use crate::evidence::tests::Stamp;
use crate::evidence::{Evidence, Fault, Gathered};
use crate::row::CheckId;
use crate::row::Outcome;
use crate::rule::{Catalogue, Level, Rule};
use crate::shape::Maybe;
use crate::shape::date::{Moment, Period, When};
use crate::shape::leaf::{Person, Token};
use crate::source::Span;
use crate::untrusted::Untrusted;

/// What the rules look at.
#[derive(Debug, Clone)]
pub(crate) struct Case<'a> {
    /// The release file.
    pub release: &'a Release,
    /// The team policy.
    pub policy: &'a Policy,
    /// All rules there are.
    pub rules: Catalogue,
    /// The zone of local dates.
    pub zone: TimeZone,
    /// The people that may be named.
    pub directory: Directory,
    /// Who fills which role.
    pub roles: Roles<'a>,
    /// Who decides what.
    pub decisions: Decisions<'a>,
    /// Names that are nearly others of the file, by their place; none where there is a directory.
    pub alike: BTreeMap<Span, Untrusted>,
    /// When it is; none in `lint`.
    pub now: Option<Timestamp>,
    /// What was gathered; all absent in `lint`.
    pub evidence: &'a Evidence,
    /// The commit that is about to be deployed, where one is asked about.
    pub commit: Option<Untrusted>,
    /// What the judgement is for.
    pub purpose: Purpose,
    /// The digest of the plan; none in `lint`.
    pub plan: Option<&'a str>,
    /// What became of the changes, where a build was read.
    pub judgement: Option<&'a Matched>,
    /// The conditions of stop rules and checkpoints.
    pub conditions: Conditions,
    /// Other plans of the team, earlier and later ones.
    pub plans: Option<&'a OtherPlans>,
    /// The versions of the file; none where nothing asks for them.
    pub past: Option<&'a Gathered<Past>>,
    /// The addresses under which people commit.
    pub addresses: Addresses,
    /// What the conditions of the stop rules came to, in the same order; filled when they are looked at.
    pub answers: Vec<Option<Answer>>,
    /// The same of the checkpoints.
    pub checkpoint_answers: Vec<Option<Answer>>,
    /// How the other checks came out; filled when the stop rules are looked at.
    pub outcomes: BTreeMap<CheckId, Outcome>,
}

/// What a release is judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To know how it stands.
    Check,
    /// To record a call that takes the place of the newest.
    Record,
    /// To deploy it, now.
    Gate,
}

/// Other release files of the team, as far as they could be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct OtherPlans {
    /// Each with its path.
    pub list: Vec<(Untrusted, Release)>,
    /// Why there may be more.
    pub fault: Option<Untrusted>,
}

impl<'a> Case<'a> {
    /// The case as `lint` sees it: without clock and judgement.
    pub(crate) fn new(
        rules: Catalogue,
        release: &'a Release,
        policy: &'a Policy,
        evidence: &'a Evidence,
        conditions: Conditions,
    ) -> Self {
        let directory = Directory::of(&release.people, &policy.people);
        Self {
            release,
            policy,
            rules,
            zone: release.zone(),
            alike: if directory.is_kept() { BTreeMap::new() } else { alike(release, &policy.roles) },
            directory,
            roles: Roles::of(&policy.roles, &release.roles),
            decisions: Decisions::of(rules, &policy.decides, &release.decides),
            now: None,
            plans: None,
            past: None,
            addresses: Addresses::default(),
            evidence,
            commit: None,
            purpose: Purpose::Check,
            plan: None,
            judgement: None,
            conditions,
            answers: Vec::new(),
            checkpoint_answers: Vec::new(),
            outcomes: BTreeMap::new(),
        }
    }

    /// The owner's name.
    pub(crate) fn owner(&self) -> Option<&Untrusted> {
        person(&self.release.owner)
    }

    /// The one who says ship.
    pub(crate) fn caller(&self) -> Option<&Untrusted> {
        person(&self.release.caller.ship)
    }

    /// Whether the name is the final caller's.
    pub(crate) fn is_caller(&self, name: &Untrusted) -> bool {
        self.caller().is_some_and(|caller| name::is_same(caller, name))
    }

    /// Whether the name is the owner's or the final caller's.
    pub(crate) fn is_owner_or_caller(&self, name: &Untrusted) -> bool {
        self.is_caller(name) || self.owner().is_some_and(|owner| name::is_same(owner, name))
    }

    /// The past of the plan, as far as it was read.
    pub(crate) fn past(&self) -> Option<&'a Past> {
        self.past.and_then(Gathered::read)
    }

    /// Whether a plan is of another release that was to launch before this one. A plan without a version is of no
    /// release that could be told apart.
    pub(crate) fn is_earlier(&self, other: &Release) -> bool {
        let launch = other.date.get().map(|date| date.period(&other.zone()));
        let is_same = self.release.version.is_given() && is_same_release(self.release, other);
        !is_same && launch.zip(self.launch()).is_some_and(|(launch, own)| launch.start < own.start)
    }

    /// The releases before this one, each once, the last of them last. Only where the policy says which plans are the
    /// team's.
    pub(crate) fn earlier(&self) -> Vec<&'a (Untrusted, Release)> {
        let Some(plans) = self.plans.filter(|_| self.policy.releases.is_given()) else { return Vec::new() };
        let mut earlier: Vec<&(Untrusted, Release)> = Vec::new();
        for plan in plans.list.iter().filter(|(_, other)| self.is_earlier(other)) {
            if !earlier.iter().any(|(_, other)| is_same_release(other, &plan.1)) {
                earlier.push(plan);
            }
        }
        earlier.sort_by_key(|(_, plan)| plan.date.get().map(|date| date.period(&plan.zone()).start));
        earlier
    }

    /// Why nobody can tell what happened since the approval, where that cannot be told.
    pub(crate) fn doubt_since_approval(&self, since: &[Version]) -> Option<&'a Fault> {
        match self.past? {
            Gathered::Broken(fault) => Some(fault),
            Gathered::Read(past) => past.doubt_since(since),
            Gathered::Absent => None,
        }
    }

    /// Whether a rule blocks here: what nobody can tell is told then, and passed over where it only warns.
    pub(crate) fn is_error(&self, rule: &Rule) -> bool {
        level_in(self.policy, self.release, rule) == Some(Level::Error)
    }

    /// Whose word counts in a decision; none where no file says who decides.
    pub(crate) fn authority(&self, what: What) -> Option<Authority<'a>> {
        self.decisions.of_kind(what).map(|decision| Authority::of(&self.roles, decision.parts.up()))
    }

    /// Who may accept findings of a rule; none where no file says it.
    pub(crate) fn authority_over(&self, rule: &str) -> Option<Authority<'a>> {
        self.decisions.over(rule).map(|decision| Authority::of(&self.roles, decision.parts.up()))
    }

    /// Where a date lies on the time line.
    pub(crate) fn period(&self, when: &When) -> Period {
        when.period(&self.zone)
    }

    /// The launch, if a date is given.
    pub(crate) fn launch(&self) -> Option<Period> {
        self.release.date.get().map(|date| self.period(date))
    }

    /// The newest change of the build, if its date is known.
    pub(crate) fn newest_change(&self) -> Option<Period> {
        let newest = self.judgement?.newest?;
        Timestamp::from_second(newest).ok().map(Period::instant)
    }

    /// The newest time that a test report carries.
    pub(crate) fn newest_report(&self) -> Option<Timestamp> {
        let files = self.evidence.tests.read()?.files.iter();
        let stamps = files.filter_map(|file| file.report.as_ref().ok()?.dates.newest.as_ref());
        stamps.map(|stamp| self.stamped(stamp).start).max()
    }

    /// When a report was written. A stamp without a zone may be UTC or local: it gets the benefit of the later one.
    pub(crate) fn stamped(&self, stamp: &Stamp) -> Period {
        match stamp {
            Stamp::Zoned(at) => Period::instant(*at),
            Stamp::Local(at) => {
                let here = When { span: Span::default(), moment: Moment::Local(*at) };
                let (here, utc) = (here.period(&self.zone), here.period(&TimeZone::UTC));
                if here.is_before(utc) { utc } else { here }
            }
        }
    }

    /// Whether a date that should tell of the past has not begun: a claim about tomorrow is no claim.
    pub(crate) fn is_future(&self, when: &When) -> bool {
        self.now.is_some_and(|now| self.period(when).is_after(Period::instant(now)))
    }

    /// A person's word with its date: both are there, and the date is not in the future.
    pub(crate) fn is_said(&self, by: &Maybe<Person>, on: &Maybe<When>) -> bool {
        by.is_given() && on.get().is_some_and(|on| !self.is_future(on))
    }
}

/// What a condition came to.
pub(crate) type Answer = Result<bool, BadCondition>;

/// A condition that was compiled.
pub(crate) type Compiled = Result<Condition, BadCondition>;

/// Compiled conditions; none for what a person alone decides.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    /// One place for each stop rule, in file order.
    pub stop_rules: Vec<Option<Compiled>>,
    /// One for each checkpoint that is asked.
    pub checkpoints: Vec<Option<Compiled>>,
}

/// Compiles all conditions. Their bounds hold for all of them together.
pub(crate) fn conditions(release: &Release, policy: &Policy) -> Conditions {
    let facts = release.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    let names = Names::new(facts.iter().map(|(name, _)| name.value.clone()));
    let rules: Vec<Option<&Token>> = release.stop_rules.items().iter().map(|rule| rule.when.get()).collect();
    let points = asked::conditions(release, policy);
    let given = rules.iter().chain(&points).flatten();
    let sources: Vec<&str> = given.map(|when| when.text.raw()).collect();
    let mut compiled = condition::compile(&sources, &names).into_iter();
    let mut take = |all: &[Option<&Token>]| -> Vec<Option<Compiled>> {
        all.iter().map(|when| when.and_then(|_| compiled.next())).collect()
    };
    let stop_rules = take(&rules);
    Conditions { stop_rules, checkpoints: take(&points) }
}

/// The name at a key, if it is there.
pub(crate) fn person(maybe: &Maybe<Person>) -> Option<&Untrusted> {
    maybe.get().map(|person| &person.name).filter(|name| !name.is_blank())
}
