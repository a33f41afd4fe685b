//! The call in its file: one more entry, the one that was made, and a plan that is what it was.

use crate::Env;
use crate::checks::release::Release;
use crate::commands::rewrite::{After, Before, Said};
use crate::input::Syntax;
use crate::record::entry::Entry;
use crate::record::{canonical, insert};
use crate::shape::Decode;
use crate::shape::tree::{Node, Value};
use crate::untrusted::message;

/// Adds the entry.
pub(super) fn with(before: Before, entry: &Entry) -> anyhow::Result<After> {
    before.with(
        |text, node| {
            let mut edits = vec![insert::entry(text, node, &entry.toml())?];
            if !entry.statement.date.is_empty() {
                edits.push(insert::date(text, node, &entry.statement.date));
            }
            Ok(edits)
        },
        |old, new, release| is_as_meant((old, new), release, entry),
    )
}

/// Whether the new file holds one more call, the one that was made, and the plan is what it was.
fn is_as_meant((old, new): (&Node, &Node), release: &Release, entry: &Entry) -> bool {
    let digest = |node: &Node| canonical::digest(node, &Release::form());
    let is_same_plan = !entry.statement.date.is_empty() || digest(new) == digest(old);
    let earlier = match insert::top(old, "call").map(|calls| &calls.node.value) {
        Some(Value::List(calls)) => calls.len(),
        _ => 0,
    };
    let calls = release.calls.items();
    is_same_plan
        && calls.len() == earlier.saturating_add(1)
        && calls.last().is_some_and(|call| call.statement() == entry.statement)
}

/// Writes the file, or prints what is to be pasted behind so many calls.
pub(super) fn deliver(after: After, entry: &Entry, calls: usize, around: &mut Env) -> anyhow::Result<()> {
    let statement = &entry.statement;
    let date = match statement.date.as_str() {
        "" => String::new(),
        date => format!("; set `date` to {date} as well"),
    };
    let said = Said {
        what: message!("{} by {}", statement.say, statement.by),
        paste: format!("paste this entry behind the last call{date}"),
    };
    let text = |syntax| match syntax {
        Syntax::Toml => entry.toml(),
        Syntax::Yaml => entry.yaml(calls),
        Syntax::Json => entry.json(calls),
    };
    after.deliver(&said, text, around)
}
