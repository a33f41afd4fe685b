//! `gonogo rules`: the catalogue, derived from the declarations.

use std::io::Write;

use crate::Env;
use crate::checks::accept;
use crate::checks::catalogue::catalogue;
use crate::cli::{ListFormat, Rules};
use crate::exit::Exit;
use crate::rule::{Level, Rule, Stage};

/// Runs the command.
pub(crate) fn run(arguments: &Rules, around: &mut Env) -> anyhow::Result<Exit> {
    match arguments.format {
        ListFormat::Text => text(around.stdout)?,
        ListFormat::Json => json(around.stdout)?,
    }
    around.stdout.flush()?;
    Ok(Exit::Go)
}

fn level(rule: &Rule) -> &'static str {
    rule.level.map_or("off", Level::word)
}

fn stage(rule: &Rule) -> &'static str {
    match rule.stage {
        Stage::Lint => "lint",
        Stage::Full => "check",
    }
}

fn text(out: &mut dyn Write) -> std::io::Result<()> {
    list(catalogue().all(), out)
}

/// Lists rules, a line each.
pub(super) fn list(rules: &[&Rule], out: &mut dyn Write) -> std::io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    for rule in rules {
        writeln!(out, "{:width$}  {:7}  {:5}  {}", rule.id, level(rule), stage(rule), rule.title)?;
    }
    let noun = if rules.len() == 1 { "rule" } else { "rules" };
    writeln!(out, "\n{} {noun}. `gonogo explain RULE` explains one.", rules.len())
}

fn json(out: &mut dyn Write) -> anyhow::Result<()> {
    let entry = |rule: &&Rule| {
        serde_json::json!({
            "id": rule.id,
            "level": level(rule),
            "stage": stage(rule),
            "title": rule.title,
            "help": rule.remedy,
            "acceptable": !accept::is_refused(rule, rule.level),
        })
    };
    let all: Vec<serde_json::Value> = catalogue().all().iter().map(entry).collect();
    serde_json::to_writer_pretty(&mut *out, &all)?;
    writeln!(out)?;
    Ok(())
}
