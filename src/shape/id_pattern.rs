//! A team's own pattern of ids: a regular expression whose group `id` captures them.
//!
//! It is bounded in length and in the size of its automaton, and takes time in proportion to the text.

use std::sync::Arc;

use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use super::decode::{Decode, Form};
use super::fault::Faults;
use super::tree::{Node, Value};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// A pattern, ready to search.
#[derive(Debug, Clone)]
pub(crate) struct IdPattern {
    /// Where it stands.
    pub span: Span,
    regex: Arc<Regex>,
    group: usize,
}

impl PartialEq for IdPattern {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span
    }
}

/// Longest pattern, in bytes.
const LONGEST: usize = 500;
/// Largest automaton, in bytes.
const LARGEST: usize = 256 * 1024;
/// Longest id that a pattern may capture, in bytes.
const LONGEST_ID: usize = 100;

const HELP: &str =
    "write it like 'Change-Request[ :]+(?<id>CR\\d+)': the group id is what is looked up on the lists";

impl IdPattern {
    /// What the pattern captures in a text, in order.
    pub(crate) fn ids<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let captures = self.regex.captures_iter(text);
        captures.filter_map(|found| {
            let span = found.get_group(self.group)?;
            let id = text.get(span.range())?.trim();
            (!id.is_empty() && id.len() <= LONGEST_ID).then_some(id)
        })
    }

    fn of(span: Span, raw: &str) -> Result<Self, String> {
        if raw.is_empty() || raw.len() > LONGEST {
            return Err(format!("has to have 1 to {LONGEST} bytes"));
        }
        // Bytes rather than letters: tables of all alphabets would be a large part of the program.
        let regex = Regex::builder()
            .syntax(syntax::Config::new().unicode(false).utf8(false).multi_line(true))
            .configure(Regex::config().nfa_size_limit(Some(LARGEST)).utf8_empty(false))
            .build(raw)
            .map_err(|_| "is no regular expression that can be used, or is too large".to_owned())?;
        let group =
            regex.group_info().all_names().find_map(|(_, at, name)| (name == Some("id")).then_some(at));
        let group = group.ok_or_else(|| "has no group called id".to_owned())?;
        Ok(Self { span, regex: Arc::new(regex), group })
    }
}

impl Decode for IdPattern {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let Value::Text(raw) = &node.value else {
            faults.add_with_help(
                node.span,
                message!("expected a pattern, found {}", node.value.kind()),
                HELP,
            );
            return None;
        };
        match Self::of(node.span, raw) {
            Ok(pattern) => Some(pattern),
            Err(why) => {
                let shown: String = raw.chars().take(LONGEST).collect();
                faults.add_with_help(node.span, message!("\"{}\" {}", Untrusted::new(shown), why), HELP);
                None
            }
        }
    }

    fn form() -> Form {
        Form::Pattern(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(pattern: &str, text: &str) -> Vec<String> {
        IdPattern::of(Span::default(), pattern).unwrap().ids(text).map(str::to_owned).collect()
    }

    #[test]
    fn a_pattern_captures_what_its_group_names() {
        let pattern = r"Change-Request[ :]+(?<id>CR\d+)";
        assert_eq!(ids(pattern, "X\n\nChange-Request: CR12\nChange-Request CR13"), ["CR12", "CR13"]);
        assert_eq!(ids(r"^é (?<id>\w+)", "x\né A1"), ["A1"]);
        for bad in ["", "(", r"CR\d+", r"(?<id>\w{1,1000}){1000}", r"(?<no>x)"] {
            assert!(IdPattern::of(Span::default(), bad).is_err(), "{bad}");
        }
    }
}
