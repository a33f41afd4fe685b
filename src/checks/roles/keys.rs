//! `[roles]` and `[decides]`: who fills a role, and which roles decide, do, are asked and are told.

use std::collections::HashSet;
use std::ops::Deref;

use crate::checks::directory::folded;
use crate::shape::decode::{Map, OneOrMany};
use crate::shape::leaf::Token;
use crate::shape::tree::{Node, Value};
use crate::shape::{Decode, Faults, Form, Maybe, table};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// The name of a role, where one is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    /// Where it stands.
    pub span: Span,
    /// The name as it was written.
    pub name: Untrusted,
}

impl Role {
    /// Characters of a name: it is repeated wherever the role is told of.
    const LONGEST: usize = 200;
}

impl Decode for Role {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Value::List(_) = node.value {
            faults.add_with_help(
                node.span,
                "expected the name of one role, found a list: one decision has one owner",
                "name one role; the next in the list is whom it goes up to",
            );
            return None;
        }
        let Token { span, text: name } = Token::decode(node, faults)?;
        if name.is_blank() || name.raw().chars().count() > Self::LONGEST {
            faults.add(span, message!("expected the name of a role, of 1 to {} characters", Self::LONGEST));
            return None;
        }
        Some(Self { span, name })
    }

    fn form() -> Form {
        Form::Text
    }
}

table! {
    /// Who decides, and who has a part in it, by their roles.
    struct DecidesTable {
        /// Who decides: the first is accountable, and the rest is the way up.
        by: Maybe<OneOrMany<Role>>,
        /// Who does it.
        does: Maybe<OneOrMany<Role>>,
        /// Who is asked before.
        asks: Maybe<OneOrMany<Role>>,
        /// Who is told.
        tells: Maybe<OneOrMany<Role>>,
    }
}

/// A decision or an activity: the roles that decide alone, or a table that also says who does it, is asked and is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decides {
    table: DecidesTable,
    /// Whether the long form is used.
    pub is_long: bool,
}

impl Decides {
    /// Who decides, and behind it the way up.
    pub(crate) fn up(&self) -> &[Role] {
        list(&self.table.by)
    }
}

impl Deref for Decides {
    type Target = DecidesTable;

    fn deref(&self) -> &DecidesTable {
        &self.table
    }
}

/// The roles at a key.
pub(crate) fn list(roles: &Maybe<OneOrMany<Role>>) -> &[Role] {
    roles.get().map(|roles| roles.list.as_slice()).unwrap_or_default()
}

impl Decode for Decides {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Value::Table(_) = node.value {
            return DecidesTable::decode(node, faults).map(|table| Self { table, is_long: true });
        }
        let by = Maybe::given(node.span, OneOrMany::decode(node, faults)?);
        let table = DecidesTable { span: node.span, by, ..DecidesTable::default() };
        Some(Self { table, is_long: false })
    }

    fn form() -> Form {
        Form::Either(Box::new(OneOrMany::<Role>::form()), Box::new(DecidesTable::form()))
    }
}

/// What the tables alone cannot say is wrong: the same name twice, in two spellings, is filled or decided twice.
pub(crate) fn examine<T, U>(roles: &Maybe<Map<T>>, decides: &Maybe<Map<U>>, faults: &mut Faults) {
    once(roles, "the role \"{}\" is filled twice: one person fills it", faults);
    once(decides, "\"{}\" has two owners: it is decided twice", faults);
}

fn once<T>(map: &Maybe<Map<T>>, words: &str, faults: &mut Faults) {
    let mut seen = HashSet::new();
    for (name, _) in map.get().map(|map| map.entries.as_slice()).unwrap_or_default() {
        if !seen.insert(folded(&name.value)) {
            faults.add_with_help(
                name.span,
                Untrusted::new(words.replace("{}", &name.value)),
                "keep one of them",
            );
        }
    }
}

/// What the policy decides, no release decides anew.
pub(crate) fn examine_both<T>(policy: &Maybe<Map<T>>, release: &Maybe<Map<T>>, faults: &mut Faults) {
    let entries = |map: &Maybe<Map<T>>| -> Vec<(String, Span)> {
        let entries = map.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        entries.iter().map(|(name, _)| (name.value.clone(), name.span)).collect()
    };
    let decided: HashSet<String> = entries(policy).iter().map(|(name, _)| folded(name)).collect();
    for (name, span) in entries(release).into_iter().filter(|(name, _)| decided.contains(&folded(name))) {
        faults.add_with_help(
            span,
            message!("\"{}\" has two owners: the policy says already who decides it", name),
            "remove it here; what the policy decides, a release does not change",
        );
    }
}
