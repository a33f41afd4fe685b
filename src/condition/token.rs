//! From the text of a condition to its tokens: one at a time, each with the bytes it stands in.
//!
//! Owns which characters make a token, which are those of CEL. It knows no grammar: whether a token may stand where
//! it stands is decided in `parse`.

use std::ops::Range;

use super::fault::{BadCondition, refused};
use super::literal;

/// What a condition is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Word(&'a str),
    /// Digits as they were written, without a sign.
    Number(&'a str),
    /// What the quotes hold, escapes resolved.
    Text(String),
    /// One of [`MARKS`].
    Mark(&'static str),
    End,
}

/// Signs with a meaning, the longer before those that they begin with.
const MARKS: [&str; 24] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")",
    "[", "]", "{", "}",
];

/// Words that CEL keeps for itself: they cannot be names.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// Words with a meaning of their own: they can be no names, not even after a dot.
const KEYWORDS: [&str; 4] = ["true", "false", "null", "in"];

/// Cuts the text into tokens.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    source: &'a str,
    offset: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, offset: 0 }
    }

    /// The next token; [`Token::End`] for ever once there is none.
    pub(super) fn next(&mut self) -> Result<(Token<'a>, Range<usize>), BadCondition> {
        self.skip_blanks();
        let start = self.offset;
        let token = self.token()?;
        Ok((token, start..self.offset))
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.offset..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'a str {
        let taken = self.rest().get(..length).unwrap_or_default();
        self.offset = self.offset.saturating_add(taken.len());
        taken
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        self.take(rest.find(|char| !belongs(char)).unwrap_or(rest.len()))
    }

    /// Blanks and remarks. A remark ends with its line, for which a carriage return alone does not count.
    fn skip_blanks(&mut self) {
        loop {
            self.take_while(|char| matches!(char, ' ' | '\t' | '\r' | '\n' | '\u{c}'));
            if !self.rest().starts_with("//") {
                return;
            }
            self.take_while(|char| char != '\n');
        }
    }

    fn token(&mut self) -> Result<Token<'a>, BadCondition> {
        let rest = self.rest();
        if let Some(opening) = literal::opening(rest) {
            let (text, length) = literal::text(&opening, rest, self.offset)?;
            self.take(length);
            return Ok(Token::Text(text));
        }
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Ok(Token::End),
            (Some('0'..='9'), _) | (Some('.'), Some('0'..='9')) => self.number(),
            (Some(first), _) if is_name(first) => Ok(Token::Word(self.take_while(is_name))),
            (Some(first), _) => self.mark(first),
        }
    }

    fn mark(&mut self, first: char) -> Result<Token<'a>, BadCondition> {
        let rest = self.rest();
        let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) else {
            let end = self.offset.saturating_add(first.len_utf8());
            return Err(stray(first, self.offset..end));
        };
        self.take(mark.len());
        Ok(Token::Mark(mark))
    }

    fn number(&mut self) -> Result<Token<'a>, BadCondition> {
        let (rest, start) = (self.rest(), self.offset);
        let number = self.take(literal::number_length(rest));
        // `in` alone may follow without a blank.
        let tail = self.rest();
        let tail = tail.get(..tail.find(|char| !is_name(char)).unwrap_or(tail.len())).unwrap_or_default();
        let at = start..self.offset.saturating_add(tail.len());
        match tail {
            "" | "in" => Ok(Token::Number(number)),
            "u" | "U" | "uin" | "Uin" => {
                Err(refused("numbers with the ending `u` are not known here", "leave it out", at))
            }
            _ => Err(BadCondition::Syntax {
                what: format!("`{}` is not a number", shown(rest)),
                help: "write digits alone, as in `1000` or `0.5`".to_owned(),
                at,
            }),
        }
    }
}

/// Whether a name may hold the character; a digit begins none, but then it has begun a number.
fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

/// Whether no value can be called this.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// Whether the word is part of the grammar.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// A character that begins no token.
fn stray(char: char, at: Range<usize>) -> BadCondition {
    let help = match char {
        '`' => {
            return refused(
                "names in backquotes are not known here",
                "write the name in brackets and quotes, as in `facts[\"smoke-run\"]`",
                at,
            );
        }
        '=' => "write `==` to compare",
        '&' => "write `&&` for \"and\"",
        '|' => "write `||` for \"or\"",
        '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' => {
            "put texts in straight quotes, as in `\"fail\"`"
        }
        '≤' => "write `<=`",
        '≥' => "write `>=`",
        '≠' => "write `!=`",
        '–' | '—' | '−' => "write a plain `-`",
        _ if char.is_alphabetic() => {
            "names have English letters, digits and `_`; any other stands in brackets and quotes, as in `facts[\"naïve\"]`"
        }
        _ if char.is_ascii_graphic() => return BadCondition::unexpected(&char.to_string(), at),
        _ => "delete this character; where a blank is wanted, type a plain one",
    };
    BadCondition::Syntax {
        what: format!("`{}` is not expected here", visible(char)),
        help: help.to_owned(),
        at,
    }
}

/// The word or the character at the beginning, for a message.
pub(super) fn shown(rest: &str) -> String {
    let word: String = rest.chars().take_while(|char| is_name(*char)).take(40).collect();
    if word.is_empty() { rest.chars().next().map(visible).unwrap_or_default() } else { word }
}

/// The character, or its escape where it could not be seen. Quotes can.
fn visible(char: char) -> String {
    if matches!(char, '"' | '\'' | '\\') { char.to_string() } else { char.escape_debug().to_string() }
}
