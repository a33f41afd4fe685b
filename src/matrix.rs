//! Who decides what, as one page shows it: people by decisions and activities, the way up, who may stop the launch, and
//! what each role has to confirm. Frozen: it is filled here, and drawn by `render`.

use std::collections::BTreeMap;

use crate::checks::call::keys::Say;
use crate::checks::call::stands;
use crate::checks::case::Case;
use crate::checks::checkpoints::asked::asked;
use crate::checks::checkpoints::due::Due;
use crate::checks::directory::folded;
use crate::checks::roles::decisions::{Decision, What};
use crate::checks::roles::keys::{Role, list};
use crate::untrusted::Untrusted;

/// The whole page.
#[derive(Debug)]
pub(crate) struct Matrix {
    /// The release file.
    pub file: Untrusted,
    /// The policy, where there is one.
    pub policy: Option<Untrusted>,
    /// What the release is called.
    pub name: Option<Untrusted>,
    /// Its version.
    pub version: Option<Untrusted>,
    /// The people, and the roles that nobody fills, in the order in which they are met.
    pub people: Vec<Holder>,
    /// Decisions and activities in the order of the file.
    pub duties: Vec<Duty>,
    /// Who may stop the launch: first who is accountable.
    pub stop: Vec<Untrusted>,
    /// What is to be confirmed, in the order of the files.
    pub points: Vec<Point>,
}

/// One person with their roles; or a role without a person.
#[derive(Debug)]
pub(crate) struct Holder {
    /// The person.
    pub person: Option<Untrusted>,
    /// What they are.
    pub roles: Vec<Untrusted>,
}

/// A role, and its place among the people.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    /// The role.
    pub role: Untrusted,
    /// Who has it, as a place in the list of people.
    pub holder: usize,
}

/// A decision or an activity.
#[derive(Debug)]
pub(crate) struct Duty {
    /// What it is called.
    pub name: Untrusted,
    /// `decision`, `findings` (who may accept findings of these rules) or `activity`.
    pub kind: &'static str,
    /// Who is accountable first, then the way up.
    pub up: Vec<Seat>,
    /// Who does it.
    pub does: Vec<Seat>,
    /// Who is asked before.
    pub asks: Vec<Seat>,
    /// Who is told.
    pub tells: Vec<Seat>,
}

/// On which side of the launch day something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// On an earlier day.
    Before,
    /// On the day itself.
    On,
    /// On a later one.
    After,
}

impl Side {
    /// The word in every output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::On => "on the day",
            Self::After => "after",
        }
    }
}

/// What one role has to confirm.
#[derive(Debug)]
pub(crate) struct Point {
    /// Its name in the file.
    pub id: Untrusted,
    /// What is said.
    pub what: Untrusted,
    /// Who says it first, then the way up.
    pub up: Vec<Seat>,
    /// Who hands over.
    pub from: Option<Seat>,
    /// By when, as it was written.
    pub due: Untrusted,
    /// On which side of the launch day that is.
    pub side: Side,
}

impl Matrix {
    /// Fills the page.
    pub(crate) fn of(case: &Case, file: Untrusted, policy: Option<Untrusted>) -> Self {
        let mut seats = Seats { case, people: Vec::new(), places: BTreeMap::new() };
        for role in case.roles.filled() {
            seats.take(role);
        }
        let duties = case.decisions.list.iter().map(|decision| seats.duty(decision)).collect();
        let stop = stands::people(case, Say::Stop).people.into_iter().cloned().collect();
        let points = seats.points();
        Self {
            file,
            policy,
            name: case.release.name.get().map(|name| name.words.clone()),
            version: case.release.version.get().map(|version| version.words.clone()),
            people: seats.people,
            duties,
            stop,
            points,
        }
    }

    /// Who holds a seat: the person, else nobody.
    pub(crate) fn person(&self, seat: &Seat) -> Option<&Untrusted> {
        self.people.get(seat.holder)?.person.as_ref()
    }

    /// `Ana Ruiz (Release manager)`, or the role that nobody fills.
    pub(crate) fn named(&self, seat: &Seat, escape: &dyn Fn(&Untrusted) -> String) -> String {
        let person = self.person(seat).map_or_else(|| "nobody".to_owned(), escape);
        format!("{person} ({})", escape(&seat.role))
    }

