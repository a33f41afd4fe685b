//! `gonogo explain RULE`: the page of one rule.

use anyhow::bail;

use crate::Env;
use crate::checks::catalogue::catalogue;
use crate::cli::Explain;
use crate::exit::Exit;
use crate::shape::suggest;

/// Runs the command.
pub(crate) fn run(arguments: &Explain, around: &mut Env) -> anyhow::Result<Exit> {
    let id = arguments.rule.trim();
    let Some(rule) = catalogue().find(id) else {
        let hint = suggest::hint(id, catalogue().ids());
        bail!("no rule is called \"{id}\"{hint}\n`gonogo rules` lists them all");
    };
    around.stdout.write_all(rule.page.as_bytes())?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}
