//! A release file before and after somebody's word went in: text goes in at known places, all else stays, and nothing is
//! written over what somebody else wrote.
//!
//! What comes out is read once more before it takes the place of the file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use super::file::{shown, write_while};
use super::load::{Loaded, Loader};
use super::parse::parse;
use super::{check, find, output};
use crate::Env;
use crate::checks::release::Release;
use crate::cli::Options;
use crate::exit::Exit;
use crate::input::{self, Syntax};
use crate::record::insert::{self, Edit};
use crate::render::escape;
use crate::report::Verdict;
use crate::shape::Faults;
use crate::shape::tree::Node;
use crate::source::FileId;
use crate::untrusted::Untrusted;

/// Marks the bytes of a text as UTF-8.
const MARK: &str = "\u{feff}";

const CHANGED: &str = "the file changed meanwhile: it is left alone; look at it and say it again";

/// What became of opening a file.
pub(super) enum Opened {
    /// A release, and its file as it was read.
    Release(Box<Loaded>, Before),
    /// No release: what is wrong was told.
    Told(Exit),
}

/// Opens the release that somebody's word goes into.
pub(super) fn open(
    file: Option<&Path>,
    options: &Options,
    as_of: &str,
    around: &mut Env,
) -> anyhow::Result<Opened> {
    let file = find::one(file, around.stderr)?;
    match Loader::new(options)?.load(&file, around.stdin) {
        Ok(loaded) => {
            let before = Before::read(&file, &loaded)?;
            Ok(Opened::Release(Box::new(loaded), before))
        }
        Err(report) => {
            let report = check::assemble(vec![*report], Some(as_of.to_owned()), options.strict, Verdict::Go);
            output::deliver(&report, options, around).map(Opened::Told)
        }
    }
}

/// The file as it was read.
pub(super) struct Before {
    file: Option<PathBuf>,
    bytes: Vec<u8>,
    /// What it holds.
    pub text: String,
    /// What it is written in.
    pub syntax: Syntax,
}

/// The file as it will be, or why what goes in has to be pasted.
pub(super) struct After {
    before: Before,
    bytes: Result<Vec<u8>, &'static str>,
}

impl Before {
    /// Reads the file once more: its bytes have to be those that were judged.
    fn read(file: &Path, loaded: &Loaded) -> anyhow::Result<Self> {
        let judged = loaded.sources.release_text();
        let syntax = input::detect(file, &judged);
        if file == Path::new("-") {
            return Ok(Self { file: None, bytes: Vec::new(), text: judged.to_string(), syntax });
        }
        let bytes = fs::read(file).with_context(|| format!("{} cannot be read", shown(file)))?;
        if input::decode(bytes.clone()).ok().as_deref() != Some(&*judged) {
            bail!("{CHANGED}");
        }
        Ok(Self { file: Some(file.to_path_buf()), bytes, text: judged.to_string(), syntax })
    }

    /// Makes the edits that are found for its tree. What comes out has to read well and to be what was meant, which is
    /// asked with the trees of before and after and with the new release.
    pub(super) fn with(
        self,
        edits: impl FnOnce(&str, &Node) -> Result<Vec<Edit>, &'static str>,
        is_meant: impl FnOnce(&Node, &Node, &Release) -> bool,
    ) -> anyhow::Result<After> {
        let why = match (&self.file, self.syntax) {
            (None, _) => Some("standard input cannot be written"),
            (_, Syntax::Toml) => None,
            _ => Some("the file is no TOML"),
        };
        if let Some(why) = why {
            return Ok(After { before: self, bytes: Err(why) });
        }
        let (old, _) = input::parse(FileId::Release, Syntax::Toml, &self.text);
        let edits = match edits(&self.text, &old) {
            Ok(edits) => edits,
            Err(why) => return Ok(After { before: self, bytes: Err(why) }),
        };
        let text = insert::apply(&self.text, edits).filter(|text| reads(text, &old, is_meant));
        let text = text.ok_or_else(|| anyhow!("it does not fit into the file; nothing was recorded"))?;
        let mark = if self.bytes.starts_with(MARK.as_bytes()) { MARK } else { "" };
        let bytes = Ok(format!("{mark}{text}").into_bytes());
        Ok(After { before: self, bytes })
    }
}

/// Whether a text is a release without a fault, and the one that was meant.
fn reads(text: &str, old: &Node, is_meant: impl FnOnce(&Node, &Node, &Release) -> bool) -> bool {
    let (new, broken) = input::parse(FileId::Release, Syntax::Toml, text);
    let mut faults = Faults::default();
    let release: Release = parse(FileId::Release, Syntax::Toml, text, &mut faults);
    release.examine(&mut faults);
    broken.is_empty() && faults.is_empty() && is_meant(old, &new, &release)
}

/// What is told when a word is in the file, or has to be pasted.
pub(super) struct Said {
    /// What was recorded, for the line that says so.
    pub what: Untrusted,
    /// What to do with what is printed.
    pub paste: String,
}

impl After {
    /// Writes the file, or prints what is to be pasted.
    pub(super) fn deliver(
        self,
        said: &Said,
        text: impl FnOnce(Syntax) -> String,
        around: &mut Env,
    ) -> anyhow::Result<()> {
        let Before { file, bytes, syntax, .. } = self.before;
        let (file, after) = match (file, self.bytes) {
            (Some(file), Ok(after)) => (file, after),
            (_, after) => {
                let text = escape::terminal_block(&Untrusted::new(text(syntax)));
                around.note(&format!("{}: {}", after.err().unwrap_or_default(), said.paste));
                return writeln!(around.stdout, "\n{text}").context("it cannot be printed");
            }
        };
        let is_same = || fs::read(&file).ok().as_deref() == Some(&bytes);
        if !is_same() {
            bail!("{CHANGED}");
        }
        write_while(&file, &after, is_same).with_context(|| format!("{} cannot be written", shown(&file)))?;
        let what = escape::terminal(&said.what);
        around.note(&format!("recorded in {}: {what}; commit it now", shown(&file)));
        Ok(())
    }
}
