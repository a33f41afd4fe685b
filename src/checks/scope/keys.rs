//! `[scope]` and `[build]`: what was approved, and what will ship.

use super::item::{Extra, Item, OutItem};
use crate::shape::date::When;
use crate::shape::decode::OneOrMany;
use crate::shape::leaf::{NamePattern, Pattern, Person, Text, Token};
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
        /// Or, beside it: the list as a tracker printed it: JSON of `gh issue list`, `glab issue list`, Jira or Linear.
        issues: Maybe<Token>,
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
        /// Pattern on the author (`*` and `?` alone): the name, the e-mail address, or both as git prints them.
        author: Maybe<OneOrMany<NamePattern>>,
        /// Globs on changed paths: every path of the change must fit one of them.
        paths: Maybe<OneOrMany<Pattern>>,
        /// Pattern on the subject line (`*` and `?` alone).
        subject: Maybe<OneOrMany<NamePattern>>,
        /// Why such changes need no place on the list.
        why: Maybe<Text>,
    }
}

/// An entry that names nothing would ignore everything, or nothing: nobody can have meant it.
pub(crate) fn examine_ignores(ignores: &[Ignore], faults: &mut Faults) {
    for ignore in ignores {
        let names = [&ignore.author, &ignore.subject].map(|list| list.get().map(|list| list.list.len()));
        let paths = ignore.paths.get().map(|list| list.list.len());
        let named = paths.is_some() || names.iter().any(Option::is_some);
        let empty = paths == Some(0) || names.contains(&Some(0));
        if !named || empty {
            faults.add_with_help(
                ignore.span,
                "this entry does not say which changes to ignore",
                "give it an author, paths or subject, each with at least one pattern",
            );
        }
    }
}
