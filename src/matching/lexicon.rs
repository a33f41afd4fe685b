//! The ids that the lists of one release use, and how they are found in a text.
//!
//! Ids match as whole tokens and in any case: `BILL-10` is not in `BILL-101`, `#12` is not in `#123`.

use std::collections::{BTreeSet, HashMap};

use super::id::{Id, Sigil, is_project_byte};

/// An id found in a text; `entry` is its place on the lists, if it is on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The id.
    pub id: Id,
    /// Index of the listed id in [`Lexicon::ids`].
    pub entry: Option<usize>,
}

/// The ids of kinds in use that stand in one text, each once, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    /// Issue keys, codes and words: they name the change.
    pub keys: Vec<Mention>,
    /// Numbers: they may be references.
    pub numbers: Vec<Mention>,
}

impl Mentions {
    fn add(&mut self, mention: Mention) {
        let list = if matches!(mention.id, Id::Number(..)) { &mut self.numbers } else { &mut self.keys };
        if !list.contains(&mention) {
            list.push(mention);
        }
    }

    /// Takes over what another text says.
    pub(crate) fn extend(&mut self, more: Self) {
        more.keys.into_iter().chain(more.numbers).for_each(|mention| self.add(mention));
    }
}

/// How many different ids of one text are kept: beyond it no message names its own work.
const MOST_MENTIONS: usize = 200;

/// The ids in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    ids: HashMap<Id, usize>,
    projects: HashMap<String, Groups>,
    sigils: BTreeSet<Sigil>,
    has_codes: bool,
    has_words: bool,
}

/// Whether ids of a project have one group of digits (`BILL-101`) or several (`CVE-2024-1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Groups {
    One,
    Several,
}

impl Lexicon {
    /// Takes an id that stands on a list and gives its index; equal ids share one.
    pub(crate) fn add(&mut self, id: Id) -> usize {
        match &id {
            Id::Key(project, number) => {
                let groups = if number.contains('-') { Groups::Several } else { Groups::One };
                let known = self.projects.entry(project.clone()).or_insert(groups);
                *known = groups.max(*known);
            }
            Id::Number(sigil, _) => {
                self.sigils.insert(*sigil);
            }
            Id::Code(_) => self.has_codes = true,
            Id::Word(_) => self.has_words = true,
        }
        let next = self.ids.len();
        *self.ids.entry(id).or_insert(next)
    }

    /// Whether any list uses this sign.
    pub(crate) fn uses(&self, sigil: Sigil) -> bool {
        self.sigils.contains(&sigil)
    }

    /// The mention of an id, whether it is listed or not.
    pub(crate) fn mention(&self, id: Id) -> Mention {
        let entry = self.ids.get(&id).copied();
        Mention { id, entry }
    }

    /// Every id of a kind in use in a text, words aside.
    pub(crate) fn find(&self, text: &str) -> Mentions {
        let mut found = Mentions::default();
        if !self.projects.is_empty() {
            self.find_keys(text, &mut found);
        }
        if !self.sigils.is_empty() {
            self.find_numbers(text, &mut found);
        }
        if self.has_codes {
            self.find_codes(text, &mut found);
        }
        found
    }

    /// The listed word, if the text is one: for the places where ids stand (`feat(word):`, `[word]`, a trailer).
    pub(crate) fn word(&self, text: &str) -> Option<Mention> {
        if !self.has_words {
            return None;
        }
        let mention = self.mention(Id::Word(text.trim().to_lowercase()));
        mention.entry.is_some().then_some(mention)
    }

    fn find_keys(&self, text: &str, found: &mut Mentions) {
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(dash) = bytes.get(from..).and_then(|rest| rest.iter().position(|byte| *byte == b'-')) {
            let dash = from.saturating_add(dash);
            from = dash.saturating_add(1);
            if let Some(mention) = self.key_around(text, dash)
                && found.keys.len() < MOST_MENTIONS
            {
                found.add(mention);
            }
        }
    }

    /// The key whose first dash is at `dash`, if one of a project in use stands there as a whole token.
    fn key_around(&self, text: &str, dash: usize) -> Option<Mention> {
        let before = text.get(..dash)?;
        let start =
            before.bytes().rposition(|byte| !is_project_byte(byte)).map_or(0, |at| at.saturating_add(1));
        let project = before.get(start..)?.to_ascii_lowercase();
        let groups = *self.projects.get(&project)?;
        // A letter that is not ASCII in front makes it the end of some other word.
        if before.get(..start)?.chars().next_back().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let after = text.get(dash.saturating_add(1)..)?;
        let number = match groups {
            Groups::One => digits(after),
            Groups::Several => digit_groups(after),
        };
        let rest = after.get(number.len()..)?;
        let is_whole = !number.is_empty() && !rest.chars().next().is_some_and(char::is_alphanumeric);
        is_whole.then(|| self.mention(Id::Key(project, number.to_owned())))
    }

    fn find_numbers(&self, text: &str, found: &mut Mentions) {
        let mut before = None;
        let mut chars = text.char_indices();
        while let Some((at, sign)) = chars.next() {
            let boundary = !before.is_some_and(is_part_of_reference);
            before = Some(sign);
            let Some(sigil) = Sigil::of(sign).filter(|sigil| boundary && self.uses(*sigil)) else { continue };
            let Some(number) = text.get(at.saturating_add(1)..).and_then(whole_number) else { continue };
            if found.numbers.len() < MOST_MENTIONS {
                found.add(self.mention(Id::Number(sigil, number.to_owned())));
            }
            for _ in number.chars() {
                before = chars.next().map(|(_, digit)| digit);
            }
        }
    }

    fn find_codes(&self, text: &str, found: &mut Mentions) {
        let breaks = |c: char| c.is_whitespace() || "()[]{}<>,;:\"'`/".contains(c);
        for word in text.split(breaks) {
            let word = word.trim_matches(|c: char| ".!?".contains(c));
            let mention = self.mention(Id::Code(word.to_lowercase()));
            if mention.entry.is_some() {
                found.add(mention);
            }
        }
    }
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