    /// What is to be confirmed by one person, or by whoever will fill a role.
    pub(crate) fn points_of(&self, holder: usize) -> Vec<&Point> {
        let is_theirs = |point: &&Point| {
            let first = point.up.first().into_iter().chain(&point.from);
            first.into_iter().any(|seat| seat.holder == holder)
        };
        let mut points: Vec<&Point> = self.points.iter().filter(is_theirs).collect();
        points.sort_by_key(|point| point.side);
        points
    }
}

impl Duty {
    /// The part that somebody has: `A R`, or the step of the way up.
    pub(crate) fn part(&self, holder: usize) -> String {
        let is_in = |seats: &[Seat]| seats.iter().any(|seat| seat.holder == holder);
        let step = self.up.iter().position(|seat| seat.holder == holder);
        let mut letters: Vec<String> = Vec::new();
        if is_in(&self.does) {
            letters.push("R".to_owned());
        }
        match step {
            Some(0) => letters.push("A".to_owned()),
            Some(step) => letters.push(step.saturating_add(1).to_string()),
            None => {}
        }
        letters.extend(is_in(&self.asks).then(|| "C".to_owned()));
        letters.extend(is_in(&self.tells).then(|| "I".to_owned()));
        letters.join(" ")
    }
}

/// People as they are met.
struct Seats<'m, 'c> {
    case: &'m Case<'c>,
    people: Vec<Holder>,
    /// Places by the folded name of the person, or of the role that nobody fills.
    places: BTreeMap<(bool, String), usize>,
}

impl Seats<'_, '_> {
    fn take(&mut self, role: &Role) -> Seat {
        let person = self.case.roles.person(role).ok();
        let key = (person.is_some(), folded(person.unwrap_or(&role.name).raw()));
        let next = self.people.len();
        let holder = *self.places.entry(key).or_insert(next);
        if holder == next {
            self.people.push(Holder { person: person.cloned(), roles: Vec::new() });
        }
        if let Some(place) = self.people.get_mut(holder) {
            let name = folded(role.name.raw());
            if !place.roles.iter().any(|known| folded(known.raw()) == name) {
                place.roles.push(role.name.clone());
            }
        }
        Seat { role: role.name.clone(), holder }
    }

    fn all(&mut self, roles: &[Role]) -> Vec<Seat> {
        roles.iter().map(|role| self.take(role)).collect()
    }

    fn duty(&mut self, decision: &Decision) -> Duty {
        let parts = decision.parts;
        let up = self.all(parts.up());
        // In the short form whoever decides also does it.
        let does = if parts.is_long {
            self.all(list(&parts.does))
        } else {
            up.first().cloned().into_iter().collect()
        };
        Duty {
            name: Untrusted::from(decision.name.value.as_str()),
            kind: match decision.what {
                What::Activity => "activity",
                What::Findings => "findings",
                _ => "decision",
            },
            up,
            does,
            asks: self.all(list(&parts.asks)),
            tells: self.all(list(&parts.tells)),
        }
    }

    fn points(&mut self) -> Vec<Point> {
        let all = asked(self.case.release, self.case.policy);
        let asked = all.iter().filter_map(|asked| asked.point.map(|point| (asked, point)));
        asked
            .map(|(asked, point)| Point {
                id: Untrusted::from(asked.id),
                what: asked.what(),
                up: self.all(list(&point.role)),
                from: point.from.get().map(|role| self.take(role)),
                due: asked.due.text.clone(),
                side: side(self.case, &asked.due),
            })
            .collect()
    }
}

/// On which side of the launch day something is due; without a launch, as far as the words tell.
fn side(case: &Case, due: &Due) -> Side {
    let Some(launch) = case.release.date.get() else {
        let is_launch = *due == Due::launch();
        return match due.is_after_launch() {
            true => Side::After,
            false if is_launch => Side::On,
            false => Side::Before,
        };
    };
    let day = |start: jiff::Timestamp| start.to_zoned(case.zone.clone()).date();
    let (due, launch) = (case.period(&due.of(launch, &case.zone)).start, case.period(launch).start);
    match day(due).cmp(&day(launch)) {
        std::cmp::Ordering::Less => Side::Before,
        std::cmp::Ordering::Equal => Side::On,
        std::cmp::Ordering::Greater => Side::After,
    }
}
