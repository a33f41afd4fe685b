//! What was said about one checkpoint, held against who may say it, when, about which build, and what the evidence says.

use super::asked::{Asked, confirmed_as};
use super::keys::Confirmed;
use super::rules::{
    CHECKPOINT_CONTRADICTED, CHECKPOINT_LATE, CHECKPOINT_NOT_THEIRS, CHECKPOINT_ONE_SIDED,
    CHECKPOINT_OVERDUE, CHECKPOINT_REFUSED, CHECKPOINT_STALE,
};
use super::whose;
use crate::checks::alike::is_one;
use crate::checks::case::{Answer, Case, person};
use crate::condition::Condition;
use crate::evidence::Gathered;
use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::shape::Maybe;
use crate::shape::date::When;
use crate::shape::leaf::{Person, Token};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// One checkpoint under judgement.
pub(super) struct Judge<'j, 'c> {
    pub case: &'j Case<'c>,
    pub asked: &'j Asked<'c>,
    /// Its condition as it is written.
    pub when: Option<&'c Token>,
    /// The same, where it reads well.
    pub condition: Option<&'j Condition>,
    /// What it came to.
    pub answer: Option<&'j Answer>,
}

impl Judge<'_, '_> {
    /// Tells all that is wrong with it.
    pub(super) fn run(&self, out: &mut Findings) {
        let Some((at, said)) = self.asked.said else {
            if self.asked.is_over(self.case) {
                self.overdue(&"nobody has confirmed it".into(), out);
            }
            return;
        };
        self.theirs(said, out);
        if said.not.is_given() {
            self.refused(said, out);
        } else if self.asked.is_handoff() && self.is_one_sided(said) {
            self.one_sided(at, said, out);
        } else if !self.asked.is_complete(self.case) {
            if self.asked.is_over(self.case) {
                self.overdue(&self.missing(said), out);
            }
        } else {
            self.late(said, out);
            self.stale(said, out);
            self.contradicted(at, out);
        }
    }

    fn raise<'f>(&self, rule: &'static Rule, at: Span, out: &'f mut Findings) -> &'f mut Finding {
        let first = whose::answerable(self.case, self.asked).first().copied();
        out.raise(rule, at).subject(self.asked.id).next(first)
    }

    fn overdue(&self, why: &Untrusted, out: &mut Findings) {
        let due = self.asked.moment(self.case).map(|due| due.people(&self.case.zone)).unwrap_or_default();
        let what = self.asked.what();
        let up = whose::up(self.case, self.asked);
        let by = whose::answerable(self.case, self.asked).first().map_or("…", |by| by.raw());
        let help = message!(
            "confirm it, or add --not \"why not\": gonogo confirm {} --by \"{}\"",
            confirmed_as(self.asked.id),
            by
        );
        self.raise(&CHECKPOINT_OVERDUE, self.asked.place(), out)
            .goes_up(up)
            .say(message!("\"{}\" was due {}, and {}", what, due, why))
            .help(help);
    }

    /// Why what was said does not count yet.
    fn missing(&self, said: &Confirmed) -> Untrusted {
        let sides = [(&said.by, &said.on), (&said.from, &said.from_on)];
        let future = sides.iter().filter_map(|(_, on)| on.get()).find(|on| self.case.is_future(on));
        match (future, person(&said.by), said.on.get()) {
            (Some(on), _, _) => message!("its confirmation is dated {}, which is still to come", on.short()),
            (None, None, _) => "nobody says who confirmed it".into(),
            (None, Some(_), None) => "nobody says when it was confirmed".into(),
            (None, Some(_), Some(_)) => "nobody says when it was handed over".into(),
        }
    }

    /// A name that stands there has to be the right one.
    fn theirs(&self, said: &Confirmed, out: &mut Findings) {
        let by = whose::answerable(self.case, self.asked);
        self.is_theirs(&said.by, &by, "to confirm", out);
        if let Some(from) = whose::giver(self.case, self.asked) {
            self.is_theirs(&said.from, &from, "to hand over", out);
        }
    }

    fn is_theirs(&self, said: &Maybe<Person>, may: &[&Untrusted], what: &str, out: &mut Findings) {
        let Some(who) = said.get().filter(|who| !whose::is_one_of(may, &who.name)) else { return };
        let asked = self.asked.what();
        let finding = self.raise(&CHECKPOINT_NOT_THEIRS, who.span, out);
        match may.first() {
            Some(first) => finding.next(Some(first)).say(message!(
                "\"{}\" is for {} {}, not for {}",
                asked,
                first,
                what,
                who.name
            )),
            None => finding.say(message!(
                "\"{}\" is not for {} {}: nobody fills the role that it asks for",
                asked,
                who.name,
                what
            )),
        };
    }

    fn refused(&self, said: &Confirmed, out: &mut Findings) {
        let why = said.not.get().map(|not| not.words.clone()).unwrap_or_default();
        let who = person(&said.by).map_or_else(|| Untrusted::from("somebody"), Clone::clone);
        self.raise(&CHECKPOINT_REFUSED, said.not.key_or(said.span), out).say(message!(
            "{} says that it is not so that \"{}\": {}",
            who,
            self.asked.what(),
            why
        ));
    }

