//! Change lists: pull requests as JSON, instead of git.

use serde::Deserialize;
use thiserror::Error;

use crate::foreign::Foreign;
use crate::matching::change::Change;
use crate::matching::lexicon::Lexicon;
use crate::matching::message;

/// Why a change list could not be read.
#[derive(Debug, Error)]
pub(crate) enum ChangesFault {
    /// Its form.
    #[error("it is not a list of pull requests: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A date.
    #[error("entry {0} has no readable date")]
    Date(usize),
}

impl ChangesFault {
    /// What to do about it.
    pub(crate) fn help(&self) -> &'static str {
        "write it with `gh pr list --state merged --json number,title,body,author,mergedAt`"
    }
}

#[derive(Deserialize)]
struct Entry {
    number: u64,
    title: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    author: Option<Author>,
    #[serde(rename = "mergedAt")]
    merged_at: Option<String>,
}

#[derive(Deserialize)]
struct Author {
    #[serde(default)]
    login: String,
}

/// Reads a list; what was not merged is left out.
pub(crate) fn read(bytes: &[u8], lexicon: &Lexicon) -> Result<Vec<Change>, ChangesFault> {
    let entries: Vec<Entry> = serde_json::from_slice(bytes)?;
    let merged = entries.into_iter().enumerate().filter(|(_, entry)| entry.merged_at.is_some());
    merged.map(|(at, entry)| change(at, entry, lexicon)).collect()
}

fn change(at: usize, entry: Entry, lexicon: &Lexicon) -> Result<Change, ChangesFault> {
    let stamp = entry.merged_at.unwrap_or_default().parse::<jiff::Timestamp>();
    let stamp = stamp.map_err(|_| ChangesFault::Date(at.saturating_add(1)))?;
    let message = format!("{} (#{})\n\n{}", entry.title, entry.number, entry.body.unwrap_or_default());
    let id = Foreign::new(format!("#{}", entry.number));
    Ok(Change {
        id: id.clone(),
        short: id,
        author: entry.author.map(|author| author.login).unwrap_or_default().into(),
        committed: Some(stamp.as_second()),
        reading: message::read(&message, false, lexicon),
        ..Change::default()
    })
}
