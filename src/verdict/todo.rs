//! What each person has to do next, blocking things first.

use super::Weighed;
use crate::report::{Task, Todo};
use crate::rule::Level;
use crate::rule::Rule;
use crate::untrusted::{Untrusted, message};

/// What one person has to do about one rule.
struct Chore<'w> {
    person: Option<&'w Untrusted>,
    level: Level,
    rule: &'static Rule,
    first: &'w Weighed,
    count: usize,
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
                Some(chore) => chore.count = chore.count.saturating_add(1),
                None => chores.push(Chore { person, level, rule, first: weighed, count: 1 }),
            }
        }
    }
    let mut todos: Vec<Todo> = Vec::new();
    for chore in chores {
        let task = Task { what: what(&chore), blocks: chore.level == Level::Error };
        match todos.iter_mut().find(|todo| todo.person.as_ref() == chore.person) {
            Some(todo) => todo.tasks.push(task),
            None => todos.push(Todo { person: chore.person.cloned(), tasks: vec![task] }),
        }
    }
    todos
}

fn what(chore: &Chore) -> Untrusted {
    let finding = &chore.first.finding;
    match (&finding.subject, chore.count) {
        (Some(subject), 1) => message!("{}: {}", subject, finding.help),
        (None, 1) => finding.help.clone(),
        (_, many) => message!("{} {}: {}", many, chore.rule.titles, chore.rule.remedy),
    }
}
