//! One line of a body: a trailer, a keyword, a bullet, an address, or prose.

use std::str::Lines;

use super::claim::{By, Saying};
use super::id::{Digits, Id, Named, Sigil, Style};
use super::scan::{self, Found, Sort};
use super::subject::{self, claim};
use super::undo::{Revert, is_hash};
use super::words::{Role, Words, is_about_people, role};

/// Reads a body's lines, one after the other.
#[derive(Debug, Default)]
pub(super) struct Body {
    is_merge: bool,
    /// Inside a block of code: the sign of its fences.
    fence: Option<&'static str>,
    /// A squash that git wrote: its messages are set in.
    is_git_squash: bool,
    /// The request that a line names.
    pub request: Option<Named>,
}

impl Body {
    pub(super) fn of(is_merge: bool) -> Self {
        Self { is_merge, ..Self::default() }
    }

    /// Reads all of them.
    pub(super) fn read(&mut self, mut lines: Lines<'_>, words: &mut Words, saying: &mut Saying) {
        while let Some(line) = lines.next() {
            if !self.is_code(line, &lines) {
                self.line(line, words, saying);
            }
        }
    }

    /// Whether a line is code or a fence around it. Only the sign that opened a block closes it, and what nothing closes
    /// is none.
    fn is_code(&mut self, line: &str, behind: &Lines<'_>) -> bool {
        let Some(sign) = fence(line) else { return self.fence.is_some() };
        let is_it = |line| fence(line) == Some(sign);
        match self.fence {
            Some(open) if open == sign => self.fence = None,
            None if behind.clone().any(is_it) => self.fence = Some(sign),
            _ => {}
        }
        true
    }

    fn line(&mut self, raw: &str, words: &mut Words, saying: &mut Saying) {
        let line = raw.trim();
        if line.is_empty() || is_none_of_ours(line) {
            return;
        }
        self.is_git_squash |= line.starts_with("Squashed commit of the following");
        let is_set_in = raw.starts_with("    ") || raw.starts_with('\t');
        if is_set_in && self.is_git_squash {
            bullet(line, words, saying);
            return;
        }
        if is_set_in || !line.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        if self.trailer(line, words, saying) {
            return;
        }
        let item = line.strip_prefix("* ").or_else(|| line.strip_prefix("- "));
        match item {
            Some(item) if !self.is_merge => {
                if !self.trailer(item.trim(), words, saying) {
                    bullet(item, words, saying);
                }
            }
            _ => prose(line, words, saying),
        }
    }

    /// Reads a line that says what the ids on it are to the change; false where it is none.
    fn trailer(&mut self, line: &str, words: &mut Words, saying: &mut Saying) -> bool {
        const REQUEST: &str = "See merge request ";
        if let Some(value) = line.strip_prefix(REQUEST) {
            self.request(value, words, saying);
            return true;
        }
        let Some(trailer) = Trailer::of(line) else { return false };
        let mut found = Vec::new();
        scan::ids(trailer.value, words, &mut found);
        match trailer.role {
            Role::Request => self.request(trailer.value, words, saying),
            _ if is_hash(trailer.value.split([' ', '(']).next().unwrap_or_default())
                && !is_digits(trailer.value) =>
            {
                // `Fixes: 3f2a1c9 ("BILL-99 Title")` names the commit that was wrong; its title's ids are not this change's.
            }
            _ if !trailer.is_plain(&found) && !trailer.begins(&found) => return false,
            Role::Reference | Role::BugReference => trailer.numbers(found, words).for_each(|found| {
                found.also.into_iter().for_each(|also| saying.refer(Named::alone(also)));
                saying.refer(found.named);
            }),
            Role::Closing | Role::Bug | Role::WorkItem => {
                let mut end = 0;
                for one in trailer.numbers(found, words) {
                    if trailer.joins(end, one.start) {
                        end = one.end;
                        claim(one, By::Closing, saying);
                    } else {
                        end = usize::MAX;
                        saying.mention(one.named);
                    }
                }
            }
        }
        true
    }

    fn request(&mut self, value: &str, words: &mut Words, saying: &mut Saying) {
        let mut found = Vec::new();
        scan::ids(value, words, &mut found);
        if let Some(found) = found.pop() {
            self.request = Some(found.named.clone());
            saying.claim(found.named, By::Request);
        }
    }
}

/// The sign of a fence; a line that is set in is none.
fn fence(line: &str) -> Option<&'static str> {
    const DEEPEST: usize = 3;
    let bare = line.trim_start();
    let is_near = line.len().saturating_sub(bare.len()) <= DEEPEST;
    ["```", "~~~"].into_iter().find(|sign| is_near && bare.starts_with(sign))
}

/// Lines that name something, but not what the change is.
pub(super) fn is_none_of_ours(line: &str) -> bool {
    line.starts_with('>')
        || line.starts_with("This reverts")
        || line.starts_with("(cherry")
        || line.starts_with("Reverts ")
        || is_about_people(line)
}

