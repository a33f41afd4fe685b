//! The digest of a plan: one line of text for all spellings of the same values, and its SHA-256.
//!
//! The form of each key says what its value is, so a date that TOML writes bare and YAML in quotes is one value, while
//! a sentence that happens to look like a date stays the sentence it is. Order of keys, comments, quotes and syntax do
//! not matter; values, and the order of lists, do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value as Json};
use sha2::{Digest, Sha256};

use super::insert::Step;
use crate::shape::Form;
use crate::shape::date::{self, When};
use crate::shape::tree::{Node, Table, Value};
use crate::source::Span;

/// Keys of the file that are no part of the plan: what is said about it, before and after, and what editors read.
const BESIDE: [&str; 3] = ["$schema", "call", "review"];

/// What was said about checkpoints.
const SAID: &str = "confirmed";

/// A plan in the one way that stands for all its spellings.
#[derive(Debug, Default)]
pub(crate) struct Plan(Json);

impl Plan {
    /// The plan in a release file.
    pub(crate) fn of(file: &Node, form: &Form) -> Self {
        Self(match &file.value {
            Value::Table(table) => {
                let is_plan = |key: &str| !BESIDE.contains(&key);
                let entries =
                    table.entries.iter().filter(|entry| is_plan(&entry.key.value)).cloned().collect();
                canonical(&Value::Table(Table { entries }), Some(form))
            }
            other => canonical(other, Some(form)),
        })
    }

    /// Leaves out what was said about these checkpoints, and nothing else.
    pub(crate) fn without_answers(mut self, about: &BTreeSet<String>) -> Self {
        if let Json::Object(plan) = &mut self.0
            && let Some(Json::Object(said)) = plan.get_mut(SAID)
        {
            said.retain(|id, _| !about.contains(id));
            if said.is_empty() {
                plan.remove(SAID);
            }
        }
        self
    }

    /// Adds the ids and titles of issues that a tracker lists for it. Their order is the tracker's, and means nothing.
    pub(crate) fn with_issues(mut self, issues: &mut [(&str, Option<&str>)]) -> Self {
        issues.sort_unstable();
        let issues = issues.iter().map(|(id, title)| Json::Array(vec![(*id).into(), (*title).into()]));
        if let Some(Json::Object(scope)) = self.0.get_mut("scope") {
            scope.insert("issues of the tracker".to_owned(), issues.collect());
        }
        self
    }

    /// The keys of both that do not say the same, as they stand in a file: a table with its brackets.
    pub(crate) fn changed(&self, other: &Self) -> Vec<String> {
        let (Json::Object(one), Json::Object(two)) = (&self.0, &other.0) else { return Vec::new() };
        let keys: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
        let is_table = |key: &String| {
            [one.get(key), two.get(key)].into_iter().flatten().any(|said| said.is_object() || said.is_array())
        };
        let differs = keys.into_iter().filter(|key| one.get(*key) != two.get(*key));
        differs.map(|key| if is_table(key) { format!("[{key}]") } else { key.clone() }).collect()
    }

    /// Its digest, such as `sha256:7be0…`.
    pub(crate) fn digest(&self) -> String {
        let digest = Sha256::digest(self.0.to_string().as_bytes());
        digest.iter().fold("sha256:".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
    }
}

/// The digest of the plan that a release file alone holds.
pub(crate) fn digest(file: &Node, form: &Form) -> String {
    Plan::of(file, form).digest()
}

/// A value as it is compared with another; the form says what its texts are.
pub(super) fn whole(node: &Node, form: Option<&Form>) -> Json {
    canonical(&node.value, form)
}

/// The form of what stands at the end of a way.
pub(super) fn below<'f>(form: &'f Form, way: &[Step]) -> Option<&'f Form> {
    way.iter().try_fold(form, |form, step| match step {
        Step::Key(key) => at(form, key),
        Step::At(_) => list_of(form),
    })
}

/// A value in the one way that stands for all its spellings. Tables are sorted by their keys.
fn canonical(value: &Value, form: Option<&Form>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(number) => Json::Number((*number).into()),
        Value::Float(number) => float(*number),
        Value::Text(text) if is_date(form) => date(text),
        // A line end is one, whatever the machine that wrote the file takes for it.
        Value::Text(text) => Json::String(text.replace("\r\n", "\n")),
        Value::Date(text) => date(text),
        Value::List(nodes) => {
            let of = form.and_then(list_of);
            Json::Array(nodes.iter().map(|node| canonical(&node.value, of)).collect())
        }
        Value::Table(table) => {
            let entry = |key: &str, node: &Node| canonical(&node.value, form.and_then(|form| at(form, key)));
            let entries = table.entries.iter();
            let sorted: BTreeMap<String, Json> =
                entries.map(|each| (each.key.value.clone(), entry(&each.key.value, &each.node))).collect();
            Json::Object(sorted.into_iter().collect())
        }
    }
}

/// A number with nothing behind its point is the whole number.
fn float(number: f64) -> Json {
    let plain = format!("{number}");
    match plain.parse::<i64>() {
        Ok(whole) => Json::Number(whole.into()),
        Err(_) => Number::from_f64(number).map_or(Json::String(plain), Json::Number),
    }
}

