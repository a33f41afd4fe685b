//! Who fills which role: the policy's people first, the release's where the policy leaves a role out.

use std::collections::HashMap;

use super::keys::Role;
use crate::checks::directory::{folded, is_same};
use crate::checks::people::not_one;
use crate::checks::placeholder::is_no_name;
use crate::shape::decode::Map;
use crate::shape::leaf::Person;
use crate::shape::{Maybe, suggest};
use crate::source::{FileId, Spanned};
use crate::untrusted::Untrusted;

/// The people who fill roles, by the folded name of the role.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles<'c> {
    held: HashMap<String, Holder<'c>>,
    /// Their names, in the order of the files.
    names: Vec<Role>,
    /// What the release fills although the policy does, with somebody else.
    pub overruled: Vec<(&'c Spanned<String>, &'c Person, &'c Person)>,
}

#[derive(Debug, Clone)]
struct Holder<'c> {
    role: &'c Spanned<String>,
    person: &'c Person,
}

/// Why a role has no one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vacant<'c> {
    /// No file fills a role of this name.
    Absent,
    /// What stands there is no one person.
    NotOne(&'c Person),
}

impl<'c> Roles<'c> {
    /// The roles of both files.
    pub(crate) fn of(policy: &'c Maybe<Map<Person>>, release: &'c Maybe<Map<Person>>) -> Self {
        let mut roles = Self::default();
        let entries =
            |map: &'c Maybe<Map<Person>>| map.get().map(|map| map.entries.as_slice()).unwrap_or_default();
        for (role, person) in entries(policy) {
            roles.held.insert(folded(&role.value), Holder { role, person });
            roles.names.push(Role { span: role.span, name: role.value.as_str().into() });
        }
        for (role, person) in entries(release) {
            let own = Holder { role, person };
            let first = roles.held.entry(folded(&role.value)).or_insert(own).person;
            if !is_same(&first.name, &person.name) {
                roles.overruled.push((role, person, first));
            }
            roles.names.push(Role { span: role.span, name: role.value.as_str().into() });
        }
        roles
    }

    /// The one person who fills a role, or why there is none.
    pub(crate) fn person(&self, role: &Role) -> Result<&'c Untrusted, Vacant<'c>> {
        let holder = self.held.get(&folded(role.name.raw())).ok_or(Vacant::Absent)?;
        let name = &holder.person.name;
        let is_one = !is_no_name(name.raw()) && not_one(name.raw()).is_none();
        if is_one { Ok(name) } else { Err(Vacant::NotOne(holder.person)) }
    }

    /// Whether the policy fills a role, so that no release says who it is.
    pub(crate) fn is_policys(&self, role: &Role) -> bool {
        self.held
            .get(&folded(role.name.raw()))
            .is_some_and(|holder| holder.person.span.file == FileId::Policy)
    }

    /// The roles that are filled, in the order of the files.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &Role> {
        self.names.iter()
    }

    /// The role that is filled and whose name is nearly this one: "did you mean".
    pub(crate) fn near(&self, name: &Untrusted) -> Option<&'c Spanned<String>> {
        let near = suggest::nearest(name.raw(), self.held.values().map(|holder| holder.role.value.as_str()))?;
        self.held.get(&folded(near)).map(|holder| holder.role)
    }

    /// Whether each step of a way up has its one person.
    pub(crate) fn is_whole(&self, roles: &'c [Role]) -> bool {
        roles.iter().all(|role| self.person(role).is_ok())
    }

    /// Whom it goes up to when the one who is accountable does not act: the next on the way who is somebody else.
    pub(crate) fn up(&self, roles: &'c [Role]) -> Option<&'c Untrusted> {
        let first = roles.iter().find_map(|role| self.person(role).ok())?;
        self.above(roles, first)
    }

    /// Whom it goes up to from one person: the next on the way, or who is accountable where that person is not on it.
    pub(crate) fn above(&self, roles: &'c [Role], who: &Untrusted) -> Option<&'c Untrusted> {
        let people: Vec<&Untrusted> = roles.iter().filter_map(|role| self.person(role).ok()).collect();
        let at = people.iter().rposition(|person| is_same(person, who));
        people.into_iter().nth(at.map_or(0, |at| at.saturating_add(1)))
    }
}
