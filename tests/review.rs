//! `gonogo review`: a reading over several releases. It ends with 0, or with 2 where a file could not be read; what
//! comes back, comes late or is always done by one person is named with its releases.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::gonogo::{Gonogo, Told, repository};
use crate::support::history::History;

const AS_OF: &str = "2026-12-02T09:00:00+01:00";
const FORMATS: [&str; 5] = ["text", "markdown", "json", "html", "ics"];

fn review(folder: &Path, format: &str) -> Told {
    Gonogo::new(folder, &["review", "--format", format, "--as-of", AS_OF]).run()
}

fn read(folder: &Path) -> Value {
    let told = review(folder, "json");
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{}", told.out);
    serde_json::from_str(&told.out).expect("JSON")
}

fn story() -> std::path::PathBuf {
    repository().join("examples/looking-back")
}

/// What a pattern says; nothing where it does not show.
fn says<'v>(review: &'v Value, id: &str) -> Vec<&'v str> {
    let patterns = review["patterns"].as_array().expect("a list").iter();
    patterns
        .filter(|pattern| pattern["id"] == id)
        .map(|pattern| pattern["text"].as_str().expect("a text"))
        .collect()
}

fn release(version: &str, date: &str, rest: &str) -> String {
    format!("name = \"Billing\"\nversion = \"{version}\"\nowner = \"Ana Ruiz\"\ndate = {date}\n{rest}")
}

fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("the file");
    }
    folder
}

