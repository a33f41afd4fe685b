//! What scripts and forges get of the shipped stories, whole: nothing in a report changes unnoticed. What people see
//! stands in `tests/screens`.
//!
//! `tests/reports/` holds one file for each story and format. `UPDATE_CASES=1` writes them anew: look at each change
//! before you keep it.

use serde_json::Value;

use crate::support::expected::difference;
use crate::support::gonogo::{Gonogo, repository};
use crate::support::story::AS_OF;

const STORIES: [&str; 4] = [
    "billing-dashboard/release.toml",
    "friday-update/release.toml",
    "launch-morning/delayed.toml",
    "launch-morning/release.toml",
];
/// Formats, and how the files of their reports end.
const FORMATS: [(&str, &str); 4] =
    [("json", "json"), ("sarif", "sarif.json"), ("gitlab", "gitlab.json"), ("markdown", "md")];

/// A SARIF log without its catalogue, which must be that of the program: its pages have tests of their own.
fn without_rules(report: &str) -> String {
    let mut log: Value = serde_json::from_str(report).expect("JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    let told = Gonogo::new(repository(), &["rules", "--format", "json"]).run().out;
    let catalogue: Vec<Value> = serde_json::from_str(&told).expect("JSON");
    let carried: Vec<&Value> = rules.as_array().expect("rules").iter().map(|rule| &rule["id"]).collect();
    assert_eq!(carried, catalogue.iter().map(|rule| &rule["id"]).collect::<Vec<_>>());
    serde_json::to_string_pretty(&log).expect("JSON") + "\n"
}

#[test]
fn reports_of_the_stories_hold_what_they_held() {
    let mut told = Vec::new();
    for story in STORIES {
        for (format, ending) in FORMATS {
            let release = format!("examples/{story}");
            let arguments = ["check", &release, "--as-of", AS_OF, "--format", format];
            let report = Gonogo::new(repository(), &arguments).run().out;
            let report = if ending == "sarif.json" { without_rules(&report) } else { report };
            let name = story.replace('/', "-").replace(".toml", "");
            told.extend(difference(&repository().join(format!("tests/reports/{name}.{ending}")), &report));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}
