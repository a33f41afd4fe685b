//! One name: whether what stands where a person is expected is one named person.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::placeholder::visible;
use super::several;
use crate::rule::rules;

rules! {
    in "":
    PERSON_ALIKE = "person/alike", Warning, Lint,
        "two names of the file are nearly the same" / "names are nearly others of the file",
        "write one person's name the same way everywhere, or list both people under [people]";
    PERSON_GROUP = "person/group", Error, Lint,
        "a group is named where one person is expected" / "groups are named where one person is expected",
        "name the one person who answers for it";
    PERSON_NOT_OWN_WORD = "person/not-own-word", Off, Full,
        "a person's word was not written by that person" / "words were not written by the people they name",
        "let the person who is named write it, in a commit of their own";
    PERSON_SEVERAL = "person/several", Error, Lint,
        "several people are named where one is expected" / "names stand for several people",
        "name the one person who answers for it; the others can be told";
    PERSON_UNKNOWN = "person/unknown", Error, Lint,
        "a name is not in the directory" / "names are not in the directory",
        "correct the name, or add the person under [people]";
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOne {
    /// A team, a department, a role, everybody.
    Group,
    /// Several people.
    Several,
}

/// What a word makes of the name that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// The name is a group's.
    Strong,
    /// It is, when nothing but such words stands in it.
    Weak,
}

/// All words by themselves: every name of every file is asked about.
static WORDS: LazyLock<HashMap<&str, Word>> = LazyLock::new(|| {
    let weak = WEAK.iter().map(|word| (*word, Word::Weak));
    weak.chain(STRONG.iter().map(|word| (*word, Word::Strong))).collect()
});

/// Words that make any name a group's.
const STRONG: &[&str] = &[
    "team",
    "teams",
    "group",
    "groups",
    "squad",
    "squads",
    "department",
    "departments",
    "dept",
    "committee",
    "crew",
    "guild",
    "chapter",
    "tribe",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "someone",
    "somebody",
    "nobody",
    "whoever",
    "equipo",
    "équipe",
    "equipe",
    "mannschaft",
    "abteilung",
    "squadra",
    "bot",
    "bots",
    "colleagues",
    "others",
];

/// Programs whose accounts commit, merge and deploy.
const MACHINES: &[&str] = &[
    "appveyor",
    "bitrise",
    "buildkite",
    "circleci",
    "codecov",
    "copilot",
    "dependabot",
    "github",
    "gitlab",
    "greenkeeper",
    "jenkins",
    "mergify",
    "opsgenie",
    "pagerduty",
    "pipelines",
    "renovate",
    "renovatebot",
    "snyk",
    "teamcity",
    "travisci",
];

/// Words that name a group or a role when nothing else stands beside them.
const WEAK: &[&str] = &[
    "a",
    "account",
    "accounting",
    "accounts",
    "actions",
    "admin",
    "admins",
    "agent",
    "agents",
    "all",
    "alle",
    "and",
    "or",
    "und",
    "oder",
    "et",
    "ou",
    "any",
    "apps",
    "architect",
    "architects",
    "back",
    "backend",
    "board",
    "both",
    "build",
    "business",
    "call",
    "care",
    "ceo",
    "cfo",
    "channel",
    "chat",
    "chief",
    "ci",
    "cloud",
    "company",
    "cto",
    "customer",
    "customers",
    "data",
    "desk",
    "development",
    "dev",
    "developer",
    "developers",
    "devops",
    "devs",
    "director",
    "duty",
    "todo",
    "end",
    "engineer",
    "engineering",
    "engineers",
    "entwicklung",
    "finance",
    "founder",
    "founders",
    "front",
    "frontend",
    "full",
    "head",
    "help",
    "helpdesk",
    "hr",
    "infra",
    "infrastructure",
    "it",
    "lead",
    "leadership",
    "leads",
    "legal",
    "management",
    "manager",
    "managers",
    "marketing",
    "me",
    "mobile",
    "myself",
    "of",
    "office",
    "officer",
    "on",
    "oncall",
    "online",
    "operations",
    "operators",
    "ops",
    "our",
    "owner",
    "people",
    "person",
    "platform",
    "pm",
    "pms",
    "po",
    "product",
    "production",
    "project",
    "qa",
    "quality",
    "release",
    "releases",
    "reliability",
    "research",
    "responsible",
    "sales",
    "scrum",
    "master",
    "security",
    "self",
    "senior",
    "service",
    "services",
    "site",
    "slack",
    "soporte",
    "sre",
    "sres",
    "staff",
    "stakeholders",
    "success",
    "support",
    "sysadmin",
    "sysadmins",
    "systems",
    "tech",
    "technical",
    "test",
    "testers",
    "testing",
    "tester",
    "the",
    "them",
    "todos",
    "tous",
    "us",
    "users",
    "we",
    "web",
    "who",
    "whole",
    "entire",
    "assurance",
    "vp",
    "in",
    "charge",
    "shift",
    "vendor",
    "contractor",
    "contractors",
    "assigned",
    "automation",
    "available",
    "cd",
    "deploy",
    "deployer",
    "deployment",
    "integration",
    "pipeline",
    "robot",
    "root",
    "runner",
    "system",
    "workflow",
    "tba",
];

