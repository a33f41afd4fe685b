//! One person's word in a file that people wrote: keys of one table, filled in where they stand or where a blank waits.
//!
//! A blank is a line that begins with `#` and is a key with its value behind it. What stands around the values stays.

use std::ops::Range;

use serde_json::Value as Json;

use super::canonical;
use super::insert::{self, Edit, Step, as_file, line_end};
use crate::input::{self, Syntax};
use crate::shape::Form;
use crate::shape::tree::{Entry, Node, Value};
use crate::source::FileId;

/// Why words cannot be written, only printed.
pub(crate) const UNUSUAL: &str =
    "this part of the file is written in a way to which nothing can be added safely";

/// What is to stand in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// The way to the table, from the top.
    pub table: Vec<Step>,
    /// Its keys with their values as TOML; nothing for a key that is to go.
    pub fields: Vec<(String, Option<String>)>,
}

/// A table and its keys, on one line.
pub(crate) fn inline(fields: &[(String, Option<String>)]) -> String {
    let given = fields.iter().filter_map(|(key, value)| Some(format!("{} = {}", bare(key), value.as_ref()?)));
    format!("{{ {} }}", given.collect::<Vec<_>>().join(", "))
}

/// A key as TOML writes it.
pub(crate) fn bare(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { super::entry::quoted(key) }
}

/// The value at the end of a way.
pub(crate) fn find<'n>(file: &'n Node, table: &[Step]) -> Option<&'n Node> {
    table.iter().try_fold(file, |node, step| match (step, &node.value) {
        (Step::Key(key), Value::Table(_)) => insert::top(node, key).map(|entry| &entry.node),
        (Step::At(at), Value::List(nodes)) => nodes.get(*at),
        _ => None,
    })
}

/// Puts the words into the text.
pub(crate) fn edits(text: &str, file: &Node, words: &Words) -> Result<Vec<Edit>, &'static str> {
    let Some(node) = find(file, &words.table) else { return absent(text, file, words) };
    match text.get(node.span.start..).and_then(|at| at.chars().next()) {
        _ if !matches!(node.value, Value::Table(_)) => Err(UNUSUAL),
        Some('[') => Page::new(text, file, node, "").fill(words, node),
        Some('{') => one_line(text, node, words).map(|edit| vec![edit]),
        _ => dotted(text, file, words, node),
    }
}

/// Whether a file holds what it held before, and the words.
pub(crate) fn is_as_meant(before: &Node, after: &Node, words: &Words, form: &Form) -> bool {
    let (said, faults) =
        input::parse(FileId::Release, Syntax::Toml, &format!("said = {}", inline(&words.fields)));
    let Some(said) = insert::top(&said, "said").filter(|_| faults.is_empty()) else { return false };
    let said = canonical::whole(&said.node, canonical::below(form, &words.table));
    let mut meant = canonical::whole(before, Some(form));
    let Some(Json::Object(table)) = place(&mut meant, &words.table) else { return false };
    for (key, value) in &words.fields {
        match said.get(key).filter(|_| value.is_some()) {
            Some(value) => table.insert(key.clone(), value.clone()),
            None => table.remove(key),
        };
    }
    canonical::whole(after, Some(form)) == meant
}

/// The table at the end of a way; tables that are not there yet are made.
fn place<'j>(file: &'j mut Json, table: &[Step]) -> Option<&'j mut Json> {
    table.iter().try_fold(file, |at, step| match (step, at) {
        (Step::Key(key), Json::Object(table)) => {
            Some(table.entry(key.as_str()).or_insert_with(|| Json::Object(serde_json::Map::new())))
        }
        (Step::At(at), Json::Array(list)) => list.get_mut(*at),
        _ => None,
    })
}

