//! One more than each limit allows: a finding that names the limit, and never GO.

use std::fs;

use serde_json::Value;

use crate::support::story::{AS_OF, FORMATS, Story, findings};

const MIB: usize = 1024 * 1024;

/// What a run of `check` must end with, and what one of its errors must say.
fn refuses(story: &Story, file: &str, code: i32, said: &str) {
    let told = story.gonogo("json", &[file]).run();
    assert_eq!(told.code, Some(code), "{said}: {}{}", head(&told.out), told.err);
    let report: Value = serde_json::from_str(&told.out).expect("JSON");
    let is_said = findings(&report).iter().any(|finding| {
        finding["level"] == "error" && finding["message"].as_str().is_some_and(|text| text.contains(said))
    });
    assert!(is_said, "{said}\n{}", head(&told.out));
}

fn head(text: &str) -> String {
    text.chars().take(3_000).collect()
}

/// The story with a file of this text beside it.
fn with(file: &str, text: impl AsRef<[u8]>) -> Story {
    let story = Story::new();
    story.write(file, text);
    story
}

fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

/// A part for each number.
fn each(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().concat()
}

fn times(part: &str, count: usize) -> String {
    part.repeat(count)
}

#[test]
fn a_release_file_beyond_a_limit_is_invalid() {
    let deep = "lists and tables are nested more than 64 levels deep";
    let many = "has more than 5000 entries";
    let people = each(5_001, |at| format!("\"P {at}\" = {{}}\n"));
    let ids = each(5_001, |at| format!("\"A-{at} x\","));
    let bomb = (1..10).fold("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, level| {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        text + &format!("a{level}: &a{level} [{inner}]\n")
    });
    let cases: Vec<(&str, String, &str)> = vec![
        ("x.toml", times("#", MIB + 1), "the file is larger than 1 MiB"),
        ("x.yaml", times("#", MIB + 1), "the file is larger than 1 MiB"),
        ("x.json", times(" ", MIB + 1), "the file is larger than 1 MiB"),
        ("x.toml", format!("name = {}", nested(65)), deep),
        ("x.toml", format!("a{} = 1", times(".a", 65)), deep),
        ("x.yaml", format!("name: {}", nested(65)), deep),
        ("x.yaml", format!("name: {}", nested(300)), deep),
        ("x.yaml", (0..70).fold(String::new(), |text, at| text + &format!("{}a:\n", " ".repeat(at))), deep),
        ("x.json", format!("{{\"name\": {}}}", nested(65)), deep),
        ("x.json", format!("{{\"name\": {}}}", nested(600)), deep),
        ("x.yaml", format!("scope: {{in: [{}1]}}", times("1,", 100_000)), "more than 100000 values"),
        ("x.yaml", bomb, "more than 100000 values"),
        ("x.toml", format!("scope.in = [{ids}]"), many),
        ("x.yaml", format!("scope: {{in: [{ids}]}}"), many),
        ("x.json", format!("{{\"rollback\": {{\"steps\": [{}\"x\"]}}}}", times("\"x\",", 5_000)), many),
        ("x.toml", times("[[stop_rule]]\n", 5_001), many),
        ("x.toml", times("[[accept]]\n", 1_001), "has more than 1000 entries"),
        ("x.toml", format!("[people]\n{people}"), many),
        ("x.toml", format!("owner = \"{}\"", times("é", 201)), "at most 200 characters"),
        (
            "x.toml",
            format!("[tests]\nskips = [{{ test = \"{}\" }}]", times("x", 4_097)),
            "1 to 4096 characters",
        ),
        (
            "x.toml",
            format!("[build]\nignore = [{{ paths = \"?{}\" }}]", ('а'..).take(25).collect::<String>()),
            "too many letters",
        ),
        ("x.toml", times("a = b\n", 101), "more problems of this kind"),
        ("x.toml", each(501, |at| format!("k{at} = 1\n")), "there are 1 more problems of this kind"),
        ("x.toml", times("=\n", 200 * 1024), "more than 1000 errors"),
    ];
    for (file, text, said) in cases {
        refuses(&with(file, text), file, 2, said);
    }
}

/// The same sizes, one less: no limit stands in the way of them.
#[test]
fn what_is_just_within_the_limits_is_read() {
    let ids = each(5_000, |at| format!("\"A-{at} x\","));
    for (file, text) in [
        ("x.toml", times("#", MIB)),
        ("x.toml", format!("scope.in = [{ids}]")),
        ("x.toml", times("[[stop_rule]]\n", 5_000)),
        ("x.toml", format!("owner = \"{}\"", times("é", 200))),
        ("x.toml", format!("[tests]\nskips = [{{ test = \"{}\" }}]", times("x", 1_000))),
    ] {
        let told = with(file, text).gonogo("text", &[file]).run();
        assert_eq!(told.code, Some(1), "{}", head(&told.out));
    }
}

