//! What to do about a condition that cannot be evaluated.

use super::fault::BadCondition;
use super::token::is_keyword;

impl BadCondition {
    /// What to do about it.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::Empty => "write a question with the answer yes or no, as in `tests.failed > 0`".to_owned(),
            Self::TooLongTogether => "write fewer or shorter conditions".to_owned(),
            Self::TooLong => "shorten it, or split it into several stop rules".to_owned(),
            Self::TooDeep { .. } => "split it into several stop rules".to_owned(),
            Self::UnknownName { name, near, known, .. } if near.is_empty() => {
                unknown_fact_help(name) + &unknown_name_help(near, known)
            }
            Self::UnknownName { near, known, .. } => unknown_name_help(near, known),
            Self::Group { known, .. } => format!("say which one: {}", listed(known)),
            Self::Circular { .. } => "ask one of the other checks, or the evidence itself".to_owned(),
            Self::UnknownFunction { name, near, .. } => unknown_function_help(name, near.as_deref()),
            Self::Syntax { help, .. } | Self::Refused { help, .. } => help.clone(),
            Self::NotBoolean { .. } => "compare it with something, as in `tests.failed > 0`".to_owned(),
            Self::CheckWord { near, .. } => check_word_help(*near),
            Self::Missing { name } if name.starts_with("checks.") => {
                "this release has no such check, or not yet: add its table, or take it out of the condition"
                    .to_owned()
            }
            Self::Missing { .. } => {
                "supply the evidence it is read from, or take it out of the condition".to_owned()
            }
            Self::NoKey { inside, key, .. } => format!(
                "correct the name or the fact file; if it may be absent, ask `{}` first",
                presence(inside, key)
            ),
            Self::TooCostly | Self::TooCostlyTogether => {
                "search fewer or shorter lists, or compute the answer before and put it into a fact file"
                    .to_owned()
            }
        }
    }
}

/// The question whether a value has something of this name.
fn presence(inside: &str, key: &str) -> String {
    let is_word = !key.is_empty() && key.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    if is_word && !key.starts_with(|first: char| first.is_ascii_digit()) && !is_keyword(key) {
        format!("has({inside}.{key})")
    } else {
        format!("{key:?} in {inside}")
    }
}

/// What to do about a fact that is not declared; nothing where it is none.
fn unknown_fact_help(name: &str) -> String {
    let fact = name.strip_prefix("facts.").and_then(|path| path.split('.').next()).unwrap_or_default();
    let is_plain = !fact.is_empty() && fact.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    if is_plain {
        format!("name its file under [facts], as {fact} = \"facts/{fact}.json\"; ")
    } else {
        String::new()
    }
}

fn unknown_name_help(near: &[String], known: &[String]) -> String {
    if near.is_empty() {
        format!("a condition can see {}", listed(known))
    } else {
        let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
        format!("did you mean {}? A condition can see {}", near.join(" or "), listed(known))
    }
}

fn unknown_function_help(name: &str, near: Option<&str>) -> String {
    let known = super::tree::function_names().collect::<Vec<_>>().join(", ");
    match (name, near) {
        ("matches", _) => "patterns are not available; use `contains`, `startsWith` or `endsWith`".to_owned(),
        ("timestamp" | "duration" | "now", _) => {
            "dates are not available; use `hours_to_launch`, or compute the answer before and put it into a fact file"
                .to_owned()
        }
        (_, Some(near)) => format!("did you mean `{near}`? The functions are {known}"),
        (_, None) => format!("the functions are {known}"),
    }
}

fn check_word_help(near: Option<&str>) -> String {
    match near {
        Some(near) => format!("did you mean \"{near}\"? A check gives \"pass\", \"warn\" or \"fail\""),
        None => "a check gives \"pass\", \"warn\" or \"fail\"".to_owned(),
    }
}

fn listed(names: &[String]) -> String {
    names.join(", ")
}
