//! `[[stop_rule]]`: what pauses the release.

use std::ops::Deref;

use crate::shape::date::When;
use crate::shape::leaf::{Person, Text, Token, Whole};
use crate::shape::table::choice;
use crate::shape::tree::{Node, Value};
use crate::shape::{Decode, Faults, Form, Maybe, table};

choice! {
    /// What a person saw when they checked a stop rule.
    enum HandState {
        /// It has not come true.
        Clear = "clear",
        /// It has come true.
        Tripped = "tripped",
    }
}

table! {
    /// A plain sentence that pauses the release when it comes true: decided by evidence or by a person.
    struct StopRule {
        /// The sentence.
        rule: Maybe<Text>,
        /// An expression in a subset of CEL that trips the rule when it is true.
        when: Maybe<Token>,
        /// What a person saw: clear or tripped.
        state: Maybe<HandState>,
        /// Who checked.
        checked_by: Maybe<Person>,
        /// When they checked.
        checked_on: Maybe<When>,
    }
}

table! {
    /// A file that the conditions of stop rules may read.
    struct FactTable {
        /// The file, relative to the release file.
        path: Maybe<Token>,
        /// How many hours old its data may be.
        max_age_hours: Maybe<Whole>,
        /// The key of the file that says when its data was written, such as `exported_at` or `meta.exported_at`.
        dated_by: Maybe<Token>,
    }
}

/// A fact file: its path alone, or a table that also says how old it may be.
#[derive(Debug, Clone, Default)]
pub(crate) struct FactFile(pub(crate) FactTable);

impl Deref for FactFile {
    type Target = FactTable;

    fn deref(&self) -> &FactTable {
        &self.0
    }
}

impl Decode for FactFile {
    fn decode(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Value::Table(_) = node.value {
            return FactTable::decode(node, faults).map(Self);
        }
        let path = Token::decode(node, faults)?;
        Some(Self(FactTable { span: node.span, path: Maybe::given(node.span, path), ..FactTable::default() }))
    }

    fn form() -> Form {
        Form::Either(Box::new(Form::Text), Box::new(FactTable::form()))
    }
}
