use super::*;
use crate::render::sample;

fn run(report: &Report) -> serde_json::Value {
    let mut out = Vec::new();
    render(report, &mut out).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
    value["runs"][0].clone()
}

#[test]
fn results_point_at_their_place_and_their_rule() {
    let run = run(&sample::no_go());
    let result = &run["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "releases/2.4/release.toml");
    assert_eq!(
        place["region"],
        serde_json::json!({ "startLine": 11, "startColumn": 1, "endLine": 11, "endColumn": 8 })
    );
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    assert_eq!(run["tool"]["driver"]["rules"][index]["name"], "ScopeUnlistedChange");
}

#[test]
fn accepted_findings_are_suppressed_and_others_are_not() {
    let run = run(&sample::no_go());
    let suppressed: Vec<bool> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result.get("suppressions").is_some())
        .collect();
    assert_eq!(suppressed, [false, false, true, false]);
}

#[test]
fn results_beyond_the_limit_are_left_out_and_counted_lightest_first() {
    let run = run(&sample::many(4_000));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 4_000);
    let told = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(told.starts_with("3000 more findings"), "{told}");
}

#[test]
fn an_invalid_file_is_an_unsuccessful_run() {
    assert_eq!(run(&sample::invalid())["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run(&sample::no_go())["invocations"][0]["executionSuccessful"], true);
}