/// The ids that lead a bullet; the rest of it is prose.
fn bullet(item: &str, words: &mut Words, saying: &mut Saying) {
    let own = Revert::own_words(item);
    if is_sentence(&own) || !subject::lead(&own, By::Bullet, words, saying) {
        prose(&own, words, saying);
    }
}

/// `#77 helped` is a sentence about a number; `#77 Help` and `#77: help` are subjects.
fn is_sentence(item: &str) -> bool {
    let rest = item.trim_start().strip_prefix(['#', '!']);
    let behind = rest.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start());
    behind.is_some_and(|behind| behind.starts_with(char::is_lowercase))
}

fn prose(line: &str, words: &mut Words, saying: &mut Saying) {
    // Merges and squashes quote the subjects of what they brought, reverts among them.
    let own = Revert::own_words(line);
    let mut found = Vec::new();
    scan::ids(&own, words, &mut found);
    let is_alone = |one: &Found| one.start == 0 && own.trim_end_matches('.').len() == one.end;
    match found.as_slice() {
        [one] if one.link == Some(Sort::Issue) && is_alone(one) => {
            saying.claim(one.named.clone(), By::Pattern);
        }
        _ => found.into_iter().for_each(|found| saying.mention(found.named)),
    }
}

/// A line that begins with a word for what its ids are.
struct Trailer<'l> {
    role: Role,
    value: &'l str,
    has_colon: bool,
    /// Whether the word begins as a sentence does.
    is_capital: bool,
}

impl<'l> Trailer<'l> {
    fn of(line: &'l str) -> Option<Self> {
        const LONGEST_KEY: usize = 20;
        let head = line.as_bytes().get(..LONGEST_KEY.min(line.len()))?;
        let is_capital = line.starts_with(|c: char| c.is_ascii_uppercase());
        if let Some(colon) = memchr::memchr(b':', head)
            && let Some(role) = role(line.get(..colon)?.trim())
        {
            let value = line.get(colon.saturating_add(1)..)?;
            return Some(Self { role, value: value.trim(), has_colon: true, is_capital });
        }
        // `Closes #12`, `This closes #12`, `See also #12`
        let mut blanks = memchr::memchr_iter(b' ', head);
        let words = [blanks.next(), blanks.next()];
        words.into_iter().flatten().rev().find_map(|blank| {
            let role = role(line.get(..blank)?)?;
            Some(Self { role, value: line.get(blank..)?.trim(), has_colon: false, is_capital })
        })
    }

    /// Behind a colon anything may follow the ids; without one nothing but ids and what joins them may stand there.
    fn is_plain(&self, found: &[Found]) -> bool {
        if self.has_colon {
            return true;
        }
        let mut end = 0;
        for one in found {
            if !self.joins(end, one.start) {
                return false;
            }
            end = one.end;
        }
        !found.is_empty() && self.joins(end, self.value.len())
    }

    /// Whether it is a sentence that closes what it begins with, as forges read it: `Closes #12 as a takeover`.
    fn begins(&self, found: &[Found]) -> bool {
        let is_closed =
            |first: &Found| matches!(first.named.id, Id::Number(..)) && self.joins(0, first.start);
        self.role == Role::Closing && self.is_capital && found.first().is_some_and(is_closed)
    }

    /// Whether only marks, `and`, or the same sort of word again part two ids.
    fn joins(&self, from: usize, to: usize) -> bool {
        let Some(between) = self.value.get(from..to) else { return false };
        let is_mark = |c: char| c.is_whitespace() || ",;&+()[]<>.:/".contains(c);
        let is_joint = |word: &str| {
            word.is_empty()
                || word.eq_ignore_ascii_case("and")
                || word.eq_ignore_ascii_case("issue")
                || word.eq_ignore_ascii_case("issues")
                || role(word) == Some(self.role)
        };
        between.split(is_mark).all(is_joint)
    }

    /// The ids, and bare numbers as what they are behind such a word.
    fn numbers(&self, found: Vec<Found>, words: &mut Words) -> impl Iterator<Item = Found> + use<> {
        let mut all = found;
        if all.is_empty() && self.has_colon {
            let parts = self.value.split([',', ' ']).filter(|part| !part.is_empty());
            let numbers = parts.map_while(|part| Digits::of(part.trim_matches(['.', ';'])));
            all.extend(numbers.take(64).map(|digits| Found {
                start: 0,
                end: 0,
                named: Named::alone(Id::Number(Sigil::Hash, digits)),
                also: self.role.is_of_bugs().then(|| Id::Word(words.lower("bug"), digits, Style::Blank)),
                link: None,
            }));
        }
        for one in &mut all {
            match (&one.named.id, self.role) {
                (Id::Number(Sigil::Hash, digits), Role::WorkItem) => {
                    one.named.id = Id::Word(words.lower("ab"), *digits, Style::Hash);
                }
                (Id::Number(Sigil::Hash, digits), role) if role.is_of_bugs() && one.named.of.is_none() => {
                    one.also = Some(Id::Word(words.lower("bug"), *digits, Style::Blank));
                }
                _ => {}
            }
        }
        all.into_iter()
    }
}

fn is_digits(value: &str) -> bool {
    value.split([',', ' ', '(']).next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}