/// A table that is not there yet: a line of the table around it where that one is there, else a table at the end.
fn absent(text: &str, file: &Node, words: &Words) -> Result<Vec<Edit>, &'static str> {
    let Some((Step::Key(name), above)) = words.table.split_last() else { return Err(UNUSUAL) };
    if !above.is_empty() {
        let prefix = format!("{}.", bare(name));
        if let Some(node) = find(file, above).filter(|node| is_header(text, node)) {
            let page = Page::new(text, file, node, &prefix);
            if words.fields.iter().any(|(key, _)| page.blank(key).is_some()) {
                return page.fill(words, &Node { span: node.span, value: Value::Null });
            }
        }
        let fields = vec![(name.clone(), Some(inline(&words.fields)))];
        return edits(text, file, &Words { table: above.to_vec(), fields });
    }
    let lines: String = words
        .fields
        .iter()
        .filter_map(|(key, value)| Some(format!("{} = {}\n", bare(key), value.as_ref()?)))
        .collect();
    let open = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let gap = if text.is_empty() { "" } else { "\n" };
    let added = as_file(text, &format!("{open}{gap}[{}]\n{lines}", bare(name)));
    Ok(vec![Edit { at: text.len()..text.len(), text: added }])
}

fn is_header(text: &str, node: &Node) -> bool {
    text.get(node.span.start..).is_some_and(|at| at.starts_with('['))
}

/// A table whose keys stand in the lines of the one around it, as in `name.key = …`.
fn dotted(text: &str, file: &Node, words: &Words, node: &Node) -> Result<Vec<Edit>, &'static str> {
    let Some((Step::Key(name), above)) = words.table.split_last() else { return Err(UNUSUAL) };
    match find(file, above).filter(|around| !above.is_empty() && is_header(text, around)) {
        Some(around) => Page::new(text, file, around, &format!("{}.", bare(name))).fill(words, node),
        None => Err(UNUSUAL),
    }
}

/// A table on one line is written anew: what it holds beside stays as it was written.
fn one_line(text: &str, node: &Node, words: &Words) -> Result<Edit, &'static str> {
    let at = node.span.start..node.span.end;
    let Value::Table(table) = &node.value else { return Err(UNUSUAL) };
    if text.get(at.clone()).is_none_or(|written| written.contains('\n')) {
        return Err(UNUSUAL);
    }
    let named = |key: &str| words.fields.iter().find(|(field, _)| field == key);
    let kept = |entry: &Entry| {
        if let Some((key, value)) = named(&entry.key.value) {
            return value.clone().map(|value| (key.clone(), Some(value)));
        }
        let written = text.get(entry.node.span.start..entry.node.span.end)?;
        Some((entry.key.value.clone(), Some(written.to_owned())))
    };
    let is_new = |key: &str| !table.entries.iter().any(|entry| entry.key.value == key);
    let mut fields: Vec<(String, Option<String>)> = table.entries.iter().filter_map(kept).collect();
    fields.extend(words.fields.iter().filter(|(key, _)| is_new(key)).cloned());
    Ok(Edit { at, text: inline(&fields) })
}

/// The lines of one table with a header.
struct Page<'p> {
    text: &'p str,
    file: &'p Node,
    /// From behind the header to the next one.
    lines: Range<usize>,
    /// What stands in front of each key.
    prefix: &'p str,
}

impl<'p> Page<'p> {
    fn new(text: &'p str, file: &'p Node, header: &Node, prefix: &'p str) -> Self {
        let start = line_end(text, header.span.start);
        let end = next_header(text, file, header.span.start).unwrap_or(text.len());
        Self { text, file, lines: start..end.max(start), prefix }
    }

