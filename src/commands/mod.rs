//! The commands, one file each. Here arguments become calls and errors get their context; nothing here judges.

mod check;
mod collect;
mod earlier;
mod explain;
mod file;
mod find;
mod gather;
mod init;
mod lint;
mod load;
mod output;
mod plan;
mod rules;
mod schema;
mod shell;
mod summary;

use crate::Env;
use crate::cli::Command;
use crate::exit::Exit;

/// Runs a command. An error means that there is no verdict.
pub(crate) fn run(command: Command, around: &mut Env) -> anyhow::Result<Exit> {
    match command {
        Command::Check(arguments) => check::run(&arguments, around),
        Command::Lint(arguments) => lint::run(&arguments, around),
        Command::Init(arguments) => init::run(&arguments, around),
        Command::Rules(arguments) => rules::run(&arguments, around),
        Command::Explain(arguments) => explain::run(&arguments, around),
        Command::Schema(arguments) => schema::run(&arguments, around),
        Command::Completions(arguments) => shell::completions(&arguments, around),
        Command::Man => shell::man(around),
    }
}
