//! The ids that the lists of one release use, and how they are found in a text.
//!
//! Ids match as whole tokens and in any case: `BILL-10` is not in `BILL-101`, `#12` is not in `#123`.

use std::collections::HashMap;
use std::sync::Arc;

use memchr::{memchr, memchr2};

use super::id::{Id, Sigil, is_project_byte};

/// An id found in a text; `entry` is its place on the lists, if it is on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Index of the listed id, in the order in which [`Lexicon::add`] first took them.
    pub entry: Option<usize>,
    /// The id.
    pub id: Arc<Id>,
}

/// The ids of kinds in use that stand in one text, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    /// Issue keys, codes and words: they name the change.
    pub keys: Vec<Mention>,
    /// Numbers: they may be references.
    pub numbers: Vec<Mention>,
}

/// How many mentions are compared with a new one: what a longer text repeats is taken twice, which changes nothing.
const COMPARED: usize = 64;

/// How many unlisted ids of one text are kept: beyond it no message names its own work. Listed ones always count, or a
/// long list of strangers would hide one that was left out.
const MOST_STRANGERS: usize = 200;

impl Mentions {
    /// Takes an id, unless it is there already.
    pub(crate) fn add(&mut self, mention: Mention) {
        let list = if matches!(*mention.id, Id::Number(..)) { &mut self.numbers } else { &mut self.keys };
        let is_known = list.iter().take(COMPARED).any(|known| *known == mention);
        if !is_known && (mention.entry.is_some() || list.len() < MOST_STRANGERS) {
            list.push(mention);
        }
    }
}

/// The ids in use, by kind. Looking one up allocates nothing where it is listed: that is done for every id of every
/// message of a range.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    count: usize,
    projects: HashMap<String, Project>,
    hashes: Option<Known>,
    bangs: Option<Known>,
    codes: Known,
    words: Known,
}

/// Listed ids of one kind, by what tells them apart within it.
type Known = HashMap<String, Mention>;

/// The ids of one project.
#[derive(Debug, Clone, Default)]
struct Project {
    /// Whether they have several groups of digits (`CVE-2024-1`).
    has_groups: bool,
    numbers: Known,
}

impl Lexicon {
    /// Takes an id that stands on a list and gives its index; equal ids share one.
    pub(crate) fn add(&mut self, id: Id) -> usize {
        let id = Arc::new(id);
        let (known, text) = match &*id {
            Id::Key(project, number) => {
                let project = self.projects.entry(project.clone()).or_default();
                project.has_groups |= number.contains('-');
                (&mut project.numbers, number)
            }
            Id::Number(Sigil::Hash, number) => (self.hashes.get_or_insert_default(), number),
            Id::Number(Sigil::Bang, number) => (self.bangs.get_or_insert_default(), number),
            Id::Code(word) => (&mut self.codes, word),
            Id::Word(word) => (&mut self.words, word),
        };
        if let Some(Mention { entry: Some(entry), .. }) = known.get(text) {
            return *entry;
        }
        let entry = self.count;
        known.insert(text.clone(), Mention { entry: Some(entry), id: Arc::clone(&id) });
        self.count = self.count.saturating_add(1);
        entry
    }

    /// Whether any list uses this sign.
    pub(crate) fn uses(&self, sigil: Sigil) -> bool {
        self.numbers(sigil).is_some()
    }

    /// The mention of a number, whether it is listed or not.
    pub(crate) fn number(&self, sigil: Sigil, number: &str) -> Mention {
        let listed = self.numbers(sigil).and_then(|known| known.get(number)).cloned();
        listed.unwrap_or_else(|| stranger(Id::Number(sigil, number.to_owned())))
    }

    fn numbers(&self, sigil: Sigil) -> Option<&Known> {
        match sigil {
            Sigil::Hash => self.hashes.as_ref(),
            Sigil::Bang => self.bangs.as_ref(),
        }
    }

    /// Adds every id of a kind in use in a text, words aside.
    pub(crate) fn find(&self, text: &str, found: &mut Mentions) {
        if !self.projects.is_empty() {
            self.find_keys(text, found);
        }
        if self.hashes.is_some() || self.bangs.is_some() {
            self.find_numbers(text, found);
        }
        if !self.codes.is_empty() {
            self.find_codes(text, found);
        }
    }

