//! `gonogo explain RULE`: the page of one rule, or the list of all whose ids begin alike.

use anyhow::bail;

use super::rules;
use crate::Env;
use crate::checks::catalogue::catalogue;
use crate::cli::Explain;
use crate::exit::Exit;
use crate::rule::Rule;
use crate::shape::suggest;

/// Runs the command.
pub(crate) fn run(arguments: &Explain, around: &mut Env) -> anyhow::Result<Exit> {
    let id = arguments.rule.trim();
    if let Some(rule) = catalogue().find(id) {
        around.stdout.write_all(rule.page.as_bytes())?;
        around.stdout.flush()?;
        return Ok(Exit::Go);
    }
    let alike: Vec<&Rule> = catalogue().all().iter().filter(|rule| begins(rule.id, id)).copied().collect();
    if alike.is_empty() || (alike.len() == 1 && id.contains('/')) {
        bail!("no rule is called \"{id}\"{}\n`gonogo rules` lists them all", hint(id));
    }
    rules::list(&alike, around.stdout)?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}

/// Whether a rule is one of those that are asked for by a beginning: `scope`, `scope/no`.
fn begins(rule: &str, beginning: &str) -> bool {
    let beginning = beginning.trim_end_matches(['/', '-', '*']);
    let rest = rule.strip_prefix(beginning).filter(|_| !beginning.is_empty());
    rest.is_some_and(|rest| rest.starts_with(['/', '-']) || beginning.contains('/'))
}

/// What may be meant: an id without its beginning, a beginning or an id with a slip.
fn hint(id: &str) -> String {
    let behind = |rule: &&str| rule.split_once('/').is_some_and(|(_, name)| name == id);
    if let Some(rule) = catalogue().ids().find(behind) {
        return format!("; did you mean \"{rule}\"?");
    }
    let groups = catalogue().ids().filter_map(|rule| rule.split('/').next());
    suggest::hint(id, groups.chain(catalogue().ids()))
}
