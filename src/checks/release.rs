//! The release file (specification, section 1): the keys of all checks in one table.

use jiff::tz::TimeZone;

use super::roles;
use super::scope::keys::examine_ignores;
use super::stop_rules::keys::FactFile;
use crate::limits;
use crate::row::CheckId;
use crate::shape::date::{When, Zone};
use crate::shape::decode::Map;
use crate::shape::leaf::{Person, Text, Token};
use crate::shape::{Faults, Maybe, Section, Visit, table};
use crate::source::{FileId, Span, Spanned};
use crate::untrusted::message;

/// Joins the keys of all checks to the one table of the file, and remembers which check answers for which.
macro_rules! release {
    ($( $check:ident ($($row:tt)*) $type:path { $( $(#[doc = $doc:literal])* $field:ident $(as $key:literal)? : $form:ty, )* } )*) => {
        table! {
            /// One release on one page: what ships, who stands behind it, and what would stop it.
            struct Release {
                $($( $(#[doc = $doc])* $field $(as $key)? : $form, )*)*
            }
        }

        impl Release {
            /// Shows the texts and names that a check answers for to the visitor.
            pub(crate) fn visit_keys_of(&self, check: CheckId, visitor: &mut dyn Visit) {
                $( if check == CheckId::$check {
                    $( crate::shape::decode::Slot::visit(&self.$field, visitor); )*
                } )*
            }
        }
    };
}

checks!(release);

impl Release {
    /// The zone of local dates: the one that is named, else the launch's own offset, else UTC.
    pub(crate) fn zone(&self) -> TimeZone {
        let named = self.timezone.get().map(|zone| zone.zone.clone());
        let of_launch = || self.date.get().and_then(When::offset).map(TimeZone::fixed);
        named.or_else(of_launch).unwrap_or(TimeZone::UTC)
    }

    /// The fact files by name.
    pub(crate) fn fact_paths(&self) -> Map<Token> {
        let facts = self.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        let path =
            |(name, fact): &(Spanned<String>, FactFile)| Some((name.clone(), fact.path.get()?.clone()));
        Map { entries: facts.iter().filter_map(path).collect() }
    }

    /// The full id of the commit that the newest call is about.
    pub(crate) fn called(&self) -> Option<&str> {
        let build = self.calls.items().last()?.build.get()?.text.raw();
        is_full_id(build).then_some(build)
    }

    /// What the tables alone cannot say is wrong: keys that exclude or need each other.
    pub(crate) fn examine(&self, faults: &mut Faults) {
        let build = &self.build;
        if build.changes.is_given() && (build.from.is_given() || build.to.is_given()) {
            faults.add_with_help(
                build.changes.key_or(build.span()),
                "a build is read from git or from a change list, not from both",
                "keep `from` and `to`, or keep `changes`",
            );
        }
        if self.accepts.items().len() > limits::ACCEPTANCES {
            faults.add_with_help(
                self.accepts.key_or(Span::top(FileId::Release)),
                message!("the list has more than {} entries", limits::ACCEPTANCES),
                "accept what belongs together in one entry, with a pattern as its `subject`",
            );
        }
        examine_ignores(build.ignore.items(), faults);
        roles::keys::examine(&self.roles, &self.decides, faults);
        let facts = self.facts.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        for (name, fact) in facts.iter().filter(|(_, fact)| !fact.path.is_given()) {
            faults.add_with_help(
                fact.span,
                message!("the fact \"{}\" names no file", name.value),
                "add path = \"…\": the file, relative to this one",
            );
        }
        for skip in self.tests.skips.items().iter().filter(|skip| !skip.test.is_given()) {
            faults.add_with_help(
                skip.span,
                "this entry does not say which test was skipped",
                "add test = \"…\": a test's name, or a pattern on it (`*` and `?`)",
            );
        }
    }
}

/// Whether a text is the whole id of a commit: a prefix or a name may come to mean another one.
pub(crate) fn is_full_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