/// What is wrong with a name, if anything is.
pub(crate) fn not_one(name: &str) -> Option<NotOne> {
    if is_machine(name) {
        return Some(NotOne::Group);
    }
    let (bare, brackets) = without_brackets(name);
    let words = words(local_part(&bare));
    let kind = |word: &String| WORDS.get(word.as_str()).copied();
    // "Dev" alone is a first name in half of the world.
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = |word: &String| kind(word).is_some() || is_number(word);
    let all_known = words.iter().all(is_known) && !words.iter().all(is_number) && words != ["dev"];
    if all_known || bare.trim_start().starts_with('#') || is_group_handle(&bare) {
        return Some(NotOne::Group);
    }
    if several::is_several(&bare) || brackets.iter().any(|bracket| several::names_another(bracket)) {
        return Some(NotOne::Several);
    }
    words.iter().any(|word| kind(word) == Some(Word::Strong)).then_some(NotOne::Group)
}

fn words(name: &str) -> Vec<String> {
    let name = visible(&name.replace(char::is_whitespace, " "));
    let words = name.split(|c: char| !(c.is_alphanumeric() || "'’".contains(c)));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// What stands for the person in an address that stands for a name.
fn local_part(name: &str) -> &str {
    let name = name.trim();
    match name.split_once('@') {
        Some((local, _)) if !local.is_empty() && !name.contains(char::is_whitespace) => local,
        _ => name,
    }
}

/// Accounts that programs act under: nobody answers behind them.
fn is_machine(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    let account = lower.split(['<', '(']).next().unwrap_or_default().trim();
    let account = account.strip_prefix('@').unwrap_or(account);
    let account = local_part(account);
    lower.contains("[bot]")
        || ["-bot", "_bot", "-ci", "_ci"].iter().any(|end| account.ends_with(end))
        || ["bot-", "ci-", "svc-", "svc_", "noreply", "no-reply", "no_reply"]
            .iter()
            .any(|start| account.starts_with(start))
        || words(account).iter().any(|word| MACHINES.contains(&word.as_str()))
}

/// `@acme/payments` is a team on every forge.
fn is_group_handle(name: &str) -> bool {
    name.trim().strip_prefix('@').is_some_and(|handle| handle.contains('/'))
}

/// `Ana Ruiz (QA, she/her)` is one person: the name, and what stands in its brackets.
fn without_brackets(name: &str) -> (String, Vec<String>) {
    let mut depth = 0_usize;
    let mut kept = String::new();
    let mut brackets: Vec<String> = Vec::new();
    for c in name.chars() {
        match c {
            '(' | '[' | '<' => {
                depth = depth.saturating_add(1);
                brackets.push(String::new());
            }
            ')' | ']' | '>' if depth > 0 => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => brackets.last_mut().into_iter().for_each(|inner| inner.push(c)),
        }
    }
    if kept.trim().is_empty() { (name.to_owned(), Vec::new()) } else { (kept, brackets) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_roles_are_not_one_person() {
        let names = [
            "QA team",
            "engineering",
            "everyone",
            "Everybody",
            "the team",
            "Team QA",
            "Platform squad",
            "all developers",
            "QA",
            "on-call",
            "the on-call engineer",
            "Support",
            "customer support",
            "DevOps",
            "founders",
            "release manager",
            "#releases",
            "@acme/payments",
            "Research and Development",
            "QA/Engineering",
            "Équipe produit",
            "someone",
            "CTO",
            "Engineers",
            "dependabot[bot]",
            "Renovate",
            "github-actions",
            "GitHub Actions",
            "GitHub <noreply@github.com>",
            "release-bot",
            "Release Bot",
            "gitlab-ci",
            "ci",
            "CI runner",
            "jenkins",
            "svc-deploy",
            "noreply@example.com",
            "qa@example.com",
            "releases@example.com",
            "@qa-team",
            "ｔｅａｍ",
            "QA te\u{200b}am",
            "on duty",
            "Slack channel",
            "PagerDuty",
            "2 people",
            "both",
            "me",
            "build automation",
            "root",
        ];
        for name in names {
            assert_eq!(not_one(name), Some(NotOne::Group), "{name}");
        }
    }

    #[test]
    fn lists_are_not_one_person() {
        let names = [
            "Ana or Bo",
            "Ana, Bo",
            "Ana/Bo",
            "Ana & Bo",
            "Ana and Bo",
            "Ana Ruiz; Bo Lind",
            "Ana + Bo",
            "Ana, QA team",
            "Ana und Bo",
            "Ana Ruiz (QA), Bo Lind",
            "Ana (or Bo)",
            "Ana Ruiz (backup: Bo Lind)",
            "Ana - Bo",
            "Ana · Bo",
        ];
        for name in names {
            assert_eq!(not_one(name), Some(NotOne::Several), "{name}");
        }
    }

    #[test]
    fn one_person_is_one_person() {
        let names = [
            "Ana Ruiz",
            "Ana",
            "Dev Patel",
            "Dev",
            "José Ortega y Gasset",
            "Or Cohen",
            "or cohen",
            "cohen or",
            "Ana Ruiz (QA team)",
            "Ana Ruiz (she/her)",
            "Sammy Davis, Jr.",
            "Anderson Orland",
            "Mary-Ann O'Neil",
            "ana@example.com",
            "@ana",
            "李小龙",
            "Ana Support",
            "Teamu Sato",
            "Ana Ruiz <qa-team@example.com>",
            "Andor Ori",
            "Abbott Costello",
            "Marcel·lí Domingo",
            "ana.ruiz@example.com",
            "Travis Kalanick",
            "Li Ci",
            "Ana (Bo) Ruiz",
            "Coco Chanel",
            "Ana 2",
            "Will Self",
        ];
        for name in names {
            assert_eq!(not_one(name), None, "{name}");
        }
    }
}
