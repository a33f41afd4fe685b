//! What each person has to do next, blocking things first; each thing by its name, many of them by a few names and a
//! count.

use super::Weighed;
use crate::finding::Finding;
use crate::report::{Task, Todo};
use crate::rule::Level;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

/// Things of one kind that are named; the others are counted.
const NAMED: usize = 3;

/// Characters of a name.
const NAME: usize = 50;

/// What one person has to do about one rule.
struct Chore<'w> {
    person: Option<&'w Untrusted>,
    level: Level,
    rule: &'static Rule,
    findings: Vec<&'w Finding>,
}

/// The to-do lists; people in the order of their first todo.
pub(super) fn list(findings: &[Weighed]) -> Vec<Todo> {
    let mut chores: Vec<Chore> = Vec::new();
    for level in [Level::Error, Level::Warning] {
        for weighed in findings.iter().filter(|weighed| weighed.is_open(level)) {
            let (person, rule) = (weighed.finding.next.as_ref(), weighed.finding.rule);
            // One rule has one level.
            let same = |chore: &&mut Chore| chore.person == person && chore.rule.id == rule.id;
            match chores.iter_mut().find(same) {
                Some(chore) => chore.findings.push(&weighed.finding),
                None => chores.push(Chore { person, level, rule, findings: vec![&weighed.finding] }),
            }
        }
    }
    let mut todos: Vec<Todo> = Vec::new();
    for chore in chores {
        let task = task(&chore);
        match todos.iter_mut().find(|todo| todo.person.as_ref() == chore.person) {
            Some(todo) => todo.tasks.push(task),
            None => todos.push(Todo { person: chore.person.cloned(), tasks: vec![task] }),
        }
    }
    todos
}

fn task(chore: &Chore) -> Task {
    let blocks = chore.level == Level::Error;
    match chore.findings.as_slice() {
        [finding] => {
            let what = match &finding.subject {
                Some(subject) => message!("{}: {}", subject, finding.help),
                None => finding.help.clone(),
            };
            Task { what, short: finding.message.clone(), blocks }
        }
        many => {
            let short = message!("{} {}{}", many.len(), chore.rule.titles, named(many));
            Task { what: message!("{}: {}", short, chore.rule.remedy), short, blocks }
        }
    }
}

/// ` (BILL-200 Tidy the export code, BILL-203 Rename a variable and 38 more)`, as far as they have names.
fn named(findings: &[&Finding]) -> Untrusted {
    let names: Vec<Untrusted> = findings.iter().filter_map(|finding| name(finding)).take(NAMED).collect();
    let mut list = names.iter().map(Untrusted::raw);
    let Some(first) = list.next() else { return Untrusted::default() };
    let mut text = list.fold(first.to_owned(), |text, name| format!("{text}, {name}"));
    let left = findings.len().saturating_sub(names.len());
    if left > 0 {
        text.push_str(&format!(" and {left} more"));
    }
    message!(" ({})", text)
}

/// What people call the thing: the title of a change, else the subject.
fn name(finding: &Finding) -> Option<Untrusted> {
    let text = finding.change.as_ref().map(|change| &change.title).or(finding.subject.as_ref())?;
    let mut name: String = text.raw().chars().take(NAME).collect();
    if name.len() < text.raw().len() {
        name.push('…');
    }
    Some(Untrusted::new(name))
}
