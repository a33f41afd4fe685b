//! Which checkpoints are asked of a release, and what has been said: the policy's first, then the release's own.
//!
//! Where both define one, the policy's stands.

use std::collections::BTreeMap;

use super::due::Due;
use super::keys::{Checkpoint, Confirmed};
use crate::checks::case::{Case, person};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::shape::Maybe;
use crate::shape::date::When;
use crate::shape::decode::Map;
use crate::shape::leaf::Token;
use crate::source::{Span, Spanned};
use crate::untrusted::{Untrusted, message};

/// The handoff from the last owner to this one: it may be confirmed whether or not anybody asks for it.
pub(crate) const HANDOVER: &str = "handover";

/// A checkpoint with what was said about it.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'c> {
    /// Its name.
    pub id: &'c str,
    /// What is asked; nothing for a handover that nobody asks for.
    pub point: Option<&'c Checkpoint>,
    /// What was said, and where.
    pub said: Option<(Span, &'c Confirmed)>,
    /// By when.
    pub due: Due,
}

/// Everything that is asked, and a handover that was confirmed without being asked for.
pub(crate) fn asked<'c>(release: &'c Release, policy: &'c Policy) -> Vec<Asked<'c>> {
    let said: BTreeMap<&str, _> =
        entries(&release.confirmed).iter().map(|(id, said)| (id.value.as_str(), (id.span, said))).collect();
    let point = |(id, point): &'c (Spanned<String>, Checkpoint)| Asked {
        id: &id.value,
        point: Some(point),
        said: said.get(id.value.as_str()).copied(),
        due: point.due.get().cloned().unwrap_or_else(Due::launch),
    };
    let mut all: Vec<Asked> = own(policy, release).map(point).collect();
    let is_asked = all.iter().any(|asked| asked.id == HANDOVER);
    if let (Some(said), false) = (said.get(HANDOVER), is_asked) {
        all.push(Asked { id: HANDOVER, point: None, said: Some(*said), due: Due::launch() });
    }
    all
}

/// The checkpoints that count, in order: one of the release that the policy has too is the policy's.
fn own<'c>(
    policy: &'c Policy,
    release: &'c Release,
) -> impl Iterator<Item = &'c (Spanned<String>, Checkpoint)> {
    let team = entries(&policy.checkpoints);
    let known: std::collections::BTreeSet<&str> = team.iter().map(|(id, _)| id.value.as_str()).collect();
    let added =
        entries(&release.checkpoints).iter().filter(move |(id, _)| !known.contains(id.value.as_str()));
    team.iter().chain(added)
}

/// The entries of a table with free keys.
pub(super) fn entries<T>(table: &Maybe<Map<T>>) -> &[(Spanned<String>, T)] {
    table.get().map(|map| map.entries.as_slice()).unwrap_or_default()
}

/// The conditions of the checkpoints that are asked, in the same order.
pub(crate) fn conditions<'c>(release: &'c Release, policy: &'c Policy) -> Vec<Option<&'c Token>> {
    asked(release, policy).iter().map(Asked::when).collect()
}

impl<'c> Asked<'c> {
    /// What is asked, in words.
    pub(crate) fn what(&self) -> Untrusted {
        match self.point.map(|point| point.what.get()) {
            Some(Some(what)) if !what.words.is_blank() => what.words.clone(),
            Some(_) => Untrusted::from(self.id),
            None => Untrusted::from("the release is handed over to its owner"),
        }
    }

    /// Its condition.
    pub(super) fn when(&self) -> Option<&'c Token> {
        self.point?.when.get()
    }

    /// Whether two people have to say so.
    pub(crate) fn is_handoff(&self) -> bool {
        self.point.is_none_or(|point| point.from.is_given())
    }

    /// By when it is due; nothing where no launch is set.
    pub(crate) fn moment(&self, case: &Case) -> Option<When> {
        case.release.date.get().map(|launch| self.due.of(launch, &case.zone))
    }

    /// Where it stands in the release file: its answer, else the table of answers.
    pub(super) fn place(&self, case: &Case) -> Span {
        self.said.map_or_else(|| case.release.confirmed.key_or(Span::default()), |(at, _)| at)
    }

    /// The answer in a few words, as the command that gives it.
    pub(super) fn command(&self) -> Untrusted {
        message!("gonogo confirm {}", self.id)
    }

    /// Who has said so, with a day that is not still to come.
    pub(super) fn by<'a>(&'a self, case: &Case) -> Option<&'a Untrusted> {
        let (_, said) = self.said?;
        person(&said.by).filter(|_| case.is_said(&said.by, &said.on))
    }

    /// Who has handed over, with a day that is not still to come.
    pub(super) fn from<'a>(&'a self, case: &Case) -> Option<&'a Untrusted> {
        let (_, said) = self.said?;
        person(&said.from).filter(|_| case.is_said(&said.from, &said.from_on))
    }

    /// Whether all who have to have said so.
    pub(crate) fn is_complete(&self, case: &Case) -> bool {
        let is_refused = self.said.is_some_and(|(_, said)| said.not.is_given());
        !is_refused && self.by(case).is_some() && (!self.is_handoff() || self.from(case).is_some())
    }
}
