//! The values that stand in tables: texts, names, tokens, numbers, globs.
//!
//! A [`Text`] is prose and a [`Person`] is a name: rules look at both wherever they stand. A [`Token`] is for the
//! machine (a revision, a path, an expression) and is judged where it is used.

use std::borrow::Cow;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::decode::{Decode, Form, Visit};
use super::fault::Faults;
use super::letters::Letters;
use super::suggest;
use super::tree::{Node, Value};
use super::wildcards::Wildcards;
use crate::limits;
use crate::source::{Span, Spanned};
use crate::untrusted::{Untrusted, message};

/// A place where prose is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// Where it stands.
    pub span: Span,
    /// The words.
    pub words: Untrusted,
}

/// A place where one named person is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// Where it stands.
    pub span: Span,
    /// The name as it was written.
    pub name: Untrusted,
}

/// A value for the machine: a revision, a path, an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands.
    pub span: Span,
    /// The value as it was written.
    pub text: Untrusted,
}

fn text<'n>(node: &'n Node, expected: &str, faults: &mut Faults) -> Option<&'n str> {
    match &node.value {
        Value::Text(text) => Some(text),
        other => {
            let help = match other {
                Value::Integer(_) | Value::Float(_) | Value::Bool(_) | Value::Date(_) => "put it in quotes",
                _ => "write it as one text in quotes",
            };
            faults.add_with_help(node.span, message!("expected {}, found {}", expected, other.kind()), help);
            None
        }
    }
}

impl Decode for Text {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let words = Untrusted::new(text(node, "a text", faults)?);
        Some(Self { span: node.span, words })
    }

    fn form() -> Form {
        Form::Text
    }

    fn visit(&self, visitor: &mut dyn Visit) {
        visitor.text(self.span, &self.words);
    }
}

impl Person {}

impl Decode for Person {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Value::List(_) = node.value {
            faults.add_with_help(
                node.span,
                "expected the name of one person, found a list",
                "name the one person who answers for it",
            );
            return None;
        }
        let name = text(node, "the name of one person", faults)?;
        if name.chars().count() > limits::NAME_LENGTH {
            faults.add(
                node.span,
                message!("expected the name of one person, at most {} characters", limits::NAME_LENGTH),
            );
            return None;
        }
        Some(Self { span: node.span, name: Untrusted::new(name) })
    }

    fn form() -> Form {
        Form::Person(limits::NAME_LENGTH)
    }

    fn visit(&self, visitor: &mut dyn Visit) {
        visitor.person(self.span, &self.name);
    }
}

impl Decode for Token {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let raw = Untrusted::new(text(node, "a text", faults)?);
        Some(Self { span: node.span, text: raw })
    }

    fn form() -> Form {
        Form::Text
    }
}

impl Decode for Spanned<bool> {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::Bool(value) => Some(Self::new(node.span, *value)),
            other => {
                faults.add_with_help(
                    node.span,
                    message!("expected true or false, found {}", other.kind()),
                    "write true or false, without quotes",
                );
                None
            }
        }
    }

    fn form() -> Form {
        Form::Bool
    }
}

/// A whole number from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Whole {
    /// Where it stands.
    pub span: Span,
    /// The number.
    pub value: u32,
}

impl Decode for Whole {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Value::Integer(number) = &node.value
            && let Ok(value) = u32::try_from(*number)
        {
            return Some(Self { span: node.span, value });
        }
        let found = match &node.value {
            Value::Integer(number) => number.to_string(),
            other => other.kind().to_owned(),
        };
        faults.add_with_help(
            node.span,
            message!("expected a whole number from 0, found {}", found),
            "write digits alone, without quotes or units",
        );
        None
    }

    fn form() -> Form {
        Form::Whole
    }
}

/// A number from 0, whole or not: minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// Where it stands.
    pub span: Span,
    /// The number.
    pub value: f64,
}

impl Amount {
    /// Beyond this no count of minutes means anything, and below it every whole number is exact.
    const MOST: u32 = 1_000_000;
}

impl Decode for Amount {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let value = match &node.value {
            Value::Integer(number) => u32::try_from(*number).ok().map(f64::from),
            Value::Float(number) => Some(*number),
            _ => None,
        };
        if let Some(value) = value.filter(|value| (0.0..=f64::from(Self::MOST)).contains(value)) {
            return Some(Self { span: node.span, value });
        }
        faults.add_with_help(
            node.span,
            message!("expected a number of minutes from 0 to {}, found {}", Self::MOST, node.value.kind()),
            "write digits alone, without quotes or units",
        );
        None
    }

    fn form() -> Form {
        Form::Amount(Self::MOST)
    }
}