    /// Fills each key in: where it stands, where its blank waits, else behind the one before it.
    fn fill(&self, words: &Words, table: &Node) -> Result<Vec<Edit>, &'static str> {
        let mut edits: Vec<Edit> = Vec::new();
        let is_line = |entry: &&Entry| self.lines.contains(&entry.key.span.start);
        let standing = insert::entries(table).iter().filter(is_line);
        let ends = standing.map(|entry| line_end(self.text, insert::end(&entry.node)));
        let mut behind = ends.max().unwrap_or(self.lines.start);
        for (key, value) in &words.fields {
            let edit = match (insert::top(table, key), value) {
                (Some(entry), Some(value)) => self.replaced(entry, value)?,
                (Some(entry), None) => self.removed(entry),
                (None, None) => continue,
                (None, Some(value)) => {
                    let line = format!("{}{} = {value}", self.prefix, bare(key));
                    let Some(at) = self.blank(key) else {
                        self.added(behind, &format!("{line}\n"), &mut edits);
                        continue;
                    };
                    self.filled(at, line)
                }
            };
            behind = line_end(self.text, edit.at.end);
            edits.push(edit);
        }
        Ok(edits)
    }

    fn replaced(&self, entry: &Entry, value: &str) -> Result<Edit, &'static str> {
        let at = entry.node.span.start..entry.node.span.end;
        let is_table = matches!(entry.node.value, Value::Table(_))
            && !self.text.get(at.clone()).is_some_and(|old| old.starts_with('{'));
        if is_table { Err(UNUSUAL) } else { Ok(Edit { at, text: value.to_owned() }) }
    }

    /// A blank with its answer. What stands behind it stays in its column, where there is room.
    fn filled(&self, at: Range<usize>, text: String) -> Edit {
        let behind = self.text.get(at.end..).unwrap_or_default();
        let gap = behind.len().saturating_sub(behind.trim_start_matches(' ').len());
        let grown = text.len().saturating_sub(at.len());
        let end = at.end.saturating_add(grown.min(gap.saturating_sub(2)));
        Edit { at: at.start..end, text }
    }

    /// The whole line of a key goes.
    fn removed(&self, entry: &Entry) -> Edit {
        let before = self.text.get(..entry.key.span.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        Edit { at: start..line_end(self.text, entry.node.span.end), text: String::new() }
    }

    /// A line behind the one that ends here; several at one place stand in their order.
    fn added(&self, behind: usize, line: &str, edits: &mut Vec<Edit>) {
        let line = as_file(self.text, line);
        if let Some(last) = edits.last_mut().filter(|last| last.at == (behind..behind)) {
            last.text.push_str(&line);
            return;
        }
        let is_open = behind > 0 && !self.text.get(..behind).is_some_and(|before| before.ends_with('\n'));
        let lead = if is_open { as_file(self.text, "\n") } else { String::new() };
        edits.push(Edit { at: behind..behind, text: format!("{lead}{line}") });
    }

    /// Where a blank for the key waits: from its `#` to the end of its value.
    fn blank(&self, key: &str) -> Option<Range<usize>> {
        let wanted = format!("{}{}", self.prefix, bare(key));
        let mut at = self.lines.start;
        while at < self.lines.end {
            let end = line_end(self.text, at).min(self.lines.end);
            let line = self.text.get(at..end)?;
            if let Some(length) = blank_of(line, &wanted).filter(|_| !self.is_inside(at)) {
                let mark = at.saturating_add(line.find('#')?);
                return Some(mark..mark.saturating_add(1).saturating_add(length));
            }
            at = end;
        }
        None
    }

    /// Whether a line begins inside a value: what looks like a blank there is part of a text.
    fn is_inside(&self, at: usize) -> bool {
        covers(self.file, at)
    }
}

/// Whether the line is this key behind a `#`, and how long key and value are.
fn blank_of(line: &str, wanted: &str) -> Option<usize> {
    let rest = line.trim_start().strip_prefix('#')?;
    let behind = rest.strip_prefix(wanted)?.trim_start();
    if !behind.starts_with('=') {
        return None;
    }
    let (node, faults) = input::parse(FileId::Release, Syntax::Toml, rest);
    let value = last(rest, &node)?;
    faults.is_empty().then_some(value.span.end)
}

/// The one value of a text that holds one, whatever dots stand in its key.
fn last<'n>(text: &str, node: &'n Node) -> Option<&'n Node> {
    let is_written = |node: &Node| text.get(node.span.start..).is_some_and(|at| at.starts_with('{'));
    match &node.value {
        Value::Table(table) if node.span.end == 0 || !is_written(node) => match table.entries.as_slice() {
            [entry] => last(text, &entry.node),
            _ => None,
        },
        _ => Some(node),
    }
}

/// Whether a value other than a table with a header reaches across an offset.
fn covers(node: &Node, at: usize) -> bool {
    match &node.value {
        Value::Table(table) => table.entries.iter().any(|entry| covers(&entry.node, at)),
        Value::List(nodes) if !nodes.is_empty() => {
            (node.span.start < at && at < node.span.end) || nodes.iter().any(|node| covers(node, at))
        }
        _ => node.span.start < at && at < node.span.end,
    }
}

