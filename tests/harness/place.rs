//! Where a finding points, in words that last: the key and what is marked there, not the line it happens to be on.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::patch::key;

/// A place such as `support.reply: "TBD"`: what is marked stands behind the key, unless it is the key itself.
pub(crate) fn place(folder: &Path, location: &Value) -> String {
    let (Some(file), Some(line)) = (location["file"].as_str(), location["line"].as_u64()) else {
        return location["file"].as_str().unwrap_or("-").to_owned();
    };
    let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
    let found = Path::new(file)
        .extension()
        .is_some_and(|ending| ending == "toml")
        .then(|| in_toml(&text, location))
        .flatten();
    let found = found.unwrap_or_else(|| format!("{line}:{}", location["column"]));
    if file == "release.toml" { found } else { format!("{file} {found}") }
}

fn number(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|number| usize::try_from(number).ok())
}

fn in_toml(text: &str, location: &Value) -> Option<String> {
    let line = number(&location["line"])?;
    let lines: Vec<&str> = text.lines().take(line).collect();
    let header = lines.iter().rposition(|line| line.starts_with('['));
    let table = header.map(|at| name(&lines[..=at])).unwrap_or_default();
    if header == Some(line - 1) {
        return Some(format!("[{table}]"));
    }
    let entry = lines.iter().skip(header.map_or(0, |at| at + 1)).filter_map(|line| key(line)).next_back()?;
    let entry = if table.is_empty() { entry.to_owned() } else { format!("{table}.{entry}") };
    let marked = marked(lines.last()?, location)?;
    Some(if entry.ends_with(&marked) { entry } else { format!("{entry}: {marked}") })
}

/// What is marked of a line; a mark that goes on in the next ends with dots.
fn marked(line: &str, location: &Value) -> Option<String> {
    let from = number(&location["column"])? - 1;
    if location["end_line"] == location["line"] {
        let to = number(&location["end_column"])? - 1;
        return Some(line.chars().take(to).skip(from).collect());
    }
    Some(line.chars().skip(from).collect::<String>() + " ...")
}

/// The name of the last table of these lines; the second of its name and those after it bear their number.
fn name(lines: &[&str]) -> String {
    let header = lines.last().map_or("", |line| line.trim_end());
    let number = lines.iter().filter(|line| line.trim_end() == header).count();
    let name = header.trim_matches(['[', ']']);
    if number > 1 { format!("{name} {number}") } else { name.to_owned() }
}
