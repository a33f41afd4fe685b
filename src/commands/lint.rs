//! `gonogo lint`: what the files alone can tell. No evidence, no clock.

use std::io;
use std::path::Path;

use anyhow::bail;

use super::collect::Collected;
use super::load::Loader;
use super::{check, find, output};
use crate::Env;
use crate::checks::case::{self, Case};
use crate::cli::Lint;
use crate::evidence::Evidence;
use crate::exit::Exit;
use crate::render::Format;
use crate::report::{ReleaseReport, Verdict};
use crate::threads;
use crate::verdict::{self, Mode, report};

/// Runs the command.
pub(crate) fn run(arguments: &Lint, around: &mut Env) -> anyhow::Result<Exit> {
    let options = &arguments.options;
    if options.format == Format::Ics {
        bail!("lint knows no clock, and a calendar needs one: gonogo check --format ics");
    }
    let files = find::release_files(&arguments.paths, &arguments.glob)?;
    let loader = Loader::new(options)?;
    let one = |file: &Path, stdin: &mut dyn io::Read| lint(&loader, file, stdin, options.strict);
    let collected = Collected::default();
    let releases = if files.iter().any(|file| file == Path::new("-")) {
        files.iter().map(|file| collected.take(|| one(file, around.stdin))).collect()
    } else {
        threads::each(files, |file| collected.take(|| one(&file, &mut io::empty())))
    };
    let report = check::assemble(collected.close(releases)?, None, options.strict, Verdict::Clean);
    output::deliver(&report, options, around)
}

fn lint(loader: &Loader, file: &Path, stdin: &mut dyn io::Read, strict: bool) -> ReleaseReport {
    match loader.load_alone(file, stdin) {
        Err(report) => *report,
        Ok(loaded) => {
            let evidence = Evidence::default();
            let conditions = case::conditions(&loaded.release, &loaded.policy);
            let case = Case::new(
                crate::checks::catalogue::catalogue(),
                &loaded.release,
                &loaded.policy,
                &evidence,
                conditions,
            );
            let judged = verdict::judge(case.clone(), Mode::Lint, check::strictness(strict));
            report::judged(&case, judged, &loaded.sources)
        }
    }
}
