//! The file before and after: the entry goes in, all else stays, and nothing is written over what somebody else wrote.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::Env;
use crate::checks::release::Release;
use crate::commands::file::{shown, write_while};
use crate::commands::load::Loaded;
use crate::commands::parse::parse;
use crate::input::{self, Syntax};
use crate::record::canonical;
use crate::record::entry::Entry;
use crate::record::insert;
use crate::render::escape;
use crate::shape::tree::Node;
use crate::shape::{Decode, Faults};
use crate::source::FileId;
use crate::untrusted::Untrusted;

/// Marks the bytes of a text as UTF-8.
const MARK: &str = "\u{feff}";

/// The file as it was judged.
pub(super) struct Before {
    file: Option<PathBuf>,
    bytes: Vec<u8>,
    text: String,
    syntax: Syntax,
    /// Calls that stand in it.
    calls: usize,
}

/// The file as it will be, or that the entry has to be pasted.
pub(super) struct After {
    before: Before,
    bytes: Option<Vec<u8>>,
    why: &'static str,
}

impl Before {
    /// Reads the file once more: its bytes have to be those that were judged.
    pub(super) fn read(file: &Path, loaded: &Loaded) -> anyhow::Result<Self> {
        let judged = loaded.sources.release_text();
        let syntax = input::detect(file, &judged);
        let calls = loaded.release.calls.items().len();
        if file == Path::new("-") {
            return Ok(Self { file: None, bytes: Vec::new(), text: judged.to_string(), syntax, calls });
        }
        let bytes = fs::read(file).with_context(|| format!("{} cannot be read", shown(file)))?;
        if input::decode(bytes.clone()).ok().as_deref() != Some(&*judged) {
            bail!("{CHANGED}");
        }
        Ok(Self { file: Some(file.to_path_buf()), bytes, text: judged.to_string(), syntax, calls })
    }

    /// Adds the entry.
    pub(super) fn with(self, entry: &Entry) -> anyhow::Result<After> {
        if self.file.is_none() || self.syntax != Syntax::Toml {
            let why =
                if self.file.is_none() { "standard input cannot be written" } else { "the file is no TOML" };
            return Ok(After { before: self, bytes: None, why });
        }
        let (node, _) = input::parse(FileId::Release, Syntax::Toml, &self.text);
        let mut edits = match insert::entry(&self.text, &node, &entry.toml()) {
            Ok(edit) => vec![edit],
            Err(why) => return Ok(After { before: self, bytes: None, why }),
        };
        if !entry.statement.date.is_empty() {
            edits.push(insert::date(&self.text, &node, &entry.statement.date));
        }
        let text = insert::apply(&self.text, edits).filter(|text| self.is_as_meant(text, &node, entry));
        let text =
            text.ok_or_else(|| anyhow!("the entry does not fit into the file; nothing was recorded"))?;
        let mark = if self.bytes.starts_with(MARK.as_bytes()) { MARK } else { "" };
        let bytes = format!("{mark}{text}").into_bytes();
        Ok(After { before: self, bytes: Some(bytes), why: "" })
    }

    /// Whether the new text holds one more call, the one that was made, and the plan is what it was.
    fn is_as_meant(&self, text: &str, before: &Node, entry: &Entry) -> bool {
        let (after, broken) = input::parse(FileId::Release, Syntax::Toml, text);
        let mut faults = Faults::default();
        let release: Release = parse(FileId::Release, Syntax::Toml, text, &mut faults);
        let mut old_faults = Faults::default();
        let old: Release = parse(FileId::Release, Syntax::Toml, &self.text, &mut old_faults);
        let digest = |node: &Node| canonical::digest(node, &Release::form());
        let is_same_plan = !entry.statement.date.is_empty() || digest(&after) == digest(before);
        let calls = release.calls.items();
        broken.is_empty()
            && faults.is_empty()
            && is_same_plan
            && calls.len() == old.calls.items().len().saturating_add(1)
            && calls.last().is_some_and(|call| call.statement() == entry.statement)
    }
}

const CHANGED: &str = "the file changed while the call was made: it is left alone; look at it and call again";

impl After {
    /// Writes the file, or prints what is to be pasted.
    pub(super) fn deliver(self, entry: &Entry, around: &mut Env) -> anyhow::Result<()> {
        let Before { file, bytes, syntax, calls, .. } = self.before;
        let (Some(file), Some(after)) = (file, self.bytes) else {
            return print(entry, (syntax, calls), self.why, around);
        };
        let is_same = || fs::read(&file).ok().as_deref() == Some(&bytes);
        if !is_same() {
            bail!("{CHANGED}");
        }
        write_while(&file, &after, is_same).with_context(|| format!("{} cannot be written", shown(&file)))?;
        let said = &entry.statement;
        let by = escape::terminal(&Untrusted::from(said.by.as_str()));
        around.note(&format!("recorded in {}: {} by {by}; commit it now", shown(&file), said.say));
        Ok(())
    }
}

fn print(entry: &Entry, (syntax, calls): (Syntax, usize), why: &str, around: &mut Env) -> anyhow::Result<()> {
    let text = match syntax {
        Syntax::Toml => entry.toml(),
        Syntax::Yaml => entry.yaml(calls),
        Syntax::Json => entry.json(calls),
    };
    let text = escape::terminal_block(&Untrusted::new(text));
    let date = match entry.statement.date.as_str() {
        "" => String::new(),
        date => format!("; set `date` to {date} as well"),
    };
    around.note(&format!("{why}: paste this entry behind the last call{date}"));
    writeln!(around.stdout, "\n{text}").context("the entry cannot be printed")
}
