//! Blanks for what the policy's checkpoints ask: a remark and a line for each, so that people who answer on branches of
//! their own edit lines that do not touch.

use super::text::{comment, quoted};
use crate::checks::checkpoints::keys::Checkpoint;
use crate::checks::policy::Policy;
use crate::checks::roles::keys::list;
use crate::record::words::bare;
use crate::untrusted::{Untrusted, message};

/// What one checkpoint asks.
#[derive(Debug, Clone)]
pub(super) struct Point {
    id: String,
    what: Untrusted,
    role: Untrusted,
    /// Who hands over.
    from: Option<Untrusted>,
}

/// The checkpoints of a policy.
pub(super) fn of(policy: &Policy) -> Vec<Point> {
    let entries = policy.checkpoints.get().map(|map| map.entries.as_slice()).unwrap_or_default();
    entries.iter().map(|(id, point)| Point::of(&id.value, point)).collect()
}

impl Point {
    fn of(id: &str, point: &Checkpoint) -> Self {
        let words = point.what.get().map(|what| what.words.clone());
        let role = list(&point.role).first().map(|role| role.name.clone());
        let due = point.due.get().map_or_else(|| Untrusted::from("launch"), |due| due.text.clone());
        Self {
            id: id.to_owned(),
            what: message!("{}, {}", words.unwrap_or_else(|| id.into()), due),
            role: role.unwrap_or_else(|| "the owner".into()),
            from: point.from.get().map(|role| role.name.clone()),
        }
    }
}

/// The table of answers as TOML; nothing where nothing is asked.
pub(super) fn toml(points: &[Point]) -> String {
    draw(points, "[confirmed]\n", |point| {
        let id = bare(&point.id);
        let side = |by: &str, on: &str| format!("#{id}.{by} = \"\"\n#{id}.{on} = \"YYYY-MM-DD\"\n");
        match &point.from {
            None => format!(
                "# {} ({})\n#{id} = {{ by = \"\", on = \"YYYY-MM-DD\" }}\n",
                comment(&point.what),
                comment(&point.role)
            ),
            Some(from) => format!(
                "# {} ({} hands over)\n{}# both about one build\n#{id}.build = \"\"\n# and {} takes over\n{}",
                comment(&point.what),
                comment(from),
                side("from", "from_on"),
                comment(&point.role),
                side("by", "on")
            ),
        }
    })
}

/// The same as YAML.
pub(super) fn yaml(points: &[Point]) -> String {
    draw(points, "#confirmed:\n", |point| {
        let from = if point.from.is_some() { "from: \"\", from_on: \"YYYY-MM-DD\", " } else { "" };
        format!(
            "# {} ({})\n#  {}: {{ {from}by: \"\", on: \"YYYY-MM-DD\" }}\n",
            comment(&point.what),
            comment(&point.role),
            quoted(&point.id)
        )
    })
}

fn draw(points: &[Point], head: &str, one: impl Fn(&Point) -> String) -> String {
    if points.is_empty() {
        return String::new();
    }
    let title = "\n# 6. Who has given their word? Each says it: gonogo confirm NAME --by \"…\"\n";
    let lines: String = points.iter().map(one).collect();
    format!("{title}{head}{lines}")
}
