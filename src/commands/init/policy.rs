//! `gonogo init --policy`: a first team policy with the usual roles, decisions, checkpoints and handoffs, each a line to
//! strike.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::Env;
use crate::cli::Init;
use crate::commands::file::shown;

/// What is written.
const TEXT: &str = include_str!("policy.toml");

/// Which file: the one that `check` finds by itself, unless another is named.
pub(super) fn target(arguments: &Init) -> anyhow::Result<PathBuf> {
    let path = arguments.file.clone().unwrap_or_else(|| "gonogo.toml".into());
    if path == Path::new("-") {
        bail!("init writes a file: name one, such as gonogo.toml");
    }
    if path.extension().is_none_or(|ending| ending != "toml") {
        bail!("{} is no name for a policy: it is TOML, such as gonogo.toml", shown(&path));
    }
    Ok(path)
}

/// The file, whole.
pub(super) fn text() -> &'static [u8] {
    TEXT.as_bytes()
}

/// Says what comes next.
pub(super) fn tell(path: &Path, around: &mut Env) -> anyhow::Result<()> {
    let shown = crate::render::escape::terminal(&shown(path).into());
    writeln!(around.stdout, "Wrote {shown}.\n")?;
    writeln!(around.stdout, "Next: name one person for each role, and strike the lines that nobody needs.")?;
    writeln!(around.stdout, "Who is still missing, and what is due when, says at any time:\n  gonogo check")?;
    around.stdout.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::policy::Policy;
    use crate::commands::parse::parse;
    use crate::input::Syntax;
    use crate::shape::Faults;
    use crate::source::FileId;

    fn reads(text: &str) -> Policy {
        let mut faults = Faults::default();
        let policy: Policy = parse(FileId::Policy, Syntax::Toml, text, &mut faults);
        policy.examine(&mut faults);
        assert!(faults.is_empty(), "{text}\n{faults:?}");
        policy
    }

    /// Whether a line is a key, or the head of a table, that waits behind a `#`.
    fn waits(line: &str) -> bool {
        line.strip_prefix('#').is_some_and(|rest| !rest.starts_with(' ') && !rest.is_empty())
    }

    #[test]
    fn it_reads_as_written_and_each_block_reads_when_its_mark_is_gone() {
        assert_eq!(reads(TEXT).checkpoints.get().unwrap().entries.len(), 17);
        let blocks: Vec<&str> = TEXT.split("\n\n").filter(|block| block.lines().any(waits)).collect();
        assert_eq!(blocks.len(), 8);
        let open = |block: &str| -> String {
            let line =
                |line: &str| if waits(line) { line.get(1..).unwrap().to_owned() } else { line.to_owned() };
            block.lines().map(|each| line(each) + "\n").collect()
        };
        for block in &blocks {
            reads(&TEXT.replace(block, &open(block)));
        }
        reads(&open(TEXT));
    }

    #[test]
    fn each_line_can_be_struck_by_itself() {
        for line in TEXT.lines().filter(|line| line.contains(" = ") && !line.starts_with('#')) {
            reads(&TEXT.replace(line, ""));
        }
    }
}