    /// Whether any list uses words as ids.
    pub(crate) fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// The listed word, if the text is one: for the places where ids stand (`feat(word):`, `[word]`, a trailer).
    pub(crate) fn word(&self, text: &str) -> Option<Mention> {
        if !self.has_words() {
            return None;
        }
        self.words.get(&text.trim().to_lowercase()).cloned()
    }

    fn find_keys(&self, text: &str, found: &mut Mentions) {
        let mut from = 0;
        while let Some(dash) = text.as_bytes().get(from..).and_then(|rest| memchr(b'-', rest)) {
            let dash = from.saturating_add(dash);
            from = dash.saturating_add(1);
            if let Some(mention) = self.key_around(text, dash) {
                found.add(mention);
            }
        }
    }

    /// The key whose first dash is at `dash`, if one of a project in use stands there as a whole token.
    fn key_around(&self, text: &str, dash: usize) -> Option<Mention> {
        let before = text.get(..dash)?;
        let start =
            before.bytes().rposition(|byte| !is_project_byte(byte)).map_or(0, |at| at.saturating_add(1));
        let project = before.get(start..)?;
        let known = self.project(project)?;
        // A letter that is not ASCII in front makes it the end of some other word.
        if before.get(..start)?.chars().next_back().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let after = text.get(dash.saturating_add(1)..)?;
        let number = if known.has_groups { digit_groups(after) } else { digits(after) };
        let rest = after.get(number.len()..)?;
        let is_whole = !number.is_empty() && !rest.chars().next().is_some_and(char::is_alphanumeric);
        let listed = || known.numbers.get(number).cloned();
        is_whole.then(|| {
            listed().unwrap_or_else(|| stranger(Id::Key(project.to_ascii_lowercase(), number.to_owned())))
        })
    }

    /// A project in any case. Nearly all are short enough to be put into lower case without an allocation.
    fn project(&self, text: &str) -> Option<&Project> {
        let mut short = [0; 16];
        match short.get_mut(..text.len()) {
            Some(lower) => {
                lower.copy_from_slice(text.as_bytes());
                lower.make_ascii_lowercase();
                self.projects.get(std::str::from_utf8(lower).ok()?)
            }
            None => self.projects.get(&text.to_ascii_lowercase()),
        }
    }

    fn find_numbers(&self, text: &str, found: &mut Mentions) {
        let mut from = 0;
        while let Some(at) = text.as_bytes().get(from..).and_then(|rest| memchr2(b'#', b'!', rest)) {
            let at = from.saturating_add(at);
            from = at.saturating_add(1);
            let (Some(before), Some(after)) = (text.get(..at), text.get(from..)) else { return };
            let sigil = text.get(at..).and_then(|rest| rest.chars().next()).and_then(Sigil::of);
            let Some(sigil) = sigil.filter(|sigil| self.uses(*sigil)) else { continue };
            if before.chars().next_back().is_some_and(is_part_of_reference) {
                continue;
            }
            if let Some(number) = whole_number(after) {
                found.add(self.number(sigil, number));
            }
        }
    }

    fn find_codes(&self, text: &str, found: &mut Mentions) {
        let breaks = |c: char| c.is_whitespace() || "()[]{}<>,;:\"'`/".contains(c);
        for word in text.split(breaks) {
            let word = word.trim_matches(|c: char| ".!?".contains(c));
            if let Some(mention) = self.codes.get(&word.to_lowercase()) {
                found.add(mention.clone());
            }
        }
    }
}

/// An id that is on no list.
fn stranger(id: Id) -> Mention {
    Mention { entry: None, id: Arc::new(id) }
}

/// What in front of a sign makes the number another project's (`group/project#12`) or no number at all (`##12`).
fn is_part_of_reference(c: char) -> bool {
    c.is_alphanumeric() || "_#!&".contains(c)
}

/// The digits at the start of a text, if they end as a whole token does.
pub(crate) fn whole_number(text: &str) -> Option<&str> {
    let number = digits(text);
    let next = text.get(number.len()..)?.chars().next();
    (!number.is_empty() && !next.is_some_and(|c| c.is_alphanumeric() || c == '_')).then_some(number)
}

fn digits(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// `2024-1` of `2024-1 fix`: groups of digits joined by dashes.
fn digit_groups(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'-').unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('-')
}

#[cfg(test)]
#[path = "lexicon_tests.rs"]
mod tests;