/// A date as RFC 3339 with its own offset.
fn date(text: &str) -> Json {
    let when = date::parse(text).map(|moment| When { span: Span::default(), moment });
    Json::String(when.map_or_else(|_| text.to_owned(), |when| when.written()))
}

fn is_date(form: Option<&Form>) -> bool {
    match form {
        Some(Form::Date) => true,
        Some(Form::Either(one, other)) => is_date(Some(one)) || is_date(Some(other)),
        _ => false,
    }
}

fn list_of(form: &Form) -> Option<&Form> {
    match form {
        Form::List(of) => Some(of),
        Form::Either(one, other) => list_of(one).or_else(|| list_of(other)),
        _ => None,
    }
}

fn at<'f>(form: &'f Form, key: &str) -> Option<&'f Form> {
    match form {
        Form::Table(table) => table.fields.iter().find(|field| field.key == key).map(|field| &field.form),
        Form::Map(of) => Some(of),
        Form::Either(one, other) => at(one, key).or_else(|| at(other, key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::release::Release;
    use crate::input::{Syntax, parse};
    use crate::shape::Decode;
    use crate::source::FileId;

    fn of(syntax: Syntax, text: &str) -> String {
        let (node, faults) = parse(FileId::Release, syntax, text);
        assert!(faults.is_empty(), "{faults:?}");
        Plan::of(&node, &Release::form()).without_answers(&BTreeSet::from(["smoke".to_owned()])).digest()
    }

    #[test]
    fn what_is_said_about_the_time_after_the_launch_is_no_part_of_the_plan() {
        let with = |said: &str| of(Syntax::Toml, &format!("{PLAN}{said}"));
        assert_eq!(with("[confirmed]\nsmoke = { by = \"A\" }\n"), of(Syntax::Toml, PLAN));
        assert_eq!(with("[confirmed.smoke]\nnot = \"x\"\n"), of(Syntax::Toml, PLAN));
        let both = with("[confirmed]\nscan = { by = \"A\" }\nsmoke = { by = \"A\" }\n");
        assert_eq!(with("[confirmed]\nscan = { by = \"A\" }\n"), both);
        assert_ne!(with("[confirmed]\nscan = { by = \"B\" }\n"), both);
        assert_eq!(with("[confirmed]\n"), of(Syntax::Toml, PLAN));
        assert_ne!(with("[checkpoint.smoke]\ndue = \"1 hour after\"\n"), of(Syntax::Toml, PLAN));
        assert_ne!(with("[confirmed]\nsmoke2 = { by = \"A\" }\n"), of(Syntax::Toml, PLAN));
    }

    const PLAN: &str = "name = \"A\"\ndate = 2026-12-01T09:00:00+01:00\n[rollback]\nmax_minutes = 15\n\
        triggers = [\"One\", \"Two\"]\n[scope]\nin = [{ id = \"A-1\", title = \"First\", done = true }]\n";

    #[test]
    fn spelling_order_comments_and_syntax_do_not_matter() {
        let plan = of(Syntax::Toml, PLAN);
        assert!(plan.starts_with("sha256:") && plan.len() == 71);
        let same = "# A remark\r\ndate = \"2026-12-01 09:00+01:00\"  # when\nname = 'A'\n[[scope.in]]\ndone = true\n\
            title = \"First\"\nid = \"A-1\"\n[rollback]\ntriggers = [\n\"One\",\n 'Two', ]\nmax_minutes = 15.0\n";
        assert_eq!(of(Syntax::Toml, same), plan);
        let yaml = "scope: {in: [{title: First, id: A-1, done: true}]}\nrollback:\n  max_minutes: 15\n  triggers:\n    - One\n    \
            - Two\ndate: 2026-12-01T09:00:00+01:00\nname: A\n";
        assert_eq!(of(Syntax::Yaml, yaml), plan);
        let json = r#"{"$schema": "x", "name": "A", "date": "2026-12-01T09:00:00+01:00", "rollback": {"max_minutes": 15,
            "triggers": ["One", "Two"]}, "scope": {"in": [{"id": "A-1", "title": "First", "done": true}]}}"#;
        assert_eq!(of(Syntax::Json, json), plan);
    }

    #[test]
    fn calls_and_reviews_are_no_part_of_the_plan() {
        let with = format!("{PLAN}[[call]]\nsay = \"ship\"\n[review]\noutcome = \"shipped\"\n");
        assert_eq!(of(Syntax::Toml, &with), of(Syntax::Toml, PLAN));
    }

    #[test]
    fn every_value_and_the_order_of_lists_matter() {
        for (old, new) in [
            ("\"A\"", "\"B\""),
            ("09:00:00+01:00", "08:00:00Z"),
            ("09:00:00+01:00", "09:00:00"),
            ("15", "16"),
            ("\"One\", \"Two\"", "\"Two\", \"One\""),
            ("true", "false"),
            ("A-1", "A-2"),
            ("\"A\"", "\"A \""),
            ("name = \"A\"", "name = \"A\"\nversion = \"1\""),
        ] {
            assert_ne!(of(Syntax::Toml, &PLAN.replacen(old, new, 1)), of(Syntax::Toml, PLAN), "{new}");
        }
        let prose = |day: &str| of(Syntax::Toml, &format!("goal = \"{day}\""));
        assert_ne!(prose("2026-12-01 09:00"), prose("2026-12-01T09:00"));
    }
}
