//! Words that were given about an earlier release and stand in this one's file: a plan was copied, and nobody said them
//! anew.

use crate::checks::case::Case;
use crate::checks::directory as name;
use crate::checks::release::Release;
use crate::checks::scope::item::{Item, Listed};
use crate::finding::Findings;
use crate::rule::Rule;
use crate::shape::Maybe;
use crate::shape::date::When;
use crate::shape::leaf::{Person, Text};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// Tells of the confirmation of the tests, and of the approval together with its list, where an earlier release's file
/// holds the same.
pub(super) fn run(case: &Case, rule: &'static Rule, out: &mut Findings) {
    let release = case.release;
    let Some(plans) = case.plans else { return };
    let earlier = plans.list.iter().filter(|(_, other)| case.is_earlier(other));
    let (mut tests, mut approval) = (None, None);
    for (file, other) in earlier {
        if same_confirmation(release, other) {
            tests.get_or_insert(file);
        }
        if same_approval(release, other) {
            approval.get_or_insert(file);
        }
    }
    let words = [
        (tests, &release.tests.confirmed_by, "the confirmation of the tests"),
        (approval, &release.scope.approved_by, "the approval of the release list"),
    ];
    for (file, by, what) in words {
        if let Some((file, by)) = file.zip(by.get()) {
            tell((rule, by), what, file, out);
        }
    }
    if let Some(fault) = &plans.fault {
        out.raise(rule, Span::default())
            .say(message!("the earlier plans could not all be read: {}", fault))
            .help("let `releases` of the policy match the plans of the team alone");
    }
}

fn tell((rule, by): (&'static Rule, &Person), what: &str, file: &Untrusted, out: &mut Findings) {
    out.raise(rule, by.span).subject(file).next(Some(&by.name)).say(message!(
        "{} stands word for word in {}: it was given about that release",
        what,
        file
    ));
}

fn same_confirmation(one: &Release, other: &Release) -> bool {
    let (one, other) = (&one.tests, &other.tests);
    same_name(&one.confirmed_by, &other.confirmed_by)
        && same_date(&one.confirmed_on, &other.confirmed_on)
        && same_text(one.ran.get(), other.ran.get())
}

fn same_approval(one: &Release, other: &Release) -> bool {
    let (one, other) = (&one.scope, &other.scope);
    let entries = |items: &[Item]| -> Vec<(Option<String>, Option<String>)> {
        let words = |text: Option<&Text>| text.map(|text| name::folded(text.words.raw()));
        let mut entries: Vec<_> = items.iter().map(|item| (words(item.id()), words(item.title()))).collect();
        entries.sort();
        entries
    };
    let (own, others) = (entries(one.included.items()), entries(other.included.items()));
    same_name(&one.approved_by, &other.approved_by)
        && same_date(&one.approved_on, &other.approved_on)
        && !own.is_empty()
        && own == others
}

fn same_name(one: &Maybe<Person>, other: &Maybe<Person>) -> bool {
    one.get().zip(other.get()).is_some_and(|(one, other)| name::is_same(&one.name, &other.name))
}

fn same_date(one: &Maybe<When>, other: &Maybe<When>) -> bool {
    one.get().zip(other.get()).is_some_and(|(one, other)| one.moment == other.moment)
}

fn same_text(one: Option<&Text>, other: Option<&Text>) -> bool {
    one.zip(other).is_some_and(|(one, other)| name::is_same(&one.words, &other.words))
}
