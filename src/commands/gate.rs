//! `gonogo gate`: what a deploy job asks before its first effect.

use super::load::Loader;
use super::{check, output};
use crate::Env;
use crate::checks::case::Purpose;
use crate::cli::Gate;
use crate::exit::Exit;
use crate::report::Verdict;

/// Runs the command: it is `check`, and beside it a ship call in force, about the commit that is deployed.
pub(crate) fn run(arguments: &Gate, around: &mut Env) -> anyhow::Result<Exit> {
    let options = &arguments.options;
    let (now, as_of) = check::as_of(options.as_of.as_deref(), around.now)?;
    let strictness = check::strictness(options.strict);
    let release = match Loader::new(options)?.load(&arguments.file, around.stdin) {
        Ok(loaded) => {
            check::judge(&loaded, (Purpose::Gate, Some(arguments.commit.as_str())), (now, strictness))
        }
        Err(report) => *report,
    };
    let report = check::assemble(vec![release], Some(as_of), options.strict, Verdict::Go);
    output::deliver(&report, options, around)
}