/// Where the next table with a header begins.
fn next_header(text: &str, node: &Node, behind: usize) -> Option<usize> {
    let below: Vec<&Node> = match &node.value {
        Value::Table(table) => table.entries.iter().map(|entry| &entry.node).collect(),
        Value::List(nodes) => nodes.iter().collect(),
        _ => Vec::new(),
    };
    let own = matches!(node.value, Value::Table(_)) && is_header(text, node) && node.span.start > behind;
    let own = own.then_some(node.span.start);
    below.into_iter().filter_map(|node| next_header(text, node, behind)).chain(own).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::release::Release;
    use crate::shape::Decode;

    fn way(table: &str) -> Vec<Step> {
        table.split('.').map(|step| step.parse().map_or_else(|_| Step::Key(step.into()), Step::At)).collect()
    }

    /// The file with the words in it, which has to be what was meant.
    fn written(text: &str, table: &str, fields: &[(&str, Option<&str>)]) -> Result<String, &'static str> {
        let fields =
            fields.iter().map(|(key, value)| ((*key).to_owned(), value.map(ToOwned::to_owned))).collect();
        let words = Words { table: way(table), fields };
        let (node, faults) = input::parse(FileId::Release, Syntax::Toml, text);
        assert!(faults.is_empty(), "{text}: {faults:?}");
        let after = insert::apply(text, edits(text, &node, &words)?).unwrap();
        let (new, faults) = input::parse(FileId::Release, Syntax::Toml, &after);
        assert!(faults.is_empty(), "{after}: {faults:?}");
        assert!(is_as_meant(&node, &new, &words, &Release::form()), "{after}");
        Ok(after)
    }

    const ANA: &[(&str, Option<&str>)] =
        &[("confirmed_by", Some("\"Ana\"")), ("confirmed_on", Some("2026-11-30"))];

    #[test]
    fn blanks_are_filled_and_all_else_stays() {
        let text = "# Head\r\n[tests]\r\n#confirmed_by = \"\"   # Who?\r\n # confirmed_on = \"\"\r\n#confirmed_on = \"YYYY\"\r\n\r\n[support]\r\n";
        let after = "# Head\r\n[tests]\r\nconfirmed_by = \"Ana\"  # Who?\r\n # confirmed_on = \"\"\r\nconfirmed_on = 2026-11-30\r\n\r\n[support]\r\n";
        assert_eq!(written(text, "tests", ANA).as_deref(), Ok(after));
    }

    #[test]
    fn what_is_added_between_two_blanks_stands_between_them() {
        let word: &[(&str, Option<&str>)] =
            &[("confirmed_on", Some("1")), ("build", Some("2")), ("ran", Some("3"))];
        let text = "[tests]\n#confirmed_on = \"\"    # When?\n#ran = \"\"        # What?\n";
        let after = "[tests]\nconfirmed_on = 1    # When?\nbuild = 2\nran = 3        # What?\n";
        assert_eq!(written(text, "tests", word).as_deref(), Ok(after));
        let long: &[(&str, Option<&str>)] = &[("ran", Some("\"1234\""))];
        let after = "[tests]\n#confirmed_on = \"\"    # When?\nran = \"1234\"     # What?\n";
        assert_eq!(written(text, "tests", long).as_deref(), Ok(after));
    }

    #[test]
    fn values_are_replaced_where_they_stand_and_others_go_behind_them() {
        let text = "[tests] # why\nconfirmed_by = 'Bo' # him\nran = \"\"\"\n#confirmed_on = 1\n[x]\"\"\"\n";
        let after = "[tests] # why\nconfirmed_by = \"Ana\" # him\nconfirmed_on = 2026-11-30\nran = \"\"\"\n#confirmed_on = 1\n[x]\"\"\"\n";
        assert_eq!(written(text, "tests", ANA).as_deref(), Ok(after));
    }

    #[test]
    fn a_table_that_is_missing_comes_last() {
        assert_eq!(
            written("name = \"A\"", "tests", ANA).as_deref(),
            Ok("name = \"A\"\n\n[tests]\nconfirmed_by = \"Ana\"\nconfirmed_on = 2026-11-30\n")
        );
        assert_eq!(
            written("", "confirmed.sec", &[("by", Some("\"A\""))]).as_deref(),
            Ok("[confirmed]\nsec = { by = \"A\" }\n")
        );
        assert_eq!(
            written("[tests]", "tests", ANA).as_deref(),
            Ok("[tests]\nconfirmed_by = \"Ana\"\nconfirmed_on = 2026-11-30\n")
        );
    }

    #[test]
    fn a_table_on_one_line_keeps_what_else_it_holds() {
        let word: &[(&str, Option<&str>)] =
            &[("by", Some("\"B\"")), ("on", Some("2026-11-30")), ("not", None)];
        let text = "[confirmed]\na = { from = 'C', not = \"no\", by = \"\" } # x\n";
        assert_eq!(
            written(text, "confirmed.a", word).as_deref(),
            Ok("[confirmed]\na = { from = 'C', by = \"B\", on = 2026-11-30 } # x\n")
        );
        let text = "confirmed = { a = { by = '' } }\n";
        assert_eq!(
            written(text, "confirmed.a", word).as_deref(),
            Ok("confirmed = { a = { by = \"B\", on = 2026-11-30 } }\n")
        );
        assert_eq!(
            written("confirmed = {}", "confirmed.a", &[("by", Some("1"))]).as_deref(),
            Ok("confirmed = { a = { by = 1 } }")
        );
    }

    #[test]
    fn tables_with_headers_and_with_dots_are_filled_too() {
        let word: &[(&str, Option<&str>)] =
            &[("by", Some("\"B\"")), ("on", Some("2026-11-30")), ("not", None)];
        let text = "[confirmed.a]\nnot = \"no\" # x\nby = \"\"\n\n[confirmed.b]\nby = \"C\"\n";
        assert_eq!(
            written(text, "confirmed.a", word).as_deref(),
            Ok("[confirmed.a]\nby = \"B\"\non = 2026-11-30\n\n[confirmed.b]\nby = \"C\"\n")
        );
        let text = "[confirmed]\n#a.from = \"\"\n# and\n#a.by = \"\"  # who?\n";
        assert_eq!(
            written(text, "confirmed.a", word).as_deref(),
            Ok("[confirmed]\n#a.from = \"\"\n# and\na.by = \"B\"  # who?\na.on = 2026-11-30\n")
        );
        let text = "[confirmed]\na.from = \"C\"\n# and\n#a.by = \"\"\n";
        assert_eq!(
            written(text, "confirmed.a", word).as_deref(),
            Ok("[confirmed]\na.from = \"C\"\n# and\na.by = \"B\"\na.on = 2026-11-30\n")
        );
        let text = "[confirmed]\n#a = { by = \"\" } # who?\n# next\n#b = { by = \"\" }\n";
        assert_eq!(
            written(text, "confirmed.a", word).as_deref(),
            Ok("[confirmed]\na = { by = \"B\", on = 2026-11-30 } # who?\n# next\n#b = { by = \"\" }\n")
        );
    }

    #[test]
    fn one_of_several_rules_is_meant_alone() {
        let word: &[(&str, Option<&str>)] = &[("state", Some("\"clear\""))];
        let text =
            "[[stop_rule]]\nrule = \"A\"\n\n[[stop_rule]]\nrule = \"B\"\n\n[[stop_rule]]\nrule = \"C\"\n";
        let after = "[[stop_rule]]\nrule = \"A\"\n\n[[stop_rule]]\nrule = \"B\"\nstate = \"clear\"\n\n[[stop_rule]]\nrule = \"C\"\n";
        assert_eq!(written(text, "stop_rule.1", word).as_deref(), Ok(after));
        let text = "stop_rule = [\n  { rule = \"A\" },\n  { rule = \"B\" }, # x\n]\n";
        let after = "stop_rule = [\n  { rule = \"A\" },\n  { rule = \"B\", state = \"clear\" }, # x\n]\n";
        assert_eq!(written(text, "stop_rule.1", word).as_deref(), Ok(after));
    }

    #[test]
    fn what_is_written_in_an_unusual_way_is_left_alone() {
        assert_eq!(written("tests.ran = \"x\"\n", "tests", ANA), Err(UNUSUAL));
        assert_eq!(written("tests = {\n ran = \"x\" }\n", "tests", ANA), Err(UNUSUAL));
    }
}
