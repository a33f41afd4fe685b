//! `gonogo completions` and `gonogo man`: what shells and manuals make of the command line.

use std::path::Path;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man as Page;

use super::file::{shown, write_whole};
use crate::Env;
use crate::checks::catalogue::catalogue;
use crate::cli::{Cli, Completions, Man};
use crate::exit::Exit;
use crate::shape::suggest;

/// What `call` takes, in words without blanks.
const DECISIONS: [&str; 4] = ["ship", "stop", "delay", "roll-back"];

/// Writes the completions of one shell.
pub(crate) fn completions(arguments: &Completions, around: &mut Env) -> anyhow::Result<Exit> {
    // Drawn first: the generator panics where it cannot write.
    let mut drawn = Vec::new();
    clap_complete::generate(arguments.shell, &mut offered(), "gonogo", &mut drawn);
    if arguments.shell == Shell::Fish {
        drawn.extend(words_for_fish().into_bytes());
    }
    around.stdout.write_all(&drawn)?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}

/// What the generator leaves out for fish: the words that stand behind a command.
fn words_for_fish() -> String {
    let line = |command: &str, word: &str, title: &str| {
        let title = title.replace('\\', "").replace('\'', "\\'");
        format!("complete -c gonogo -n \"__fish_seen_subcommand_from {command}\" -f -a {word} -d '{title}'\n")
    };
    let decisions = DECISIONS.map(|word| line("call", word, "")).concat();
    catalogue().all().iter().fold(decisions, |lines, rule| lines + &line("explain", rule.id, rule.title))
}

/// The command line as shells complete it. Where `explain` takes the beginning of an id as well, the ids are offered;
/// what has a blank in it is offered by its other name, for most shells break words there.
fn offered() -> Command {
    let rules = catalogue().all().iter().map(|rule| PossibleValue::new(rule.id).help(rule.title));
    let rules = PossibleValuesParser::new(rules);
    let decisions = PossibleValuesParser::new(DECISIONS);
    Cli::command()
        .mut_subcommand("explain", |part| part.mut_arg("rule", |id| id.value_parser(rules)))
        .mut_subcommand("call", |part| {
            // An argument that is changed moves behind the others unless its place is said.
            part.mut_arg("say", |say| say.index(1).value_parser(decisions))
                .mut_arg("file", |file| file.index(2))
        })
}

/// Writes the manual page of the program or of one command, or a page for each into a folder.
pub(crate) fn man(arguments: &Man, around: &mut Env) -> anyhow::Result<Exit> {
    let command = documented();
    if let Some(folder) = &arguments.dir {
        return pages(&command, folder);
    }
    let asked = match &arguments.command {
        None => &command,
        Some(name) => named(&command, name)?,
    };
    let mut drawn = Vec::new();
    Page::new(asked.clone()).render(&mut drawn)?;
    around.stdout.write_all(&drawn)?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}

/// The command line with each command under the name of its page.
fn documented() -> Command {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let names: Vec<String> = command.get_subcommands().map(|part| part.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |part| part.display_name(format!("gonogo-{name}")))
    })
}

fn named<'c>(command: &'c Command, name: &str) -> anyhow::Result<&'c Command> {
    let Some(part) = command.find_subcommand(name) else {
        let hint = suggest::hint(name, command.get_subcommands().map(Command::get_name));
        bail!("no command is called \"{name}\"{hint}\n`gonogo --help` lists them all");
    };
    Ok(part)
}

fn pages(command: &Command, folder: &Path) -> anyhow::Result<Exit> {
    for part in std::iter::once(command).chain(command.get_subcommands()) {
        let name = part.get_display_name().unwrap_or_else(|| part.get_name());
        let path = folder.join(format!("{name}.1"));
        let mut drawn = Vec::new();
        Page::new(part.clone()).render(&mut drawn)?;
        write_whole(&path, &drawn).with_context(|| format!("{} cannot be written", shown(&path)))?;
    }
    Ok(Exit::Go)
}