/// Reads one of a few words.
pub(crate) fn word(node: &Node, words: &'static [&'static str], faults: &mut Faults) -> Option<&'static str> {
    let given = text(node, "a text", faults)?;
    let found = words.iter().find(|word| **word == given).copied();
    if found.is_none() {
        let hint = suggest::hint(given, words.iter().copied());
        faults.add_with_help(
            node.span,
            message!("\"{}\" is not known here{}", given, hint),
            message!("write one of {}", words.join(", ")),
        );
    }
    found
}

/// A pattern over names: tests, subjects, authors, messages. `*` and `?` are its only wildcards, so that a name copied
/// from a message always fits itself.
#[derive(Debug, Clone)]
pub(crate) struct NamePattern {
    /// The pattern as it was written.
    pub text: Untrusted,
    wildcards: Wildcards,
}

impl NamePattern {
    /// Whether the name fits.
    pub(crate) fn fits(&self, name: &str) -> bool {
        self.wildcards.fits(name) || self.text.raw() == name
    }

    /// How much dearer it is to hold it against a name than a pattern without `?`.
    pub(crate) fn weight(&self) -> usize {
        self.wildcards.weight()
    }
}

impl Decode for NamePattern {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let raw = text(node, "a pattern", faults)?;
        if raw.is_empty() || raw.len() > limits::NAME_PATTERN_LENGTH {
            faults.add(
                node.span,
                message!("expected a pattern of 1 to {} characters", limits::NAME_PATTERN_LENGTH),
            );
            return None;
        }
        Some(Self { text: Untrusted::new(raw), wildcards: Wildcards::new(raw) })
    }

    fn form() -> Form {
        Form::Pattern(limits::NAME_PATTERN_LENGTH)
    }
}

/// A glob over paths. A text that equals the pattern letter by letter matches too, so that a name with
/// brackets can be copied as it was printed.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// The pattern as it was written.
    pub text: Untrusted,
    matcher: GlobSet,
    /// What makes one byte of each letter, where the pattern counts letters.
    letters: Option<Letters>,
}

impl Pattern {
    /// Whether the text fits.
    pub(crate) fn fits(&self, text: &str) -> bool {
        self.text.raw() == text
            || match &self.letters {
                Some(letters) => self.matcher.is_match(letters.fold(text).as_ref()),
                None => self.matcher.is_match(text),
            }
    }
}

impl Decode for Pattern {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let raw = text(node, "a pattern", faults)?;
        if raw.is_empty() || raw.len() > limits::PATH_PATTERN_LENGTH {
            faults.add(
                node.span,
                message!("expected a pattern of 1 to {} characters", limits::PATH_PATTERN_LENGTH),
            );
            return None;
        }
        let letters = Letters::of(raw);
        if let Some((why, help)) = letters.as_ref().and_then(Letters::refusal) {
            faults.add_with_help(node.span, message!("\"{}\" {}", raw, why), help);
            return None;
        }
        let folded = letters.as_ref().map_or(Cow::Borrowed(raw), |letters| letters.fold(raw));
        // `*` crosses separators: test names and authors have slashes that mean nothing to a glob.
        let glob = GlobBuilder::new(&folded).literal_separator(false).backslash_escape(true).build();
        // A set of one: a lone matcher panics where its automaton would be too large, a set gives an error.
        match glob.and_then(|glob| GlobSetBuilder::new().add(glob).build()) {
            Ok(matcher) => Some(Self { text: Untrusted::new(raw), matcher, letters }),
            Err(error) => {
                faults.add_with_help(
                    node.span,
                    message!("\"{}\" is not a pattern: {}", raw, error.kind().to_string()),
                    "use * for any characters, ? for one, [abc] for one of several",
                );
                None
            }
        }
    }

    fn form() -> Form {
        Form::Pattern(limits::PATH_PATTERN_LENGTH)
    }
}

/// The beginning of a commit's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HashPrefix {
    /// Where it stands.
    pub span: Span,
    /// Hexadecimal digits, lower case.
    pub hex: String,
}

impl HashPrefix {
    /// Shorter prefixes name too many commits to say which one is meant.
    pub(crate) const SHORTEST: usize = 7;
}

impl Decode for HashPrefix {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let raw = text(node, "a commit's hash", faults)?;
        let hex = raw.to_ascii_lowercase();
        let digits = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digits && (Self::SHORTEST..=64).contains(&hex.len()) {
            return Some(Self { span: node.span, hex });
        }
        faults.add_with_help(
            node.span,
            message!("\"{}\" is not the beginning of a commit's hash", raw),
            message!("write at least the first {} hexadecimal digits", Self::SHORTEST),
        );
        None
    }

    fn form() -> Form {
        Form::Hex(Self::SHORTEST)
    }
}
