//! Which changes the ignore entries fit. What all of them may cost together is bounded.

use std::collections::HashMap;

use crate::checks::scope::keys::Ignore;
use crate::evidence::history::change::Change;
use crate::evidence::history::trees::Doubt;
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::NamePattern;

/// Letters of all texts that are held against patterns, each as often as a pattern is held against it.
const LETTERS: usize = 2_000_000_000;
/// What it costs beside the letters to hold one pattern against one text.
const BESIDE: usize = 16;

/// The ignore entries, ready to be asked about changes.
pub(super) struct Ignoring<'i> {
    ignores: &'i [&'i Ignore],
    /// Which entries fit an author: a range has few, each many times.
    authors: HashMap<&'i str, Vec<bool>>,
    left: Budget,
}

/// Letters that may still be looked at; none when they are used up.
struct Budget(Option<usize>);

impl<'i> Ignoring<'i> {
    pub(super) fn new(ignores: &'i [&'i Ignore]) -> Self {
        Self { ignores, authors: HashMap::new(), left: Budget(Some(LETTERS)) }
    }

    /// The first entry that fits the change.
    pub(super) fn entry(&mut self, change: &'i Change) -> Option<usize> {
        let Self { ignores, authors, left } = self;
        let ignores = *ignores;
        let by_author = authors.entry(change.author.raw()).or_insert_with_key(|author| {
            ignores.iter().map(|ignore| left.fits(ignore.author.get(), &names(author))).collect()
        });
        let mut entries = ignores.iter().zip(by_author).enumerate();
        let found = entries.find(|(entry, (ignore, is_by))| {
            **is_by
                && (!ignore.paths.is_given() || change.fits_paths.contains(entry))
                && left.fits(ignore.subject.get(), &[change.subject.raw()])
        });
        found.map(|(entry, _)| entry)
    }

    /// Why some change may fit an entry without that it was found.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        self.left.0.is_none().then(|| Doubt {
            message: "the patterns of `ignore` are too many for so many changes".into(),
            help: "write fewer patterns, or put `*` behind what many of them begin with".into(),
        })
    }
}

/// How an author may be written.
fn names(author: &str) -> [&str; 3] {
    let (name, rest) = author.split_once(" <").unwrap_or((author, ""));
    [name, rest.trim_end_matches('>'), author]
}

impl Budget {
    /// Whether some pattern fits one of the texts; without patterns, all do.
    fn fits(&mut self, patterns: Option<&OneOrMany<NamePattern>>, texts: &[&str]) -> bool {
        let Some(patterns) = patterns else { return true };
        let texts = || texts.iter().filter(|text| !text.is_empty());
        let letters =
            texts().fold(0_usize, |all, text| all.saturating_add(text.len()).saturating_add(BESIDE));
        patterns.list.iter().any(|pattern| {
            self.0 = self.0.and_then(|left| left.checked_sub(letters.saturating_mul(pattern.weight())));
            self.0.is_some() && texts().any(|text| pattern.fits(text))
        })
    }
}
