//! The rules of names and texts, wherever they stand. A finding counts for the check that owns the value.

use super::person::{NotOne, PERSON_ALIKE, PERSON_GROUP, PERSON_SEVERAL, PERSON_UNKNOWN, not_one};
use super::directory;
use super::text::{TEXT_PLACEHOLDER, is_no_name, is_placeholder};
use crate::case::Case;
use crate::finding::{CheckId, Findings};
use crate::shape::decode::{Decode, Slot};
use crate::shape::leaf::{Person, Text};
use crate::shape::{Visit, suggest};
use crate::untrusted::message;

/// How many findings of one check may come with a name that is meant: each is sought in the whole directory.
const HINTED: usize = 20;

/// Looks at every name and text that one check owns.
pub(crate) fn run(check: CheckId, case: &Case, out: &mut Findings) {
    let release = case.release;
    let mut eye = Eye { case, out, is_refused: matches!(check, CheckId::Plan | CheckId::Caller) };
    match check {
        CheckId::Plan => {
            release.name.visit(&mut eye);
            release.version.visit(&mut eye);
            release.goal.visit(&mut eye);
            release.owner.visit(&mut eye);
            release.people.visit(&mut eye);
            directory::run(case, out);
        }
        CheckId::Scope => {
            release.scope.visit(&mut eye);
            release.build.visit(&mut eye);
        }
        CheckId::Tests => release.tests.visit(&mut eye),
        CheckId::Support => release.support.visit(&mut eye),
        CheckId::Rollback => rollback(case, &mut eye),
        CheckId::Caller => release.caller.visit(&mut eye),
        CheckId::StopRules => release.stop_rules.visit(&mut eye),
        CheckId::Risks => {
            release.known_issues.visit(&mut eye);
            release.accepts.visit(&mut eye);
        }
    }
}

/// Steps that are placeholders are no steps, and missing steps cannot be accepted away.
fn rollback(case: &Case, eye: &mut Eye) {
    let mut rollback = (*case.release.rollback).clone();
    let steps = std::mem::take(&mut rollback.steps);
    Decode::visit(&rollback, eye);
    eye.is_refused = true;
    steps.visit(eye);
}

struct Eye<'e, 'c> {
    case: &'e Case<'c>,
    out: &'e mut Findings,
    is_refused: bool,
}

impl Visit for Eye<'_, '_> {
    fn text(&mut self, text: &Text) {
        if is_placeholder(text.words.raw()) {
            let blank = text.words.is_blank();
            let finding = self.out.raise(&TEXT_PLACEHOLDER, text.span);
            finding.subject(&text.words);
            if blank {
                finding.say("nothing is written where an answer is expected");
            } else {
                finding.say(message!("\"{}\" is a placeholder, not an answer", text.words));
            }
            if self.is_refused {
                finding.refuse();
            }
        }
    }

    fn person(&mut self, person: &Person) {
        let name = &person.name;
        if is_no_name(name.raw()) {
            // Whoever answers by name cannot be accepted away, nor can the blank that stands in the name's place.
            let finding = self.out.raise(&TEXT_PLACEHOLDER, person.span);
            finding.subject(name).help("name the one person who answers for it").refuse();
            if name.is_blank() {
                finding.say("no name is written where one person is expected");
            } else {
                finding.say(message!("\"{}\" is a placeholder, not a person", name));
            }
            return;
        }
        match not_one(name.raw()) {
            Some(NotOne::Group) => {
                let finding = self.out.raise(&PERSON_GROUP, person.span);
                finding.subject(name).say(message!("\"{}\" is a group or a role, not one person", name));
            }
            Some(NotOne::Several) => {
                let finding = self.out.raise(&PERSON_SEVERAL, person.span);
                finding.subject(name).say(message!("\"{}\" names several people", name));
            }
            None if self.case.directory.is_kept() && !self.case.directory.has(name) => {
                let names = self.case.directory.names().filter(|_| self.out.count() < HINTED);
                let hint = suggest::hint(name.raw(), names);
                let finding = self.out.raise(&PERSON_UNKNOWN, person.span);
                finding.subject(name).say(message!("\"{}\" is not in the directory{}", name, hint));
            }
            None => {
                if let Some(other) = self.case.alike.get(&person.span) {
                    let finding = self.out.raise(&PERSON_ALIKE, person.span);
                    finding.subject(name).say(message!("\"{}\" is nearly \"{}\": is it one person?", name, other));
                }
            }
        }
    }
}
