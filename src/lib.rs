//! `gonogo` tells a team whether a release may ship.
//!
//! The way of a release through the code. Every file imports from lines below its own, never from one above:
//!
//! ```text
//! main
//! commands     one file or folder a command: reads what is named, asks for the verdict, writes the report
//! cli          the command line as clap reads it
//! exit         0 GO, 1 NO-GO, 2 no verdict
//! render       one module a format; render/escape alone opens untrusted text
//! review       what several releases show together: the past, what came back, how far the team has got
//! verdict      levels, acceptances, --strict: one pure function to the verdict, and the report filled from it
//! matrix       who decides what: people by decisions and activities, frozen
//! report       the frozen result
//! checks       one folder a check: keys, rules, pages; pure functions that add findings
//! evidence     git, change lists, test reports, fact files: the only code that opens them; it knows no release
//! record       the call: the digest of a plan, what is signed, and how an entry gets into a file
//! input        text to one spanned tree (TOML, YAML, JSON)
//! condition    stop rules: our subset of CEL
//! shape        the tree to typed tables, all problems at once
//! finding      what a rule says
//! row          rows of the report, and the numbers behind them
//! rule         what a rule is
//! threads      work side by side
//! limits       how much is read, held and told, with the words of each bound
//! site         where the book is published, once it is
//! source       places in a file
//! untrusted    text that must be escaped before anybody sees it
//! ```

mod checks;
mod cli;
mod commands;
mod condition;
mod evidence;
mod exit;
mod finding;
#[cfg(any(fuzzing, test))]
#[path = "../tests/fuzz/targets/mod.rs"]
pub mod fuzzing;
mod input;
mod limits;
mod matrix;
mod record;
mod render;
mod report;
mod review;
mod row;
mod rule;
mod shape;
mod site;
mod source;
mod threads;
mod untrusted;
mod verdict;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::Parser;
use jiff::Timestamp;

pub use exit::Exit;

use untrusted::Untrusted;

/// The reader's end.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own about the reader's end")]
pub struct Screen {
    /// Columns of the terminal; none where there is no terminal.
    pub width: Option<usize>,
    /// Whether it wants colour, as the terminal and the environment say.
    pub colour: bool,
    /// Whether it is a terminal that opens links.
    pub links: bool,
    /// Whether a person sits there who can be asked: standard input and standard output are both terminals.
    pub is_interactive: bool,
    /// Whether somebody sees standard error: it is a terminal.
    pub is_watched: bool,
}

/// All that a run takes from the world around it, files and git aside.
pub struct Env<'a> {
    /// What the clock says.
    pub now: Timestamp,
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// What standard output looks like.
    pub screen: Screen,
    /// The file that GitHub Actions shows as the summary of a job, where there is one.
    pub step_summary: Option<PathBuf>,
}

impl Env<'_> {
    /// Tells something beside the report, on standard error.
    fn note(&mut self, words: &str) {
        let text = render::escape::terminal_block(&Untrusted::from(words));
        let _ = writeln!(self.stderr, "gonogo: {text}");
    }

    /// Tells of an error on standard error. If not even that can be written, the exit code has to say it alone.
    fn report_error(&mut self, error: &anyhow::Error) {
        let text = render::escape::terminal_block(&Untrusted::new(format!("{error:#}")));
        let _ = writeln!(self.stderr, "gonogo: {text}");
    }
}

/// Runs the program on these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>, around: &mut Env) -> Exit {
    let cli = match cli::Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => return tell(&usage, around),
    };
    match commands::run(cli.command, around) {
        Ok(exit) => exit,
        Err(error) => {
            around.report_error(&error);
            Exit::NoVerdict
        }
    }
}

/// Help and version go to standard output and are no failure; everything else is wrong usage.
fn tell(usage: &clap::Error, around: &mut Env) -> Exit {
    let text = usage.render();
    if usage.use_stderr() {
        // It quotes the command line, which a script may have put together from anything.
        let text = render::escape::terminal_block(&Untrusted::new(text.to_string()));
        let _ = writeln!(around.stderr, "{text}");
        return Exit::NoVerdict;
    }
    let told: io::Result<()> = write!(around.stdout, "{text}").and_then(|()| around.stdout.flush());
    match told {
        // Who reads help may have had enough before its end (`| head`).
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::NoVerdict,
        _ => Exit::Go,
    }
}
