//! `[rollback]`: how to go back; and `[environments]` of the policy: where that is tried.

use crate::shape::date::When;
use crate::shape::decode::{Map, OneOrMany};
use crate::shape::leaf::{Amount, NamePattern, Person, Text, Token};
use crate::shape::tree::{Entry, Node, Table, Value};
use crate::shape::{Decode, Faults, Form, Maybe, Section, table};
use crate::source::Spanned;

table! {
    /// How to go back.
    struct Rollback {
        /// What makes us go back.
        triggers: Maybe<Vec<Text>>,
        /// Who decides it.
        decided_by: Maybe<Person>,
        /// Who does it.
        run_by: Maybe<Person>,
        /// Who checks that it worked.
        verified_by: Maybe<Person>,
        /// What it restores: the last stable version, a git revision or free text.
        restores: Maybe<Text>,
        /// The steps, in order.
        steps: Maybe<Vec<Text>>,
        /// False when something (a migration, a sent mail) cannot be undone.
        reversible: Maybe<Spanned<bool>>,
        /// How many minutes it may take.
        max_minutes: Maybe<Amount>,
        /// When it was tried.
        rehearsal: Section<Rehearsal>,
    }
}

table! {
    /// A rollback that was tried and timed.
    struct Rehearsal {
        /// When.
        on: Maybe<When>,
        /// Who did it.
        by: Maybe<Person>,
        /// Where.
        place as "where": Maybe<Text>,
        /// How many minutes it took.
        minutes: Maybe<Amount>,
    }
}

/// The key of `[environments]` that names none.
const IGNORE: &str = "ignore";

/// `[environments]`: the file with the settings of each, and keys that may differ.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environments {
    /// The files by name.
    pub files: Map<Token>,
    /// Patterns on keys that may differ, written with points between their parts.
    pub ignore: OneOrMany<NamePattern>,
}

impl Environments {
    /// Whether a setting may differ from one environment to another.
    pub(crate) fn may_differ(&self, name: &str) -> bool {
        self.ignore.list.iter().any(|pattern| pattern.fits(name))
    }
}

impl Decode for Environments {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            return Map::<Token>::decode(node, faults).map(|files| Self { files, ..Self::default() });
        };
        let (ignore, entries) =
            table.entries.iter().cloned().partition(|entry: &Entry| entry.key.value == IGNORE);
        let files = Node { span: node.span, value: Value::Table(Table { entries }) };
        let ignore: Vec<Entry> = ignore;
        let ignore = ignore.first().and_then(|entry| OneOrMany::decode(&entry.node, faults));
        Some(Self { files: Map::decode(&files, faults)?, ignore: ignore.unwrap_or_default() })
    }

    fn form() -> Form {
        Form::Map(Box::new(Form::Either(Box::new(Form::Text), Box::new(Form::List(Box::new(Form::Text))))))
    }
}
