//! `gonogo confirm`: one person's own word, with the time and the build's commit, in the place that the file has for it.

mod point;
mod said;
mod whom;
mod word;

use anyhow::bail;

use self::said::{Word, refused};
use super::call::{ask, said as call};
use super::load::Loaded;
use super::rewrite::{Opened, Said};
use super::{check, rewrite};
use crate::Env;
use crate::checks::release::Release;
use crate::cli::Confirm;
use crate::evidence::git::Repository;
use crate::exit::Exit;
use crate::input::Syntax;
use crate::record::words;
use crate::render::escape;
use crate::shape::Decode;
use crate::untrusted::message;

/// Runs the command.
pub(crate) fn run(arguments: &Confirm, around: &mut Env) -> anyhow::Result<Exit> {
    let options = &arguments.options;
    let (now, as_of) = check::as_of(options.as_of.as_deref(), around.now)?;
    let (loaded, before) = match rewrite::open(arguments.file.as_deref(), options, &as_of, around)? {
        Opened::Release(loaded, before) => (*loaded, before),
        Opened::Told(exit) => return Ok(exit),
    };
    let what = word::What::of(&arguments.what, &loaded)?;
    what.takes(arguments)?;
    let by = match &arguments.by {
        Some(by) => by.clone(),
        None => ask::asked("--by", "Who says so? ", around)?,
    };
    let by = whom::person(&by, &loaded)?;
    let on = call::instant(now, &as_of, &loaded.release.zone());
    let build = if what.is_about_build() { build(&loaded)? } else { None };
    let word = what.word(arguments, &loaded, &by, (&on, build.as_deref()))?;
    let after = before.with(
        |text, node| words::edits(text, node, &word.words),
        |old, new, _| words::is_as_meant(old, new, &word.words, &Release::form()),
    )?;
    if !ask::is_agreed(word.text(Syntax::Toml), "Record this?", around)? {
        bail!("nothing was recorded");
    }
    let said = Said {
        what: message!("{} by {}", word.what, by),
        paste: format!("set this {}", escape::terminal(&word.place())),
    };
    after.deliver(&said, |syntax| word.text(syntax), around)?;
    tell_rest(&word, around);
    Ok(Exit::Go)
}

/// What is still missing beside the word.
fn tell_rest(word: &Word, around: &mut Env) {
    if let Some(missing) = word.missing {
        around.note(missing);
    }
}

/// The full id of the commit that will ship, where the release names one.
fn build(loaded: &Loaded) -> anyhow::Result<Option<String>> {
    let Some(to) = loaded.release.build.to.get() else { return Ok(None) };
    let to = to.text.raw();
    let commit =
        Repository::open_ahead(loaded.root.repository_folder(), &[to]).and_then(|git| git.resolve(to));
    match commit {
        Ok(commit) => Ok(Some(commit.hex())),
        Err(error) => {
            let why = message!("{}; {}; nothing was recorded", error.message(), error.help());
            Err(refused(&why))
        }
    }
}
