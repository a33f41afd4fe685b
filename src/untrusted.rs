//! Text from outside: release files, commits, reports, facts, and every message that quotes them.
//!
//! [`Untrusted`] has no `Display`. Logic may look at the raw text with [`Untrusted::raw`]; a renderer may not: it
//! hands the value to `render::escape`, which knows what each target must not see. A test holds that line.

use std::fmt;

/// Text that must be escaped for its target before anybody sees it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Untrusted(String);

impl Untrusted {
    /// Marks a text as untrusted.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The raw text, for logic: matching, comparing, measuring. Never for output.
    pub(crate) fn raw(&self) -> &str {
        &self.0
    }

    /// Whether nothing but blank space is in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({:?})", self.0)
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&Untrusted> for Untrusted {
    fn from(text: &Untrusted) -> Self {
        text.clone()
    }
}

/// Builds a message around untrusted values. What comes out is untrusted as a whole, so that it is escaped as a whole.
///
/// Arguments are anything with [`Quote`]: untrusted text, numbers, our own words.
macro_rules! message {
    ($format:literal $(, $value:expr)* $(,)?) => {
        $crate::untrusted::Untrusted::new(format!($format $(, $crate::untrusted::Quote::quote(&$value))*))
    };
}
pub(crate) use message;

/// What may stand in a [`message!`].
pub(crate) trait Quote {
    /// The raw words; the message around them is untrusted again.
    fn quote(&self) -> std::borrow::Cow<'_, str>;
}

impl Quote for Untrusted {
    fn quote(&self) -> std::borrow::Cow<'_, str> {
        self.raw().into()
    }
}

impl Quote for str {
    fn quote(&self) -> std::borrow::Cow<'_, str> {
        self.into()
    }
}

impl Quote for String {
    fn quote(&self) -> std::borrow::Cow<'_, str> {
        self.as_str().into()
    }
}

impl<T: Quote + ?Sized> Quote for &T {
    fn quote(&self) -> std::borrow::Cow<'_, str> {
        (**self).quote()
    }
}

macro_rules! quote_numbers {
    ($($number:ty),*) => {$(
        impl Quote for $number {
            fn quote(&self) -> std::borrow::Cow<'_, str> {
                self.to_string().into()
            }
        }
    )*};
}
quote_numbers!(usize, u32, u64, i64);
