//! The order in which git prints commits decides nothing.

use proptest::prelude::*;

use super::*;
use crate::evidence::history::change::Change;

/// A bit of everything: nested merges, an octopus, reverts, a pick.
const STEPS: [Step; 16] = [
    ("base", "-", "BILL-118 Start"),
    ("a", "base", "Totals"),
    ("b", "a", "BILL-7 Sneaky"),
    ("deep", "a", "Rounding"),
    ("inner", "b deep", "Merge branch 'BILL-118-rounding' into BILL-101-dashboard"),
    ("main", "base", "Somebody else's\n\nRefs: BILL-131"),
    ("m", "main inner", "Merge branch 'BILL-101-dashboard'"),
    ("o1", "m", "One"),
    ("o2", "-", "Two"),
    ("octopus", "m o1 o2", "Merge branches 'BILL-118-x'"),
    ("c", "octopus", "BILL-8 Retry"),
    ("r", "c", "Revert \"BILL-8 Retry\"\n\nThis reverts commit <c>."),
    ("rr", "r", "Reapply \"BILL-8 Retry\"\n\nThis reverts commit <r>."),
    ("rm", "rr", "Revert \"Merge\"\n\nThis reverts commit <inner>, reversing\nchanges made to <b>."),
    ("p", "rm", "Picked\n\n(cherry picked from commit <elsewhere>)"),
    ("last", "p", "BILL-120 Templates"),
];

fn build() -> Build {
    Build::new(KEYS, &STEPS).held(&[("elsewhere", "-", "Picked")])
}

/// The same build with its commits in another order.
fn shuffled(order: &[usize]) -> Build {
    let mut build = build();
    let place = |old: usize| order.iter().position(|at| *at == old).unwrap();
    let moved = order.iter().map(|old| {
        let mut change = build.history.changes[*old].clone();
        let parent = |parent: Parent| match parent {
            Parent::Inside(at) => inside(place(usize::try_from(at).unwrap())),
            Parent::Outside => parent,
        };
        change.parents = change.parents.iter().map(parent).collect();
        change
    });
    build.history.changes = moved.collect();
    build
}

#[test]
fn the_history_is_judged_as_expected() {
    assert_eq!(
        build().dispositions(),
        [
            "base in BILL-118",
            "a in BILL-101",
            "b unlisted BILL-7",
            "deep undone by rm",
            "inner merge",
            "main in BILL-131",
            "m merge",
            "o1 in BILL-118",
            "o2 in BILL-118",
            "octopus merge",
            "c unlisted BILL-8",
            "r undone by rr",
            "rr undone by rr",
            "rm undone by rm",
            "p shipped",
            "last out BILL-120",
        ]
    );
}

proptest! {
    #[test]
    fn the_order_of_the_commits_decides_nothing(
        order in Just((0..STEPS.len()).collect::<Vec<_>>()).prop_shuffle(),
        dates in prop::collection::vec(0_i64..3, STEPS.len()),
    ) {
        let mut build = shuffled(&order);
        // Dates of commits lie; with a graph they do not count.
        for (change, date) in build.history.changes.iter_mut().zip(dates) {
            change.committed = Some(date);
        }
        let mut found = build.dispositions();
        let mut wanted = super::shuffled::build().dispositions();
        found.sort();
        wanted.sort();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn any_graph_is_judged(
        parents in prop::collection::vec(prop::collection::vec(0_usize..12, 0..4), 0..12),
        reverts in prop::collection::vec(0_usize..12, 12),
    ) {
        // Cycles and places out of range included: what git would never print must not hang either.
        let mut build = Build::new(KEYS, &[]);
        let count = parents.len();
        for (at, parents) in parents.into_iter().enumerate() {
            let message = format!("BILL-{at} x\n\nThis reverts commit {}.", hash(&reverts[at].to_string()));
            build.history.changes.push(Change {
                is_merge: parents.len() > 1,
                parents: parents.into_iter().map(inside).collect(),
                ..Change::read(hash(&at.to_string()), Reader::default().read(&message, false))
            });
        }
        prop_assert_eq!(build.judgement().dispositions.len(), count);
    }
}

#[test]
fn many_reverts_of_many_changes_end_soon() {
    const HALF: usize = 20_000;
    let mut build = Build::new(NUMBERS, &[]);
    build.history.has_graph = false;
    let change = Reader::default().read("Retry (#99)", false);
    let revert = Reader::default().read("Undo\n\nReverts acme/app#99", false);
    for at in 0..2 * HALF {
        let reading = if at < HALF { change.clone() } else { revert.clone() };
        build.history.changes.push(Change {
            committed: i64::try_from(at).ok(),
            ..Change::read(hash(&at.to_string()), reading)
        });
    }
    assert_eq!(build.judgement().dispositions.len(), 2 * HALF);
}
