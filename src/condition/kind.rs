//! The kinds of value, as far as they are known before there is any evidence.
//!
//! It only names kinds and says which go together; `check` walks the tree with it.

/// What a part of a condition gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not known before the evidence is read.
    Any,
    /// Nothing.
    Null,
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Float,
    /// A number, whole or not.
    Number,
    /// A text.
    Text,
    /// The result of a check: one of [`CHECK_WORDS`].
    Check,
    /// A list of one kind of thing.
    List(Box<Kind>),
}

/// The results a check can have.
pub(super) const CHECK_WORDS: [&str; 3] = ["pass", "warn", "fail"];

impl Kind {
    /// What to call it in a message.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Any => "something unknown",
            Self::Null => "nothing (null)",
            Self::Bool => "yes or no",
            Self::Int | Self::Float | Self::Number => "a number",
            Self::Text => "a text",
            Self::Check => "the result of a check",
            Self::List(_) => "a list",
        }
    }

    /// Whether it is or may be a number.
    pub(super) fn may_be_number(&self) -> bool {
        matches!(self, Self::Any | Self::Int | Self::Float | Self::Number)
    }

    /// Whether it is or may be a text of any wording.
    pub(super) fn may_be_text(&self) -> bool {
        matches!(self, Self::Any | Self::Text)
    }

    /// Whether it is or may be yes or no.
    pub(super) fn may_be_bool(&self) -> bool {
        matches!(self, Self::Any | Self::Bool)
    }

    /// Whether the result of a check is in it.
    pub(super) fn holds_check(&self) -> bool {
        match self {
            Self::Check => true,
            Self::List(inner) => inner.holds_check(),
            _ => false,
        }
    }

    /// What both kinds are, if results of checks are not mixed with other things: those would lose the words that
    /// they may be compared with.
    pub(super) fn joined(self, other: Self) -> Option<Self> {
        match (self, other) {
            (left, right) if left == right => Some(left),
            (left, right) if left.holds_check() || right.holds_check() => None,
            (Self::Int | Self::Float | Self::Number, Self::Int | Self::Float | Self::Number) => {
                Some(Self::Number)
            }
            _ => Some(Self::Any),
        }
    }

    /// Whether values of the two kinds can be equal at all.
    pub(super) fn can_equal(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::List(left), Self::List(right)) => left.can_equal(right),
            (left, right) => left == right || left.may_be_number() && right.may_be_number(),
        }
    }
}
