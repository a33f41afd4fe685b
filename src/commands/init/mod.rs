//! `gonogo init`: writes a first release file, with what git knows and a question for all the rest.
//!
//! What nobody knows yet waits behind a `#`, so that `gonogo check` right afterwards prints what is to be done.

mod after;
pub(super) mod ask;
mod carried;
mod draft;
mod points;
mod policy;
mod propose;
mod recurring;
mod scope;
mod text;
mod title;
mod toml;
mod yaml;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use self::after::After;
use self::draft::{Answers, Draft, draft};
use self::propose::{Proposal, propose};
use super::file::{shown, write_new, write_over};
use crate::Env;
use crate::cli::{FileFormat, Init};
use crate::exit::Exit;
use crate::render::escape::terminal;
use crate::untrusted::{Untrusted, message};

/// Runs the command.
pub(crate) fn run(arguments: &Init, around: &mut Env) -> anyhow::Result<Exit> {
    let (path, format) =
        if arguments.policy { (policy::target(arguments)?, FileFormat::Toml) } else { target(arguments)? };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        bail!("{} is no folder; make it first, or name a file elsewhere", shown(folder));
    }
    if !arguments.force && fs::symlink_metadata(&path).is_ok() {
        return Err(taken(&path));
    }
    if arguments.policy {
        write(&path, policy::text(), arguments.force)?;
        policy::tell(&path, around)?;
        return Ok(Exit::Go);
    }
    release(&path, format, arguments, around)
}

/// Writes a release file.
fn release(path: &Path, format: FileFormat, arguments: &Init, around: &mut Env) -> anyhow::Result<Exit> {
    let date = arguments.date.as_deref().map(ask::written).transpose();
    let mut answers = Answers {
        owner: arguments.owner.as_deref().map(Untrusted::from),
        date: date.map_err(|why| anyhow!("--date: {why}"))?,
    };
    let after =
        arguments.after.as_deref().map(|last| After::read(last, arguments, around.now)).transpose()?;
    let mut proposal = match &after {
        Some(after) => after.propose(path, arguments, &mut answers),
        None => propose(path, arguments),
    };
    ask::ask(&mut proposal.name, &mut answers, around).context("the questions cannot be asked")?;
    let mut draft = draft(&proposal, &answers);
    let carried = after.map(|after| after.fill(&mut draft, &proposal.scope.items));
    let drawn = match format {
        FileFormat::Toml => toml::draw(&draft),
        FileFormat::Yaml => yaml::draw(&draft),
    };
    write(path, drawn.as_bytes(), arguments.force)?;
    tell(path, &proposal, (&draft, carried), around)?;
    Ok(Exit::Go)
}

/// Which file, and how it is written: its name and `--format` must not contradict each other, since `check` goes by the
/// name.
fn target(arguments: &Init) -> anyhow::Result<(PathBuf, FileFormat)> {
    let Some(path) = arguments.file.clone() else {
        return Ok(match arguments.format {
            Some(FileFormat::Yaml) => ("release.yaml".into(), FileFormat::Yaml),
            _ => ("release.toml".into(), FileFormat::Toml),
        });
    };
    if path == Path::new("-") {
        bail!("init writes a file: name one, such as release.toml");
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let named = match ending.as_deref() {
        Some("yaml" | "yml") => Some(FileFormat::Yaml),
        Some("toml") => Some(FileFormat::Toml),
        Some("json") => bail!("init writes TOML or YAML, which can hold questions; JSON cannot"),
        _ => None,
    };
    match (named, arguments.format) {
        (Some(named), Some(format)) if named != format => {
            bail!("{} and --format do not fit each other: the file's name says how it is read", shown(&path))
        }
        (named, format) => Ok((path, named.or(format).unwrap_or(FileFormat::Toml))),
    }
}

fn taken(path: &Path) -> anyhow::Error {
    anyhow!("{} is there already; name another file, or add --force to overwrite it", shown(path))
}

fn write(path: &Path, bytes: &[u8], is_forced: bool) -> anyhow::Result<()> {
    let written = if is_forced { write_over(path, bytes) } else { write_new(path, bytes) };
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(taken(path)),
        written => written.with_context(|| format!("{} cannot be written", shown(path))),
    }
}

/// Says what was written, where it comes from, and what comes next.
fn tell(
    path: &Path,
    proposal: &Proposal,
    (draft, carried): (&Draft, Option<Untrusted>),
    around: &mut Env,
) -> anyhow::Result<()> {
    let shown = Untrusted::new(path.to_string_lossy());
    let mut lines: Vec<Untrusted> = vec![message!("Wrote {}.", shown)];
    let known: Vec<Untrusted> = known(proposal).into_iter().chain(carried).collect();
    if !known.is_empty() {
        lines.push("".into());
        lines.push("Proposed, for you to correct:".into());
        lines.extend(known.iter().map(|line| message!("  {}", line)));
    }
    if !proposal.unseen.is_empty() {
        lines.push("".into());
        lines.push("Not seen:".into());
        lines.extend(proposal.unseen.iter().map(|line| message!("  {}", line)));
    }
    lines.push("".into());
    lines.push(message!(
        "Next: open it and answer its {} questions. What is still missing, and who acts next, says at any time:",
        draft.open()
    ));
    let command =
        if path == Path::new("release.toml") { String::new() } else { format!(" {}", word(&shown)) };
    for line in lines {
        writeln!(around.stdout, "{}", terminal(&line))?;
    }
    writeln!(around.stdout, "  gonogo check{command}")?;
    around.stdout.flush()?;
    Ok(())
}

fn known(proposal: &Proposal) -> Vec<Untrusted> {
    let mut lines = Vec::new();
    if let Some(name) = proposal.name.as_ref().filter(|_| proposal.is_named_by_folder) {
        lines.push(message!("name {}: from the folder", name));
    }
    if let Some(version) = &proposal.version {
        lines.push(message!("version {}: the next after {}", version, proposal.follows));
    }
    if let (Some(from), Some(to)) = (&proposal.from, &proposal.to) {
        lines.push(message!("build: from {} to {}", from, to));
    }
    let scope = &proposal.scope;
    if scope.changes > 0 {
        let items = scope.items.len().saturating_add(scope.more_items.len());
        let recurring = scope.recurring.iter().map(|kind| kind.changes);
        let nameless = recurring.fold(scope.nameless.len(), usize::saturating_add);
        lines.push(message!(
            "list: {} from the messages of {}; {}",
            count(items, "item", "items"),
            count(scope.changes, "change", "changes"),
            match nameless {
                0 => "each names an id".to_owned(),
                1 => "1 names no id".to_owned(),
                many => format!("{many} name no id"),
            }
        ));
    }
    if let Some(restores) = &proposal.restores {
        lines.push(message!("go back to: {}", restores));
    }
    lines
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A path as a shell takes it as one word.
fn word(path: &Untrusted) -> String {
    let shown = terminal(path);
    let is_plain = |c: char| c.is_alphanumeric() || "._/+-@:\\".contains(c);
    if shown.chars().all(is_plain) { shown } else { format!("'{}'", shown.replace('\'', "'\\''")) }
}
