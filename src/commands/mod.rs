//! The commands, one file each. Here arguments become calls and errors get their context; nothing here judges.

mod call;
mod check;
mod collect;
mod confirm;
mod earlier;
mod explain;
mod file;
mod find;
mod gate;
mod gather;
mod init;
mod lint;
mod load;
mod misplaced;
mod output;
mod parse;
mod past;
mod plan;
mod review;
mod rewrite;
mod roles;
mod rules;
mod schema;
mod shell;
mod signatures;
mod since;
mod summary;

use std::io;

use anyhow::bail;

use crate::Env;
use crate::cli::Command;
use crate::exit::Exit;
use crate::render::Format;

/// Runs a command. An error means that there is no verdict.
pub(crate) fn run(command: Command, around: &mut Env) -> anyhow::Result<Exit> {
    let options = match &command {
        Command::Check(arguments) => Some(&arguments.options),
        Command::Call(arguments) => Some(&arguments.options),
        Command::Lint(arguments) => Some(&arguments.options),
        _ => None,
    };
    if options.is_some_and(|options| options.format == Format::InToto) {
        bail!("in-toto is a format of `gonogo gate` alone: it attests what a gate answered");
    }
    match command {
        Command::Check(arguments) => check::run(&arguments, around),
        Command::Call(arguments) => call::run(&arguments, around),
        Command::Confirm(arguments) => confirm::run(&arguments, around),
        Command::Gate(arguments) => gate::run(&arguments, around),
        Command::Lint(arguments) => lint::run(&arguments, around),
        Command::Review(arguments) => review::run(&arguments, around),
        Command::Roles(arguments) => roles::run(&arguments, around),
        Command::Init(arguments) => init::run(&arguments, around),
        Command::Rules(arguments) => whoever_reads(rules::run(&arguments, around)),
        Command::Explain(arguments) => whoever_reads(explain::run(&arguments, around)),
        Command::Schema(arguments) => whoever_reads(schema::run(&arguments, around)),
        Command::Completions(arguments) => whoever_reads(shell::completions(&arguments, around)),
        Command::Man(arguments) => whoever_reads(shell::man(&arguments, around)),
    }
}

/// Of a page, who reads it may have had enough before its end (`| head`): that is no error. A verdict must arrive.
fn whoever_reads(result: anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    result.or_else(|error| if is_closed_pipe(&error) { Ok(Exit::Go) } else { Err(error) })
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
