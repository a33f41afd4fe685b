//! An entry of `[[call]]` as text: TOML to be written, or YAML and JSON to be pasted.

use serde_json::Value as Json;

use super::statement::Statement;

/// What is written: the statement, and what stands beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    /// What was called.
    pub statement: Statement,
    /// What a stop or a delay was about.
    pub cause: Vec<String>,
    /// The signature, in one line.
    pub signature: Option<String>,
}

/// A value of the entry.
enum Value<'e> {
    Text(&'e str),
    Date(&'e str),
    List(&'e [String]),
}

impl Entry {
    fn fields(&self) -> Vec<(&'static str, Value<'_>)> {
        let said = &self.statement;
        let all = [
            ("say", Value::Text(&said.say)),
            ("by", Value::Text(&said.by)),
            ("on", Value::Date(&said.on)),
            ("why", Value::Text(&said.why)),
            ("was", Value::Date(&said.was)),
            ("date", Value::Date(&said.date)),
            ("cause", Value::List(&self.cause)),
            ("told", Value::List(&said.told)),
            ("build", Value::Text(&said.build)),
            ("plan", Value::Text(&said.plan)),
            ("until", Value::Date(&said.until)),
            ("signature", Value::Text(self.signature.as_deref().unwrap_or_default())),
        ];
        let is_said = |value: &Value| match value {
            Value::Text(text) | Value::Date(text) => !text.is_empty(),
            Value::List(list) => !list.is_empty(),
        };
        all.into_iter().filter(|(_, value)| is_said(value)).collect()
    }

    /// As TOML, with a header.
    pub(crate) fn toml(&self) -> String {
        let lines = self.fields().into_iter().map(|(key, value)| format!("{key} = {}\n", drawn(&value, "")));
        std::iter::once("[[call]]\n".to_owned()).chain(lines).collect()
    }

    /// As an entry of a YAML list.
    pub(crate) fn yaml(&self, others: usize) -> String {
        let lines = self.fields().into_iter().enumerate().map(|(at, (key, value))| {
            let mark = if at == 0 { "  - " } else { "    " };
            format!("{mark}{key}: {}\n", drawn(&value, "\""))
        });
        let head = if others == 0 { "call:\n" } else { "" };
        std::iter::once(head.to_owned()).chain(lines).collect()
    }

    /// As an entry of a JSON list; the first brings the list along.
    pub(crate) fn json(&self, others: usize) -> String {
        let lines: Vec<String> = self
            .fields()
            .into_iter()
            .map(|(key, value)| format!("      \"{key}\": {}", drawn(&value, "\"")))
            .collect();
        let entry = format!("    {{\n{}\n    }}\n", lines.join(",\n"));
        if others == 0 { format!("  \"call\": [\n{entry}  ]\n") } else { entry }
    }
}

/// A value in the spelling that all three syntaxes read; only TOML has dates without quotes.
fn drawn(value: &Value, around_dates: &str) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Date(text) => format!("{around_dates}{text}{around_dates}"),
        Value::List(list) => {
            let all: Vec<String> = list.iter().map(|text| quoted(text)).collect();
            format!("[{}]", all.join(", "))
        }
    }
}

/// A text in quotes. JSON's escapes are TOML's and YAML's too, once nothing that acts is left as it is.
pub(crate) fn quoted(text: &str) -> String {
    let json = Json::String(text.to_owned()).to_string();
    let is_hidden = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let shown = |c: char| if is_hidden(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(shown).collect()
}
