//! Items of the scope: what is in, what is out, and the extras that slipped in.
//!
//! Each is a table or, in short, one text whose first word is the id. The keys that all three share are declared
//! once.

use crate::shape::date::When;
use crate::shape::leaf::{HashPrefix, Person, Text};
use crate::shape::table::choice;
use crate::shape::tree::{Node, Value};
use crate::shape::{Decode, Faults, Form, Maybe, Visit, table};
use crate::source::{Span, Spanned};
use crate::untrusted::Untrusted;

choice! {
    /// What was decided about an extra.
    enum Decision {
        /// It ships with the release.
        Ship = "ship",
        /// It is taken out of the build.
        Remove = "remove",
    }
}

/// What the rules ask of an item, whichever list it stands on.
pub(crate) trait Listed {
    /// Its id, as written.
    fn id(&self) -> Option<&Text>;
    /// Its title.
    fn title(&self) -> Option<&Text>;
    /// Where it stands.
    fn span(&self) -> Span;
    /// The commits it claims by hash.
    fn commits(&self) -> &[HashPrefix];
    /// Whether it needs no change in the build: a setting, a text, a flag.
    fn is_without_code(&self) -> bool;
    /// Whether somebody says that it is not finished.
    fn is_unfinished(&self) -> bool;
    /// Who works on it.
    fn owner(&self) -> Option<&Person>;

    /// What to call it: the id, else the title.
    fn label(&self) -> Untrusted {
        let text = self.id().or_else(|| self.title());
        text.map_or_else(|| Untrusted::from("an item without an id"), |text| text.words.clone())
    }
}

macro_rules! listed {
    (
        $(#[doc = $doc:literal])*
        struct $name:ident, fields $table:ident { $($extra:tt)* }
    ) => {
        table! {
            $(#[doc = $doc])*
            struct $table {
                /// The id that changes are matched by: an issue key, a number with `#` or `!`, or a word.
                id: Maybe<Text>,
                /// What it is, in a few words.
                title: Maybe<Text>,
                /// Who works on it.
                owner: Maybe<Person>,
                /// Whether the work is finished.
                done: Maybe<Spanned<bool>>,
                /// Beginnings of the hashes of its commits, for work whose messages name no id.
                commits: Maybe<Vec<HashPrefix>>,
                /// True for what needs no change in the build: a setting, a text, a flag.
                no_code: Maybe<Spanned<bool>>,
                /// What sort of thing it is, in the team's own words.
                kind: Maybe<Text>,
                /// The flows it touches.
                touches: Maybe<Vec<Text>>,
                $($extra)*
            }
        }

        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name(pub(crate) $table, Option<Person>);

        impl std::ops::Deref for $name {
            type Target = $table;

            fn deref(&self) -> &$table {
                &self.0
            }
        }

        impl Decode for $name {
            fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
                let Value::Text(text) = &node.value else {
                    return $table::decode(node, faults).map(|table| Self(table, None));
                };
                let (id, title) = split(text, node.span);
                Some(Self($table { span: node.span, id, title, ..$table::default() }, None))
            }

            fn form() -> Form {
                Form::Either(Box::new(Form::Text), Box::new($table::form()))
            }

            fn visit(&self, visitor: &mut dyn Visit) {
                self.0.visit(visitor);
            }
        }

        impl Listed for $name {
            fn id(&self) -> Option<&Text> {
                self.0.id.get()
            }

            fn title(&self) -> Option<&Text> {
                self.0.title.get()
            }

            fn span(&self) -> Span {
                self.0.span
            }

            fn commits(&self) -> &[HashPrefix] {
                self.0.commits.items()
            }

            fn is_without_code(&self) -> bool {
                self.0.no_code.get().is_some_and(|no_code| no_code.value)
            }

            fn is_unfinished(&self) -> bool {
                self.0.done.get().is_some_and(|done| !done.value)
            }

            fn owner(&self) -> Option<&Person> {
                self.0.owner.get().or(self.1.as_ref())
            }
        }
    };
}

/// `"ID title"`: what stands in front is the id, if it can be one, and the rest is the title.
fn split(text: &str, span: Span) -> (Maybe<Text>, Maybe<Text>) {
    let text = text.trim();
    let (id, title) = text.split_at_checked(id_length(text)).unwrap_or(("", text));
    let given = |words: &str| {
        let words = words.trim();
        if words.is_empty() {
            Maybe::default()
        } else {
            Maybe::given(span, Text { span, words: Untrusted::new(words) })
        }
    };
    (given(id), given(title))
}

/// How much of a text is the id in front of a title: a word with a number in it, or a word of this list and a number.
/// A plain word is none.
fn id_length(text: &str) -> usize {
    const WORDS: [&str; 11] =
        ["bug", "bugzilla", "bz", "defect", "feature", "issue", "pr", "request", "story", "task", "ticket"];
    const MARKS: &[char] = &['[', ']', '(', ')', ':', ',', ';'];
    let first = text.split_whitespace().next().unwrap_or_default();
    let bare = first.trim_matches(MARKS);
    if bare.contains(|c: char| c.is_ascii_digit()) {
        return first.len();
    }
    let rest = text.get(first.len()..).unwrap_or_default();
    if bare.eq_ignore_ascii_case("pull") && rest.trim_start().starts_with("request ") {
        let behind = rest.len().saturating_sub(rest.trim_start().len());
        return match id_length(rest.trim_start()) {
            0 => 0,
            length => first.len().saturating_add(behind).saturating_add(length),
        };
    }
    let is_shouted = bare.len() > 1 && bare.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_shouted && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(bare)) {
        return 0;
    }
    let second = rest.split_whitespace().next().unwrap_or_default();
    let number = second.trim_matches(MARKS).trim_start_matches(['#', '!']);
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    let end = rest.find(second).unwrap_or_default().saturating_add(second.len());
    first.len().saturating_add(end)
}

listed! {
    /// Something that ships.
    struct Item, fields ItemTable {
        /// In a rescue: what a customer cannot do without it.
        needed: Maybe<Text>,
        /// In a rescue: how it is tested and taken back.
        undo: Maybe<Text>,
    }
}

impl Item {
    /// The same with the one whom a tracker names: whether that is one person is not looked at.
    pub(crate) fn assigned(table: ItemTable, to: Option<Person>) -> Self {
        Self(table, to)
    }
}

listed! {
    /// Something that was left out.
    struct OutItem, fields OutItemTable {
        /// Why it was left out.
        reason: Maybe<Text>,
        /// Who was told, and when.
        told: Maybe<Text>,
    }
}

listed! {
    /// Something that slipped in after approval: named and decided before the release, not after.
    struct Extra, fields ExtraTable {
        /// What was decided: ship it, or remove it from the build.
        decision: Maybe<Decision>,
        /// Who decided: the owner or the final caller.
        by: Maybe<Person>,
        /// When it was decided.
        on: Maybe<When>,
        /// Why.
        why: Maybe<Text>,
    }
}

impl Extra {
    /// Whether it was decided that it ships.
    pub(crate) fn ships(&self) -> bool {
        self.decision.get() == Some(&Decision::Ship)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_a_text_is_the_id() {
        let node =
            Node { span: Span::default(), value: Value::Text("  BILL-101   Billing dashboard ".into()) };
        let item = Item::decode(&node, &mut Faults::default()).unwrap();
        assert_eq!(item.label().raw(), "BILL-101");
        assert_eq!(item.0.title.get().unwrap().words.raw(), "Billing dashboard");
    }
}
