use super::*;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::evidence::Evidence;
use crate::input::{Syntax, parse};
use crate::shape::decode::document;
use crate::shape::{Decode, Faults};
use crate::source::FileId;

fn read<T: Decode + Default>(text: &str) -> T {
    let (node, broken) = parse(FileId::Release, Syntax::Toml, text);
    let mut faults = Faults::default();
    let value = document(FileId::Release, node, &mut faults);
    assert!(broken.is_empty() && faults.is_empty(), "{broken:?} {faults:?}");
    value
}

fn judged(release: &str, policy: &str, mode: Mode, strictness: Strictness) -> Judged {
    let (release, policy): (Release, Policy) = (read(release), read(policy));
    let evidence = Evidence::default();
    let now = (mode == Mode::Check).then(|| "2026-11-30T17:00:00Z".parse().unwrap());
    let case = Case {
        now,
        ..Case::new(
            crate::checks::catalogue::catalogue(),
            &release,
            &policy,
            &evidence,
            crate::checks::case::conditions(&release, &policy),
        )
    };
    judge(case, mode, strictness)
}

/// Open findings as `rule`, accepted ones as `rule accepted`.
fn told(judged: &Judged) -> Vec<String> {
    let word = |weighed: &Weighed| if weighed.accepted { " accepted" } else { "" };
    judged.findings.iter().map(|weighed| format!("{}{}", weighed.finding.rule.id, word(weighed))).collect()
}

fn check(release: &str, policy: &str) -> Judged {
    judged(release, policy, Mode::Check, Strictness::Usual)
}

/// The shipped minimal story: GO, and nothing but people's word.
const GO: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/minimal/release.toml"));

const ACCEPT: &str = "[[accept]]\nrule = \"rollback/no-verifier\"\nby = \"Ana Ruiz\"\non = 2026-11-30\nwhy = \"Bo checks it himself\"\n";

fn without(line: &str) -> String {
    assert!(GO.contains(line), "{line}");
    GO.replace(line, "")
}

#[test]
fn the_minimal_release_is_go_in_every_mode() {
    for strictness in [Strictness::Usual, Strictness::Strict] {
        assert_eq!(judged(GO, "", Mode::Check, strictness).verdict, Verdict::Go);
        assert_eq!(judged(GO, "", Mode::Lint, strictness).verdict, Verdict::Clean);
    }
    assert_eq!(told(&check(GO, "")), Vec::<String>::new());
}

#[test]
fn an_empty_release_is_never_go() {
    let judged = check("", "");
    assert_eq!(judged.verdict, Verdict::NoGo);
    for rule in
        ["plan/no-owner", "plan/no-date", "scope/empty", "scope/not-compared", "caller/no-ship", "stop/none"]
    {
        assert!(told(&judged).contains(&rule.to_owned()), "{rule}");
    }
}

#[test]
fn warnings_block_only_when_strict() {
    let release = without("verified_by = \"Dee Okafor\"\n");
    let usual = judged(&release, "", Mode::Check, Strictness::Usual);
    assert_eq!((usual.verdict, told(&usual)), (Verdict::Go, vec!["rollback/no-verifier".to_owned()]));
    let strict = judged(&release, "", Mode::Check, Strictness::Strict);
    assert_eq!(strict.verdict, Verdict::NoGo);
    let result =
        |judged: &Judged| judged.rows.iter().find(|row| row.id == CheckId::ROLLBACK).map(|row| row.result);
    assert_eq!((result(&usual), result(&strict)), (Some(Outcome::Warn), Some(Outcome::Warn)));
}

#[test]
fn the_policy_moves_levels_and_profiles_move_groups() {
    let release = without("verified_by = \"Dee Okafor\"\n");
    let verdict = |policy| check(&release, policy).verdict;
    assert_eq!(verdict("[rules]\n\"rollback/no-verifier\" = \"error\"\n"), Verdict::NoGo);
    assert_eq!(told(&check(&release, "[rules]\n\"rollback/no-verifier\" = \"off\"\n")), Vec::<String>::new());
    let strict = told(&check(GO, "profiles = [\"evidence\"]\n"));
    assert_eq!(strict, ["scope/only-declared", "tests/only-declared"]);
    let own = "profiles = [\"evidence\"]\n[rules]\n\"tests/only-declared\" = \"off\"\n";
    assert_eq!(told(&check(GO, own)), ["scope/only-declared"]);
}

