//! `gonogo schema`: JSON Schema of the release file or the policy, for editors.

use crate::Env;
use crate::checks::catalogue::catalogue;
use crate::checks::file;
use crate::checks::schema;
use crate::cli::{Schema, SchemaOf};
use crate::exit::Exit;

/// Runs the command.
pub(crate) fn run(arguments: &Schema, around: &mut Env) -> anyhow::Result<Exit> {
    let rules: Vec<&str> = catalogue().ids().filter(|id| *id != file::invalid().id).collect();
    let schema = match arguments.of {
        SchemaOf::Release => schema::release(&rules),
        SchemaOf::Policy => schema::policy(&rules),
    };
    serde_json::to_writer_pretty(&mut *around.stdout, &schema)?;
    writeln!(around.stdout)?;
    around.stdout.flush()?;
    Ok(Exit::Go)
}
