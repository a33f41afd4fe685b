//! One person's word as it goes into the file, or is printed to be pasted.

use anyhow::anyhow;

use crate::input::Syntax;
use crate::record::entry::quoted;
use crate::record::insert::Step;
use crate::record::words::{Words, bare};
use crate::render::escape;
use crate::untrusted::{Untrusted, message};

/// One person's word.
pub(super) struct Word {
    /// Where it goes, and its values.
    pub words: Words,
    /// What it is about.
    pub what: Untrusted,
    /// What it lacks.
    pub missing: Option<&'static str>,
}

/// A key with its value as TOML; nothing for a key that goes.
pub(super) type Field = (String, Option<String>);

/// A key with a text.
pub(super) fn text(key: &str, value: &str) -> Field {
    (key.to_owned(), Some(quoted(value)))
}

/// A key with a date or a number.
pub(super) fn plain(key: &str, value: &str) -> Field {
    (key.to_owned(), Some(value.to_owned()))
}

/// The way to a table.
pub(super) fn way(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|key| Step::Key((*key).to_owned())).collect()
}

impl Word {
    /// A word that lacks nothing.
    pub(super) fn new(table: Vec<Step>, fields: Vec<Field>, what: impl Into<Untrusted>) -> Self {
        Self { words: Words { table, fields }, what: what.into(), missing: None }
    }

    /// Where it goes, in words.
    pub(super) fn place(&self) -> Untrusted {
        match self.words.table.as_slice() {
            [Step::Key(list), Step::At(_)] => message!("in its entry of `{}`", list),
            _ => "where its table is".into(),
        }
    }

    /// The word as text of its own, to be looked at or pasted.
    pub(super) fn text(&self, syntax: Syntax) -> String {
        let keys = self.words.table.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::At(_) => None,
        });
        let keys: Vec<&str> = keys.collect();
        let is_entry = self.words.table.iter().any(|step| matches!(step, Step::At(_)));
        let given =
            self.words.fields.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_deref()?)));
        match syntax {
            Syntax::Toml => {
                let path: Vec<String> = keys.iter().map(|key| bare(key)).collect();
                let path = path.join(".");
                let header = if is_entry { format!("[[{path}]]\n") } else { format!("[{path}]\n") };
                std::iter::once(header)
                    .chain(given.map(|(key, value)| format!("{} = {value}\n", bare(key))))
                    .collect()
            }
            Syntax::Yaml => {
                let keys = if is_entry { &[][..] } else { &keys[..] };
                let heads = keys
                    .iter()
                    .enumerate()
                    .map(|(depth, key)| format!("{}{}:\n", "  ".repeat(depth), quoted_key(key)));
                let indent = "  ".repeat(keys.len());
                heads.chain(given.map(|(key, value)| format!("{indent}{key}: {}\n", json(value)))).collect()
            }
            Syntax::Json => {
                let keys = if is_entry { &[][..] } else { &keys[..] };
                let inner: Vec<String> =
                    given.map(|(key, value)| format!("{}: {}", quoted(key), json(value))).collect();
                let inner = inner.join(", ");
                keys.iter().rev().fold(inner, |inner, key| format!("{}: {{ {inner} }}", quoted(key))) + "\n"
            }
        }
    }
}

fn quoted_key(key: &str) -> String {
    let plain = bare(key);
    if plain == key && key.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { quoted(key) }
}

/// A value as YAML and JSON write it: only TOML has dates without quotes.
fn json(value: &str) -> String {
    if value.starts_with('"') || value.parse::<f64>().is_ok() { value.to_owned() } else { quoted(value) }
}

/// An error in words that quote the file.
pub(super) fn refused(why: &Untrusted) -> anyhow::Error {
    anyhow!("{}", escape::terminal(why))
}