#[test]
fn the_caller_may_accept_and_nobody_else() {
    let release = without("verified_by = \"Dee Okafor\"\n");
    let strict = |accept: &str| judged(&format!("{release}\n{accept}"), "", Mode::Check, Strictness::Strict);
    let accepted = strict(ACCEPT);
    assert_eq!(
        (accepted.verdict, told(&accepted)),
        (Verdict::Go, vec!["rollback/no-verifier accepted".to_owned()])
    );
    let other = strict(&ACCEPT.replace("Ana Ruiz", "Bo Lind"));
    assert_eq!(told(&other), ["rollback/no-verifier", "accept/without-authority"]);
    let late = strict(&format!("{ACCEPT}until = 2026-11-30\n"));
    assert_eq!(told(&late), ["rollback/no-verifier", "accept/expired"]);
    let silent = strict(&ACCEPT.replace("Bo checks it himself", "TBD"));
    assert_eq!(told(&silent), ["rollback/no-verifier", "text/placeholder"]);
    let tomorrow = strict(&ACCEPT.replace("2026-11-30", "2026-12-03"));
    assert_eq!(told(&tomorrow), ["rollback/no-verifier", "accept/without-authority"]);
}

#[test]
fn some_things_nobody_can_accept_away() {
    for (line, rule) in [
        ("owner = \"Ana Ruiz\"\n", "plan/no-owner"),
        (
            "steps = [\"Publish the texts of 1.7.4\", \"Open three pages and search for refunds\"]\n",
            "rollback/no-steps",
        ),
    ] {
        let release = format!("{}\n{}", without(line), ACCEPT.replace("rollback/no-verifier", rule));
        let judged = check(&release, "");
        assert_eq!(
            (judged.verdict, told(&judged)),
            (Verdict::NoGo, vec![rule.to_owned(), "accept/refused".to_owned()])
        );
    }
    let blank = GO.replace("stop = \"Ana Ruiz\"", "stop = \"TBD\"");
    let judged =
        check(&format!("{blank}\n{}", ACCEPT.replace("rollback/no-verifier", "text/placeholder")), "");
    assert_eq!(told(&judged)[0], "text/placeholder");
    assert_eq!(judged.verdict, Verdict::NoGo);
}

#[test]
fn an_acceptance_about_nothing_is_told() {
    assert_eq!(told(&check(&format!("{GO}\n{ACCEPT}"), "")), ["accept/unused"]);
    let subject = format!("{}\n{ACCEPT}subject = \"other\"\n", without("verified_by = \"Dee Okafor\"\n"));
    assert_eq!(told(&check(&subject, "")), ["rollback/no-verifier", "accept/unused"]);
    let stop = format!("{GO}\n{}", ACCEPT.replace("rollback/no-verifier", "stop/tripped"));
    assert_eq!(told(&check(&stop, "")), ["accept/unused"]);
    // A tripped stop rule can be accepted, and then the acceptance is used.
    let tripped = stop.replace("state = \"clear\"", "state = \"tripped\"");
    let judged = check(&tripped, "");
    assert_eq!((judged.verdict, told(&judged)), (Verdict::Go, vec!["stop/tripped accepted".to_owned()]));
}

#[test]
fn stop_rules_see_how_the_other_checks_came_out() {
    let rule =
        "[[stop_rule]]\nrule = \"The rollback is not in order\"\nwhen = \"checks.rollback != 'pass'\"\n";
    let release = GO.replace("stop_rule = [", "#") + rule;
    assert_eq!(check(&release, "").verdict, Verdict::Go);
    let judged = check(&release.replace("verified_by = \"Dee Okafor\"\n", ""), "");
    assert_eq!(
        (judged.verdict, told(&judged)),
        (Verdict::NoGo, vec!["rollback/no-verifier".to_owned(), "stop/tripped".to_owned()])
    );
}

