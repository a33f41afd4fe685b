//! `[scope]` and `[build]`: what was approved, and what will ship.

use super::item::{Extra, Item, OutItem};
use crate::shape::date::When;
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::{Pattern, Person, Text, Token};
use crate::shape::{Faults, Maybe, table};

table! {
    /// What is in, what is out, and what slipped in.
    struct Scope {
        /// Who approved the list.
        approved_by: Maybe<Person>,
        /// When it was approved.
        approved_on: Maybe<When>,
        /// What ships: texts ("ID title") or tables.
        included as "in": Maybe<Vec<Item>>,
        /// What was left out, and why.
        excluded as "out": Maybe<Vec<OutItem>>,
        /// What slipped in after approval, named and decided.
        extras as "extra": Maybe<Vec<Extra>>,
        /// Who compared the build with the list by hand, where there is no build to read.
        matched_by: Maybe<Person>,
        /// When it was compared by hand.
        matched_on: Maybe<When>,
    }
}

table! {
    /// What will ship. Either a git range or a change list.
    struct Build {
        /// The last release: any git revision.
        from: Maybe<Token>,
        /// What will ship: any git revision.
        to: Maybe<Token>,
        /// A change list instead of git: JSON as the clients of GitHub and GitLab print it.
        changes: Maybe<Token>,
        /// Changes that need no place on the list.
        ignore: Maybe<Vec<Ignore>>,
    }
}

table! {
    /// Changes that need no place on the list. All the keys that are given must fit.
    struct Ignore {
        /// Glob on the author: the name, the e-mail address, or both as git prints them.
        author: Maybe<OneOrMany<Pattern>>,
        /// Globs on changed paths: every path of the change must fit one of them.
        paths: Maybe<OneOrMany<Pattern>>,
        /// Glob on the subject line.
        subject: Maybe<OneOrMany<Pattern>>,
        /// Why such changes need no place on the list.
        why: Maybe<Text>,
    }
}

/// An entry that names nothing would ignore everything, or nothing: nobody can have meant it.
pub(crate) fn examine_ignores(ignores: &[Ignore], faults: &mut Faults) {
    for ignore in ignores {
        let lists = [&ignore.author, &ignore.paths, &ignore.subject];
        let named = lists.iter().any(|list| list.is_given());
        let empty = lists.iter().any(|list| list.get().is_some_and(|list| list.list.is_empty()));
        if !named || empty {
            faults.add_with_help(
                ignore.span,
                "this entry does not say which changes to ignore",
                "give it an author, paths or subject, each with at least one glob",
            );
        }
    }
}