    /// Whether one side alone has said so: at once where it is said to be done, by the due moment where it is begun.
    fn is_one_sided(&self, said: &Confirmed) -> bool {
        match (self.asked.by(self.case), self.asked.from(self.case)) {
            (Some(by), Some(from)) => !self.are_two(by, from),
            (Some(_), None) => !said.from.is_given() || self.asked.is_over(self.case),
            (None, Some(_)) => self.asked.is_over(self.case),
            (None, None) => false,
        }
    }

    /// Two spellings of one name are one person; without a directory so are names that are nearly the same.
    fn are_two(&self, one: &Untrusted, other: &Untrusted) -> bool {
        !is_one(one, other, self.case.directory.is_kept())
    }

    fn one_sided(&self, at: Span, said: &Confirmed, out: &mut Findings) {
        let what = self.asked.what();
        let (by, from) = (self.asked.by(self.case), self.asked.from(self.case));
        let givers = whose::giver(self.case, self.asked).unwrap_or_default();
        let place = if from.is_none() { said.by.key_or(at) } else { said.from.key_or(at) };
        let finding = self.raise(&CHECKPOINT_ONE_SIDED, place, out);
        match (by, from) {
            (Some(by), Some(from)) => {
                finding.say(message!("\"{}\": {} cannot hand over to {}", what, from, by));
            }
            (Some(by), None) => {
                finding
                    .say(message!("\"{}\": {} took over, and nobody says that they handed over", what, by))
                    .next(givers.first().copied());
            }
            (None, from) => {
                let from = from.cloned().unwrap_or_default();
                finding.say(message!("\"{}\": {} handed over, and nobody has taken over", what, from));
            }
        }
    }

    fn late(&self, said: &Confirmed, out: &mut Findings) {
        let Some(due) = self.asked.moment(self.case) else { return };
        let over = |on: &&When| self.case.period(on).is_after(self.case.period(&due));
        let dates = [&said.on, &said.from_on];
        let Some(on) = dates.into_iter().filter_map(|on| on.get()).find(over) else { return };
        self.raise(&CHECKPOINT_LATE, on.span, out).say(message!(
            "\"{}\" was due {}, and was confirmed {}",
            self.asked.what(),
            due.people(&self.case.zone),
            on.people(&self.case.zone)
        ));
    }

    /// A word about another build, or from before the newest change where it should be about what ships.
    fn stale(&self, said: &Confirmed, out: &mut Findings) {
        if let Some(build) = said.build.get().filter(|_| self.case.release.build.to.is_given()) {
            match self.case.evidence.shipping.builds.get(build.text.raw()) {
                _ if self.is_build(build.text.raw()) => {}
                Some(Gathered::Broken(fault)) => {
                    self.raise(&CHECKPOINT_STALE, build.span, out).say(&fault.message).help(&fault.help);
                }
                _ => {
                    self.raise(&CHECKPOINT_STALE, build.span, out).say(message!(
                        "\"{}\" was confirmed on {}, which is not the build",
                        self.asked.what(),
                        build.text
                    ));
                }
            }
            return;
        }
        // A handover of the release that nobody asks for is due at no moment, and about no build.
        let is_near = self.asked.point.is_some() && self.asked.due.is_near_launch();
        let Some(newest) = self.case.newest_change().filter(|_| is_near) else { return };
        let before = |on: &&When| self.case.period(on).is_before(newest);
        let dates = [&said.on, &said.from_on];
        if let Some(on) = dates.into_iter().filter_map(|on| on.get()).find(before) {
            self.raise(&CHECKPOINT_STALE, on.span, out).say(message!(
                "\"{}\" was confirmed {}, and the build changed afterwards",
                self.asked.what(),
                on.people(&self.case.zone)
            ));
        }
    }

    /// Whether a revision is the build: it is written as the build is, or the same but for the plan.
    fn is_build(&self, revision: &str) -> bool {
        let is_written = self.case.release.build.to.get().is_some_and(|to| to.text.raw() == revision);
        is_written || self.case.judgement.is_some_and(|judgement| judgement.builds.contains(revision))
    }

    /// The evidence has to agree, where it was asked for. What it cannot tell nobody accepts away.
    fn contradicted(&self, at: Span, out: &mut Findings) {
        let Some(when) = self.when else { return };
        let what = self.asked.what();
        let is_constant = self.condition.is_some_and(|condition| condition.uses().is_empty());
        let (why, help) = match self.answer {
            _ if is_constant => (
                message!("the condition of \"{}\" names none of the values it can see", what),
                Untrusted::from(
                    "compare something that was counted, such as `tests.failed == 0` or a fact file",
                ),
            ),
            Some(Ok(true)) => return,
            Some(Ok(false)) => {
                let why =
                    message!("\"{}\" is confirmed, and the evidence says otherwise: {}", what, when.text);
                self.raise(&CHECKPOINT_CONTRADICTED, at, out).say(why);
                return;
            }
            Some(Err(bad)) => (
                message!(
                    "\"{}\" is confirmed, and its condition cannot be evaluated: {}",
                    what,
                    bad.to_string()
                ),
                bad.help().into(),
            ),
            None => (message!("the condition of \"{}\" was not evaluated", what), Untrusted::default()),
        };
        self.raise(&CHECKPOINT_CONTRADICTED, at, out).say(why).help(help).refuse();
    }
}
