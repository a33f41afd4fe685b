//! A value of the last release's file, written anew on one line.

use super::text::quoted;
use crate::shape::tree::{Entry, Node, Value as Written};

/// A key as both syntaxes read it.
pub(super) fn written_key(key: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    let is_bare = !key.is_empty() && key.bytes().all(is_plain) && !["true", "false", "null"].contains(&key);
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A value of the last file on one line.
pub(super) fn inline(node: &Node, sign: &str) -> String {
    match &node.value {
        Written::Null => "\"\"".to_owned(),
        Written::Bool(value) => value.to_string(),
        Written::Integer(number) => number.to_string(),
        Written::Float(number) => format!("{number:?}"),
        Written::Text(text) => quoted(text),
        Written::Date(text) => text.clone(),
        Written::List(nodes) => {
            let nodes: Vec<String> = nodes.iter().map(|node| inline(node, sign)).collect();
            format!("[{}]", nodes.join(", "))
        }
        Written::Table(table) if table.entries.is_empty() => "{}".to_owned(),
        Written::Table(table) => {
            let entries = table.entries.iter().filter(|entry| entry.node.value != Written::Null);
            let entry = |entry: &Entry| {
                format!("{}{sign}{}", written_key(&entry.key.value), inline(&entry.node, sign))
            };
            format!("{{ {} }}", entries.map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}