#[test]
fn evidence_beyond_a_limit_is_broken() {
    let values = format!("[{}1]", times("1,", 99_999));
    let facts: Vec<(&str, String, &str)> = vec![
        ("facts/bugs.json", times(" ", 8 * MIB + 1), "larger than 8 MiB"),
        ("facts/bugs.toml", times("#", MIB + 1), "TOML and larger than 1 MiB"),
        ("facts/bugs.json", nested(65), "more than 64 levels deep"),
        ("facts/bugs.yaml", nested(65), "more than 64 levels deep"),
        ("facts/bugs.toml", format!("a = {}", nested(64)), "more than 64 levels deep"),
        ("facts/bugs.json", format!("[{}1]", times("1,", 100_000)), "more than 100000 elements"),
        ("facts/bugs.json", format!("[{values}, {values}]"), "hold more than 200000 values"),
        ("facts/bugs.yaml", format!("[{values}, {values}]"), "hold more than 200000 values"),
    ];
    for (file, text, said) in facts {
        let story = with(file, text);
        story.edit("\"facts/bugs.json\"", &format!("\"{file}\""));
        refuses(&story, "release.toml", 1, said);
    }
    let story = with("facts/big.json", format!("\"{}\"", times("x", 8 * MIB - 2)));
    story.edit("[facts]\n", "[facts]\na = \"facts/big.json\"\nb = \"facts/big.json\"\n");
    refuses(&story, "release.toml", 1, "together larger than 16 MiB");

    let entry = "{\"number\": 1, \"title\": \"BILL-101\"},";
    let changes: Vec<(String, &str)> = vec![
        (times(" ", 32 * MIB + 1), "larger than 32 MiB"),
        (
            format!("[{}{{\"number\": 1, \"title\": \"x\"}}]", times(entry, 100_000)),
            "more than 100000 entries",
        ),
        (times("[]", 4_001), "made of more than 4000 lists"),
    ];
    for (text, said) in changes {
        refuses(&with("changes.json", text), "release.toml", 1, said);
    }
}

/// Of a list inside an entry nothing is held but what is asked for, however long the file makes it. The bound is far above
/// what a run takes, and far below what it would take to hold such a list.
#[cfg(unix)]
#[test]
fn lists_in_lists_take_no_memory() {
    let list = |head: &str, tail: &str, bytes: usize| format!("{head}{}{{}}{tail}", times("{},", bytes / 3));
    let change = "[{\"number\": 1, \"title\": \"a\", \"authors\": [";
    let issue = "[{\"number\": 1, \"title\": \"a\", \"assignees\": [";
    for (file, edit, text) in [
        ("changes.json", None, list(change, "]}]", 31 * MIB)),
        (
            "issues.json",
            Some(("[scope]\n", "[scope]\nissues = \"issues.json\"\n")),
            list(issue, "]}]", 31 * MIB),
        ),
        ("runs.json", Some(("[tests]\n", "[tests]\nruns = \"runs.json\"\n")), list("[", "]", 7 * MIB)),
        (
            "runs.json",
            Some(("[tests]\n", "[tests]\nruns = \"runs.json\"\n")),
            list("{\"workflow_runs\": [", "]}", 7 * MIB),
        ),
    ] {
        let story = with(file, text);
        if let Some((from, to)) = edit {
            story.edit(from, to);
        }
        let run = format!(
            "ulimit -v 524288; exec '{}' check --as-of {AS_OF} -f concise",
            env!("CARGO_BIN_EXE_gonogo")
        );
        let told = std::process::Command::new("sh")
            .args(["-c", &run])
            .current_dir(story.folder())
            .output()
            .expect("sh");
        assert_eq!(told.status.code(), Some(1), "{file}: {}", String::from_utf8_lossy(&told.stderr));
    }
}

#[test]
fn reports_beyond_a_limit_are_broken() {
    let deep = times("<testsuite>", 129) + &times("</testsuite>", 129);
    let long = format!("<testsuite><testcase name=\"{}\"/></testsuite>", times("x", 17 * MIB));
    for (text, said) in [(deep, "nested more than 128 deep"), (long, "longer than 16 MiB")] {
        refuses(&with("reports/unit.xml", text), "release.toml", 1, said);
    }
    // Blanks that take no room on the disk, and are not even read.
    let story = Story::new();
    let sparse = fs::File::create(story.path("reports/unit.xml")).expect("a file");
    sparse.set_len(768 * 1024 * 1024).expect("a long file");
    refuses(&story, "release.toml", 1, "together larger than 768 MiB");

    let skipped = each(4_001, |at| format!("<testcase name=\"t{at}\"><skipped/></testcase>"));
    let story = with("reports/unit.xml", format!("<testsuite>{skipped}</testsuite>"));
    let skips = times("{ test = \"*\", why = \"Not on this system\" },", 5_000);
    let release = story.read("release.toml");
    let line = release.lines().find(|line| line.starts_with("skips = ")).expect("skips");
    story.edit(line, &format!("skips = [{skips}]"));
    refuses(
        &story,
        "release.toml",
        1,
        "1 skipped tests are not explained: it takes more than 20000000 comparisons",
    );

    let folders = times("a/", 66);
    let patterns: Vec<(String, &str)> = vec![
        (format!("reports/{}*.xml", times("*/", 64)), "more than 64 parts"),
        (times("a", 4_097), "longer than 4096 bytes"),
        ("reports/**/*.xml".to_owned(), "nested more than 64 deep"),
    ];
    for (pattern, said) in patterns {
        let story = with(&format!("reports/{folders}unit.xml"), "<testsuite/>");
        story.edit("\"reports/*.xml\"", &format!("\"{pattern}\""));
        refuses(&story, "release.toml", 1, said);
    }
}

