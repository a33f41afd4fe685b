//! `gonogo call`: one person's decision, written into the file that it is about.
//!
//! The release is judged and shown first.

pub(super) mod ask;
pub(super) mod said;
mod write;

use anyhow::bail;

use super::load::Loaded;
use super::rewrite::{Before, Opened};
use super::{check, output, rewrite};
use crate::Env;
use crate::checks::case::Purpose;
use crate::cli::{Call, Decision};
use crate::exit::Exit;
use crate::report::{ReleaseReport, Verdict};

/// Runs the command. A call that is recorded ends with 0, whatever it says.
pub(crate) fn run(arguments: &Call, around: &mut Env) -> anyhow::Result<Exit> {
    let options = &arguments.options;
    let (now, as_of) = check::as_of(options.as_of.as_deref(), around.now)?;
    let strictness = check::strictness(options.strict);
    let (loaded, before) = match rewrite::open(arguments.file.as_deref(), options, &as_of, around)? {
        Opened::Release(loaded, before) => (*loaded, before),
        Opened::Told(exit) => return Ok(exit),
    };
    let commit = arguments.commit.as_deref().filter(|_| is_range(&loaded));
    let release = check::judge(&loaded, (Purpose::Record, commit), (now, strictness));
    let report = check::assemble(vec![release.clone()], Some(as_of.clone()), options.strict, Verdict::Go);
    let exit = output::deliver(&report, options, around)?;
    if exit == Exit::NoVerdict {
        return Ok(exit);
    }
    if arguments.say == Decision::Ship && exit != Exit::Go {
        around.note("no call is recorded: ship is said over GO alone");
        return Ok(exit);
    }
    record(arguments, (&loaded, &release), (now, &as_of), before, around)
}

fn is_range(loaded: &Loaded) -> bool {
    let build = &loaded.release.build;
    build.from.is_given() || build.to.is_given()
}

fn record(
    arguments: &Call,
    (loaded, release): (&Loaded, &ReleaseReport),
    (now, as_of): (jiff::Timestamp, &str),
    before: Before,
    around: &mut Env,
) -> anyhow::Result<Exit> {
    let mut asked = ask::Answers::of(arguments);
    asked.ask(arguments.say, around)?;
    let mut entry = said::entry(arguments, &asked, (loaded, release), (now, as_of))?;
    if arguments.sign {
        entry.signature = Some(said::sign(arguments, loaded, &entry.statement)?);
    }
    let written = write::with(before, &entry)?;
    if !ask::is_agreed(entry.toml(), "Record this call?", around)? {
        bail!("nothing was recorded");
    }
    write::deliver(written, &entry, loaded.release.calls.items().len(), around)?;
    Ok(Exit::Go)
}
