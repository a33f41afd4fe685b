//! `gonogo completions` and `gonogo man`: what shells and manuals make of the command line.

use clap::CommandFactory;

use crate::Env;
use crate::cli::{Cli, Completions};
use crate::exit::Exit;

/// Writes the completions of one shell.
pub(crate) fn completions(arguments: &Completions, around: &mut Env) -> anyhow::Result<Exit> {
    // Drawn first: the generator panics where it cannot write.
    let mut drawn = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "gonogo", &mut drawn);
    around.stdout.write_all(&drawn)?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}

/// Writes the manual page: the program, then each command.
pub(crate) fn man(around: &mut Env) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut around.stdout)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        let page = clap_mangen::Man::new(part.clone());
        let mut drawn = Vec::new();
        page.render_name_section(&mut drawn)?;
        page.render_synopsis_section(&mut drawn)?;
        page.render_description_section(&mut drawn)?;
        page.render_options_section(&mut drawn)?;
        around.stdout.write_all(&drawn)?;
    }
    around.stdout.flush()?;
    Ok(Exit::Go)
}
