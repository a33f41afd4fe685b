//! `gonogo schema`: JSON Schema of the release file and the policy, for editors, and of the JSON report, for scripts.

use crate::Env;
use crate::checks::catalogue::catalogue;
use crate::checks::{file, schema};
use crate::cli::{Schema, SchemaOf};
use crate::exit::Exit;
use crate::render::json;
use crate::row::CheckId;
use crate::rule::Rule;

/// Runs the command.
pub(crate) fn run(arguments: &Schema, around: &mut Env) -> anyhow::Result<Exit> {
    // What makes a file unreadable can neither be accepted nor have a level.
    let rules: Vec<&Rule> =
        catalogue().all().iter().filter(|rule| rule.id != file::invalid().id).copied().collect();
    let schema = match arguments.of {
        SchemaOf::Release => schema::release(&rules),
        SchemaOf::Policy => schema::policy(&rules),
        SchemaOf::Report => json::schema::schema(&schema::id("report"), CheckId::ALL),
    };
    serde_json::to_writer_pretty(&mut *around.stdout, &schema)?;
    writeln!(around.stdout)?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}
