//! `[roles]` and `[decides]`: who fills a role, and which roles decide, do, are asked and are told.

use std::collections::HashSet;
use std::ops::Deref;

use crate::checks::directory::folded;
use crate::limits::{DECISION_ROLES, NAME_LENGTH};
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
        if name.is_blank() || name.raw().chars().count() > NAME_LENGTH {
            faults.add(span, message!("expected the name of a role, of 1 to {} characters", NAME_LENGTH));
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
pub(crate) fn examine<T>(roles: &Maybe<Map<T>>, decides: &Maybe<Map<Decides>>, faults: &mut Faults) {
    once(roles, "the role \"{}\" is filled twice: one person fills it", faults);
    once(decides, "\"{}\" has two owners: it is decided twice", faults);
    for (name, parts) in decides.get().map(|map| map.entries.as_slice()).unwrap_or_default() {
        let lists = [&parts.by, &parts.does, &parts.asks, &parts.tells];
        if lists.into_iter().any(|roles| list(roles).len() > DECISION_ROLES) {
            faults.add(
                name.span,
                message!("\"{}\" names more than {} roles at one key", name.value, DECISION_ROLES),
            );
        }
    }
}

fn once<T>(map: &Maybe<Map<T>>, words: &str, faults: &mut Faults) {
    let mut seen = HashSet::new();
    for (name, _) in map.get().map(|map| map.entries.as_slice()).unwrap_or_default() {
        if name.value.trim().is_empty() || name.value.chars().count() > NAME_LENGTH {
            faults.add(name.span, message!("expected a name of 1 to {} characters", NAME_LENGTH));
        }
        if !seen.insert(folded(&name.value)) {
            faults.add_with_help(
                name.span,
                Untrusted::new(words.replace("{}", &name.value)),
                "keep one of them",
            );
        }
    }
}

/// Where the policy says who decides, that is final: a release that adds to it could take a decision from its owner.
pub(crate) fn examine_both<T>(policy: &Maybe<Map<T>>, release: &Maybe<Map<T>>, faults: &mut Faults) {
    let entries = |map: &'_ Maybe<Map<T>>| -> Vec<(String, Span)> {
        let entries = map.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        entries.iter().map(|(name, _)| (name.value.clone(), name.span)).collect()
    };
    if !policy.is_given() {
        return;
    }
    let decided: HashSet<String> = entries(policy).iter().map(|(name, _)| folded(name)).collect();
    for (name, span) in entries(release) {
        let words = if decided.contains(&folded(&name)) {
            message!("\"{}\" has two owners: the policy says already who decides it", name)
        } else {
            message!("\"{}\" is for the policy to say: it has [decides], and that is final", name)
        };
        faults.add_with_help(span, words, "remove it here, or move it to the policy");
    }
}