#[test]
fn lint_says_what_the_file_alone_can_tell() {
    let release = GO.replace("Bo Lind", "QA team").replace("owner = \"Ana Ruiz\"\n", "");
    let judged = judged(&release, "", Mode::Lint, Strictness::Usual);
    assert_eq!(judged.verdict, Verdict::Findings);
    assert!(told(&judged).iter().all(|rule| rule == "person/group"), "{:?}", told(&judged));
    assert!(judged.rows.is_empty() && judged.stop_rules.is_empty());
}

#[test]
fn findings_stand_by_check_and_place() {
    let judged =
        check("owner = \"QA team\"\n[rollback]\nsteps = [\"TBD\"]\n[scope]\nin = [\"A\", \"A\"]\n", "");
    let places: Vec<_> =
        judged.findings.iter().map(|weighed| (weighed.finding.check, weighed.finding.span)).collect();
    let mut sorted = places.clone();
    sorted.sort();
    assert_eq!(places, sorted);
}

/// Each name that nobody knows is sought in the whole directory, so not all of them are.
#[test]
fn the_first_unknown_names_alone_come_with_the_one_that_is_meant() {
    let people = ["Ana Ruiz", "Bo Lind", "Dee Okafor", "Eli Marsh"].map(|name| format!("{name:?} = {{}}\n"));
    let rule = |at| {
        format!(
            "[[stop_rule]]\nrule = \"R{at}\"\nstate = \"clear\"\nchecked_by = \"Ana Ruis\"\nchecked_on = 2026-11-30\n"
        )
    };
    let rules: Vec<String> = (0..22).map(rule).collect();
    let line = GO.lines().find(|line| line.starts_with("stop_rule")).unwrap();
    let judged = check(&format!("{}\n{}\n[people]\n{}", without(line), rules.concat(), people.concat()), "");
    let unknown = judged.findings.iter().filter(|weighed| weighed.finding.rule.id == "person/unknown");
    let messages: Vec<&str> = unknown.map(|weighed| weighed.finding.message.raw()).collect();
    assert_eq!(messages.len(), 22);
    assert_eq!(messages.iter().filter(|message| message.contains("\"Ana Ruiz\"")).count(), 20);
}

/// Where a text holds no escapes, what is wrong in it is pointed at; where it does, offsets in it are not the file's.
#[test]
fn a_condition_is_pointed_into_only_where_it_stands_letter_by_letter() {
    for (when, place) in [
        ("\"tests.nothing > 0\"", "tests.nothing"),
        ("'tests.nothing > 0'", "tests.nothing"),
        ("\"tests.nothing \\u003e 0\"", "\"tests.nothing \\u003e 0\""),
        ("\"\"\"tests.nothing > 0\"\"\"", "\"\"\"tests.nothing > 0\"\"\""),
    ] {
        let release = GO.replace("state = \"clear\"", &format!("state = \"clear\", when = {when}"));
        let judged = check(&release, "");
        let mut spans = judged.findings.iter().map(|weighed| &weighed.finding);
        let finding = spans.find(|finding| finding.rule.id == "stop/bad-condition").unwrap();
        assert_eq!(release.get(finding.span.start..finding.span.end), Some(place), "{when}");
    }
}

#[test]
fn each_person_is_told_how_often_and_what_alone() {
    let rule = |at: usize, by: &str| format!("[[stop_rule]]\nrule = \"R{at}\"\nchecked_by = \"{by}\"\n");
    let rules: Vec<String> =
        ["Bo Lind", "Dee Okafor", "Bo Lind"].into_iter().enumerate().map(|(at, by)| rule(at, by)).collect();
    let line = GO.lines().find(|line| line.starts_with("stop_rule")).unwrap();
    let judged = check(&format!("{}\n{}", without(line), rules.concat()), "");
    let told = |todo: &crate::report::Todo| {
        let what: Vec<&str> = todo.tasks.iter().map(|task| task.what.raw()).collect();
        format!("{}: {}", todo.person.as_ref().unwrap().raw(), what.join("; "))
    };
    let remedy = "let one person check it, and set `state`, `checked_by` and `checked_on`, or give it a condition under `when`";
    assert_eq!(
        todo::list(&judged.findings).iter().map(told).collect::<Vec<_>>(),
        [
            format!("Bo Lind: 2 stop rules are unchecked (R0, R2): {remedy}"),
            format!("Dee Okafor: R1: {remedy}")
        ]
    );
}
