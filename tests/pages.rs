//! The pages of `gonogo explain`: their form, and that they agree with the catalogue. Whether what they show is so,
//! the tests `explain <rule id>` of the cases say.

use serde_json::Value;

use crate::support::gonogo::{Gonogo, repository};
use crate::support::story::{AS_OF, findings};

/// Lines of the longest page.
const LINES: usize = 30;
/// Columns of a terminal.
const COLUMNS: usize = 80;

/// The catalogue as scripts see it.
fn catalogue() -> Vec<Value> {
    let told = Gonogo::new(repository(), &["rules", "--format", "json"]).run();
    serde_json::from_str::<Vec<Value>>(&told.out).expect("a list of rules")
}

fn id(rule: &Value) -> &str {
    rule["id"].as_str().expect("an id")
}

fn page(id: &str) -> String {
    Gonogo::new(repository(), &["explain", id]).run().out
}

#[test]
fn every_page_fits_a_screen_and_agrees_with_the_catalogue() {
    for rule in catalogue() {
        let (id, page) = (id(&rule), page(id(&rule)));
        let headings = ["\n## Why\n", "\n## Example\n```toml\n", "\n## Fix\n```toml\n"];
        let found: Vec<usize> = headings.iter().filter_map(|heading| page.find(heading)).collect();
        assert!(page.starts_with(&format!("# {id}\n\n")) && found.len() == 3 && found.is_sorted(), "{page}");
        assert_eq!(page.matches("\n```").count(), 4, "{id} shows one fragment broken and one repaired");
        assert!(page.lines().count() <= LINES, "{id} has {} lines", page.lines().count());
        assert!(page.lines().all(|line| line.chars().count() <= COLUMNS), "{id} is too wide");
        let text = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = |words: &str| text.contains(words);
        let is_verdict = id != "file/invalid";
        assert_eq!(says("An error: it blocks the release."), rule["level"] == "error" && is_verdict, "{id}");
        assert_eq!(says("A warning: it blocks only with `--strict`."), rule["level"] == "warning", "{id}");
        assert_eq!(says("The rule is off unless"), rule["level"] == "off", "{id}");
        assert_eq!(says("`gonogo lint` finds it, too."), rule["stage"] == "lint" && is_verdict, "{id}");
        assert_eq!(
            says("This finding cannot be accepted away."),
            rule["acceptable"] == false && is_verdict,
            "{id}"
        );
    }
}

#[test]
fn the_catalogue_says_what_happens_to_an_acceptance() {
    let accept = |rule: &Value| {
        format!(
            "[[accept]]\nrule = \"{}\"\nby = \"Ana Ruiz\"\non = 2026-11-29\nwhy = \"A trial\"\n",
            id(rule)
        )
    };
    let rules = catalogue();
    let release: String =
        "[caller]\nship = \"Ana Ruiz\"\n".to_owned() + &rules.iter().map(accept).collect::<String>();
    let arguments = ["check", "--as-of", AS_OF, "--format", "json", "-"];
    let told = Gonogo::new(repository(), &arguments).input(release).run();
    let report: Value = serde_json::from_str(&told.out).expect("JSON");
    let findings = findings(&report);
    for rule in &rules {
        let is_refused = findings
            .iter()
            .any(|finding| finding["rule"] == "accept/refused" && finding["subject"] == rule["id"]);
        assert_eq!(is_refused, rule["acceptable"] == false, "{}", id(rule));
    }
}
