//! Conditions: an answer or a reason, never both; the opposite question has the opposite answer; and what is taken
//! from the evidence never leaves an answer that rests on it.
//!
//! Behind a line `---` stands the fact `bugs`, as JSON.

use std::collections::BTreeMap;

use crate::condition::{BadCondition, Condition, Datum, Names, Steps, compile};
use crate::evidence::facts;

/// The fact where the input brings none.
const BUGS: &str =
    r#"{"open": 2, "list": [{"id": "BILL-1", "p": 1.5}, {"id": "BILL-2", "p": null}], "ok": true}"#;

pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (source, fact) = text.split_once("\n---\n").unwrap_or((text, BUGS));
    let Ok(fact) = facts::read("bugs.json", fact.as_bytes()) else { return };
    let names = Names::new(["bugs".to_owned(), "a-b".to_owned()]);
    let opposite = format!("!({source}\n)");
    let [one, other]: [Result<Condition, BadCondition>; 2] =
        compile(&[source, &opposite], &names).try_into().expect("two conditions");
    let condition = match one {
        Ok(condition) => condition,
        Err(bad) => {
            check_fault(source, &bad);
            return;
        }
    };
    let values = values(fact);
    let answer = condition.evaluate(&values, &mut Steps::default());
    assert_eq!(answer, condition.evaluate(&values, &mut Steps::default()), "{source:?}");
    if let Err(bad) = &answer {
        check_fault(source, bad);
    }
    match (&answer, other.map(|other| other.evaluate(&values, &mut Steps::default()))) {
        (Ok(yes), Ok(Ok(no))) => assert_ne!(*yes, no, "{source:?}"),
        (Err(_), Ok(no)) => assert!(no.is_err(), "{source:?} {no:?}"),
        (Ok(_), Ok(Err(bad))) => assert_eq!(bad, BadCondition::TooCostly, "{source:?}"),
        (_, Err(bad)) => {
            let is_larger = matches!(bad, BadCondition::TooDeep { .. } | BadCondition::TooLong);
            assert!(is_larger, "{source:?} {bad:?}");
        }
    }
    for used in condition.uses() {
        let mut less = values.clone();
        assert!(less.remove(used).is_some(), "{used}");
        let answer = condition.evaluate(&less, &mut Steps::default());
        assert!(matches!(answer, Err(BadCondition::Missing { .. })), "{source:?} {answer:?}");
    }
}

/// Why there is no answer is said, with a remedy and a place.
fn check_fault(source: &str, bad: &BadCondition) {
    assert!(!bad.to_string().is_empty() && !bad.help().is_empty(), "{bad:?}");
    if let Some(at) = bad.at() {
        assert!(source.get(at.clone()).is_some(), "{at:?} is no place in {source:?}");
    }
}

fn values(fact: Datum) -> BTreeMap<String, Datum> {
    let counts = [
        "tests.total",
        "tests.passed",
        "tests.failed",
        "tests.errors",
        "tests.skipped",
        "tests.flaky",
        "build.changes",
        "build.unlisted",
        "build.out_of_scope",
        "build.ignored",
        "known_issues",
    ];
    let checks = ["plan", "scope", "tests", "support", "rollback", "caller", "risks"];
    let counts = counts.iter().zip(0..).map(|(name, number)| ((*name).to_owned(), Datum::Int(number % 4)));
    let checks = checks.iter().zip(["pass", "warn", "fail"].iter().cycle());
    let checks = checks.map(|(name, word)| (format!("checks.{name}"), Datum::Text((*word).to_owned())));
    let others = [
        ("rollback.rehearsed", Datum::Bool(true)),
        ("rollback.minutes", Datum::Float(12.5)),
        ("rollback.rehearsal_age_days", Datum::Int(4)),
        ("hours_to_launch", Datum::Float(15.0)),
        ("facts.bugs", fact),
        ("facts.a-b", Datum::List(vec![Datum::Int(1), Datum::Text("é".to_owned())])),
    ];
    let others = others.into_iter().map(|(name, datum)| (name.to_owned(), datum));
    counts.chain(checks).chain(others).collect()
}