#[test]
fn the_story_of_four_releases_is_told() {
    let review = read(&story());
    assert_eq!(
        review["summary"],
        "4 releases, Aug to Dec 2026: 1 shipped on its first date, 2 slipped, 1 held"
    );
    let slips: Vec<&Value> =
        review["past"].as_array().expect("a list").iter().map(|past| &past["slip"]).collect();
    assert_eq!(
        slips,
        [&Value::from("+8 days"), &Value::Null, &Value::from("+3 days"), &Value::from("+5 hours")]
    );
    assert_eq!(
        says(&review, "came_back"),
        ["tests/failed held 2 releases (2.1.0 and 2.3.0): a part of the system, not bad luck"]
    );
    assert_eq!(says(&review, "came_late"), ["BILL-90 in 2.1.0 and BILL-95 in 2.3.0, both let in by Bo Lind"]);
    assert_eq!(says(&review, "handoffs"), ["Cy Park took over from Ana Ruiz for 2.3.0"]);
    assert_eq!(says(&review, "not_reviewed"), ["2.2.0 held, and nobody wrote down what was learned"]);
    assert_eq!(review["stage"]["reached"], 2);
    assert_eq!(review["next_step"], "a second person rehearses the rollback before 2.5.0 ships");
    let coming = &review["coming"]["releases"];
    assert_eq!((&coming[0]["release"]["version"], &coming[0]["verdict"]), (&"2.5.0".into(), &"no-go".into()));
    assert_eq!(coming.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_reading_is_no_gate_whatever_it_reads() {
    for format in FORMATS {
        let told = review(&story(), format);
        assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{format}");
        assert!(told.out.contains("2.4.0") && told.out.contains("2.5.0"), "{format}: {}", told.out);
        assert_eq!(told.out, review(&story(), format).out, "{format}");
    }
}

#[test]
fn a_broken_file_is_named_and_the_others_are_told() {
    let good = release("1.0.0", "2026-11-01", "[review]\noutcome = \"shipped\"\nshipped_on = 2026-11-03\n");
    let folder = folder(&[
        ("release-1.toml", good),
        ("release-2.toml", "ownr = \"Ana\"\n".to_owned()),
        ("release-3.yaml", "a: [".to_owned()),
    ]);
    for format in FORMATS {
        let told = review(folder.path(), format);
        assert_eq!(told.code, Some(2), "{format}");
        assert!(told.out.contains("1.0.0"), "{format}: {}", told.out);
        if format != "ics" {
            assert!(
                told.out.contains("release-2.toml") && told.out.contains("release-3.yaml"),
                "{format}: {}",
                told.out
            );
        }
    }
    for (arguments, said) in [
        (&["review", "gone"][..], "gone"),
        (&["review", "-"], "review looks at files"),
        (&["review", "--policy", "gone.toml"], "the policy gone.toml cannot be read"),
        (&["review", "--format", "sarif"], "invalid value 'sarif'"),
    ] {
        let told = Gonogo::new(folder.path(), arguments).run();
        assert_eq!(told.code, Some(2), "{arguments:?}");
        assert!(
            told.out.contains(said) || told.err.contains(said),
            "{arguments:?}: {}{}",
            told.out,
            told.err
        );
    }
}

#[test]
fn one_blocker_is_bad_luck_and_two_are_the_system() {
    let held = |on: &str, cause: &str| {
        format!(
            "[[call]]\nsay = \"stop\"\nby = \"Ana Ruiz\"\non = {on}\nwhy = \"x\"\ncause = [\"{cause}\", \"{cause}\"]\n"
        )
    };
    let first = release("1.0.0", "2026-10-01", &held("2026-10-01", "tests/failed"));
    let other = release("1.1.0", "2026-10-09", &held("2026-10-09", "stop/tripped"));
    let again = release("1.1.0", "2026-10-09", &held("2026-10-09", "tests/failed"));
    let once = folder(&[("release-1.toml", first.clone()), ("release-2.toml", other)]);
    assert!(says(&read(once.path()), "came_back").is_empty());
    let twice = folder(&[("release-1.toml", first), ("release-2.toml", again)]);
    assert_eq!(says(&read(twice.path()), "came_back").len(), 1);
    // What kept people from testing in two releases is the same, whatever its case.
    let blocked = |text: &str| format!("[review]\noutcome = \"shipped\"\nblocked_testing = [\"{text}\"]\n");
    let blocked = folder(&[
        ("release-1.toml", release("1.0.0", "2026-10-01", &blocked("Staging is empty"))),
        ("release-2.toml", release("1.1.0", "2026-10-09", &blocked("staging  is empty"))),
    ]);
    assert_eq!(
        says(&read(blocked.path()), "came_back"),
        ["Staging is empty held 2 releases (1.0.0 and 1.1.0): a part of the system, not bad luck"]
    );
}

#[test]
fn a_drill_counts_when_two_people_did_it_within_a_quarter() {
    let drill = |on: &str, by: &str| {
        format!(
            "[rollback.rehearsal]\non = {on}\nby = \"{by}\"\nminutes = 12\n[review]\noutcome = \"shipped\"\n"
        )
    };
    for (second, by, counts) in
        [("2026-09-01", "Cy Park", true), ("2026-09-01", "bo  lind", false), ("2026-12-01", "Cy Park", false)]
    {
        let folder = folder(&[
            ("release-1.toml", release("1.0.0", "2026-07-02", &drill("2026-07-01", "Bo Lind"))),
            ("release-2.toml", release("1.1.0", second, &drill(second, by))),
        ]);
        let ingredients = &read(folder.path())["stage"]["ingredients"];
        let drill = ingredients.as_array().expect("a list").iter().find(|one| one["id"] == "rehearsal");
        assert_eq!(drill.expect("the drill")["there"], counts, "{second} {by}");
    }
}

#[test]
fn a_release_is_over_when_its_day_is_and_somebody_says_so() {
    let call =
        |say: &str| format!("[[call]]\nsay = \"{say}\"\nby = \"Ana Ruiz\"\non = 2026-11-01\nwhy = \"x\"\n");
    let state = |date: &str, rest: &str| {
        let folder = folder(&[("release.toml", release("1.0.0", date, rest))]);
        let review = read(folder.path());
        let past = review["past"].as_array().expect("a list").first().map(|past| past["outcome"].clone());
        past.unwrap_or_else(|| "coming".into())
    };
    for (date, rest, is) in [
        ("2026-12-24", String::new(), "coming"),
        ("2026-12-24", call("ship"), "coming"),
        ("2026-12-24", call("stop"), "coming"),
        ("2026-11-01", call("ship"), "shipped"),
        ("2026-11-01", call("stop"), "stopped"),
        ("2026-11-01", call("roll back"), "rolled back"),
        ("2026-12-24", "[review]\noutcome = \"stopped\"\n".to_owned(), "stopped"),
        // Nobody says what became of the newest: it is still open.
        ("2026-11-01", String::new(), "coming"),
        ("2026-11-01", call("delay"), "coming"),
    ] {
        assert_eq!(state(date, &rest), is, "{date} {rest}");
    }
}

#[test]
fn a_word_of_a_review_is_no_part_of_the_plan_and_blocks_nothing() {
    let text = fs::read_to_string(repository().join("examples/minimal/release.toml")).expect("the file");
    let said = "[review]\noutcome = \"shipped\"\nslowed = \"n/a\"\nworked = [\"TBD\", \"\"]\nshipped_on = 2026-12-01\n";
    let both = [text.clone(), format!("{text}\n{said}")].map(|text| {
        let folder = folder(&[("release.toml", text)]);
        let told = Gonogo::new(
            folder.path(),
            &["check", "--format", "json", "--as-of", "2026-11-30T18:00:00+01:00"],
        )
        .run();
        assert_eq!(told.code, Some(0), "{}", told.out);
        told.out
    });
    assert_eq!(both[0], both[1]);
}

#[test]
fn hostile_texts_act_nowhere() {
    let text = "<script>alert(1)</script>\\u001b[2J\\u202e|`[x](javascript:y)\\r\\nEND:VEVENT\\n::error::x ##[error]x";
    let plain = "a plain text, and as long as the other one is, or nearly";
    let files = |text: &str| {
        let call = |on: &str| {
            format!(
                "[[call]]\nsay = \"stop\"\nby = \"{text}\"\non = {on}\nwhy = \"{text}\"\ncause = [\"{text}\"]\ntold = [\"{text}\"]\n"
            )
        };
        let rest = |on: &str| {
            format!(
                "[scope]\nextra = [{{ id = \"{text}\", decision = \"ship\", by = \"{text}\", on = {on}, why = \"x\" }}]\n[rollback.rehearsal]\n\
                 on = {on}\nby = \"{text}\"\nminutes = 3\n{}[review]\nslowed = \"{text}\"\nblocked_testing = \"{text}\"\n",
                call(on)
            )
        };
        let named = |date: &str, rest: &str| {
            format!(
                "name = \"{text}\"\nversion = \"{text} {date}\"\nowner = \"{text}\"\ndate = {date}\n{rest}"
            )
        };
        folder(&[
            ("release-1.toml", named("2026-11-01", &rest("2026-11-01"))),
            ("release-2.toml", named("2026-11-08", &rest("2026-11-08"))),
            ("release.toml", named("2026-12-24", "")),
        ])
    };
    let (hostile, harmless) = (files(text), files(plain));
    for format in FORMATS {
        let told = review(hostile.path(), format);
        let out = told.out.replace("\r\n ", "").replace("\r\n", "\n");
        assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{format}");
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\r']) && !out.contains("##["), "{format}: {out}");
        assert!(!out.lines().any(|line| line.trim_start().starts_with("::")), "{format}: {out}");
        let other = review(harmless.path(), format).out;
        match format {
            "html" => assert_eq!(out.matches('<').count(), other.matches('<').count(), "{out}"),
            "markdown" => assert!(!out.contains("<script") && !out.contains("]("), "{out}"),
            "ics" => {
                assert_eq!(out.lines().filter(|line| line.starts_with("END:")).count(), 4, "{out}");
                assert_eq!(out.lines().count(), other.replace("\r\n ", "").lines().count());
            }
            "json" => drop(serde_json::from_str::<Value>(&out).expect("JSON")),
            _ => {}
        }
    }
}

#[test]
fn five_hundred_releases_are_read_and_the_next_are_judged() {
    let past = (0..490).map(|at| {
        (
            format!("release-{at}.toml"),
            release(&format!("1.{at}.0"), "2026-11-01", "[review]\noutcome = \"shipped\"\n"),
        )
    });
    let coming =
        (490..500).map(|at| (format!("release-{at}.toml"), release(&format!("1.{at}.0"), "2026-12-24", "")));
    let files: Vec<(String, String)> = past.chain(coming).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let folder = folder(&files);
    let review = read(folder.path());
    let long = |key: &str| review[key].as_array().map(Vec::len);
    assert_eq!((long("past"), long("planned")), (Some(490), Some(7)));
    let text = self::review(folder.path(), "text").out;
    assert!(text.lines().count() < 150 && text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

/// A plan that was approved for 1 August, and what became of it: committed by Bo Lind.
fn moved(later: &str, draft: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = |date: &str, items: &str, rest: &str| {
        let approved =
            if rest == "draft" { "" } else { "approved_by = \"Ana Ruiz\"\napproved_on = 2026-07-20\n" };
        let rest = if rest == "draft" { "" } else { rest };
        release("2.1.0", date, &format!("[scope]\n{approved}in = [{items}]\n{rest}"))
    };
    let ended = "[review]\noutcome = \"shipped\"\nshipped_on = 2026-08-09\n";
    let mut history = History::new(folder.path());
    history.file("release.toml", plan(draft, "\"BILL-1 A\"", "draft")).commit("Draft");
    history.file("release.toml", plan("2026-08-01", "\"BILL-1 A\"", "")).commit("Approve");
    let late = plan("2026-08-09", "\"BILL-1 A\", \"BILL-90 Late\"", &format!("{later}{ended}"));
    history.file("release.toml", late).commit_by("Bo Lind", "bo@example.com", "Move it");
    folder
}

#[test]
fn the_past_of_a_file_tells_of_slips_that_no_call_explains_and_of_what_came_late() {
    let folder = moved("", "2026-08-01");
    let told = read(folder.path());
    assert_eq!(told["past"][0]["slip"], "+8 days");
    assert_eq!(says(&told, "moved"), ["2.1.0 from 1 Aug to 9 Aug 2026, by Bo Lind; no delay says why"]);
    assert_eq!(says(&told, "came_late"), ["BILL-90 in 2.1.0, let in by Bo Lind"]);
    assert_eq!(told["summary"], "1 release, Aug 2026: 1 slipped");
    let text = review(folder.path(), "text").out;
    assert!(text.contains("2.1.0  planned 1 Aug  shipped 9 Aug  +8 days  moved, and no delay"), "{text}");
}

#[test]
fn a_delay_explains_a_slip_and_a_draft_may_change() {
    let delay =
        "[[call]]\nsay = \"delay\"\nby = \"Ana Ruiz\"\non = 2026-07-30\nwhy = \"A bug\"\ndate = 2026-08-09\n";
    let folder = moved(delay, "2026-06-01");
    let review = read(folder.path());
    assert_eq!((&review["past"][0]["slip"], says(&review, "moved").len()), (&"+8 days".into(), 0));
    // Outside a repository the file has no past, and only its words count.
    fs::remove_dir_all(folder.path().join(".git")).expect("no repository");
    let review = read(folder.path());
    assert_eq!((&review["past"][0]["slip"], says(&review, "came_late").len()), (&"on the day".into(), 0));
}

#[test]
fn a_release_that_nothing_held_has_its_line_too() {
    let good = release("1.0.0", "2026-11-01", "[review]\noutcome = \"shipped\"\nshipped_on = 2026-11-01\n");
    let folder = folder(&[("release.toml", good)]);
    assert!(
        review(folder.path(), "text").out.contains("  1.0.0  planned 1 Nov  shipped 1 Nov  on the day\n")
    );
}

#[test]
fn staging_is_like_production_only_where_it_was_compared() {
    let policy =
        |rest: &str| format!("[environments]\nproduction = \"p.json\"\nstaging = \"s.json\"\n{rest}");
    for (policy, staging, shows) in [
        (policy(""), Some("{\"a\": 1}"), "yes"),
        (policy(""), Some("{\"a\": 2}"), "staging differs from production in a"),
        (
            policy("ignore = [\"*\"]\n"),
            Some("{\"a\": 2}"),
            "no setting of staging is held against production: all that there are may differ",
        ),
        (policy("[rules]\n\"environment/drift\" = \"off\"\n"), Some("{\"a\": 2}"), "they differ"),
        (
            "[environments]\nproduction = \"p.json\"\n".to_owned(),
            None,
            "nothing is held against production: it is the only environment",
        ),
        (String::new(), None, "not compared"),
    ] {
        let mut files = vec![
            ("release.toml", release("1.0.0", "2026-12-09", "")),
            ("gonogo.toml", policy.clone()),
            ("p.json", "{\"a\": 1}".to_owned()),
        ];
        files.extend(staging.map(|staging| ("s.json", staging.to_owned())));
        let folder = folder(&files);
        let review = read(folder.path());
        let ingredients = review["stage"]["ingredients"].as_array().expect("a list");
        let staging = ingredients.iter().find(|one| one["id"] == "staging").expect("staging");
        assert_eq!(
            (&staging["shows"], &staging["there"]),
            (&shows.into(), &(shows == "yes").into()),
            "{policy}"
        );
    }
    let broken = folder(&[
        ("release.toml", release("1.0.0", "2026-12-09", "")),
        ("gonogo.toml", policy("")),
        ("p.json", "{".to_owned()),
    ]);
    let review = read(broken.path());
    let ingredients = review["stage"]["ingredients"].as_array().expect("a list");
    assert!(ingredients.iter().all(|one| one["id"] != "staging" || one["there"] == false), "{review}");
}

#[test]
fn a_folder_stands_for_the_plans_that_its_policy_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    for (file, version, day) in [
        ("plans/2.1.toml", "2.1.0", 1),
        ("plans/2.2.toml", "2.2.0", 2),
        ("release.toml", "2.3.0", 30),
        ("vendor/release.toml", "9.9.9", 3),
    ] {
        fs::create_dir_all(at(file).parent().expect("a folder")).expect("the folder");
        let ended = if day == 30 { "" } else { "[review]\noutcome = \"shipped\"\n" };
        fs::write(at(file), release(version, &format!("2026-11-{day:02}"), ended)).expect("the file");
    }
    fs::create_dir(at(".git")).expect("the top");
    fs::write(at("gonogo.toml"), "releases = [\"plans/*.toml\"]\n").expect("the policy");
    let files = |cwd: &Path, arguments: &[&str]| -> Vec<String> {
        let told =
            Gonogo::new(cwd, &[&["review", "--format", "json", "--as-of", AS_OF], arguments].concat()).run();
        let review: Value = serde_json::from_str(&told.out).expect("JSON");
        let past = review["past"].as_array().expect("a list").iter().map(|story| &story["file"]);
        let coming =
            review["coming"]["releases"].as_array().expect("a list").iter().map(|story| &story["file"]);
        past.chain(coming).map(|file| file.as_str().expect("a path").to_owned()).collect()
    };
    assert_eq!(files(folder.path(), &[]), ["plans/2.1.toml", "plans/2.2.toml", "release.toml"]);
    assert_eq!(files(folder.path(), &["plans"]), ["plans/2.1.toml", "plans/2.2.toml"]);
    assert_eq!(files(&at("plans"), &[]), ["2.1.toml", "2.2.toml"]);
    assert_eq!(files(&at("plans"), &["."]), ["2.1.toml", "2.2.toml"]);
    assert_eq!(files(folder.path(), &["vendor/release.toml"]), ["vendor/release.toml"]);
}
