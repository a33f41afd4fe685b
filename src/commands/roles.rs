//! `gonogo roles`: who decides what, as one page. A reading: it judges nothing and ends with 0, or with 2 where a file
//! cannot be read.

use std::path::Path;

use anyhow::Context;

use super::load::Loader;
use super::{check, find, output};
use crate::Env;
use crate::checks::case::{Case, Conditions};
use crate::checks::catalogue::catalogue;
use crate::cli::{Colour, Roles};
use crate::evidence::Evidence;
use crate::exit::Exit;
use crate::matrix::Matrix;
use crate::report::Verdict;
use crate::untrusted::Untrusted;

/// Runs the command.
pub(crate) fn run(arguments: &Roles, around: &mut Env) -> anyhow::Result<Exit> {
    let loader = Loader::within(arguments.root.as_deref(), arguments.policy.as_deref(), None)?;
    let file = find::one(arguments.file.as_deref(), around.stderr)?;
    let mut drawn = Vec::new();
    let style = output::style(Colour::Auto, None, around.screen);
    let (drawing, exit) = match loader.load(&file, around.stdin) {
        Ok(loaded) => {
            let evidence = Evidence::default();
            let (release, policy) = (&loaded.release, &loaded.policy);
            let case = Case::new(catalogue(), release, policy, &evidence, Conditions::default());
            let name = |path: &Path| Untrusted::new(path.display().to_string());
            let matrix = Matrix::of(&case, name(&file), loaded.policy_path.as_deref().map(name));
            (arguments.format.render(&matrix, &style, &mut drawn), Exit::Go)
        }
        Err(report) => {
            let report = check::assemble(vec![*report], None, false, Verdict::Clean);
            (arguments.format.report().render(&report, &style, &mut drawn), Exit::NoVerdict)
        }
    };
    drawing.context("the page cannot be drawn")?;
    output::hand_over(&drawn, "page", None, around)?;
    Ok(exit)
}
