//! `gonogo gate`: what a deploy job asks before its first effect.

use super::load::Loader;
use super::{check, find, output};
use crate::Env;
use crate::checks::case::Purpose;
use crate::cli::Gate;
use crate::exit::Exit;
use crate::report::{FileDigest, Verdict};
use crate::untrusted::Untrusted;

/// Runs the command: it is `check`, and beside it a ship call in force, about the commit that is deployed.
pub(crate) fn run(arguments: &Gate, around: &mut Env) -> anyhow::Result<Exit> {
    let options = &arguments.options;
    let (now, as_of) = check::as_of(options.as_of.as_deref(), around.now)?;
    let strictness = check::strictness(options.strict);
    let file = find::one(arguments.file.as_deref(), around.stderr)?;
    let release = match Loader::new(options)?.load(&file, around.stdin) {
        Ok(loaded) => {
            let asked = (Purpose::Gate, Some(arguments.commit.as_str()));
            let mut release = check::judge(&loaded, asked, (now, strictness));
            let read = loaded.ledger.map(|ledger| ledger.entries()).unwrap_or_default();
            let digest = |(name, sha256)| FileDigest { name: Untrusted::from(name), sha256 };
            release.attested = read.into_iter().map(digest).collect();
            release
        }
        Err(report) => *report,
    };
    let report = check::assemble(vec![release], Some(as_of), options.strict, Verdict::Go);
    output::deliver(&report, options, around)
}
