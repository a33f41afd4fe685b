//! The macro that declares a table of the file once, and the choices that stand in it.

/// Declares a table: its struct, its reader, its keys for editors, and the walk over its texts.
///
/// `field: Type` reads the key of the same name; `field as "key": Type` another one. Types are [`Maybe`] or
/// [`Section`](super::Section): a missing key is never a problem of form.
///
/// [`Maybe`]: super::Maybe
macro_rules! table {
    (
        $(#[doc = $doc:literal])*
        struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident $(as $key:literal)? : $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name {
            /// Where the table begins.
            #[allow(dead_code, reason = "every table knows its place; not every finding needs it")]
            pub span: $crate::source::Span,
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $name {
            /// The keys of this table.
            pub(crate) const KEYS: &'static [&'static str] =
                &[$( $crate::shape::table::key!($field $(as $key)?) ),*];
        }

        impl $crate::shape::Decode for $name {
            fn decode(
                node: &$crate::shape::tree::Node,
                faults: &mut $crate::shape::Faults,
            ) -> Option<Self> {
                let mut fields = $crate::shape::decode::Fields::open(node, faults)?;
                let table = Self {
                    span: node.span,
                    $( $field: fields.take($crate::shape::table::key!($field $(as $key)?), faults), )*
                };
                fields.close(Self::KEYS, faults);
                Some(table)
            }

            fn form() -> $crate::shape::Form {
                use $crate::shape::decode::{FieldForm, Slot, TableForm};
                $crate::shape::Form::Table(TableForm {
                    doc: [$($doc),*].concat().trim().to_owned(),
                    fields: vec![$( FieldForm {
                        key: $crate::shape::table::key!($field $(as $key)?),
                        doc: [$($field_doc),*].concat().trim().to_owned(),
                        form: <$type as Slot>::form(),
                    } ),*],
                })
            }

            fn visit(&self, visitor: &mut dyn $crate::shape::Visit) {
                $( $crate::shape::decode::Slot::visit(&self.$field, visitor); )*
            }
        }
    };
}
pub(crate) use table;

/// The key a field is read from.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident as $key:literal) => {
        $key
    };
}
pub(crate) use key;

/// Declares a value that is one of a few words.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        enum $name:ident { $( $(#[doc = $case_doc:literal])* $case:ident = $word:literal, )* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $name { $( $(#[doc = $case_doc])* $case, )* }

        impl $name {
            /// The word in the file.
            pub(crate) fn word(self) -> &'static str {
                match self {
                    $( Self::$case => $word, )*
                }
            }
        }

        impl $crate::shape::Decode for $name {
            fn decode(
                node: &$crate::shape::tree::Node,
                faults: &mut $crate::shape::Faults,
            ) -> Option<Self> {
                const WORDS: &[&str] = &[$($word),*];
                let word = $crate::shape::leaf::word(node, WORDS, faults)?;
                [$( Self::$case, )*].into_iter().find(|case| case.word() == word)
            }

            fn form() -> $crate::shape::Form {
                $crate::shape::Form::Choice(vec![$( ($word, concat!($($case_doc),*).trim_ascii()) ),*])
            }
        }
    };
}
pub(crate) use choice;
