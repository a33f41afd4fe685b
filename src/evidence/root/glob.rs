//! Patterns of paths, matched folder by folder.
//!
//! A pattern is a row of steps. While a walk goes down, [`States`] says at which steps it may stand; it tells which
//! folders are worth entering, and two ways to one folder with equal states need only one visit. No file is looked
//! at here.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Refusal;
use crate::limits;
use crate::untrusted::message;

/// The steps of a pattern that a walk may stand at.
pub(super) type States = BTreeSet<usize>;

/// A pattern, from its first part with a wildcard on.
#[derive(Debug)]
pub(super) struct Glob {
    steps: Vec<Step>,
    asks_for_a_name: bool,
}

#[derive(Debug)]
enum Step {
    /// `**`: any number of folders, none included.
    Folders,
    /// One name, letter by letter.
    Plain(String),
    /// One name that fits.
    Name(GlobSet),
}

/// Whether a part of a path is more than a plain name.
pub(super) fn is_wild(part: &str) -> bool {
    part.contains(['*', '?', '[', '{'])
}

impl Glob {
    /// Compiles the parts of a pattern; `pattern` is the whole, for the message.
    pub(super) fn compile(pattern: &str, parts: &[String]) -> Result<Self, Refusal> {
        if parts.len() > limits::PATTERN_PARTS {
            let why = message!("the pattern has more than {} parts", limits::PATTERN_PARTS);
            return Err(Refusal::new(pattern, why, "name a folder nearer to the files"));
        }
        let mut steps =
            parts.iter().map(|part| Step::compile(pattern, part)).collect::<Result<Vec<_>, _>>()?;
        // `**/**` says no more than `**`.
        steps.dedup_by(|next, last| matches!((next, last), (Step::Folders, Step::Folders)));
        // `a/**` stands for what is below `a`, not for `a`.
        if let Some(Step::Folders) = steps.last() {
            steps.push(Step::Name(compile("*").unwrap_or_default()));
        }
        let asks_for_a_name = parts.last().is_some_and(|part| part.contains(char::is_alphanumeric));
        Ok(Self { steps, asks_for_a_name })
    }

    /// Where a walk stands before it took a step.
    pub(super) fn start(&self) -> States {
        let mut states = States::new();
        self.enter(0, &mut states);
        states
    }

    /// Where it stands after it went into, or came upon, something of this name.
    pub(super) fn after(&self, states: &States, name: &OsStr) -> States {
        let mut next = States::new();
        for at in states {
            match self.steps.get(*at) {
                Some(Step::Folders) => self.enter(*at, &mut next),
                Some(step) if step.fits(name) => self.enter(at.saturating_add(1), &mut next),
                Some(_) | None => {}
            }
        }
        next
    }

    /// Whether a file at this place fits the whole pattern.
    pub(super) fn is_match(&self, states: &States) -> bool {
        states.contains(&self.steps.len())
    }

    /// Whether a folder at this place has the name of a file that is asked for, as in `*.xml`; `*` and `**` ask for
    /// none.
    pub(super) fn is_mistaken(&self, states: &States) -> bool {
        self.asks_for_a_name && self.is_match(states)
    }

    /// Whether something below this place may fit.
    pub(super) fn goes_on(&self, states: &States) -> bool {
        states.first().is_some_and(|at| *at < self.steps.len())
    }

    fn enter(&self, at: usize, states: &mut States) {
        let mut at = at;
        states.insert(at);
        while let Some(Step::Folders) = self.steps.get(at) {
            at = at.saturating_add(1);
            states.insert(at);
        }
    }
}

impl Step {
    fn compile(pattern: &str, part: &str) -> Result<Self, Refusal> {
        if part == "**" {
            return Ok(Self::Folders);
        }
        if !is_wild(part) {
            return Ok(Self::Plain(part.to_owned()));
        }
        if has_wide_class(part) {
            return Err(Refusal::new(
                pattern,
                "a `[…]` in the pattern holds letters beyond ASCII",
                "write {ä,ö} instead of [äö]",
            ));
        }
        compile(part).map(Self::Name).map_err(|error| {
            Refusal::new(
                pattern,
                message!("it is not a pattern: {}", error.kind().to_string()),
                "close each `[` and `{`; a `/` may not stand inside them: write a pattern for each folder",
            )
        })
    }

    fn fits(&self, name: &OsStr) -> bool {
        match self {
            Self::Folders => true,
            Self::Plain(plain) => name == OsStr::new(plain),
            Self::Name(glob) => glob.is_match(name),
        }
    }
}

/// A set of one: a lone matcher panics where its automaton would be too large, a set gives an error.
fn compile(part: &str) -> Result<GlobSet, globset::Error> {
    let glob = GlobBuilder::new(part).literal_separator(true).backslash_escape(false).build()?;
    GlobSetBuilder::new().add(glob).build()
}

/// The library matches bytes, so that a class with a letter of two bytes means something else than it says.
fn has_wide_class(part: &str) -> bool {
    let mut inside = false;
    part.chars().any(|letter| {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        inside && !letter.is_ascii()
    })
}