#[test]
fn conditions_beyond_a_limit_are_not_decided() {
    let rules = |when: &str, count: usize| {
        let story = Story::new();
        let rules = format!("\n[[stop_rule]]\nrule = \"It holds\"\nwhen = \"{when}\"\n").repeat(count);
        story.write("release.toml", story.read("release.toml") + &rules);
        story
    };
    let long = |bytes: usize| format!("1 > 2{}", " ".repeat(bytes - 5));
    for (story, said) in [
        (rules(&long(1_025), 1), "longer than 1024 bytes"),
        (rules(&long(1_024), 129), "together longer than 128 KiB"),
        (rules(&format!("{}1 > 2{}", times("(", 40), times(")", 40)), 1), "nested more than 32 levels deep"),
    ] {
        refuses(&story, "release.toml", 1, said);
    }
    let elements = format!("{{\"open\": [{}1]}}", times("1,", 99_999));
    let walk = "facts.bugs.open.exists(x, x + 5 in facts.bugs.open)";
    let story = rules(walk, 1);
    story.write("facts/bugs.json", &elements);
    refuses(&story, "release.toml", 1, "the condition takes more than 10000000 steps");
    let story = rules(walk, 3);
    story.write("facts/bugs.json", &elements);
    refuses(&story, "release.toml", 1, "the conditions take together more than 20000000 steps");
}

/// The findings are counted in full, the verdict stays, and no format says anything else.
#[test]
fn findings_beyond_the_limit_are_counted() {
    let story = with("many.toml", format!("rollback.steps = [{}]", times("\"TBD\",", 2_001)));
    refuses(&story, "many.toml", 1, "1 more: a placeholder is left where an answer is expected");
    for format in FORMATS {
        assert_eq!(story.gonogo(format, &["many.toml"]).run().code, Some(1), "{format}");
    }
    let all = story.gonogo("json", &["many.toml"]).run().out;
    let report: Value = serde_json::from_str(&all).expect("JSON");
    let placeholders =
        findings(&report).iter().filter(|finding| finding["rule"] == "text/placeholder").count();
    assert_eq!(placeholders, 2_001);

    // What nobody has seen can be accepted only with all the rest.
    let accept = |subject: &str| {
        format!(
            "caller.ship = \"Ana Ruiz\"\ntests.ran = \"x\"\n[scope]\nin = [{}]\n[[accept]]\nrule = \"scope/duplicate\"\n{subject}by = \"Ana Ruiz\"\non = 2026-11-30\nwhy = \"It is one and the same\"\n",
            times("\"A-1 x\",", 2_010)
        )
    };
    for (subject, left) in [("subject = \"A*\"\n", 1), ("", 0)] {
        story.write("accepted.toml", accept(subject));
        let told = story.gonogo("json", &["accepted.toml"]).run();
        let report: Value = serde_json::from_str(&told.out).expect("JSON");
        let open = |finding: &&&Value| finding["rule"] == "scope/duplicate" && finding["accepted"] == false;
        assert_eq!(findings(&report).iter().filter(open).count(), left, "{subject}");
    }
}

/// What is told one by one ends somewhere; what is behind is counted, and counts.
#[test]
fn what_is_beyond_a_list_of_a_report_is_counted() {
    const FLAKY: &str = "tests passed only when they were run again";
    for (case, most, said) in [
        ("<testcase name='a'><failure/></testcase>", 2_000, "2 more tests failed"),
        ("<testcase name='a'><skipped/></testcase>", 2_000, "2 more skipped tests have no explanation"),
        ("<testcase name='a'><flakyFailure/></testcase>", 1_000, &format!("2 more {FLAKY}")),
        ("<testsuite failures='1'/>", 1_000, "2 more suites contradict themselves"),
    ] {
        for (count, is_said) in [(most + 2, true), (most, false)] {
            let cases = case.repeat(count);
            let story =
                with("reports/unit.xml", format!("<testsuite>{cases}<testcase name='b'/></testsuite>"));
            let (_, report) = story.judge();
            let told: Vec<&str> =
                findings(&report).iter().filter_map(|finding| finding["message"].as_str()).collect();
            assert_eq!(told.iter().any(|message| message.contains(said)), is_said, "{said}");
            assert!(is_said || !told.iter().any(|message| message.contains(" more ")), "{said}");
        }
    }
    // Reports hold no more than so many cases that failed, and none of the rest is lost.
    let cases = "<testcase name='a'><failure/></testcase>".repeat(10_005);
    let (_, report) = with("reports/unit.xml", format!("<testsuite>{cases}</testsuite>")).judge();
    let told = findings(&report).iter().filter_map(|finding| finding["message"].as_str()).collect::<Vec<_>>();
    assert!(told.contains(&"8005 more tests failed"), "{:?}", told.last());
}
