//! The rules of names and texts, wherever they stand. A finding counts for the check that owns the value.

use super::people::{NotOne, PERSON_ALIKE, PERSON_GROUP, PERSON_SEVERAL, PERSON_UNKNOWN, not_one};
use super::placeholder::{TEXT_PLACEHOLDER, is_no_name, is_placeholder};
use crate::checks::case::Case;
use crate::finding::Findings;
use crate::row::CheckId;
use crate::shape::decode::{Decode, Slot};
use crate::shape::{Visit, suggest};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// How many findings of one check may come with a name that is meant: each is sought in the whole directory.
const HINTED: usize = 20;

/// Looks at every name and text that one check owns.
pub(crate) fn run(check: CheckId, case: &Case, out: &mut Findings) {
    let is_refused = matches!(check, CheckId::PLAN | CheckId::CALLER);
    let mut eye = Eye { case, out, is_refused };
    if check == CheckId::ROLLBACK {
        return rollback(case, &mut eye);
    }
    if check == CheckId::ROLES {
        case.policy.roles.visit(&mut eye);
    }
    case.release.visit_keys_of(check, &mut eye);
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
    fn text(&mut self, span: Span, words: &Untrusted) {
        if is_placeholder(words.raw()) {
            let blank = words.is_blank();
            let finding = self.out.raise(&TEXT_PLACEHOLDER, span);
            finding.subject(words);
            if blank {
                finding.say("nothing is written where an answer is expected");
            } else {
                finding.say(message!("\"{}\" is a placeholder, not an answer", words));
            }
            if self.is_refused {
                finding.refuse();
            }
        }
    }

    fn person(&mut self, span: Span, name: &Untrusted) {
        if is_no_name(name.raw()) {
            // Whoever answers by name cannot be accepted away, nor can the blank that stands in the name's place.
            let finding = self.out.raise(&TEXT_PLACEHOLDER, span);
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
                let finding = self.out.raise(&PERSON_GROUP, span);
                finding.subject(name).say(message!("\"{}\" is a group or a role, not one person", name));
            }
            Some(NotOne::Several) => {
                let finding = self.out.raise(&PERSON_SEVERAL, span);
                finding.subject(name).say(message!("\"{}\" names several people", name));
            }
            None if self.case.directory.is_kept() && !self.case.directory.has(name) => {
                let names = self.case.directory.names().filter(|_| self.out.count() < HINTED);
                let hint = suggest::hint(name.raw(), names);
                let finding = self.out.raise(&PERSON_UNKNOWN, span);
                finding.subject(name).say(message!("\"{}\" is not in the directory{}", name, hint));
            }
            None => {
                if let Some(other) = self.case.alike.get(&span) {
                    let finding = self.out.raise(&PERSON_ALIKE, span);
                    finding.subject(name).say(message!(
                        "\"{}\" is nearly \"{}\": is it one person?",
                        name,
                        other
                    ));
                }
            }
        }
    }
}
